"""Who reads which work, profile and issue."""

from dataclasses import replace

import pytest

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals.casework import WorkKind
from referrals.operations.work import Work, answer_issue, log_work, raise_issue
from referrals.queries.work import get_issue, issues, open_issues, own_profile, profiles, work_log
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    an_actor,
    an_area,
)
from tests.cast_caseload import leaves
from tests.cast_referrals import a_referrer


def test_a_link_worker_reads_her_own_work_and_a_manager_all(session):
    asha, daniel = a_link_worker(session), a_link_worker(session)
    other = a_link_worker(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    for who in (asha, daniel, other):
        log_work(session, who, Work(WorkKind.OUTREACH, NOON.date(), "Market", 60), at=NOON)
    session.flush()
    assert len(work_log(session, asha)) == 1
    assert len(work_log(session, a_lead_manager(session))) == 2


def test_profiles_are_those_of_who_works_there_today(session):
    asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
    leaves(session, daniel)
    assert [one.name for one in profiles(session, asha.organisation_id)] == ["Asha"]


def test_who_works_there_no_longer_has_no_profile_of_their_own(session):
    asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
    assert [own_profile(session, who).name for who in (asha, daniel)] == ["Asha", "Daniel"]
    leaves(session, asha)
    with pytest.raises(NotFound):
        own_profile(session, asha)


class TestIssues:
    @pytest.fixture
    def issue(self, session):
        made = raise_issue(session, a_link_worker(session), words="No bus", at=NOON)
        session.flush()
        return made

    def test_they_wait_for_the_manager(self, session, issue):
        manager = a_lead_manager(session)
        assert (open_issues(session, manager), len(issues(session, manager))) == (1, 1)
        assert open_issues(session, a_link_worker(session)) == 0
        other = a_lead_ntp(session, "Southbank", is_host=False)
        assert open_issues(session, a_lead_manager(session, at=other)) == 0

    def test_a_colleague_and_another_lead_ntp_read_nothing(self, session, issue):
        other = a_lead_ntp(session, "Southbank", is_host=False)
        for who in (a_link_worker(session), a_lead_manager(session, at=other)):
            with pytest.raises(NotFound):
                get_issue(session, who, issue.id)

    def test_the_steering_group_of_the_area_reads_what_was_passed_on(self, session, issue):
        member = an_actor(session, Role.STEERING_MEMBER, at=a_commissioning_body(session))
        elsewhere = an_actor(
            session, Role.STEERING_MEMBER,
            at=a_lead_ntp(session, "Elsewhere", area=an_area(session, "Elsewhere")),
        )  # fmt: skip
        assert issues(session, member) == ()
        answer_issue(
            session, a_lead_manager(session), issue.id, answer="x", passes_on=True, version=1,
            at=NOON,
        )  # fmt: skip
        assert [line.words for line in issues(session, member)] == ["No bus"]
        assert issues(session, elsewhere) == ()

    def test_a_practice_reads_none(self, session, issue):
        with pytest.raises(NotAllowed):
            issues(session, a_referrer(session))

    def test_what_somebody_raised_is_not_theirs_to_read_once_they_work_with_nobody(self, session):
        asha = a_link_worker(session)
        raise_issue(session, asha, words="No bus", at=NOON)
        session.flush()
        assert [line.words for line in issues(session, asha)] == ["No bus"]
        later = replace(asha, roles=frozenset({Role.STEERING_MEMBER}))
        assert issues(session, later) == ()
