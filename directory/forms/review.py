"""What editors are asked: why they say no, what a listing should say, what was checked."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import InputRequired, Length, Optional

from directory.checks import CheckKind, CheckResult
from directory.content import Content
from directory.reasons import RejectReason
from directory.vocabulary import Cost, Domain, Joining
from web.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    HiddenField,
    LongTextField,
    PostcodeField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
TEXTS = (
    "name",
    "description",
    "when",
    "phone",
    "email",
    "website",
    "cost_words",
    "first_visit",
    "access_words",
    "transport",
    "referral_criteria",
    "notes",
)
PLACE = ("postcode", "address", "town")


class ActForm(Form):
    """A button for one listing; `version` is the one that the editor was looking at."""

    version = VersionField()

    @property
    def seen(self) -> int:
        """The version that the editor was looking at; 0 when the form does not say."""
        return self.version.number


class BatchForm(Form):
    """Registrations that are nearly the same; `ids` are those that the editor saw."""

    ids = HiddenField()


class RejectForm(ActForm):
    """Why not?"""

    reason = RadiosField(
        "Why do you not put it in the directory?",
        choices=choices_of(RejectReason),
        hints={RejectReason.SPAM.value: "For spam. Nobody gets an e-mail."},
        validators=[InputRequired("Choose a reason.")],
    )
    note = TextField(
        "A note for other editors",
        hint="The group does not see this.",
        validators=[Optional(), LINE],
    )


class BecauseForm(ActForm):
    """Why?"""

    because = TextField(
        "Why?",
        hint="Other editors see this in the history. Leave out names and health details.",
        validators=[InputRequired("Say why, in a few words."), LINE],
    )


class FactsForm(ActForm):
    """What a listing says: for editors, who change it, and for others, who propose."""

    name = TextField(
        "Name of the activity", validators=[InputRequired("Enter the name of the activity."), LINE]
    )
    description = LongTextField("What people can do", rows=4, validators=[Optional(), TEXT])
    when = TextField("When", validators=[Optional(), LINE])
    address = TextField("Address", validators=[Optional(), LINE])
    town = TextField("Town", validators=[Optional(), LINE])
    postcode = PostcodeField("Postcode", validators=[Optional(), LINE])
    joining = RadiosField(
        "How to join", choices=choices_of(Joining), validators=[InputRequired("Choose one.")]
    )
    phone = TelephoneField("Phone", validators=[Optional(), LINE])
    email = EmailField("E-mail", validators=[Optional(), LINE])
    website = TextField("Web page", validators=[Optional(), LINE])
    domains = CheckboxesField("Kinds of activity", choices=choices_of(Domain))
    cost = RadiosField("Cost", choices=choices_of(Cost), validators=[InputRequired("Choose one.")])
    cost_words = TextField("Cost in words", validators=[Optional(), LINE])
    first_visit = LongTextField("What a first visit is like", rows=3, validators=[Optional(), TEXT])
    access_words = TextField("Getting in", validators=[Optional(), LINE])
    transport = TextField("Getting there", validators=[Optional(), LINE])
    referral_criteria = LongTextField("Who may be referred", rows=3, validators=[Optional(), TEXT])
    notes = LongTextField(
        "Notes for professionals",
        rows=3,
        hint="People who are signed in read this. Nobody else does.",
        validators=[Optional(), TEXT],
    )

    def without_place(self) -> None:
        """Of a hidden place nobody writes where it is (D7)."""
        for name in PLACE:
            del self[name]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as a listing keeps it."""
        texts = {name: getattr(self, name).data or "" for name in TEXTS}
        places = {name: self[name].data or "" for name in PLACE if name in self}
        return {
            **texts,
            **places,
            "joining": Joining(self.joining.data),
            "cost": Cost(self.cost.data),
            "domains": tuple(Domain(one) for one in self.domains.data or ()),
        }


class CorrectionForm(FactsForm):
    """The same, proposed by somebody who works in the area."""

    says = TextField(
        "How do you know?",
        hint="For example: Jo from the shelter told me on the phone.",
        validators=[InputRequired("Say how you know, so that an editor can be sure."), LINE],
    )


class CheckForm(Form):
    """What was checked?"""

    what = SelectField(
        "What was checked?",
        choices=choices_of(CheckKind),
        blank="Choose one",
        validators=[InputRequired("Choose what was checked.")],
    )
    other_words = TextField("Something else: what?", validators=[Optional(), LINE])
    result = RadiosField(
        "How did it go?",
        choices=choices_of(CheckResult),
        validators=[InputRequired("Choose how it went.")],
    )
    checked_by = TextField(
        "Who checked it?", validators=[InputRequired("Enter who checked it."), LINE]
    )
    owner = TextField(
        "Who keeps it current?",
        hint="The person or organisation that looks again when it runs out.",
        validators=[InputRequired("Enter who keeps it current."), LINE],
    )
    checked_on = DateField(
        "When was it checked?", validators=[InputRequired("Enter the day of the check.")]
    )
    runs_out_on = DateField("When does it run out?", validators=[Optional()])


def shown(content: Content) -> Mapping[str, Any]:
    """What a listing says, for the form to show."""
    return {
        **{name: getattr(content, name) for name in (*TEXTS, *PLACE)},
        "joining": content.joining.value,
        "cost": content.cost.value,
        "domains": [domain.value for domain in content.domains],
    }
