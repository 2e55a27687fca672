"""What somebody is asked who comes by their own link."""

from wtforms.validators import InputRequired

from referrals.forms.births import BirthDateField
from web.fields import TickField
from web.forms import Form


class DateOfBirthForm(Form):
    """When were you born?"""

    born_on = BirthDateField(
        "Your date of birth",
        hint="For example, 27 3 1957",
        validators=[InputRequired("Write the day, the month and the year.")],
    )


class SendLinkForm(Form):
    """Where somebody named safe times: is it one now?"""

    is_safe_now = TickField("It is a safe time now, so the message may go at once")
