"""What people are asked about an agreement between two organisations."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from wtforms.validators import InputRequired

from accounts.agreements import Terms
from accounts.queries import OrganisationFacts
from accounts.vocabulary import AgreementPurpose, DataItem
from web.fields import CheckboxesField, DateField, LongTextField, SelectField, choices_of
from web.forms import Form


class AgreementForm(Form):
    """Who agrees with whom, and for which days?"""

    first = SelectField(
        "Your side", blank="Choose one", validators=[InputRequired("Choose your side.")]
    )
    second = SelectField(
        "The other side", blank="Choose one", validators=[InputRequired("Choose the other side.")]
    )

    from_on = DateField("First day", validators=[InputRequired("Enter the first day.")])
    until_on = DateField("Last day", hint="Leave it empty if it goes on until one side ends it.")
    note = LongTextField("Note", rows=3, count=1000, hint="For example where the signed paper is.")

    def offer(self, own: Iterable[OrganisationFacts], others: Iterable[OrganisationFacts]) -> None:
        """Say which organisations may be chosen on each side."""
        self.first.choices = {str(one.id): one.name for one in own}
        self.second.choices = {str(one.id): one.name for one in others}

    def terms(self, purpose: AgreementPurpose) -> Terms:
        """What was agreed, as the rules know it."""
        return Terms(
            purpose, UUID(self.first.data), UUID(self.second.data), self.from_on.data,
            self.until_on.data,
        )  # fmt: skip


class DataSharingForm(AgreementForm):
    """What may be shared about a person?"""

    data_items = CheckboxesField(
        "What may be shared about a person",
        choices=choices_of(DataItem),
        hint="Tick no more than the other side needs.",
        mark_optional=False,
    )

    @property
    def items(self) -> list[DataItem]:
        """What was ticked."""
        return [DataItem(value) for value in self.data_items.data or ()]


class SubContractForm(AgreementForm):
    """Which outcomes are owed?"""

    outcomes = LongTextField(
        "Outcomes owed",
        hint="One on each line, for example: 20 people come each week",
        rows=4,
        count=2000,
        mark_optional=False,
    )

    @property
    def owed(self) -> list[str]:
        """The outcomes, one a line."""
        return [line.strip() for line in (self.outcomes.data or "").splitlines() if line.strip()]


class ServicesForm(Form):
    """Which services is a sub-contract about?"""

    services = CheckboxesField(
        "Services", hint="Tick none if it is about all that they offer.", mark_optional=False
    )

    def offer(self, services: Mapping[str, str]) -> None:
        """Say which services may be ticked: words by id."""
        self.services.choices = dict(services)


class EndAgreementForm(Form):
    """Why does it end early?"""

    because = LongTextField(
        "Why does it end early?",
        validators=[InputRequired("Write why it ends early.")],
        rows=3,
        count=500,
    )
