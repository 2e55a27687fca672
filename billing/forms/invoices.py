"""What is asked before an invoice is issued, and about what is done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Self

from wtforms import ValidationError
from wtforms.validators import InputRequired, Length, Optional

from billing.settling import Act, Acted, Settling, must_be_a_day, must_be_possible
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money
from web.fields import DateField, LongTextField, MoneyField, RadiosField, TextField, VersionField
from web.forms import ButtonForm, Form

LINE = Length(max=300, message="Use 300 letters or fewer.")
NAME_NOBODY = "Name nobody who is helped. Codes in the list of charges say which one you mean."
WAYS = {Act.PAY.value: "It came in", Act.GIVE_BACK.value: "It went back, or was written down wrong"}


class SureForm(ButtonForm):
    """Is that what is wanted? `version` says what was looked at."""

    version = VersionField()


class QuestionForm(Form):
    """What is wrong with the line?"""

    because = LongTextField(
        "What is your question?", hint=NAME_NOBODY,
        validators=[InputRequired("Write what your question is.")], rows=4, count=1000,
    )  # fmt: skip
    version = VersionField()


class AnswerForm(Form):
    """What is the answer?"""

    because = LongTextField(
        "What is your answer?", hint=NAME_NOBODY,
        validators=[InputRequired("Write your answer.")], rows=4, count=1000,
    )  # fmt: skip
    version = VersionField()


class MoneyForm(Form):
    """What came in or went back, and when?"""

    way = RadiosField(
        "Did it come in, or go back?", choices=WAYS, validators=[InputRequired("Choose one.")]
    )
    amount = MoneyField("How much?", validators=[InputRequired("Enter an amount.")])
    on = DateField("On which day?", validators=[InputRequired("Enter the day.")])
    because = TextField("What does the bank statement say?", validators=[Optional(), LINE])
    version = VersionField()

    stands: ClassVar[Settling | None] = None
    """How the invoice stands, where nobody did anything with it since the page was opened."""
    issued_on: ClassVar[date]
    today: ClassVar[date]

    @classmethod
    def about(cls, stands: Settling, *, issued_on: date, today: date, seen: int) -> Self:
        """The form for an invoice; `seen` is how much was done with it."""
        facts = {"stands": stands, "issued_on": issued_on, "today": today}
        kind: type[Self] = type(cls.__name__, (cls,), facts)
        form = kind.submitted(version=str(seen))
        if form.version.number != seen:
            kind.stands = None
        return form

    def validate_amount(self, field: MoneyField) -> None:
        """Say that it is too much in one go with what is wrong about the day."""
        if self.stands is not None and self.way.data in WAYS:
            done = Acted(Act(self.way.data), self.today, amount=field.data or NOTHING)
            self._ask(must_be_possible, self.stands, done)

    def validate_on(self, field: DateField) -> None:
        """Say that the day cannot be."""
        self._ask(must_be_a_day, field.data, issued_on=self.issued_on, today=self.today)

    @staticmethod
    def _ask(rule: Callable[..., None], *facts: Any, **more: Any) -> None:
        try:
            rule(*facts, **more)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal

    @property
    def acted(self) -> Acted:
        """What was done, as it was typed."""
        return Acted(Act(self.way.data), self.on.data, amount=self.amount.data or NOTHING)


class CreditForm(Form):
    """How much of the line is credited, and why?"""

    amount = MoneyField(
        "How much is credited, before tax?", validators=[InputRequired("Enter an amount.")]
    )
    because = LongTextField(
        "Why is it credited?", hint=NAME_NOBODY,
        validators=[InputRequired("Write why it is credited.")], rows=3, count=500,
    )  # fmt: skip
    version = VersionField()

    @property
    def net(self) -> Money:
        """How much, as it was typed."""
        return self.amount.data or NOTHING
