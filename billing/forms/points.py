"""What a funder is asked about points: for which report, how many, and why."""

from wtforms.validators import InputRequired

from billing.forms.contract_parts import MOST_POINTS, from_0_to
from billing.points import Way, Written
from billing.queries.points import YearOfPoints
from web.fields import LongTextField, NumberField, RadiosField, VersionField, choices_of
from web.forms import Form

NAME_NOBODY = "Name nobody who is helped. Say what the report shows."


class PointsForm(Form):
    """Which points were earned, or are taken back? `version` says what was looked at."""

    report = RadiosField(
        "Which report?", choices={}, validators=[InputRequired("Choose the report.")]
    )
    way = RadiosField(
        "Were points earned, or are they taken back?", choices=choices_of(Way),
        validators=[InputRequired("Choose one.")],
    )  # fmt: skip
    points = NumberField(
        "How many points?", hint="Some now and more later is possible.",
        validators=[InputRequired("Enter how many points."), from_0_to(MOST_POINTS)],
    )  # fmt: skip
    because = LongTextField(
        "Why?", hint=NAME_NOBODY, validators=[InputRequired("Write why.")], rows=4, count=500
    )
    version = VersionField()

    def offer(self, year: YearOfPoints) -> None:
        """Say which reports there are in a year."""
        self.year = year.number
        self.report.choices = {
            one.name: f"{one.name}: has {one.earned} of {one.most}" for one in year.reports
        }

    @property
    def written(self) -> Written:
        """What was typed."""
        return Written(
            self.year, self.report.data, Way(self.way.data), self.points.data or 0,
            self.because.data,
        )  # fmt: skip
