"""What a manager of a practice is asked about the key of its own system."""

from wtforms.validators import InputRequired, Length

from web.fields import TextField
from web.forms import Form

USUAL = "Our record system"


class KeyForm(Form):
    """Which system is it for?"""

    name = TextField(
        "Which system is it for?",
        hint="So that you know later which key to take back. For example: EMIS server, main site",
        validators=[
            InputRequired("Say which system it is for."),
            Length(max=80, message="Use 80 letters or fewer."),
        ],
    )
