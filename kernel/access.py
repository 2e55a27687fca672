"""Who is acting, which roles there are, and what a permission is."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from kernel.errors import NotAllowed


class Role(StrEnum):
    """What somebody does for an organisation. A membership holds one or more of them."""

    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"
    DIRECTORY_EDITOR = "directory_editor"
    LEAD_MANAGER = "lead_manager"
    LINK_WORKER = "link_worker"
    LEAD_FINANCE = "lead_finance"
    REFERRER = "referrer"
    PRACTICE_MANAGER = "practice_manager"
    ANALYST = "analyst"
    COMMISSIONER = "commissioner"
    COMMISSIONER_FINANCE = "commissioner_finance"
    STEERING_MEMBER = "steering_member"
    BOARD_READER = "board_reader"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    GROUP_EDITOR = "group_editor"

    @property
    def label(self) -> str:
        """The role as people say it: "link worker"."""
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Permission:
    """Leave to do one act, `feature:act`, and the roles it is granted to."""

    name: str
    says: str
    roles: frozenset[Role]

    @property
    def needs(self) -> str:
        """What somebody lacks who may not, as a sentence that names the roles."""
        *most, last = sorted(role.label for role in self.roles)
        roles = f"{', '.join(most)} or {last}" if most else last
        return f"You need the role of {roles} to do this."


def permission(name: str, says: str, *roles: Role) -> Permission:
    """A permission, granted to the roles named."""
    return Permission(name, says, frozenset(roles))


@dataclass(frozen=True)
class Actor:
    """Somebody acting for one organisation, or the program itself.

    `holds` is the group whose one-use link the visitor came by: a way in without an account.
    """

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    area_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    holds: UUID | None = None
    name: str = ""
    is_system: bool = False

    @property
    def is_known(self) -> bool:
        """Whether somebody has signed in or come by a group's own link."""
        return self.user_id is not None or self.holds is not None or self.is_system

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody has signed in with an account."""
        return self.user_id is not None

    @property
    def called(self) -> str:
        """Who acts, in words for a history: a name, the group by its link, a visitor, a program."""
        if self.is_system or self.user_id is not None:
            return self.name
        return "the group" if self.holds is not None else self.name or "a visitor"

    def may(self, permission: Permission) -> bool:
        """Whether a role that the actor holds here grants the permission."""
        return self.is_system or bool(self.roles & permission.roles)

    def must(self, permission: Permission) -> None:
        """Refuse with NotAllowed unless the actor may."""
        if not self.may(permission):
            raise NotAllowed(permission.needs)


ANYONE = Actor()
SYSTEM = Actor(name="Petunias", is_system=True)
