"""The caseload: what it holds, what comes first, how it is parted."""

from datetime import date, timedelta

import pytest

from kernel.errors import NotAllowed
from referrals.casework import Inequality
from referrals.clocks import Clock
from referrals.lifecycle import State
from referrals.operations.allocating import put_first
from referrals.queries.caseload import ON_A_PAGE, By, Show, caseload
from referrals.vocabulary import Urgency
from tests.cast import NOON, a_lead_manager, a_link_worker, a_locality
from tests.cast_caseload import a_case, a_contact
from tests.cast_referrals import a_referrer


def names(page) -> list[str]:
    return [line.name for line in page.lines]


def test_it_holds_open_cases_of_ones_own(session):
    asha, daniel = a_link_worker(session, name="Asha Begum"), a_link_worker(session)
    a_case(session, asha, "Maya Thornton")
    a_case(session, daniel, "Omar Khalid")
    a_case(session, asha, "Ivy Lamb", state=State.DECLINED)
    own = caseload(session, asha, at=NOON)
    assert (names(own), own.has_workers, own.is_worker) == (["Maya Thornton"], False, True)
    page = caseload(session, a_lead_manager(session), at=NOON)
    assert sorted(names(page)) == ["Maya Thornton", "Omar Khalid"]
    assert (page.has_workers, page.is_worker) == (True, False)
    assert {line.link_worker for line in page.lines} == {"Asha Begum", "Robin Field"}


def test_a_practice_has_no_cases(session):
    with pytest.raises(NotAllowed):
        caseload(session, a_referrer(session), at=NOON)


class TestWhatComesFirst:
    def test_what_is_due_sooner_and_before_all_what_is_urgent(self, session):
        asha = a_link_worker(session)
        a_case(session, asha, "Sent today")
        a_case(session, asha, "Sent long ago", sent_at=NOON - timedelta(days=30))
        a_case(session, asha, "Urgent", urgency=Urgency.URGENT)
        page = caseload(session, asha, at=NOON)
        assert names(page) == ["Urgent", "Sent long ago", "Sent today"]
        assert [line.is_silent for line in page.lines] == [False, True, False]
        assert page.lines[0].next.clock is Clock.CONTACT

    @pytest.mark.parametrize("by", By)
    def test_danger_then_as_soon_as_can_be_until_they_were_met(self, session, by):
        asha = a_link_worker(session)
        urgent = {"urgency": Urgency.URGENT}
        flagged = a_case(session, asha, "Flagged", sent_at=NOON - timedelta(days=30))
        put_first(session, asha, flagged.id, group=Inequality.HOMELESS, at=NOON)
        a_case(session, asha, "Was met", state=State.IN_PROGRAMME, **urgent)
        a_case(session, asha, "Urgent", **urgent)
        a_case(session, asha, "In danger", danger_at=NOON, **urgent)
        page = caseload(session, asha, at=NOON, by=by)
        assert names(page) == ["In danger", "Urgent", "Flagged", "Was met"]
        assert [line.is_at_once for line in page.lines] == [True, True, False, False]
        assert page.lines[1].next.on == date(2026, 11, 24)

    def test_by_need_the_flagged_come_first_and_then_the_poorest_locality(self, session):
        asha = a_link_worker(session)
        poor = a_locality(session, "Quayside", postcodes=["NE8"])
        rich = a_locality(session, "Hilltop", postcodes=["NE9"])
        poor.deprivation_rank, rich.deprivation_rank = 1, 9
        a_case(session, asha, "No locality")
        a_case(session, asha, "Hilltop", locality_id=rich.id)
        a_case(session, asha, "Quayside", locality_id=poor.id)
        flagged = a_case(session, asha, "Flagged", locality_id=rich.id)
        put_first(session, asha, flagged.id, group=Inequality.HOMELESS, at=NOON)
        session.flush()
        page = caseload(session, asha, at=NOON, by=By.NEED)
        assert names(page) == ["Flagged", "Quayside", "Hilltop", "No locality"]
        assert page.lines[0].priority is Inequality.HOMELESS
        assert (page.lines[1].locality, page.lines[1].rank) == ("Quayside", 1)


class TestParts:
    @pytest.mark.parametrize(
        ("show", "found"),
        [
            (Show.ALL, {"Waits", "Missed", "Late"}),
            (Show.WAITING, {"Waits"}),
            (Show.MISSED, {"Missed"}),
            (Show.DUE, {"Late"}),
            (Show.FOLLOWED, {"Looked after"}),
        ],
    )
    def test_each_list_holds_its_own(self, session, show, found):
        asha = a_link_worker(session)
        a_case(session, asha, "Waits", state=State.RECEIVED)
        a_contact(session, a_case(session, asha, "Missed", state=State.MISSED))
        a_case(session, asha, "Late", sent_at=NOON - timedelta(days=30))
        followed = a_case(session, asha, "Looked after", state=State.MAINTAINING)
        a_contact(session, followed)
        page = caseload(session, asha, at=NOON, show=show)
        assert set(names(page)) == found
        assert page.counts[show] == len(found)

    def test_a_long_list_has_pages(self, session):
        asha = a_link_worker(session)
        for number in range(ON_A_PAGE + 1):
            a_case(session, asha, f"Person {number}")
        assert len(caseload(session, asha, at=NOON).lines) == ON_A_PAGE
        second = caseload(session, asha, at=NOON, page=2)
        assert (len(second.lines), second.pages) == (1, 2)
        assert caseload(session, asha, at=NOON, page=99).page == 2
