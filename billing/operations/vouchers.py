"""Rewarding change that was kept up for a year: once, on both sides, and never for a relapse (A-PH-07, A-TAR-07)."""

import secrets
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.ledger import ChargeKind, Holding, KeptUp, NotEarned, earned_on
from billing.models import (
    Charge,
    ChargedPerson,
    SessionPlaces,
    SessionSpent,
    SessionTakenBack,
    Voucher,
)
from billing.queries.vouchers import (
    TAKEN_BACK_WITHIN,
    find_taken_back,
    get_spent,
    get_spent_by_code,
    get_voucher,
    holding_of,
    is_rewarded,
    kept_up,
    places_of,
    places_to_spend,
    spent_of,
    times_spent,
)
from billing.tariff import NoPrice, Prices, a_year_after
from kernel.access import ANYONE, SYSTEM, Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.periods import day_in_london

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
"""Letters of a code: with 31 to choose from nobody guesses one (59 bits)."""

MOST_PLACES = 40


def reward(session: Session, referral_id: UUID, *, at: datetime) -> Voucher | None:
    """Charge the incentive of a case that was kept up for a year, and give the person their free sessions.

    Both in one transaction, once for a person; running twice does nothing. None where it is not earned.
    """
    kept = kept_up(session, referral_id)
    today = day_in_london(at)
    if kept is None or is_rewarded(session, kept.helped.person_id):
        return None
    holding = holding_of(session, kept, on=today)
    if holding is None:
        return None
    found = earned_on(kept, holding.terms.incentive_from, today=today)
    if isinstance(found, NotEarned):
        return None
    try:
        prices = holding.terms.tariff.on(found)
    except NoPrice:
        return None
    _charge(session, kept, holding, prices, on=found, at=at)
    return _give(session, kept, prices.credits, at=at) if prices.credits else None


def _charge(
    session: Session, kept: KeptUp, holding: Holding, prices: Prices, *, on: date, at: datetime
) -> None:
    charge = Charge(
        lead_id=kept.helped.lead_id, contract_id=holding.contract_id,
        version_id=holding.version_id, kind=ChargeKind.INCENTIVE, band=None, suggested=[],
        price_pence=prices.incentive.pence, amount_pence=prices.incentive.pence, happened_on=on,
        recorded_at=at, is_shadow=holding.terms.is_shadow, who=SYSTEM.called,
    )  # fmt: skip
    session.add(charge)
    session.flush()
    session.add(
        ChargedPerson(
            charge_id=charge.id,
            person_id=kept.helped.person_id,
            referral_id=kept.helped.referral_id,
            lead_id=kept.helped.lead_id,
            kind=ChargeKind.INCENTIVE,
            unit=f"incentive:{kept.helped.person_id}",
            choice_id=None,
            evidence={
                "done_on": kept.done_on.isoformat(),
                "kept_up_on": kept.kept_up_on.isoformat() if kept.kept_up_on else "",
            },
            begins_on=on,
            ends_on=a_year_after(on),
        )
    )
    session.flush()
    audit.record(session, SYSTEM, "charged", charge, at=at, referral=kept.helped.referral_id)


def _give(session: Session, kept: KeptUp, sessions: int, *, at: datetime) -> Voucher:
    made = Voucher(
        person_id=kept.helped.person_id, referral_id=kept.helped.referral_id,
        lead_id=kept.helped.lead_id, code=_code(), sessions=sessions, given_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, SYSTEM, "gave free sessions", made, at=at, sessions=sessions)
    return made


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spend_session(
    session: Session, code: str, *, place: str, left: int, at: datetime
) -> SessionSpent:
    """Spend one free session at a place, without an account.

    `left` is what was seen: of two who press at once one is told so. Raises NotFound for a code that is none,
    RuleBroken where none is left or the place is none of those named.
    """
    voucher = get_voucher(session, code)
    spent = spent_of(session, voucher.id)
    if spent >= voucher.sessions:
        raise RuleBroken("All of these free sessions are spent.")
    if voucher.sessions - spent != left:
        raise Conflict("Another session was spent meanwhile. Look at how many are left.")
    if place not in places_to_spend(session, voucher.lead_id):
        raise RuleBroken("Choose where it is spent.", field="place")
    made = SessionSpent(
        voucher_id=voucher.id, number=times_spent(session, voucher.id) + 1, lead_id=voucher.lead_id, place=place,
        on=day_in_london(at), at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, ANYONE, "spent a free session", made, at=at)
    return made


def take_back_own_session(session: Session, code: str, spent_id: UUID, *, at: datetime) -> None:
    """Take back a session that was spent by mistake, without an account: for whoever pressed, within a day.

    Only they know its number. Raises NotFound for another one, RuleBroken once the day is over, Conflict where it
    was taken back already.
    """
    _take_back(session, ANYONE, get_spent_by_code(session, code, spent_id), at=at)


def take_back_session(session: Session, actor: Actor, spent_id: UUID, *, at: datetime) -> None:
    """The same by a manager of the lead NTP that pays for it."""
    _take_back(session, actor, get_spent(session, actor, spent_id), at=at)


def _take_back(session: Session, actor: Actor, row: SessionSpent, *, at: datetime) -> None:
    if find_taken_back(session, row.id):
        raise Conflict("This session was taken back already. It can be used again.")
    if at > row.at + TAKEN_BACK_WITHIN:
        raise RuleBroken("A session is taken back within a day. This one stays spent.")
    made = SessionTakenBack(spent_id=row.id, by=actor.user_id, at=at)
    session.add(made)
    session.flush()
    audit.record(session, actor, "took back a free session", made, at=at, spent=row.id)


def name_places(
    session: Session, actor: Actor, names: list[str], *, seen: int, at: datetime
) -> None:
    """Say at which groups free sessions can be spent, besides at the lead NTP."""
    actor.must(permissions.SEE_SESSIONS)
    if actor.organisation_id is None:
        raise NotFound
    if len(names) > MOST_PLACES:
        raise RuleBroken(f"Write {MOST_PLACES} lines or fewer.", field="names")
    row = places_of(session, actor.organisation_id)
    if (row.version if row else 0) != seen:
        raise Conflict("Somebody changed this list meanwhile. Look at it again.")
    if row is None:
        row = SessionPlaces(lead_id=actor.organisation_id, names=names, changed_at=at)
        session.add(row)
    else:
        row.names, row.changed_at = names, at
    session.flush()
    audit.record(session, actor, "named where free sessions are spent", row, at=at)
