"""Searches as counts without words."""

from datetime import date, timedelta

import pytest

from accounts import operations as accounts
from accounts import queries
from directory.models import Tally
from directory.queries.searches import FoundNothing, found_nothing, searches_by_month
from directory.vocabulary import Domain
from kernel.access import SYSTEM
from kernel.periods import Month
from tests.cast_directory import anytown
from tests.support.clock import NOON

TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def area_id(session):
    return anytown(session)


@pytest.fixture
def riverside(session, area_id):
    return queries.localities(session, area_id)[0].id


def searched(session, *, day=TODAY, domain="", near="", outcome="nothing", count=1):
    session.add(Tally(day=day, domain=domain, locality=str(near), outcome=outcome, count=count))
    session.flush()


def test_searches_that_found_nothing_are_told_by_domain_and_locality(session, area_id, riverside):
    for day in (YESTERDAY, TODAY):
        searched(session, day=day, domain="befriending", near=riverside, count=2)
    searched(session, domain="befriending", near=riverside, outcome="found", count=50)
    searched(session)
    assert found_nothing(session, area_id, since=YESTERDAY, until=TODAY) == (
        FoundNothing(Domain.BEFRIENDING, riverside, 4),
        FoundNothing(None, None, 1),
    )


def test_only_the_days_that_are_asked_for_count(session, area_id):
    searched(session, day=YESTERDAY)
    assert found_nothing(session, area_id, since=TODAY, until=TODAY) == ()
    assert found_nothing(session, area_id, since=YESTERDAY, until=YESTERDAY)


def test_a_search_near_another_area_is_not_ours(session, area_id, riverside):
    other = accounts.add_area(session, SYSTEM, name="Othertown", at=NOON)
    searched(session, near=riverside)
    assert found_nothing(session, other.id, since=TODAY, until=TODAY) == ()
    assert searches_by_month(session, other.id, since=YESTERDAY) == {}


def test_the_days_of_a_month_are_added_up(session, area_id, riverside):
    searched(session, day=YESTERDAY, outcome="found", count=3)
    searched(session, near=riverside, outcome="found", count=4)
    searched(session)
    november = Month(date(2026, 11, 1))
    assert searches_by_month(session, area_id, since=YESTERDAY) == {
        november: {"found": 7, "nothing": 1}
    }
