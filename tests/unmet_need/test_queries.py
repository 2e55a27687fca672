"""Reading unmet need: an organisation's own, a quarter at a time."""

from datetime import date, timedelta

import pytest

from directory.vocabulary import Domain
from kernel.errors import NotFound
from tests.cast import NOON, a_locality, a_practice
from tests.cast_unmet_need import a_need, a_nurse
from unmet_need.needs import Told
from unmet_need.operations import strike_out
from unmet_need.queries import need_page, needs_page
from unmet_need.vocabulary import Source

TODAY = NOON.date()


def test_the_newest_come_first_and_are_added_up(session):
    nurse, place = a_nurse(session), a_locality(session)
    a_need(session, nurse, locality_id=place.id)
    a_need(session, nurse, Told((Domain.HEALTHY_EATING,), "Bread"), at=NOON + timedelta(minutes=1))
    page = needs_page(session, nurse, "", on=TODAY)
    assert [one.told.words for one in page.needs] == ["Bread", ""]
    assert [one.place for one in page.needs] == ["", place.name]
    assert [(one.identified, one.unidentified) for one in page.sums] == [(2, 0)]
    assert page.source is Source.CONSULTATION


def test_what_was_struck_out_is_read_and_not_counted(session):
    nurse = a_nurse(session)
    row = a_need(session, nurse)
    strike_out(session, nurse, row.id, because="Pressed twice", at=NOON)
    page = needs_page(session, nurse, "", on=TODAY)
    assert [one.struck_because for one in page.needs] == ["Pressed twice"]
    assert page.sums == ()
    assert need_page(session, nurse, row.id).is_struck


def test_the_place_of_the_last_one_is_offered_first(session):
    nurse, place = a_nurse(session), a_locality(session)
    assert needs_page(session, nurse, "", on=TODAY).last_place is None
    a_need(session, nurse, locality_id=place.id)
    assert needs_page(session, nurse, "", on=TODAY).last_place == place.id


def test_another_practice_reads_nothing_of_it(session):
    row = a_need(session)
    other = a_nurse(session, at=a_practice(session, "Another Surgery"))
    assert needs_page(session, other, "", on=TODAY).needs == ()
    with pytest.raises(NotFound):
        need_page(session, other, row.id)


def test_quarters_are_whole_and_those_of_a_year(session):
    nurse = a_nurse(session)
    a_need(session, nurse)
    page = needs_page(session, nurse, "2026-07-01", on=TODAY)
    assert page.needs == () and page.quarter.first_day == date(2026, 7, 1)
    assert len(page.quarters) == 5


@pytest.mark.parametrize("asked", ["2026-07-02", "2020-01-01", "2027-01-01", "x"])
def test_no_other_days_can_be_asked_for(session, asked):
    with pytest.raises(NotFound):
        needs_page(session, a_nurse(session), asked, on=TODAY)
