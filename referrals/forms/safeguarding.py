"""What is asked about somebody's safety."""

from wtforms.validators import InputRequired, Length

from referrals.casework import Danger
from web.fields import LongTextField, RadiosField, VersionField, choices_of
from web.forms import Form

TEXT = Length(max=5000, message="Use 5,000 letters or fewer.")


class ConcernForm(Form):
    """What worries you?"""

    danger = RadiosField(
        "How soon does it need an answer?",
        choices=choices_of(Danger),
        validators=[InputRequired("Choose how soon.")],
    )
    words = LongTextField(
        "What did you see or hear?",
        rows=8,
        hint="Say what happened, when, and who was there. Keep what you think apart from it.",
        validators=[InputRequired("Say what you saw or heard."), TEXT],
    )


class WriteDownForm(Form):
    """What was done so far?"""

    words = LongTextField(
        "What was done, and what comes next?",
        rows=5,
        hint="For example: I rang the council at 10am. They ring back today.",
        validators=[InputRequired("Say what was done."), TEXT],
    )


class CloseConcernForm(Form):
    """What was done?"""

    what_was_done = LongTextField(
        "What was done?", rows=5, validators=[InputRequired("Say what was done."), TEXT]
    )
    version = VersionField()
