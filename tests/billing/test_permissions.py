"""Who may do what with contracts, tariffs and money: role by act, one row for each."""

import pytest

from billing import permissions
from kernel.access import Actor, Permission, Role

ACTS = [value for value in vars(permissions).values() if isinstance(value, Permission)]
OPEN = {permissions.SEE_PASSED_ON}
READS = OPEN | {permissions.SEE_CONTRACTS}
WRITES = READS | {permissions.WRITE_CONTRACTS}
KEEPS = {permissions.SEE_INCOME, permissions.KEEP_INCOME}
CHARGES = {
    permissions.SEE_CHARGES, permissions.SEE_SESSIONS, permissions.KEEP_CONTRIBUTIONS,
    permissions.SEE_YEAR,
}  # fmt: skip
ASKED = {permissions.SEE_INVOICES}
ASKS = ASKED | {permissions.ISSUE_INVOICES}
TAKES = {permissions.TAKE_CONTRIBUTION}
AGREED = {permissions.SEE_SUB_CONTRACTS, permissions.SEE_REMITTANCES}
PAYS = AGREED | {permissions.MAKE_REMITTANCES, permissions.KEEP_BANK_DETAILS}
MANAGES = {
    permissions.SEE_BAND, permissions.REVERSE_CHARGE, permissions.WRITE_SUB_CONTRACTS,
    permissions.SEE_MIX, permissions.TAKE_BACK_SESSIONS,
}  # fmt: skip
MAY = {
    Role.LINK_WORKER: TAKES | {permissions.CHOOSE_BAND, permissions.SEE_BAND},
    Role.LEAD_MANAGER: WRITES | KEEPS | PAYS | CHARGES | TAKES | MANAGES | ASKS,
    Role.LEAD_FINANCE: READS | KEEPS | PAYS | CHARGES | ASKS | {permissions.PAY_GROUPS},
    Role.GROUP_EDITOR: AGREED | OPEN,
    Role.COMMISSIONER: WRITES,
    Role.COMMISSIONER_FINANCE: READS | ASKED | {permissions.SETTLE_INVOICES},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", ACTS, ids=lambda one: one.name)
def test_who_may_do_what(role, permission):
    assert Actor(roles=frozenset({role})).may(permission) is (permission in MAY.get(role, set()))
