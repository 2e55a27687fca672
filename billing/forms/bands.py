"""Which band fits, and why if it is not the one that is suggested."""

from wtforms.validators import InputRequired, Length, Optional

from billing.bands import Band
from referrals.forms.heeding import AboutPerson
from web.fields import RadiosField, TextField, VersionField, choices_of

LINE = Length(max=300, message="Use 300 letters or fewer.")


class BandForm(AboutPerson):
    """The link worker knows the person, and chooses."""

    written_in = "Where the band was chosen"

    band = RadiosField(
        "Which band fits?", choices=choices_of(Band),
        validators=[InputRequired("Choose the band that fits.")],
    )  # fmt: skip
    because = TextField(
        "Why, if it is not the suggested one?",
        hint="For example: her sister has moved away, and she needs somebody to go along.",
        validators=[Optional(), LINE],
    )
    version = VersionField()
