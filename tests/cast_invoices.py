"""Invoices in tests: a signed contract under which people were helped, and what it asks for in December."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from billing.bands import Band
from billing.ledger import ChargeKind
from billing.models import Charge
from billing.operations import invoices as operations
from billing.queries.invoices import make_page
from billing.settling import Act, Acted
from billing.vocabulary import Mechanism, Vat
from kernel.access import Actor, Role
from kernel.money import NOTHING, Money
from kernel.periods import LONDON, day_in_london
from tests.cast import NOON, a_link_worker, an_actor
from tests.cast_charges import a_case_with_a_band, charge
from tests.cast_contracts import a_signed_contract

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from billing.models import Contract, Invoice

VATTED = {"vat": Vat.STANDARD, "vat_because": "So says our accountant."}

DECEMBER = datetime(2026, 12, 3, 12, tzinfo=LONDON)
JANUARY = datetime(2027, 1, 4, 12, tzinfo=LONDON)


def a_finance_lead(session: Session) -> Actor:
    """Who keeps the lead NTP's money."""
    return an_actor(session, Role.LEAD_FINANCE, name="Farah Aziz")


def who_pays(session: Session) -> Actor:
    """Who agrees to invoices at the commissioning body."""
    return an_actor(session, Role.COMMISSIONER_FINANCE, name="Colin Payne")


def a_helping_contract(session: Session, *bands: Band, **said: Any) -> Contract:
    """A signed contract under which somebody was helped in November for each band: one low if none is said."""
    contract = a_signed_contract(session, **said)
    worker = a_link_worker(session)
    for place, band in enumerate(bands or (Band.LOW,)):
        charge(session, a_case_with_a_band(session, worker, band, name=f"Person {place}"))
    return contract


def some_years(session: Session, contract: Contract, number: int) -> None:
    """So many years of low bands that were charged under a contract in November, whoever they are of."""
    for _ in range(number):
        session.add(
            Charge(
                lead_id=contract.lead_id, contract_id=contract.id, version_id=contract.signed[0].id,
                kind=ChargeKind.YEAR, band=Band.LOW, suggested=[], price_pence=70_00,
                amount_pence=70_00, happened_on=NOON.date(), recorded_at=NOON, is_shadow=False,
                who="",
            )
        )  # fmt: skip


def issue(
    session: Session, contract: Contract, *, at: datetime = DECEMBER, actor: Actor | None = None
) -> Invoice:
    """The next invoice of a contract."""
    session.flush()
    actor = actor or a_finance_lead(session)
    seen = make_page(session, actor, contract.id, on=day_in_london(at)).seen
    made = operations.issue_invoice(session, actor, contract.id, seen=seen, at=at)
    session.flush()
    return made


def an_invoice(session: Session, *bands: Band, **said: Any) -> Invoice:
    """What is asked for in December for all that was done since April."""
    return issue(session, a_helping_contract(session, *bands, **said))


def people_alone(session: Session, *bands: Band, **said: Any) -> Contract:
    """A contract by tariff alone."""
    return a_helping_contract(
        session, *bands, mechanism=Mechanism.TARIFF, fee=NOTHING, fixed_lines=(), **said
    )


def credit(
    session: Session, row: Invoice, pence: int, line: int = 0, at: datetime = DECEMBER
) -> None:
    """The lead NTP takes back some of a line."""
    finance = a_finance_lead(session)
    operations.credit(
        session, finance, row.id, line, net=Money(pence), because="Wrong", seen=len(row.acts), at=at
    )


def pay(
    session: Session,
    row: Invoice,
    pence: int,
    on: date = date(2026, 12, 3),
    act: Act = Act.PAY,
    at: datetime = DECEMBER,
) -> None:
    """The lead NTP writes down what came in, or went back."""
    operations.write_down_money(
        session,
        a_finance_lead(session),
        row.id,
        Acted(act, on, amount=Money(pence)),
        because="",
        seen=len(row.acts),
        at=at,
    )
