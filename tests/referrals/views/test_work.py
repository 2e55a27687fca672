"""The pages of work for everybody, one's profile, issues and equality answers."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from accounts.models import User
from kernel.access import Role
from referrals.models import EqualityAnswers, WorkerProfile
from tests.cast import (
    a_lead_manager,
    a_link_worker,
    a_locality,
    a_practice,
    carry,
    held_token,
    signed_in,
)
from tests.cast_caseload import a_case
from tests.cast_referrals import id_of, named_worker
from tests.support.naughty import NAUGHTY
from tests.support.pages import Page
from tests.support.pictures import a_picture, a_portrait
from tests.support.places import photographed


def test_an_outreach_session_is_written_down(client):
    signed_in(client, Role.LINK_WORKER)
    client.submit(
        "/work-log/add",
        {"kind": "outreach", "where_or_who": "The market", "minutes": "90", "people_met": "12",
         "new_contacts": "4"},
    )  # fmt: skip
    words = client.page("/work-log").words
    assert "Outreach session: The market" in words and "12 people, 4 new" in words


def test_a_profile_is_written(client, database):
    signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        place = a_locality(session)
    client.submit("/my-profile", {"languages": "Bengali", "localities": [str(place.id)]})
    form = client.page("/my-profile").form("languages")
    assert ("languages", "Bengali") in form.filled({})
    assert ("localities", str(place.id)) in form.filled({})


def sends(client, photo=None, *, called="me.jpg", **answers):
    """Send the profile as a browser does, with a file or with the empty place of one."""
    form = client.page("/my-profile").form("languages")
    file = (BytesIO(photo or b""), called if photo is not None else "")
    return client.post("/my-profile", data={**dict(form.filled(answers)), "photo": file})


class TestAPhotograph:
    @pytest.fixture(autouse=True)
    def asha(self, client):
        return signed_in(client, Role.LINK_WORKER, name="Asha Begum")

    def test_it_is_shown_and_stays_until_it_is_taken_away(self, client):
        words = client.page("/my-profile").words
        assert "A photograph of you (optional)" in words and "You need not have one" in words
        assert "Take my photograph away" not in words
        assert sends(client, a_picture(), languages="Bengali").status_code == 303
        (face,) = client.page("/my-profile").with_class("face")
        assert (face.tag, face.get("alt")) == ("img", "")
        assert client.get(face.get("src")).data == a_portrait()
        assert sends(client, languages="English").status_code == 303
        assert client.get(face.get("src")).data == a_portrait()
        client.submit("/my-profile", {"takes_photo_away": "y"})
        assert not client.page("/my-profile").with_class("face")
        assert client.get(face.get("src")).status_code == 404

    def test_a_new_one_comes_in_place_of_one_that_is_taken_away(self, client):
        for picture in (a_picture(kind="PNG"), a_picture()):
            answers = {"takes_photo_away": "y"} if picture == a_picture() else {}
            assert sends(client, picture, **answers).status_code == 303
        (face,) = client.page("/my-profile").with_class("face")
        assert client.get(face.get("src")).data == a_portrait()

    def test_it_is_sent_with_what_keeps_it_to_itself(self, client):
        sends(client, a_picture())
        answer = client.get(client.page("/my-profile").with_class("face")[0].get("src"))
        assert answer.content_type == "image/jpeg"
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"

    def test_where_the_rest_is_refused_it_is_to_be_chosen_again_and_nothing_else_is_lost(
        self, client
    ):
        answer = sends(client, a_picture(), languages="b" * 201, about="I was a nurse.")
        assert answer.status_code == 422
        page = Page(answer.text)
        assert page.mistakes == [
            "Use 200 letters or fewer.",
            "Choose your photograph again. All else is as you wrote it.",
        ]
        assert ("about", "I was a nurse.") in page.form("languages").filled({})
        assert "FileStorage" not in answer.text
        assert not client.page("/my-profile").with_class("face")

    @pytest.mark.parametrize(
        ("photo", "called"),
        [
            (b"<svg onload='alert(1)'/>", "me.svg"), (b"<script>alert(1)</script>", "me.jpg"),
            (b"", "me.png"), (a_picture(kind="GIF"), "me.gif"), (a_picture()[:900], "me.jpg"),
            *((text.encode(), text or "x") for text in NAUGHTY[::25]),
        ],
    )  # fmt: skip
    def test_a_file_that_is_no_photograph_is_refused_at_its_field(self, client, photo, called):
        answer = sends(client, photo, called=called, about="I was a nurse.")
        assert answer.status_code == 422
        page = Page(answer.text)
        assert len(page.mistakes) == 1 and "Choose a" in page.mistakes[0]
        assert "alert(1)" not in answer.text
        assert ("about", "I was a nurse.") in page.form("languages").filled({})

    def test_one_that_nobody_can_read_leaves_the_one_before_and_the_words(self, client):
        sends(client, a_picture(), languages="Bengali")
        answers = {"takes_photo_away": "y", "languages": "English"}
        assert sends(client, b"<svg/>", **answers).status_code == 422
        page = client.page("/my-profile")
        assert client.get(page.with_class("face")[0].get("src")).data == a_portrait()
        assert ("languages", "Bengali") in page.form("languages").filled({})

    def test_it_is_drawn_while_nobody_waits_for_the_database(self, client, database, monkeypatch):
        held: list[int] = []
        opens = Image.open

        def noting(*given: Any, **more: Any) -> Any:
            held.append(database.engine.pool.checkedout())
            return opens(*given, **more)

        monkeypatch.setattr(Image, "open", noting)
        assert sends(client, a_picture()).status_code == 303
        assert held == [0]

    def test_a_stranger_has_nothing_drawn(self, app, monkeypatch):
        monkeypatch.setattr(Image, "open", pytest.fail)
        sent = {"photo": (BytesIO(a_portrait()), "me.jpg")}
        assert app.test_client().post("/my-profile", data=sent).status_code == 403

    def test_words_in_the_place_of_a_file_are_none(self, client):
        form = client.page("/my-profile").form("languages")
        sent = {**dict(form.filled({"languages": "Bengali"})), "photo": "me.jpg"}
        assert client.post("/my-profile", data=sent).status_code == 303
        assert not client.page("/my-profile").with_class("face")


class TestSeeingAPhotograph:
    """Who may: the matrix, and tests/referrals/queries/test_faces.py. Here, what a stranger is told."""

    @pytest.fixture
    def address(self, database):
        with database.writing() as session:
            asha = a_link_worker(session, name="Asha Begum")
            made = photographed(id_of(asha), asha.organisation_id)
            session.add(made)
            a_practice(session, "Old Quay")
            named_worker(session, a_practice(session), asha)
        return f"/link-workers/{made.id}/photograph"

    def test_a_practice_sees_it_where_the_name_stands(self, client, address):
        signed_in(client, Role.REFERRER)
        for page in ("/our-practice", "/referrals/new"):
            (face,) = client.page(page).with_class("face")
            assert face.get("src") == address
        assert client.get(address).data == a_portrait()

    @pytest.fixture
    def naming(self, database, address):
        """The page where the manager names link workers of the practice."""
        with database.writing() as session:
            return f"/practices/{a_practice(session).id}"

    def test_so_does_who_names_her(self, client, naming):
        signed_in(client, Role.LEAD_MANAGER)
        (face,) = client.page(naming).with_class("face")
        assert client.get(face.get("src")).data == a_portrait()

    def test_a_practice_sees_nothing_the_moment_that_she_is_taken_off(
        self, client, address, naming
    ):
        signed_in(client, Role.REFERRER)
        nurse = held_token(client)
        assert client.get(address).status_code == 200
        signed_in(client, Role.LEAD_MANAGER)
        client.submit(naming, button="Take off Asha Begum")
        client.get(naming)
        carry(client, nurse)
        self.is_as_one_that_never_was(client, address)

    def test_to_another_practice_it_is_as_one_that_never_was(self, client, address):
        signed_in(client, Role.REFERRER, at=lambda session: a_practice(session, "Old Quay"))
        self.is_as_one_that_never_was(client, address)

    def test_to_a_commissioner_too(self, client, address):
        signed_in(client, Role.COMMISSIONER)
        self.is_as_one_that_never_was(client, address)

    def test_who_is_not_signed_in_is_asked_to(self, client, address):
        assert client.get(address).location.startswith("/sign-in")

    def is_as_one_that_never_was(self, client, address):
        there, never = (
            client.get(address),
            client.get(f"/link-workers/{WorkerProfile().id}/photograph"),
        )
        assert there.status_code == never.status_code == 404
        assert there.data == never.data


def test_her_manager_reads_work_and_issues_and_is_not_offered_to_write_them_down(client, app):
    signed_in(client, Role.LINK_WORKER)
    manager = app.test_client()
    signed_in(manager, Role.LEAD_MANAGER)
    offered = ["Write down work" in one.page("/work-log").links for one in (client, manager)]
    assert offered == [True, False]
    offered = ["/issues/raise" in one.page("/issues").links.values() for one in (client, manager)]
    assert offered == [True, False]


def test_an_issue_goes_to_the_manager_and_back(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    client.submit("/issues/raise", {"words": "No bus on Sundays"})
    signed_in(client, Role.LEAD_MANAGER)
    assert "1 issue waits for your answer." in client.page("/desk").words
    address = next(href for words, href in client.page("/issues").links.items()
                   if words.startswith("Answer"))  # fmt: skip
    client.submit(address, {"answer": "We ask the council", "passes_on": "y"})
    with database.writing() as session:
        user = session.get_one(User, asha.user_id)
    signed_in(client, Role.LINK_WORKER, user=user)
    words = client.page("/issues").words
    assert "We ask the council" in words and "With the steering group" in words
    assert not [one for one in client.page("/issues").links if "answer" in one]


def test_equality_answers_are_kept_apart_and_shown_nowhere(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
        a_lead_manager(session)
    client.submit(f"/cases/{row.id}/equality", {"religion": "sikh"})
    assert "Sikh" not in client.page(f"/cases/{row.id}").words
    page = client.page(f"/cases/{row.id}/equality")
    assert "Answered on 22 November 2026" in page.words
    assert ("religion", "sikh") not in page.form("religion").filled({})
    client.submit(f"/cases/{row.id}/equality", button="Forget the answers")
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(EqualityAnswers)) == 0
