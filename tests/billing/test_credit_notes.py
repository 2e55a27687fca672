"""What a credit note says: it takes its tax off too, and reads as it was written."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from billing.credit_notes import Credited
from billing.vocabulary import LineKind, Vat
from kernel.money import NOTHING, Money, total

NOTE = Credited(
    number=1, lead="Anytown Community Links", funders=("Anytown Health",), invoice=3,
    issued_on=date(2026, 6, 1), kind=LineKind.TARIFF, what="A year of help, low", because="Charged twice",
    before=NOTHING, net=Money(50_00), vat=Vat.STANDARD,
)  # fmt: skip


def test_it_takes_its_tax_off_too():
    assert (NOTE.total, replace(NOTE, vat=Vat.EXEMPT).total) == (Money(60_00), Money(50_00))


def test_it_reads_as_it_was_written():
    assert Credited.from_json(NOTE.to_json()) == NOTE
    assert replace(NOTE, because="Another reason").check != NOTE.check


@given(st.lists(st.integers(1, 500), min_size=1, max_size=12))
def test_many_small_ones_take_off_no_more_tax_than_one_large_one(parts):
    notes, before = [], NOTHING
    for pence in parts:
        notes.append(replace(NOTE, before=before, net=Money(pence)))
        before += Money(pence)
    assert total(one.total for one in notes) == replace(NOTE, before=NOTHING, net=before).total
