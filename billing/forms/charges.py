"""Why a charge is reversed."""

from wtforms.validators import InputRequired

from web.fields import LongTextField, RadiosField
from web.forms import Form

ANEW = {
    "yes": "Yes, by the band that stands now",
    "no": "No, this year is not charged at all",
}


class ReverseForm(Form):
    """Why is it reversed, and is the year charged anew?"""

    because = LongTextField(
        "Why is it reversed?",
        hint="For example: the wrong band was chosen.",
        validators=[InputRequired("Write why it is reversed.")],
        rows=3, count=500,
    )  # fmt: skip
    anew = RadiosField(
        "Is the year charged anew?", choices=ANEW, validators=[InputRequired("Choose one.")]
    )
