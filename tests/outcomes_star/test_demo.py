"""The stars of Anytown: the same each time, in one piece, and none in the future."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.periods import day_in_london
from kernel.releases import Release
from outcomes_star.demo import FIRST
from outcomes_star.invariants import INVARIANTS
from outcomes_star.models import Reading
from outcomes_star.published import due
from outcomes_star.vocabulary import Occasion
from referrals import demo_earlier
from tests.cast import NOON


@pytest.fixture
def readings(demo_world):
    with demo_world.reading() as session:
        yield session, session.scalars(sa.select(Reading)).all()


def test_many_have_a_start_and_some_an_end(readings):
    session, rows = readings
    occasions = {one.occasion for one in rows}
    assert len(rows) > 40 and occasions >= {Occasion.START, Occasion.REVIEW, Occasion.END}
    assert all(one.taken_on <= NOON.date() and one.recorded_at <= NOON for one in rows)
    assert [said for one in INVARIANTS for said in one.check(session)] == []
    releases = session.scalars(
        sa.select(Release).where(Release.kind.startswith("how people moved"))
    )
    assert any(one.rows for one in releases), "A commissioner of Anytown has figures to read."


@pytest.mark.parametrize("later", range(0, 800, 5))
def test_whoever_is_of_an_earlier_year_started_in_the_one_that_is_published(later):
    at = NOON + timedelta(days=later)
    on = day_in_london(at)
    sent = [on - timedelta(days=one["days"]) for one in demo_earlier.people(on=on)]
    assert all(day + timedelta(days=FIRST) in due(at) for day in sent)
