"""Numbering what is issued, so that nobody can ask where a number went (S9)."""

from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from billing.models import NumberSeries
from billing.vocabulary import Series


def next_number(session: Session, organisation_id: UUID, series: Series) -> int:
    """The next number of an organisation's series, from 1, in this transaction.

    Whoever else wants one waits until this transaction is kept or given up, so take it last. A transaction
    that is given up gives its number back. The row that takes the number should be unique by it as well.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    born = insert(NumberSeries).values(
        id=uuid4(), organisation_id=organisation_id, series=series, last=1
    )
    counted = born.on_conflict_do_update(
        index_elements=["organisation_id", "series"], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    return session.execute(counted).scalar_one()
