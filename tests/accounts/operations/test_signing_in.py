"""Signing in, and the second step."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from accounts import codes, operations, queries
from accounts.models import User, UserSession
from accounts.vocabulary import Step
from kernel.access import ANYONE, Role
from kernel.errors import Refused, RuleBroken
from tests import cast
from tests.cast import NOON, PASSWORD, SECRET

TOKEN, NEW = "token", "new"


def sign_in(session, email, password=PASSWORD, *, token=TOKEN, at=NOON, **more):
    return operations.sign_in(
        session,
        email=email,
        password=password,
        token=token,
        is_demo_allowed=more.pop("is_demo_allowed", False),
        at=at,
        **more,
    )


def recognised(session, token=TOKEN, *, at=NOON):
    return queries.recognise(session, token, at=at, is_demo_allowed=False)


def code(at=NOON, secret=SECRET):
    return pyotp.TOTP(secret).at(at)


@pytest.fixture
def worker(session):
    return cast.a_user(session, Role.LINK_WORKER, email="asha@anytown.example")


class TestSigningIn:
    def test_a_right_password_begins_a_session(self, session):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        assert sign_in(session, user.email) is Step.NOTHING
        found = recognised(session)
        assert (found.actor.user_id, found.actor.roles) == (user.id, {Role.ANALYST})

    def test_capitals_in_the_address_do_no_harm(self, session, worker):
        assert sign_in(session, " Asha@Anytown.Example ") is Step.GIVE_CODE

    @pytest.mark.parametrize(("email", "password"), [
        ("asha@anytown.example", "wrong"), ("nobody@anytown.example", PASSWORD),
        ("asha@anytown.example", ""),
    ])  # fmt: skip
    def test_anything_wrong_gets_the_same_answer(self, session, worker, email, password):
        with pytest.raises(RuleBroken, match="The e-mail address or the password is wrong"):
            sign_in(session, email, password)
        assert session.query(UserSession).count() == 0

    def test_whoever_has_set_no_password_yet_cannot_sign_in(self, session):
        user = cast.a_user(session, Role.ANALYST, password="")
        with pytest.raises(RuleBroken):
            sign_in(session, user.email, "")

    def test_the_session_of_an_old_cookie_ends(self, session, worker):
        sign_in(session, worker.email, token="first")
        sign_in(session, worker.email, token="second", old_token="first")
        assert recognised(session, "first") is None
        assert recognised(session, "second") is not None

    def test_demo_people_are_strangers_outside_the_demo(self, session):
        user = cast.a_user(session, Role.LINK_WORKER, is_demo=True, has_phone=False)
        with pytest.raises(RuleBroken):
            sign_in(session, user.email)
        assert sign_in(session, user.email, is_demo_allowed=True) is Step.NOTHING
        assert recognised(session) is None

    def test_only_the_digest_of_a_token_is_kept(self, session, worker):
        sign_in(session, worker.email, token="a token that nobody may read")
        kept = session.query(UserSession).one()
        assert "a token that nobody may read" not in {str(value) for value in vars(kept).values()}


class TestTheCode:
    def test_until_it_is_given_somebody_is_nobody(self, session, worker):
        sign_in(session, worker.email)
        found = recognised(session)
        assert (found.step, found.actor, found.user_id) == (Step.GIVE_CODE, ANYONE, worker.id)

    def test_then_the_session_goes_on_under_a_new_token(self, session, worker):
        sign_in(session, worker.email, token="old")
        self.give(session, worker, code())
        assert recognised(session, "old") is None
        assert recognised(session, "new").actor.roles == {Role.LINK_WORKER}

    def test_a_code_works_once(self, session, worker):
        self.give(session, worker, code())
        with pytest.raises(RuleBroken, match="wrong or was used before"):
            self.give(session, worker, code(), at=NOON + timedelta(seconds=20))

    def test_an_older_code_does_not_work_after_a_newer_one(self, session, worker):
        self.give(session, worker, code(NOON + timedelta(seconds=30)))
        with pytest.raises(RuleBroken):
            self.give(session, worker, code())

    def test_the_next_one_does(self, session, worker):
        self.give(session, worker, code())
        later = NOON + timedelta(seconds=30)
        self.give(session, worker, code(later), at=later, token="newer")

    @pytest.mark.parametrize("wrong", ["000000", "", "12345", code(NOON - timedelta(minutes=2))])
    def test_a_wrong_one_opens_nothing(self, session, worker, wrong):
        with pytest.raises(RuleBroken) as refusal:
            self.give(session, worker, wrong)
        assert refusal.value.field == "code"
        assert recognised(session, "new") is None

    def test_without_a_phone_no_code_works(self, session):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        with pytest.raises(RuleBroken):
            self.give(session, user, "123456")

    def give(self, session, user, given, *, at=NOON, token=NEW):
        operations.give_code(
            session, user_id=user.id, code=given, token=token, old_token="old", at=at
        )


class TestSettingUpAPhone:
    def test_it_is_owed_before_anything_else(self, session):
        user = cast.a_user(session, Role.LINK_WORKER, has_phone=False)
        assert sign_in(session, user.email) is Step.SET_UP_PHONE
        assert recognised(session).actor == ANYONE

    def test_the_code_of_the_new_phone_lets_somebody_in(self, session):
        user = cast.a_user(session, Role.LINK_WORKER, has_phone=False)
        sign_in(session, user.email, token="old")
        self.set_up(session, user)
        assert recognised(session, "old") is None
        assert recognised(session, "new").actor.roles == {Role.LINK_WORKER}

    def test_every_other_session_ends(self, session):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        sign_in(session, user.email, token="elsewhere")
        sign_in(session, user.email, token="old")
        self.set_up(session, user)
        assert recognised(session, "elsewhere") is None
        assert recognised(session, "new") is not None

    def test_from_then_on_its_code_is_asked_for(self, session):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        self.set_up(session, user)
        assert sign_in(session, user.email) is Step.GIVE_CODE

    def test_the_code_that_set_it_up_is_used(self, session):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        self.set_up(session, user)
        with pytest.raises(RuleBroken):
            TestTheCode().give(session, user, code())

    @pytest.mark.parametrize(("secret", "given"), [(SECRET, "000000"), ("short", code())])
    def test_a_wrong_code_or_secret_joins_nothing(self, session, secret, given):
        user = cast.a_user(session, Role.ANALYST, has_phone=False)
        with pytest.raises(RuleBroken):
            self.set_up(session, user, secret=secret, given=given)
        assert session.get_one(User, user.id).totp_confirmed_at is None

    def test_a_new_phone_takes_the_place_of_the_old(self, session, worker):
        other = codes.new_secret()
        self.set_up(session, worker, secret=other, given=code(secret=other))
        later = NOON + timedelta(minutes=1)
        with pytest.raises(RuleBroken):
            TestTheCode().give(session, worker, code(later), at=later)

    def set_up(self, session, user, *, secret=SECRET, given=None):
        operations.set_up_phone(
            session,
            user_id=user.id,
            secret=secret,
            code=given or code(),
            token="new",
            old_token="old",
            at=NOON,
        )


def test_guesses_are_counted_by_network_and_by_account_whoever_they_are():
    counted = operations.guesses(" Asha@Anytown.Example", "192.0.2.1")
    assert [key for _, key in counted] == ["192.0.2.1", "asha@anytown.example"]


def test_no_five_minutes_see_more_than_ten_guesses_at_one_account():
    """A window of five minutes and any other five minutes meet at most two windows."""
    limit = operations.guesses("a@b.example", "")[1][0]
    assert 2 * limit.most <= 10
    assert limit.window >= timedelta(minutes=5)


def test_of_two_who_give_the_same_code_at_once_one_is_let_in(database):
    with database.writing() as session:
        user_id = cast.a_user(session, Role.LINK_WORKER).id

    def give(number):
        try:
            with database.writing() as session:
                operations.give_code(
                    session, user_id=user_id, code=code(), token=f"{number}", old_token="", at=NOON
                )
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as tries:
        assert sorted(tries.map(give, range(4))) == [False, False, False, True]
