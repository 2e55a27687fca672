"""Who may do what with people, organisations and agreements: role by act, one row for each."""

import pytest

from accounts import permissions
from kernel.access import Actor, Role

PEOPLE, ORGANISATIONS = permissions.MANAGE_PEOPLE, permissions.MANAGE_ORGANISATIONS
AGREE, READ = permissions.MANAGE_AGREEMENTS, permissions.SEE_AGREEMENTS
MAY = {
    Role.ADMINISTRATOR: {PEOPLE, ORGANISATIONS, AGREE, READ},
    Role.LEAD_MANAGER: {PEOPLE, AGREE, READ},
    Role.PRACTICE_MANAGER: {PEOPLE, AGREE, READ},
    Role.COMMISSIONER: {AGREE, READ},
    Role.LINK_WORKER: {READ},
    Role.LEAD_FINANCE: {READ},
    Role.GROUP_EDITOR: {READ},
    Role.PRIVACY_OFFICER: set(),
    Role.DIRECTORY_EDITOR: set(),
    Role.REFERRER: set(),
    Role.ANALYST: set(),
    Role.COMMISSIONER_FINANCE: set(),
    Role.STEERING_MEMBER: set(),
    Role.BOARD_READER: set(),
    Role.SAFEGUARDING_LEAD: set(),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "permission", [PEOPLE, ORGANISATIONS, AGREE, READ], ids=lambda one: one.name
)
def test_who_may_do_what(role, permission):
    assert Actor(roles=frozenset({role})).may(permission) is (permission in MAY[role])


@pytest.mark.parametrize(
    "permission", [PEOPLE, ORGANISATIONS, AGREE, READ], ids=lambda one: one.name
)
def test_nobody_without_a_role_may_do_anything(permission):
    assert not Actor().may(permission)
