"""Which yes is taken back?"""

from collections.abc import Iterable
from uuid import UUID

from wtforms.validators import InputRequired

from referrals.queries.consents import Yes
from referrals.vocabulary import Recipient
from web.fields import RadiosField
from web.forms import Form
from web.templating import as_date

STOPS = {
    Recipient.LEAD_NTP: "All our work with them stops: open cases are taken back, letters that wait "
    "are not sent, and nobody of us can open the case again.",
    Recipient.PRACTICE: "The practice hears no more than codes. The case goes on.",
    Recipient.GROUP: "The group hears nothing more, and its page about them no longer opens. "
    "The case goes on.",
}
"""What happens at once when a yes to each is taken back."""


def _hint(yes: Yes) -> str:
    """When and how it was given, and what taking it back does."""
    how = f", {yes.how}" if yes.how else ""
    return f"Given on {as_date(yes.given_at)}{how}. If it is taken back: {STOPS[yes.recipient]}"


class TakeBackForm(Form):
    """Which one?"""

    consent = RadiosField(
        "Which consent do they take back?", validators=[InputRequired("Choose one.")]
    )

    def offer(self, standing: Iterable[Yes]) -> None:
        """The ones that stand."""
        standing = tuple(standing)
        self.consent.choices = {str(one.id): one.words for one in standing}
        self.consent.hints = {str(one.id): _hint(one) for one in standing}

    @property
    def chosen(self) -> UUID:
        """The one that was chosen."""
        return UUID(self.consent.data)
