"""What the page of a case says of its band: what is suggested, what was chosen, whether it still fits."""

import pytest

from billing.bands import Band
from billing.operations.bands import choose_band
from billing.queries.bands import band_page, band_panel
from kernel.access import Role
from kernel.errors import NotFound
from referrals.criteria import MentalHealth, Mobility, OngoingInput
from referrals.operations.assessing import assess_again
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_billing import an_assessed_case, found
from tests.cast_caseload import a_case

HARDER = {
    "co_morbidities": 5, "mental_health": MentalHealth.DEPRESSED, "mobility": Mobility.LIMITED,
    "ongoing_input": OngoingInput.INTENSE,
}  # fmt: skip


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def case(session, asha):
    return an_assessed_case(session, asha)


def test_before_anybody_chose_there_is_a_suggestion(session, asha, case):
    panel = band_panel(session, asha, case.id, at=NOON)
    assert (panel.suggestion.words, panel.chosen, panel.still_fits) == ("Low", None, True)
    assert panel.can_choose


def test_what_was_found_since_asks_for_a_second_look(session, asha, case):
    choose_band(session, asha, case.id, Band.LOW, because="", seen=0, at=NOON)
    assert band_panel(session, asha, case.id, at=NOON).still_fits
    assess_again(session, asha, case.id, found(**HARDER), at=NOON)
    assert not band_panel(session, asha, case.id, at=NOON).still_fits
    choose_band(session, asha, case.id, Band.LOW, because="She wants it so", seen=1, at=NOON)
    assert band_panel(session, asha, case.id, at=NOON).still_fits, "It was chosen knowing this."


def test_a_manager_reads_it_and_does_not_choose(session, asha, case):
    manager = a_lead_manager(session, at=a_lead_ntp(session))
    panel = band_panel(session, manager, case.id, at=NOON)
    assert panel.suggestion.words == "Low" and not panel.can_choose


def test_before_the_first_meeting_and_to_others_it_says_nothing(session, asha, case):
    assert band_panel(session, asha, a_case(session, asha, "Jo Low").id, at=NOON) is None
    practice = an_actor(session, Role.REFERRER)
    assert band_panel(session, practice, case.id, at=NOON) is None


def test_the_page_is_their_link_workers_with_all_that_was_chosen(session, asha, case):
    choose_band(session, asha, case.id, Band.HIGH, because="Alone", seen=0, at=NOON)
    page = band_page(session, asha, case.id)
    assert (page.band, page.seen, [one.because for one in page.history]) == (
        Band.HIGH,
        1,
        ["Alone"],
    )
    assert band_page(session, asha, a_case(session, asha, "Jo Low").id).band is None
    with pytest.raises(NotFound):
        band_page(session, a_link_worker(session, name="Omar Aziz"), case.id)
