"""What is asked about what a lead NTP buys of a smaller group, and about a look at how good it is."""

from typing import Any

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billing.sub_contracts import (
    MOST_WEEKS,
    Check,
    Finding,
    Governance,
    PriceKind,
    Size,
    SubContractTerms,
)
from kernel.money import NOTHING
from web.fields import (
    CheckboxesField,
    DateField,
    LongTextField,
    MoneyField,
    NumberField,
    RadiosField,
    VersionField,
    choices_of,
)
from web.forms import Form

WORDS = Length(max=500, message="Use 500 letters or fewer.")


class AgreedForm(Form):
    """What do we buy, for which price, and what do we ask of the group?"""

    what = LongTextField(
        "What do we buy?",
        hint="In words that the group would use. For example: A place on the Tuesday dog walk, with a cup of tea.",
        validators=[InputRequired("Write what we buy."), WORDS], rows=3, count=500,
    )  # fmt: skip
    kind = RadiosField(
        "What do we pay for?",
        hint="The group marks who came. From that we work out what we owe: it never writes an invoice. "
        "An activity counts as one session a day. A month counts if what we agreed holds on its first day.",
        choices=choices_of(PriceKind), validators=[InputRequired("Choose what we pay for.")],
    )  # fmt: skip
    amount = MoneyField("How much for each?", validators=[InputRequired("Enter the amount.")])
    size = RadiosField(
        "Who does the work in the group?", choices=choices_of(Size),
        validators=[InputRequired("Choose who does the work.")],
    )  # fmt: skip
    governance = CheckboxesField(
        "What do we ask of the group?",
        hint="Of a few people who give their time, ask only what keeps people safe: the first four.",
        choices=choices_of(Governance), validators=[Optional()],
    )  # fmt: skip
    standard = LongTextField(
        "What does good look like?",
        hint="For example: Whoever comes for the first time is met at the door by name.",
        validators=[Optional(), WORDS], rows=3, count=500,
    )  # fmt: skip
    notice_weeks = NumberField(
        "How many weeks before do we tell each other if one of us ends it?",
        validators=[
            Optional(),
            NumberRange(0, MOST_WEEKS, message=f"Enter a number from 0 to {MOST_WEEKS}."),
        ],
    )
    from_on = DateField(
        "From which day does this hold?", validators=[InputRequired("Enter the day.")]
    )
    version = VersionField()

    @property
    def terms(self) -> SubContractTerms:
        """What was agreed, as it was filled in."""
        return SubContractTerms(
            self.what.data, PriceKind(self.kind.data), self.amount.data or NOTHING,
            Size(self.size.data),
            tuple(Governance(one) for one in self.governance.data or ()), self.standard.data,
            self.notice_weeks.data,
        )  # fmt: skip


def shown_of(terms: SubContractTerms) -> dict[str, Any]:
    """What the form shows of what was agreed; from which day a change holds is asked anew."""
    return {
        "what": terms.what, "kind": terms.kind.value, "amount": terms.amount,
        "size": terms.size.value, "governance": [one.value for one in terms.governance],
        "standard": terms.standard, "notice_weeks": terms.notice_weeks,
    }  # fmt: skip


class CheckForm(Form):
    """When did you look, what did you find, and what is done about it?"""

    on = DateField("When did you look?", validators=[InputRequired("Enter the day.")])
    finding = RadiosField(
        "How was it?", choices=choices_of(Finding),
        validators=[InputRequired("Choose how it was.")],
    )  # fmt: skip
    words = LongTextField(
        "What did you see?", hint="Name nobody who comes. The group can read this.",
        validators=[Optional(), WORDS], rows=3, count=500,
    )  # fmt: skip
    action = LongTextField(
        "What is done about it?", hint="Leave it empty if nothing needs to be done.",
        validators=[Optional(), WORDS], rows=3, count=500,
    )  # fmt: skip
    action_by = DateField("By which day?", validators=[Optional()])

    @property
    def check(self) -> Check:
        """What was found, as it was filled in."""
        return Check(
            self.on.data, Finding(self.finding.data), self.words.data, self.action.data,
            self.action_by.data,
        )  # fmt: skip
