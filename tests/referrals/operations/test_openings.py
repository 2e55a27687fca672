"""Finding somebody exactly, and opening a colleague's case with a reason (P4, P5)."""

from datetime import date, timedelta

import pytest

from audit.models import AuditLine
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals import queries
from referrals.lifecycle import State
from referrals.operations import openings
from referrals.queries import openings as reading
from referrals.queries.openings import Sought
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
    an_area,
)
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer

BY_NUMBER = Sought(NHS_NUMBER)
BY_NAME = Sought(name="maya  THORNTON", born_on=date(1948, 5, 17))


@pytest.fixture
def row(session):
    """Maya's case, which is Asha's."""
    asha = a_link_worker(session, name="Asha Begum")
    return a_referral(session, a_person(session, nhs_number=NHS_NUMBER), worker=asha)


@pytest.fixture
def daniel(session):
    return a_link_worker(session, name="Daniel Crowe")


def lines(session):
    return [one for one in session.info.get("audit", []) if isinstance(one, AuditLine)]


class TestFinding:
    @pytest.mark.parametrize("sought", [BY_NUMBER, BY_NAME])
    def test_who_is_named_exactly_is_found_with_whose_case_it_is(
        self, session, row, daniel, sought
    ):
        (found,) = openings.look_for(session, daniel, sought, at=NOON)
        assert (found.referral_id, found.link_worker, found.is_own) == (row.id, "Asha Begum", False)

    @pytest.mark.parametrize(
        "sought",
        [
            Sought("9990000026"), Sought(name="Maya", born_on=date(1948, 5, 17)),
            Sought(name="Maya Thornton"), Sought(name="Maya Thornton", born_on=date(1948, 5, 18)),
            Sought(),
        ],
    )  # fmt: skip
    def test_a_part_of_a_name_or_another_day_finds_nobody(self, session, row, daniel, sought):
        assert openings.look_for(session, daniel, sought, at=NOON) == ()

    def test_somebody_of_another_lead_ntp_is_nobody(self, session, row):
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        stranger = a_link_worker(session, at=elsewhere)
        assert openings.look_for(session, stranger, BY_NUMBER, at=NOON) == ()

    def test_a_draft_is_not_yet_the_lead_ntps(self, session, daniel):
        a_referral(session, a_person(session, nhs_number=NHS_NUMBER), state=State.DRAFT)
        assert openings.look_for(session, daniel, BY_NUMBER, at=NOON) == ()

    def test_of_two_episodes_the_newest_is_shown(self, session, row, daniel):
        again = a_referral(session, row.person, state=State.RECEIVED)
        again.moved_at = NOON + timedelta(days=2)
        session.flush()
        (found,) = openings.look_for(session, daniel, BY_NUMBER, at=NOON)
        assert found.referral_id == again.id

    def test_the_audit_keeps_who_was_found_and_not_what_was_typed(self, session, row, daniel):
        openings.look_for(session, daniel, BY_NUMBER, at=NOON)
        searched, seen = lines(session)[-2:]
        assert (searched.act, searched.details["found"]) == (
            "looked for a person", [str(row.person_id)],
        )  # fmt: skip
        assert (seen.act, seen.subject_id) == ("saw in a list", row.person_id)
        assert NHS_NUMBER not in str([one.details for one in lines(session)])

    @pytest.mark.parametrize("role", [Role.REFERRER, Role.COMMISSIONER, Role.ANALYST])
    def test_nobody_else_may_look_for_people(self, session, role):
        with pytest.raises(NotAllowed):
            openings.look_for(session, an_actor(session, role), BY_NUMBER, at=NOON)


class TestOpening:
    def test_a_reason_opens_it_for_twelve_hours_to_read(self, session, row, daniel):
        openings.open_anyway(session, daniel, row.id, because="Asha is ill", at=NOON)
        session.flush()
        last = NOON + timedelta(hours=12)
        assert queries.get_case_to_read(session, daniel, row.id, at=last - timedelta(seconds=1))
        for act in (
            lambda: queries.get_case_to_read(session, daniel, row.id, at=last),
            lambda: queries.get_case(session, daniel, row.id),
        ):
            with pytest.raises(NotFound):
                act()

    def test_the_audit_carries_the_number_of_the_reason_and_not_its_words(
        self, session, row, daniel
    ):
        opening = openings.open_anyway(session, daniel, row.id, because="Asha is ill", at=NOON)
        line = lines(session)[-1]
        assert (line.act, line.subject_id) == ("opened a colleague's case", row.id)
        assert line.details == {"opening": str(opening.id)}

    def test_it_says_whose_case_it_is(self, session, row, daniel):
        page = reading.opening_page(session, daniel, row.id)
        assert (page.name, page.link_worker) == ("Maya Thornton", "Asha Begum")

    def test_ones_own_case_needs_no_reason(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, worker=asha)
        with pytest.raises(NotFound):
            openings.open_anyway(session, asha, row.id, because="It is mine", at=NOON)

    def test_no_reason_opens_another_lead_ntps_case(self, session, row):
        elsewhere = a_lead_ntp(session, "Elsewhere Links", area=an_area(session, "Elsewhere"))
        with pytest.raises(NotFound):
            openings.open_anyway(
                session, a_link_worker(session, at=elsewhere), row.id, because="Curious", at=NOON
            )

    def test_no_reason_opens_a_draft(self, session, daniel):
        row = a_referral(session, state=State.DRAFT)
        with pytest.raises(NotFound):
            openings.open_anyway(session, daniel, row.id, because="Curious", at=NOON)

    def test_a_practice_or_manager_does_not_open_so(self, session, row):
        for who in (a_referrer(session, at=a_practice(session)), a_lead_manager(session)):
            with pytest.raises(NotAllowed):
                openings.open_anyway(session, who, row.id, because="Curious", at=NOON)


class TestTheManagersList:
    def test_it_holds_every_reason_until_it_was_looked_at_and_four_weeks_more(
        self, session, row, daniel
    ):
        manager = a_lead_manager(session)
        openings.open_anyway(session, daniel, row.id, because="Asha is ill", at=NOON)
        session.flush()
        (line,) = reading.openings(session, manager, at=NOON + timedelta(days=60))
        assert (line.who, line.person, line.because) == (
            "Daniel Crowe", "Maya Thornton", "Asha is ill",
        )  # fmt: skip
        assert openings.mark_seen(session, manager, at=NOON) == 1
        session.flush()
        assert len(reading.openings(session, manager, at=NOON + timedelta(days=27))) == 1
        assert reading.openings(session, manager, at=NOON + timedelta(days=29)) == ()
        assert openings.mark_seen(session, manager, at=NOON) == 0

    def test_another_lead_ntps_manager_sees_none(self, session, row, daniel):
        openings.open_anyway(session, daniel, row.id, because="Asha is ill", at=NOON)
        session.flush()
        other = a_lead_manager(
            session, at=a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        )
        assert reading.openings(session, other, at=NOON) == ()

    def test_whose_case_it_is_sees_who_read_it_and_the_reader_only_their_own(
        self, session, row, daniel
    ):
        asha = next(iter({row.link_worker_id}))
        eve = a_link_worker(session, name="Eve Marsh")
        for who in (daniel, eve):
            openings.open_anyway(session, who, row.id, because=f"Says {who.name}", at=NOON)
        session.flush()
        owner = an_actor(session, Role.LINK_WORKER)
        owner = type(owner)(asha, owner.organisation_id, owner.area_id, owner.roles)
        assert len(reading.openings_of(session, owner, row.id)) == 2
        assert [one.because for one in reading.openings_of(session, eve, row.id)] == [
            "Says Eve Marsh"
        ]
        assert reading.openings_of(session, a_link_worker(session), row.id) is None
