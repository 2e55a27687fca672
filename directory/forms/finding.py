"""What somebody who looks for an activity is asked: where to send a list, what is missing."""

from wtforms.validators import InputRequired, Length, Optional

from directory.vocabulary import Domain
from web.fields import LongTextField, PostcodeField, RadiosField, SelectField, TextField, choices_of
from web.forms import Form

LONGEST_WISH = 500


class SendMenuForm(Form):
    """Where to send the list that somebody collected."""

    to = TextField(
        "Where shall we send your list?",
        hint="An e-mail address or a mobile number. We use it once and do not keep it for anything else.",
        validators=[
            InputRequired("Enter an e-mail address or a mobile number."),
            Length(max=200, message="Use 200 letters or fewer."),
        ],
        autocapitalize="none",
        spellcheck=False,
    )


class MissingForm(Form):
    """What somebody looked for and did not find."""

    wanted = LongTextField(
        "What would you like there to be?",
        hint="A few words are enough. Please leave out names and anything about your health.",
        validators=[InputRequired("Say what you would like there to be.")],
        count=LONGEST_WISH,
        rows=3,
    )
    domain = SelectField(
        "What kind of thing is it?",
        blank="I am not sure",
        choices=choices_of(Domain),
        validators=[Optional()],
    )
    postcode = PostcodeField(
        "Your postcode, or its first half",
        hint="So that the area knows where something is missing. NE6 is enough.",
        validators=[Optional()],
    )
    area = RadiosField("Which area is it about?", validators=[Optional()])
