"""Who is looked for, and why a colleague's case is opened."""

from wtforms.validators import InputRequired, Length

from kernel.errors import RuleBroken
from referrals import nhs_numbers
from referrals.forms.births import BirthDateField
from referrals.forms.heeding import AboutPerson
from referrals.queries.openings import Sought
from web.fields import LongTextField, TextField
from web.forms import Form

SAY_WHO = "Enter an NHS number, or a whole name and a date of birth."
SHORTEST_REASON = 10
WHO_READS = "Your manager and the link worker of the case can read your reason."


class FindForm(Form):
    """Who is it, exactly?"""

    nhs_number = TextField(
        "NHS number", hint="10 digits, like 999 000 0018", inputmode="numeric", spellcheck=False,
        autocomplete="off", width=20, mark_optional=False,
    )  # fmt: skip
    name = TextField(
        "Or the whole name", hint="As it is on the record", autocomplete="off", spellcheck=False,
        mark_optional=False,
    )  # fmt: skip
    born_on = BirthDateField("and the date of birth", mark_optional=False)

    def sought(self) -> Sought:
        """Who is looked for. Raises RuleBroken when it is not said exactly."""
        number = nhs_numbers.read(self.nhs_number.data)
        if not number and not (self.name.data and self.born_on.data):
            raise RuleBroken(SAY_WHO, field="nhs_number")
        return Sought(number, self.name.data, self.born_on.data)


class OpenAnywayForm(AboutPerson):
    """Why?"""

    because = LongTextField(
        "Why do you need to read this case?",
        validators=[
            InputRequired("Say why you need to read it."),
            Length(min=SHORTEST_REASON, message="Say a little more about why you need to read it."),
        ],
        hint=f"{WHO_READS} The person may see it too. Name nobody else in it.",
        rows=3,
        count=500,
    )
