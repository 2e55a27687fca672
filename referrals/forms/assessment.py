"""What a link worker records of the first meeting: facts, and no score."""

from typing import Any

from wtforms.validators import InputRequired, Length, Optional

from referrals.criteria import PROFILE, Level, MentalHealth, Mobility, OngoingInput
from referrals.forms.contacts import MEETINGS
from referrals.forms.heeding import NOT_FOR_PRACTICE, AboutPerson
from referrals.operations.assessing import Found
from referrals.vocabulary import Channel, SupportLevel
from web.fields import DateField, NumberField, RadiosField, TextField, choices_of

LINE = Length(max=200, message="Use 200 letters or fewer.")


def _level(name: str) -> Any:
    return RadiosField(
        PROFILE[name], choices=choices_of(Level), inline=True, validators=[Optional()]
    )


class FindingsForm(AboutPerson):
    """What did you find?"""

    written_in = "In what was found at the first meeting"

    co_morbidities = NumberField(
        "How many long-term conditions do they have?",
        validators=[InputRequired("Enter how many conditions they have.")],
    )
    mental_health = RadiosField(
        "How are they in themselves?", choices=choices_of(MentalHealth),
        validators=[InputRequired("Choose how they are in themselves.")],
    )  # fmt: skip
    mobility = RadiosField(
        "How do they get about?", choices=choices_of(Mobility),
        validators=[InputRequired("Choose how they get about.")],
    )  # fmt: skip
    ongoing_input = RadiosField(
        "How will you keep in touch with them?", choices=choices_of(OngoingInput),
        validators=[InputRequired("Choose how you will keep in touch with them.")],
    )  # fmt: skip
    support_level = RadiosField(
        "How much support do they need?", choices=choices_of(SupportLevel),
        validators=[InputRequired("Choose how much support they need.")],
    )  # fmt: skip
    because = TextField(
        "Why more or less than before?",
        hint=f"Only if it has changed. {NOT_FOR_PRACTICE}",
        validators=[Optional(), LINE],
    )
    severity = _level("severity")
    instability = _level("instability")
    duration = _level("duration")
    urgency = _level("urgency")
    breadth = _level("breadth")
    dependence = _level("dependence")

    def found(self) -> Found:
        """What was found."""
        answers = {name: self._fields[name].data for name in PROFILE}
        return Found(
            self.co_morbidities.data or 0, MentalHealth(self.mental_health.data),
            Mobility(self.mobility.data), OngoingInput(self.ongoing_input.data),
            SupportLevel(self.support_level.data), self.because.data,
            {name: Level(answer) for name, answer in answers.items() if answer},
        )  # fmt: skip


class AssessForm(FindingsForm):
    """What did you find at the first meeting, and how long did it take?"""

    asked_first = ("minutes", "channel", "day")

    minutes = NumberField(
        "How many minutes did you meet?", validators=[InputRequired("Enter how many minutes.")]
    )
    channel = RadiosField(
        "How did you meet?", choices=choices_of(MEETINGS), inline=True,
        validators=[InputRequired("Choose how you met.")],
    )  # fmt: skip
    day = DateField(
        "When?", hint="Leave it as it is for today.", validators=[Optional()], mark_optional=False
    )

    @property
    def way(self) -> Channel:
        """How they met."""
        return Channel(self.channel.data)
