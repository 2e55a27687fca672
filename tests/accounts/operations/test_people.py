"""Letting people leave, and giving them a new phone, name or address."""

from datetime import timedelta

import pytest

from accounts import operations, queries
from accounts.events import MemberLeft
from accounts.models import Invitation, User
from accounts.operations.invitations import INVITATION
from accounts.operations.new_password import PURPOSE
from kernel import links, outbox
from kernel.access import ANYONE, SYSTEM, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from kernel.outbox import OutboxItem
from tests import cast
from tests.cast import NOON, PASSWORD


@pytest.fixture
def lead(session):
    return cast.a_lead_ntp(session)


@pytest.fixture
def worker(session, lead):
    return cast.a_user(session, Role.LINK_WORKER, email="asha@anytown.example")


@pytest.fixture
def somebody_listens():
    """A listener for those who leave, as a feature above might have one; its name."""

    def hear(session, event, *, at):
        pass

    before = dict(outbox._subscriptions)
    outbox.on(MemberLeft)(hear)
    (name,) = set(outbox._subscriptions) - set(before)
    yield name
    del outbox._subscriptions[name]


def leave(session, actor, user, lead):
    operations.let_leave(session, actor, organisation_id=lead.id, user_id=user.id, at=NOON)
    session.flush()


class TestLeaving:
    def test_every_way_in_ends_at_once(self, session, lead, worker):
        manager = cast.a_lead_manager(session)
        operations.start_session(session, worker, token="here", awaits_code=False, at=NOON)
        reset = links.issue(
            session, purpose=PURPOSE, subject_id=worker.id, at=NOON, lifetime=timedelta(minutes=30)
        )
        leave(session, manager, worker, lead)
        assert queries.recognise(session, "here", at=NOON, is_demo_allowed=False) is None
        assert not operations.is_link_good(session, reset, at=NOON)
        assert queries.seats_of(session, worker.id) == ()
        with pytest.raises(RuleBroken, match="wrong"):
            operations.sign_in(
                session,
                email="asha@anytown.example",
                password=PASSWORD,
                token="t",
                is_demo_allowed=False,
                at=NOON,
            )

    def test_invitations_that_they_sent_end_too(self, session, lead):
        cast.an_administrator(session)
        cast.a_lead_manager(session)
        going = cast.a_user(session, Role.LEAD_MANAGER)
        token = operations.invite_by_hand(
            session,
            cast.actor_of(going, lead, Role.LEAD_MANAGER),
            organisation_id=lead.id,
            name="A Friend",
            email="friend@anytown.example",
            roles=[Role.LINK_WORKER],
            at=NOON,
        )
        leave(session, cast.an_administrator(session), going, lead)
        assert links.find(session, token, purpose=INVITATION, at=NOON) is None
        assert session.query(Invitation).one().withdrawn_at == NOON

    def test_others_hear_of_it(self, session, lead, worker, somebody_listens):
        leave(session, cast.a_lead_manager(session), worker, lead)
        waiting = [
            item.payload for item in session.query(OutboxItem) if item.listener == somebody_listens
        ]
        assert waiting == [{"user_id": str(worker.id), "organisation_id": str(lead.id)}]

    def test_their_name_stays_and_their_address_is_free_again(self, session, lead, worker):
        leave(session, cast.a_lead_manager(session), worker, lead)
        assert queries.names_of(session, [worker.id]) == {worker.id: worker.name}
        again = cast.a_user(session, Role.LINK_WORKER, email="asha@anytown.example")
        assert again.id != worker.id

    def test_whoever_acts_elsewhere_too_keeps_that(self, session, lead, worker):
        practice = cast.a_practice(session)
        operations.grant(
            session,
            SYSTEM,
            user_id=worker.id,
            organisation_id=practice.id,
            roles=[Role.REFERRER],
            at=NOON,
        )
        leave(session, cast.a_lead_manager(session), worker, lead)
        assert session.get_one(User, worker.id).left_at is None
        assert [seat.organisation_id for seat in queries.seats_of(session, worker.id)] == [
            practice.id
        ]

    def test_a_manager_cannot_let_an_administrator_leave(self, session, lead):
        cast.an_administrator(session)
        boss = cast.a_user(session, Role.ADMINISTRATOR)
        with pytest.raises(RuleBroken, match="Only an administrator"):
            leave(session, cast.a_lead_manager(session), boss, lead)

    def test_the_last_manager_cannot_leave(self, session, lead):
        manager = cast.a_user(session, Role.LEAD_MANAGER)
        with pytest.raises(RuleBroken, match="Give somebody else that role first"):
            leave(session, cast.actor_of(manager, lead, Role.LEAD_MANAGER), manager, lead)

    def test_a_stranger_cannot_tell_that_they_exist(self, session, lead, worker):
        stranger = cast.an_actor(session, Role.PRACTICE_MANAGER)
        with pytest.raises(NotFound):
            leave(session, stranger, worker, lead)


class TestANewPhone:
    def test_the_old_one_no_longer_counts(self, session, lead, worker):
        operations.start_session(session, worker, token="here", awaits_code=False, at=NOON)
        self.forget(session, cast.a_lead_manager(session), worker, lead)
        assert (worker.totp_secret, worker.totp_confirmed_at) == ("", None)
        assert queries.recognise(session, "here", at=NOON, is_demo_allowed=False) is None

    def test_nobody_does_it_for_themselves(self, session, lead):
        manager = cast.a_user(session, Role.LEAD_MANAGER)
        with pytest.raises(RuleBroken, match="for yourself"):
            self.forget(session, cast.actor_of(manager, lead, Role.LEAD_MANAGER), manager, lead)

    def test_a_manager_does_it_for_nobody_above_them(self, session, lead):
        boss = cast.a_user(session, Role.PRIVACY_OFFICER)
        with pytest.raises(RuleBroken, match="Only an administrator"):
            self.forget(session, cast.a_lead_manager(session), boss, lead)

    def test_nor_for_somebody_who_acts_elsewhere_too(self, session, lead, worker):
        operations.grant(
            session,
            SYSTEM,
            user_id=worker.id,
            roles=[Role.REFERRER],
            organisation_id=cast.a_practice(session).id,
            at=NOON,
        )
        with pytest.raises(RuleBroken, match="another organisation"):
            self.forget(session, cast.a_lead_manager(session), worker, lead)
        self.forget(session, cast.an_administrator(session), worker, lead)

    def forget(self, session, actor, user, lead):
        operations.forget_phone(session, actor, organisation_id=lead.id, user_id=user.id, at=NOON)
        session.flush()
        session.refresh(user)


class TestANewAddress:
    def test_both_addresses_are_told_and_every_way_in_ends(self, session, lead, worker):
        operations.start_session(session, worker, token="here", awaits_code=False, at=NOON)
        reset = links.issue(
            session, purpose=PURPOSE, subject_id=worker.id, at=NOON, lifetime=timedelta(minutes=30)
        )
        self.change(session, cast.an_administrator(session), worker, lead, "New@anytown.example")
        assert worker.email == "new@anytown.example"
        assert {letter.address for letter in session.query(Letter)} == {
            "asha@anytown.example",
            "new@anytown.example",
        }
        assert queries.recognise(session, "here", at=NOON, is_demo_allowed=False) is None
        assert not operations.is_link_good(session, reset, at=NOON)

    def test_an_address_in_use_is_refused(self, session, lead, worker):
        cast.a_user(session, Role.LINK_WORKER, email="taken@anytown.example")
        with pytest.raises(RuleBroken) as refusal:
            self.change(
                session, cast.an_administrator(session), worker, lead, "taken@anytown.example"
            )
        assert refusal.value.field == "email"

    def test_a_manager_may_not(self, session, lead, worker):
        with pytest.raises(NotAllowed):
            self.change(session, cast.a_lead_manager(session), worker, lead, "mine@b.example")

    def change(self, session, actor, user, lead, email):
        operations.change_email(
            session, actor, organisation_id=lead.id, user_id=user.id, email=email, at=NOON
        )
        session.flush()


def test_the_same_address_is_not_added_twice(session, worker):
    with pytest.raises(RuleBroken, match="already"):
        operations.add_user(session, SYSTEM, name="Another", email="ASHA@anytown.example", at=NOON)


def test_people_change_their_own_name(session, lead, worker):
    actor = cast.actor_of(worker, lead, Role.LINK_WORKER)
    operations.rename(session, actor, name="Asha Begum-Field", at=NOON)
    assert queries.names_of(session, [worker.id]) == {worker.id: "Asha Begum-Field"}


def test_nobody_who_is_not_signed_in_has_a_name_to_change(session):
    with pytest.raises(NotFound):
        operations.rename(session, ANYONE, name="Asha Khan", at=NOON)
