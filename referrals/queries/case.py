"""A case as its link worker and her manager see it; journeys add their pieces by panels."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import SYSTEM, Actor
from referrals import details, nhs_numbers
from referrals.clocks import Clock
from referrals.contact_rules import DO_NOT_RING, Way
from referrals.lifecycle import OPEN, REFERRAL, Move, State
from referrals.models import ClockStop, Person, Rectification, Referral, ReferralMove
from referrals.queries import (
    can_work_on,
    get_case,
    get_case_to_read,
    visible_to,
)
from referrals.queries.arranged import workers_now
from referrals.queries.called_off import stands
from referrals.queries.danger import words_of_danger
from referrals.queries.safety import (
    Elsewhere,
    can_make_safe,
    danger_elsewhere,
    find_left_in_danger,
    get_to_make_safe,
    has_worker,
)
from referrals.queries.standing import danger_since, is_in_danger
from referrals.queries.writing import held_back
from referrals.vocabulary import Source, SupportLevel, Urgency


@dataclass(frozen=True)
class Banner:
    """Who a page is about, so that nobody is taken for another: on every page of a case (P14)."""

    person_id: UUID
    name: str
    known_as: str
    born_on: date | None
    nhs_number: str
    rules: tuple[str, ...]

    @property
    def says_not_to_ring(self) -> bool:
        """Whether they said that nobody is to ring them."""
        return DO_NOT_RING in self.rules


NOBODY_YET = "nobody yet"
DONE = {
    Clock.SAFETY: "Made sure that they are safe",
    Clock.REPORT: "Told the practice in another way",
    Clock.AGAIN: "Not opened again",
}


@dataclass(frozen=True)
class Happened:
    """A line of the story, as the timeline draws it."""

    what: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class CasePage:
    """A case. `can_act` is false for a colleague who opened it to read; `moves` are those open now.

    `has_worker` is false where nobody has it, or somebody who does not work here today.
    """

    id: UUID
    banner: Banner
    state: State
    stands: str
    source: Source
    urgency: Urgency
    is_in_danger: bool
    practice: str
    link_worker: str
    has_worker: bool
    ways: tuple[Way, ...]
    language: str
    needs_interpreter: bool
    access_needs: str
    carer: str
    conditions: tuple[str, ...]
    support_level: SupportLevel | None
    why_now: str
    what_matters: str
    in_place: str
    can_act: bool
    can_make_safe: bool
    """Whether the reader is the one to write down that they are safe."""
    moves: tuple[Move, ...]
    also_with: tuple[str, ...]
    danger_elsewhere: tuple[Elsewhere, ...]
    """Other cases of theirs in which danger stands."""
    perhaps_the_same: UUID | None
    """Another case that the reader has, of another record with the same NHS number."""
    story: tuple[Happened, ...]

    @property
    def first_ways(self) -> tuple[Way, ...]:
        """The way of reaching them that stands first, and the number, be it not to be rung."""
        return tuple(one for one in self.ways if one is self.ways[0] or one.is_phone)

    @property
    def other_ways(self) -> tuple[Way, ...]:
        """All others."""
        return tuple(one for one in self.ways if one not in self.first_ways)


@dataclass(frozen=True)
class CaseTop:
    """What stands over a page that asks something about a case."""

    id: UUID
    banner: Banner
    state: State


@dataclass(frozen=True)
class MadeSafePage(CaseTop):
    """What stands over the page on which somebody says that they are safe.

    `is_left`: they took back their yes while danger stood, and no other page of their case is found.
    """

    since: datetime | None
    is_left: bool


def banner_of(person: Person) -> Banner:
    """The banner for somebody's pages."""
    return Banner(
        person.id, person.name, person.known_as, person.born_on,
        nhs_numbers.shown(person.nhs_number), person.contact_rules.words,
    )  # fmt: skip


def case_top(session: Session, actor: Actor, referral_id: UUID) -> CaseTop:
    """The top of a page on which the actor is to do something with a case of theirs."""
    row = get_case(session, actor, referral_id)
    return CaseTop(row.id, banner_of(row.person), row.state)


def made_safe_page(session: Session, actor: Actor, referral_id: UUID) -> MadeSafePage:
    """The top of the page on which the actor says how somebody was made safe."""
    row = get_to_make_safe(session, actor, referral_id)
    left = find_left_in_danger(session, actor, referral_id)
    return MadeSafePage(
        row.id, banner_of(row.person), row.state, danger_since(session, row), left is not None
    )


def case_page(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> CasePage:
    """Everything that the top and the story of a case show."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    person = row.person
    can_act = can_work_on(session, actor, referral_id)
    return CasePage(
        id=row.id, banner=banner_of(person), state=row.state,
        stands=stands(session, row), source=row.source, urgency=row.urgency,
        is_in_danger=is_in_danger(session, actor, row.id, at=at),
        practice=organisation_name(session, row.practice_id),
        link_worker=name_of(session, row.link_worker_id), has_worker=has_worker(session, row),
        ways=person.contact_rules.ways(
            phone=person.phone, email=person.email,
            address=f"{person.address} {person.postcode}".strip(),
        ),
        language=person.language, needs_interpreter=person.needs_interpreter,
        access_needs=person.access_needs, carer=person.carer,
        conditions=tuple(person.conditions), support_level=person.support_level,
        why_now=row.why_now, what_matters=row.what_matters, in_place=row.in_place,
        can_act=can_act, can_make_safe=can_make_safe(session, actor, row.id),
        moves=REFERRAL.open_moves(row.state) if can_act else (),
        also_with=_also_with(session, actor, row),
        danger_elsewhere=danger_elsewhere(session, actor, row, at=at),
        perhaps_the_same=_perhaps_the_same(session, actor, person), story=story(session, row.id),
    )  # fmt: skip


def _also_with(session: Session, actor: Actor, row: Referral) -> tuple[str, ...]:
    """Who else of the lead NTP has an open case of the same person, so that two do not ring."""
    rows = session.scalars(
        sa.select(Referral.link_worker_id).where(
            Referral.person_id == row.person_id, Referral.lead_id == row.lead_id,
            Referral.id != row.id, Referral.state.in_([*OPEN]), Referral.state != State.DRAFT,
        )
    ).all()  # fmt: skip
    others = {one for one in rows if one is None or one != row.link_worker_id}
    there = others & workers_now(session, row.lead_id)
    names = accounts.names_of(session, [one for one in there if one])
    called = {one: names.get(one, NOBODY_YET) if one else NOBODY_YET for one in others}
    return tuple(sorted("you" if one == actor.user_id else name for one, name in called.items()))


def _perhaps_the_same(session: Session, actor: Actor, person: Person) -> UUID | None:
    """Records are kept apart where a practice may not know of another's (P4): whoever has both is told."""
    if not person.nhs_number:
        return None
    return session.scalar(
        visible_to(actor)
        .join(Person, Person.id == Referral.person_id)
        .where(
            Person.nhs_number == person.nhs_number, Person.id != person.id,
            Referral.state != State.DRAFT,
        )
        .order_by(Referral.state.in_(OPEN).desc(), Referral.sent_at.desc())
        .with_only_columns(Referral.id)
        .limit(1)
    )  # fmt: skip


def person_looked_after(session: Session, actor: Actor, referral_id: UUID) -> UUID | None:
    """Whose case it is, for those who look after that person's rights; None for who only reads it."""
    own = visible_to(actor).where(Referral.id == referral_id)
    return session.scalar(own.with_only_columns(Referral.person_id))


def story(session: Session, referral_id: UUID) -> tuple[Happened, ...]:
    """Every move of a referral, newest first."""
    rows = session.scalars(
        sa.select(ReferralMove)
        .where(ReferralMove.referral_id == referral_id)
        .order_by(ReferralMove.number.desc())
    )
    moves = [Happened(row.after.words, row.who, row.at, row.because) for row in rows]
    told = [
        *moves,
        *_said_in_danger(session, referral_id),
        *_done_by_hand(session, referral_id),
        *_put_right(session, referral_id),
        *_not_sent(session, referral_id),
    ]
    return tuple(sorted(told, key=lambda one: one.at, reverse=True))


def is_of_link_worker(session: Session, row: Referral) -> bool:
    """Whether why it is needed now are the words with which a link worker opened a case again."""
    if row.source is not Source.REOPENED:
        return False
    said = sa.select(ReferralMove.because).where(
        ReferralMove.referral_id == row.previous_id, ReferralMove.move == Move.REOPEN
    )
    return row.why_now in session.scalars(said).all()


def _said_in_danger(session: Session, referral_id: UUID) -> list[Happened]:
    """That words of danger were written, by whom and where; what they say stands there."""
    return [
        Happened("Words of danger were written", row.who, row.at, row.where)
        for row in words_of_danger(session, referral_id)
    ]


def _done_by_hand(session: Session, referral_id: UUID) -> list[Happened]:
    """What a link worker said was done about danger or a report: whoever reads the case sees it too."""
    rows = session.scalars(
        sa.select(ClockStop).where(ClockStop.referral_id == referral_id, ClockStop.how != "")
    ).all()
    names = accounts.names_of(session, [row.by for row in rows if row.by])
    return [Happened(DONE[row.clock], names.get(row.by, "") if row.by else "", row.at, row.how) for row in rows
            if row.clock in DONE]  # fmt: skip


def _put_right(session: Session, referral_id: UUID) -> list[Happened]:
    """Which details of the person were put right, each time; what they said is on the page for that."""
    person_id = sa.select(Referral.person_id).where(Referral.id == referral_id).scalar_subquery()
    rows = session.scalars(
        sa.select(Rectification).where(
            Rectification.person_id == person_id, Rectification.is_on_case
        )
    )
    times: dict[tuple[datetime, str, str], list[str]] = {}
    for row in rows:
        what = details.WORDS.get(row.field, row.field)
        times.setdefault((row.at, row.who, row.because), []).append(what)
    return [
        Happened(f"Put right: {', '.join(sorted(what))}", who, at, because)
        for (at, who, because), what in times.items()
    ]


def _not_sent(session: Session, referral_id: UUID) -> list[Happened]:
    """Links to the person's own page that never went out: nobody else would say so."""
    person_id = session.get_one(Referral, referral_id).person_id
    return [
        Happened("The link to their own page was not sent", SYSTEM.called, at, why)
        for at, why in held_back(session, person_id)
    ]


def organisation_name(session: Session, organisation_id: UUID | None) -> str:
    """What an organisation is called; "" for none, or one that has gone."""
    found = accounts.find_organisation(session, organisation_id) if organisation_id else None
    return found.name if found else ""


def name_of(session: Session, user_id: UUID | None) -> str:
    """What somebody who signs in is called; "" for nobody."""
    return accounts.names_of(session, [user_id]).get(user_id, "") if user_id else ""
