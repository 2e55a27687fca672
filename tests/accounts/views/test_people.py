"""The people of an organisation; and that what is taken away is gone on the very next request (P6, P7)."""

import pytest

from accounts import queries
from accounts.models import User
from kernel.access import Role
from tests import cast

FRESH = "violet umbrella stairs"
WAYS = {
    "people": "",
    "invite": "/../invite",
    "person": "/{user}",
    "roles": "/{user}/roles",
    "leave": "/{user}/leave",
    "phone": "/{user}/phone",
}
MANAGERS = {Role.ADMINISTRATOR, Role.LEAD_MANAGER}


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def lead(world):
    with world.writing() as session:
        return cast.a_lead_ntp(session).id


@pytest.fixture
def worker(world, lead):
    with world.writing() as session:
        return cast.a_user(
            session, Role.LINK_WORKER, name="Asha Begum", email="asha@anytown.example"
        )


@pytest.fixture
def manager(client, worker):
    """The client is signed in as a manager; who it is."""
    return cast.signed_in(client, Role.LEAD_MANAGER, name="Laura Meadows")


@pytest.fixture
def other(app, worker):
    """Another browser, in which the link worker is signed in."""
    there = app.test_client()
    cast.signed_in(there, Role.LINK_WORKER, user=worker)
    return there


def address(lead, way="people", user=None):
    if way == "invite":
        return f"/organisations/{lead}/invite"
    return f"/organisations/{lead}/people{WAYS[way].format(user=user)}"


class TestTheList:
    def test_it_names_everybody_and_their_roles(self, client, manager, lead):
        assert client.get("/people").headers["Location"] == address(lead)
        words = client.page(address(lead)).words
        assert "Asha Begum" in words
        assert "Link worker" in words

    def test_a_name_leads_to_the_person(self, client, manager, lead, worker):
        links = client.page(address(lead)).links
        assert client.page(links["Asha Begum"]).heading == "Asha Begum"

    def test_an_empty_organisation_says_so(self, client, world):
        with world.writing() as session:
            group = cast.an_ntp(session).id
        cast.signed_in(client, Role.ADMINISTRATOR)
        assert "Nobody belongs here yet" in client.page(address(group)).words


@pytest.mark.parametrize("way", WAYS)
class TestWhoMay:
    def test_only_managers_and_administrators(self, client, lead, worker, way):
        for role in Role:
            cast.signed_in(client, role)
            status = client.get(address(lead, way, worker.id)).status_code
            assert status == (200 if role in MANAGERS else 404), role

    def test_a_manager_of_another_organisation_is_told_that_there_is_none(
        self, client, lead, worker, way
    ):
        cast.signed_in(client, Role.PRACTICE_MANAGER)
        there = client.get(address(lead, way, worker.id))
        nowhere = client.get(address(worker.id, way, lead))
        assert there.status_code == nowhere.status_code == 404
        assert len(there.text) == len(nowhere.text)


class TestOnTheVeryNextRequest:
    def test_taken_roles_are_gone(self, client, other, manager, lead, worker):
        assert other.get("/desk").status_code == 200
        client.submit(address(lead, "roles", worker.id), {"roles": ["lead_finance"]})
        assert other.get("/desk").status_code == 302

    def test_whoever_left_is_out(self, client, other, manager, lead, worker):
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        assert other.get("/desk").status_code == 302
        assert (
            "Asha Begum"
            not in client.page(address(lead))
            .words.partition("Done")[2]
            .partition("Who belongs here")[2]
        )

    def test_a_letter_with_a_new_password_is_worth_nothing(
        self, client, app, manager, lead, worker, letters
    ):
        stranger = app.test_client()
        stranger.submit("/new-password", {"email": "asha@anytown.example"})
        link = letters()[0].link
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        assert stranger.get(link).status_code == 404

    def test_a_letter_that_was_still_on_its_way_either(
        self, client, app, manager, lead, worker, letters
    ):
        """The worker makes the link when the letter goes out: after the person has left."""
        stranger = app.test_client()
        stranger.submit("/new-password", {"email": "asha@anytown.example"})
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        answer = stranger.submit(letters()[0].link, {"password": FRESH})
        assert answer.status_code == 422
        assert "This link has ended" in answer.text

    def test_a_form_that_was_open_is_refused(self, client, other, manager, lead, worker):
        sent = dict(other.page("/account/name").form("name").filled({"name": "Somebody Else"}))
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        assert other.post("/account/name", data=sent).status_code == 403

    def test_an_old_password_is_worth_nothing(self, client, app, manager, lead, worker):
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        answer = app.test_client().submit(
            "/sign-in", {"email": "asha@anytown.example", "password": cast.PASSWORD}
        )
        assert answer.status_code == 422

    def test_a_half_finished_sign_in_is_worth_nothing(self, client, app, manager, lead, worker):
        there = app.test_client()
        there.submit("/sign-in", {"email": "asha@anytown.example", "password": cast.PASSWORD})
        client.submit(address(lead, "leave", worker.id), button="Let them leave")
        assert there.get("/sign-in/code").headers["Location"].startswith("/sign-in?")

    def test_with_a_new_phone_to_set_up_the_old_session_is_over(
        self, client, other, manager, lead, worker
    ):
        client.submit(address(lead, "phone", worker.id), button="Let them set up a new phone")
        assert other.get("/desk").status_code == 302


class TestChangingRoles:
    def test_only_roles_that_may_be_given_are_offered(self, client, manager, lead, worker):
        form = client.page(address(lead, "roles", worker.id)).form("roles")
        assert set(form.offered("roles")) == {
            "directory_editor",
            "lead_manager",
            "link_worker",
            "lead_finance",
            "safeguarding_lead",
            "group_editor",
            "steering_member",
        }

    def test_a_role_smuggled_in_is_refused(self, client, manager, lead, worker, world):
        sent = dict(client.page(address(lead, "roles", worker.id)).form("roles").filled({}))
        answer = client.post(
            address(lead, "roles", worker.id),
            data={**sent, "roles": ["link_worker", "administrator"]},
        )
        assert answer.status_code == 422
        with world.reading() as session:
            assert queries.get_member(session, lead, worker.id).roles == {Role.LINK_WORKER}

    def test_the_last_manager_is_told_what_to_do(self, client, manager, lead):
        page = client.submit(address(lead, "roles", manager.user_id), {"roles": ["link_worker"]})
        assert page.status_code == 422
        assert "Give somebody else that role first" in page.text

    def test_only_an_administrator_is_offered_to_change_an_address(self, client, lead, worker):
        offered = []
        for role in (Role.ADMINISTRATOR, Role.LEAD_MANAGER):
            cast.signed_in(client, role)
            there = client.page(address(lead, "person", worker.id)).links
            offered.append("Change the e-mail address" in there)
        assert offered == [True, False]

    def test_somebody_above_is_shown_without_buttons(self, client, manager, lead, world):
        with world.writing() as session:
            boss = cast.a_user(session, Role.ADMINISTRATOR).id
        assert (
            "Ask an administrator for changes" in client.page(address(lead, "person", boss)).words
        )


class TestANewAddress:
    def test_an_administrator_changes_it(self, client, lead, worker, world, letters):
        cast.signed_in(client, Role.ADMINISTRATOR)
        client.submit(f"/organisations/{lead}/people/{worker.id}/email", {"email": "new@b.example"})
        with world.reading() as session:
            assert session.get_one(User, worker.id).email == "new@b.example"
        assert {letter.to for letter in letters()} == {"asha@anytown.example", "new@b.example"}

    def test_a_manager_is_told_that_there_is_no_such_page(self, client, manager, lead, worker):
        assert client.get(f"/organisations/{lead}/people/{worker.id}/email").status_code == 404


def test_administrators_come_to_people_by_way_of_organisations(client):
    cast.signed_in(client, Role.ADMINISTRATOR)
    links = client.page("/desk").links
    assert "Organisations" in links and "People" not in links
    cast.signed_in(client, Role.LEAD_MANAGER)
    assert "People" in client.page("/desk").links
