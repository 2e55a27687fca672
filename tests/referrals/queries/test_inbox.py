"""The inbox: what is without a link worker is so by definition, and loads can be seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts.models import Organisation
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.mail import Letter
from referrals.clocks import Limits
from referrals.lifecycle import State
from referrals.models import Consent
from referrals.operations import consents, meeting, reports
from referrals.operations.allocating import give
from referrals.operations.arranging import change_settings
from referrals.operations.meeting import Booking
from referrals.operations.working import send_back
from referrals.queries.follow import follow_page
from referrals.queries.inbox import (
    count_to_give,
    count_without_worker,
    give_page,
    has_lost,
    inbox_page,
    left_by,
    loads,
    passed_to,
)
from referrals.queries.person_page import own_page
from referrals.queries.reports import waiting
from referrals.vocabulary import Channel, ReturnReason, Urgency
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import a_referrer, id_of, named_worker


def test_a_case_is_in_the_queue_the_moment_its_link_worker_leaves(session):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    a_case(session, asha, "Maya Thornton")
    a_case(session, asha, "Looked after", state=State.MAINTAINING)
    a_case(session, asha, "Over", state=State.DECLINED)
    assert inbox_page(session, manager, at=NOON).queue == ()
    leaves(session, asha)
    queue = inbox_page(session, manager, at=NOON).queue
    assert {(line.name, line.had) for line in queue} == {
        ("Maya Thornton", "Asha Begum"),
        ("Looked after", "Asha Begum"),
    }
    assert left_by(session, id_of(asha), manager.organisation_id) == 2


@pytest.mark.parametrize("state", [State.SENT, State.ALLOCATED, State.IN_PROGRAMME])
def test_no_open_case_is_ever_without_an_owner_and_outside_the_queue(session, state):
    """P6: either somebody who works here has it, or it is in the queue."""
    asha, manager = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha, state=state)
    assert count_without_worker(session, row.lead_id) == 0
    row.link_worker_id = None
    session.flush()
    assert [line.id for line in inbox_page(session, manager, at=NOON).queue] == [row.id]


def test_a_report_that_was_not_sent_needs_somebody_though_the_case_is_over(session):
    """Sent back from the inbox, before it had a link worker: the practice is still owed a report."""
    both = an_actor(session, Role.LINK_WORKER, Role.LEAD_MANAGER)
    daniel, manager = a_link_worker(session, name="Daniel Crowe"), a_lead_manager(session)
    row = a_case(session, both, state=State.RECEIVED)
    row.link_worker_id = None
    session.flush()
    send_back(session, both, row.id, reason=ReturnReason.TOO_LITTLE, because="", at=NOON)
    reports.prepare(session, row.id, at=NOON)
    (line,) = inbox_page(session, manager, at=NOON).queue
    assert (line.id, line.state, line.owes_report) == (row.id, State.RETURNED, True)
    assert count_without_worker(session, row.lead_id) == 1
    give(session, manager, row.id, to=id_of(daniel), had=None, because="", at=NOON)
    (draft,) = waiting(session, daniel, at=NOON)
    assert count_without_worker(session, row.lead_id) == 0
    leaves(session, daniel)
    assert count_without_worker(session, row.lead_id) == 1
    reports.throw_away(session, both, row.id, draft.report_id, at=NOON)
    session.flush()
    assert count_without_worker(session, row.lead_id) == 0


def test_whoever_is_needed_as_soon_as_can_be_comes_before_who_waits_longer(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    a_case(session, asha, "Longest", sent_at=NOON - timedelta(days=9))
    a_case(session, asha, "Urgent", urgency=Urgency.URGENT)
    a_case(session, asha, "In danger", danger_at=NOON)
    leaves(session, asha)
    queue = inbox_page(session, manager, at=NOON).queue
    assert [line.name for line in queue] == ["In danger", "Urgent", "Longest"]


def test_the_queue_of_another_lead_ntp_is_its_own(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    leaves(session, asha)
    other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    assert inbox_page(session, other, at=NOON).queue == ()
    with pytest.raises(NotFound):
        give_page(session, other, row.id, at=NOON)


def test_a_link_worker_has_no_inbox(session):
    with pytest.raises(NotAllowed):
        inbox_page(session, a_link_worker(session), at=NOON)


def test_who_has_more_than_the_limit_has_too_many(session):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    a_link_worker(session, name="Daniel Crowe")
    change_settings(
        session, manager, Limits(most_cases=1), takes_self_referrals=False,
        safeguarding_lead_id=None, version=0, at=NOON,
    )  # fmt: skip
    a_case(session, asha, "Maya Thornton")
    a_case(session, asha, "Omar Khalid")
    assert [
        (one.name, one.open, one.is_overloaded) for one in loads(session, manager, at=NOON)
    ] == [
        ("Asha Begum", 2, True),
        ("Daniel Crowe", 0, False),
    ]


def test_a_case_shows_who_is_named_for_its_practice(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha)
    named_worker(session, session.get_one(Organisation, row.practice_id), asha)
    assert give_page(session, manager, row.id, at=NOON).named == {id_of(asha)}


def test_who_took_back_their_yes_waits_for_nobody(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha, state=State.MAINTAINING)
    leaves(session, asha)
    assert count_without_worker(session, row.lead_id) == 1
    for consent in session.scalars(sa.select(Consent)):
        consent.withdrawn_at = NOON
    session.flush()
    assert inbox_page(session, manager, at=NOON).queue == ()
    assert count_without_worker(session, row.lead_id) == 0


def test_only_cases_of_ones_own_lead_are_counted_to_be_given(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    a_case(session, asha)
    assert count_to_give(session, manager, id_of(asha)) == 1
    other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    for who, worker in ((other, asha), (manager, a_link_worker(session))):
        with pytest.raises(NotFound):
            count_to_give(session, who, id_of(worker))


def test_a_case_that_is_over_is_not_given_on(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    a_case(session, asha, state=State.DECLINED)
    with pytest.raises(NotFound):
        count_to_give(session, manager, id_of(asha))


class TestSomebodyLeft:
    """Nobody is told any more that they meet her, and the manager sees who waits (P6)."""

    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session, name="Asha Begum")

    def booked(self, session, asha, name, days):
        row = a_case(session, asha, name, state=State.IN_PROGRAMME)
        begins_at = NOON + timedelta(days=days)
        meeting.book(session, asha, row.id, Booking(Channel.FACE_TO_FACE, begins_at, 45), at=NOON)
        return row

    def test_whoever_expects_a_visit_comes_before_the_others_and_open_before_over(
        self, session, asha
    ):
        a_case(session, asha, "Looked after", state=State.MAINTAINING)
        a_case(session, asha, "Open", state=State.IN_PROGRAMME)
        self.booked(session, asha, "In a week", 7)
        self.booked(session, asha, "Tomorrow", 1)
        leaves(session, asha)
        page = inbox_page(session, a_lead_manager(session), at=NOON)
        names = [line.name for line in page.queue]
        assert names == ["Tomorrow", "In a week", "Open", "Looked after"]
        assert page.queue[0].meets_at == NOON + timedelta(days=1)
        assert [(one.name, one.number) for one in page.left_behind] == [("Asha Begum", 4)]

    def test_no_reminder_goes_out_until_somebody_has_the_case(self, session, asha):
        row = self.booked(session, asha, "Tomorrow", 1)
        leaves(session, asha)
        assert meeting.remind(session, at=NOON) == 0
        daniel = a_link_worker(session, name="Daniel Crowe")
        row.link_worker_id = id_of(daniel)
        session.flush()
        assert meeting.remind(session, at=NOON) == 1
        letter = session.scalar(sa.select(Letter).where(Letter.template == "referrals/reminder"))
        assert letter.facts["who"] == "Daniel"

    def test_neither_the_person_nor_the_practice_is_told_her_name(self, session, asha):
        row = self.booked(session, asha, "Tomorrow", 1)
        nadia = a_referrer(session)
        assert own_page(session, row.person, at=NOON).link_worker == "Asha Begum"
        assert follow_page(session, nadia, row.id).link_worker == "Asha Begum"
        leaves(session, asha)
        assert own_page(session, row.person, at=NOON).link_worker == ""
        assert follow_page(session, nadia, row.id).link_worker == ""


def test_late_are_counted_among_the_open_cases_and_the_finished_ones_apart(session):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    a_case(session, asha, "Not reached yet")
    a_case(session, asha, "Would like help again", state=State.LAPSED)
    (load,) = loads(session, manager, at=NOON + timedelta(days=60))
    assert (load.open, load.late, load.late_after) == (1, 1, 1)


def test_what_left_the_reach_of_all_here_was_lost_by_whoever_had_it_for_a_day(session):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    row = a_case(session, asha)
    assert not has_lost(session, asha, row.id, at=NOON)
    (yes,) = session.scalars(sa.select(Consent).where(Consent.person_id == row.person_id))
    consents.take_back(session, manager, row.person_id, yes.id, at=NOON)
    session.flush()
    assert has_lost(session, asha, row.id, at=NOON)
    assert not has_lost(session, asha, row.id, at=NOON + timedelta(days=1))
    for other in (a_link_worker(session, name="Olu Link"), manager):
        assert not has_lost(session, other, row.id, at=NOON)
    assert not has_lost(session, replace(asha, roles=frozenset()), row.id, at=NOON)


class TestGivenOn:
    """To whom a case went is told to whoever had it, there where they had it, and to nobody else."""

    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session, name="Asha Begum")

    @pytest.fixture
    def row(self, session, asha):
        daniel = a_link_worker(session, name="Daniel Crowe")
        made = a_case(session, asha)
        give(
            session, a_lead_manager(session), made.id, to=id_of(daniel), had=made.link_worker_id,
            because="Away", at=NOON,
        )  # fmt: skip
        session.flush()
        return made

    def told(self, session, actor, row):
        return passed_to(session, actor, row.id, at=NOON)

    def test_whoever_had_it_is_told_to_whom_it_went(self, session, asha, row):
        assert self.told(session, asha, row) == "Daniel Crowe"

    def test_a_colleague_who_never_had_it_is_told_nothing(self, session, row):
        assert self.told(session, a_link_worker(session, name="Olu Link"), row) == ""

    def test_nor_is_whoever_had_it_as_part_of_another_lead_ntp(self, session, asha, row):
        elsewhere = a_lead_ntp(session, "Southbank", is_host=False).id
        assert self.told(session, replace(asha, organisation_id=elsewhere), row) == ""
        row.lead_id = elsewhere
        session.flush()
        assert self.told(session, replace(asha, organisation_id=elsewhere), row) == ""
        assert self.told(session, asha, row) == ""

    def test_nor_once_it_came_back(self, session, asha, row):
        row.link_worker_id = asha.user_id
        session.flush()
        assert self.told(session, asha, row) == ""

    def test_nor_who_is_no_link_worker_any_more(self, session, asha, row):
        assert self.told(session, replace(asha, roles=frozenset()), row) == ""

    def test_what_was_handed_over_was_lost_by_whoever_had_it_there_alone(self, session, asha, row):
        row.lead_id = a_lead_ntp(session, "Southbank", is_host=False).id
        session.flush()
        assert has_lost(session, asha, row.id, at=NOON)
        assert not has_lost(session, a_link_worker(session, name="Olu Link"), row.id, at=NOON)
        third = a_lead_ntp(session, "Northbank", is_host=False).id
        assert not has_lost(session, replace(asha, organisation_id=third), row.id, at=NOON)
