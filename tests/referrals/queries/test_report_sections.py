"""What a report is made of: each part by itself, and no more than the two organisations agreed."""

import pytest

from accounts.vocabulary import DataItem
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.queries.report_sections import SECTIONS, composed
from referrals.reporting import PRSB, Occasion, Words
from referrals.vocabulary import ReturnReason, SupportLevel
from tests.cast import a_link_worker
from tests.cast_answer import WORDS
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, needs


def of(session, row: Referral, occasion=Occasion.ASSESSMENT, words=WORDS, shared=DataItem):
    return composed(session, row, occasion, words, shared=list(shared))


def keys(content):
    return [one.key for one in content.sections]


@pytest.fixture
def row(session):
    asha = a_link_worker(session, name="Asha Begum")
    person = a_person(session, nhs_number=NHS_NUMBER, address="4 Mill Lane")
    session.add(needs(person, SupportLevel.MODERATE, by=asha))
    return a_referral(
        session, person, worker=asha, state=State.ASSESSED, what_matters="Her garden."
    )


def test_every_part_goes_into_a_section_of_the_standard_and_has_a_key_of_its_own():
    assert {one.prsb for one in SECTIONS} <= set(PRSB)
    assert len({one.key for one in SECTIONS}) == len(SECTIONS)


def test_a_full_report_says_who_where_it_stands_and_what_was_agreed(session, row):
    content = of(session, row)
    assert keys(content) == ["stands", "referral", "matters", "support", "agreed", "next", "asks"]
    assert (content.name, content.nhs_number, content.born_on) == (
        "Maya Thornton", "999 000 0018", "1948-05-17",
    )  # fmt: skip
    assert (content.practice, content.lead) == (
        "Weaver Street Surgery",
        "Better Services Enterprise",
    )
    assert content.link_worker == "Asha Begum"
    words = " ".join(line.words for one in content.sections for line in one.lines)
    assert "Moderate support" in words and "First meeting held" in words and "garden" in words


def test_an_address_is_never_in_it(session, row):
    assert "Mill Lane" not in str(of(session, row).kept())


def test_an_empty_part_is_left_away(session, row):
    assert "agreed" not in keys(of(session, row, words=Words()))


def test_a_short_report_says_where_it_stands_and_what_is_asked(session, row):
    assert keys(of(session, row, Occasion.DECLINED)) == ["stands", "asks"]


def test_only_what_was_agreed_between_the_two_is_in_it(session, row):
    assert keys(of(session, row, shared=[DataItem.ACTION_PLAN])) == ["agreed", "next"]
    assert keys(of(session, row, shared=[])) == []


def test_a_referral_that_came_back_says_why(session):
    row = a_referral(session, state=State.RETURNED, return_reason=ReturnReason.TOO_LITTLE)
    (stands,) = of(session, row, Occasion.RETURNED, Words()).sections
    assert ("Why it came back", "We need to know more") in [
        (line.term, line.words) for line in stands.lines
    ]


def test_the_codes_are_those_of_the_referral(session, row):
    assert [(code.code, code.on) for code in of(session, row).codes] == [
        ("871731000000106", "2026-11-22")
    ]
