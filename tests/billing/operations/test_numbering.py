"""Numbers without a gap: each once, also where work is given up and where many want one at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from billing.models import NumberSeries
from billing.operations.numbering import next_number
from billing.vocabulary import Series
from kernel.database import undo
from tests.cast import a_lead_ntp

WRITERS = 8
EACH = 6


@pytest.fixture
def lead_id(database):
    with database.writing() as session:
        return a_lead_ntp(session).id


def test_they_are_counted_from_one(session):
    lead = a_lead_ntp(session)
    assert [next_number(session, lead.id, Series.REMITTANCE) for _ in range(3)] == [1, 2, 3]


def test_each_organisation_and_each_series_has_its_own(session):
    lead, other = a_lead_ntp(session), a_lead_ntp(session, "Southbank", is_host=False)
    assert next_number(session, lead.id, Series.REMITTANCE) == 1
    assert next_number(session, lead.id, Series.INVOICE) == 1
    assert next_number(session, other.id, Series.REMITTANCE) == 1
    assert next_number(session, lead.id, Series.REMITTANCE) == 2


def test_what_is_given_up_gives_its_number_back(database, lead_id):
    def take(*, is_kept):
        with database.writing() as session:
            found = next_number(session, lead_id, Series.INVOICE)
            if not is_kept:
                undo(session)
        return found

    assert [take(is_kept=kept) for kept in (False, True, False, True)] == [1, 1, 2, 2]
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        next_number(session, lead_id, Series.INVOICE)
        raise ZeroDivisionError
    assert take(is_kept=True) == 3


def test_many_at_once_get_every_number_once(database, lead_id, soak_factor, evidence):
    """Every third is given up: what is kept is 1, 2, 3 and so on all the same."""

    def write(number):
        with database.writing() as session:
            found = next_number(session, lead_id, Series.REMITTANCE)
            if number % 3 == 0:
                undo(session)
                return None
        return found

    turns = WRITERS * EACH * soak_factor
    with ThreadPoolExecutor(WRITERS) as writers:
        kept = sorted(one for one in writers.map(write, range(turns)) if one)
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) == turns - len(range(0, turns, 3))
    evidence("numbers of eight writers at once", f"{len(kept):,} kept, no gap, none twice")


@pytest.mark.parametrize(
    "act",
    [
        sa.update(NumberSeries).values(last=NumberSeries.last + 2),
        sa.update(NumberSeries).values(last=NumberSeries.last),
        sa.update(NumberSeries).values(last=1, series=Series.CREDIT_NOTE),
        sa.delete(NumberSeries),
    ],
    ids=["skip one", "stand still", "rename", "take away"],
)
def test_the_database_refuses_whatever_would_leave_a_gap(database, lead_id, act):
    with database.writing() as session:
        assert [next_number(session, lead_id, Series.INVOICE) for _ in range(2)] == [1, 2]
    with pytest.raises(DBAPIError, match="go up by one"), database.writing() as session:
        session.execute(act)


def test_no_series_begins_later_than_with_one(database, lead_id):
    with pytest.raises(DBAPIError, match="go up by one"), database.writing() as session:
        session.add(NumberSeries(organisation_id=lead_id, series=Series.INVOICE, last=7))
