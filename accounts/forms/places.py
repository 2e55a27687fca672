"""What administrators are asked about areas, localities and organisations."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from accounts.operations import LocalBase
from accounts.places import TENTHS
from accounts.queries import LocalityFacts, OrganisationFacts
from accounts.vocabulary import OrganisationKind
from web.fields import (
    CheckboxesField,
    LongTextField,
    NumberField,
    RadiosField,
    TelephoneField,
    TextField,
    choices_of,
)
from web.forms import Form

LONGEST_NAME = 120


def a_name(label: str, *, hint: str = "") -> TextField:
    """A field for the name of a place or an organisation."""
    return TextField(
        label,
        validators=[
            InputRequired("Enter a name."),
            Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} characters or fewer."),
        ],
        hint=hint,
    )


class AreaForm(Form):
    """What is the area called?"""

    name = a_name("Name of the area", hint="For example the town or the health economy.")


class LocalityForm(Form):
    """What is the locality called, and which postcodes lie in it?"""

    name = a_name("Name of the locality")
    postcodes = LongTextField(
        "Beginnings of its postcodes",
        validators=[InputRequired("Write the beginning of at least one postcode.")],
        hint="With commas between them, for example NE6, NE28 3. The longer one wins.",
        rows=3,
        count=1000,
    )
    deprivation_rank = NumberField(
        "Deprivation tenth",
        validators=[
            Optional(),
            NumberRange(1, TENTHS, "Enter a number from 1 to 10, or leave it empty."),
        ],
        hint="Which tenth of England most of its neighbourhoods are in, by the Index of Multiple "
        "Deprivation: 1 is the most deprived tenth, 10 the least. It stands for people whose postcode "
        "is in no file of deprivation.",
        width=2,
    )


class HostForm(Form):
    """Which lead NTP hosts the directory of the whole area?"""

    host = RadiosField("Host", validators=[InputRequired("Choose a lead NTP.")])

    def offer(self, leads: Iterable[OrganisationFacts]) -> None:
        """Say which lead NTPs there are."""
        self.host.choices = {str(lead.id): lead.name for lead in leads}


class ChangeOrganisationForm(Form):
    """What is the organisation called, where is its base, and which localities does it serve?"""

    name = a_name("Name of the organisation")
    serves = CheckboxesField(
        "Localities that it serves",
        hint="For a lead NTP or a GP practice.",
        mark_optional=False,
    )
    base_address = LongTextField("Address of its base", rows=3, count=300)
    phone = TelephoneField("Phone", validators=[Length(max=40, message="That is too long.")])
    hours = TextField(
        "When it is open",
        validators=[Length(max=200, message="Use 200 characters or fewer.")],
        hint="For example: Monday to Friday, 9am to 5pm",
    )
    code = TextField(
        "Code",
        validators=[Length(max=20, message="Use 20 characters or fewer.")],
        hint="For a GP practice its ODS code, for example A12345.",
        width=10,
    )

    def offer(self, localities: Sequence[LocalityFacts]) -> None:
        """Say which localities may be ticked."""
        self.serves.choices = {str(one.id): one.name for one in localities}

    @property
    def served(self) -> list[UUID]:
        """The localities ticked."""
        return [UUID(value) for value in self.serves.data or ()]

    @property
    def base(self) -> LocalBase:
        """Where the organisation can be found."""
        return LocalBase(
            self.base_address.data or "", self.phone.data or "", self.hours.data or "",
            self.code.data or "",
        )  # fmt: skip


class OrganisationForm(ChangeOrganisationForm):
    """The same for a new one, and what kind it is."""

    kind = RadiosField(
        "What kind of organisation is it?",
        choices=choices_of(OrganisationKind),
        validators=[InputRequired("Choose what kind of organisation it is.")],
        hint="This cannot be changed later.",
    )
