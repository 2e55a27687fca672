"""Doctor says where a reading cannot be."""

import pytest
import sqlalchemy as sa

from outcomes_star.invariants import numbers_off_the_scale, replaced_by_nothing
from outcomes_star.models import Reading, ReadingAnswer
from outcomes_star.vocabulary import Occasion
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_readings import a_reading, asked


@pytest.fixture
def row(session):
    asked(session)
    asha = a_link_worker(session)
    case = a_case(session, asha)
    a_reading(session, asha, case.id)
    return a_reading(session, asha, case.id, occasion=Occasion.REVIEW, is_another=True)


def test_all_is_well_at_first(session, row):
    for check in (numbers_off_the_scale, replaced_by_nothing):
        assert list(check(session)) == []


@pytest.mark.parametrize("change", [{"value": 6}, {"value": 0}, {"aspect": "luck"}])
def test_a_number_off_the_scale_is_noticed(session, row, change):
    session.execute(
        sa.update(ReadingAnswer).where(ReadingAnswer.id == row.answers[0].id).values(change)
    )
    session.expire_all()
    (said,) = numbers_off_the_scale(session)
    assert str(row.id) in said


def test_a_version_that_is_not_there_is_noticed(session, row):
    row.instrument_version = 9
    session.flush()
    (said,) = numbers_off_the_scale(session)
    assert "version 9, which is not there" in said


def test_a_second_start_is_refused_by_the_database(session, row):
    row.occasion = Occasion.START
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_what_was_replaced_by_nothing_is_noticed(session, row):
    session.execute(sa.update(Reading).where(Reading.id == row.id).values(replaced_at=NOON))
    assert len(list(replaced_by_nothing(session))) == 1
