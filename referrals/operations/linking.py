"""What every act on an onward link does: a move remembered, audited, and its group told or let go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.operations import upkeep as directory
from kernel import crisis, links, mail, outbox
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals.events import OnwardLinkRefused
from referrals.introductions import LINK_LIFETIME, OUTCOMES_WITHIN
from referrals.lifecycle import ONWARD_LINK, LinkMove, LinkState
from referrals.models import Attendance, LinkWord, OnwardLink
from referrals.queries import links as queries
from referrals.queries.answering import ANSWER
from referrals.queries.report_parts import day_words
from referrals.vocabulary import GroupAnswer, LinkKind, News, RefusalReason, Saying, ToldBy

TOMORROW = timedelta(days=1)
GONE_QUIET = frozenset({
    LinkState.DECLINED, LinkState.UNANSWERED, LinkState.DID_NOT_START, LinkState.STOPPED,
    LinkState.OUTCOME_RECEIVED, LinkState.TAKEN_BACK,
})  # fmt: skip
"""After these the group has nothing more to say, and its page is gone. A no can be put right."""
SAYINGS = {
    GroupAnswer.ACCEPT: Saying.ACCEPT,
    GroupAnswer.PROPOSE: Saying.PROPOSE,
    GroupAnswer.REFUSE: Saying.REFUSE,
}


def make(
    session: Session, actor: Actor, link: OnwardLink, move: LinkMove,
    *, at: datetime, because: str = "",
) -> None:  # fmt: skip
    """Make a move of a link. A formal one that is finished owes its outcomes at once."""
    session.add(link.make(move, by=actor, at=at, because=because))
    session.flush()
    audit.record(session, actor, f"an onward link: {move.words.lower()}", link, at=at)
    if link.state in GONE_QUIET:
        links.revoke(session, purpose=ANSWER, subject_id=link.id, at=at)
    if link.state is LinkState.FINISHED and link.kind is LinkKind.FORMAL:
        link.outcome_due_on = day_in_london(at) + OUTCOMES_WITHIN
        make(session, actor, link, LinkMove.OWE, at=at)


@dataclass(frozen=True)
class Answer:
    """What a group answers: a reason goes with no, a day with another day."""

    kind: GroupAnswer
    reason: RefusalReason | None = None
    day: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """Something that is said of a link, as its history keeps it."""

    kind: Saying
    answer: str = ""
    words: str = ""
    value_words: str = ""
    outcomes: Sequence[Mapping[str, Any]] = ()


def say(
    session: Session, actor: Actor, link: OnwardLink, line: Line,
    *, told_by: ToldBy | None, at: datetime,
) -> None:  # fmt: skip
    """Keep what was said as a line of its own; what was said before stays as it was."""
    link.words_said += 1
    session.add(
        LinkWord(
            link_id=link.id, number=link.words_said, kind=line.kind, answer=line.answer,
            words=line.words, value_words=line.value_words,
            outcomes=[dict(one) for one in line.outcomes],
            has_crisis_words=crisis.is_in(line.answer, line.words, line.value_words),
            told_by=told_by, by=actor.user_id, who=actor.called, at=at,
        )
    )  # fmt: skip


def answer(
    session: Session,
    actor: Actor,
    link: OnwardLink,
    given: Answer,
    *,
    told_by: ToldBy,
    at: datetime,
) -> None:
    """The group answers, on its page or to the link worker. A yes said twice changes only the words."""
    _check(link, given)
    link.answered_at, link.answered_by, link.changed_at = at, told_by, at
    link.group_says = given.words.strip() or link.group_says
    link.proposes = given.day.strip() if given.kind is GroupAnswer.PROPOSE else ""
    if given.kind is GroupAnswer.REFUSE:
        link.comes_on = link.comes_at = None
    reason = given.reason.words if given.reason and given.kind is GroupAnswer.REFUSE else ""
    line = Line(SAYINGS[given.kind], link.proposes or reason, given.words.strip())
    say(session, actor, link, line, told_by=told_by, at=at)
    audit.record(session, actor, "answered an introduction", link, at=at)
    match given.kind:
        case GroupAnswer.ACCEPT if link.state not in (LinkState.ACCEPTED, LinkState.ATTENDING):
            make(session, actor, link, LinkMove.ACCEPT, at=at)
        case GroupAnswer.PROPOSE if link.state is LinkState.REFUSED:
            make(session, actor, link, LinkMove.RETHINK, at=at)
        case GroupAnswer.REFUSE if link.state is LinkState.REFUSED:
            link.refusal = given.reason
        case GroupAnswer.REFUSE:
            _refuse(session, actor, link, given, at=at)


def _check(link: OnwardLink, given: Answer) -> None:
    if not link.state.hears_group:
        raise RuleBroken("This link is over, so the group has nothing more to answer.")
    if given.kind is GroupAnswer.PROPOSE and not given.day.strip():
        raise RuleBroken("Say which day suits you.", field="day")
    if given.kind is GroupAnswer.REFUSE and given.reason is None:
        raise RuleBroken("Choose why not.", field="reason")


def _refuse(
    session: Session, actor: Actor, link: OnwardLink, given: Answer, *, at: datetime
) -> None:
    """The group says no: a fact that stays, and that others hear of."""
    link.refusal = given.reason
    because = given.reason.words if given.reason else ""
    make(session, actor, link, LinkMove.REFUSE, at=at, because=because)
    outbox.announce(session, OnwardLinkRefused(link.id), at=at)


def mark(
    session: Session, actor: Actor, link: OnwardLink,
    *, on: date, came: bool, told_by: ToldBy, at: datetime,
) -> None:  # fmt: skip
    """Write down that somebody came on a day, or did not; the same day again puts it right."""
    if on >= day_in_london(at) + TOMORROW:
        raise RuleBroken("That day is still to come.", field="on")
    if on < day_in_london(link.made_at):
        raise RuleBroken(
            f"We first spoke of this group on {day_words(day_in_london(link.made_at))}. "
            "Enter that day or a later one.", field="on",
        )  # fmt: skip
    row = queries.find_attendance(session, link.id, on)
    if row is None:
        row = Attendance(link_id=link.id, on=on)
        session.add(row)
    row.came, row.told_by, row.by, row.who, row.at = (
        came, told_by, actor.user_id, actor.called, at,
    )  # fmt: skip
    link.changed_at = at
    session.flush()
    audit.record(session, actor, "wrote down who came", link, at=at)
    if came and LinkMove.ATTEND in ONWARD_LINK.open_moves(link.state):
        make(session, actor, link, LinkMove.ATTEND, at=at)


def take_back(
    session: Session, actor: Actor, link: OnwardLink, *, because: str, at: datetime
) -> None:
    """Nothing more comes of a link; a group that was asked by letter is told so."""
    was_asked, was_by_letter = link.state.is_with_group, link.by_letter
    make(session, actor, link, LinkMove.TAKE_BACK, at=at, because=because)
    link.news = None
    if was_asked and was_by_letter:
        write_to_group(session, link, "referrals/link_ended", at=at)


def write_to_group(
    session: Session, link: OnwardLink, template: str,
    *, at: datetime, with_link: bool = False, facts: Mapping[str, Any] | None = None,
) -> bool:  # fmt: skip
    """A letter to the group of a link; it says nothing of who the person is. False: none arrives."""
    if link.listing_id is None:
        return False
    way_in = mail.Link(ANSWER, link.id, "/answer/", LINK_LIFETIME) if with_link else None
    told = {"lead": queries.lead_words(session, link.lead_id), **(facts or {})}
    return directory.write_about(
        session, link.listing_id, template=template, facts=told, link=way_in, at=at
    )


def tell_worker(link: OnwardLink, news: News) -> None:
    """Put a line on the desk of whoever works with the person."""
    link.news = news
