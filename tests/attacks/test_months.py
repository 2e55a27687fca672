"""Months of charges, reversals, points and invoices at random: what is asked for is what happened, once, to the penny.

(S7, S9)
"""

import contextlib
import random
from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa

from billing.bands import Band
from billing.invariants import INVARIANTS
from billing.ledger import ChargeKind
from billing.models import (
    Charge,
    CreditNote,
    Invoice,
    InvoicedAward,
    InvoicedCharge,
    PointAward,
)
from billing.operations import invoices as operations
from billing.operations.invoices import issue_invoice
from billing.points import money_of, points_of
from billing.queries.invoices import to_invoice
from billing.settling import Act, Acted
from billing.vocabulary import LineKind, Mechanism, Vat
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import LONDON, Month, day_in_london
from tests.cast_contracts import FIRST, a_signed_contract
from tests.cast_invoices import a_finance_lead
from tests.cast_points import CAME, EARNS, a_commissioner, award

MONTHS = 24
WORLDS = 2
WHOLE = 10_000
"""Months that are made at full size."""
PRICES = {Band.LOW: [70_00, 75_00], Band.MEDIUM: [150_00, 150_01], Band.HIGH: [260_00, 9_99]}


def edges(month: Month, chance: random.Random) -> datetime:
    """A moment of a month, often right after it begins or before it ends in London."""
    return chance.choice(
        [
            month.begins, month.ends - timedelta(microseconds=1),
            month.begins + timedelta(seconds=chance.randrange(int((month.ends - month.begins).total_seconds()))),
        ]
    )  # fmt: skip


def some_charges(session, contract, month, chance) -> None:
    """What happened in a month: years, changes of band, what was kept up, shadows; some of it long ago."""
    for _ in range(chance.randrange(8)):
        kind = chance.choice(
            [ChargeKind.YEAR, ChargeKind.YEAR, ChargeKind.CHANGE, ChargeKind.INCENTIVE]
        )
        band = None if kind is ChargeKind.INCENTIVE else chance.choice(list(Band))
        price = 24_00 if band is None else chance.choice(PRICES[band])
        amount = chance.randrange(-price, price) if kind is ChargeKind.CHANGE else price
        session.add(
            Charge(
                lead_id=contract.lead_id, contract_id=contract.id, version_id=contract.signed[0].id,
                kind=kind, band=band, suggested=[], price_pence=price, amount_pence=amount,
                happened_on=month.last_day - timedelta(days=chance.randrange(90)),
                recorded_at=edges(month, chance), is_shadow=chance.random() < 0.1, who="",
            )
        )  # fmt: skip
    session.flush()
    reversed_already = set(session.scalars(sa.select(Charge.reverses_id)))
    for row in session.scalars(sa.select(Charge).where(Charge.kind != ChargeKind.REVERSAL)).all():
        if row.id not in reversed_already and chance.random() < 0.05:
            session.add(row.reversed(who="", at=max(edges(month, chance), row.recorded_at)))
    session.flush()


def some_points(session, commissioner, contract, month, chance) -> None:
    """Points that were written down in a month of which there is room for, and some that are taken back."""
    for at in sorted(edges(month, chance) for _ in range(chance.randrange(4))):
        points = chance.choice([1, 3, 20, -1, -2, -15])
        report = chance.choice([CAME, "Falls"])
        year = chance.randrange(1, 1 + len(begun_years(contract, at)))
        with contextlib.suppress(RuleBroken):
            award(
                session, contract, points, report=report, year=year, at=at, actor=commissioner
            )  # fmt: skip


def begun_years(contract, at):
    """The years of a contract that have begun."""
    today = day_in_london(at)
    return [one for one in contract.signed[0].terms.years if one[0] <= today]


def ask(session, finance, contract, month, chance) -> None:
    """Early in the next month what is owed is asked for; now and then nobody does, or there is nothing."""
    at = datetime.combine(month.next.first_day, datetime.min.time(), LONDON) + timedelta(days=3)
    ready = to_invoice(session, contract, on=day_in_london(at))
    if ready is None or chance.random() < 0.2:
        return
    try:
        row = issue_invoice(session, finance, contract.id, seen=ready.seen, at=at)
    except RuleBroken:
        return
    seen = 0
    for place in range(len(row.said.lines)):
        if (left := row.stands.left_of(place)) > NOTHING and chance.random() < 0.15:
            net = Money(chance.randrange(1, left.pence + 1))
            operations.credit(
                session, finance, row.id, place, net=net, because="Random", seen=seen, at=at
            )
            seen += 1
    if (owing := row.stands.owing) > NOTHING and chance.random() < 0.7:
        part = Acted(Act.PAY, day_in_london(at), amount=Money(chance.randrange(1, owing.pence + 1)))
        operations.write_down_money(session, finance, row.id, part, because="", seen=seen, at=at)


def check(session, contract, last: Month) -> Counter[str]:
    """What must hold after any months."""
    assert [said for one in INVARIANTS for said in one.check(session)] == []
    rows = session.scalars(sa.select(Invoice).order_by(Invoice.number)).all()
    asked = [one for row in rows for one in row.said.lines if one.kind.is_for_people]
    until = max((Month(row.month).ends for row in rows), default=last.begins)
    noted = session.scalars(sa.select(InvoicedCharge.charge_id)).all()
    points = _points(session, rows, until)
    if rows:
        assert sum(one.amount.pence for one in asked) == _happened(session, set(noted), until)
    assert len(noted) == len(set(noted))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    notes = session.scalars(sa.select(CreditNote.number).order_by(CreditNote.number)).all()
    assert list(notes) == list(range(1, len(notes) + 1))
    assert all(row.stands.owing >= NOTHING for row in rows)
    return Counter(invoices=len(rows), charges=len(noted), notes=len(notes), points=points)


def _points(session, rows, until) -> int:
    """All that was written down until the last invoice is asked for by one line of one of them; how many rows."""
    awards = session.scalars(sa.select(PointAward)).all()
    noted = session.scalars(sa.select(InvoicedAward.award_id)).all()
    assert len(noted) == len(set(noted))
    if rows:
        assert set(noted) == {one.id for one in awards if one.at < until}
    lines = [one for row in rows for one in row.said.lines if one.kind is LineKind.OUTCOME]
    mine = [one.award for one in awards if one.id in set(noted)]
    assert total(one.amount for one in lines) == money_of(mine)
    assert sum(one.number for one in lines) == points_of(mine)
    return len(noted)


def _happened(session, noted, until) -> int:
    """What all charges come to, but for those that were reversed before anybody asked for them."""
    rows = session.scalars(sa.select(Charge)).all()
    taken_back = {one.reverses_id for one in rows if one.reverses_id} - noted
    return sum(
        one.amount_pence
        for one in rows
        if one.recorded_at < until and not one.is_shadow
        and one.id not in taken_back and one.reverses_id not in taken_back
    )  # fmt: skip


def test_whatever_happens_in_months_is_asked_for_once(session, soak_factor, evidence):
    finance, commissioner = a_finance_lead(session), a_commissioner(session)
    worlds = WORLDS if soak_factor == 1 else -(-WHOLE // MONTHS)
    seen: Counter[str] = Counter()
    for seed in range(worlds):
        chance = random.Random(seed)
        with session.begin_nested() as world:
            contract = a_signed_contract(
                session, vat=chance.choice([None, Vat.EXEMPT, Vat.STANDARD]),
                **({"mechanism": Mechanism.TARIFF, "fee": NOTHING, "fixed_lines": ()} if seed % 2 else EARNS),
            )  # fmt: skip
            month = Month(FIRST)
            for _ in range(MONTHS):
                some_charges(session, contract, month, chance)
                if seed % 2 == 0:
                    some_points(session, commissioner, contract, month, chance)
                ask(session, finance, contract, month, chance)
                month = month.next
            seen += check(session, contract, month)
            world.rollback()
        session.expire_all()
    assert seen["invoices"] > worlds and seen["notes"] and seen["points"]
    evidence(
        "months of charges, reversals, points, invoices and credit notes",
        f"{worlds * MONTHS:,} months, {seen['invoices']:,} invoices of {seen['charges']:,} charges "
        f"and {seen['points']:,} awards of points, "
        f"{seen['notes']:,} credit notes; each asked for once, sums to the penny, no gap",
    )
