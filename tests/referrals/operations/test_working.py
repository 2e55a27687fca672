"""The link worker's moves: what each keeps, what it refuses, and who is first of ten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts.models import User
from kernel.access import Actor, Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.casework import AppointmentState, NotThisTime, Result
from referrals.lifecycle import State
from referrals.models import Consent, Referral, ReferralMove
from referrals.operations import working
from referrals.operations.meeting import Booking, book
from referrals.vocabulary import Channel, ReturnReason, Source
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_caseload import a_case, a_contact
from tests.cast_referrals import a_referrer, id_of


def last_words(session, row) -> str:
    """Why the last move was made."""
    return session.scalars(
        sa.select(ReferralMove.because)
        .where(ReferralMove.referral_id == row.id)
        .order_by(ReferralMove.number.desc())
    ).first()


class TestAccepting:
    @pytest.mark.parametrize("state", [State.SENT, State.RECEIVED])
    def test_the_link_worker_has_it_from_then_on(self, session, state):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=state)
        working.accept(session, asha, row.id, at=NOON)
        assert (row.state, row.accepted_at) == (State.ALLOCATED, NOON)

    def test_a_manager_who_is_no_link_worker_does_not(self, session):
        row = a_case(session, a_link_worker(session), state=State.SENT)
        with pytest.raises(NotAllowed):
            working.accept(session, a_lead_manager(session), row.id, at=NOON)

    def test_a_colleague_finds_nothing(self, session):
        row = a_case(session, a_link_worker(session), state=State.SENT)
        with pytest.raises(NotFound):
            working.accept(session, a_link_worker(session), row.id, at=NOON)

    def test_what_is_accepted_already_says_so(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        with pytest.raises(Conflict, match="Accepted by a link worker"):
            working.accept(session, asha, row.id, at=NOON)

    def test_ten_workers_accept_one_referral_and_one_of_them_has_it(self, database):
        """At a small lead NTP link workers look after the inbox too; nobody has this one yet."""
        with database.writing() as session:
            row = a_case(session, a_link_worker(session), state=State.RECEIVED)
            row.link_worker_id = None
            workers = [
                an_actor(session, Role.LINK_WORKER, Role.LEAD_MANAGER, name=f"Worker {number}")
                for number in range(10)
            ]

        def one(worker: Actor) -> str:
            try:
                with database.writing() as session:
                    working.accept(session, worker, row.id, at=NOON)
            except Conflict as refusal:
                return refusal.message
            return "accepted"

        with ThreadPoolExecutor(10) as pool:
            said = list(pool.map(one, workers))
        assert said.count("accepted") == 1
        assert all("Somebody else" in words or "somebody else" in words
                   for words in said if words != "accepted")  # fmt: skip
        with database.reading() as session:
            kept = session.get_one(Referral, row.id)
            assert kept.link_worker_id == id_of(workers[said.index("accepted")])
            assert kept.moves_made == 3


class TestSendingBack:
    def test_it_goes_back_with_its_reason_and_words(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.RECEIVED)
        working.send_back(
            session, asha, row.id, reason=ReturnReason.TOO_LITTLE, because="Which door?", at=NOON
        )
        assert (row.state, row.return_reason) == (State.RETURNED, ReturnReason.TOO_LITTLE)
        assert last_words(session, row) == "We need to know more. Which door?"

    def test_a_letter_says_so_to_whoever_sent_it(self, session):
        """The letter of its arrival said that nobody need chase it."""
        asha, nadia = a_link_worker(session), a_referrer(session)
        row = a_case(session, asha, state=State.RECEIVED, sent_by=nadia)
        working.send_back(
            session, asha, row.id, reason=ReturnReason.TOO_LITTLE, because="Which door?", at=NOON
        )
        (letter,) = session.scalars(
            sa.select(Letter).where(Letter.template == "referrals/sent_back")
        )
        assert letter.address == session.get_one(User, id_of(nadia)).email
        assert "Which door" not in repr(letter.facts)

    def test_not_once_the_work_has_begun(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.ASSESSED)
        with pytest.raises(Conflict):
            working.send_back(
                session, asha, row.id, reason=ReturnReason.DUPLICATE, because="x", at=NOON
            )


class TestGivingUp:
    def test_only_after_as_many_tries_as_the_lead_ntp_wants(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.CONTACTING)
        for day, tried in enumerate(("0 different days", "1 day", "2 different days")):
            with pytest.raises(RuleBroken, match=f"tried on {tried}"):
                working.give_up(session, asha, row.id, at=NOON)
            for minutes in range(3):
                when = NOON - timedelta(days=day, minutes=minutes)
                a_contact(session, row, result=Result.NO_ANSWER, at=when)
        working.give_up(session, asha, row.id, at=NOON)
        assert (row.state, last_words(session, row)) == (
            State.UNREACHABLE,
            "Tried on 3 different days",
        )


class TestNotThisTime:
    @pytest.mark.parametrize("answer", NotThisTime)
    def test_either_answer_is_kept_in_words_and_a_meeting_is_called_off(self, session, answer):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        booking = Booking(Channel.PHONE, NOON + timedelta(days=1), 30)
        meeting = book(session, asha, row.id, booking, at=NOON)
        working.decline(session, asha, row.id, answer=answer, because="", at=NOON)
        assert (row.state, meeting.state) == (State.DECLINED, AppointmentState.CANCELLED)
        assert last_words(session, row) == f"{answer.words}."

    def test_they_can_come_back(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        working.decline(session, asha, row.id, answer=NotThisTime.NO, because="", at=NOON)
        new = working.reopen(session, asha, row.id, why_now="She asked", at=NOON)
        assert new.state is State.ALLOCATED


def test_somebody_is_passed_on_with_the_place_they_go_to(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.IN_PROGRAMME)
    working.redirect(session, asha, row.id, where_to="The memory clinic", at=NOON)
    assert (row.state, last_words(session, row)) == (State.REDIRECTED, "The memory clinic")


class TestAfterTheWork:
    def test_what_slipped_after_all_is_told(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.SUSTAINED)
        working.lapse(session, asha, row.id, what_slipped="Stopped going out", at=NOON)
        assert (row.state, last_words(session, row)) == (State.LAPSED, "Stopped going out")

    @pytest.mark.parametrize("state", [State.COMPLETED, State.MAINTAINING])
    def test_before_a_year_is_over_it_is_said_in_answer_to_the_plans_question(self, session, state):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=state)
        with pytest.raises(RuleBroken, match="Ask how it goes"):
            working.lapse(session, asha, row.id, what_slipped="Sleep", at=NOON)


class TestOpeningAgain:
    def test_a_new_episode_names_the_one_before(self, session):
        asha = a_link_worker(session)
        old = a_case(session, asha, state=State.LAPSED)
        new = working.reopen(session, asha, old.id, why_now="It slipped", at=NOON)
        assert old.state is State.REOPENED
        assert (new.previous_id, new.person_id, new.source) == (
            old.id,
            old.person_id,
            Source.REOPENED,
        )
        assert (new.state, new.link_worker_id, new.sent_at) == (
            State.ALLOCATED,
            asha.user_id,
            NOON,
        )

    def test_not_for_somebody_who_took_back_their_yes(self, session):
        asha = a_link_worker(session)
        old = a_case(session, asha, state=State.LAPSED)
        session.execute(sa.update(Consent).values(withdrawn_at=NOON))
        with pytest.raises(NotFound):
            working.reopen(session, asha, old.id, why_now="It slipped", at=NOON)

    def test_an_open_case_is_not_opened_again(self, session):
        asha = a_link_worker(session)
        with pytest.raises(Conflict):
            working.reopen(session, asha, a_case(session, asha).id, why_now="x", at=NOON)
