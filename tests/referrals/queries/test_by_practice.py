"""Who reads how practices refer: the steering group what was published, a manager the own practices."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import operations as accounts
from kernel.access import SYSTEM, Role
from kernel.disclosure import Table, cell
from kernel.errors import NotAllowed, NotFound
from kernel.periods import Quarter
from kernel.releases import issue
from kernel.suppression import Headcount
from referrals.figures import NO_PEOPLE, Counted, reader_of
from referrals.lifecycle import State
from referrals.models import Person
from referrals.operations.by_practice import issue_due
from referrals.queries import visible_to
from referrals.queries.by_practice import (
    by_practice,
    is_issued,
    is_reader,
    people_of,
    practices_of,
    released_to,
)
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
    an_area,
)
from tests.cast_caseload import a_contact
from tests.cast_figures import DUE_AT, HILLTOP, QUAY, WEAVER, refers
from tests.cast_referrals import a_person, a_referral, a_referrer

AUTUMN = Quarter.containing(NOON)
REFUSED = [Role.ANALYST, Role.COMMISSIONER, Role.COMMISSIONER_FINANCE, Role.BOARD_READER,
           Role.REFERRER, Role.PRACTICE_MANAGER, Role.LINK_WORKER, Role.DIRECTORY_EDITOR]  # fmt: skip


@pytest.fixture
def three(session):
    refers(session, WEAVER, accepted=1, missed=9)
    refers(session, HILLTOP, accepted=9)
    refers(session, QUAY, accepted=9)
    issue_due(session, at=DUE_AT)


def a_member(session, at=None):
    return an_actor(session, Role.STEERING_MEMBER, at=at or a_commissioning_body(session))


def page(session, actor, *, number=0, at=DUE_AT):
    return by_practice(session, actor, number=number, at=at)


class TestTheSteeringGroup:
    def test_reads_what_was_published_by_name(self, session, three):
        shown = page(session, a_member(session)).published
        assert [name for name, _ in shown.lines] == [HILLTOP, QUAY, WEAVER]
        weaver = dict(shown.lines)[WEAVER]
        assert weaver.shown[Counted.MISSED] == "10"
        assert weaver.share(Counted.MISSED) == "100%"
        assert shown.whole.shown[Counted.SENT] == "30"
        assert (shown.period, shown.number) == (AUTUMN.label, 1)
        assert not shown.has_gap

    def test_reads_no_true_number_whoever_else_they_are(self, session, three):
        assert page(session, a_member(session)).own == ()

    def test_reads_the_newest_unless_asked_for_another(self, session, three):
        for name in (WEAVER, HILLTOP, QUAY):
            refers(session, name, accepted=8, at=AUTUMN.ends)
        issue_due(session, at=AUTUMN.next.ends + timedelta(days=20))
        member = a_member(session)
        assert [one.number for one in page(session, member).issued] == [2, 1]
        assert page(session, member).published.period == "January to March 2027"
        assert page(session, member, number=1).published.period == AUTUMN.label
        assert page(session, member, number=99).published.number == 2

    def test_of_another_area_reads_nothing(self, session, three):
        elsewhere = an_area(session, "Elsewhere")
        member = a_member(session, at=a_commissioning_body(session, "Far", area=elsewhere))
        assert (page(session, member).published, page(session, member).issued) == (None, ())

    def test_is_shown_nothing_else_that_it_was_given(self, session, three):
        issue(
            session, reader=reader_of(an_area(session).id), period=AUTUMN.next, kind="invoice",
            table=Table({cell("missed"): 1}), at=DUE_AT,
        )  # fmt: skip
        found = page(session, a_member(session))
        assert [one.number for one in found.issued] == [1]
        assert not is_issued(session, an_area(session).id, AUTUMN.next)

    def test_knows_when_a_number_was_left_out(self, session, three):
        shown = page(session, a_member(session)).published
        gap = replace(shown.whole, shown=shown.whole.shown | {Counted.SENT: ""})
        assert replace(shown, whole=gap).has_gap
        assert replace(shown, whole=None, lines=((WEAVER, gap),)).has_gap
        assert not replace(shown, whole=None, lines=()).has_gap


class TestWhoeverBelongsToAPractice:
    """They know how many their practice sent; less that, a rounded sum may tell of a few of another's."""

    @pytest.mark.parametrize(
        "roles",
        [(Role.PRACTICE_MANAGER, Role.STEERING_MEMBER), (Role.REFERRER, Role.STEERING_MEMBER),
         (Role.STEERING_MEMBER,)],
    )  # fmt: skip
    def test_is_refused_as_if_there_were_no_such_page(self, session, three, roles):
        member = an_actor(session, *roles, at=a_practice(session))
        with pytest.raises(NotFound):
            page(session, member)
        assert session.scalars(released_to(session, member)).all() == []

    def test_is_refused_where_they_sit_on_the_group_for_somebody_else(self, session, three):
        member = a_member(session)
        assert page(session, member).published
        also(session, member, Role.REFERRER, a_practice(session))
        with pytest.raises(NotFound):
            page(session, member)
        assert not is_reader(session, member)

    def test_takes_no_number_of_another_practice_from_these(self, session):
        """Four, seven and twelve people: less the own four, the sum of three practices is the other's seven."""
        for name, people in ((WEAVER, 4), (HILLTOP, 7), (QUAY, 12)):
            refers(session, name, accepted=people)
        issue_due(session, at=DUE_AT)
        weaver = a_practice(session)
        both = an_actor(session, Role.PRACTICE_MANAGER, Role.STEERING_MEMBER, at=weaver)
        with pytest.raises(NotFound):
            page(session, both)

    def test_and_manages_a_lead_ntp_reads_the_own_numbers_alone(self, session, three):
        manager = a_lead_manager(session)
        also(session, manager, Role.REFERRER, a_practice(session))
        assert page(session, manager).own[1].lines


def also(session, actor, role, place):
    """Let somebody act in another organisation too."""
    accounts.grant(
        session, SYSTEM, user_id=actor.user_id, organisation_id=place.id, roles=[role], at=NOON
    )
    session.flush()


class TestAManager:
    def test_reads_the_true_numbers_of_the_running_and_the_last_quarter(self, session, three):
        refers(session, WEAVER, accepted=1, misfit=2, at=DUE_AT)
        found = page(session, a_lead_manager(session))
        running, last = found.own
        assert (running.is_running, last.is_running) == (True, False)
        assert last.period == AUTUMN.label
        assert [line.practice for line in last.lines] == [HILLTOP, QUAY, WEAVER]
        weaver = last.lines[-1]
        assert (weaver.sent, weaver.accepted, weaver.missed_share) == (10, 10, "9 of 10 (90%)")
        assert [line.misfit_share for line in running.lines] == ["2 of 3 (67%)"]

    def test_reads_nothing_that_was_published(self, session, three):
        found = page(session, a_lead_manager(session))
        assert (found.is_steering, found.published, found.issued) == (False, None, ())

    def test_of_another_lead_ntp_reads_nothing_of_these(self, session, three):
        other = a_lead_ntp(session, "Southbank", is_host=False)
        assert [one.lines for one in page(session, a_lead_manager(session, at=other)).own] == [
            (), (),
        ]  # fmt: skip

    def test_who_sits_on_the_steering_group_too_reads_the_own_numbers_alone(self, session, three):
        """The published ones less the own would be those of another lead NTP."""
        both = an_actor(session, Role.LEAD_MANAGER, Role.STEERING_MEMBER, at=a_lead_ntp(session))
        found = page(session, both)
        assert (found.is_steering, found.is_withheld, found.published) == (False, True, None)
        assert found.issued == () and found.own[1].lines
        assert not page(session, a_member(session)).is_withheld
        elsewhere = a_member(session)
        also(session, elsewhere, Role.LEAD_MANAGER, a_lead_ntp(session))
        assert (page(session, elsewhere).is_withheld, page(session, elsewhere).issued) == (True, ())
        assert not page(session, a_lead_manager(session)).is_withheld


@pytest.mark.parametrize("role", REFUSED)
def test_nobody_else_reads_any_of_it(session, three, role):
    actor = an_actor(session, role)
    with pytest.raises(NotAllowed):
        page(session, actor)
    assert session.scalars(released_to(session, actor)).all() == []


def test_a_quarter_is_issued_once_it_was(session, three):
    area = an_area(session).id
    assert is_issued(session, area, AUTUMN)
    assert not is_issued(session, area, AUTUMN.next)
    assert not is_issued(session, an_area(session, "Elsewhere").id, AUTUMN)


class TestCounting:
    def count(self, session):
        return people_of(session, visible_to(SYSTEM), AUTUMN)

    def test_somebody_who_was_referred_twice_is_one(self, session):
        maya, asha = a_person(session), a_link_worker(session)
        for _ in range(3):
            row = a_referral(session, maya, worker=asha)
        a_contact(session, row)
        (people,) = self.count(session).values()
        assert people == NO_PEOPLE | {
            Counted.SENT: Headcount(1), Counted.ACCEPTED: Headcount(1),
        }  # fmt: skip

    def test_who_was_accepted_later_is_nobody_for_whom_help_did_not_fit(self, session):
        refers(session, WEAVER, misfit=1)
        (row,) = session.scalars(visible_to(SYSTEM)).all()
        (people,) = self.count(session).values()
        assert people[Counted.MISFIT] == Headcount(1)
        a_referral(session, session.get(Person, row.person_id), worker=a_link_worker(session))
        (people,) = self.count(session).values()
        assert people == NO_PEOPLE | {
            Counted.SENT: Headcount(1), Counted.ACCEPTED: Headcount(1),
        }  # fmt: skip

    def test_what_came_without_a_practice_is_no_practices(self, session):
        row = a_referral(session)
        row.practice_id = None
        session.flush()
        assert self.count(session) == {}

    def test_a_draft_is_not_counted(self, session):
        a_referral(session, state=State.DRAFT)
        assert self.count(session) == {}

    def test_a_practice_that_refers_nobody_counts_nobody(self, session):
        refers(session, WEAVER, accepted=2)
        quiet = a_practice(session, HILLTOP)
        found = practices_of(session, an_area(session).id, AUTUMN)
        assert found[quiet.id] == NO_PEOPLE
        assert found[a_practice(session).id][Counted.ACCEPTED] == Headcount(2)

    def test_a_practice_that_has_left_since_still_counts(self, session):
        refers(session, WEAVER, accepted=2)
        place = a_practice(session)
        place.left_at = NOON
        session.flush()
        assert place.id in practices_of(session, an_area(session).id, AUTUMN)

    def test_whether_it_has_a_line_follows_from_its_days_alone(self, session):
        """One that has left had a line only if it had sent somebody (an attack of November 2026)."""
        quiet, gone = a_practice(session, HILLTOP), a_practice(session, "Gone")
        quiet.left_at, gone.left_at = NOON, AUTUMN.begins
        refers(session, "Gone", accepted=2)
        session.flush()
        assert set(practices_of(session, an_area(session).id, AUTUMN)) == {quiet.id}

    def test_practices_of_another_area_are_not_among_them(self, session):
        elsewhere = an_area(session, "Elsewhere")
        refers(session, WEAVER, accepted=2)
        assert practices_of(session, elsewhere.id, AUTUMN) == {}
        assert a_referrer(session).area_id != elsewhere.id
