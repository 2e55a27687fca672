"""What a listing's page shows to whom, what a printed list holds, what the site map names."""

from datetime import date

import pytest

from accounts import queries as accounts
from directory.lifecycle import Move
from directory.models import Check
from directory.operations import keeping
from directory.queries import pages
from directory.vocabulary import Domain, Place
from kernel.access import ANYONE, SYSTEM, Actor, Role
from kernel.errors import NotFound
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON

ADDRESS = "https://petunias.example"
TODAY = NOON.date()


@pytest.fixture
def listing(session):
    area_id = anytown(session)
    made = a_listing(session, area_id=area_id, referral_criteria="Adults who can walk a mile")
    session.add(Check(group_id=made.group_id, what="Insurance", result="passed",
                      checked_by="Edith Moss", owner="Better Services Enterprise",
                      checked_on=date(2026, 10, 1), runs_out_on=date(2027, 10, 1),
                      recorded_at=NOON))  # fmt: skip
    session.flush()
    return made


def page_for(session, actor, listing):
    return pages.listing_page(session, actor, listing.id, public_address=ADDRESS, now=NOON)


def test_everybody_sees_the_same_listing(session, listing):
    page = page_for(session, ANYONE, listing)
    assert page.listing.name == "Dog walking"
    assert (page.next_at.date(), page.next_has_time) == (date(2026, 11, 24), True)
    assert page.dialled == "01914980101"
    assert page.structured["url"] == f"{ADDRESS}/listings/{listing.id}"
    assert page.professional is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GROUP_EDITOR])
def test_professionals_see_more_on_it(session, listing, role):
    layer = page_for(session, Actor(roles=frozenset({role})), listing).professional
    assert layer.referral_criteria == "Adults who can walk a mile"
    assert [check.what for check in layer.checks] == ["Insurance"]


@pytest.mark.parametrize(
    "actor", [Actor(roles=frozenset({Role.GROUP_EDITOR})), Actor(holds=SYSTEM.user_id)]
)
def test_groups_do_not(session, listing, actor):
    assert page_for(session, actor, listing).professional is None


@pytest.mark.parametrize(
    ("role", "may_correct", "may_suspend"),
    [
        (Role.LINK_WORKER, True, False),
        (Role.SAFEGUARDING_LEAD, False, True),
        (Role.REFERRER, False, False),
    ],
)
def test_each_is_offered_what_they_may_do(session, listing, role, may_correct, may_suspend):
    layer = page_for(session, Actor(roles=frozenset({role})), listing).professional
    assert (layer.may_correct, layer.may_suspend) == (may_correct, may_suspend)


def test_what_was_withdrawn_is_not_found(session, listing):
    keeping.make(session, SYSTEM, listing, Move.WITHDRAW, at=NOON)
    with pytest.raises(NotFound):
        page_for(session, SYSTEM, listing)


def test_a_menu_holds_what_is_in_the_directory_now(session, listing):
    other = a_listing(session, area_id=listing.area_id, group="Sing", name="Choir")
    keeping.make(session, SYSTEM, listing, Move.WITHDRAW, at=NOON)
    items = pages.menu_items(session, [listing.id, other.id], today=TODAY)
    assert [(item.name, item.phone) for item in items] == [("Choir", "0191 498 0101")]


def test_a_printed_directory_is_of_one_locality_and_by_kind(session, listing):
    area_id = listing.area_id
    a_listing(session, area_id=area_id, name="Choir", domains=(Domain.ARTS_FOR_HEALTH,))
    a_listing(session, area_id=area_id, name="Abroad", postcode="S1 1AA", place=Place.ONLINE)
    (riverside,) = accounts.localities(session)
    printed = pages.printed_directory(session, locality_id=riverside.id, domain=None, today=TODAY)
    assert [(one.words, [item.name for item in one.items]) for one in printed.sections] == [
        ("Getting active", ["Abroad", "Dog walking"]),
        ("Arts and crafts", ["Choir"]),
    ]
    arts = pages.printed_directory(
        session, locality_id=riverside.id, domain=Domain.ARTS_FOR_HEALTH, today=TODAY
    )
    assert [item.name for one in arts.sections for item in one.items] == ["Choir"]


def test_what_lies_outside_the_area_is_printed_for_no_part_of_it(session, listing):
    a_listing(session, area_id=listing.area_id, name="Far away", postcode="S1 1AA")
    a_listing(session, area_id=listing.area_id, name="Who knows", postcode="")
    (riverside,) = accounts.localities(session)
    printed = pages.printed_directory(session, locality_id=riverside.id, domain=None, today=TODAY)
    (section,) = printed.sections
    assert [(item.name, item.where) for item in section.items] == [
        ("Dog walking", "Riverside, NE6 1AB"),
        ("Who knows", "Ask where it is"),
    ]


def test_without_a_choice_the_localities_are_offered(session, listing):
    printed = pages.printed_directory(session, locality_id=None, domain=None, today=TODAY)
    assert (printed.is_chosen, len(printed.localities)) == (False, 1)


def test_an_activity_without_a_kind_is_printed_too(session, listing):
    a_listing(session, area_id=listing.area_id, name="Odd one out", domains=())
    (riverside,) = accounts.localities(session)
    printed = pages.printed_directory(session, locality_id=riverside.id, domain=None, today=TODAY)
    assert printed.sections[-1].words == "Other things"


def test_the_site_map_names_each_listing_once(session, listing):
    others = {a_listing(session, area_id=listing.area_id, name=name).id for name in "abc"}
    parts = [pages.changed_listings(session, part=part, size=2) for part in (1, 2, 3)]
    named = [listing_id for part in parts for listing_id, _ in part]
    assert (len(named), set(named)) == (4, others | {listing.id})
    assert pages.count_of_listings(session) == 4
