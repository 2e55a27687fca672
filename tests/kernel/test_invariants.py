"""What must always be true is asked of every feature, and what is wrong is said in sentences."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from kernel.invariants import Invariant, Invariants


def numbers_are_sound(session):
    if session.scalar(text("SELECT 1 + 1")) != 2:
        yield "One and one are not two."


def always_wrong(session):
    yield "Listing 7 has no group."
    yield "Listing 9 has no group."


SOUND = Invariant("sums", "One and one are two.", numbers_are_sound)
WRONG = Invariant("listings", "Every listing has a group.", always_wrong)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_nothing_is_said_when_all_is_well(session):
    invariants = Invariants()
    invariants.add(SOUND)
    assert invariants.broken(session) == []


def test_each_place_that_is_wrong_is_a_sentence_under_its_name(session):
    invariants = Invariants()
    invariants.add(SOUND, WRONG)
    assert invariants.broken(session) == [
        "listings: Listing 7 has no group.",
        "listings: Listing 9 has no group.",
    ]


def test_they_come_in_the_order_in_which_they_were_added():
    invariants = Invariants()
    invariants.add(WRONG)
    invariants.add(SOUND)
    assert invariants.all() == (WRONG, SOUND)


def test_a_name_is_used_once():
    invariants = Invariants()
    invariants.add(SOUND)
    with pytest.raises(ValueError, match="sums"):
        invariants.add(SOUND)


def test_one_programs_invariants_are_not_anothers():
    Invariants().add(SOUND)
    assert Invariants().all() == ()
