"""The shelter of Anytown is paid from two budgets, one of which pays another group too."""

from accounts.demo import HOST
from accounts.queries import organisations
from billing.income import StreamKind
from billing.queries.budgets import drawn_page
from kernel.access import Actor, Role
from kernel.money import NOTHING
from tests.cast import NOON

SHELTER, SHED = "Anytown Cat and Dog Shelter", "Anytown Men's Shed"


def test_the_shelter_is_paid_from_two_budgets_and_one_pays_two_groups(demo_world):
    with demo_world.reading() as session:
        leads = {one.name: one.id for one in organisations(session)}
        finance = Actor(organisation_id=leads[HOST], roles=frozenset({Role.LEAD_FINANCE}))
        drawn = drawn_page(session, finance, None, on=NOON.date())
    groups = {
        one.stream.kind: {name for name, _ in one.by_group} for one in drawn.budgets if one.by_group
    }
    assert groups == {StreamKind.NHS_TARIFF: {SHELTER}, StreamKind.TRUST_GRANT: {SHELTER, SHED}}
    assert drawn.not_said.paid > NOTHING
    assert drawn.warnings == ()
