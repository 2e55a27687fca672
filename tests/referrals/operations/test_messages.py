"""A message from a practice's own system becomes a referral, once, by ordinary acts."""

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accounts.models import Membership, User
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, TooMany
from kernel.mail import Letter
from referrals.lifecycle import Move, State
from referrals.message_facts import MessageWrong
from referrals.models import (
    Consent,
    HeardMessage,
    Person,
    PracticeKey,
    ReceivedMessage,
    Referral,
    ReferralMove,
    WorkerOfPractice,
)
from referrals.operations import erasing, messages
from referrals.operations.acknowledging import acknowledge
from referrals.operations.messages import KeyWrong
from referrals.operations.moving import make_move
from referrals.queries import messages as queries
from referrals.vocabulary import ErasureCause, Purpose, Source, Urgency
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
    an_area,
)
from tests.cast_messages import HEADER, a_connected_practice, a_message, as_body
from tests.cast_referrals import (
    NHS_NUMBER,
    a_person,
    a_practice_manager,
    a_referral,
    a_referrer,
    named_worker,
)


@pytest.fixture
def system(session):
    _, token = a_connected_practice(session)
    return messages.let_in(session, token)


def receive(session, system, message=None, at=NOON):
    body = as_body(message or a_message())
    said = messages.receive(session, system, body, address="http://localhost", at=at)
    session.flush()
    return json.loads(said)


def only(session, table):
    return session.scalars(sa.select(table)).one()


class TestKeys:
    def test_a_key_lets_its_practice_in_and_is_kept_nowhere(self, session):
        manager, token = a_connected_practice(session)
        assert messages.let_in(session, token).practice.id == manager.organisation_id
        assert token.startswith("petunias-")
        assert token not in str(vars(only(session, PracticeKey)))

    @pytest.mark.parametrize("token", ["", "petunias-", "made-up", "x" * 5000])
    def test_no_other_does(self, session, token):
        a_connected_practice(session)
        with pytest.raises(KeyWrong):
            messages.let_in(session, token)

    def test_one_that_was_taken_back_opens_nothing(self, session):
        manager, token = a_connected_practice(session)
        messages.take_key_back(session, manager, only(session, PracticeKey).id, at=NOON)
        session.flush()
        with pytest.raises(KeyWrong):
            messages.let_in(session, token)

    def test_the_key_of_a_practice_that_has_left_opens_nothing(self, session):
        _, token = a_connected_practice(session)
        a_practice(session).left_at = NOON
        session.flush()
        with pytest.raises(KeyWrong):
            messages.let_in(session, token)

    def test_only_a_manager_makes_and_takes_back_and_only_her_own(self, session):
        manager, _ = a_connected_practice(session)
        key = only(session, PracticeKey)
        with pytest.raises(NotAllowed):
            messages.make_key(session, a_referrer(session), name="EMIS server", at=NOON)
        other = a_practice_manager(session, at=a_practice(session, "Old Quay Practice"))
        with pytest.raises(NotFound):
            messages.take_key_back(session, other, key.id, at=NOON)
        assert manager.user_id == key.made_by


class TestAReferral:
    def test_it_goes_to_the_named_link_worker_as_any_other(self, session, system):
        receive(session, system)
        row = only(session, Referral)
        assert (row.state, row.source, row.urgency) == (State.SENT, Source.MESSAGE, Urgency.SOON)
        assert row.why_now.startswith("Lonely since her husband died")
        assert row.link_worker_id is not None and row.lead_id == a_lead_ntp(session).id
        assert (row.person.name, row.person.nhs_number) == ("Maya Thornton", NHS_NUMBER)
        assert row.person.practice_id == row.practice_id == system.practice.id

    def test_the_story_says_that_the_practices_system_sent_it(self, session, system):
        receive(session, system)
        move = only(session, ReferralMove)
        assert (move.move, move.who, move.by) == (
            Move.SEND, "The system of Weaver Street Surgery", None,
        )  # fmt: skip

    def test_the_consents_that_were_stated_are_noted(self, session, system):
        receive(session, system)
        kept = session.scalars(sa.select(Consent)).all()
        assert {one.purpose for one in kept} == {Purpose.SUPPORT, Purpose.REPORT}
        assert {one.how for one in kept} == {"stated in the practice's message"}

    def test_that_the_key_was_used_shows(self, session, system):
        receive(session, system, at=NOON + timedelta(hours=1))
        assert system.key.last_used_at == NOON + timedelta(hours=1)

    def test_when_the_named_worker_has_left_it_is_in_the_queue(self, session, system):
        session.execute(sa.update(Membership).values(ended_at=NOON))
        receive(session, system)
        assert only(session, Referral).link_worker_id is None

    def test_the_next_named_worker_takes_over(self, session, system):
        session.execute(sa.update(Membership).values(ended_at=NOON))
        daniel = a_link_worker(session, name="Daniel Okoro")
        named_worker(session, a_practice(session), daniel)
        receive(session, system)
        assert only(session, Referral).link_worker_id == daniel.user_id


class TestDanger:
    """Words of danger are heeded whichever way they come (H3)."""

    def test_it_is_urgent_and_the_link_worker_and_the_managers_hear_at_once(self, session, system):
        manager = a_lead_manager(session, name="Mo Manager")
        receive(
            session, system,
            a_message(ServiceRequest={"priority": "routine", "note": [{"text": "She wants to die."}]}),
        )  # fmt: skip
        row = only(session, Referral)
        assert (row.danger_at, row.urgency) == (NOON, Urgency.URGENT)
        acknowledge(session, row.id, at=NOON)
        told = {
            one.address for one in session.scalars(sa.select(Letter))
            if one.template == "referrals/in_danger"
        }  # fmt: skip
        emails = dict(session.execute(sa.select(User.id, User.email)).all())
        assert told == {emails[row.link_worker_id], emails[manager.user_id]}

    def test_without_them_it_is_as_urgent_as_the_practice_says(self, session, system):
        receive(session, system)
        row = only(session, Referral)
        assert (row.danger_at, row.urgency) == (None, Urgency.SOON)


class TestTheSamePatient:
    def test_a_known_patient_stays_one_person_and_keeps_their_contact_rules(self, session, system):
        known = a_person(session, "Maya T", nhs_number=NHS_NUMBER, no_text=True, carer="Her son")
        a_referral(session, known, state=State.COMPLETED)
        receive(session, system)
        assert only(session, Person) is known
        assert known.name == "Maya Thornton" and known.carer == "Her son"
        assert known.contact_rules.no_text

    def test_a_number_that_is_somebody_elses_is_refused(self, session, system):
        other = a_person(
            session, "Omar Khalid", nhs_number=NHS_NUMBER, born_on=date(1990, 1, 1)
        )  # fmt: skip
        a_referral(session, other, state=State.COMPLETED)
        with pytest.raises(MessageWrong, match="another name or birthday") as wrong:
            receive(session, system)
        assert wrong.value.where == "Patient.identifier"

    def test_without_a_number_a_double_under_way_is_told_by_name_and_birth(self, session, system):
        a_referral(session, a_person(session, "THORNTON, Maya"))
        with pytest.raises(MessageWrong, match="open referral already"):
            receive(session, system, a_message(Patient={"identifier": []}))

    def test_another_practices_patient_of_the_same_number_is_nobody_we_know(self, session, system):
        other = a_practice(session, "Old Quay Practice")
        a_referral(session, a_person(session, nhs_number=NHS_NUMBER, practice=other))
        receive(session, system)
        assert len(session.scalars(sa.select(Person)).all()) == 2

    def test_an_open_referral_is_not_doubled(self, session, system):
        a_referral(session, a_person(session, nhs_number=NHS_NUMBER))
        with pytest.raises(MessageWrong, match="open referral already") as wrong:
            receive(session, system)
        assert wrong.value.code == "duplicate"

    def test_after_the_end_of_one_there_may_be_another(self, session, system):
        a_referral(session, a_person(session, nhs_number=NHS_NUMBER), state=State.COMPLETED)
        receive(session, system)
        assert len(session.scalars(sa.select(Referral)).all()) == 2

    def test_what_another_lead_ntp_knows_of_them_stays_there(self, session, system):
        elsewhere = a_lead_ntp(session, "Other Links", is_host=False)
        known = a_person(session, nhs_number=NHS_NUMBER, lead=elsewhere)
        receive(session, system)
        assert known.lead_id == elsewhere.id
        assert only(session, Referral).person_id != known.id

    def test_a_phone_number_that_is_none_is_refused_with_its_place(self, session, system):
        message = a_message(Patient={"telecom": [{"system": "phone", "value": "ring the shop"}]})
        with pytest.raises(MessageWrong, match="Enter a phone number") as wrong:
            receive(session, system, message)
        assert wrong.value.where == "Patient.telecom"


class TestTwice:
    def test_the_same_message_is_one_referral_and_the_same_answer(self, session, system):
        first = receive(session, system)
        again = receive(session, system, at=NOON + timedelta(days=2))
        assert again == first
        assert len(session.scalars(sa.select(Referral)).all()) == 1
        assert len(session.scalars(sa.select(ReceivedMessage)).all()) == 1

    def test_even_when_the_referral_has_gone_on_since(self, session, system):
        first = receive(session, system)
        row = only(session, Referral)
        make_move(session, a_link_worker(session), row, Move.ACCEPT, at=NOON)
        assert receive(session, system) == first

    def test_the_same_id_with_other_words_is_refused(self, session, system):
        receive(session, system)
        with pytest.raises(MessageWrong, match="sent before, with other words") as wrong:
            receive(session, system, a_message(ServiceRequest={"priority": "stat"}))
        assert wrong.value.code == "duplicate"

    def test_another_practice_may_use_the_same_id(self, session, system):
        receive(session, system)
        area = an_area(session)
        assert messages.queries.find_message(session, area.id, str(HEADER["id"])) is None


class TestWhenItCannotBe:
    def test_without_a_lead_ntp(self, session):
        manager = a_practice_manager(session)
        a_practice(session).code = "A81001"
        token = messages.make_key(session, manager, name="EMIS server", at=NOON)
        with pytest.raises(MessageWrong, match="No lead organisation takes referrals"):
            receive(session, messages.let_in(session, token))

    def test_without_a_named_link_worker_it_waits_in_the_inbox(self, session, system):
        session.execute(sa.update(WorkerOfPractice).values(ended_at=NOON))
        receive(session, system)
        assert only(session, Referral).link_worker_id is None

    def test_without_an_agreement_in_force(self, session):
        from accounts.models import Agreement

        _, token = a_connected_practice(session)
        only(session, Agreement).ended_at = NOON
        session.flush()
        with pytest.raises(MessageWrong, match="no agreement in force"):
            receive(session, messages.let_in(session, token))

    def test_a_system_gone_wild_is_told_to_wait_and_no_other(self, session):
        _, token = a_connected_practice(session)
        other = a_practice(session, "Old Quay Practice")
        other_token = messages.make_key(
            session, a_practice_manager(session, at=other), name="EMIS server", at=NOON
        )
        for _ in range(messages.MESSAGES.most):
            messages.count_attempt(session, token, at=NOON)
        with pytest.raises(TooMany):
            messages.count_attempt(session, token, at=NOON)
        messages.count_attempt(session, other_token, at=NOON)
        messages.count_attempt(session, token, at=NOON + messages.MESSAGES.window)


class TestAfterAnErasure:
    def test_the_same_message_makes_nobody_anew(self, session, system):
        receive(session, system)
        person = only(session, Person)
        officer = an_actor(session, Role.PRIVACY_OFFICER)
        erasing.erase(session, officer, person, ErasureCause.REQUEST, at=NOON)
        session.flush()
        assert session.scalars(sa.select(ReceivedMessage)).all() == []
        for message in (a_message(), a_message(ServiceRequest={"priority": "routine"})):
            with pytest.raises(MessageWrong, match="was taken before") as wrong:
                receive(session, system, message)
            assert wrong.value.code == "duplicate"
        assert session.scalars(sa.select(Person)).all() == []
        kept = only(session, HeardMessage)
        assert HEADER["id"] not in str(vars(kept))

    def test_a_new_one_is_taken_and_so_is_that_of_another_practice(self, session, system):
        receive(session, system)
        officer = an_actor(session, Role.PRIVACY_OFFICER)
        erasing.erase(session, officer, only(session, Person), ErasureCause.REQUEST, at=NOON)
        session.flush()
        receive(session, system, a_message(MessageHeader={"id": "another-id"}))
        assert only(session, Person).name == "Maya Thornton"
        assert not queries.was_heard(session, a_practice(session, "Old Quay").id, HEADER["id"])
