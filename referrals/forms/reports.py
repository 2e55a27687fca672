"""What a link worker is asked about a report to the practice."""

from collections.abc import Collection

from wtforms.validators import InputRequired

from referrals.forms.heeding import AboutPerson
from referrals.operations.reports import Showing
from referrals.reporting import Content, Occasion, Shown, Words
from web.fields import CheckboxesField, HiddenField, LongTextField, RadiosField, choices_of
from web.forms import Form

YES, NO = "yes", "no"


class WriteReportForm(AboutPerson):
    """Why is it written, and what does it say?"""

    written_in = "In a report"

    occasion = RadiosField(
        "Why do you write?",
        validators=[InputRequired("Choose why you write.")],
    )
    agreed = LongTextField("What was agreed", rows=4, count=2000)
    next_steps = LongTextField("What happens next", rows=4, count=2000)
    asks = LongTextField(
        "What we ask of the practice",
        rows=3,
        count=1000,
        hint="For example: look at her tablets with her at the next review.",
    )

    def offer(self, occasions: Collection[Occasion]) -> None:
        """The reasons that there may be to write as the referral stands."""
        self.occasion.choices = choices_of([one for one in Occasion if one in occasions])

    @property
    def words(self) -> Words:
        """What was written."""
        return Words(self.agreed.data, self.next_steps.data, self.asks.data)


class SendReportForm(Form):
    """Has the person seen it?"""

    digest = HiddenField()
    shown = RadiosField(
        "Have they seen this report?",
        choices=choices_of(Shown),
        validators=[InputRequired("Choose how they have seen the report.")],
    )
    left_out = CheckboxesField(
        "Did they ask us to leave something out?",
        hint="What you tick is not sent, and the practice is not told that it was there.",
        mark_optional=False,
    )
    agreed = RadiosField(
        "Do they agree that it goes to the practice?",
        choices={YES: "Yes", NO: "No, send the codes only"},
        validators=[InputRequired("Choose whether they agree.")],
    )

    def offer(self, content: Content, *, asks_consent: bool) -> None:
        """Say what may be left out, and whether the yes has to be asked for."""
        self.left_out.choices = {one.key: one.title for one in content.sections}
        if not content.sections:
            del self.left_out
        if not asks_consent:
            del self.agreed

    @property
    def showing(self) -> Showing:
        """What was answered."""
        left_out = tuple(self.left_out.data or ()) if "left_out" in self else ()
        return Showing(
            Shown(self.shown.data), left_out, agreed="agreed" in self and self.agreed.data == YES
        )
