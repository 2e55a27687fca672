"""How much support somebody needs, and where on the pathway they stand."""

from wtforms.validators import InputRequired, Length

from referrals.forms.heeding import NOT_FOR_PRACTICE, AboutPerson
from referrals.vocabulary import Stage, SupportLevel
from web.fields import DateField, HiddenField, RadiosField, TextField, choices_of
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")


class SupportLevelForm(AboutPerson):
    """A step up or down, with its reason."""

    written_in = "With the support level"

    level = RadiosField(
        "How much support do they need?", choices=choices_of(SupportLevel),
        validators=[InputRequired("Choose a level.")],
    )  # fmt: skip
    because = TextField(
        "Why has it changed?",
        hint=f"For example: her husband died, and he did the cooking. {NOT_FOR_PRACTICE}",
        validators=[InputRequired("Say why it has changed."), LINE],
    )  # fmt: skip
    on = DateField("Since when?", validators=[InputRequired("Enter the day.")])
    seen = HiddenField()


class StageForm(Form):
    """Where they stand."""

    stage = RadiosField(
        "Where do they stand?", choices=choices_of(Stage),
        validators=[InputRequired("Choose a stage.")],
        hint="Support by the NHS and by groups can go on side by side.",
    )  # fmt: skip
    on = DateField("Since when?", validators=[InputRequired("Enter the day.")])
    seen = HiddenField()
