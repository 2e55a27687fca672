"""What a person said about being reached holds for every way of reaching them (P16)."""

import pytest

from kernel.errors import RuleBroken
from referrals.contact_rules import ContactRules, takes_texts
from referrals.vocabulary import Channel


@pytest.mark.parametrize("channel", Channel)
def test_until_somebody_says_otherwise_nothing_is_ruled_out(channel):
    assert ContactRules().allow(channel)
    assert ContactRules().words == ()


@pytest.mark.parametrize(
    ("rules", "channel"),
    [
        (ContactRules(no_phone=True), Channel.PHONE),
        (ContactRules(no_text=True), Channel.TEXT),
        (ContactRules(no_email=True), Channel.EMAIL),
        (ContactRules(no_post=True), Channel.LETTER),
    ],
)
def test_a_rule_rules_out_its_own_way_and_no_other(rules, channel):
    assert [one for one in Channel if not rules.allow(one)] == [channel]


def test_no_voicemail_still_lets_us_ring():
    rules = ContactRules(no_voicemail=True)
    assert rules.allow(Channel.PHONE)
    assert rules.words == ("Leave no message.",)


def test_every_rule_has_words_to_stand_beside_the_phone_number():
    rules = ContactRules(True, True, True, True, True, "Mondays, when he is at work")
    assert len(rules.words) == 6
    assert rules.words[-1] == "Safe times: Mondays, when he is at work"


@pytest.mark.parametrize(
    ("phone", "is_mobile"),
    [("07700 900123", True), ("+44 7700 900123", True), ("+44 (0)7700 900123", True),
     ("0191 498 0123", False), ("070 0000 0000", False), ("01632 960 123", False), ("", False),
     ("07700 900123 or 0191 498 0123", False)],
)  # fmt: skip
def test_texts_go_to_mobile_numbers_only(phone, is_mobile):
    assert takes_texts(phone) is is_mobile


HERS = {"phone": "0191 498 0123", "email": "", "address": "1 High Street"}


@pytest.mark.parametrize(
    ("rules", "more", "is_left"),
    [
        (ContactRules(), {}, True),
        (ContactRules(no_phone=True), {}, True),
        (ContactRules(no_phone=True, no_post=True), {}, False),
        (ContactRules(no_phone=True, no_post=True), {"email": "maya@example.org"}, True),
        (ContactRules(no_phone=True, no_post=True), {"phone": "07700 900123"}, True),
        (
            ContactRules(no_phone=True, no_text=True),
            {"phone": "07700 900123", "address": ""},
            False,
        ),
    ],
)
def test_whether_any_way_is_left(rules, more, is_left):
    assert rules.leave_a_way(**(HERS | more)) is is_left


HAS = {"phone": "07700 900123", "email": "maya@example.org", "address": "1 High Street"}


class TestWays:
    def ways(self, **rules):
        return [(one.term, one.said) for one in ContactRules(**rules).ways(**HAS)]

    def test_what_is_allowed_stands_first_and_what_is_not_says_so(self):
        assert self.ways() == [("Phone", ""), ("E-mail", ""), ("Address", "")]
        assert self.ways(no_phone=True, no_post=True) == [
            ("E-mail", ""), ("Phone", "Do not ring."), ("Address", "Send nothing by post."),
        ]  # fmt: skip

    def test_what_we_do_not_have_is_no_way(self):
        assert ContactRules().ways(phone="", email="", address="") == ()


@pytest.mark.parametrize(
    ("rules", "channel", "is_agreed", "is_refused"),
    [
        (ContactRules(no_phone=True), Channel.PHONE, False, True),
        (ContactRules(no_phone=True), Channel.PHONE, True, False),
        (ContactRules(no_phone=True), Channel.VIDEO, False, False),
        (ContactRules(no_text=True), Channel.PHONE, False, False),
    ],
)
def test_a_call_against_their_word_needs_their_word(rules, channel, is_agreed, is_refused):
    try:
        rules.must_agree_to(channel, is_agreed=is_agreed)
    except RuleBroken as refusal:
        assert is_refused and refusal.field == "is_call_agreed"
    else:
        assert not is_refused
