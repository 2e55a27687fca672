"""What may be agreed with a smaller group, from which day, and what is too much to ask of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from billing.sub_contracts import (
    MOST_A_PERSON,
    Check,
    Finding,
    Governance,
    PriceKind,
    Size,
    SubContractTerms,
    must_be_a_check,
    must_begin_fairly,
    must_make_sense,
)
from billing.tariff import MOST_PRICE
from kernel.errors import RuleBroken
from kernel.money import Money
from tests.cast_sub_contracts import FIRST_DAY, LAST_DAY, agreed

TODAY = date(2026, 11, 22)
A_DAY = timedelta(days=1)


def begins(from_on, *before, last_day=LAST_DAY):
    must_begin_fairly(
        from_on, first_day=FIRST_DAY, last_day=last_day, before=before, today=TODAY
    )  # fmt: skip


def field_of(refused):
    return refused.value.field


class TestWhatWasAgreed:
    def test_it_is_kept_whole(self):
        terms = agreed(standard="Met at the door", notice_weeks=4)
        assert SubContractTerms.from_json(terms.to_json()) == terms

    @pytest.mark.parametrize("kind", PriceKind)
    def test_each_kind_of_price_is_said_in_words(self, kind):
        said = agreed(kind=kind).price
        assert said.startswith("£4.50 ") and len(said) > 12
        assert kind.counted(1).startswith("1 ") and kind.counted(
            2
        ) == f"{kind.counted(1)}s".replace("1 persons", "2 people").replace("1 ", "2 ")

    @pytest.mark.parametrize("pence", [0, -1])
    def test_a_price_is_more_than_nothing(self, pence):
        with pytest.raises(RuleBroken, match="more than £0") as refused:
            must_make_sense(agreed(amount=Money(pence)))
        assert field_of(refused) == "amount"
        must_make_sense(agreed(amount=Money(1)))

    @pytest.mark.parametrize(("kind", "most"), [
        (PriceKind.PERSON, MOST_A_PERSON),
        (PriceKind.SESSION, MOST_PRICE), (PriceKind.BLOCK, MOST_PRICE),
    ])  # fmt: skip
    def test_a_price_is_no_slip_of_the_keys(self, kind, most):
        must_make_sense(agreed(kind=kind, amount=most))
        with pytest.raises(RuleBroken, match=f"{most} or less") as refused:
            must_make_sense(agreed(kind=kind, amount=most + Money(1)))
        assert field_of(refused) == "amount"


class TestWhatIsAskedOfAGroup:
    def test_of_a_few_volunteers_only_what_keeps_people_safe(self):
        asked = tuple(Governance)
        assert agreed(governance=asked[:4]).is_too_much == ()
        assert agreed(governance=asked).is_too_much == asked[4:]

    def test_more_of_those_who_are_paid(self):
        asked = tuple(Governance)
        assert agreed(size=Size.SMALL, governance=asked).is_too_much == (
            Governance.ACCOUNTS, Governance.TRAINED,
        )  # fmt: skip
        assert agreed(size=Size.LARGER, governance=asked).is_too_much == ()

    def test_each_thing_has_a_size_that_it_fits(self):
        assert {one.fits for one in Governance} == set(Size)


class TestFromWhichDay:
    @pytest.mark.parametrize("day", [FIRST_DAY, TODAY, LAST_DAY])
    def test_the_first_holds_from_any_day_of_the_agreement(self, day):
        begins(day)

    @pytest.mark.parametrize("day", [FIRST_DAY - A_DAY, LAST_DAY + A_DAY])
    def test_and_from_no_other(self, day):
        with pytest.raises(RuleBroken, match="on which the agreement holds") as refused:
            begins(day)
        assert field_of(refused) == "from_on"

    def test_without_a_last_day_any_later_day_will_do(self):
        begins(LAST_DAY + A_DAY, last_day=None)

    def test_a_change_begins_today_or_later(self):
        begins(TODAY, FIRST_DAY)
        with pytest.raises(RuleBroken, match="today or later"):
            begins(TODAY - A_DAY, FIRST_DAY)

    def test_and_after_the_one_before(self):
        begins(TODAY + 2 * A_DAY, FIRST_DAY, TODAY + A_DAY)
        for day in (TODAY, TODAY + A_DAY):
            with pytest.raises(RuleBroken, match="begins on that day or later") as refused:
                begins(day, FIRST_DAY, TODAY + A_DAY)
            assert field_of(refused) == "from_on"


CHECK = Check(TODAY, Finding.GOOD)
BAD = Check(TODAY, Finding.NOT, "Nobody was there", "They ring us", TODAY)


class TestALook:
    @pytest.mark.parametrize(
        "check",
        [
            CHECK, BAD, replace(CHECK, on=FIRST_DAY),
            replace(CHECK, action="A second key", action_by=TODAY + A_DAY),
        ],
    )  # fmt: skip
    def test_what_can_be_is_taken(self, check):
        must_be_a_check(check, first_day=FIRST_DAY, today=TODAY)

    @pytest.mark.parametrize(
        ("check", "field"),
        [
            (replace(CHECK, on=TODAY + A_DAY), "on"),
            (replace(CHECK, on=FIRST_DAY - A_DAY), "on"),
            (replace(BAD, action=""), "action"),
            (replace(BAD, finding=Finding.MOSTLY, action=""), "action"),
            (replace(BAD, action_by=None), "action_by"),
            (replace(BAD, action_by=TODAY - A_DAY), "action_by"),
        ],
    )
    def test_what_cannot_is_refused_at_its_field(self, check, field):
        with pytest.raises(RuleBroken) as refused:
            must_be_a_check(check, first_day=FIRST_DAY, today=TODAY)
        assert field_of(refused) == field
