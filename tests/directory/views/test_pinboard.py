"""Collect, print, send: without an account, and without us keeping the list."""

import io

import pytest
from pypdf import PdfReader

from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import keeping
from kernel.access import SYSTEM
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def listing_ids(database):
    with database.writing() as session:
        area_id = anytown(session)
        return [a_listing(session, area_id=area_id, name=name, group=f"{name} group").id
                for name in ("Choir", "Dog walking")]  # fmt: skip


@pytest.fixture
def collected(client, listing_ids):
    """A visitor who has put both activities on their list."""
    for listing_id in listing_ids:
        answer = client.submit(f"/listings/{listing_id}", button="Put it on my list")
        assert answer.status_code == 303
    return client


def names(page):
    return [" ".join("".join(node.itertext()).split()) for node in page.with_class("card__title")]


class TestCollecting:
    def test_a_list_begins_empty_and_says_how_to_begin(self, client):
        assert "Your list is empty." in client.page("/pinboard").words

    def test_what_is_put_on_it_is_there_in_order(self, collected):
        assert names(collected.page("/pinboard")) == ["Choir", "Dog walking"]

    def test_it_says_so_where_one_is(self, client, listing_ids):
        client.submit(f"/listings/{listing_ids[0]}", button="Put it on my list")
        page = client.page(f"/listings/{listing_ids[0]}")
        assert "It is on your list." in page.words
        assert "See my list" in page.links

    def test_it_can_be_taken_off_on_both_pages(self, collected, listing_ids):
        collected.submit(f"/listings/{listing_ids[0]}", button="Take it off my list")
        assert names(collected.page("/pinboard")) == ["Dog walking"]
        collected.submit("/pinboard", button="Take off Dog walking")
        assert names(collected.page("/pinboard")) == []

    def test_another_browser_has_another_list(self, app, collected):
        assert names(app.test_client().page("/pinboard")) == []

    def test_what_left_the_directory_leaves_the_list(self, collected, database, listing_ids):
        with database.writing() as session:
            keeping.make(session, SYSTEM, session.get(Listing, listing_ids[0]), Move.WITHDRAW,
                         at=NOON)  # fmt: skip
        assert names(collected.page("/pinboard")) == ["Dog walking"]

    def test_a_spoilt_cookie_is_an_empty_list(self, client):
        client.set_cookie("form", "nonsense")
        assert names(client.page("/pinboard")) == []


class TestMenu:
    def test_it_prints_in_large_print_with_the_way_to_ring(self, collected):
        address = collected.page("/pinboard").links["Print my list"]
        page = collected.page(address)
        assert page.heading == "Things you could do"
        assert page.words.count("Ring 0191 498 0101") == 2

    def test_it_says_when_each_was_last_confirmed_and_warns(self, collected, clock):
        address = collected.page("/pinboard").links["Print my list"]
        assert collected.page(address).words.count("Last confirmed 22 November 2026.") == 2
        clock.passes(days=110)
        warning = "Not confirmed since 22 November 2026: ring or write before you go"
        assert collected.page(address).words.count(f"{warning}.") == 2
        assert collected.page("/pinboard").words.count(warning) == 2

    def test_there_is_a_way_back_and_it_says_how_to_print(self, app, collected):
        address = collected.page("/pinboard").links["Print my list"]
        page = collected.page(address)
        assert page.links["Back"] == "/pinboard"
        assert "To print this page, choose “Print” in the menu of your browser." in page.words
        assert app.test_client().page(address).links["Back"] == "/"

    def test_its_address_can_be_given_to_anybody(self, app, collected):
        address = collected.page("/pinboard").links["Print my list"]
        assert "Choir" in app.test_client().page(address).words

    @pytest.mark.parametrize("code", ["x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA", "%20", "ä"])
    def test_a_code_of_nothing_is_not_found(self, client, code):
        client.page(f"/menu/{code}", status=404)

    def test_it_is_a_pdf_that_can_be_read_aloud(self, collected):
        address = collected.page("/pinboard").links["Save it as a PDF"]
        answer = collected.get(address)
        if answer.content_type != "application/pdf":
            pytest.skip("Pango is not installed (Debian's package: libpango-1.0-0).")
        document = PdfReader(io.BytesIO(answer.data))
        text = " ".join(page.extract_text() for page in document.pages)
        assert "Dog walking" in text and "0191 498 0101" in text
        assert "Last confirmed 22 November 2026" in text
        assert "To print this page" not in text
        assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert document.trailer["/Root"]["/Lang"] == "en"

    def test_without_pango_the_page_to_print_says_what_to_do(self, collected, monkeypatch):
        monkeypatch.setattr("web.paper.pdf_of", lambda html: None)
        page = collected.page(collected.page("/pinboard").links["Save it as a PDF"])
        assert "You can print this page" in page.words


class TestSending:
    def test_by_e_mail(self, collected, letters):
        answer = collected.submit("/pinboard", {"to": "jo@example.org"}, button="Send my list")
        assert answer.location == "/pinboard"
        (letter,) = letters()
        assert (letter.to, letter.subject) == ("jo@example.org", "Your list of things to do")
        assert "Dog walking (Dog walking group)" in letter.text
        assert letter.text.count("Last confirmed 22 November 2026.") == 2
        assert "&#" not in letter.text
        assert "Choir" in collected.page(letter.link).words

    def test_by_text(self, collected, letters):
        collected.submit("/pinboard", {"to": "07700 900123"}, button="Send my list")
        (text,) = letters()
        assert text.to == "+447700900123"
        said = (
            "Dog walking: Tuesdays 10am to 12, ring 0191 498 0101. Last confirmed 22 November 2026."
        )
        assert said in text.text
        assert len(text.text) < 612  # four texts

    @pytest.mark.parametrize("to", ["", "nobody", "0191 498 0101"])
    def test_a_mistake_is_said_and_what_was_typed_stays(self, collected, to):
        page = refused(collected.submit("/pinboard", {"to": to}, button="Send my list"))
        assert len(page.mistakes) == 1
        assert dict(page.form("to").filled({}))["to"] == to

    def test_nobody_is_flooded(self, collected, letters):
        for _ in range(3):
            collected.submit("/pinboard", {"to": "jo@example.org"}, button="Send my list")
        page = refused(
            collected.submit("/pinboard", {"to": "Jo@example.org"}, button="Send my list"),
            status=429,
        )
        assert "three lists to this address today" in page.mistakes[0]
        assert len(letters()) == 3


def refused(answer, status=422):
    from tests.support.pages import Page

    assert answer.status_code == status
    return Page(answer.text)
