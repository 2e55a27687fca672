"""What somebody is asked who wants a link worker for themselves."""

from wtforms.validators import InputRequired, Length, Optional

from web.fields import (
    HiddenField,
    LongTextField,
    PostcodeField,
    RadiosField,
    TextField,
    TickField,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")


class ReferYourselfForm(Form):
    """Three answers and a yes. `nickname` is for machines: people do not see it."""

    lead = RadiosField("Who is near you?", validators=[InputRequired("Choose who is near you.")])
    name = TextField(
        "Your name", autocomplete="name", validators=[InputRequired("Enter your name."), LINE]
    )
    contact = TextField(
        "How can we reach you?",
        hint="A phone number or an e-mail address.",
        validators=[InputRequired("Enter a phone number or an e-mail address."), LINE],
    )
    no_voicemail = TickField("Leave no message if I do not pick up")
    safe_times = TextField(
        "When is it safe to ring you?",
        hint="For example: weekdays before 3pm.",
        validators=[Optional(), LINE],
    )
    why_now = LongTextField(
        "What would you like help with?",
        rows=4,
        hint="A few words will do.",
        validators=[InputRequired("Say in a few words what you would like help with."), TEXT],
    )
    postcode = PostcodeField("Your postcode", validators=[Optional(), LINE])
    consent = TickField(
        "They may keep what I wrote, so that a link worker can reach me",
        validators=[InputRequired("Tick the box, or we cannot keep what you wrote.")],
    )
    nickname = TextField("Leave this empty", validators=[Optional()])
    opened = HiddenField()
