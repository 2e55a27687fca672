"""What is asked to begin a contract, and to sign, send back, drop, vary or end one."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self
from uuid import UUID

from wtforms.validators import InputRequired, Length, Optional

from accounts.queries import LocalityFacts, OrganisationFacts
from billing.contracts import ContractTerms, Funder
from billing.forms.percents import PercentField
from billing.vocabulary import Mechanism
from kernel.money import NOTHING
from web.fields import (
    CheckboxesField,
    DateField,
    LongTextField,
    MoneyField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")


class BeginForm(Form):
    """Who, where, when, how, and how much: all that a contract needs to be begun."""

    funders = CheckboxesField(
        "Who pays?", choices={}, validators=[InputRequired("Choose who pays.")]
    )
    lead = SelectField(
        "Lead NTP", blank="Choose one", validators=[InputRequired("Choose the lead NTP.")]
    )
    localities = CheckboxesField(
        "For which localities?", choices={},
        validators=[InputRequired("Choose at least one locality.")],
    )  # fmt: skip
    first_day = DateField("First day", validators=[InputRequired("Enter the first day.")])
    last_day = DateField(
        "Last day",
        hint="Small groups need more than a year to plan.",
        validators=[InputRequired("Enter the last day.")],
    )
    mechanism = RadiosField(
        "How does the money flow?", choices=choices_of(Mechanism),
        validators=[InputRequired("Choose how the money flows.")],
    )  # fmt: skip
    fee = MoneyField(
        "Fixed sum a year",
        hint="For all that is not paid person by person. By tariff alone it is 0.",
        mark_optional=False,
    )

    def offer(
        self,
        funders: Iterable[OrganisationFacts],
        leads: Iterable[OrganisationFacts],
        localities: Iterable[LocalityFacts],
    ) -> None:
        """Say which organisations and localities there are."""
        self.funders.choices = {str(one.id): one.name for one in funders}
        if self.lead:
            self.lead.choices = {str(one.id): one.name for one in leads}
        self.localities.choices = {str(one.id): one.name for one in localities}

    @property
    def basics(self) -> dict[str, Any]:
        """The answers, as what a contract says. By tariff alone a blank sum is none."""
        said: dict[str, Any] = {
            "funders": tuple(self._funder(UUID(one)) for one in self.funders.data or ()),
            "localities": tuple(UUID(one) for one in self.localities.data or ()),
            "last_day": self.last_day.data,
            "mechanism": Mechanism(self.mechanism.data),
            "fee": self.fee.data or NOTHING,
        }
        if self.lead and self.first_day:
            said |= {"lead_id": UUID(self.lead.data), "first_day": self.first_day.data}
        return said

    def _funder(self, organisation_id: UUID) -> Funder:
        return Funder(organisation_id)

    @property
    def terms(self) -> ContractTerms:
        """A contract that says no more than that."""
        return ContractTerms(**self.basics)


class BasicsForm(BeginForm):
    """The same, with what can be said of it: shares, partners, and why it lasts that long."""

    payers: ClassVar[Mapping[str, UUID]] = {}
    """Of the shares that are asked for: whose it is, by the name of its field."""

    partners = CheckboxesField("Who else provides it, with the lead NTP?", choices={})
    length_because = LongTextField(
        "Why does it last that long?",
        hint="For example: three years, so that groups can hire somebody.",
        rows=3, count=500,
    )  # fmt: skip
    is_baseline_year = TickField(
        "The first year is there to find out where things stand",
        hint="What is aimed for is agreed after it.",
    )
    version = VersionField()

    @classmethod
    def of(
        cls, terms: ContractTerms, names: Mapping[UUID, str], seen: int, *, is_change: bool
    ) -> Self:
        """The form, showing what the contract says; a share is asked for where several pay.

        Of a change of what is signed, neither the lead NTP nor the first day is asked: they stay.
        """
        payers = {
            f"share-{at}": one.organisation_id
            for at, one in enumerate(terms.funders)
            if len(terms.funders) > 1
        }
        shares = {
            name: PercentField(f"Share of {names[one]}", validators=[Optional()])
            for name, one in payers.items()
        }
        kept = {"lead": None, "first_day": None} if is_change else {}
        kind: type[Self] = type(cls.__name__, (cls,), {"payers": payers, **shares, **kept})
        said = {name: terms.funders[at].share for at, name in enumerate(payers)}
        return kind.submitted(**cls._said(terms), **said, version=str(seen))

    @classmethod
    def _said(cls, terms: ContractTerms) -> dict[str, Any]:
        return {
            "funders": [str(one.organisation_id) for one in terms.funders],
            "lead": str(terms.lead_id),
            "localities": [str(one) for one in terms.localities],
            "first_day": terms.first_day, "last_day": terms.last_day,
            "mechanism": terms.mechanism.value, "fee": terms.fee,
            "partners": [str(one) for one in terms.partners],
            "length_because": terms.length_because, "is_baseline_year": terms.is_baseline_year,
        }  # fmt: skip

    def offer_partners(self, leads: Iterable[OrganisationFacts], lead_id: UUID) -> None:
        """Say who may provide with the lead NTP."""
        self.partners.choices = {str(one.id): one.name for one in leads if one.id != lead_id}

    def _funder(self, organisation_id: UUID) -> Funder:
        """With its share, unless the one who pays is new on this page."""
        by_payer = {one: self[name].data for name, one in self.payers.items()}
        return Funder(organisation_id, by_payer.get(organisation_id))

    def change(self, terms: ContractTerms) -> ContractTerms:
        """What the contract says then."""
        return terms.with_answers(
            **self.basics,
            partners=tuple(UUID(one) for one in self.partners.data or ()),
            length_because=self.length_because.data,
            is_baseline_year=self.is_baseline_year.data,
        )


class SignForm(Form):
    """Signing: with a tick where there are warnings."""

    has_read = TickField("We have read the warnings, and sign")
    version = VersionField()


class SendBackForm(Form):
    """Why is it sent back?"""

    because = LongTextField(
        "What should be written otherwise?",
        validators=[InputRequired("Write what should be written otherwise.")],
        rows=3, count=500,
    )  # fmt: skip
    version = VersionField()


class DropForm(Form):
    """Why does nobody go on with it?"""

    because = LongTextField(
        "Why does nobody go on with it?",
        validators=[InputRequired("Write why nobody goes on with it.")],
        rows=3, count=500,
    )  # fmt: skip


class VaryForm(Form):
    """From which day should it say something else, and why?"""

    from_on = DateField(
        "From which day?", validators=[InputRequired("Enter the day from which it changes.")]
    )
    because = LongTextField(
        "Why does it change?",
        hint="For example: more people came than we had planned.",
        validators=[InputRequired("Write why it changes.")],
        rows=3, count=500,
    )  # fmt: skip


class EndForm(Form):
    """When does it end, and why?"""

    on = DateField("Its last day", validators=[InputRequired("Enter its last day.")])
    because = LongTextField(
        "Why does it end early?",
        validators=[InputRequired("Write why it ends early.")],
        rows=3, count=500,
    )  # fmt: skip


class AssureForm(Form):
    """What was shown?"""

    because = TextField(
        "What did you see, and where is it kept?",
        hint="For example: the certificate, until 31 May 2027; in the folder of the group.",
        validators=[InputRequired("Write what you saw."), LINE],
    )
