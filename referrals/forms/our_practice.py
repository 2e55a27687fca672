"""What a practice is asked about itself."""

from wtforms.validators import InputRequired, Length, Optional

from referrals.queries.our_practice import Reporting
from web.fields import DateField, LongTextField, TextField, TickField, VersionField
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")


class TrainedForm(Form):
    """Who is trained in care planning?"""

    name = TextField("Name", validators=[InputRequired("Enter the name."), LINE])
    role = TextField(
        "What is their job?", hint="For example: practice nurse",
        validators=[InputRequired("Enter their job."), LINE],
    )  # fmt: skip
    trained_on = DateField("When were they trained?", validators=[InputRequired("Enter the day.")])


class ReportingForm(Form):
    """What was agreed with the lead NTP?"""

    frequency = TextField(
        "How often do you hear?", validators=[Optional(), LINE],
        hint="For example: after the first meeting, and every three months.",
    )  # fmt: skip
    content = LongTextField(
        "What do you hear?", rows=4, validators=[Optional(), TEXT],
        hint="For example: how people say they feel, and whether they come to us less often.",
    )  # fmt: skip
    channel = TextField(
        "How do you hear it?", validators=[Optional(), LINE], hint="For example: on this site."
    )
    codes_only = TickField(
        "Send us codes only",
        hint="Then no words about a person come to the practice, only codes for its record.",
    )
    version = VersionField()

    @property
    def reporting(self) -> Reporting:
        """What was agreed."""
        return Reporting(
            self.frequency.data or "", self.content.data or "", self.channel.data or "",
            bool(self.codes_only.data), self.version.number,
        )  # fmt: skip
