"""What billing adds to pages of others, and for whom."""

import pytest

from billing.views.feature import PANELS
from kernel.access import Actor, Role

LEADS_TO = {
    "billing/_money.html": {Role.LEAD_MANAGER, Role.LEAD_FINANCE},
    "billing/_bands_by_place.html": {Role.LEAD_MANAGER},
}


@pytest.mark.parametrize("role", Role)
def test_the_inbox_leads_only_those_who_may_go(session, role):
    panels = {one.template: one for one in PANELS if one.page == "referrals.inbox"}
    assert panels.keys() == LEADS_TO.keys()
    for template, roles in LEADS_TO.items():
        is_led = bool(panels[template].facts(session, Actor(roles=frozenset({role})), None))
        assert is_led is (role in roles)
