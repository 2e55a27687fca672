"""A date of birth, asked for in the same way everywhere."""

from typing import Any, ClassVar

from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from kernel.errors import RuleBroken
from referrals import asked
from web.fields import DateField
from web.request import london_day


class BirthDateField(DateField):
    """The day on which somebody was born: not one to come, nor one too long ago for anybody alive."""

    first_year: ClassVar[int] = 1000
    like: ClassVar[int] = 1948

    def post_validate(self, form: BaseForm, validation_stopped: Any) -> None:
        if self.errors:
            return
        try:
            asked.check_birthday(self.data, on=london_day())
        except RuleBroken as wrong:
            raise ValidationError(wrong.message) from wrong
