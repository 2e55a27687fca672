"""Where a group is paid to: checked as far as can be without the bank, and shown by its last digits alone."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from directory.vocabulary import Worded
from kernel.csv_safety import CsvValue
from kernel.errors import RuleBroken
from kernel.lifecycle import Lifecycle, move

SORT_CODE_DIGITS = 6
ACCOUNT_DIGITS = 8
LONGEST_NAME = 18
"""So many letters of a name go through Bacs."""
SHOWN = 2

LONGEST_AHEAD = timedelta(days=60)
"""So far ahead a day to pay on may lie: a later one is a slip of the finger."""

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]")
_NOT_FOR_BACS = re.compile(r"[^A-Z0-9./& -]")
_LATIN = re.compile(r"LATIN (?:CAPITAL|SMALL) (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH .*)?")
_LATIN_BY_NAME = {"ETH": "D", "THORN": "TH"}
_BY_NAME = re.compile(r"LATIN (?:CAPITAL|SMALL) LETTER (ETH|THORN)")


class DetailsState(Worded):
    """Where bank details stand."""

    PROPOSED = "proposed", "Waits for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    DROPPED = "dropped", "Dropped"


class DetailsMove(Worded):
    """What is done with them."""

    CONFIRM = "confirm", "Confirmed"
    DROP = "drop", "Dropped"


DETAILS = Lifecycle(
    start=DetailsState.PROPOSED,
    moves={
        DetailsMove.CONFIRM: move(DetailsState.PROPOSED, to=DetailsState.CONFIRMED),
        DetailsMove.DROP: move(DetailsState.PROPOSED, to=DetailsState.DROPPED),
    },
)


@dataclass(frozen=True)
class BankDetails:
    """A name, a sort code and an account. The digits are in no words that it makes of itself."""

    name: str
    sort_code: str = field(repr=False)
    account: str = field(repr=False)

    @classmethod
    def typed(cls, name: str, sort_code: str, account: str) -> Self:
        """As they were typed. Raises RuleBroken, at the field, for what no bank would take."""
        made = cls(" ".join(name.split()), _digits(sort_code), _digits(account))
        if not made.bacs_name:
            raise RuleBroken("Write the name on the account in plain letters.", field="name")
        check_sort_code(sort_code)
        check_account_number(account)
        return made

    @property
    def bacs_name(self) -> str:
        """The name as Bacs takes it: capitals without marks, and digits, cut off."""
        apart = unicodedata.normalize("NFKD", self.name)
        plain = _NOT_FOR_BACS.sub("", "".join(map(_without_marks, apart)).upper())
        return " ".join(plain.split())[:LONGEST_NAME].strip()

    @property
    def masked(self) -> str:
        """Enough to tell two accounts apart by, and not enough to use one."""
        return f"{self.name}, account ending in {self.account[-SHOWN:]}"

    def is_same_account(self, other: "BankDetails") -> bool:
        """Whether both are one account, whatever the name on it."""
        return (self.sort_code, self.account) == (other.sort_code, other.account)


@dataclass(frozen=True)
class Payment:
    """A line of a payment file."""

    to: BankDetails
    amount: CsvValue
    reference: str


def file_rows(payments: tuple[Payment, ...]) -> tuple[tuple[CsvValue, ...], ...]:
    """A payment file as a table, with a line of headings: all but the amount is text, so that no 0 is lost."""
    heading = ("Sort code", "Account number", "Name", "Amount", "Reference")
    return (
        heading,
        *(
            (one.to.sort_code, one.to.account, one.to.bacs_name, one.amount, one.reference)
            for one in payments
        ),
    )


def check_sort_code(text: str) -> None:
    """Refuse what is no sort code with RuleBroken, at its field."""
    _check(_digits(text), SORT_CODE_DIGITS, "A sort code", "sort_code")


def check_account_number(text: str) -> None:
    """Refuse what is no account number with RuleBroken, at its field."""
    _check(_digits(text), ACCOUNT_DIGITS, "An account number", "account_number")


def check_pay_day(pay_on: date, *, today: date) -> None:
    """Refuse a day to pay on that is over, or further ahead than anybody means, with RuleBroken."""
    if pay_on < today:
        raise RuleBroken("Choose today or a later day.", field="pay_on")
    if pay_on > today + LONGEST_AHEAD:
        raise RuleBroken(f"Choose a day within {LONGEST_AHEAD.days} days.", field="pay_on")


def _without_marks(letter: str) -> str:
    """The plain letters of a letter, by what it is called: Ø is an O WITH STROKE, Æ an AE."""
    name = unicodedata.name(letter, "")
    if found := _LATIN.fullmatch(name):
        return found[1]
    special = _BY_NAME.fullmatch(name)
    return _LATIN_BY_NAME[special[1]] if special else letter


def _digits(text: str) -> str:
    return _BETWEEN.sub("", text)


def _check(digits: str, wanted: int, what: str, field_name: str) -> None:
    if not (digits.isascii() and digits.isdigit()) or len(digits) != wanted:
        more = " If it is shorter, put noughts in front." if wanted == ACCOUNT_DIGITS else ""
        raise RuleBroken(f"{what} has {wanted} digits.{more}", field=field_name)
    if not digits.strip("0"):
        raise RuleBroken(f"{what} is not all noughts.", field=field_name)
