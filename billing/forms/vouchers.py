"""Where a free session is spent, and where they can be."""

from collections.abc import Iterable

from wtforms.validators import InputRequired

from web.fields import LongTextField, RadiosField, VersionField
from web.forms import ButtonForm, Form


class SpendForm(Form):
    """Where is it spent? `left` is how many were left when it was opened."""

    place = RadiosField(
        "Where is it spent?", choices={}, validators=[InputRequired("Choose where it is spent.")]
    )
    left = VersionField()

    def offer(self, places: Iterable[str]) -> None:
        """Say where it can be."""
        self.place.choices = {one: one for one in places}


class TakeBackForm(ButtonForm):
    """Was it pressed by mistake?"""


class PlacesForm(Form):
    """At which groups can free sessions be spent?"""

    names = LongTextField(
        "At which groups can they be spent?",
        hint="One on each line. They can always be spent at your own organisation.",
        rows=6, count=2000,
    )  # fmt: skip
    version = VersionField()

    @property
    def said(self) -> list[str]:
        """The names, each once."""
        lines = (line.strip() for line in self.names.data.splitlines())
        return list(dict.fromkeys(line for line in lines if line))
