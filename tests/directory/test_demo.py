"""Anytown: forty believable groups over all six kinds, one of them paid, and as many more as one wants."""

import pytest
import sqlalchemy as sa

from accounts import demo as accounts_demo
from directory import demo
from directory.lifecycle import State
from directory.models import Group, Listing, ListingSlot
from directory.queries.published import every_published
from directory.screening import screen
from directory.vocabulary import Domain, Place
from kernel.periods import day_in_london
from tests.support.clock import NOON

TODAY = day_in_london(NOON)
GUIDES_OWN = (
    "Dog walking",
    "Bengali men's cookery session",
    "Men's fishing mornings",
    "Knit and natter",
    "Somebody to visit you at home",
    "Help with benefits and debt",
    "Salsa for beginners",
)


@pytest.fixture
def anytown(app, database):
    accounts_demo.load(database, at=NOON, listings=0, seed=1)
    demo.load(database, at=NOON, listings=0, seed=1)
    return database


def test_forty_groups_over_all_six_kinds_with_the_guides_own_among_them(anytown):
    with anytown.reading() as session:
        published = list(every_published(session, today=TODAY))
    assert len({one.group.id for one in published}) == 40
    assert {domain for one in published for domain in one.domains} == set(Domain)
    assert {one.place for one in published} == set(Place)
    assert set(GUIDES_OWN) <= {one.name for one in published}


def test_nothing_in_it_looks_odd_to_the_screen(anytown):
    with anytown.reading() as session:
        rows = session.scalars(
            sa.select(Listing).join(Listing.group).where(Listing.state == State.LIVE)
        ).all()
        odd = {row.content.name: screen(row.content, group_name=row.group.name) for row in rows}
    assert {name: flags for name, flags in odd.items() if flags} == {}


def test_one_group_is_paid_by_a_sub_contract_in_force(anytown):
    with anytown.reading() as session:
        funded = [one for one in every_published(session, today=TODAY) if one.is_funded]
    assert {one.group.name for one in funded} == {"Anytown Cat and Dog Shelter"}


def test_loaded_twice_it_is_there_once(anytown):
    assert demo.load(anytown, at=NOON, listings=0, seed=1) == []


def test_a_large_directory_is_the_same_for_the_same_seed_and_grows(anytown):
    said = demo.load(anytown, at=NOON, listings=60, seed=7)
    assert said == ["60 made-up listings more. 103 can be found."]
    with anytown.reading() as session:
        first = {one.id: one.name for one in every_published(session, today=TODAY)}
    assert demo.load(anytown, at=NOON, listings=60, seed=7)[0].startswith("0 made-up listings")
    assert demo.load(anytown, at=NOON, listings=80, seed=7)[0].startswith("20 made-up listings")
    with anytown.reading() as session:
        more = {one.id: one.name for one in every_published(session, today=TODAY)}
        codes = session.scalars(sa.select(Listing.short_code)).all()
        assert session.scalar(sa.select(sa.func.count()).select_from(ListingSlot)) > 60
        assert session.scalar(sa.select(sa.func.count()).select_from(Group)) > 40
    assert first.items() <= more.items() and len(more) == 123
    assert len(set(codes)) == len(codes)
