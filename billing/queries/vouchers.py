"""Reading free sessions: whose they are, how many are left, where they can be spent and were."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.ledger import ChargeKind, Holding, KeptUp, NotEarned, earned_on, holding_for
from billing.models import (
    Charge,
    ChargedPerson,
    SessionPlaces,
    SessionSpent,
    SessionTakenBack,
    Voucher,
)
from billing.queries.charges import as_helped, holdings, who_price
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money
from referrals.queries import get_case_to_read
from referrals.queries.case import Banner, banner_of
from referrals.queries.helped import DoneFacts, done, sustained_of

TAKEN_BACK_WITHIN = timedelta(days=1)
"""So long a session that was pressed by mistake can be taken back."""


@dataclass(frozen=True)
class Sessions:
    """The free sessions of a voucher: how many there were, how many are left, and where they can be spent."""

    code: str
    lead: str
    phone: str
    sessions: int
    left: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class KeptUpPanel:
    """What the page of a case says of change that was kept up: what was earned, or why nothing is."""

    referral_id: UUID
    not_earned: NotEarned | None
    amount: Money | None
    sessions: Sessions | None


@dataclass(frozen=True)
class VoucherPage:
    """A voucher on paper, for whose it is."""

    banner: Banner
    sessions: Sessions


@dataclass(frozen=True)
class SpentAt:
    """How many free sessions were spent at a place."""

    place: str
    number: int


@dataclass(frozen=True)
class SpentSession:
    """One session that was spent: where and when. `may_take_back` is true within a day, once."""

    id: UUID
    place: str
    at: datetime
    is_taken_back: bool
    may_take_back: bool


@dataclass(frozen=True)
class SpentPage:
    """A session that was just spent, for whoever pressed, and how many are left."""

    sessions: Sessions
    spent: SpentSession


@dataclass(frozen=True)
class SessionsPage:
    """The free sessions of a lead NTP: how many were given and spent, where, and where they can be.

    `recent` are those of the last day, for who may take them back.
    """

    given: int
    spent: int
    by_place: tuple[SpentAt, ...]
    names: tuple[str, ...]
    seen: int
    recent: tuple[SpentSession, ...]


def kept_up(session: Session, referral_id: UUID) -> KeptUp | None:
    """A case whose work is done, as the rules know it; None while it goes on."""
    facts = done(session, [referral_id]).get(referral_id)
    return _as_kept(facts) if facts else None


def _as_kept(facts: DoneFacts) -> KeptUp:
    return KeptUp(
        as_helped(facts.helped), facts.done_on, facts.kept_up_on, facts.has_slipped, facts.again_on
    )


def to_reward(session: Session, *, on: date) -> tuple[UUID, ...]:
    """Cases that were kept up for a year, and for which nothing was paid yet."""
    paid = sa.select(ChargedPerson.referral_id).where(ChargedPerson.kind == ChargeKind.INCENTIVE)
    wanted = sustained_of(who_price(session, on))
    return tuple(one for one in session.scalars(wanted) if one not in set(session.scalars(paid)))


def is_rewarded(session: Session, person_id: UUID) -> bool:
    """Whether a change that somebody kept up was paid for once: it is paid for no second time."""
    wanted = sa.select(ChargedPerson.id).where(
        ChargedPerson.person_id == person_id, ChargedPerson.kind == ChargeKind.INCENTIVE
    )
    return session.scalar(wanted) is not None


def holding_of(session: Session, kept: KeptUp, *, on: date) -> Holding | None:
    """The contract that pays for it on a day, if one does."""
    found = holding_for(kept.helped, holdings(session, kept.helped.lead_id, on=on))
    return found if isinstance(found, Holding) and found.terms.needs_prices else None


def kept_up_panel(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime, on: date
) -> KeptUpPanel | None:
    """What the page of a case says; None while the work goes on, and where nobody pays for it."""
    if not actor.may(permissions.SEE_BAND):
        return None
    row = get_case_to_read(session, actor, referral_id, at=at)
    kept = kept_up(session, row.id)
    holding = holding_of(session, kept, on=on) if kept else None
    if kept is None or holding is None:
        return None
    charge = session.scalar(
        sa.select(Charge)
        .join(ChargedPerson, ChargedPerson.charge_id == Charge.id)
        .where(ChargedPerson.referral_id == row.id, ChargedPerson.kind == ChargeKind.INCENTIVE)
    )
    found = earned_on(kept, holding.terms.incentive_from, today=on)
    not_earned = found if charge is None and isinstance(found, NotEarned) else None
    return KeptUpPanel(
        row.id, not_earned, charge.amount if charge else None,
        _sessions_of_case(session, row.id),
    )  # fmt: skip


def _sessions_of_case(session: Session, referral_id: UUID) -> Sessions | None:
    row = session.scalar(sa.select(Voucher).where(Voucher.referral_id == referral_id))
    return _sessions(session, row) if row else None


def voucher_page(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> VoucherPage:
    """The voucher of a case that the actor may read, to be printed; NotFound where there is none."""
    actor.must(permissions.SEE_BAND)
    row = get_case_to_read(session, actor, referral_id, at=at)
    found = _sessions_of_case(session, row.id)
    if found is None:
        raise NotFound
    return VoucherPage(banner_of(row.person), found)


def own_sessions(session: Session, person_id: UUID) -> tuple[Sessions, ...]:
    """The free sessions of somebody, for their own page."""
    rows = session.scalars(sa.select(Voucher).where(Voucher.person_id == person_id)).all()
    return tuple(_sessions(session, one) for one in rows)


def get_voucher(session: Session, code: str) -> Voucher:
    """The voucher with a code, or NotFound."""
    row = session.scalar(sa.select(Voucher).where(Voucher.code == code.upper()))
    if row is None:
        raise NotFound
    return row


def sessions_of_code(session: Session, code: str) -> Sessions:
    """What whoever holds a code may know: how many are left, and where they can be spent. Never whose."""
    return _sessions(session, get_voucher(session, code))


def spent_page(session: Session, code: str, spent_id: UUID, *, at: datetime) -> SpentPage:
    """A session that was spent with a code, for whoever pressed; NotFound where it was with another one."""
    row = get_spent_by_code(session, code, spent_id)
    return SpentPage(sessions_of_code(session, code), _spent(session, row, at=at))


def take_back_page(session: Session, actor: Actor, spent_id: UUID, *, at: datetime) -> SpentSession:
    """A session that was spent, for a manager of the lead NTP that pays for it."""
    return _spent(session, get_spent(session, actor, spent_id), at=at)


def get_spent_by_code(session: Session, code: str, spent_id: UUID) -> SessionSpent:
    """A session that was spent with a code, or NotFound."""
    row = session.get(SessionSpent, spent_id)
    if row is None or row.voucher_id != get_voucher(session, code).id:
        raise NotFound
    return row


def get_spent(session: Session, actor: Actor, spent_id: UUID) -> SessionSpent:
    """A session that was spent of the actor's own lead NTP, or NotFound."""
    actor.must(permissions.TAKE_BACK_SESSIONS)
    row = session.get(SessionSpent, spent_id)
    if row is None or row.lead_id != actor.organisation_id:
        raise NotFound
    return row


def find_taken_back(session: Session, spent_id: UUID) -> SessionTakenBack | None:
    """That a session was taken back, if it was."""
    return session.scalar(sa.select(SessionTakenBack).where(SessionTakenBack.spent_id == spent_id))


def spent_of(session: Session, voucher_id: UUID) -> int:
    """How many of the sessions are spent; those that were taken back are not."""
    wanted = sa.select(sa.func.count()).where(SessionSpent.voucher_id == voucher_id, ~_is_back())
    return session.scalar(wanted) or 0


def times_spent(session: Session, voucher_id: UUID) -> int:
    """How often a session was spent, also those that were taken back: the next one has the next number."""
    wanted = sa.select(sa.func.count()).where(SessionSpent.voucher_id == voucher_id)
    return session.scalar(wanted) or 0


def places_of(session: Session, lead_id: UUID) -> SessionPlaces | None:
    """Where free sessions can be spent besides at the lead NTP, as it was written down."""
    return session.scalar(sa.select(SessionPlaces).where(SessionPlaces.lead_id == lead_id))


def places_to_spend(session: Session, lead_id: UUID) -> tuple[str, ...]:
    """Where free sessions can be spent: the lead NTP first, then the groups that it names."""
    row = places_of(session, lead_id)
    return (accounts.get_organisation(session, lead_id).name, *(row.names if row else ()))


def sessions_page(session: Session, actor: Actor, *, at: datetime) -> SessionsPage:
    """The free sessions of the actor's own lead NTP."""
    actor.must(permissions.SEE_SESSIONS)
    lead_id = _own(actor)
    given = session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Voucher.sessions), 0)).where(
            Voucher.lead_id == lead_id
        )
    )
    places: Sequence[str] = session.scalars(
        sa.select(SessionSpent.place).where(SessionSpent.lead_id == lead_id, ~_is_back())
    ).all()
    row = places_of(session, lead_id)
    return SessionsPage(
        given=given or 0, spent=len(places),
        by_place=tuple(SpentAt(place, number) for place, number in sorted(Counter(places).items())),
        names=tuple(row.names) if row else (), seen=row.version if row else 0,
        recent=_recent(session, actor, at=at),
    )  # fmt: skip


def _recent(session: Session, actor: Actor, *, at: datetime) -> tuple[SpentSession, ...]:
    """Those of the last day, newest first."""
    if not actor.may(permissions.TAKE_BACK_SESSIONS):
        return ()
    rows = session.scalars(
        sa.select(SessionSpent)
        .where(SessionSpent.lead_id == actor.organisation_id)
        .where(SessionSpent.at >= at - TAKEN_BACK_WITHIN)
        .order_by(SessionSpent.at.desc(), SessionSpent.id)
    )
    return tuple(_spent(session, row, at=at) for row in rows)


def _spent(session: Session, row: SessionSpent, *, at: datetime) -> SpentSession:
    is_back = find_taken_back(session, row.id) is not None
    return SpentSession(
        row.id, row.place, row.at, is_back, not is_back and at <= row.at + TAKEN_BACK_WITHIN
    )


def _is_back() -> sa.ColumnElement[bool]:
    """Whether the session in hand that was spent was taken back."""
    return (
        sa.select(SessionTakenBack.id).where(SessionTakenBack.spent_id == SessionSpent.id).exists()
    )


def _own(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def _sessions(session: Session, row: Voucher) -> Sessions:
    lead = accounts.get_organisation(session, row.lead_id)
    return Sessions(
        row.code, lead.name, lead.phone, row.sessions, row.sessions - spent_of(session, row.id),
        places_to_spend(session, row.lead_id),
    )  # fmt: skip
