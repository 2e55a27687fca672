"""A run of invoices in a process of its own, which says of each that it was issued: to be killed in its middle.

python -m tests.support.invoicing DATA DATABASE-URL
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from billing.models import Contract, Invoice
from billing.operations.invoices import issue_invoice
from billing.queries.invoices import to_invoice
from kernel.access import Actor, Role
from kernel.database import Database
from kernel.errors import Conflict
from kernel.periods import LONDON, Month, day_in_london
from tests.cast_contracts import FIRST

MONTHS = 9
THREADS = 4


def months() -> list[Month]:
    """The months of the first months of every contract."""
    found = [Month(FIRST)]
    while len(found) < MONTHS:
        found.append(found[-1].next)
    return found


def issue_one(database: Database, contract_id: UUID, month: Month) -> None:
    """Ask for a month that nobody asked for yet, and say so once it is kept."""
    at = datetime.combine(month.next.first_day, datetime.min.time(), LONDON) + timedelta(days=2)
    with database.writing() as session:
        contract = session.get_one(Contract, contract_id)
        finance = Actor(
            organisation_id=contract.lead_id, roles=frozenset({Role.LEAD_FINANCE}), name="Farah"
        )
        ready = to_invoice(session, contract, on=day_in_london(at))
        if ready is None:
            return
        try:
            number = issue_invoice(session, finance, contract_id, seen=ready.seen, at=at).number
        except Conflict:
            return
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def issue_all(database: Database) -> None:
    """Every contract, month after month, several contracts at once and each of them twice at once."""
    with database.reading() as session:
        contracts = session.scalars(sa.select(Contract.id)).all()

    def run(contract_id: UUID) -> None:
        for month in months():
            issue_one(database, contract_id, month)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(run, [one for one in contracts for _ in range(2)]))


def numbers(database: Database) -> list[int]:
    """The numbers that were given, in their order."""
    with database.reading() as session:
        return list(session.scalars(sa.select(Invoice.number).order_by(Invoice.number)))


def main(data: str, url: str) -> None:
    """Issue all that can be issued."""
    from tests.conftest import settings_of
    from wsgi import open_database

    database = open_database(settings_of(Path(data), url))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    issue_all(database)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
