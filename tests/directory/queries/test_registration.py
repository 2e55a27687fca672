"""The listings that somebody looks after: of their own group, or of the area that they host."""

from dataclasses import replace

import pytest

from directory.queries.registration import get_for_editor, own_listings
from kernel.access import Actor, Role
from kernel.errors import NotFound
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area, an_ntp
from tests.cast_directory import a_listing, anytown


def test_an_editor_of_a_group_has_its_listings_and_no_other_groups(session):
    area_id = anytown(session)
    shelter = an_ntp(session)
    listing = a_listing(session, area_id=area_id)
    listing.group.organisation_id = shelter.id
    other = a_listing(session, area_id=area_id, group="Knit and Natter", keeper_email="")
    session.flush()
    by_link = own_listings(session, Actor(holds=other.group_id))
    assert [one.id for one in by_link] == [other.id]
    jo = an_actor(session, Role.GROUP_EDITOR, at=shelter)
    assert [one.id for one in own_listings(session, jo)] == [listing.id]
    assert own_listings(session, replace(jo, roles=frozenset({Role.ANALYST}))) == ()


def test_an_editor_finds_what_their_own_organisation_hosts_and_nothing_else(session):
    lead = a_lead_ntp(session)
    here = a_listing(session, area_id=lead.area_id)
    there = a_listing(session, area_id=an_area(session, "Elsewhere").id, group="Knitters")
    editor = a_directory_editor(session)
    assert get_for_editor(session, editor, here.id) is here
    guest = a_directory_editor(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    for who, listing in ((editor, there), (guest, here)):
        with pytest.raises(NotFound):
            get_for_editor(session, who, listing.id)
