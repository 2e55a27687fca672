"""What a group sees behind its link: a first name and what was agreed, and nothing else (A12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel import links
from kernel.access import Actor
from kernel.errors import NotFound
from referrals.introductions import Introduction, first_name
from referrals.lifecycle import LinkState
from referrals.models import OnwardLink, Person, Referral
from referrals.queries.links import (
    Came,
    Outcome,
    attendance_of,
    comes_words,
    get_own_link,
    lead_words,
    outcomes_of,
    standing_consent,
)
from referrals.queries.said import turned_down
from referrals.vocabulary import Channel, LinkKind

ANSWER = "answer an introduction"
"""What the link in a letter to a group is for."""


STANDS: Mapping[LinkState, str] = {
    LinkState.INTRODUCED: "You have not answered yet",
    LinkState.ACCEPTED: "You said yes",
    LinkState.REFUSED: "You said no",
    LinkState.OUTCOME_DUE: "You owe us its outcomes",
    LinkState.OUTCOME_OVERDUE: "You owe us its outcomes, and they are late",
}
"""Where a link stands, as one says it to the group itself; for the rest the usual words do."""


@dataclass(frozen=True)
class AnswerPage:
    """Somebody who would like to come, as the group may know them, and what the group may say."""

    introduction: Introduction
    title: str
    state: LinkState
    kind: LinkKind
    proposes: str
    turned_down: str
    suits: str
    comes: str
    group_says: str
    value_words: str
    outcomes: tuple[Outcome, ...]
    outcome_due_on: date | None
    attendance: tuple[Came, ...]
    link_worker: str
    lead: str
    lead_phone: str
    lead_hours: str

    @property
    def must_answer(self) -> bool:
        """Whether the group has not said yes or no."""
        return self.state is LinkState.INTRODUCED

    @property
    def can_answer(self) -> bool:
        """Whether the group may answer, add words to its answer, or change it."""
        return self.must_answer or self.state in (LinkState.ACCEPTED, LinkState.REFUSED)

    @property
    def can_say_more(self) -> bool:
        """Whether the group may say how it goes: not of somebody to whom it said no."""
        return self.state.is_with_group

    @property
    def stands(self) -> str:
        """Where it stands, in words for the group."""
        return STANDS.get(self.state, self.state.words)

    @property
    def is_formal(self) -> bool:
        """Whether outcomes are owed."""
        return self.kind is LinkKind.FORMAL

    @property
    def can_mark(self) -> bool:
        """Whether the group may say on which days the person came."""
        return self.state in (LinkState.INTRODUCED, LinkState.ACCEPTED, LinkState.ATTENDING)


@dataclass(frozen=True)
class RegisterPage:
    """A sheet of paper for a group: whom to expect, and the code to type it in by."""

    person_id: UUID
    first_name: str
    title: str
    group: str
    code: str
    lead: str
    lead_phone: str


def get_own_register(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID
) -> RegisterPage:
    """The sheet for a link of a case whose work the actor does, once the group knows of the person."""
    row = get_own_link(session, actor, referral_id, link_id)
    if not row.state.is_with_group or standing_consent(session, row) is None:
        raise NotFound
    lead = lead_words(session, row.lead_id)
    return RegisterPage(
        row.person_id, named(row.person), row.title, row.group_name, row.short_code, lead["name"],
        lead["phone"],
    )  # fmt: skip


def get_by_token(session: Session, token: str, *, at: datetime) -> OnwardLink:
    """The link that a good token is for. All that is not good is not found, and looks the same.

    A yes that was taken back ends it at once, before any job has run. After a no the group may think
    again, as long as the case is open.
    """
    link_id = links.find(session, token, purpose=ANSWER, at=at)
    row = session.get(OnwardLink, link_id) if link_id else None
    if row is None or not _is_good(session, row) or standing_consent(session, row) is None:
        raise NotFound
    return row


def _is_good(session: Session, row: OnwardLink) -> bool:
    if row.state is LinkState.REFUSED:
        return session.get_one(Referral, row.referral_id).state.is_open
    return row.state.is_with_group


def get_to_tell(session: Session, token: str, *, at: datetime) -> OnwardLink:
    """The same, for what only a group tells that has not said no."""
    row = get_by_token(session, token, at=at)
    if not row.state.is_with_group:
        raise NotFound
    return row


def answer_page(session: Session, token: str, *, at: datetime) -> AnswerPage:
    """What the group sees behind its link."""
    row = get_by_token(session, token, at=at)
    lead, no = lead_words(session, row.lead_id), turned_down(session, row.id)
    return AnswerPage(
        introduction=introduction_of(row),
        title=row.title,
        state=row.state,
        kind=row.kind,
        proposes=row.proposes,
        turned_down=no.answer if no else "",
        suits=no.words if no else "",
        comes=comes_words(row),
        group_says=row.group_says,
        value_words=row.value_words,
        outcomes=outcomes_of(row),
        outcome_due_on=row.outcome_due_on,
        attendance=attendance_of(session, row.id),
        link_worker=_worker(session, row.referral_id),
        lead=lead["name"],
        lead_phone=lead["phone"],
        lead_hours=lead["hours"],
    )


def introduction_of(row: OnwardLink) -> Introduction:
    """A person as the group of a link may know them; their contact rules hold here too (P16).

    After a no the group has no need to reach them, nor to know what they need.
    """
    person, rules = row.person, row.person.contact_rules
    if row.state is LinkState.REFUSED:
        return Introduction(named(person), "", "", (), "", "")
    phone = person.phone if row.tells_phone and rules.allow(Channel.PHONE) else ""
    email = person.email if row.tells_email and rules.allow(Channel.EMAIL) else ""
    return Introduction(
        first_name=named(person),
        phone=phone,
        email=email,
        rules=rules.words if phone or email else (),
        access_needs=person.access_needs if row.tells_access else "",
        buddy=row.buddy,
    )


def named(person: Person) -> str:
    """What a group calls somebody."""
    return first_name(person.name, person.known_as)


def _worker(session: Session, referral_id: UUID) -> str:
    worker_id = session.get_one(Referral, referral_id).link_worker_id
    return accounts.names_of(session, [worker_id]).get(worker_id, "") if worker_id else ""
