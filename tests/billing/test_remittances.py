"""What a group is told that it is paid: the sum of its lines, in words, with a check sum that tells a change."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from billing.remittances import Advice, AdviceLine, must_be_payable
from kernel.csv_safety import write_csv
from kernel.errors import RuleBroken
from kernel.money import Money

WALK = AdviceLine(date(2026, 10, 5), "Dog walking", "3 people", Money(4_50), Money(13_50))
BACK = replace(WALK, what="1 person", amount=Money(-4_50), is_late=True)
TEA = replace(
    WALK, activity="Cups of tea", what="1 session", each=Money(10_00), amount=Money(10_00)
)
ADVICE = Advice(
    7, "Better Services Enterprise", "Anytown Cat and Dog Shelter", date(2026, 10, 1),
    date(2026, 11, 3), (WALK, BACK, TEA),
)  # fmt: skip


def test_its_total_is_the_sum_of_its_lines():
    assert ADVICE.total == Money(19_00)
    assert ADVICE.by_activity == (("Cups of tea", Money(10_00)), ("Dog walking", Money(9_00)))


def test_each_line_is_said_in_words():
    assert [one.said for one in ADVICE.lines] == [
        "3 people", "Taken back: 1 person, counted late", "1 session",
    ]  # fmt: skip


def test_on_paper_nobody_is_blamed_for_being_late():
    assert [one.said_on_paper for one in ADVICE.lines] == [
        "3 people", "Taken back: 1 person", "1 session",
    ]  # fmt: skip


def test_it_is_kept_whole():
    assert Advice.from_json(ADVICE.to_json()) == ADVICE
    assert Advice.from_json(ADVICE.to_json()).digest == ADVICE.digest


@pytest.mark.parametrize(
    "other",
    [
        replace(ADVICE, number=8), replace(ADVICE, lines=(WALK, TEA)),
        replace(ADVICE, group="Anytown Dog Shelter"),
        replace(ADVICE, lines=(replace(WALK, amount=Money(13_51)), BACK, TEA)),
    ],
)  # fmt: skip
def test_whatever_is_changed_the_check_sum_tells(other):
    assert other.digest != ADVICE.digest
    assert ADVICE.digest.startswith(ADVICE.check) and len(ADVICE.check) == 12


def test_the_reference_fits_a_bank_statement():
    assert replace(ADVICE, number=999_999).reference == "REMITTANCE 999999"
    assert len(replace(ADVICE, number=999_999).reference) <= 18


class TestTheFile:
    def test_amounts_are_numbers_to_the_penny_and_words_are_words(self):
        odd = replace(ADVICE, lines=(replace(WALK, activity='=HYPERLINK("x")'), BACK))
        rows = list(csv.reader(io.StringIO(write_csv(odd.rows()))))
        assert rows[1] == ["2026-10-05", '\'=HYPERLINK("x")', "3 people", "4.50", "13.50", "no"]
        assert rows[2] == ["2026-10-05", "Dog walking", "1 person", "4.50", "-4.50", "yes"]
        assert rows[3] == ["", "All together", "REMITTANCE 7", "", "9.00", ""]
        assert rows[4][2] == odd.digest


class TestWhatCanBePaid:
    def test_a_penny_can(self):
        must_be_payable([Money(5), Money(-4)])

    def test_no_line_cannot(self):
        with pytest.raises(RuleBroken, match="nothing to pay"):
            must_be_payable([])

    @pytest.mark.parametrize("back", [Money(-5), Money(-6)])
    def test_nor_can_what_was_taken_back(self, back):
        with pytest.raises(RuleBroken, match="More was taken back"):
            must_be_payable([Money(5), back])
