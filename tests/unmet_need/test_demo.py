"""What Anytown wanted and could not have."""

import sqlalchemy as sa

from accounts.vocabulary import OrganisationKind
from tests.cast import NOON, a_locality, an_organisation
from unmet_need import demo
from unmet_need.invariants import INVARIANTS
from unmet_need.models import UnmetNeed
from unmet_need.vocabulary import Source


def test_each_practice_and_lead_ntp_wrote_some_down_and_twice_is_as_good_as_once(database):
    with database.writing() as session:
        a_locality(session)
        for kind in (OrganisationKind.PRACTICE, OrganisationKind.LEAD_NTP):
            an_organisation(session, kind)
    assert demo.load(database, at=NOON, listings=0, seed=1) == [
        "18 needs that nobody met are written down in Anytown."
    ]
    assert demo.load(database, at=NOON, listings=0, seed=1) == []
    with database.reading() as session:
        rows = session.scalars(sa.select(UnmetNeed)).all()
        assert {one.source for one in rows} == {
            Source.CONSULTATION, Source.LINK_WORK, Source.FOCUS_GROUP,
        }  # fmt: skip
        assert [said for one in INVARIANTS for said in one.check(session)] == []
