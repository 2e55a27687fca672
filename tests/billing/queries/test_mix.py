"""Which bands people were put in by where they live: each person once, by one's own lead NTP alone, few never shown."""

from datetime import timedelta

import pytest

from accounts.models import Locality
from billing.bands import Band
from billing.mix import TOO_FEW
from billing.queries.mix import mix_page
from kernel.access import Role
from kernel.errors import NotAllowed
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_locality,
    an_actor,
)
from tests.cast_charges import a_band, a_case_with_a_band

LATER = NOON + timedelta(days=1)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def laura(session):
    return a_lead_manager(session)


def a_place(session, name, tenth):
    """A locality of which a deprivation tenth was typed."""
    place = session.get_one(Locality, a_locality(session, name, postcodes=[name]).id)
    place.deprivation_rank = tenth
    session.flush()
    return place.id


def put(session, asha, place, **bands):
    """So many people who live there are put in each band."""
    made = []
    for band in Band:
        for number in range(bands.get(band.value, 0)):
            row = a_case_with_a_band(session, asha, band, name=f"Ned {band.value} {number}")
            row.person.locality_id, row.person.postcode = place, ""
            made.append(row)
    session.flush()
    return made


def row_of(page, words):
    (found,) = [one for one in page.rows if one.words == words]
    return found


MOST, LEAST = "The most deprived fifth of England", "The least deprived fifth of England"


def test_people_are_counted_by_fifth_and_compared(session, asha, laura):
    put(session, asha, a_place(session, "NE1", 2), low=10, high=1)
    put(session, asha, a_place(session, "NE2", 10), low=2, high=8)
    page = mix_page(session, laura, at=LATER)
    assert row_of(page, MOST).bands == ("10", "0", "*")
    assert (row_of(page, LEAST).bands, row_of(page, LEAST).high) == (("*", "0", "10"), "100%")
    assert row_of(page, "Everybody").all == "20"
    assert page.said[0].startswith("High bands are rarer among people of the most deprived fifth")


def test_somebody_counts_once_by_the_newest_choice(session, asha, laura):
    rows = put(session, asha, a_place(session, "NE1", 1), low=8)
    for row in rows:
        a_band(session, asha, row, Band.HIGH, when=NOON + timedelta(hours=1))
    assert row_of(mix_page(session, laura, at=LATER), MOST).bands == ("0", "0", "10")


def test_a_place_that_nobody_knows_stands_by_itself(session, asha, laura):
    put(session, asha, None, low=8)
    page = mix_page(session, laura, at=LATER)
    assert (row_of(page, "Not known").all, page.said) == ("10", (TOO_FEW,))


def test_what_was_chosen_more_than_a_year_ago_counts_no_more(session, asha, laura):
    put(session, asha, a_place(session, "NE1", 1), low=8)
    assert not mix_page(session, laura, at=NOON + timedelta(days=366)).has_anybody


def test_it_is_of_ones_own_lead_ntp_and_for_its_manager_alone(session, asha):
    put(session, asha, a_place(session, "NE1", 1), low=8)
    other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    assert not mix_page(session, other, at=LATER).has_anybody
    for role in (Role.LEAD_FINANCE, Role.COMMISSIONER, Role.ANALYST):
        with pytest.raises(NotAllowed):
            mix_page(session, an_actor(session, role), at=LATER)
