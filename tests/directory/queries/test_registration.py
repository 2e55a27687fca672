"""The listings that somebody looks after: those of their own organisation's group."""

from dataclasses import replace

from directory.queries.registration import own_listings
from kernel.access import Role
from tests.cast import an_actor, an_ntp
from tests.cast_directory import a_listing, anytown


def test_an_editor_of_a_group_has_its_listings_and_no_other_groups(session):
    area_id = anytown(session)
    shelter = an_ntp(session)
    listing = a_listing(session, area_id=area_id)
    listing.group.organisation_id = shelter.id
    a_listing(session, area_id=area_id, group="Knit and Natter", keeper_email="")
    session.flush()
    jo = an_actor(session, Role.GROUP_EDITOR, at=shelter)
    assert [one.id for one in own_listings(session, jo)] == [listing.id]
    assert own_listings(session, replace(jo, roles=frozenset({Role.ANALYST}))) == ()
