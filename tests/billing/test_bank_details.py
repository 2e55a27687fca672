"""What a bank would take, in words where it would not; never more than the last digits in what is shown."""

import csv
import io
import sys
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.bank_details import (
    DETAILS,
    BankDetails,
    DetailsMove,
    DetailsState,
    Payment,
    check_pay_day,
    file_rows,
)
from kernel.csv_safety import write_csv
from kernel.errors import RuleBroken

KITCHEN = BankDetails("The Community Kitchen", "204060", "12345678")


class TestTyping:
    @pytest.mark.parametrize(
        "sort_code", ["204060", "20-40-60", "20 40 60", "20–40–60", " 20-40 60"]
    )
    @pytest.mark.parametrize("account", ["12345678", "1234 5678", "1234-5678"])
    def test_blanks_and_dashes_do_not_matter(self, sort_code, account):
        assert BankDetails.typed(" The  Community Kitchen ", sort_code, account) == KITCHEN

    @pytest.mark.parametrize(
        "sort_code", ["", "20406", "2040600", "20406O", "000000", "٢٠٤٠٦٠", "20/40/60"]
    )
    def test_a_sort_code_has_six_digits(self, sort_code):
        with pytest.raises(RuleBroken, match="A sort code") as refused:
            BankDetails.typed("Kitchen", sort_code, "12345678")
        assert refused.value.field == "sort_code"

    @pytest.mark.parametrize("account", ["", "1234567", "123456789", "1234567X", "00000000"])
    def test_an_account_number_has_eight(self, account):
        with pytest.raises(RuleBroken, match="An account number") as refused:
            BankDetails.typed("Kitchen", "204060", account)
        assert refused.value.field == "account_number"

    def test_whoever_has_fewer_is_told_what_to_do(self):
        with pytest.raises(RuleBroken, match="put noughts in front"):
            BankDetails.typed("Kitchen", "204060", "1234567")

    @pytest.mark.parametrize("name", ["", "   ", "ﷺ", "狗"])
    def test_a_name_has_letters_that_a_bank_takes(self, name):
        with pytest.raises(RuleBroken, match="plain letters") as refused:
            BankDetails.typed(name, "204060", "12345678")
        assert refused.value.field == "name"


class TestWhatIsShown:
    def test_it_is_no_more_than_the_last_digits(self):
        shown = f"{KITCHEN!r} {KITCHEN} {KITCHEN.masked}"
        assert KITCHEN.masked == "The Community Kitchen, account ending in 78"
        assert "12345678" not in shown and "204060" not in shown and "20" not in shown

    def test_two_names_may_be_one_account(self):
        assert KITCHEN.is_same_account(BankDetails("Kim", "204060", "12345678"))
        assert not KITCHEN.is_same_account(BankDetails("Kim", "204060", "12345679"))
        assert not KITCHEN.is_same_account(BankDetails("Kim", "204061", "12345678"))

    @pytest.mark.parametrize(
        ("name", "bacs"),
        [
            ("The Community Kitchen", "THE COMMUNITY KITC"), ("Kim’s Café & Co.", "KIMS CAFE & CO."),
            ("=HYPERLINK(1)", "HYPERLINK1"), ("O'Neil-Smith/Rae", "ONEIL-SMITH/RAE"),
        ],
    )  # fmt: skip
    def test_a_name_is_written_as_bacs_takes_it(self, name, bacs):
        assert BankDetails(name, "204060", "12345678").bacs_name == bacs

    @pytest.mark.parametrize(
        ("name", "bacs"),
        [
            ("Cafe\u0301 Zoë", "CAFE ZOE"), ("Świętą Łódź", "SWIETA LODZ"), ("Ælfgar", "AELFGAR"),
            ("Œuvre", "OEUVRE"), ("Straße", "STRASSE"), ("Þór og Eyða", "THOR OG EYDA"),
            ("Đặng Ơn", "DANG ON"), ("ılıca İzmir", "ILICA IZMIR"), ("ﬁne", "FINE"),
        ],
    )  # fmt: skip
    def test_letters_lose_their_marks_and_stay(self, name, bacs):
        assert BankDetails(name, "204060", "12345678").bacs_name == bacs

    def test_so_does_every_letter_of_the_latin_alphabet(self):
        plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        tried = 0
        for number in range(sys.maxunicode):
            name = unicodedata.name(chr(number), "").replace(" WITH SMALL LETTER ", "")
            words = name.split(" WITH ")[0].split()
            if (
                words[:1] == ["LATIN"]
                and words[2:3] == ["LETTER"]
                and words[3:] in map(list, plain)
            ):
                tried += 1
                assert BankDetails(chr(number), "204060", "12345678").bacs_name == words[3]
        assert tried > 700


class TestTheFile:
    def test_noughts_in_front_stay_and_an_amount_is_a_number(self):
        small = BankDetails("Dogs", "001122", "00345678")
        rows = file_rows((Payment(small, Decimal("4.50"), "REMITTANCE 7"),))
        assert list(csv.reader(io.StringIO(write_csv(rows)))) == [
            ["Sort code", "Account number", "Name", "Amount", "Reference"],
            ["001122", "00345678", "DOGS", "4.50", "REMITTANCE 7"],
        ]

    @pytest.mark.parametrize("name", ["-Dogs", "=1+1 Dogs", "@Dogs", "+Dogs"])
    def test_no_name_runs_in_a_spreadsheet(self, name):
        rows = file_rows((Payment(BankDetails(name, "001122", "00345678"), Decimal(1), "R"),))
        cell = list(csv.reader(io.StringIO(write_csv(rows))))[1][2]
        assert cell[0] not in "=+-@"


def test_what_is_settled_stays_so():
    for state in (DetailsState.CONFIRMED, DetailsState.DROPPED):
        assert DETAILS.open_moves(state) == () or not DETAILS.open_moves(state)
    assert set(DETAILS.open_moves(DetailsState.PROPOSED)) == set(DetailsMove)


class TestTheDayToPayOn:
    TODAY = date(2026, 12, 4)

    @pytest.mark.parametrize("ahead", [0, 1, 60])
    def test_it_is_today_or_soon(self, ahead):
        check_pay_day(self.TODAY + timedelta(days=ahead), today=self.TODAY)

    @pytest.mark.parametrize(
        ("ahead", "says"),
        [(-1, "today or a later day"), (61, "within 60 days"), (13_150, "60 days")],
    )
    def test_a_slip_of_the_finger_is_refused(self, ahead, says):
        with pytest.raises(RuleBroken, match=says) as refused:
            check_pay_day(self.TODAY + timedelta(days=ahead), today=self.TODAY)
        assert refused.value.field == "pay_on"
