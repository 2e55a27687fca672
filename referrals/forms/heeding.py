"""The base of every form that holds words about somebody: words of danger are never passed over (H3)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, request
from wtforms import ValidationError

from kernel import crisis
from kernel.periods import holidays_in_england
from referrals.clocks import unread_before
from referrals.operations.clocks import TICK_AGAIN
from referrals.operations.heeding import Heeded, heed
from referrals.queries.acknowledging import told_of
from referrals.queries.answering import get_by_token
from web.fields import HiddenField, LongTextField, TextField, TickField
from web.forms import Form
from web.request import actor, db, now

NOT_FOR_PRACTICE = "The practice does not read this."
NOTICE = (
    "You wrote words that may mean that somebody is in danger. Life at risk now: ring 999. "
    "Urgent help with mental health: ring NHS 111, option 2. Samaritans: 116 123."
)
TOLD = "The case comes first now. Its link worker and the managers are told."
TOLD_EARLIER = (
    "The case comes first. Its link worker and the managers were told of danger earlier today, "
    "and no new letter goes to them."
)
TOLD_OVER = "This case is over, and nobody goes on with it. We told {those}. Ring somebody who can help now."
TOLD_OVER_EARLIER = (
    "This case is over, and nobody goes on with it. "
    "We told {those} earlier today, and write no new letter. Ring somebody who can help now."
)
NOBODY_TOLD = "Nobody was told by this form."
NOT_AT_ONCE = "We told their link worker, who may not read it before {day}. Do not wait for us."
NOT_AGAIN = (
    "We told their link worker of danger earlier today, and write no new letter. "
    "They may not read this before {day}. Do not wait for us."
)
PASSED_ON = "What you wrote is passed on, and may not be read before {day}. Do not wait for us."
NOT_SENT = "What you wrote is not sent yet. Do not wait for us."
"""The last four are for groups, whose page says beside it what became of their answer."""


NEVER = datetime.min.replace(tzinfo=UTC)


def unread() -> str:
    """Before which day nobody may have read what is sent now: the next working day, in words."""
    return unread_before(now(), holidays=holidays_in_england())


class AboutPerson(Form):
    """A form with words about somebody. Words of danger bring a notice, and put their case first.

    `written_in` says in the case's story where such words stand.
    """

    written_in = "On a page of the case"

    def accepted(self, act: Callable[[], object]) -> bool:
        """Whether it was sent and done. Danger is spoken of on the page also where a mistake was made."""
        is_in_danger = self.was_sent and crisis.is_in(*self.all_written)
        referral_id = self.about() if is_in_danger else None
        where = self.where_written() if is_in_danger else ""
        link_id = self.came_by() if is_in_danger else None
        is_done = super().accepted(act)
        if is_in_danger:
            heeded = Heeded.NOBODY
            if is_done and referral_id is not None:
                heeded = heed(
                    db(), actor(), referral_id, where=where, link_id=link_id, at=now()
                )  # fmt: skip
            flash(f"{NOTICE} {self.told(heeded, is_done=is_done)}", "warning")
        return is_done

    def about(self) -> UUID | None:
        """The referral that it is about: named in its address, or behind a group's link."""
        return _about()

    def came_by(self) -> UUID | None:
        """What whoever writes without an account is known by: the onward link of a group."""
        return _link_id()

    def where_written(self) -> str:
        """Where it was written: for a group behind its link, with what the link is for."""
        return _where(self.written_in)

    def told(self, heeded: Heeded, *, is_done: bool) -> str:
        """Who was told of the danger, for whoever wrote of it."""
        if actor().user_id:
            return STAFF_READ[heeded].format(those=self._told_by_letter())
        return GROUPS_READ[heeded].format(day=unread()) if is_done else NOT_SENT

    def _told_by_letter(self) -> str:
        referral_id = self.about()
        return told_of(db(), referral_id) if referral_id else ""

    @property
    def all_written(self) -> list[str]:
        """All that was written in it."""
        return [one.data or "" for one in self if isinstance(one, TextField | LongTextField)]


class AnswersDanger(Form):
    """A form that answers danger: that which its page showed, and nothing that was written since."""

    danger_seen = HiddenField()

    danger_read = NEVER
    """The newest words of danger that whoever sends it has read were written then."""
    is_behind = False
    """Whether newer ones stand now."""

    def show_danger(self, since: datetime | None) -> None:
        """The page shows what stands now, and the form says so when it is sent from there."""
        if self.was_sent:
            self.danger_read = _moment(self.danger_seen.data)
            self.is_behind = since is not None and self.danger_read < since
        self.danger_seen.data = since.isoformat() if since else ""


class EndsCase(AnswersDanger):
    """A form that ends a case. Over danger that nobody has answered it asks for more than its button."""

    is_safe = TickField("I have made sure that they are safe")

    made_safe: datetime | None = None
    """The newest danger that whoever ends it made sure of; None where they do not say so."""

    def ask_of_danger(self) -> None:
        """Ask only where danger stands. A tick for older words is to be made again."""
        if not self.danger_seen.data:
            del self.is_safe
        elif self.is_safe.data:
            self.made_safe = self.danger_read
            self.is_safe.data = not self.is_behind

    def validate_is_safe(self, _field: object) -> None:
        """What was ticked before newer words came is said beside every other mistake."""
        if self.made_safe is not None and self.is_behind:
            raise ValidationError(TICK_AGAIN)


STAFF_READ = {
    Heeded.NOW: TOLD, Heeded.EARLIER: TOLD_EARLIER, Heeded.NOBODY: NOBODY_TOLD,
    Heeded.OVER: TOLD_OVER, Heeded.OVER_EARLIER: TOLD_OVER_EARLIER,
}  # fmt: skip
GROUPS_READ = {
    Heeded.NOW: NOT_AT_ONCE, Heeded.EARLIER: NOT_AGAIN, Heeded.NOBODY: PASSED_ON,
    Heeded.OVER: PASSED_ON, Heeded.OVER_EARLIER: PASSED_ON,
}  # fmt: skip


def _moment(written: str) -> datetime:
    """A moment as a form brings it back; what cannot be read is long ago."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return NEVER
    return found if found.tzinfo else NEVER


def _where(place: str) -> str:
    token = (request.view_args or {}).get("token")
    return f"{place}: {get_by_token(db(), token, at=now()).title}" if token else place


def _link_id() -> UUID | None:
    """The onward link that a group came by."""
    token = (request.view_args or {}).get("token")
    return get_by_token(db(), token, at=now()).id if token else None


def _about() -> UUID | None:
    named = request.view_args or {}
    if "token" in named:
        return get_by_token(db(), named["token"], at=now()).referral_id
    found: UUID | None = named.get("referral_id")
    return found
