"""Anytown's accounts: one sign-in for each role, made once."""

from dataclasses import replace

import pytest

from accounts import demo, queries
from accounts.invariants import all_of_accounts
from accounts.vocabulary import OrganisationKind
from kernel.access import Role
from tests import cast  # noqa: F401 - hashes cost next to nothing in tests
from tests.cast import NOON


@pytest.fixture
def anytown(database):
    demo.load(database, at=NOON, listings=0, seed=1)
    return database


def test_it_has_what_the_brief_says(anytown):
    with anytown.reading() as session:
        (area,) = queries.areas(session)
        kinds = [one.kind for one in queries.organisations(session)]
        assert len(queries.localities(session)) == 3
        assert area.host == "Better Services Enterprise"
    assert {kind: kinds.count(kind) for kind in OrganisationKind} == {
        OrganisationKind.COMMISSIONING_BODY: 1,
        OrganisationKind.LEAD_NTP: 2,
        OrganisationKind.PRACTICE: 4,
        OrganisationKind.NTP: 1,
    }


def test_every_role_can_sign_in(anytown):
    assert len(demo.sign_ins()) == len(Role)
    with anytown.reading() as session:
        for role in Role:
            user = queries.find_user_by_email(session, f"{role.value}@anytown.example")
            assert role in {
                one for seat in queries.seats_of(session, user.id) for one in seat.roles
            }


def test_five_link_workers(anytown):
    with anytown.reading() as session:
        users = [
            queries.find_user_by_email(session, f"{name.lower().replace(' ', '.')}@anytown.example")
            for name in demo.LINK_WORKERS[1:]
        ]
        assert all(users)


def test_loading_twice_changes_nothing(anytown):
    def counts():
        with anytown.reading() as session:
            return [len(queries.areas(session)), len(queries.organisations(session))]

    before = counts()
    demo.load(anytown, at=NOON, listings=0, seed=1)
    assert counts() == before


def test_it_keeps_every_invariant(anytown):
    with anytown.reading() as session:
        assert [list(one.check(session)) for one in all_of_accounts()] == [
            [] for _ in all_of_accounts()
        ]


class TestSigningIn:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, is_demo=True)

    @pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.DIRECTORY_EDITOR, Role.ADMINISTRATOR])
    def test_the_page_lists_everybody_and_the_password_works(self, app, client, role):
        demo.load(app.extensions["petunias"].database, at=NOON, listings=0, seed=1)
        page = client.page("/sign-in")
        assert demo.PASSWORD in page.words
        assert all(f"{one.value}@anytown.example" in page.words for one in Role)
        answer = client.submit(
            "/sign-in", {"email": f"{role.value}@anytown.example", "password": demo.PASSWORD}
        )
        assert answer.headers["Location"] == "/desk"
        assert client.page("/desk").heading == "Your desk"


def test_outside_the_demo_the_page_lists_nobody(client):
    assert "anytown.example" not in client.page("/sign-in").words
