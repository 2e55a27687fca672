"""How far somebody gets who guesses at passwords and codes (reliability.md P8, P9)."""

import random
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.access import Role
from tests import cast
from tests.cast import PASSWORD, SECRET

EMAIL = "asha@anytown.example"


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def worker(world):
    """Asha, a link worker with a phone; her id."""
    with world.writing() as session:
        return cast.a_user(session, Role.LINK_WORKER, email=EMAIL, name="Asha Begum").id


def sign_in(client, email=EMAIL, password=PASSWORD, address="/sign-in"):
    return client.submit(address, {"email": email, "password": password})


def code(clock):
    return pyotp.TOTP(SECRET).at(clock.now)


def is_in(client):
    return client.get("/desk").status_code == 200


class Guesser:
    """Somebody who tries passwords as fast as they like, over one form that they keep open."""

    def __init__(self, client, network="192.0.2.1"):
        self.client = client
        self.network = network
        self.sent = dict(client.page("/sign-in").form("email").filled({}))

    def guess(self, password, email=EMAIL):
        """The status of the answer: 422 was looked at, 429 was not."""
        return self.client.post(
            "/sign-in",
            data={**self.sent, "email": email, "password": password},
            environ_overrides={"REMOTE_ADDR": self.network},
        ).status_code


class TestFailures:
    """ASVS 16.3.1: whoever reads the audit sees that somebody tried."""

    @pytest.fixture
    def acts(self, world):
        def read():
            with world.reading() as session:
                lines = session.scalars(sa.select(AuditLine).order_by(AuditLine.number))
                return [(line.act, line.subject_id, line.user_id) for line in lines]

        return read

    def test_a_wrong_password_leaves_a_line_that_names_nobody(self, client, worker, acts):
        sign_in(client, password="not hers at all")
        assert acts()[-1] == ("failed to sign in: a wrong password", worker, None)

    def test_so_does_a_wrong_code(self, client, worker, acts):
        client.submit(sign_in(client).headers["Location"], {"code": "000000"})
        assert acts()[-1] == ("failed to sign in: a wrong code", worker, None)

    def test_an_address_without_account_leaves_nothing(self, client, worker, acts):
        before = acts()
        sign_in(client, email="nobody@anytown.example")
        assert acts() == before

    def test_what_a_limit_stops_leaves_no_more(self, client, worker, acts):
        guesser = Guesser(client)
        for number in range(30):
            guesser.guess(f"guess {number}")
        failed = [act for act, *_ in acts() if act.startswith("failed")]
        assert 1 <= len(failed) <= 5


class TestGuessing:
    """P9: no five minutes see more than ten guesses, and no stranger locks anybody out."""

    def test_no_five_minutes_see_more_than_ten(self, client, worker, clock, soak_factor, evidence):
        chance = random.Random(7)
        guesser = Guesser(client)
        looked_at = []
        tries = 40 * soak_factor
        for number in range(tries):
            guesser.network = f"192.0.2.{number % 200}"
            if guesser.guess(f"guess {number}") == 422:
                looked_at.append(clock.now)
            clock.passes(seconds=chance.choice([0, 0, 0, 1, 20]))
        five = timedelta(minutes=5)
        worst = max(sum(1 for other in looked_at if one <= other < one + five) for one in looked_at)
        assert worst <= 10
        evidence(
            "password guesses at one account",
            f"{tries:,} sent, {len(looked_at)} looked at, {worst} at most in five minutes",
        )

    def test_not_even_around_the_end_of_a_window(self, client, worker, clock):
        guesser = Guesser(client)
        clock.passes(minutes=4, seconds=59)
        looked_at = [guesser.guess(f"guess {number}") for number in range(8)]
        clock.passes(seconds=1)
        looked_at += [guesser.guess(f"guess {number}") for number in range(8)]
        assert looked_at.count(422) <= 10

    def test_then_even_the_right_password_is_refused(self, client, worker):
        guesser = Guesser(client)
        for number in range(6):
            guesser.guess(f"guess {number}")
        assert guesser.guess(PASSWORD) == 429

    def test_an_unknown_account_is_refused_just_the_same(self, client, worker):
        known, unknown = Guesser(client, "192.0.2.1"), Guesser(client, "192.0.2.2")
        assert [known.guess(str(number)) for number in range(8)] == [
            unknown.guess(str(number), "nobody@anytown.example") for number in range(8)
        ]

    def test_the_owner_gets_in_by_a_letter_all_the_same(self, client, worker, letters):
        guesser = Guesser(client)
        for number in range(20):
            guesser.guess(f"guess {number}")
        client.submit("/new-password", {"email": EMAIL})
        answer = client.submit(letters()[-1].link, {"password": "violet umbrella stairs"})
        assert answer.headers["Location"] == "/sign-in/code"

    def test_it_ends_by_itself_after_five_minutes(self, client, worker, clock):
        guesser = Guesser(client)
        for number in range(20):
            guesser.guess(f"guess {number}")
        clock.passes(minutes=5)
        assert guesser.guess(PASSWORD) == 303

    def test_one_password_at_many_accounts_is_stopped_by_the_network(self, client, worker):
        guesser = Guesser(client)
        answers = [
            guesser.guess(PASSWORD, f"person{number}@anytown.example") for number in range(60)
        ]
        assert answers.count(422) == 50
        assert guesser.guess(PASSWORD) == 429

    def test_codes_are_counted_too(self, client, worker, clock):
        sign_in(client)
        sent = dict(client.page("/sign-in/code").form("code").filled({}))
        answers = [
            client.post("/sign-in/code", data={**sent, "code": f"{number:06}"}).status_code
            for number in range(8)
        ]
        assert answers == [422] * 5 + [429] * 3
        assert client.post("/sign-in/code", data={**sent, "code": code(clock)}).status_code == 429

    def test_and_the_old_password_of_whoever_sits_at_an_open_screen(self, client):
        cast.signed_in(client, Role.LINK_WORKER)
        sent = dict(
            client.page("/account/password")
            .form("password")
            .filled({"password": "violet umbrella stairs"})
        )
        answers = [
            client.post(
                "/account/password", data={**sent, "old_password": f"guess {number}"}
            ).status_code
            for number in range(7)
        ]
        assert answers == [422] * 5 + [429] * 2

    def test_guesses_from_another_site_are_not_looked_at(self, client, worker):
        answer = client.post(
            "/sign-in",
            data={"email": EMAIL, "password": PASSWORD},
            headers={"Origin": "https://evil.example"},
        )
        assert answer.status_code == 403
        assert (
            client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 422
        )
