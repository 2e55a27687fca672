"""What somebody was looking for. Nothing about the person."""

from wtforms.validators import Optional

from directory.vocabulary import Domain
from web.fields import RadiosField, choices_of
from web.forms import Form


class SignpostForm(Form):
    """One question, which may be left."""

    domain = RadiosField(
        "What were they looking for?", choices=choices_of(Domain), validators=[Optional()]
    )
