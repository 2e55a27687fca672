"""What is asked about a request, its answer, and a person's facts."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import InputRequired

from referrals.asked import Answers
from referrals.forms.births import BirthDateField
from referrals.forms.details import LINE, TEXT
from referrals.forms.heeding import AboutPerson
from referrals.forms.refer import can_be_read
from referrals.operations.requests import FIELDS
from referrals.queries.copies import Withheld
from referrals.vocabulary import RequestKind
from web.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    LongTextField,
    PostcodeField,
    RadiosField,
    TelephoneField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

SAY_WHY = InputRequired("Say why.")


class FileForm(AboutPerson):
    """What does the person ask, and since when?"""

    kind = RadiosField(
        "What do they ask for?", choices=choices_of(RequestKind),
        validators=[InputRequired("Choose what they ask for.")],
    )  # fmt: skip
    received_on = DateField(
        "When did they ask?", validators=[InputRequired("Enter the day on which they asked.")],
        hint="The clock runs from this day, whoever was told, in whatever words.",
    )  # fmt: skip
    asks = LongTextField("In their words", rows=4, count=2000)


class MoveForm(AboutPerson):
    """What is said with it?"""

    says = LongTextField(
        "What did you write or hear?", rows=5, count=3000,
        validators=[InputRequired("Write it down: it stays with the request.")],
    )  # fmt: skip
    means_it = TickField(
        "They have their answer without these parts, and that is meant",
        validators=[InputRequired("Tick that it is meant, or let somebody read the parts first.")],
    )

    def ask_about(self, held_back: int) -> None:
        """Ask whether it is meant only where something is held back."""
        if not held_back:
            del self.means_it


class ReviewForm(Form):
    """Which parts may go out?"""

    parts = CheckboxesField(
        "I have read these, and they may go out", mark_optional=False,
        invalid_choice_message=(
            "Something was added since you read these. Read them again, then choose."
        ),
    )  # fmt: skip
    because = LongTextField(
        "Why may they?", rows=3, count=1000, validators=[SAY_WHY],
        hint="This is in the copy too, so name nobody else.",
    )  # fmt: skip

    def offer(self, parts: Iterable[Withheld]) -> None:
        """The parts that this reviewer may read."""
        self.parts.choices = {one.as_read: one.called for one in parts}


class PutRightForm(Form):
    """What is right? Browsers fill nothing in: it is somebody else's name and number."""

    name = TextField(
        "Name", autocomplete="off", validators=[InputRequired("Enter the name."), LINE]
    )
    known_as = TextField("Likes to be called", autocomplete="off", validators=[LINE])
    nhs_number = TextField("NHS number", width=20, spellcheck=False, validators=[LINE])
    born_on = BirthDateField("Date of birth")
    phone = TelephoneField("Phone", autocomplete="off", validators=[LINE])
    email = EmailField("E-mail", autocomplete="off", validators=[LINE])
    address = TextField("Address", autocomplete="off", validators=[TEXT])
    postcode = PostcodeField("Postcode", autocomplete="off", validators=[LINE])
    language = TextField("Language", validators=[LINE])
    access_needs = LongTextField("What they need in order to take part", rows=2, count=500)
    carer = TextField("Carer", validators=[LINE])
    because = LongTextField("Why is it changed?", rows=2, count=500, validators=[SAY_WHY])
    version = VersionField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well. What cannot be read is said together with what is missing."""
        is_well = bool(super().validate(extra_validators))
        return can_be_read(self, Answers(**self.facts)) and is_well

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, by the name of the fact."""
        return {name: self[name].data for name in FIELDS}


class HoldForm(Form):
    """Why may nothing be erased?"""

    because = LongTextField(
        "Why may nothing be erased?", rows=2, count=500, validators=[SAY_WHY],
        hint="For example a complaint or an inquiry, and who looks after it.",
    )  # fmt: skip


class SignForm(Form):
    """Whose name stands under it?"""

    name = TextField(
        "Your name", validators=[InputRequired("Write your name.")], autocomplete="off",
        hint="As it is on your account. It stays with the list.",
    )  # fmt: skip
