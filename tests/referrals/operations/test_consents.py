"""Taking a yes back, at any stage: what rested on it stops at the next request (G3)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.models import Listing
from kernel import links, mail, outbox
from kernel.access import Role
from kernel.errors import NotFound, RuleBroken
from kernel.outbox import OutboxItem
from referrals import queries
from referrals.casework import AppointmentState
from referrals.events import ConsentWithdrawn
from referrals.lifecycle import LinkState, Move, State
from referrals.models import Appointment, Consent, Referral
from referrals.operations import links as onward
from referrals.operations import plans
from referrals.operations.consents import take_back
from referrals.operations.links import Choice, Leave
from referrals.operations.meeting import Booking, book, remind
from referrals.queries.answering import ANSWER, answer_page
from referrals.queries.consents import consent_page, lately_taken_back
from referrals.queries.person_page import PURPOSE, find_by_link
from referrals.vocabulary import Channel, Recipient, Said
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_answer import a_sent_report
from tests.cast_caseload import a_case
from tests.cast_plans import a_funded_kitchen, a_goal, a_link, a_shelter, a_token, the_plan
from tests.cast_referrals import a_person, a_referral, a_referrer

STAGES = [state for state in State if state is not State.DRAFT]


def yes_of(session, row, recipient=Recipient.LEAD_NTP):
    return session.scalar(
        sa.select(Consent).where(Consent.person_id == row.person_id, Consent.recipient == recipient)
    )


def yes_to(session, link):
    """The person's yes to the group of a link."""
    return session.scalar(
        sa.select(Consent).where(
            Consent.person_id == link.person_id, Consent.recipient_id == link.group_id
        )
    )


def linked(session, worker, row, listing, goal_id):
    """Somebody linked to one more activity, whose group was asked by letter."""
    choice = Choice(offered=[listing.id], chosen=listing.id, own_idea="A dog of her own",
                    goal_id=goal_id, said=Said.YES)  # fmt: skip
    made = onward.suggest(session, worker, row.id, choice, at=NOON)
    leave = Leave(said_yes=True, how="Told me")
    onward.introduce(session, worker, row.id, made.id, leave=leave, by_letter=True, at=NOON)
    return made


def another_link(session, worker, first, listing):
    row = session.get_one(Referral, first.referral_id)
    return linked(session, worker, row, listing, first.goal_id)


def a_letter(session, row, to):
    return mail.write(
        session, template="accounts/invitation", to=to, facts={}, at=NOON, about=row.person_id
    )


def waiting(session):
    session.flush()
    return set(session.scalars(sa.select(mail.Letter.address)))


class TestToTheLeadNtp:
    @pytest.mark.parametrize("state", STAGES, ids=lambda state: state.value)
    def test_at_any_stage_the_next_request_finds_nothing(self, session, state):
        asha, manager = a_link_worker(session), a_lead_manager(session)
        row = a_referral(session, worker=asha, state=state)
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        session.flush()
        for who in (asha, manager):
            with pytest.raises(NotFound):
                queries.get_case_to_read(session, who, row.id, at=NOON)
            with pytest.raises(NotFound):
                queries.get_person(session, who, row.person_id)

    def test_the_practice_sees_that_it_was_taken_back(self, session):
        asha, nadia = a_link_worker(session), a_referrer(session)
        row = a_referral(session, worker=asha, state=State.IN_PROGRAMME)
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        session.flush()
        assert queries.get(session, nadia, row.id).state is State.WITHDRAWN

    def test_what_waits_is_dropped_and_links_lead_nowhere(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, worker=asha)
        a_letter(session, row, "maya@example.org")
        token = links.issue(session, purpose="plan", subject_id=row.id,
                            lifetime=timedelta(days=9), at=NOON)  # fmt: skip
        session.flush()
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        assert waiting(session) == set()
        assert links.find(session, token, purpose="plan", at=NOON) is None

    def test_another_persons_letters_and_cases_stay(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, worker=asha)
        other = a_referral(session, a_person(session, "Omar Khalid"), worker=asha)
        a_letter(session, other, "omar@example.org")
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        assert waiting(session) == {"omar@example.org"}
        assert queries.get_case(session, asha, other.id).state is State.ALLOCATED

    def test_she_hears_for_a_week_whom_not_to_ring(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, worker=asha)
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        session.flush()
        assert [one.name for one in lately_taken_back(session, asha, at=NOON)] == ["Maya Thornton"]
        assert lately_taken_back(session, asha, at=NOON + timedelta(days=8)) == ()
        assert lately_taken_back(session, a_link_worker(session), at=NOON) == ()

    def test_a_yes_given_anew_opens_it_again(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, worker=asha, state=State.SUSTAINED)
        old = yes_of(session, row)
        take_back(session, asha, row.person_id, old.id, at=NOON)
        session.add(
            Consent(person_id=row.person_id, recipient=old.recipient, purpose=old.purpose,
                    recipient_id=old.recipient_id, given_at=NOON)
        )  # fmt: skip
        session.flush()
        assert queries.get_case(session, asha, row.id) is row

    def test_the_privacy_officer_still_finds_the_record(self, session):
        asha, officer = a_link_worker(session), an_actor(session, Role.PRIVACY_OFFICER)
        row = a_referral(session, worker=asha)
        take_back(session, officer, row.person_id, yes_of(session, row).id, at=NOON)
        session.flush()
        page = consent_page(session, officer, row.person_id)
        assert (page.standing, len(page.taken_back)) == ((), 1)


class TestToAGroup:
    """One yes covers what goes to one group; what rests on another yes stays."""

    @pytest.fixture
    def asha(self, session):
        a_lead_ntp(session)
        return a_link_worker(session, name="Asha Begum")

    @pytest.fixture
    def shelter(self, session, asha):
        return a_link(session, asha, a_shelter(session, keeper_email="shelter@example.org"))

    @pytest.fixture
    def choir(self, session, asha, shelter):
        choir = a_shelter(session, group="The choir", keeper_email="choir@example.org")
        return another_link(session, asha, shelter, choir)

    def test_its_page_and_its_letter_are_gone_and_those_of_another_group_stay(
        self, session, asha, shelter, choir
    ):
        ours, theirs = a_token(session, choir), a_token(session, shelter)
        assert waiting(session) == {"shelter@example.org", "choir@example.org"}
        take_back(session, asha, shelter.person_id, yes_to(session, shelter).id, at=NOON)
        assert waiting(session) == {"choir@example.org"}
        assert links.find(session, theirs, purpose=ANSWER, at=NOON) is None
        assert answer_page(session, ours, at=NOON).title == choir.title

    def test_what_waits_for_the_person_or_the_practice_still_goes(self, session, asha, shelter):
        own = links.issue(session, purpose=PURPOSE, subject_id=shelter.person_id,
                          lifetime=timedelta(days=9), at=NOON)  # fmt: skip
        a_letter(session, shelter, "maya@example.org")
        take_back(session, asha, shelter.person_id, yes_to(session, shelter).id, at=NOON)
        assert waiting(session) == {"maya@example.org"}
        assert links.find(session, own, purpose=PURPOSE, at=NOON) == shelter.person_id

    def test_another_persons_link_to_the_same_group_stays(self, session, asha, shelter):
        listing = session.get_one(Listing, shelter.listing_id)
        other = a_link(session, asha, listing)
        token = a_token(session, other)
        take_back(session, asha, shelter.person_id, yes_to(session, shelter).id, at=NOON)
        assert answer_page(session, token, at=NOON).title == other.title
        assert waiting(session) == {"shelter@example.org"}

    def test_the_case_goes_on(self, session, asha, shelter):
        take_back(session, asha, shelter.person_id, yes_to(session, shelter).id, at=NOON)
        row = queries.get_case(session, asha, shelter.referral_id)
        assert row.state is State.IN_PROGRAMME


def test_after_a_no_to_reports_no_letter_tells_the_practice_and_the_groups_letter_stays(session):
    nadia = a_referrer(session, name="Nadia Nurse")
    asha = a_link_worker(session, name="Asha Begum")
    report = a_sent_report(session, worker=asha, sent_by=nadia, state=State.ASSESSED)
    row = report.referral
    goal_id = a_goal(session, asha, row)
    plans.agree(session, asha, row.id, seen=the_plan(session, row).version, at=NOON)
    shelter = a_shelter(session, keeper_email="shelter@example.org")
    linked(session, asha, row, shelter, goal_id)
    assert len(waiting(session)) == 2
    yes = yes_of(session, row, Recipient.PRACTICE)
    take_back(session, asha, row.person_id, yes.id, at=NOON)
    assert waiting(session) == {"shelter@example.org"}


@pytest.fixture
def a_listener():
    """Somebody who hears of consents that were taken back, until the test is over."""
    before = dict(outbox._subscriptions)
    outbox.on(ConsentWithdrawn)(lambda session, event, at: None)
    (added,) = outbox._subscriptions.keys() - before.keys()
    yield added
    outbox._subscriptions.clear()
    outbox._subscriptions.update(before)


def test_others_hear_of_it(session, a_listener):
    asha = a_link_worker(session)
    row = a_referral(session, worker=asha)
    take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
    session.flush()
    heard = session.scalars(sa.select(OutboxItem)).all()
    assert {"person_id": str(row.person_id)} in [
        one.payload for one in heard if one.listener == a_listener
    ]


def test_a_yes_is_taken_back_once(session):
    asha, officer = a_link_worker(session), an_actor(session, Role.PRIVACY_OFFICER)
    row = a_referral(session, worker=asha)
    yes = yes_of(session, row)
    take_back(session, officer, row.person_id, yes.id, at=NOON)
    with pytest.raises(RuleBroken):
        take_back(session, officer, row.person_id, yes.id, at=NOON)


def test_another_persons_yes_is_not_taken_back(session):
    asha = a_link_worker(session)
    row = a_referral(session, worker=asha)
    other = a_referral(session, a_person(session, "Omar Khalid"))
    with pytest.raises(RuleBroken):
        take_back(session, asha, row.person_id, yes_of(session, other).id, at=NOON)
    with pytest.raises(NotFound):
        take_back(session, asha, other.person_id, yes_of(session, other).id, at=NOON)


class TestLinksWithoutAnAccount:
    @pytest.fixture
    def asha(self, session):
        a_lead_ntp(session)
        return a_link_worker(session, name="Asha Begum")

    @pytest.fixture
    def link(self, session, asha):
        return a_link(session, asha, a_shelter(session))

    @pytest.mark.parametrize("recipient", [Recipient.LEAD_NTP, Recipient.GROUP])
    def test_the_groups_page_is_gone_at_the_next_request(self, session, asha, link, recipient):
        token = a_token(session, link)
        assert answer_page(session, token, at=NOON).title
        take_back(session, asha, link.person_id, yes_of(session, link, recipient).id, at=NOON)
        with pytest.raises(NotFound):
            answer_page(session, token, at=NOON)

    def test_so_is_the_persons_own_page(self, session, asha, link):
        token = links.issue(
            session, purpose=PURPOSE, subject_id=link.person_id, lifetime=timedelta(days=1), at=NOON
        )
        session.flush()
        born = link.person.born_on
        assert find_by_link(session, token, born_on=born, at=NOON) is link.person
        take_back(session, asha, link.person_id, yes_of(session, link).id, at=NOON)
        assert find_by_link(session, token, born_on=born, at=NOON) is None


def test_a_meeting_is_called_off_and_nobody_is_reminded_after_a_no(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.IN_PROGRAMME)
    begins_at = NOON + timedelta(days=2)
    book(session, asha, row.id, Booking(Channel.PHONE, begins_at, 30), at=NOON)
    take_back(session, a_lead_manager(session), row.person_id, yes_of(session, row).id, at=NOON)
    assert session.scalar(sa.select(Appointment.state)) is AppointmentState.CANCELLED
    assert remind(session, at=begins_at - timedelta(hours=24)) == 0


class TestGroupsAfterANoToOurHelp:
    """Every yes to a group rests on the yes to our help, whatever became of the case (decision 19)."""

    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session, name="Asha Begum")

    def said_no(self, session, asha, moves, **linked):
        """A link to a funded group of somebody whose case went so far, and who said no then."""
        link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)), **linked)
        token = a_token(session, link)
        row = session.get_one(Referral, link.referral_id)
        for move in moves:
            session.add(row.make(move, by=asha, at=NOON))
        session.flush()
        take_back(session, asha, row.person_id, yes_of(session, row).id, at=NOON)
        session.flush()
        return link, token

    @pytest.mark.parametrize("moves", [(), (Move.COMPLETE, Move.LAPSE), (Move.COMPLETE,)])
    def test_none_is_asked_and_no_link_leads_anywhere(self, session, asha, moves):
        link, token = self.said_no(session, asha, moves)
        with pytest.raises(NotFound):
            answer_page(session, token, at=NOON)
        onward.consent_ended(session, link.person_id, at=NOON)
        assert link.state is LinkState.TAKEN_BACK
        letters = sa.select(mail.Letter.template)
        written = session.scalars(letters).all()
        onward.chase_groups(session, at=NOON + timedelta(days=60))
        assert session.scalars(letters).all() == written
        assert "referrals/no_answer" not in written

    def test_what_no_group_knew_ends_too(self, session, asha):
        link, _ = self.said_no(session, asha, (Move.COMPLETE, Move.LAPSE), is_asked=False)
        onward.consent_ended(session, link.person_id, at=NOON)
        assert link.state is LinkState.TAKEN_BACK
