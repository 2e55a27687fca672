"""A number of each hundred: with a sign or without, and never more than there is."""

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from billing.forms.percents import PercentField


class Asked(Form):
    share = PercentField("Share")


@pytest.mark.parametrize(("typed", "number"), [
    ("20", "20"), ("12.5", "12.5"), (" 12.50 % ", "12.50"), ("0", "0"), ("100", "100"),
])  # fmt: skip
def test_is_read_as_it_is_written(typed, number):
    form = Asked(MultiDict({"share": typed}))
    assert form.validate() and form.share.data == Decimal(number)


@pytest.mark.parametrize("typed", ["101", "-1", "1.234", "half", "1e2", "٢٠"])
def test_what_is_none_is_shown_again_as_it_was_typed(typed):
    form = Asked(MultiDict({"share": typed}))
    assert not form.validate()
    assert form.share.errors == ["Enter a number from 0 to 100, like 20 or 12.5."]
    assert (form.share.data, form.share.shown()) == (None, typed)


def test_a_blank_is_no_answer_and_a_number_is_shown_without_zeros():
    form = Asked(MultiDict({"share": " "}))
    assert form.validate() and form.share.data is None
    assert Asked(data={"share": Decimal("37.50")}).share.shown() == "37.5"
    assert Asked(data={"share": Decimal(100)}).share.shown() == "100"
    assert Asked().share.shown() == ""
