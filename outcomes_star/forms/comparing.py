"""With which localities to compare."""

from web.fields import CheckboxesField
from web.forms import Form


class ComparingForm(Form):
    """The localities where our help has not started."""

    localities = CheckboxesField(
        "Where has your help not started yet?",
        hint="Choose none to compare with nobody.",
        choices={},
    )
