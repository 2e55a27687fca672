"""Where the money of Anytown's lead NTP comes from: made-up lists with something to watch."""

import sqlalchemy as sa

from accounts.demo import HOST
from accounts.queries import organisations
from billing.models import IncomeStream
from billing.queries.income import income_page
from kernel.access import Actor, Role
from tests.cast import NOON


def test_two_years_have_lists_and_there_is_something_to_watch(demo_world):
    with demo_world.reading() as session:
        leads = {one.name: one.id for one in organisations(session)}
        finance = Actor(organisation_id=leads[HOST], roles=frozenset({Role.LEAD_FINANCE}))
        this, before = (
            income_page(session, finance, year, on=NOON.date()) for year in (2026, 2025)
        )
        assert (len(this.lines), len(before.lines)) == (9, 5)
        assert len(this.to_watch) == 2 and this.unknown == 1
        assert any(one.stream.is_nil for one in this.lines)
        assert session.scalar(sa.select(sa.func.count()).select_from(IncomeStream)) == 14
