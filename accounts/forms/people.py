"""What people are asked about those who act for an organisation."""

from collections.abc import Collection
from typing import Any

from wtforms.validators import InputRequired, Length

from accounts.forms.signing_in import a_new_password, an_email
from kernel.access import Role
from web.fields import CheckboxesField, TextField
from web.forms import Form

LONGEST_NAME = 120
SAYS: dict[str, str] = {
    Role.ADMINISTRATOR: "looks after areas, organisations and everybody who signs in",
    Role.PRIVACY_OFFICER: "reads who did and saw what",
    Role.DIRECTORY_EDITOR: "keeps the directory true",
    Role.LEAD_MANAGER: "runs the lead NTP and lets its people in",
    Role.LINK_WORKER: "works with people who were referred",
    Role.LEAD_FINANCE: "invoices for the lead NTP",
    Role.REFERRER: "refers people",
    Role.PRACTICE_MANAGER: "runs the practice's part and lets its people in",
    Role.ANALYST: "reads published figures",
    Role.COMMISSIONER: "decides what is bought",
    Role.COMMISSIONER_FINANCE: "checks and pays invoices",
    Role.STEERING_MEMBER: "sits on the steering group",
    Role.BOARD_READER: "reads reports for the board",
    Role.SAFEGUARDING_LEAD: "is told of worries about safety",
    Role.GROUP_EDITOR: "keeps a group's own listings true",
}
"""One line about each role."""


def a_name(label: str = "Name", *, hint: str = "") -> TextField:
    """A field for a person's name."""
    return TextField(
        label,
        validators=[
            InputRequired("Enter a name."),
            Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} characters or fewer."),
        ],
        hint=hint,
        autocomplete="name",
    )


def some_roles() -> CheckboxesField:
    """Boxes to tick for roles; which ones are offered depends on who asks and for whom."""
    return CheckboxesField("Roles", hint="Tick what they do.", hints=SAYS, mark_optional=False)


class RolesForm(Form):
    """What does this person do here?"""

    roles = some_roles()

    def offer(self, roles: Collection[Role]) -> None:
        """Say which roles may be ticked."""
        self.roles.choices = {role.value: role.label.capitalize() for role in roles}

    @property
    def chosen(self) -> list[Role]:
        """The roles ticked."""
        return [Role(value) for value in self.roles.data or ()]


class InviteForm(RolesForm):
    """Whom do you want to invite, and what will they do?"""

    name = a_name("Their name")
    email = an_email("Their e-mail address", hint="We send the invitation there.")
    roles = some_roles()


class NameForm(Form):
    """What are you called?"""

    name = a_name("Your name", hint="As others here see it.")


class ChangeEmailForm(Form):
    """Where shall this person sign in from now on?"""

    email = an_email("New e-mail address")


class JoinForm(Form):
    """What are you called, and which password would you like?"""

    name = a_name("Your name", hint="As others here see it.")
    password = a_new_password("Choose a password")

    def ask_nothing(self) -> None:
        """Leave only the button: this person has an account."""
        del self.name, self.password

    def facts(self) -> dict[str, Any]:
        """What was answered, or nothing where nothing was asked."""
        return {
            "name": self.name.data if "name" in self else "",
            "password": self.password.data if "password" in self else "",
        }
