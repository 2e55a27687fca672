"""Inviting people, and accepting an invitation."""

from datetime import timedelta

import pytest

from accounts import operations, queries
from accounts.models import Invitation, User
from accounts.operations.invitations import INVITATION
from accounts.vocabulary import Step
from kernel import links
from kernel.access import SYSTEM, Role
from kernel.errors import NotFound, RuleBroken
from kernel.mail import Letter
from tests import cast
from tests.cast import NOON

EMAIL = "friend@anytown.example"
FRESH = "violet umbrella stairs"


@pytest.fixture
def lead(session):
    return cast.a_lead_ntp(session)


@pytest.fixture
def manager(session):
    return cast.a_lead_manager(session, name="Laura Meadows")


def invite(session, actor, lead, *roles, email=EMAIL):
    return operations.invite(
        session,
        actor,
        organisation_id=lead.id,
        name="A Friend",
        email=email,
        roles=roles or [Role.LINK_WORKER],
        at=NOON,
    )


def a_link(session, invitation, *, at=NOON):
    token = links.issue(
        session, purpose=INVITATION, subject_id=invitation.id, at=at, lifetime=timedelta(days=7)
    )
    session.flush()
    return token


def join(session, link, *, password=FRESH, at=NOON):
    return operations.join(
        session, link=link, name="Frieda Friend", password=password, token="new", at=at
    )


class TestInviting:
    def test_a_letter_with_a_link_for_seven_days_goes_out(self, session, manager, lead):
        invitation = invite(session, manager, lead, email=" Friend@anytown.example")
        letter = session.query(Letter).one()
        assert (letter.address, letter.template) == (EMAIL, "accounts/invitation")
        assert letter.link["subject_id"] == str(invitation.id)
        assert letter.link["seconds"] == 7 * 24 * 3600
        assert letter.facts["invited_by"] == "Laura Meadows"

    def test_nobody_is_invited_twice(self, session, manager, lead):
        invite(session, manager, lead)
        with pytest.raises(RuleBroken, match="invitation already") as refusal:
            invite(session, manager, lead)
        assert refusal.value.field == "email"

    def test_whoever_is_here_is_not_invited(self, session, manager, lead):
        cast.a_user(session, Role.LINK_WORKER, email=EMAIL)
        with pytest.raises(RuleBroken, match="here already"):
            invite(session, manager, lead)

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.REFERRER])
    def test_nobody_is_invited_to_more_than_one_may_give(self, session, manager, lead, role):
        with pytest.raises(RuleBroken) as refusal:
            invite(session, manager, lead, role)
        assert refusal.value.field == "roles"

    def test_not_to_two_roles_that_exclude_each_other(self, session):
        body = cast.a_commissioning_body(session)
        cast.a_user(
            session, Role.ANALYST, at=cast.a_commissioning_body(session, "Other"), email=EMAIL
        )
        with pytest.raises(RuleBroken, match="hidden numbers"):
            invite(session, cast.an_administrator(session), body, Role.COMMISSIONER_FINANCE)

    def test_not_to_somebody_elses_organisation(self, session, manager):
        with pytest.raises(NotFound):
            invite(session, manager, cast.a_practice(session), Role.REFERRER)


class TestSendingAgainAndWithdrawing:
    def test_the_first_letters_link_ends(self, session, manager, lead):
        invitation = invite(session, manager, lead)
        link = a_link(session, invitation)
        operations.invite_again(session, manager, invitation.id, at=NOON)
        assert operations.find_invited(session, link, at=NOON) is None
        assert session.query(Letter).count() == 2

    def test_withdrawn_its_link_ends(self, session, manager, lead):
        invitation = invite(session, manager, lead)
        link = a_link(session, invitation)
        operations.withdraw_invitation(session, manager, invitation.id, at=NOON)
        with pytest.raises(RuleBroken, match="invitation has ended"):
            join(session, link)

    def test_a_letter_still_on_its_way_cannot_bring_it_back(self, session, manager, lead):
        """The worker makes the link when the letter goes out: perhaps after it was withdrawn."""
        invitation = invite(session, manager, lead)
        operations.withdraw_invitation(session, manager, invitation.id, at=NOON)
        with pytest.raises(RuleBroken, match="invitation has ended"):
            join(session, a_link(session, invitation))

    @pytest.mark.parametrize("act", [operations.invite_again, operations.withdraw_invitation])
    def test_nobody_elses(self, session, manager, lead, act):
        invitation = invite(session, manager, lead)
        with pytest.raises(NotFound):
            act(session, cast.an_actor(session, Role.PRACTICE_MANAGER), invitation.id, at=NOON)


class TestJoining:
    def test_somebody_new_sets_a_password_and_owes_a_phone(self, session, manager, lead):
        assert join(session, a_link(session, invite(session, manager, lead))) is Step.SET_UP_PHONE
        user = session.query(User).filter_by(email=EMAIL).one()
        assert user.name == "Frieda Friend"
        assert queries.seats_of(session, user.id)[0].roles == {Role.LINK_WORKER}

    def test_it_works_once(self, session, manager, lead):
        link = a_link(session, invite(session, manager, lead))
        join(session, link)
        with pytest.raises(RuleBroken, match="invitation has ended"):
            join(session, link)

    def test_and_for_seven_days(self, session, manager, lead):
        link = a_link(session, invite(session, manager, lead))
        with pytest.raises(RuleBroken, match="invitation has ended"):
            join(session, link, at=NOON + timedelta(days=7))

    def test_a_weak_password_is_refused(self, session, manager, lead):
        with pytest.raises(RuleBroken) as refusal:
            join(session, a_link(session, invite(session, manager, lead)), password="short")
        assert refusal.value.field == "password"

    def test_somebody_known_gets_one_more_role_and_no_session(self, session, manager, lead):
        known = cast.a_user(session, Role.REFERRER, email=EMAIL, name="Nadia Nurse")
        before = known.password_hash
        assert join(session, a_link(session, invite(session, manager, lead))) is Step.NOTHING
        assert {role for seat in queries.seats_of(session, known.id) for role in seat.roles} == {
            Role.REFERRER,
            Role.LINK_WORKER,
        }
        assert (known.name, known.password_hash) == ("Nadia Nurse", before)
        assert queries.recognise(session, "new", at=NOON, is_demo_allowed=False) is None

    def test_a_link_for_a_new_password_is_no_invitation(self, session, manager, lead):
        invitation = invite(session, manager, lead)
        other = links.issue(
            session,
            purpose="new password",
            subject_id=invitation.id,
            at=NOON,
            lifetime=timedelta(days=1),
        )
        with pytest.raises(RuleBroken, match="invitation has ended"):
            join(session, other)


def test_by_hand_the_link_is_handed_over_and_no_letter_goes_out(session, lead):
    link = operations.invite_by_hand(
        session,
        SYSTEM,
        organisation_id=lead.id,
        name="Adele Norton",
        email=EMAIL,
        roles=[Role.ADMINISTRATOR],
        at=NOON,
    )
    session.flush()
    assert session.query(Letter).count() == 0
    assert session.query(Invitation).one().id == operations.find_invited(session, link, at=NOON)
