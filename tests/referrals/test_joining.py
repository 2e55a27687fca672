"""When two records may be of one person, which facts differ, and what is kept of both."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from referrals.contact_rules import ContactRules
from referrals.joining import (
    FACTS,
    Settled,
    Yes,
    are_alike,
    differing,
    joined,
    may_be_one,
    settled,
    twice_with,
)
from referrals.models import Person
from referrals.vocabulary import Stage, SupportLevel
from tests.cast import NOON
from tests.cast_referrals import NHS_NUMBER

BORN = date(1948, 5, 17)
OTHER_NUMBER = "9990000026"
RIVERSIDE, PARKSIDE = uuid4(), uuid4()
WEAVER_STREET, OLD_QUAY = uuid4(), uuid4()


def facts(**more):
    """What is known of somebody: a name and a birthday, unless a test says more."""
    nothing = {
        "known_as": "", "nhs_number": "", "phone": "", "email": "", "address": "", "postcode": "",
        "locality_id": None, "practice_id": None, "language": "", "carer": "",
        "support_level": None, "stage": None, "access_needs": "", "conditions": [],
        "needs_interpreter": False, "contact_rules": ContactRules(),
    }  # fmt: skip
    return {"name": "Maya Thornton", "born_on": BORN, **nothing, **more}


class TestWhoMayBeOne:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Maya Thornton", "maya thornton"),
            ("Maya Thornton", "Thornton, Maya"),
            ("Maya Thornton", "Maya Thorntn"),
            ("Maya Thornton", "Maya Jane Thornton"),
            ("Zoë O'Brien", "Zoe OBrien"),
        ],
    )
    def test_names_are_alike_in_any_order_with_a_slip_or_a_name_more(self, one, other):
        assert are_alike(one, other) and are_alike(other, one)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Maya Thornton", "Maya Okafor"), ("Maya Thornton", "Maya"), ("Maya Thornton", "")],
    )
    def test_a_first_name_alone_is_nobody(self, one, other):
        assert not are_alike(one, other) and not are_alike(other, one)

    def test_the_same_number_is_enough(self):
        one = facts(nhs_number=NHS_NUMBER)
        other = facts(nhs_number=NHS_NUMBER, name="M. Bell", born_on=None)
        assert may_be_one(one, other)

    def test_the_same_birthday_and_a_like_name_are_enough(self):
        assert may_be_one(facts(nhs_number=NHS_NUMBER), facts(name="Thornton Maya"))

    @pytest.mark.parametrize(
        "other",
        [
            {"born_on": BORN + timedelta(days=1)},
            {"born_on": None},
            {"name": "Omar Khalid"},
            {"nhs_number": OTHER_NUMBER},
        ],
    )
    def test_another_day_another_name_or_another_number_is_somebody_else(self, other):
        assert not may_be_one(facts(nhs_number=NHS_NUMBER), facts(**other))

    def test_two_without_a_birthday_are_two(self):
        assert not may_be_one(facts(born_on=None), facts(born_on=None))


class TestWhichFactsDiffer:
    def test_only_where_both_say_something_else(self):
        kept = facts(phone="07700 900123", email="maya@example.org", carer="Her son")
        other = facts(name="Maya Thorne", phone="07700 900999", carer="Her son")
        assert [fact.name for fact in differing(kept, other)] == ["name", "phone"]

    def test_an_address_and_its_postcode_are_one_fact(self):
        kept = facts(address="1 Quay", postcode="NE6 1AB", locality_id=RIVERSIDE)
        other = facts(postcode="NE6 2CD", locality_id=PARKSIDE)
        assert [fact.name for fact in differing(kept, other)] == ["address"]
        there = joined(kept, other, taken=["address"])
        assert (there["address"], there["postcode"], there["locality_id"]) == (
            "", "NE6 2CD", PARKSIDE,
        )  # fmt: skip

    def test_the_same_address_does_not_differ_since_the_area_was_drawn_anew(self):
        kept = facts(postcode="NE6 1AB", locality_id=None)
        assert differing(kept, facts(postcode="NE6 1AB", locality_id=RIVERSIDE)) == ()


class TestWhatIsKept:
    def test_the_record_that_was_opened_holds_unless_the_other_one_is_chosen(self):
        kept = facts(phone="07700 900123", practice_id=WEAVER_STREET, stage=Stage.LEAD_NTP)
        other = facts(name="Maya Thorne", phone="07700 900999", practice_id=OLD_QUAY)
        there = joined(kept, other, taken=["name", "practice"])
        assert (there["name"], there["phone"]) == ("Maya Thorne", "07700 900123")
        assert (there["practice_id"], there["stage"]) == (OLD_QUAY, Stage.LEAD_NTP)

    def test_what_only_one_of_them_says_holds(self):
        other = facts(nhs_number=NHS_NUMBER, email="maya@example.org", practice_id=OLD_QUAY,
                      support_level=SupportLevel.HIGH)  # fmt: skip
        there = joined(facts(), other, taken=[])
        assert {name: there[name] for name in ("nhs_number", "email", "practice_id")} == {
            "nhs_number": NHS_NUMBER, "email": "maya@example.org", "practice_id": OLD_QUAY,
        }  # fmt: skip
        assert there["support_level"] is SupportLevel.HIGH

    def test_what_the_other_record_does_not_say_takes_nothing_away(self):
        there = joined(facts(phone="07700 900123"), facts(), taken=["phone"])
        assert there["phone"] == "07700 900123"

    def test_of_needs_and_conditions_nothing_is_lost(self):
        kept = facts(access_needs="A lift", conditions=["COPD", "diabetes"])
        other = facts(access_needs="Large print", conditions=["diabetes", "gout"],
                      needs_interpreter=True)  # fmt: skip
        there = joined(kept, other, taken=[])
        assert there["access_needs"] == "A lift; Large print"
        assert there["conditions"] == ["COPD", "diabetes", "gout"]
        assert there["needs_interpreter"]

    def test_the_stricter_contact_rules_hold(self):
        kept = facts(contact_rules=ContactRules(no_voicemail=True, safe_times="Mornings"))
        other = facts(contact_rules=ContactRules(no_email=True, safe_times="Not Mondays"))
        assert joined(kept, other, taken=[])["contact_rules"] == ContactRules(
            no_voicemail=True, no_email=True, safe_times="Mornings; Not Mondays"
        )

    def test_every_fact_about_a_person_has_its_rule(self):
        of_the_row = {"id", "lead_id", "is_twin", "made_at", "changed_at", "version"}
        rules = {"no_phone", "no_voicemail", "no_text", "no_email", "no_post", "safe_times"}
        kept = {column for fact in FACTS for column in (*fact.columns, *fact.along)}
        of_both = {"access_needs", "conditions", "needs_interpreter"}
        columns = {column.name for column in Person.__table__.columns}
        assert columns == kept | rules | of_both | of_the_row, (
            "referrals/joining.py says of each fact about a person what is kept of two records."
        )


class TestWhatBecomesOfAYes:
    def yes(self, *, given=0, withdrawn=None, how=""):
        until = None if withdrawn is None else NOON + timedelta(days=withdrawn)
        return Yes(uuid4(), NOON + timedelta(days=given), until, how)

    def test_the_same_yes_has_stood_since_the_first(self):
        here, there = self.yes(given=3, how="On paper"), self.yes(given=1, how="Told me")
        assert settled([here], [there]) == Settled(there.id, "Told me; On paper", goes=here.id)

    def test_a_later_no_in_the_other_record_ends_it(self):
        here, there = self.yes(given=1, how="Told me"), self.yes(given=0, withdrawn=2)
        assert settled([here], [there]) == Settled(here.id, "Told me", ends_with=there.id)
        assert settled([there], [here]) == Settled(here.id, "Told me", ends_with=there.id)

    def test_a_yes_that_was_given_after_that_stands(self):
        assert settled([self.yes(given=3)], [self.yes(given=0, withdrawn=2)]) is None

    def test_a_no_that_the_same_record_has_overtaken_ends_nothing(self):
        there = [self.yes(given=0, withdrawn=5), self.yes(given=6)]
        here = self.yes(given=1)
        assert settled([here], there) == Settled(here.id, "", goes=there[1].id)

    def test_what_one_of_them_says_alone_stays_as_it_is(self):
        assert settled([self.yes()], []) is None
        assert settled([self.yes(withdrawn=1)], [self.yes(withdrawn=2)]) is None


def test_who_has_two_open_referrals_is_named_once():
    assert twice_with(["Asha", "Daniel", "Asha", "Asha"]) == ("Asha",)
    assert twice_with(["Asha", "Daniel"]) == ()
