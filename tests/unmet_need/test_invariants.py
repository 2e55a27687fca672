"""What must always be true of unmet need."""

from tests.cast import NOON
from tests.cast_unmet_need import a_need
from unmet_need.invariants import INVARIANTS
from unmet_need.needs import Told


def broken(session):
    session.flush()
    return [said for one in INVARIANTS for said in one.check(session)]


def test_of_what_was_written_down_well_nothing_is_said(session):
    a_need(session)
    assert broken(session) == []


def test_what_says_nothing_is_found(session):
    row = a_need(session)
    row.say(Told())
    assert broken(session) == [
        f"Unmet need {row.id}: Say in a few words what is wanted, or choose what kind."
    ]


def test_what_was_struck_out_says_why(session):
    row = a_need(session)
    row.struck_at = NOON
    assert broken(session) == [f"Unmet need {row.id} was struck out, and nothing says why."]
