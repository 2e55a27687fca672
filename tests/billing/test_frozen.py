"""Values that are kept as plain JSON (billing/frozen.py)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from pydantic import ValidationError

from billing.frozen import CHECK_LETTERS, Document, KeptAsJson, digest_of
from billing.vocabulary import Vat
from kernel.money import Money


@dataclass(frozen=True)
class Sheet(Document):
    """What is handed out."""

    number: int
    on: date
    amount: Money
    vat: Vat | None = None
    came_later: ClassVar[tuple[str, ...]] = ("phone",)
    phone: str = ""


@dataclass(frozen=True)
class Answers(KeptAsJson):
    """What may have gaps."""

    keeps_defaults: ClassVar[bool] = False

    share: Decimal | None = None
    parts: tuple[Money, ...] = ()


SHEET = Sheet(7, date(2027, 3, 31), Money(24_00), Vat.EXEMPT)


def test_what_was_kept_comes_back_the_same():
    assert Sheet.from_json(SHEET.to_json()) == SHEET
    answers = Answers(Decimal("12.50"), (Money(1), Money(0)))
    assert Answers.from_json(answers.to_json()) == answers


def test_what_nobody_answered_is_kept_only_in_a_document():
    assert Answers().to_json() == {}
    assert replace(SHEET, vat=None).to_json()["vat"] is None


def test_a_fact_that_came_later_changes_no_check_sum_of_what_was_handed_out():
    assert "phone" not in SHEET.to_json()
    rung = replace(SHEET, phone="0191 498 0100")
    assert Sheet.from_json(rung.to_json()) == rung
    assert rung.digest != SHEET.digest


def test_a_word_that_left_its_list_is_an_error_and_no_guess():
    with pytest.raises(ValidationError):
        Sheet.from_json(SHEET.to_json() | {"vat": "halved"})


def test_the_check_sum_tells_every_change_and_no_order():
    kept = SHEET.to_json()
    assert digest_of(dict(reversed(kept.items()))) == SHEET.digest
    assert replace(SHEET, amount=Money(24_01)).digest != SHEET.digest
    assert SHEET.digest.startswith(SHEET.check)
    assert len(SHEET.check) == CHECK_LETTERS
