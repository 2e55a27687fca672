"""The results page, and the small answers beside it."""

import json
import random
import shutil
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from accounts.queries import localities
from directory.models import Tally
from directory.operations import keeping
from directory.vocabulary import Cost, Place
from kernel.access import SYSTEM, Role
from kernel.outbox import OutboxItem
from tests import cast
from tests.cast_directory import a_listing, anytown

ORIGINS = 20


@pytest.fixture
def world(app, work):
    """Enough of Anytown to search in: walks, a choir, an on-line quiz, and a refuge."""
    with app.extensions["petunias"].database.writing() as session:
        area_id = anytown(session)
        for number in range(1, 23):
            a_listing(session, area_id=area_id, group=f"Walkers {number}", name=f"Walk {number}",
                      description="A gentle walk.", cost=Cost.FREE)  # fmt: skip
        a_listing(session, area_id=area_id, group="Sing", name="Choir", description="We sing.",
                  postcode="NE28 6AA")  # fmt: skip
        a_listing(session, area_id=area_id, group="Quiz", name="Quiz", description="Ask.",
                  place=Place.ONLINE, postcode="")  # fmt: skip
        refuge = a_listing(session, area_id=area_id, group="Haven", name="Haven House",
                           description="Ring at any hour.")  # fmt: skip
        keeping.hide_place(
            session, SYSTEM, refuge, address="1 Secret Road, NE6 2ZZ", at=app_now(app)
        )
    work()
    return app


def app_now(app):
    return app.extensions["petunias"].clock()


@pytest.fixture
def tallies(app):
    def read():
        with app.extensions["petunias"].database.reading() as session:
            rows = session.execute(sa.select(Tally.domain, Tally.outcome, Tally.count))
            return sorted(map(tuple, rows))

    return read


class TestResults:
    def test_a_search_can_be_shared_and_says_what_it_is(self, world, client):
        page = client.page("/search?q=walk&where=NE6+1AB&within=2&free=yes")
        assert page.heading == "“walk” near NE6 1"
        assert page.title.startswith("“walk” near NE6 1")
        form = page.form("q", "where", button="Search")
        assert dict(form.filled({}))["q"] == "walk"

    def test_there_are_twenty_on_a_page_and_the_next_keeps_the_search(self, world, client):
        first = client.page("/search?q=walk")
        assert len(first.with_class("card")) == 20
        second = client.page(first.links["Next page"])
        assert len(second.with_class("card")) == 2
        assert "This is page 2 of 2" in second.words

    def test_narrowing_works_as_a_form(self, world, client):
        narrowed = client.submit("/search?q=&where=NE6+1AB", {"free": "yes", "within": "1"},
                                 button="Show these")  # fmt: skip
        assert narrowed.request.args["where"] == "NE6 1AB"
        assert "22 activities within 1 mile of NE6 1" in narrowed.text

    def test_a_misspelt_word_is_put_right_and_can_be_undone(self, world, client):
        page = client.page("/search?q=gnetle")
        assert "Showing results for “gentle”." in page.words
        undone = client.page(page.links["Search for “gnetle” instead"])
        assert "We found nothing like that." in undone.words

    def test_a_word_that_means_a_choice_is_said_and_can_be_undone(self, world, client):
        page = client.page("/search?q=free+walk+on+tuesday")
        assert "22 activities" in page.words
        assert "We took “free” to mean “It is free”." in page.words
        assert "We took “tuesday” as Tuesday." in page.words
        href = page.links["Search for the word “free” instead"]
        assert href == "/search?q=free+walk+on+tuesday&word=free"
        undone = client.page(href)
        assert "We found nothing like that." in undone.words
        assert "We took “tuesday” as Tuesday." in undone.words

    def test_what_is_over_for_today_is_not_passed_off_as_still_to_come(self, world, client, clock):
        clock.passes(days=2)  # to a Tuesday at noon; the walk was at ten
        words = client.page("/search?q=walk+today").words
        assert "We took “today” as Tuesday." in words and "Next: Tuesday 1 December" in words
        assert "some of it may be over for today" in words
        assert "over for today" not in client.page("/search?q=walk+tuesday").words

    def test_words_of_despair_bring_the_numbers_to_ring(self, world, client):
        page = client.page("/search?q=hopeless")
        assert "Do you need help now?" in page.words and "116 123" in page.words
        assert "116 123" not in client.page("/search?q=walk").words

    def test_a_choice_that_was_meant_is_ticked_and_can_be_taken_off(self, world, client):
        address = "/search?q=free+walk+on+tuesday"
        form = dict(client.page(address).form("day", button="Show these").filled({}))
        assert (form["q"], form["day"], form["free"]) == ("walk", "tuesday", "yes")
        assert client.page(client.page(address).links["Show all again"]).heading == "“walk”"

    def test_a_word_put_right_that_finds_nothing_is_not_offered_as_results(self, world, client):
        page = client.page("/search?q=gnetle&domain=befriending")
        assert "Showing results for" not in page.words
        assert "We found nothing like that. We looked for “gentle” as well." in page.words

    def test_nothing_found_helps_on(self, world, client):
        page = client.page("/search?q=falconry&where=NE6+1AB&free=yes")
        assert "We found nothing like that within 5 miles of NE6 1." in page.words
        wider = client.page(page.links["Leave out “falconry”"])
        assert "22 activities" in wider.words
        near = client.page("/search?q=walk+falconry&where=NE6+1AB")
        assert near.words.count("Under half a mile away") == len(near.with_class("card"))
        assert page.links["Tell the area"] == "/missing-activity?q=falconry&where=NE6+1AB"

    def test_what_cannot_be_narrowed_is_not_offered_to_be(self, world, client):
        assert "Narrow this down" not in client.page("/search?q=falconry&where=NE6+1AB").words
        one = client.page("/search?q=choir")
        assert "Show first" in one.words and "Which day" not in one.words
        assert "Which day" in client.page("/search?q=choir&day=monday").words

    def test_who_may_list_a_group_for_it_finds_where(self, world, client):
        assert "List it for them" not in client.page("/search?q=choir").links
        cast.signed_in(client, Role.LINK_WORKER)
        for words in ("choir", "falconry"):
            href = client.page(f"/search?q={words}").links["List it for them"]
            assert client.page(href).heading == "List a group that told you about itself"

    def test_a_place_that_we_do_not_know_is_said(self, world, client):
        page = client.page("/search?where=Atlantis")
        assert "We do not know where “Atlantis” is" in page.words
        assert "Enter a postcode like NE6 1AB" in page.words

    def test_a_misspelt_place_is_offered_as_it_is_spelt(self, world, client):
        page = client.page("/search?q=walk&where=Rivreside")
        assert "We do not know where “Rivreside” is, so these are from everywhere." in page.words
        assert "Did you mean Riverside?" in page.words
        assert client.page(page.links["Riverside"]).heading == "“walk” near Riverside"

    def test_a_rougher_place_is_said(self, world, client):
        page = client.page("/search?where=ne61zz")
        assert (
            "We do not know exactly where NE6 1ZZ is, "
            "so distances are from the middle of NE6 1." in page.words
        )

    @pytest.mark.parametrize("order", ["relevance", "distance", "next"])
    def test_every_order_can_be_asked_for(self, world, client, order):
        page = client.page(f"/search?where=NE6&order={order}")
        assert dict(page.form("order").filled({}))["order"] == order

    def test_old_and_strange_addresses_are_answered(self, world, client):
        odd = "page=99999999999999&within=-1&order=best&domain=x&day=8&exact=&free=2"
        assert client.page(f"/search?{odd}").heading == client.page("/search").heading


class TestPinning:
    def test_a_result_can_be_put_on_ones_list_and_the_search_is_kept(self, world, client):
        answer = client.submit("/search?q=choir", {}, button="Put it on my list: Choir")
        assert answer.status_code == 303
        assert answer.location == "/search?q=choir"
        page = client.page(answer.location)
        assert "It is on your list." in page.words
        assert "Choir" in client.page("/pinboard").words

    def test_what_comes_back_stays_on_this_site(self, world, client):
        page = client.page("/search?q=choir")
        form = page.form(button="Put it on my list: Choir")
        sent = dict(form.filled({}), search="//elsewhere.example/?q=1")
        assert client.post(form.action, data=sent).location.startswith("/search?")


class TestHostileWords:
    """reliability.md X4: a search is never an error, whatever is typed."""

    def test_any_words_are_answered(self, world, client, soak_factor):
        chance = random.Random(4)
        parts = ["dog", '"', "*", "(", ")", "NEAR/3", "AND", "OR NOT", "a:b", "^2", "~", "\\", "%",
                 "_", "'", "--", "\x00", "é", "🐕", "<script>", "{{7*7}}", "x" * 300]  # fmt: skip
        for _ in range(30 * soak_factor):
            typed = " ".join(chance.choices(parts, k=chance.randint(1, 12)))
            page = client.page("/search?" + urlencode({"q": typed, "where": typed[:50]}))
            assert "49" not in page.heading

    def test_nothing_typed_becomes_markup(self, world, client):
        answer = client.get("/search?" + urlencode({"q": "<script>alert(1)</script>"}))
        assert "<script>alert" not in answer.text


class TestWithoutAnIndex:
    """reliability.md K12."""

    def test_the_database_answers_at_once_and_the_page_says_so(self, world, client, settings):
        shutil.rmtree(settings.data / "index")
        world.extensions["petunias"].clock.passes(minutes=1)
        page = client.page("/search?q=choir")
        assert "Choir" in page.words
        health = json.loads(client.get("/healthz").text)
        assert "index" in health

    def test_a_search_that_finds_no_index_has_it_made_again_at_once(
        self, world, client, settings, clock
    ):
        """The worker takes what was asked for from its queue; here we do that for it."""
        shutil.rmtree(settings.data / "index")
        clock.passes(minutes=1)
        client.page("/search?q=choir")
        queue = world.extensions["petunias_worker"].huey
        asked = queue.dequeue()
        while asked and asked.name != "hurry":
            asked = queue.dequeue()
        assert asked, "Nobody was asked to come."
        queue.execute(asked)
        assert "Our search is being mended" not in client.page("/search?q=choir").words

    def test_the_worker_mends_it(self, world, client, settings, clock):
        shutil.rmtree(settings.data / "index")
        world.extensions["petunias_worker"].keep_timetable()
        health = json.loads(client.get("/healthz").text)
        assert health["index"]["ok"]
        assert health["index"]["value"].startswith("25 listings of 25 published, generation ")


class TestCounting:
    def test_a_search_leaves_a_count_and_no_words(self, world, client, tallies, clock):
        client.page("/search?q=walk&domain=physical-activity")
        assert tallies() == [("physical-activity", "found", 1)]
        client.page("/search?q=falconry")
        clock.passes(seconds=6)
        client.page("/search?q=falconry")
        assert tallies() == [("", "nothing", 2), ("physical-activity", "found", 1)]
        with world.extensions["petunias"].database.reading() as session:
            outbox = session.scalars(sa.select(OutboxItem.payload)).all()
        assert "falconry" not in str(outbox)

    def test_it_counts_for_what_its_words_speak_of_and_the_nearest_locality(self, world, client):
        client.page("/search?q=somebody+to+talk+to&where=NE7+7AA&within=1")
        with world.extensions["petunias"].database.reading() as session:
            riverside = localities(session)[0]
            kept = session.execute(sa.select(Tally.__table__)).mappings().one()
        assert (kept["domain"], kept["locality"]) == ("befriending", str(riverside.id))
        assert "NE7" not in str(kept) and "talk" not in str(kept)


class TestHiddenPlace:
    """reliability.md D7: no search tells where a hidden place is."""

    def test_its_place_in_the_results_does_not_depend_on_where_one_asks_from(
        self, world, client, soak_factor
    ):
        """Its page, its order and its words are the same from anywhere in the area."""
        chance = random.Random(7)
        seen = set()
        for _ in range(ORIGINS * soak_factor):
            where = (
                f"NE6 {chance.choice('1234569')}{chance.choice('ABDEFGHJ')}{chance.choice('ABD')}"
            )
            for words in ("", "ring"):
                query = {"q": words, "where": where, "within": chance.choice(["1", "5", "any"]),
                         "order": chance.choice(["relevance", "distance"])}  # fmt: skip
                page = client.page("/search?" + urlencode(query))
                cards = [card for card in page.with_class("card") if "Haven" in text_of(card)]
                assert len(cards) == 1, query
                seen.add((words, text_of(cards[0])))
        assert len(seen) == 2

    def test_no_answer_holds_its_address(self, world, client):
        for address in ("/search", "/search?where=NE6+2AA", "/search/map.json?where=NE6+2AA",
                        "/search?q=secret", "/sitemap.xml", "/print"):  # fmt: skip
            text = client.get(address).text
            assert "Secret" not in text and "NE6 2ZZ" not in text

    def test_it_is_not_on_the_map(self, world, client):
        drawn = client.get("/search/map.json?q=ring").get_json()
        assert drawn["points"] == []


def text_of(card):
    return " ".join("".join(card.itertext()).split())


class TestMap:
    def test_the_numbers_are_those_of_the_list(self, world, client):
        drawn = client.get("/search/map.json?q=walk&page=2").get_json()
        assert [point["number"] for point in drawn["points"]] == [21, 22]
        assert drawn["from"] is None

    def test_it_says_where_one_asked_from(self, world, client):
        drawn = client.get("/search/map.json?where=NE6+1AB").get_json()
        assert drawn["from"]["name"] == "NE6 1"


class TestTyping:
    def test_the_last_word_is_completed(self, world, client):
        assert client.get("/suggest?q=gentle+wal").get_json()["suggestions"] == [
            "gentle walk",
            "gentle walkers",
        ]

    @pytest.mark.parametrize("typed", ["", " ", "%", "x" * 5000, "\x00"])
    def test_nothing_to_suggest_is_no_error(self, world, client, typed):
        answer = client.get("/suggest?" + urlencode({"q": typed}))
        assert answer.get_json()["suggestions"] == []

    def test_where_somebody_stands_is_a_part_of_town(self, client):
        assert client.get("/nearest?lat=54.97&lon=-1.58").get_json() == {"where": "NE6 1"}

    @pytest.mark.parametrize("query", ["", "lat=x&lon=y", "lat=nan&lon=0", "lat=91&lon=0",
                                       "lat=48.85&lon=2.35", "lat=inf&lon=inf"])  # fmt: skip
    def test_elsewhere_it_has_no_name(self, client, query):
        assert client.get(f"/nearest?{query}").get_json() == {"where": ""}
