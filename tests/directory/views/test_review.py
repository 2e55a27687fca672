"""The editor's page of what waits, as an editor meets it."""

import pytest

from directory.lifecycle import Move, State
from directory.models import Listing, PossibleDuplicate, WrongReport
from directory.operations import corrections, keeping, registration
from kernel.access import ANYONE, SYSTEM, Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing, six_answers
from tests.support.clock import NOON


@pytest.fixture
def world(app):
    """What an arranging function adds to Anytown is kept; what it gives comes back."""
    database = app.extensions["petunias"].database

    def arrange(act):
        with database.writing() as session:
            a_lead_ntp(session)
            return act(session, an_area(session).id)

    return arrange


@pytest.fixture
def read(app):
    def look(kind, row_id):
        with app.extensions["petunias"].database.reading() as session:
            row = session.get_one(kind, row_id)
            session.expunge_all()
            return row

    return look


def flagged(session, area, *, group="Odd group", **content):
    listing = a_listing(session, area_id=area, group=group, **content)
    listing.flags = [{"kind": "money", "field": "description", "says": "It speaks of bitcoin."}]
    keeping.make(session, SYSTEM, listing, Move.HOLD, at=NOON)
    session.flush()
    return listing.id


class TestTheList:
    def test_an_empty_one_says_so_kindly(self, client, world):
        world(lambda session, area: None)
        signed_in(client, Role.DIRECTORY_EDITOR)
        assert "Nothing waits" in client.page("/directory/review").words

    def test_a_flagged_listing_is_there_with_its_reason_in_words(self, client, world):
        listing_id = world(flagged)
        signed_in(client, Role.DIRECTORY_EDITOR)
        page = client.page("/directory/review")
        assert "It speaks of bitcoin." in page.words
        assert f"/directory/review/{listing_id}" in page.links.values()

    def test_what_looks_like_another_leads_to_it_here_and_on_its_record(self, client, world):
        def two(session, area):
            first = a_listing(session, area_id=area, group="Anytown Cat and Dog Shelter")
            session.flush()
            second = registration.register(
                session, ANYONE, six_answers(), token="", signs=[], at=NOON
            )
            registration.confirm_by_ring(session, SYSTEM, second.id, at=NOON)
            return first.id, second.id

        first, second = world(two)
        signed_in(client, Role.DIRECTORY_EDITOR)
        for page in ("/directory/review", f"/directory/review/{second}"):
            there = client.page(page).links["See the other entry"]
            assert there == f"/directory/review/{first}"

    def test_a_stranger_is_shown_the_way_to_sign_in(self, client, world):
        world(flagged)
        assert client.get("/directory/review").status_code == 302

    @pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.COMMISSIONER, Role.REFERRER])
    def test_others_may_not_see_it(self, client, world, role):
        world(flagged)
        signed_in(client, role)
        client.page("/directory/review", status=403)

    def test_a_batch_that_is_nearly_the_same_goes_with_one_click(self, client, world, read):
        def spam(session, area):
            words = "Buy cheap watches today best price in town click the link and order now"
            return [
                flagged(session, area, group=f"Watches {n}", name=f"Watches {n}", description=words)
                for n in range(4)
            ]

        ids = world(spam)
        signed_in(client, Role.DIRECTORY_EDITOR)
        answer = client.submit("/directory/review", button="Reject all 4")
        assert answer.status_code == 303
        assert {read(Listing, one).state for one in ids} == {State.REJECTED}
        assert "4 registrations are rejected." in client.page("/directory/review").words

    def test_a_batch_with_made_up_ids_is_refused_in_words(self, client, world):
        world(flagged)
        signed_in(client, Role.DIRECTORY_EDITOR)
        page = client.page("/directory/host/owners")  # any page with a form of our own
        sent = dict(page.form("name").filled({}, None)) | {"ids": "x,y"}
        answer = client.post("/directory/review/reject-batch", data=sent)
        assert answer.status_code == 409


class TestReports:
    def test_old_and_new_stand_side_by_side_and_one_press_accepts(self, client, world, read):
        def arrange(session, area):
            listing = a_listing(session, area_id=area)
            session.flush()
            report = WrongReport(
                listing_id=listing.id,
                says="The group wants to change how people get in touch.",
                proposal={"phone": "0191 498 0177"},
                told_at=NOON,
            )
            session.add(report)
            session.flush()
            return listing.id, report.id

        listing_id, report_id = world(arrange)
        signed_in(client, Role.DIRECTORY_EDITOR)
        address = f"/directory/review/reports/{report_id}"
        words = client.page(address).words
        assert "0191 498 0101" in words and "0191 498 0177" in words
        assert client.submit(address, button="Accept it").status_code == 303
        assert read(Listing, listing_id).content.phone == "0191 498 0177"

    def test_what_is_not_wrong_is_left_as_it_is(self, client, world, read):
        def arrange(session, area):
            listing = a_listing(session, area_id=area)
            session.flush()
            report = corrections.tell_wrong(session, ANYONE, listing.id, says="Closed", at=NOON)
            return report.id

        report_id = world(arrange)
        signed_in(client, Role.DIRECTORY_EDITOR)
        client.submit(f"/directory/review/reports/{report_id}", button="Nothing is wrong")
        assert read(WrongReport, report_id).outcome == "declined"


class TestPairs:
    @pytest.fixture
    def pair(self, world):
        def arrange(session, area):
            one, two = (a_listing(session, area_id=area, group=f"Knit {n}") for n in (1, 2))
            session.flush()
            pair = PossibleDuplicate(
                first_id=one.id, second_id=two.id, why="Same phone number", found_at=NOON
            )
            session.add(pair)
            session.flush()
            return pair.id, one.id, two.id

        return world(arrange)

    def test_one_of_two_is_kept(self, client, pair, read):
        pair_id, kept, gone = pair
        signed_in(client, Role.DIRECTORY_EDITOR)
        page = client.page(f"/directory/review/pairs/{pair_id}")
        button = "Keep this one: Dog walking of Knit 1"
        assert button in page.form(button=button).buttons
        client.submit(f"/directory/review/pairs/{pair_id}", button=button)
        assert (read(Listing, kept).state, read(Listing, gone).state) == (
            State.LIVE,
            State.WITHDRAWN,
        )

    def test_two_may_not_be_the_same(self, client, pair, read):
        pair_id, *_ = pair
        signed_in(client, Role.DIRECTORY_EDITOR)
        client.submit(f"/directory/review/pairs/{pair_id}", button="They are not the same")
        assert read(PossibleDuplicate, pair_id).outcome == "not the same"
