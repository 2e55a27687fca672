"""What a link worker says before a star goes out by e-mail."""

from wtforms.validators import InputRequired

from web.fields import TickField
from web.forms import Form


class EmailForm(Form):
    """Did they ask for it, and is it safe?"""

    is_asked_for = TickField(
        "They asked to have it in an e-mail, and know that whoever reads their e-mail can read it",
        validators=[InputRequired("Send it only when they ask for it. Then tick this.")],
    )
    is_safe_now = TickField("It is a safe time now, so the e-mail may go at once")
