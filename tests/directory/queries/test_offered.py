"""What an organisation offers, for agreements that name services."""

from directory.queries.offered import services_of
from tests.cast import an_ntp
from tests.cast_directory import a_listing, anytown


def test_the_public_listings_of_an_organisation_by_name(session):
    area_id = anytown(session)
    shelter = an_ntp(session)
    walking = a_listing(session, area_id=area_id)
    cuddling = a_listing(session, area_id=area_id, name="Cat cuddling")
    draft = a_listing(session, area_id=area_id, name="Bird watching", is_live=False)
    for listing in (walking, cuddling, draft):
        listing.group.organisation_id = shelter.id
    a_listing(session, area_id=area_id, group="Knit and Natter")
    session.flush()
    assert list(services_of(session, shelter.id).items()) == [
        (str(cuddling.id), "Cat cuddling"),
        (str(walking.id), "Dog walking"),
    ]
