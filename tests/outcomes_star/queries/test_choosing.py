"""What the page of an instrument offers, and to whom."""

from outcomes_star.operations.loading import load
from outcomes_star.queries.choosing import instrument_page
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_star import a_wheel


def test_only_whoever_chooses_is_offered_to_choose_and_to_take_a_file_back(session):
    made = load(session, a_lead_manager(session), a_wheel(), at=NOON)
    session.flush()
    offered = [
        (page.may_choose, page.can_unload)
        for who in (a_lead_manager(session), a_link_worker(session))
        for page in [instrument_page(session, who, made.code, made.version, on=NOON.date())]
    ]
    assert offered == [(True, True), (False, False)]
