"""The week's letter to practices (B04)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move
from directory.operations import digest, keeping
from kernel.access import SYSTEM, Role
from kernel.mail import Letter
from tests.cast import a_lead_ntp, a_practice, a_user, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

FRIDAY = NOON + timedelta(days=5)


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    practice = a_practice(session)
    for role, email in (
        (Role.REFERRER, "nurse@surgery.example"),
        (Role.PRACTICE_MANAGER, "paul@surgery.example"),
    ):
        a_user(session, role, at=practice, email=email)
    a_user(session, Role.LINK_WORKER)
    return an_area(session).id


def letters(session):
    session.flush()
    return session.scalars(sa.select(Letter).order_by(Letter.address)).all()


def test_those_who_refer_and_manage_at_practices_get_one_letter_with_the_names(session, area):
    a_listing(session, area_id=area, name="Dog walking")
    a_listing(session, area_id=area, name="Knitting", group="Knit and Natter")
    session.flush()
    assert digest.write(session, at=FRIDAY) == 2
    assert [letter.address for letter in letters(session)] == [
        "nurse@surgery.example",
        "paul@surgery.example",
    ]
    assert sorted(letters(session)[0].facts["names"]) == ["Dog walking", "Knitting"]


def test_last_weeks_are_not_new(session, area):
    a_listing(session, area_id=area)
    session.flush()
    assert digest.write(session, at=NOON + timedelta(days=8)) == 0


def test_what_has_left_the_directory_is_not_told(session, area):
    listing = a_listing(session, area_id=area)
    keeping.make(session, SYSTEM, listing, Move.WITHDRAW, at=NOON)
    assert digest.write(session, at=FRIDAY) == 0


def test_a_practice_hears_of_its_own_area_alone(session, area):
    other = an_area(session, "Othertown")
    a_lead_ntp(session, "Other", area=other)
    a_listing(session, area_id=other.id)
    session.flush()
    assert digest.write(session, at=FRIDAY) == 0
