"""Something is to be seen where Anytown's money went, for everybody who may look."""

import sqlalchemy as sa

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from billing.models import Remittance
from billing.queries.passed_on import ledger_page, ledgers
from billing.queries.told import TOGETHER
from kernel.access import Actor, Role
from tests.cast import NOON

TODAY = NOON.date()


def test_each_reader_finds_something(demo_world):
    with demo_world.reading() as session:
        (body,) = accounts.organisations(session, kind=OrganisationKind.COMMISSIONING_BODY)
        paid = session.scalars(sa.select(Remittance).order_by(Remittance.number)).first()
        readers = {
            Role.COMMISSIONER: body.id, Role.LEAD_FINANCE: paid.lead_id,
            Role.GROUP_EDITOR: paid.group_id,
        }  # fmt: skip
        pages = {}
        for role, organisation_id in readers.items():
            actor = Actor(organisation_id=organisation_id, roles=frozenset({role}))
            (line,) = ledgers(session, actor)
            pages[role] = ledger_page(session, actor, line.id, 2026, on=TODAY)
        assert [one.called for one in pages[Role.COMMISSIONER].told.groups] == [TOGETHER]
        assert len(pages[Role.LEAD_FINANCE].told.groups) == 3
        assert pages[Role.LEAD_FINANCE].not_paid and pages[Role.LEAD_FINANCE].told.days
        assert pages[Role.GROUP_EDITOR].told.own
