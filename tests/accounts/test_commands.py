"""The operator's way in: the first administrator of a real installation."""

import pytest

from accounts import queries
from kernel.access import Role
from tests import cast


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["accounts", *words])


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


class TestAddingAnAdministrator:
    def test_on_an_empty_installation_a_link_lets_them_in(self, run, client):
        said = run("add-administrator", "adele@anytown.example", "Adele Norton").output
        assert "Adele Norton can join for seven days, once, at:" in said
        link = said.splitlines()[-1].removeprefix("http://localhost")
        answer = client.submit(link, {"name": "Adele Norton", "password": "violet umbrella stairs"})
        assert answer.headers["Location"].startswith("/sign-in/set-up-phone")

    def test_it_works_once(self, run, client):
        link = (
            run("add-administrator", "a@b.example", "Adele").output.split("localhost")[-1].strip()
        )
        client.submit(link, {"name": "Adele", "password": "violet umbrella stairs"})
        assert client.get(link).status_code == 404

    def test_they_belong_to_an_organisation_that_is_there(self, run, world):
        with world.writing() as session:
            cast.a_practice(session)
            lead = cast.a_lead_ntp(session)
            lead_id = lead.id
        run(
            "add-administrator",
            "a@b.example",
            "Adele",
            "--organisation",
            "Better Services Enterprise",
        )
        with world.reading() as session:
            (invitation,) = queries.invitations(session, lead_id, at=cast.NOON)
            assert invitation.roles == (Role.ADMINISTRATOR,)

    def test_a_name_that_nobody_has_is_refused_with_those_there_are(self, run, world):
        with world.writing() as session:
            cast.a_practice(session)
        result = run("add-administrator", "a@b.example", "Adele", "--organisation", "Wrong")
        assert result.exit_code != 0
        assert "Choose one of: Weaver Street Surgery" in result.output

    def test_inviting_twice_is_refused_in_a_sentence(self, run):
        run("add-administrator", "a@b.example", "Adele")
        result = run("add-administrator", "a@b.example", "Adele")
        assert result.exit_code != 0
        assert "invitation already" in result.output
