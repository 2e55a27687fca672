"""A date of birth, asked for in the same way everywhere."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from kernel.errors import RuleBroken
from referrals import asked
from web.fields import DateField
from web.request import london_day

PARTS = ("day", "month", "year")
BETWEEN = "/"


class BirthDateField(DateField):
    """The day on which somebody was born: not one to come, nor one too long ago for anybody alive."""

    first_year: ClassVar[int] = 1000
    like: ClassVar[int] = 1948

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None
    ) -> None:
        """A day that could not be read is shown as it was typed, from the words of `typed`."""
        super().process(formdata, data, extra_filters)
        if isinstance(self.data, str):
            self.parts = dict(zip(PARTS, self.data.split(BETWEEN), strict=False))
            self.data = None

    @property
    def typed(self) -> str:
        """What was typed, in one line."""
        return BETWEEN.join(self.parts.get(part, "").replace(BETWEEN, " ") for part in PARTS)

    def post_validate(self, form: BaseForm, validation_stopped: Any) -> None:
        if self.errors:
            return
        try:
            asked.check_birthday(self.data, on=london_day())
        except RuleBroken as wrong:
            raise ValidationError(wrong.message) from wrong
