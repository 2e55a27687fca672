"""What is asked when a person's details are put right."""

from typing import Any

from wtforms.validators import InputRequired, Length, Optional

from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.forms.births import BirthDateField
from referrals.forms.heeding import AboutPerson
from referrals.forms.refer import RULES, can_be_read
from web.fields import (
    CheckboxesField,
    EmailField,
    LongTextField,
    PostcodeField,
    TelephoneField,
    TextField,
    TickField,
    VersionField,
)

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=500, message="Use 500 letters or fewer.")
PLAIN = (
    "name", "known_as", "nhs_number", "phone", "email", "address", "postcode", "language",
    "access_needs", "carer",
)  # fmt: skip


class DetailsForm(AboutPerson):
    """What is right? Browsers fill nothing in: it is somebody else's name and number."""

    written_in = "In their details"

    name = TextField(
        "Name", autocomplete="off", spellcheck=False,
        validators=[InputRequired("Enter their name."), LINE],
    )  # fmt: skip
    known_as = TextField(
        "What they like to be called", autocomplete="off", validators=[Optional(), LINE]
    )
    born_on = BirthDateField(
        "Date of birth", hint="For example, 27 3 1948. It opens their own page.",
        validators=[Optional()],
    )  # fmt: skip
    nhs_number = TextField(
        "NHS number", autocomplete="off", inputmode="numeric", width=20, spellcheck=False,
        hint="For example, 999 000 0018", validators=[Optional(), LINE],
    )  # fmt: skip
    phone = TelephoneField("Phone number", autocomplete="off", validators=[Optional(), LINE])
    email = EmailField("E-mail address", autocomplete="off", validators=[Optional(), LINE])
    address = TextField("Address", autocomplete="off", validators=[Optional(), LINE])
    postcode = PostcodeField("Postcode", autocomplete="off", validators=[Optional(), LINE])
    rules = CheckboxesField(
        "What must nobody do?", choices=RULES, hint="A call or letter to a shared home can do harm."
    )
    safe_times = TextField(
        "When is it safe to ring?", hint="For example: weekday mornings",
        validators=[Optional(), LINE],
    )  # fmt: skip
    language = TextField("Language", validators=[Optional(), LINE])
    needs_interpreter = TickField("They need an interpreter")
    access_needs = LongTextField(
        "What do they need in order to take part?", rows=2, validators=[Optional(), TEXT],
        hint="For example: step-free, large print, somebody to come along.",
    )  # fmt: skip
    carer = TextField(
        "Carer", hint="Somebody who cares for them, or whom they care for.",
        validators=[Optional(), LINE],
    )  # fmt: skip
    because = TextField(
        "How do you know?", hint="For example: she told me on the phone.",
        validators=[Optional(), LINE],
    )  # fmt: skip
    is_somebody_else = TickField("I have looked: this is somebody else")
    version = VersionField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well. What cannot be read is said together with what is missing."""
        is_well = bool(super().validate(extra_validators))
        return can_be_read(self, self.answers) and is_well

    @property
    def answers(self) -> Answers:
        """What was answered."""
        plain: dict[str, Any] = {name: self[name].data or "" for name in PLAIN}
        chosen = set(self.rules.data or ())
        rules = ContactRules(
            **{name: name in chosen for name in RULES}, safe_times=self.safe_times.data or ""
        )
        return Answers(
            **plain, born_on=self.born_on.data, rules=rules,
            needs_interpreter=bool(self.needs_interpreter.data),
        )  # fmt: skip

    @property
    def may_be_double(self) -> bool:
        """Whether it was asked, or said, that this is somebody else."""
        return bool(self.is_somebody_else.errors or self.is_somebody_else.data)
