"""Who may do what with referrals: role by act, one row for each. Commissioners: nothing (A12)."""

import pytest

from kernel.access import Actor, Permission, Role
from referrals import permissions

ACTS = [value for value in vars(permissions).values() if isinstance(value, Permission)]
RIGHTS = {
    permissions.FIND_PERSON,
    permissions.SEE_WHO_LOOKED,
    permissions.TAKE_BACK_CONSENT,
    permissions.FILE_REQUEST,
}
"""What those who look after people may do for a person's rights."""

MAY = {
    Role.REFERRER: {
        permissions.REFER,
        permissions.FOLLOW,
        permissions.SIGNPOST,
        permissions.SEE_PHOTOGRAPH,
        permissions.ACKNOWLEDGE,
    },
    Role.PRACTICE_MANAGER: {
        permissions.REFER,
        permissions.FOLLOW,
        permissions.ARRANGE_PRACTICE,
        permissions.SIGNPOST,
        permissions.SEE_PHOTOGRAPH,
        permissions.ACKNOWLEDGE,
        permissions.CONNECT,
    },
    Role.LINK_WORKER: {
        permissions.TAKE_CALL,
        permissions.WORK,
        permissions.MAKE_SAFE,
        permissions.SEE_CASE,
        permissions.PUT_DETAILS_RIGHT,
        permissions.SIGNPOST,
        permissions.SEE_PHOTOGRAPH,
        permissions.RAISE_CONCERN,
        permissions.READ_CONCERNS,
        permissions.READ_ISSUES,
        permissions.OPEN_ANYWAY,
        *RIGHTS,
    },
    Role.LEAD_MANAGER: {
        permissions.TAKE_CALL,
        permissions.OVERSEE,
        permissions.MAKE_SAFE,
        permissions.SEE_CASE,
        permissions.PUT_DETAILS_RIGHT,
        permissions.NAME_WORKERS,
        permissions.SIGNPOST,
        permissions.SEE_PHOTOGRAPH,
        permissions.READ_ISSUES,
        permissions.COMPARE_PRACTICES,
        *RIGHTS,
    },
    Role.STEERING_MEMBER: {permissions.READ_ISSUES, permissions.COMPARE_PRACTICES},
    Role.SAFEGUARDING_LEAD: {
        permissions.ANSWER_CONCERN,
        permissions.READ_CONCERNS,
        permissions.REVIEW_PARTS,
    },
    Role.PRIVACY_OFFICER: {
        permissions.ANSWER_REQUEST,
        permissions.REVIEW_PARTS,
        permissions.KEEP_SCHEDULE,
        *RIGHTS,
    },
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", ACTS, ids=lambda one: one.name)
def test_who_may_do_what(role, permission):
    assert Actor(roles=frozenset({role})).may(permission) is (permission in MAY.get(role, set()))


@pytest.mark.parametrize("permission", ACTS, ids=lambda one: one.name)
def test_nobody_without_a_role_may_do_anything(permission):
    assert not Actor().may(permission)
