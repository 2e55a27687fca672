"""By which steps people pay, whether somebody can, and what they paid."""

from wtforms.validators import InputRequired, Length, Optional

from billing.contributions import CanPay, Schedule, Taper
from referrals.forms.heeding import AboutPerson
from web.fields import (
    DateField,
    LongTextField,
    MoneyField,
    RadiosField,
    TextField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=300, message="Use 300 letters or fewer.")


class StepsForm(Form):
    """By which steps do people pay?"""

    taper = RadiosField(
        "What are the steps counted by?", choices=choices_of(Taper),
        validators=[InputRequired("Choose what the steps are counted by.")],
    )  # fmt: skip
    steps = LongTextField(
        "What does a session cost, and from when on?",
        hint="One step on each line, like 6: 1.00 for £1 after six. Leave it empty if nobody pays.",
        rows=5, count=400,
    )  # fmt: skip
    version = VersionField()

    @property
    def schedule(self) -> Schedule:
        """The steps as they were typed. Raises RuleBroken for what cannot be read."""
        return Schedule.read(Taper(self.taper.data), self.steps.data)


class CanPayForm(AboutPerson):
    """Can they pay, or are they let off?"""

    written_in = "Where it says what they pay"

    can_pay = RadiosField(
        "Can they pay?", choices=choices_of(CanPay),
        validators=[InputRequired("Choose one.")],
    )  # fmt: skip
    let_off = TextField(
        "Why are they let off, if they are?",
        hint="For example: until the benefits are settled.",
        validators=[Optional(), LINE],
    )
    version = VersionField()


class CameForm(Form):
    """On which day did they come, and what did they pay?"""

    on = DateField("On which day did they come?", validators=[InputRequired("Enter the day.")])
    paid = MoneyField("What did they pay?", validators=[InputRequired("Enter an amount, or 0.")])
    version = VersionField()
