"""Which file of rows without names does an analyst take?"""

from collections.abc import Sequence

from wtforms.validators import InputRequired

from outcomes_star.queries.rows import Offer
from web.fields import RadiosField
from web.forms import Form


class TakeRowsForm(Form):
    """Which file?"""

    file = RadiosField("Which file?", validators=[InputRequired("Choose a file.")])

    def offer(self, offers: Sequence[Offer]) -> None:
        """Say which files may be taken."""
        self.offers = {one.key: one for one in offers}
        self.file.choices = {one.key: one.words for one in offers}

    @property
    def chosen(self) -> Offer:
        """The one that was chosen."""
        return self.offers[self.file.data]
