"""How fast a month is invoiced: of a lead NTP with 200,000 open cases, against one with 20,000.

Each case has a year that was charged; those of the last month, one in twelve, no invoice asked for yet.
`python -m benchmarks.billing URL` issues the invoice once and prints the megabytes that this took.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts.queries import holders
from benchmarks import world
from benchmarks.corpus import SEED
from benchmarks.figures import Figure, by_turns
from benchmarks.outcomes_star import MOST_MEGABYTES, most_megabytes
from billing.bands import Band
from billing.ledger import ChargeKind
from billing.models import Charge, Contract, Invoice, InvoicedCharge
from billing.operations.invoices import issue_invoice
from billing.queries.invoices import to_invoice
from kernel.access import Actor, Role
from kernel.database import Database, undo
from kernel.periods import Month, day_in_london

FEW, MANY = 20_000, 200_000
ROUNDS = 3
AT_A_TIME = 10_000
MONTHS_IN_A_YEAR = 12
PENCE = {Band.LOW: 70_00, Band.MEDIUM: 150_00, Band.HIGH: 260_00}
NOON = time(12)
MEASURED = "to be measured"


def figures() -> Iterator[Figure]:
    """A month's invoice, issued and taken back again; and what it takes of memory."""
    with TemporaryDirectory() as few, TemporaryDirectory() as many:
        small, large = _filled(Path(few), FEW), _filled(Path(many), MANY)
        a, b = invoiced(small), invoiced(large)
        a(), b()
        seconds = by_turns(a, b, rounds=ROUNDS)
        print(
            f"  invoice of a month: {seconds[0]:.2f} s of {FEW:,} cases, {seconds[1]:.2f} s of {MANY:,}",
            flush=True,
        )
        yield Figure(f"invoice-of-{MANY}-against-{FEW}", seconds[1] / seconds[0], MANY / FEW)
        done = subprocess.run(  # noqa: S603 our own module
            [sys.executable, "-m", "benchmarks.billing", large.url],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        yield Figure("megabytes-to-invoice-a-month", float(done.stdout), MOST_MEGABYTES)


def invoiced(database: Database) -> Callable[[], object]:
    """The invoice of last month, ready to be issued again and again: nothing of it is kept."""
    with database.reading() as session:
        at = _after_last_charge(session)

    def issue() -> None:
        with database.writing() as session:
            contract = _contract(session)
            one = holders(session, contract.lead_id, Role.LEAD_FINANCE)[0]
            finance = Actor(
                user_id=one.id, organisation_id=contract.lead_id,
                roles=frozenset({Role.LEAD_FINANCE}), name=one.name,
            )  # fmt: skip
            ready = to_invoice(session, contract, on=day_in_london(at))
            if ready is None:
                raise RuntimeError("There is nothing to invoice.")
            made = issue_invoice(session, finance, contract.id, seen=ready.seen, at=at)
            people = sum(line.number for line in made.said.lines if line.kind.is_for_people)
            if people < FEW / MONTHS_IN_A_YEAR:
                raise RuntimeError(f"Only {people} years were asked for.")
            undo(session)

    return issue


def _contract(session: Session) -> Contract:
    return next(one for one in session.scalars(sa.select(Contract)) if one.signed)


def _after_last_charge(session: Session) -> datetime:
    """Early in the month after the last charge: the demo's clock is the real one."""
    last: datetime = session.scalars(
        sa.select(Charge.recorded_at)
        .where(Charge.who == MEASURED)
        .order_by(Charge.recorded_at.desc())
    ).first()
    return Month.containing(last).ends + timedelta(days=2)


def _filled(folder: Path, size: int) -> Database:
    app = world.make(folder, 20)
    database: Database = app.extensions["petunias"].database
    with database.writing() as session:
        _fill(session, size, at=app.extensions["petunias"].clock())
    return database


def _fill(session: Session, size: int, *, at: datetime) -> None:
    """Years of help, charged over twelve months; all but those of the last one were asked for."""
    contract, earlier = _contract(session), session.scalars(sa.select(Invoice)).first()
    if earlier is None:
        raise RuntimeError("Anytown has no invoice.")
    chance, last = Random(SEED), Month.containing(at).previous
    for first in range(0, size, AT_A_TIME):
        charges, noted = [], []
        for place in range(first, min(first + AT_A_TIME, size)):
            month = last
            for _ in range(place % MONTHS_IN_A_YEAR):
                month = month.previous
            day = month.first_day + timedelta(days=chance.randint(0, 27))
            band = chance.choice(list(Band))
            number = uuid4()
            charges.append({
                "id": number, "lead_id": contract.lead_id, "contract_id": contract.id,
                "version_id": contract.signed[0].id, "kind": ChargeKind.YEAR, "band": band,
                "suggested": [band.value], "price_pence": PENCE[band], "amount_pence": PENCE[band],
                "happened_on": day, "recorded_at": datetime.combine(day, NOON, UTC),
                "is_shadow": False, "reverses_id": None, "who": MEASURED,
            })  # fmt: skip
            if month != last:
                noted.append({"id": uuid4(), "invoice_id": earlier.id, "charge_id": number})
        session.execute(sa.insert(Charge), charges)
        session.execute(sa.insert(InvoicedCharge), noted)


if __name__ == "__main__":
    invoiced(Database(sys.argv[1]))()
    sys.stdout.write(str(most_megabytes()))
