"""What is asked before a whole caseload moves."""

from collections.abc import Iterable
from uuid import UUID

from wtforms.validators import InputRequired, Length

from accounts.queries import OrganisationFacts
from referrals.queries.handover import Moving
from web.fields import CheckboxesField, RadiosField, TextField, TickField
from web.forms import Form
from web.templating import as_date

LINE = Length(max=200, message="Use 200 letters or fewer.")


class HandoverForm(Form):
    """Who takes over, and who stays?"""

    to = RadiosField("Who takes over?", validators=[InputRequired("Choose who takes over.")])
    stay = CheckboxesField("Who said no, and stays?")
    because = TextField("Why?", validators=[InputRequired("Say why."), LINE])
    everybody_was_told = TickField(
        "Everybody else on this list was told and did not say no",
        validators=[InputRequired("Tell everybody first, then tick the box.")],
    )

    def offer(self, leads: Iterable[OrganisationFacts], people: Iterable[Moving]) -> None:
        """Let one of these take over, and any of these stay."""
        self.to.choices = {str(one.id): one.name for one in leads}
        self.stay.choices = {str(one.person_id): _told_apart(one) for one in people}

    @property
    def staying(self) -> frozenset[UUID]:
        """Those who said no."""
        return frozenset(UUID(one) for one in self.stay.data or ())


def _told_apart(one: Moving) -> str:
    """Somebody, and no namesake: "Walter Pym, born 17 May 1948, Weaver Street Surgery (waits)"."""
    born = f"born {as_date(one.born_on)}" if one.born_on else "date of birth not known"
    words = ", ".join(part for part in (one.name, born, one.practice) if part)
    return f"{words} (waits)" if one.is_waiting else words
