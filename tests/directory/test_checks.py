"""Which checks are worth making, and how one stands (A-DIR-11, B19)."""

from datetime import date, timedelta

import pytest

from directory.checks import CheckKind, CheckStanding, standing_of, worth_making
from directory.content import Content
from directory.vocabulary import Audience, Joining

TODAY = date(2026, 11, 22)
DOGS = Content(name="Dog walking", joining=Joining.TURN_UP)
REFERRED = Content(name="Cookery", joining=Joining.REFERRAL)


def kinds(content, *, is_funded=False):
    return {one.what for one in worth_making(content, is_funded=is_funded)}


def test_nothing_is_asked_of_a_group_that_takes_no_money_and_no_referrals():
    assert kinds(DOGS) == set()


def test_not_even_of_one_for_young_people():
    assert kinds(DOGS.with_answers(audiences=(Audience.YOUNG_PEOPLE,))) == set()


def test_a_group_that_takes_referrals_is_insured_and_safe():
    assert kinds(REFERRED) == {CheckKind.INSURANCE, CheckKind.SAFEGUARDING}


def test_a_group_that_says_who_may_be_referred_takes_referrals():
    assert kinds(DOGS.with_answers(referral_criteria="Adults with pain")) == kinds(REFERRED)


def test_those_who_work_with_people_at_risk_have_dbs_checks():
    assert CheckKind.DBS in kinds(REFERRED.with_answers(audiences=(Audience.YOUNG_PEOPLE,)))


def test_a_paid_group_shows_its_accounts():
    assert kinds(DOGS, is_funded=True) == {CheckKind.ACCOUNTS}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, CheckStanding.HOLDS),
        ({"runs_out_on": TODAY + timedelta(days=31)}, CheckStanding.HOLDS),
        ({"runs_out_on": TODAY + timedelta(days=30)}, CheckStanding.ENDS_SOON),
        ({"runs_out_on": TODAY}, CheckStanding.ENDS_SOON),
        ({"runs_out_on": TODAY - timedelta(days=1)}, CheckStanding.RAN_OUT),
        ({"is_passed": False}, CheckStanding.NOT_PASSED),
        ({"is_ended": True, "is_passed": False}, CheckStanding.ENDED),
    ],
)
def test_how_a_check_stands_on_a_day(facts, expected):
    whole = {"is_passed": True, "runs_out_on": None, "is_ended": False, "today": TODAY, **facts}
    assert standing_of(**whole) is expected


@pytest.mark.parametrize("standing", CheckStanding)
def test_every_standing_has_words_and_a_colour(standing):
    assert standing.words and standing.colour
