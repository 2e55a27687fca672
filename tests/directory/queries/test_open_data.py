"""The database's answer to the feed's questions is that of reading every listing, word for word."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from directory import demo, demo_corpus
from directory.feed import filters, v3
from directory.feed.filters import Spot
from directory.feed.parameters import Asked
from directory.feed.taxonomies import TAXONOMIES, TERMS
from directory.models import Listing
from directory.queries import finding, open_data
from directory.queries.published import every_published
from directory.search.engines import ENGINES
from kernel.errors import NotFound, RuleBroken
from kernel.geography import Point
from kernel.periods import day_in_london
from tests import cast_directory as cast
from tests.support.clock import NOON

TODAY = day_in_london(NOON)
COUNT = 150


@pytest.fixture
def corpus(session):
    """A hundred and fifty made-up listings, some hidden, on-line, or without a place."""
    area_id = cast.anytown(session)
    area = demo_corpus.DemoArea(area_id, "Anytown", Point(54.97, -1.57), ((None, ""),))
    made = list(demo_corpus.listings(COUNT, seed=7, area=area))
    demo._add(session, made, area_id, at=NOON)
    for number, row in enumerate(session.query(Listing).order_by(Listing.id).limit(40)):
        low, high = (18, None) if number % 2 else (None, 65)
        row.content = row.content.with_answers(minimum_age=low, maximum_age=high)
    session.flush()
    session.expunge_all()
    return list(every_published(session, today=TODAY))


@pytest.fixture(autouse=True)
def no_index(tmp_path):
    """These tests are about the database: without an index, words are looked for in each listing."""
    finding.open_engine(ENGINES["whoosh"](tmp_path / "none"))


def ids(listings) -> list[str]:
    return [str(one.id) for one in listings]


QUESTIONS = [
    Asked(per_page=500),
    Asked(per_page=500, day=1),
    Asked(per_page=500, day=1, start_time=time(10), end_time=time(14)),
    Asked(per_page=500, start_time=time(18)),
    Asked(per_page=500, end_time=time(12, 30)),
    Asked(per_page=500, minimum_age=16),
    Asked(per_page=500, minimum_age=18, maximum_age=70),
    Asked(per_page=500, maximum_age=65),
    Asked(per_page=500, modified_after=NOON),
    Asked(per_page=500, modified_after=NOON + timedelta(days=1)),
    *(Asked(per_page=500, taxonomy_term_id=term) for term in TERMS),
    *(Asked(per_page=500, taxonomy_id=taxonomy.id) for taxonomy in TAXONOMIES),
    Asked(
        per_page=500,
        taxonomy_id=TAXONOMIES[0].id,
        taxonomy_term_id=TAXONOMIES[1].terms[0].id,
    ),
    Asked(per_page=500, taxonomy_id=UUID(int=5)),
    Asked(per_page=500, postcode="NE6 1AB"),
    *(Asked(per_page=500, postcode="NE6 1AB", proximity=far) for far in (0, 900, 5_000, 60_000)),
    Asked(per_page=500, search="walk"),
    Asked(per_page=500, search="walk", day=2),
    Asked(per_page=500, search="%_"),
]


def expected(session, corpus, asked: Asked):
    spot = None
    if asked.postcode:
        found = open_data.places.locate(session, asked.postcode)
        spot = Spot(found.point, frozenset({found.area_id} if found.area_id else ()))
    fitting = filters.wanted(corpus, asked, spot=spot)
    return [one for one in fitting if not asked.search or filters.contains(one, asked.search)]


def test_each_question_is_answered_as_by_reading_every_listing(session, corpus):
    found_any = 0
    for asked in QUESTIONS:
        fitting = expected(session, corpus, asked)
        page = open_data.services(session, asked, now=NOON)
        assert [one["id"] for one in page.items] == ids(fitting), asked
        assert page.total == len(fitting)
        every = list(open_data.every_service(session, asked, now=NOON))
        assert [one["id"] for one in every] == ids(fitting), asked
        found_any += bool(fitting) and len(fitting) < COUNT
    assert found_any > len(QUESTIONS) / 2


def test_services_at_places_are_those_that_have_a_place(session, corpus):
    for asked in QUESTIONS:
        fitting = [one for one in expected(session, corpus, asked) if v3.has_location(one)]
        page = open_data.service_at_locations(session, asked, now=NOON)
        assert [one["service_id"] for one in page.items] == ids(fitting), asked
        assert page.total == len(fitting)


def test_pages_visit_every_service_once(session, corpus):
    seen = []
    for number in range(1, 9):
        page = open_data.services(session, Asked(page=number, per_page=20), now=NOON)
        seen += [one["id"] for one in page.items]
        assert page.total == COUNT
    assert seen == ids(corpus)


def test_a_service_at_a_place_is_found_by_its_own_id_and_a_hidden_one_is_not(session, corpus):
    listing = next(one for one in corpus if v3.has_location(one))
    hidden = next(one for one in corpus if one.place.value == "hidden")
    its_id = UUID(v3.service_at_location_id(listing))
    found = open_data.service_at_location(session, its_id, Asked(), now=NOON)
    assert found["service_id"] == str(listing.id)
    with pytest.raises(NotFound):
        its_id = UUID(v3.service_at_location_id(hidden))
        open_data.service_at_location(session, its_id, Asked(), now=NOON)


def test_organisations_are_those_that_run_something_published(session, corpus):
    page = open_data.organizations(session, Asked(per_page=500), now=NOON)
    assert {one["id"] for one in page.items} == {str(one.group.id) for one in corpus}
    every = list(open_data.every_organization(session, Asked(), now=NOON))
    assert every == list(page.items)


def test_an_organisation_lists_its_services_and_in_full_where_that_is_asked(session, corpus):
    group = corpus[0].group
    own = {str(one.id) for one in corpus if one.group.id == group.id}
    short = open_data.organization(session, group.id, Asked(), now=NOON)
    whole = open_data.organization(session, group.id, Asked(full_service=True), now=NOON)
    assert {one["id"] for one in short["services"]} == own
    assert all("attributes" in one and "organization" not in one for one in whole["services"])
    with pytest.raises(NotFound):
        open_data.organization(session, UUID(int=1), Asked(), now=NOON)


def test_a_postcode_that_nobody_knows_is_refused_with_its_name(session, corpus):
    with pytest.raises(RuleBroken) as refused:
        open_data.services(session, Asked(postcode="ZZ99 9ZZ"), now=NOON)
    assert refused.value.field == "postcode"


def test_what_is_not_public_is_in_no_answer(session):
    area_id = cast.anytown(session)
    draft = cast.a_listing(session, area_id=area_id, is_live=False)
    session.flush()
    assert open_data.services(session, Asked(), now=NOON).total == 0
    assert open_data.organizations(session, Asked(), now=NOON).total == 0
    with pytest.raises(NotFound):
        open_data.service(session, draft.id, Asked(), now=NOON)
    with pytest.raises(NotFound):
        open_data.v1_service(session, draft.id, now=NOON)
