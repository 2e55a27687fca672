"""What a manager is asked who joins two records of one person: which facts are right, and how it is known."""

from wtforms.validators import InputRequired

from referrals.joining import FACTS
from referrals.queries.joining import JoinPage
from referrals.vocabulary import JoinReason
from web.fields import HiddenField, RadiosField, choices_of
from web.forms import Form

THIS, OTHER = "this", "other"
WHICH = "{fact}: which is right?"
HINTS = {THIS: "This record", OTHER: "The other record"}


def _which(says: str) -> RadiosField:
    return RadiosField(
        WHICH.format(fact=says), default=THIS, hints=HINTS,
        validators=[InputRequired("Choose which of the two is right.")],
    )  # fmt: skip


class JoinForm(Form):
    """Which of the two is right, where they differ?"""

    name = _which("Name")
    known_as = _which("Likes to be called")
    born_on = _which("Date of birth")
    nhs_number = _which("NHS number")
    phone = _which("Phone")
    email = _which("E-mail")
    address = _which("Address")
    practice = _which("Practice")
    language = _which("Language")
    carer = _which("Carer")
    support_level = _which("Support level")
    stage = _which("Where they stand")
    because = RadiosField(
        "How do you know that they are one person?", choices=choices_of(JoinReason),
        validators=[InputRequired("Choose how you know.")],
    )  # fmt: skip
    seen = HiddenField()

    def offer(self, page: JoinPage) -> None:
        """Ask for the facts that differ, and for no others."""
        choices = {one.name: {THIS: one.this, OTHER: one.other} for one in page.choices}
        for fact in FACTS:
            if fact.name in choices:
                self[fact.name].choices = choices[fact.name]
            else:
                del self[fact.name]

    @property
    def taken(self) -> frozenset[str]:
        """The facts that the other record has right."""
        return frozenset(
            fact.name for fact in FACTS if fact.name in self and self[fact.name].data == OTHER
        )
