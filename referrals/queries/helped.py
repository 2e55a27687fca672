"""Who is helped, since when and until when: what a higher feature charges years of help by, and nothing more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.casework import ContactKind, Result
from referrals.lifecycle import OPEN, Move, State
from referrals.models import Contact, Person, Referral, ReferralMove
from referrals.queries import visible_to

Which = Collection[UUID] | sa.Select[UUID]
"""Cases by their ids, or a query for these: a lead NTP has more than a statement takes one by one."""


@dataclass(frozen=True)
class HelpedFacts:
    """A case whose first meeting was held. Days are days in London; `ended_on` is None while it goes on."""

    referral_id: UUID
    person_id: UUID
    lead_id: UUID
    locality_id: UUID | None
    met_on: date
    ended_on: date | None


@dataclass(frozen=True)
class DoneFacts:
    """A case whose work is done, and what came of it a year on; days are days in London.

    `kept_up_on` is when a review found that it was kept up for a year, `again_on` when the lead NTP was sent the
    same person again after the end.
    """

    helped: HelpedFacts
    done_on: date
    kept_up_on: date | None
    has_slipped: bool
    again_on: date | None


def done(session: Session, referral_ids: Collection[UUID]) -> dict[UUID, DoneFacts]:
    """Those of these cases whose work is done, for the program itself."""
    helped_ = helped(session, referral_ids)
    moved = _moved_at(session, helped_.keys())
    again = _again_at(session, helped_.keys())
    return {
        one: DoneFacts(
            facts, moved[one, Move.COMPLETE], moved.get((one, Move.SUSTAIN)),
            (one, Move.LAPSE) in moved, again.get(one),
        )
        for one, facts in helped_.items()
        if (one, Move.COMPLETE) in moved
    }  # fmt: skip


def _moved_at(session: Session, ids: Collection[UUID]) -> dict[tuple[UUID, Move], date]:
    """The day of the last move of each kind that ends or follows the work, by case."""
    rows = session.execute(
        sa.select(ReferralMove.referral_id, ReferralMove.move, sa.func.max(ReferralMove.at))
        .where(
            ReferralMove.referral_id.in_(ids),
            ReferralMove.move.in_([Move.COMPLETE, Move.SUSTAIN, Move.LAPSE]),
        )
        .group_by(ReferralMove.referral_id, ReferralMove.move)
    )
    return {(one, move): day_in_london(at) for one, move, at in rows}


def _again_at(session: Session, ids: Collection[UUID]) -> dict[UUID, date]:
    """The day on which the lead NTP of a case was first sent the same person again after its end."""
    later, ended = aliased(Referral), _ended_at()
    rows = session.execute(
        sa.select(Referral.id, sa.func.min(later.sent_at))
        .join(ended, ended.c.referral_id == Referral.id)
        .join(
            later,
            sa.and_(later.person_id == Referral.person_id, later.lead_id == Referral.lead_id),
        )
        .where(Referral.id.in_(ids), later.id != Referral.id, later.sent_at > ended.c.at)
        .group_by(Referral.id)
    )
    return {one: day_in_london(at) for one, at in rows if at is not None}


def sustained_of(lead_ids: Collection[UUID]) -> sa.Select[UUID]:
    """The ids of the cases of these lead NTPs that were kept up for a year: to be selected among."""
    return cases_of(lead_ids).where(Referral.state == State.SUSTAINED)


def helped(session: Session, referral_ids: Which) -> dict[UUID, HelpedFacts]:
    """Those of these cases whose first meeting was held, for the program itself."""
    met, ended = _met_at(), _ended_at()
    rows = session.execute(
        sa.select(
            Referral.id, Referral.person_id, Referral.lead_id, Person.locality_id, met.c.at,
            ended.c.at,
        )
        .join(Person, Person.id == Referral.person_id)
        .join(met, met.c.referral_id == Referral.id)
        .outerjoin(ended, ended.c.referral_id == Referral.id)
        .where(Referral.id.in_(referral_ids))
    )  # fmt: skip
    return {one.id: _facts(*one) for one in rows}


def helped_by(session: Session, actor: Actor) -> tuple[HelpedFacts, ...]:
    """All cases that the actor may read whose first meeting was held, the latest first."""
    found = helped(session, case_ids(actor))
    return tuple(
        sorted(found.values(), key=lambda one: (one.met_on, one.referral_id), reverse=True)
    )


def reached_after(
    session: Session, referral_ids: Which, *, since: datetime
) -> dict[UUID, frozenset[date]]:
    """The days since a moment on which somebody of these cases was reached, but for the first meeting."""
    rows = session.execute(
        sa.select(Contact.referral_id, Contact.happened_at).where(
            Contact.referral_id.in_(referral_ids), Contact.happened_at >= since,
            Contact.kind != ContactKind.FIRST_MEETING, Contact.result == Result.REACHED,
            Contact.replaced_at.is_(None),
        )
    )  # fmt: skip
    found: dict[UUID, set[date]] = {}
    for referral_id, happened_at in rows:
        found.setdefault(referral_id, set()).add(day_in_london(happened_at))
    return {one: frozenset(days) for one, days in found.items()}


def case_ids(actor: Actor) -> sa.Select[UUID]:
    """The ids of the cases that the actor may read: to be selected among."""
    return visible_to(actor).with_only_columns(Referral.id)


def person_ids(actor: Actor) -> sa.Select[UUID]:
    """The ids of the people whose cases the actor may read: to be selected among."""
    return visible_to(actor).with_only_columns(Referral.person_id)


def people_of() -> sa.Select[UUID, UUID]:
    """Each case, as case_id, with the person whose it is: to be joined with what the reader may see."""
    return sa.select(Referral.id.label("case_id"), Referral.person_id)


def cases_of(lead_ids: Collection[UUID], *, are_open: bool = False) -> sa.Select[UUID]:
    """The ids of all cases of these lead NTPs, or of those that go on: to be selected among."""
    wanted = sa.select(Referral.id).where(Referral.lead_id.in_(lead_ids))
    return wanted.where(Referral.ended_at.is_(None)) if are_open else wanted


def ended_as(session: Session, row: Referral) -> State:
    """Where a case of the caller's stands: of one that was opened again, how it had ended before."""
    if row.state is not State.REOPENED:
        return row.state
    opened = sa.select(ReferralMove.before).where(
        ReferralMove.referral_id == row.id, ReferralMove.move == Move.REOPEN
    )
    return session.scalar(opened.order_by(ReferralMove.number.desc()).limit(1)) or row.state


def _facts(
    referral_id: UUID, person_id: UUID, lead_id: UUID, locality_id: UUID | None, met_at: datetime,
    ended_at: datetime | None,
) -> HelpedFacts:  # fmt: skip
    return HelpedFacts(
        referral_id, person_id, lead_id, locality_id, day_in_london(met_at),
        day_in_london(ended_at) if ended_at else None,
    )  # fmt: skip


def _ended_at() -> sa.Subquery:
    """When the work with somebody ended: the move after the last one that left it open, whatever came then.

    Asked of the moves: until 28 November 2026 each move after the end set `ended_at` anew, so that of older cases
    it says too late a day.
    """
    last_open = (
        sa.select(ReferralMove.referral_id, sa.func.max(ReferralMove.number).label("number"))
        .where(ReferralMove.after.in_(OPEN))
        .group_by(ReferralMove.referral_id)
        .subquery()
    )
    return (
        sa.select(ReferralMove.referral_id, ReferralMove.at)
        .join(
            last_open,
            sa.and_(
                last_open.c.referral_id == ReferralMove.referral_id,
                ReferralMove.number == last_open.c.number + 1,
            ),
        )
        .subquery()
    )


def _met_at() -> sa.Subquery:
    """When the first meeting of each case was held: the earliest that stands."""
    return (
        sa.select(Contact.referral_id, sa.func.min(Contact.happened_at).label("at"))
        .where(
            Contact.kind == ContactKind.FIRST_MEETING, Contact.result == Result.REACHED,
            Contact.replaced_at.is_(None),
        )
        .group_by(Contact.referral_id)
        .subquery()
    )  # fmt: skip
