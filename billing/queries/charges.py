"""Reading charges: what was charged in a month, what of somebody was, and what is not charged and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.bands import Band
from billing.ledger import ChargeKind, Helped, Holding, Uncharged, due_year, holding_for, priced
from billing.models import BandChoice, Charge, ChargedPerson, Contract
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money, total
from kernel.periods import Month
from referrals.queries.helped import (
    HelpedFacts,
    case_ids,
    cases_of,
    helped,
    helped_by,
    person_ids,
)

MOST = 200
"""Lines that a page shows: a month of a large lead NTP has thousands."""


@dataclass(frozen=True)
class ChargeLine:
    """A charge in a list: it names nobody."""

    id: UUID
    code: str
    kind: ChargeKind
    band: Band | None
    amount: Money
    happened_on: date
    recorded_at: datetime
    is_shadow: bool
    is_reversed: bool

    @property
    def words(self) -> str:
        """What it is for: "A year of help, low"."""
        return said_of(self.kind, self.band)


@dataclass(frozen=True)
class Summed:
    """How many lines of a kind and band there are, and what they come to."""

    words: str
    number: int
    amount: Money


@dataclass(frozen=True)
class Waits:
    """Somebody whose year is not charged, and why."""

    referral_id: UUID
    person_id: UUID
    met_on: date
    why: Uncharged


@dataclass(frozen=True)
class ChargesPage:
    """What a lead NTP charged in a month, and what of shadows, apart; for a manager, what is not charged.

    `lines` and `waits` are the newest of `number` lines and of `waiting` people.
    """

    month: Month
    lines: tuple[ChargeLine, ...]
    sums: tuple[Summed, ...]
    amount: Money
    shadow: Money
    number: int
    waits: tuple[Waits, ...]
    waiting: int
    can_reverse: bool


@dataclass(frozen=True)
class ReversalPage:
    """A charge that a manager may reverse, and whose it is."""

    line: ChargeLine
    referral_id: UUID
    person_id: UUID


def visible_to(actor: Actor) -> sa.Select[Charge]:
    """The charges of the actor's own lead NTP; the program sees all."""
    wanted = sa.select(Charge)
    return wanted if actor.is_system else wanted.where(Charge.lead_id == actor.organisation_id)


def charges_page(session: Session, actor: Actor, month: Month, *, on: date) -> ChargesPage:
    """The charges that were written in a month: all added up, and the newest of them line by line."""
    actor.must(permissions.SEE_CHARGES)
    written = visible_to(actor).where(
        Charge.recorded_at >= month.begins, Charge.recorded_at < month.ends
    )
    newest = written.order_by(Charge.happened_on.desc(), Charge.recorded_at.desc(), Charge.id)
    rows = session.scalars(newest.limit(MOST)).all()
    sums, shadow = _summed(session, written)
    may = actor.may(permissions.REVERSE_CHARGE)
    waits = uncharged(session, actor, on=on) if may else ()
    return ChargesPage(
        month=month, lines=_lines(session, rows), sums=sums,
        amount=total(one.amount for one in sums), shadow=shadow,
        number=sum(one.number for one in sums), waits=waits[:MOST], waiting=len(waits),
        can_reverse=may,
    )  # fmt: skip


def _summed(session: Session, written: sa.Select[Charge]) -> tuple[tuple[Summed, ...], Money]:
    """What is billed, added up by what it is for and by band, in the order of both lists; and the shadows."""
    counted = written.with_only_columns(
        Charge.kind, Charge.band, Charge.is_shadow, sa.func.count(), sa.func.sum(Charge.amount_pence)
    ).group_by(Charge.kind, Charge.band, Charge.is_shadow)  # fmt: skip
    rows = session.execute(counted).all()
    found = {
        (one.kind, one.band): (one[3], Money(int(one[4]))) for one in rows if not one.is_shadow
    }
    sums = tuple(
        Summed(said_of(kind, band), *found[kind, band])
        for kind in ChargeKind
        for band in (*Band, None)
        if (kind, band) in found
    )
    return sums, total(Money(int(one[4])) for one in rows if one.is_shadow)


def charges_of_case(session: Session, referral_id: UUID) -> tuple[ChargeLine, ...]:
    """What was charged for a case, oldest first; for a page that may be read by who asks."""
    rows = session.scalars(
        sa.select(Charge)
        .join(ChargedPerson, ChargedPerson.charge_id == Charge.id)
        .where(ChargedPerson.referral_id == referral_id)
        .order_by(Charge.recorded_at, Charge.id)
    ).all()
    return _lines(session, rows)


def get_charge(session: Session, actor: Actor, charge_id: UUID) -> Charge:
    """A charge of the actor's own lead NTP, or NotFound."""
    row = session.scalar(visible_to(actor).where(Charge.id == charge_id))
    if row is None:
        raise NotFound
    return row


def get_charged(session: Session, charge_id: UUID) -> ChargedPerson:
    """Whose charge it is; NotFound of a reversal, and once they were erased."""
    row = session.scalar(sa.select(ChargedPerson).where(ChargedPerson.charge_id == charge_id))
    if row is None:
        raise NotFound
    return row


def reversal_page(session: Session, actor: Actor, charge_id: UUID) -> ReversalPage:
    """The page on which a charge is reversed."""
    actor.must(permissions.REVERSE_CHARGE)
    row = get_charge(session, actor, charge_id)
    whose = get_charged(session, row.id)
    (line,) = _lines(session, [row])
    if line.is_reversed:
        raise NotFound
    return ReversalPage(line, whose.referral_id, whose.person_id)


def years_of(session: Session, person_id: UUID) -> Sequence[ChargedPerson]:
    """Every year of somebody that was charged, by whichever lead NTP, oldest first, those reversed too."""
    return session.scalars(_years().where(ChargedPerson.person_id == person_id)).all()


def _years() -> sa.Select[ChargedPerson]:
    return (
        sa.select(ChargedPerson)
        .where(ChargedPerson.kind == ChargeKind.YEAR)
        .order_by(ChargedPerson.begins_on, ChargedPerson.unit)
    )


def changes_of(session: Session, year: ChargedPerson) -> Sequence[ChargedPerson]:
    """What changes of band added to a year, and was not reversed."""
    return session.scalars(
        sa.select(ChargedPerson).where(
            ChargedPerson.referral_id == year.referral_id,
            ChargedPerson.begins_on == year.begins_on,
            ChargedPerson.kind == ChargeKind.CHANGE,
            ChargedPerson.is_reversed.is_(False),
        )
    ).all()


def units_of(session: Session, referral_id: UUID) -> frozenset[str]:
    """What of a case was charged, and is charged once."""
    return frozenset(
        session.scalars(
            sa.select(ChargedPerson.unit).where(ChargedPerson.referral_id == referral_id)
        )
    )


def spent(years: Iterable[ChargedPerson]) -> list[date]:
    """From which days years are charged, or reversed for good."""
    return [one.begins_on for one in years if one.is_spent]


def holdings(session: Session, lead_id: UUID, *, on: date) -> tuple[Holding, ...]:
    """The contracts of a lead NTP that hold on a day, the one that was begun first before others."""
    rows = session.scalars(
        sa.select(Contract)
        .where(Contract.lead_id == lead_id)
        .order_by(Contract.begun_at, Contract.id)
    )
    held = ((row, row.in_force(on)) for row in rows)
    return tuple(Holding(row.id, one.id, one.terms) for row, one in held if one is not None)


def helped_case(session: Session, referral_id: UUID) -> Helped | None:
    """A case as its years are charged by it; None before the first meeting."""
    found = helped(session, [referral_id]).get(referral_id)
    return as_helped(found) if found else None


def as_helped(facts: HelpedFacts) -> Helped:
    """The facts of a case, as the rules know them."""
    return Helped(
        facts.referral_id, facts.person_id, facts.lead_id, facts.locality_id, facts.met_on,
        facts.ended_on,
    )  # fmt: skip


def to_look_at(session: Session, *, on: date) -> tuple[UUID, ...]:
    """Cases that may have a year to charge: a band was chosen and nothing is charged, or a year is over.

    Of lead NTPs alone that price years of help, and of years that are over those whose work goes on.
    """
    leads = who_price(session, on)
    charged = sa.select(ChargedPerson.referral_id)
    never = sa.select(BandChoice.referral_id).where(
        BandChoice.referral_id.not_in(charged), BandChoice.referral_id.in_(cases_of(leads))
    )
    over = (
        sa.select(ChargedPerson.referral_id)
        .where(
            ChargedPerson.kind == ChargeKind.YEAR,
            ChargedPerson.referral_id.in_(cases_of(leads, are_open=True)),
        )
        .group_by(ChargedPerson.referral_id)
        .having(sa.func.max(ChargedPerson.ends_on) <= on)
    )
    return tuple(session.scalars(sa.union(never, over)))


def who_price(session: Session, on: date) -> frozenset[UUID]:
    """The lead NTPs with a contract in force that prices years of help."""
    held = ((row.lead_id, row.in_force(on)) for row in session.scalars(sa.select(Contract)))
    return frozenset(lead_id for lead_id, one in held if one and one.terms.needs_prices)


def uncharged(session: Session, actor: Actor, *, on: date) -> tuple[Waits, ...]:
    """Whose year is due and not charged, and why: somebody has to do something. The latest first."""
    facts = tuple(map(as_helped, helped_by(session, actor)))
    bands, years = _bands(session, actor), _years_by_person(session, actor)
    held: dict[tuple[UUID, date], tuple[Holding, ...]] = {}
    found = []
    for one in facts:
        begins = due_year(one, spent(years.get(one.person_id, ())), today=on)
        if begins is None:
            continue
        key = one.lead_id, begins
        there = held.get(key) or held.setdefault(key, holdings(session, one.lead_id, on=begins))
        if why := _why(one, there, bands.get(one.referral_id), begins):
            found.append(Waits(one.referral_id, one.person_id, one.met_on, why))
    return tuple(found)


def _years_by_person(session: Session, actor: Actor) -> dict[UUID, list[ChargedPerson]]:
    """The years that were charged of everybody whom the actor may see."""
    found: dict[UUID, list[ChargedPerson]] = {}
    for one in session.scalars(_years().where(ChargedPerson.person_id.in_(person_ids(actor)))):
        found.setdefault(one.person_id, []).append(one)
    return found


def _why(
    one: Helped, held: Collection[Holding], band: Band | None, begins: date
) -> Uncharged | None:
    """Why a year that is due cannot be charged; None where nothing is priced, or it will be by itself."""
    holding = holding_for(one, held)
    if isinstance(holding, Uncharged):
        return holding
    if not holding.terms.needs_prices:
        return None
    if band is None:
        return Uncharged.NO_BAND
    found = priced(holding, band, on=begins)
    return found if isinstance(found, Uncharged) else None


def _bands(session: Session, actor: Actor) -> dict[UUID, Band]:
    """The band that was chosen last, by case, of all that the actor may see."""
    rows = session.execute(
        sa.select(BandChoice.referral_id, BandChoice.band)
        .where(BandChoice.referral_id.in_(case_ids(actor)))
        .order_by(BandChoice.number)
    )
    return {referral_id: band for referral_id, band in rows}  # noqa: C416 - keeps the types


def _lines(session: Session, rows: Sequence[Charge]) -> tuple[ChargeLine, ...]:
    back = set(
        session.scalars(
            sa.select(Charge.reverses_id).where(Charge.reverses_id.in_([one.id for one in rows]))
        )
    )
    return tuple(
        ChargeLine(
            one.id, one.code, one.kind, one.band, one.amount, one.happened_on, one.recorded_at,
            one.is_shadow, one.id in back,
        )
        for one in rows
    )  # fmt: skip


def said_of(kind: ChargeKind, band: Band | None) -> str:
    """ "A year of help, low"."""
    return f"{kind.words}, {band.words.lower()}" if band else kind.words
