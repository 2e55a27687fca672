"""Rules about people who sign in: who needs a second step, what cannot be held together, sessions."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from accounts.vocabulary import Step
from kernel.access import Role
from kernel.errors import RuleBroken

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
LINK_SESSION = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=1)
RESET_LIFETIME = timedelta(minutes=30)
INVITATION_LIFETIME = timedelta(days=7)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
WEAKEST_SCORE = 2

SEES_PEOPLE = frozenset(
    {
        Role.LINK_WORKER,
        Role.LEAD_MANAGER,
        Role.REFERRER,
        Role.PRACTICE_MANAGER,
        Role.SAFEGUARDING_LEAD,
        Role.PRIVACY_OFFICER,
        Role.ADMINISTRATOR,
    }
)
"""Roles whose holders will see people's records, or decide who does: a second step is compulsory."""

READS_FIGURES = frozenset(
    {Role.COMMISSIONER, Role.ANALYST, Role.STEERING_MEMBER, Role.BOARD_READER}
)
"""Who reads figures in which small numbers are hidden; an invoice tells some of them to the last one (S3)."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.LEAD_MANAGER, Role.PRACTICE_MANAGER})
"""Roles that let people in: the last holder of one cannot lose it."""

MAY_GRANT = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.LEAD_MANAGER: frozenset(
        {
            Role.DIRECTORY_EDITOR,
            Role.LEAD_MANAGER,
            Role.LINK_WORKER,
            Role.LEAD_FINANCE,
            Role.SAFEGUARDING_LEAD,
            Role.GROUP_EDITOR,
            Role.STEERING_MEMBER,
        }
    ),
    Role.PRACTICE_MANAGER: frozenset(
        {Role.REFERRER, Role.PRACTICE_MANAGER, Role.SAFEGUARDING_LEAD, Role.STEERING_MEMBER}
    ),
}
"""Which roles the holder of a role may give and take. Only administrators make administrators and
privacy officers: who is watched does not choose who watches."""

NEVER_ONES_OWN = frozenset({Role.SAFEGUARDING_LEAD})
"""What nobody gives themselves: it opens every worry about safety."""

ROLES_OF = {
    "commissioning-body": frozenset(
        {
            Role.ADMINISTRATOR,
            Role.PRIVACY_OFFICER,
            Role.ANALYST,
            Role.COMMISSIONER,
            Role.COMMISSIONER_FINANCE,
            Role.STEERING_MEMBER,
            Role.BOARD_READER,
        }
    ),
    "practice": frozenset(
        {
            Role.ADMINISTRATOR,
            Role.PRIVACY_OFFICER,
            Role.REFERRER,
            Role.PRACTICE_MANAGER,
            Role.SAFEGUARDING_LEAD,
            Role.STEERING_MEMBER,
        }
    ),
    "lead-ntp": frozenset(
        {
            Role.ADMINISTRATOR,
            Role.PRIVACY_OFFICER,
            Role.DIRECTORY_EDITOR,
            Role.LEAD_MANAGER,
            Role.LINK_WORKER,
            Role.LEAD_FINANCE,
            Role.SAFEGUARDING_LEAD,
            Role.GROUP_EDITOR,
            Role.STEERING_MEMBER,
        }
    ),
    "ntp": frozenset({Role.GROUP_EDITOR, Role.STEERING_MEMBER}),
}
"""Which roles somebody may hold in which kind of organisation."""


def needs_second_step(roles: Collection[Role], *, is_demo: bool) -> bool:
    """Whether a code from a phone is compulsory. Demo sign-ins are exempt."""
    return not is_demo and bool(SEES_PEOPLE & set(roles))


def next_step(
    roles: Collection[Role], *, is_demo: bool, has_phone: bool, awaits_code: bool
) -> Step:
    """What must happen before anything else: the code, setting up a phone, or nothing."""
    if has_phone:
        return Step.GIVE_CODE if awaits_code else Step.NOTHING
    is_needed = needs_second_step(roles, is_demo=is_demo)
    return Step.SET_UP_PHONE if is_needed else Step.NOTHING


def grantable(by: Collection[Role]) -> frozenset[Role]:
    """The roles that the holder of these roles may give and take."""
    return frozenset().union(*(MAY_GRANT.get(role, frozenset()) for role in by))


def check_may_grant(by: Collection[Role], roles: Collection[Role]) -> None:
    """Refuse to give or take roles that are beyond the holder of `by`."""
    beyond = sorted(role.label for role in set(roles) - grantable(by))
    if beyond:
        raise RuleBroken(
            f"Only an administrator can give or take the role {' or '.join(beyond)}. "
            "Ask an administrator.",
            field="roles",
        )


def check_not_for_oneself(roles: Collection[Role]) -> None:
    """Refuse to give oneself a role that opens what even managers may not read."""
    if NEVER_ONES_OWN & set(roles):
        raise RuleBroken(
            f"Nobody makes themselves {Role.SAFEGUARDING_LEAD.label}. Ask somebody else who lets "
            "people in here, or an administrator.",
            field="roles",
        )


def check_not_last(role: Role, *, others: int) -> None:
    """Refuse to take a role that lets people in from its last holder."""
    if role in KEEPERS and others == 0:
        raise RuleBroken(
            f"Nobody else here is {role.label}. Give somebody else that role first.",
            field="roles",
        )


def check_roles_together(roles_by_area: Mapping[UUID | None, Collection[Role]]) -> None:
    """Refuse finance together with commissioner or analyst of one area (reliability.md S3).

    Each would complete the other's hidden numbers.
    """
    for roles in roles_by_area.values():
        held = set(roles)
        if Role.COMMISSIONER_FINANCE in held and held & READS_FIGURES:
            raise RuleBroken(
                "One person cannot be commissioner finance and also commissioner, analyst, steering "
                "member or board reader of the same area. Together they could work out hidden "
                "numbers. Ask somebody else.",
                field="roles",
            )


def check_roles_fit(kind: str, roles: Collection[Role]) -> None:
    """Refuse roles that the kind of organisation does not have."""
    wrong = sorted(role.label for role in roles if role not in ROLES_OF[kind])
    if wrong:
        raise RuleBroken(
            f"This organisation has no {' or '.join(wrong)}. Choose another role.", field="roles"
        )
    if not roles:
        raise RuleBroken("Choose at least one role.", field="roles")


def is_over(
    *, started_at: datetime, seen_at: datetime, at: datetime, longest: timedelta = LONGEST
) -> bool:
    """Whether a session has ended: 30 minutes idle, or 12 hours in all (NHS login's rule)."""
    return at - seen_at >= IDLE or at - started_at >= longest


def tidy_email(address: str) -> str:
    """An e-mail address as we keep and compare it."""
    return address.strip().lower()


def check_password(password: str, *, score: int) -> None:
    """Refuse passwords that are short, endless or easily guessed (`score` is zxcvbn's, 0 to 4)."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            f"Use {SHORTEST_PASSWORD} characters or more. Three random words are good.",
            field="password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(f"Use {LONGEST_PASSWORD} characters or fewer.", field="password")
    if score < WEAKEST_SCORE:
        raise RuleBroken(
            "That password is easy to guess. Three random words are harder to guess.",
            field="password",
        )
