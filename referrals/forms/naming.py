"""Which link worker a practice's referrals go to."""

from wtforms.validators import InputRequired

from web.fields import RadiosField
from web.forms import Form


class NameWorkerForm(Form):
    """Who of the lead NTP's link workers?"""

    worker = RadiosField("Which link worker?", validators=[InputRequired("Choose a link worker.")])
