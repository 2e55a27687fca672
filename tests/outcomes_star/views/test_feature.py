"""What the star adds to pages of others, and for whom."""

from kernel.access import Actor, Role
from outcomes_star.views.feature import PANELS


def test_the_inbox_leads_only_those_there_who_may_go(session):
    def led(role):
        actor = Actor(roles=frozenset({role}))
        panels = [one for one in PANELS if one.page == "referrals.inbox"]
        return [bool(one.facts(session, actor, None)) for one in panels]

    assert led(Role.LEAD_MANAGER) == [True, True]
    assert led(Role.LINK_WORKER) == [True, False]
    assert led(Role.LEAD_FINANCE) == [False, False]
