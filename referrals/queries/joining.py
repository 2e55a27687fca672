"""Reading two records that may be of one person, among what a lead manager may see and no others (P4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.vocabulary import Worded
from kernel.access import Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.mail import Letter
from referrals import joining, nhs_numbers, permissions
from referrals.joining import FACTS, KEPT_OF_BOTH, Fact, Facts, differing, may_be_one
from referrals.lifecycle import OPEN, State
from referrals.models import ActionPlan, Concern, Consent, EqualityAnswers, Person, Referral
from referrals.queries import get_case, visible_to
from referrals.queries.case import Banner, banner_of, name_of, organisation_name
from referrals.queries.plans import plans_of
from referrals.queries.record import joined_into
from referrals.queries.report_parts import day_words
from referrals.queries.safeguarding import visible_to as concerns_visible_to

ALREADY = "These two are one record already: somebody joined them. Nothing was changed this time."
NOT_ALIKE = (
    "Neither their NHS number, nor their name and date of birth, says that these two are one person. "
    "Ask the privacy officer to put right what is wrong first."
)
TWO_PLANS = (
    "Both have an action plan that is under way, and nothing in a plan may be lost. "
    "Ask {workers} to finish the work or end it in one of them first. Then join the records."
)
NO_WAY_LEFT = "With the contact rules of both, no way to reach them is left. Ask them."
TWO_OPEN = (
    "{worker} has two open referrals of them. Both stay: ask whether one of them can be ended."
)
NOTHING = "–"
TWO = 2

Row = TypeVar("Row", Person, Referral)


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the person of a case."""

    referral_id: UUID
    person_id: UUID
    name: str
    born_on: date | None


@dataclass(frozen=True)
class Pair:
    """Two records of one lead NTP: `kept` is that of the case that was opened."""

    referral: Referral
    kept: Person
    other: Person


@dataclass(frozen=True)
class Choice:
    """A fact of which the two say different things, each in words."""

    name: str
    this: str
    other: str


@dataclass(frozen=True)
class JoinPage:
    """The two side by side. `obstacle` says why they cannot be joined now, "" if they can.

    `lines` name a thing, then say what the record that was opened says of it, and what the other one.
    """

    referral_id: UUID
    banner: Banner
    lines: tuple[tuple[str, str, str], ...]
    choices: tuple[Choice, ...]
    to_know: tuple[str, ...]
    obstacle: str
    seen: str


def facts_of(person: Person) -> Facts:
    """What is known of a person, as the rules of joining read it."""
    columns = [column for fact in FACTS for column in (*fact.columns, *fact.along)]
    return {name: getattr(person, name) for name in (*columns, *KEPT_OF_BOTH)}


def likely_of(session: Session, actor: Actor, referral_id: UUID) -> tuple[Likely, ...]:
    """Who may be the person of a case, for whoever may join the two; by name."""
    if not actor.may(permissions.JOIN):
        return ()
    person = get_case(session, actor, referral_id).person
    rows = session.scalars(_people(actor, _near(person)))
    there = [one for one in rows if may_be_one(facts_of(person), facts_of(one))]
    return tuple(
        Likely(referral_id, one.id, one.name, one.born_on)
        for one in sorted(there, key=lambda one: (one.name, one.id))
    )


def _near(person: Person) -> sa.Select[Person]:
    """Others with the number or the birthday: cheap to ask, and what it finds is looked at more closely."""
    is_same_number = sa.and_(Person.nhs_number != "", Person.nhs_number == person.nhs_number)
    is_same_day = Person.born_on == person.born_on if person.born_on else sa.false()
    return sa.select(Person).where(
        Person.lead_id == person.lead_id, Person.id != person.id,
        sa.or_(is_same_number, is_same_day),
    )  # fmt: skip


def _people(actor: Actor, among: sa.Select[Person]) -> sa.Select[Person]:
    """Those with a case that the actor may see, and with none at another lead NTP."""
    elsewhere = sa.exists().where(
        Referral.person_id == Person.id, Referral.lead_id != Person.lead_id
    )
    return among.where(_cases(actor).where(Referral.person_id == Person.id).exists(), ~elsewhere)


def _cases(actor: Actor) -> sa.Select[Referral]:
    return visible_to(actor).where(Referral.state != State.DRAFT)


def get_pair(session: Session, actor: Actor, referral_id: UUID, person_id: UUID) -> Pair:
    """A case, and another record that may be of the same person; or NotFound.

    Raises Conflict when they were joined meanwhile, RuleBroken when nothing says that they are one.
    """
    actor.must(permissions.JOIN)
    referral = _newest(session, _cases(actor).where(Referral.id == referral_id))
    kept = _newest(session, _people(actor, _numbered(referral.person_id)))
    before = joined_into(session, kept.id)
    if person_id in before or (person_id == kept.id and before):
        raise Conflict(ALREADY)
    other = _newest(session, _people(actor, _numbered(person_id, besides=kept.id)))
    if not may_be_one(facts_of(kept), facts_of(other)):
        raise RuleBroken(NOT_ALIKE)
    return Pair(referral, kept, other)


def _numbered(person_id: UUID, *, besides: UUID | None = None) -> sa.Select[Person]:
    return sa.select(Person).where(Person.id == person_id, Person.id.is_distinct_from(besides))


def _newest(session: Session, wanted: sa.Select[Row]) -> Row:
    """The one row as it stands now, whatever this transaction has read of it before; or NotFound."""
    row = session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return row


def get_pair_alone(session: Session, actor: Actor, referral_id: UUID, person_id: UUID) -> Pair:
    """The pair, once nobody else may change either until this is done: of two who join, one is told."""
    pair = get_pair(session, actor, referral_id, person_id)
    ids = (pair.kept.id, pair.other.id)
    session.scalars(
        sa.select(Person).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
    ).all()
    return get_pair(session, actor, referral_id, person_id)


def seen(pair: Pair) -> str:
    """Which two people, and which version of each, a form is about: others are refused (P14)."""
    return ":".join(f"{one.id}:{one.version}" for one in (pair.kept, pair.other))


def obstacle(session: Session, pair: Pair) -> str:
    """Why two records cannot be joined now; "" if they can."""
    active = [one for person in (pair.kept, pair.other) if (one := _active(session, person))]
    if len(active) < TWO:
        return ""
    cases = [session.get_one(Referral, plan.referral_id) for plan in active]
    workers = dict.fromkeys(name_of(session, case.link_worker_id) for case in cases)
    return TWO_PLANS.format(workers=" or ".join(filter(None, workers)) or "a link worker")


def _active(session: Session, person: Person) -> ActionPlan | None:
    plan = session.scalars(plans_of(person.id).limit(1)).first()
    return plan if plan is not None and plan.state.is_active else None


def join_page(session: Session, actor: Actor, referral_id: UUID, person_id: UUID) -> JoinPage:
    """The two side by side, and what is to be chosen."""
    pair = get_pair(session, actor, referral_id, person_id)
    choices = tuple(
        Choice(fact.name, *(_words(session, fact, one) for one in (pair.kept, pair.other)))
        for fact in differing(facts_of(pair.kept), facts_of(pair.other))
    )
    this, other = (_said(session, actor, one) for one in (pair.kept, pair.other))
    lines = ((says, this[says] or NOTHING, other[says] or NOTHING) for says in this)
    return JoinPage(
        pair.referral.id, banner_of(pair.kept),
        tuple(line for line in lines if set(line[1:]) != {NOTHING}), choices,
        _two_open(session, pair.kept.id, pair.other.id), obstacle(session, pair), seen(pair),
    )  # fmt: skip


def _said(session: Session, actor: Actor, person: Person) -> dict[str, str]:
    """What a record says, thing by thing, in the order of the page."""
    return {
        **{fact.says: _words(session, fact, person) for fact in FACTS},
        "Getting in touch": " ".join(person.contact_rules.words),
        "What they need in order to take part": person.access_needs,
        "Conditions": ", ".join(person.conditions),
        "Referrals": "; ".join(_referrals(session, actor, person)),
        "Action plan": _plan(session, person),
        "Safeguarding": _concern(session, actor, person),
    }


def _words(session: Session, fact: Fact, person: Person) -> str:
    """What a record says of a fact, as people read it."""
    if fact.name == "practice":
        return organisation_name(session, person.practice_id)
    if fact.name == "nhs_number":
        return nhs_numbers.shown(person.nhs_number)
    said = (_plainly(getattr(person, column)) for column in fact.columns)
    return " ".join(words for words in said if words)


def _plainly(value: str | date | Worded | None) -> str:
    if isinstance(value, Worded):
        return value.words
    return day_words(value) if isinstance(value, date) else value or ""


def _referrals(session: Session, actor: Actor, person: Person) -> tuple[str, ...]:
    rows = session.scalars(
        _cases(actor)
        .where(Referral.person_id == person.id)
        .order_by(Referral.started_at.desc(), Referral.id)
    )
    return tuple(_referral(session, row) for row in rows)


def _referral(session: Session, row: Referral) -> str:
    parts = (
        row.state.words, organisation_name(session, row.practice_id) or row.source.words,
        day_words(row.sent_at or row.started_at), name_of(session, row.link_worker_id),
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def _plan(session: Session, person: Person) -> str:
    plan = session.scalars(plans_of(person.id).limit(1)).first()
    return f"{plan.state.words}, begun {day_words(plan.begun_at)}" if plan else ""


def _concern(session: Session, actor: Actor, person: Person) -> str:
    """That there is an open concern, for whoever may know of it; nothing of what it is about."""
    wanted = concerns_visible_to(session, actor).where(
        Concern.person_id == person.id, Concern.closed_at.is_(None)
    )
    return "There is an open concern" if session.scalar(wanted.limit(1)) is not None else ""


def left_to_do(session: Session, person: Person) -> tuple[str, ...]:
    """What the manager is told once the records of somebody are one."""
    ways = {"phone": person.phone, "email": person.email, "address": person.address}
    no_way = () if person.contact_rules.leave_a_way(**ways) else (NO_WAY_LEFT,)
    return (*_two_open(session, person.id), *no_way)


def _two_open(session: Session, *person_ids: UUID) -> tuple[str, ...]:
    """Who has more than one open referral of these, in sentences."""
    rows = session.scalars(
        sa.select(Referral.link_worker_id).where(
            Referral.person_id.in_(person_ids), Referral.state.in_(OPEN),
            Referral.link_worker_id.is_not(None),
        )
    )  # fmt: skip
    twice = joining.twice_with([one for one in rows if one])
    return tuple(TWO_OPEN.format(worker=name_of(session, one)) for one in twice)


def is_number_taken(session: Session, person: Person) -> bool:
    """Whether yet another row of the practice has the NHS number: then this one stays its twin."""
    if not person.nhs_number or person.practice_id is None:
        return False
    taken = sa.select(Person.id).where(
        Person.practice_id == person.practice_id, Person.lead_id == person.lead_id,
        Person.nhs_number == person.nhs_number, ~Person.is_twin, Person.id != person.id,
    )  # fmt: skip
    return session.scalar(taken.limit(1)) is not None


def yeses(session: Session, pair: Pair) -> Iterator[tuple[list[Consent], list[Consent]]]:
    """For each recipient and purpose what the one record holds, and what the other."""
    found: dict[tuple[str, UUID, str], tuple[list[Consent], list[Consent]]] = {}
    for at, person in enumerate((pair.kept, pair.other)):
        for row in session.scalars(sa.select(Consent).where(Consent.person_id == person.id)):
            key = (row.recipient, row.recipient_id, row.purpose)
            found.setdefault(key, ([], []))[at].append(row)
    yield from found.values()


def answers_on_equality(session: Session, pair: Pair) -> Sequence[EqualityAnswers]:
    """What the person chose to say about themselves, in either record: the last answers first."""
    ids = (pair.kept.id, pair.other.id)
    return session.scalars(
        sa.select(EqualityAnswers)
        .where(EqualityAnswers.person_id.in_(ids))
        .order_by(EqualityAnswers.answered_at.desc(), EqualityAnswers.id)
    ).all()


def waiting_letters(session: Session, person_id: UUID) -> Sequence[Letter]:
    """Letters to a person that have not gone out yet."""
    return session.scalars(
        sa.select(Letter).where(
            Letter.about_id == person_id, Letter.sent_at.is_(None), Letter.refused == ""
        )
    ).all()
