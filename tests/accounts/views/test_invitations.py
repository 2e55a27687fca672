"""Inviting people, and joining."""

import pytest

from kernel.access import Role
from tests import cast

FRIEND = {"name": "A Friend", "email": "friend@anytown.example", "roles": ["link_worker"]}
FRESH = "violet umbrella stairs"


@pytest.fixture
def manager(client):
    return cast.signed_in(client, Role.LEAD_MANAGER, name="Laura Meadows")


@pytest.fixture
def invited(client, manager, letters):
    """The link of an invitation that went out."""
    client.submit(f"/organisations/{manager.organisation_id}/invite", FRIEND)
    return letters()[0].link


@pytest.fixture
def friend(app):
    return app.test_client()


class TestInviting:
    def test_the_letter_says_who_and_for_whom(self, client, manager, invited, letters):
        (letter,) = letters()
        assert letter.to == "friend@anytown.example"
        assert letter.subject == "Better Services Enterprise invites you to Petunias"
        assert "Laura Meadows would like you to act for Better Services Enterprise" in letter.text

    def test_the_list_shows_it_until_it_is_answered(self, client, manager, invited, friend):
        people = f"/organisations/{manager.organisation_id}/people"
        assert "friend@anytown.example" in client.page(people).words
        friend.submit(invited, {"name": "Frieda", "password": FRESH})
        assert "Invited, not answered yet" not in client.page(people).words

    @pytest.mark.parametrize(("answers", "mistake"), [
        ({"name": ""}, "Enter a name."), ({"email": "no address"}, "name@example.org"),
        ({"roles": []}, "Choose at least one role."),
    ])  # fmt: skip
    def test_what_is_missing_is_named(self, client, manager, answers, mistake):
        answer = client.submit(
            f"/organisations/{manager.organisation_id}/invite", {**FRIEND, **answers}
        )
        assert answer.status_code == 422
        assert mistake in answer.text

    def test_after_three_days_it_waits_on_the_desk(self, client, manager, invited, clock):
        assert "not answered" not in client.page("/desk").words
        clock.passes(days=3)
        cast.signed_in(client, Role.LEAD_MANAGER)
        assert "1 person has not answered your invitation yet." in client.page("/desk").words


class TestSendingAgainAndWithdrawing:
    def test_sent_again_the_first_link_ends(self, client, manager, invited, letters, friend, clock):
        clock.passes(minutes=1)
        client.submit(
            f"/organisations/{manager.organisation_id}/people", button="Send again to A Friend"
        )
        assert friend.get(invited).status_code == 404
        assert friend.get(letters()[-1].link).status_code == 200

    def test_withdrawn_the_link_ends(self, client, manager, invited, friend):
        client.submit(
            f"/organisations/{manager.organisation_id}/people",
            button="Withdraw the invitation of A Friend",
        )
        page = friend.page(invited, status=404)
        assert page.heading == "This invitation has ended"

    @pytest.mark.parametrize("act", ["send-again", "withdraw"])
    def test_nobody_elses(self, app, client, manager, invited, act):
        form = client.page(f"/organisations/{manager.organisation_id}/people").form(
            button="Send again to A Friend"
        )
        invitation = form.action.split("/")[2]
        stranger = app.test_client()
        cast.signed_in(stranger, Role.PRACTICE_MANAGER)
        sent = dict(stranger.page("/account/name").form("name").filled({}))
        answer = stranger.post(f"/invitations/{invitation}/{act}", data=sent)
        assert answer.status_code == 404


class TestJoining:
    def test_opening_the_link_changes_nothing(self, invited, friend):
        for _ in range(3):
            assert friend.page(invited).heading == "Join Better Services Enterprise"

    def test_with_name_and_password_somebody_is_as_far_as_the_phone(self, invited, friend):
        answer = friend.submit(invited, {"name": "Frieda Friend", "password": FRESH})
        assert answer.headers["Location"] == "/sign-in/set-up-phone"

    def test_the_link_works_once(self, app, invited, friend):
        friend.submit(invited, {"name": "Frieda Friend", "password": FRESH})
        assert app.test_client().get(invited).status_code == 404

    def test_and_for_seven_days(self, invited, friend, clock):
        clock.passes(days=7)
        assert friend.get(invited).status_code == 404

    def test_whoever_has_an_account_presses_one_button(self, app, client, manager, letters, friend):
        with app.extensions["petunias"].database.writing() as session:
            cast.a_user(session, Role.REFERRER, email="friend@anytown.example")
        client.submit(f"/organisations/{manager.organisation_id}/invite", FRIEND)
        link = letters()[0].link
        assert "You have an account already" in friend.page(link).words
        assert friend.submit(link, button="Join").headers["Location"] == "/sign-in"

    def test_a_weak_password_is_refused(self, invited, friend):
        answer = friend.submit(invited, {"name": "Frieda", "password": "password123"})
        assert answer.status_code == 422
        assert "easy to guess" in answer.text
