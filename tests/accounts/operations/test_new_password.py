"""A new password, by a letter or by the old one."""

from datetime import timedelta

import pytest

from accounts import operations, passwords, queries
from accounts.models import User
from accounts.operations.new_password import PURPOSE
from accounts.vocabulary import Step
from kernel import links
from kernel.access import ANYONE, Actor, Role
from kernel.errors import RuleBroken
from kernel.mail import Letter
from tests import cast
from tests.cast import NOON, PASSWORD

FRESH = "violet umbrella stairs"


@pytest.fixture
def worker(session):
    return cast.a_user(session, Role.LINK_WORKER, email="asha@anytown.example")


def ask(session, email="asha@anytown.example", *, is_demo_allowed=False):
    operations.ask_for_new_password(session, email=email, is_demo_allowed=is_demo_allowed, at=NOON)
    return session.query(Letter).order_by(Letter.written_at).all()[-1]


def a_link(session, user, *, at=NOON):
    token = links.issue(
        session, purpose=PURPOSE, subject_id=user.id, lifetime=timedelta(minutes=30), at=at
    )
    session.flush()
    return token


def choose(session, link, password=FRESH, *, at=NOON):
    return operations.choose_password(session, link=link, password=password, token="new", at=at)


def has_password(session, user, password):
    return passwords.is_right(session.get_one(User, user.id).password_hash, password)


def start(session, user, token):
    operations.start_session(session, user, token=token, awaits_code=False, at=NOON)
    session.flush()


def is_in(session, token):
    return queries.recognise(session, token, at=NOON, is_demo_allowed=False) is not None


class TestAsking:
    def test_whoever_has_an_account_gets_a_link(self, session, worker):
        letter = ask(session)
        assert (letter.address, letter.template) == (worker.email, "accounts/new_password")
        assert letter.link["subject_id"] == str(worker.id)
        assert letter.link["seconds"] == 30 * 60

    def test_whoever_has_none_is_told_so_by_letter(self, session, worker):
        letter = ask(session, "nobody@anytown.example")
        assert (letter.address, letter.template, letter.link) == (
            "nobody@anytown.example",
            "accounts/no_account",
            {},
        )

    def test_demo_people_have_none_outside_the_demo(self, session):
        user = cast.a_user(session, Role.ANALYST, is_demo=True)
        assert ask(session, user.email).template == "accounts/no_account"
        assert ask(session, user.email, is_demo_allowed=True).template == "accounts/new_password"


class TestChoosing:
    def test_the_link_sets_the_password_and_lets_somebody_in_as_far_as_the_code(
        self, session, worker
    ):
        assert choose(session, a_link(session, worker)) is Step.GIVE_CODE
        assert has_password(session, worker, FRESH)
        assert not has_password(session, worker, PASSWORD)

    def test_it_works_once(self, session, worker):
        link = a_link(session, worker)
        choose(session, link)
        with pytest.raises(RuleBroken, match="This link has ended"):
            choose(session, link, "another good password")
        assert has_password(session, worker, FRESH)

    def test_it_works_for_half_an_hour(self, session, worker):
        link = a_link(session, worker)
        with pytest.raises(RuleBroken, match="This link has ended"):
            choose(session, link, at=NOON + timedelta(minutes=30))

    def test_looking_uses_nothing_up(self, session, worker):
        link = a_link(session, worker)
        assert operations.is_link_good(session, link, at=NOON)
        assert operations.is_link_good(session, link, at=NOON)

    def test_every_session_and_every_other_link_ends(self, session, worker):
        start(session, worker, "here")
        first, second = a_link(session, worker), a_link(session, worker)
        choose(session, first)
        assert not is_in(session, "here")
        assert not operations.is_link_good(session, second, at=NOON)

    @pytest.mark.parametrize("password", ["short", "password123", "asha@anytown.example"])
    def test_a_weak_one_is_refused(self, session, worker, password):
        with pytest.raises(RuleBroken) as refusal:
            choose(session, a_link(session, worker), password)
        assert refusal.value.field == "password"

    def test_the_owner_is_written_to(self, session, worker):
        choose(session, a_link(session, worker))
        letter = session.query(Letter).one()
        assert (letter.address, letter.template) == (worker.email, "accounts/password_changed")

    def test_a_link_for_something_else_does_not_work(self, session, worker):
        other = links.issue(
            session, purpose="invitation", subject_id=worker.id, lifetime=timedelta(days=1), at=NOON
        )
        with pytest.raises(RuleBroken, match="This link has ended"):
            choose(session, other)

    def test_whoever_left_cannot_come_back_by_it(self, session, worker):
        link = a_link(session, worker)
        worker.left_at = NOON
        with pytest.raises(RuleBroken, match="This link has ended"):
            choose(session, link)


class TestChanging:
    def test_the_old_password_is_asked_for(self, session, worker):
        with pytest.raises(RuleBroken) as refusal:
            self.change(session, worker, "wrong")
        assert refusal.value.field == "old_password"
        assert has_password(session, worker, PASSWORD)

    def test_all_sessions_end_and_this_one_goes_on_under_a_new_token(self, session, worker):
        start(session, worker, "here")
        start(session, worker, "elsewhere")
        self.change(session, worker, PASSWORD)
        assert not is_in(session, "here")
        assert not is_in(session, "elsewhere")
        assert is_in(session, "new")

    def test_letters_on_their_way_die(self, session, worker):
        link = a_link(session, worker)
        self.change(session, worker, PASSWORD)
        assert not operations.is_link_good(session, link, at=NOON)

    def change(self, session, user, old):
        operations.change_password(
            session, Actor(user_id=user.id), old_password=old, password=FRESH, token="new", at=NOON
        )
        session.flush()

    def test_nobody_who_is_not_signed_in_has_one_to_change(self, session):
        with pytest.raises(RuleBroken, match="Sign in first"):
            operations.change_password(
                session, ANYONE, old_password=PASSWORD, password=FRESH, token="new", at=NOON
            )
