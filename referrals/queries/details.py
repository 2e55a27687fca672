"""Reading the details of a person: to put them right on a case, and as their practice may know them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from referrals import asked, details, nhs_numbers, permissions
from referrals.asked import Answers
from referrals.casework import AppointmentState, Reminder
from referrals.details import Change
from referrals.lifecycle import State
from referrals.models import Appointment, Consent, Person, Rectification, Referral
from referrals.queries import get_case, visible_to
from referrals.queries.case import Banner, banner_of
from referrals.vocabulary import Purpose, Recipient


@dataclass(frozen=True)
class Before:
    """A line of what was there before: which detail, what it said, who changed it, when and why."""

    what: str
    before: str
    after: str
    who: str
    at: datetime
    because: str


@dataclass(frozen=True)
class DetailsPage:
    """The details of the person of a case as they stand, and what they were."""

    id: UUID
    banner: Banner
    shown: Mapping[str, Any]
    version: int
    before: tuple[Before, ...]


def get_person_to_put_right(session: Session, actor: Actor, referral_id: UUID) -> Person:
    """The person of a case whose details the actor may put right, or NotFound."""
    actor.must(permissions.PUT_DETAILS_RIGHT)
    return get_case(session, actor, referral_id).person


def details_page(session: Session, actor: Actor, referral_id: UUID) -> DetailsPage:
    """What the page shows on which they are put right."""
    person = get_person_to_put_right(session, actor, referral_id)
    shown = {name: getattr(person, name) for name in details.WORDS if name not in details.FORBID}
    shown["nhs_number"] = nhs_numbers.shown(person.nhs_number)
    shown["rules"] = [name for name in details.FORBID if getattr(person, name)]
    return DetailsPage(
        referral_id, banner_of(person), shown, person.version,
        before_of(session, person.id, is_for_officer=False),
    )  # fmt: skip


def can_be_reached(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether there is a way to the person of a case that they allow."""
    person = get_person_to_put_right(session, actor, referral_id)
    ways = {"phone": person.phone, "email": person.email, "address": person.address}
    return person.contact_rules.leave_a_way(**ways)


def changes_of(session: Session, person_id: UUID) -> tuple[Rectification, ...]:
    """What was put right of somebody, newest first."""
    wanted = sa.select(Rectification).where(Rectification.person_id == person_id)
    return tuple(session.scalars(wanted.order_by(Rectification.at.desc(), Rectification.field)))


def before_of(session: Session, person_id: UUID, *, is_for_officer: bool) -> tuple[Before, ...]:
    """The same, as people read it. Why an officer put something right is for officers: it may be a complaint."""
    return tuple(
        _before(one, because=one.because if one.is_on_case or is_for_officer else "")
        for one in changes_of(session, person_id)
        if one.before != one.after
    )


def _before(row: Rectification, *, because: str) -> Before:
    what = details.WORDS.get(row.field, row.field)
    return Before(
        what, _as_read(row.field, row.before), _as_read(row.field, row.after), row.who, row.at,
        because,
    )  # fmt: skip


def _as_read(field: str, words: str) -> str:
    if field == "nhs_number":
        return nhs_numbers.shown(words)
    if field == "born_on" and words:
        day = date.fromisoformat(words)
        return f"{day.day} {day:%B %Y}"
    return words or ("no" if field in {*details.FORBID, "needs_interpreter"} else "")


def has_number_first(session: Session, person: Person, nhs_number: str) -> bool:
    """Whether another row of the same practice and lead NTP has a number; for the row, never to be shown."""
    return first_with_number(session, person, nhs_number) is not None


def first_with_number(session: Session, person: Person, nhs_number: str) -> UUID | None:
    """That other row."""
    if not nhs_number or person.practice_id is None:
        return None
    other = sa.select(Person.id).where(
        Person.practice_id == person.practice_id, Person.lead_id == person.lead_id,
        Person.nhs_number == nhs_number, ~Person.is_twin, Person.id != person.id,
    )  # fmt: skip
    return session.scalar(other.limit(1))


def is_like_another(session: Session, actor: Actor, person: Person, answers: Answers) -> bool:
    """Whether somebody else of the actor's own cases has this number, or this name and birthday.

    Only among those: whoever sees no such case gets the same answer as where there is none (P4).
    """
    like = [Person.nhs_number == answers.nhs_number] if answers.nhs_number else []
    if answers.born_on is not None:
        like.append(Person.born_on == answers.born_on)
    if not like:
        return False
    others = session.scalars(
        visible_to(actor)
        .join(Person, Person.id == Referral.person_id)
        .where(Person.id != person.id, Referral.state != State.DRAFT, sa.or_(*like))
    )
    return any(_is_like(one.person, answers) for one in others)


def _is_like(other: Person, answers: Answers) -> bool:
    if answers.nhs_number and other.nhs_number == answers.nhs_number:
        return True
    return other.born_on == answers.born_on and asked.are_the_same(
        name=answers.name, born_on=None, other_name=other.name, other_born_on=None
    )


def promised(session: Session, person_id: UUID) -> list[Appointment]:
    """The booked meetings of somebody of which they were not reminded yet."""
    rows = session.scalars(
        sa.select(Appointment)
        .join(Referral, Referral.id == Appointment.referral_id)
        .where(
            Referral.person_id == person_id, Appointment.state == AppointmentState.BOOKED,
            Appointment.reminder.in_([Reminder.WAITING, Reminder.NOT_POSSIBLE]),
        )
    )  # fmt: skip
    return list(rows)


# ---- what the practice knows -----------------------------------------------------------------


def as_practice_knows(session: Session, person: Person, answers: Answers) -> Answers:
    """Somebody's answers as their practice may read them.

    What the link worker was told is the practice's to read only if it may hear of the case (B26). Who
    they are (name, birthday, number) is the same for both, so that nobody is taken for another (P14).
    """
    return details.as_told_by_practice(answers, unheard_of(session, [person])[person.id])


def unheard_of(session: Session, people: Collection[Person]) -> Mapping[UUID, Sequence[Change]]:
    """What was put right of each of some people whose practice may not hear of it, newest first."""
    ids = {one.id for one in people}
    heard = sa.select(Consent.person_id).join(Person, Person.id == Consent.person_id).where(
        Consent.recipient == Recipient.PRACTICE, Consent.recipient_id == Person.practice_id,
        Consent.purpose == Purpose.REPORT, Consent.withdrawn_at.is_(None),
    )  # fmt: skip
    rows = session.scalars(
        sa.select(Rectification)
        .where(Rectification.person_id.in_(ids), Rectification.person_id.not_in(heard))
        .order_by(Rectification.at.desc(), Rectification.field)
    )
    found: dict[UUID, list[Change]] = {one: [] for one in ids}
    for row in rows:
        change = Change(row.field, row.before, row.after, row.is_on_case)
        found[row.person_id].append(change)
    return found
