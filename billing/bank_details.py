"""Where a group is paid to: checked as far as can be without the bank, and shown by its last digits alone."""

import re
from dataclasses import dataclass, field
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

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]")
_NOT_FOR_BACS = re.compile(r"[^A-Z0-9./& -]")


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
        _check(made.sort_code, SORT_CODE_DIGITS, "A sort code", "sort_code")
        _check(made.account, ACCOUNT_DIGITS, "An account number", "account_number")
        return made

    @property
    def bacs_name(self) -> str:
        """The name as Bacs takes it: capitals and digits, cut off."""
        plain = _NOT_FOR_BACS.sub("", self.name.upper().replace("\u2019", ""))
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


def _digits(text: str) -> str:
    return _BETWEEN.sub("", text)


def _check(digits: str, wanted: int, what: str, field_name: str) -> None:
    if not (digits.isascii() and digits.isdigit()) or len(digits) != wanted:
        more = " If it is shorter, put noughts in front." if wanted == ACCOUNT_DIGITS else ""
        raise RuleBroken(f"{what} has {wanted} digits.{more}", field=field_name)
    if not digits.strip("0"):
        raise RuleBroken(f"{what} is not all noughts.", field=field_name)
