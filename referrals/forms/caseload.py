"""What a manager and a link worker are asked about a caseload as a whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from referrals.casework import Inequality
from referrals.clocks import Clock, Limits
from referrals.forms.heeding import NOT_FOR_PRACTICE, AboutPerson, AnswersDanger, EndsCase
from referrals.operations.clocks import PRESS_AGAIN
from referrals.queries.inbox import Load
from web.fields import (
    HiddenField,
    NumberField,
    RadiosField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
DAYS = (
    InputRequired("Enter a number of working days."),
    NumberRange(1, 90, "Enter a number of working days, from 1 to 90."),
)
NOBODY = "nobody"


def _days(label: str, **more: Any) -> NumberField:
    return NumberField(label, suffix="working days", validators=[*DAYS], **more)


NEVER = UUID(int=0)


class GiveForm(Form):
    """Who is to have this case?"""

    to = RadiosField("Who is to have this case?", validators=[InputRequired("Choose somebody.")])
    because = TextField(
        "Why, if it is not the link worker named for the practice?",
        hint="For example: away until May.",
        validators=[Optional(), LINE],
    )
    had = HiddenField()

    def ask_for(self, number: int) -> None:
        """Ask for several cases at once."""
        those = "this case" if number == 1 else f"these {number} cases"
        self.to.label.text = f"Who is to have {those}?"

    @property
    def had_id(self) -> UUID | None:
        """Who had it when the page was opened; whoever cannot be read is nobody who ever had it."""
        try:
            return UUID(self.had.data) if self.had.data else None
        except ValueError:
            return NEVER

    def offer(self, workers: Iterable[Load], named: frozenset[Any] = frozenset()) -> None:
        """Let one of these be chosen; each with what they have already."""
        self.to.choices = {str(one.id): one.name for one in workers}
        self.to.hints = {str(one.id): _hint(one, one.id in named) for one in workers}


def _hint(load: Load, is_named: bool) -> str:
    parts = ["Named for the practice"] if is_named else []
    parts.append("1 open case" if load.open == 1 else f"{load.open} open cases")
    if load.is_overloaded:
        parts.append("has too many")
    return ", ".join(parts)


class GiveAllForm(GiveForm):
    """Who is to have all of these cases?"""


class LeadSettingsForm(Form):
    """How long may people wait?"""

    read = _days("A referral is read within")
    accept = _days("It is accepted or sent back within")
    contact = _days("The person is reached within")
    urgent = _days(
        "Where the referral says “as soon as can be”, all of these are done within",
        hint="They also come first, after whoever is in danger. "
        "Where it says “sooner than usual”, it is half of the days above.",
    )
    meet = _days(
        "The first meeting is booked or held within",
        hint="Counted from the day they were reached, or missed a meeting.",
    )
    report = _days("The practice hears after the first meeting within")
    attempts = NumberField(
        "On how many days do you try before you say that somebody could not be reached?",
        suffix="different days",
        validators=[
            InputRequired("Enter on how many days you try."),
            NumberRange(1, 20, "Enter 1 to 20 days."),
        ],
    )  # fmt: skip
    most_cases = NumberField(
        "How many open cases are too many for one link worker?",
        hint="More than this shows as too many in the inbox.",
        validators=[
            InputRequired("Enter a number of cases."), NumberRange(1, 500, "Enter 1 to 500 cases.")
        ],
    )  # fmt: skip
    safeguarding_lead_id = RadiosField(
        "Who is told of worries about somebody's safety?",
        validators=[InputRequired("Choose who is told.")],
    )
    takes_self_referrals = TickField("People may ask for a link worker themselves")
    version = VersionField()

    @property
    def limits(self) -> Limits:
        """The clocks as they were typed."""
        asked = ("read", "accept", "contact", "urgent", "meet", "report", "attempts",
                 "most_cases")  # fmt: skip
        return Limits(**{name: self[name].data or 0 for name in asked})


class PutFirstForm(Form):
    """Why should they come first?"""

    group = RadiosField(
        "Why should they come first?",
        choices=choices_of(Inequality),
        validators=[InputRequired("Choose a reason.")],
    )


HOW = "How was it done?"


class StopClockForm(AboutPerson, EndsCase):
    """How was it done?"""

    how = TextField(
        HOW,
        hint="For example: I rang the practice nurse.",
        validators=[InputRequired("Say how it was done."), LINE],
    )

    def ask_about(self, clock: Clock) -> None:
        """Where somebody asks for help again, what is asked is why they are not helped here."""
        if clock is not Clock.AGAIN:
            del self.is_safe
            return
        self.how.label.text = "Why is it not opened again?"
        example = "For example: I rang her, and she goes to her sister instead."
        self.how.description = f"{example} {NOT_FOR_PRACTICE}"


class MadeSafeForm(AnswersDanger):
    """How was it made sure that they are safe? What answers danger is no new word of it."""

    how = TextField(
        HOW,
        hint="For example: the crisis team rings her today.",
        validators=[InputRequired("Say how it was done."), LINE],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Newer words are spoken of beside every other mistake."""
        is_well = super().validate(extra_validators)
        if self.is_behind:
            self.form_errors.append(PRESS_AGAIN)
        return is_well and not self.is_behind
