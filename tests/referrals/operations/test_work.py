"""Work for everybody, profiles, issues, and what somebody says of themselves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from audit.models import AuditLine
from kernel.access import SYSTEM
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from referrals.casework import WorkKind
from referrals.faces import portrait
from referrals.models import EqualityAnswers, WorkEntry
from referrals.operations.work import (
    Work,
    answer_issue,
    forget_equality_answers,
    keep_equality_answers,
    log_work,
    raise_issue,
    take_photograph_away,
    write_profile,
)
from referrals.queries.work import find_equality, own_profile
from tests.cast import NOON, a_lead_manager, a_link_worker, a_locality, an_area
from tests.cast_caseload import a_case
from tests.support.pictures import BLUE, a_picture, as_file, corners_of

TODAY = NOON.date()


@pytest.mark.parametrize("kind", WorkKind)
def test_work_is_written_down_with_its_numbers(session, kind):
    asha = a_link_worker(session)
    log_work(session, asha, Work(kind, TODAY, "The market", 90, 12, 4), at=NOON)
    session.flush()
    row = session.scalars(sa.select(WorkEntry)).one()
    assert (row.kind, row.people_met, row.new_contacts, row.lead_id) == (
        kind,
        12,
        4,
        asha.organisation_id,
    )


@pytest.mark.parametrize(
    ("work", "field"),
    [
        (Work(WorkKind.OUTREACH, TODAY.replace(day=23), "x", 5), "on"),
        (Work(WorkKind.OUTREACH, TODAY, "x", 5, people_met=1, new_contacts=2), "new_contacts"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, work, field):
    with pytest.raises(RuleBroken) as refused:
        log_work(session, a_link_worker(session), work, at=NOON)
    assert refused.value.field == field


def test_the_program_itself_works_with_nobody(session):
    with pytest.raises(NotAllowed):
        log_work(session, SYSTEM, Work(WorkKind.OUTREACH, TODAY, "x", 5), at=NOON)


def test_a_manager_writes_down_no_work_of_others(session):
    with pytest.raises(NotAllowed):
        log_work(session, a_lead_manager(session), Work(WorkKind.OUTREACH, TODAY, "x", 5), at=NOON)


def test_a_profile_names_places_of_the_area_only(session):
    asha, riverside = a_link_worker(session), a_locality(session)
    far = a_locality(session, "Quayside", area=an_area(session, "Elsewhere"), postcodes=("NE8",))
    facts = {"languages": "Bengali", "training": "Habits", "about": "Grew up here"}
    write_profile(
        session, asha, locality_ids=[riverside.id, far.id, asha.organisation_id], at=NOON, **facts
    )
    page = own_profile(session, asha)
    assert (page.languages, page.localities) == ("Bengali", ("Riverside",))
    write_profile(session, asha, locality_ids=[], at=NOON, **facts | {"languages": "English"})
    assert own_profile(session, asha).languages == "English"


class TestAPhotograph:
    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session)

    def writes(self, session, asha, photo=None, *, at=NOON):
        facts = {"languages": "Bengali", "training": "", "about": "", "locality_ids": []}
        return write_profile(
            session, asha, photo=portrait(photo) if photo else None, at=at, **facts
        )

    def test_it_is_kept_drawn_anew_and_stays_when_the_rest_is_written_again(self, session, asha):
        row = self.writes(session, asha, a_picture(kind="PNG"))
        assert corners_of(row.photo) == ["red", "green", "blue", "white"]
        assert row.photo.startswith(b"\xff\xd8") and row.photographed_at == NOON
        later = self.writes(session, asha, at=NOON + timedelta(days=1))
        assert (later.photo, later.photographed_at) == (row.photo, NOON)
        assert own_profile(session, asha).photograph_id == row.id

    def test_another_takes_its_place(self, session, asha):
        self.writes(session, asha, a_picture())
        other = as_file(Image.new("RGB", (300, 300), BLUE), "JPEG")
        row = self.writes(session, asha, other, at=NOON + timedelta(days=1))
        assert set(corners_of(row.photo)) == {"blue"}
        assert row.photographed_at == NOON + timedelta(days=1)

    def test_it_is_taken_away(self, session, asha):
        row = self.writes(session, asha, a_picture())
        take_photograph_away(session, asha, at=NOON)
        session.expire_all()
        assert (row.photo, row.photographed_at) == (None, None)
        assert (row.languages, own_profile(session, asha).photograph_id) == ("Bengali", None)

    def test_where_there_is_none_nothing_is_taken_away(self, session, asha):
        take_photograph_away(session, asha, at=NOON)
        self.writes(session, asha)
        take_photograph_away(session, asha, at=NOON)
        assert "took their photograph away" not in acts_in(session)

    def test_a_manager_shows_none(self, session):
        with pytest.raises(NotAllowed):
            take_photograph_away(session, a_lead_manager(session), at=NOON)

    def test_the_audit_says_that_and_holds_no_picture(self, session, asha):
        self.writes(session, asha, a_picture())
        take_photograph_away(session, asha, at=NOON)
        assert acts_in(session)[-2:] == ["changed their profile", "took their photograph away"]
        lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
        assert [line.details for line in lines[-2:]] == [{"photo": True}, {}]


def acts_in(session) -> list[str]:
    """What this transaction will say in the audit."""
    return [one.act for one in session.info["audit"] if isinstance(one, AuditLine)]


class TestIssues:
    def test_a_manager_answers_and_passes_on_and_of_two_the_second_is_told(self, session):
        asha, manager = a_link_worker(session), a_lead_manager(session)
        issue = raise_issue(session, asha, words="No bus on Sundays", at=NOON)
        session.flush()
        facts = {"answer": "We ask the council", "passes_on": True, "version": 1, "at": NOON}
        answer_issue(session, manager, issue.id, **facts)
        assert (issue.answer, issue.passed_on_at) == ("We ask the council", NOON)
        with pytest.raises(Conflict):
            answer_issue(session, manager, issue.id, **facts)

    def test_a_link_worker_answers_none(self, session):
        asha = a_link_worker(session)
        issue = raise_issue(session, asha, words="x", at=NOON)
        session.flush()
        with pytest.raises(NotAllowed):
            answer_issue(session, asha, issue.id, answer="x", passes_on=False, version=1, at=NOON)


ANSWERS = {"ethnic_group": "asian", "religion": "prefer-not-to-say", "sex": "made-up"}


class TestEqualityAnswers:
    def test_they_are_kept_as_they_were_said_and_nothing_else_is(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        keep_equality_answers(session, asha, row.id, ANSWERS, at=NOON)
        kept = find_equality(session, row.person_id)
        assert (kept.ethnic_group, kept.religion, kept.sex, kept.disability) == (
            "asian",
            "prefer-not-to-say",
            "",
            "",
        )

    def test_the_audit_says_that_and_not_what(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        keep_equality_answers(session, asha, row.id, ANSWERS, at=NOON)
        lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
        assert lines[-1].act == "kept equality answers" and lines[-1].details == {}

    def test_they_are_asked_again_and_forgotten(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        for answers in (ANSWERS, {}):
            keep_equality_answers(session, asha, row.id, answers, at=NOON)
        assert session.scalars(sa.select(EqualityAnswers)).one().ethnic_group == ""
        forget_equality_answers(session, asha, row.id, at=NOON)
        session.flush()
        assert find_equality(session, row.person_id) is None

    def test_only_about_a_person_of_ones_own_caseload(self, session):
        row = a_case(session, a_link_worker(session))
        with pytest.raises(NotFound):
            keep_equality_answers(session, a_link_worker(session), row.id, {}, at=NOON)
