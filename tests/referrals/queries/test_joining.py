"""Two records side by side: who is found, who may look, and what is said of both."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts.models import User
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from referrals.casework import Danger
from referrals.lifecycle import PlanMove, State
from referrals.models import Concern, Consent
from referrals.queries import joining as queries
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, actor_of
from tests.cast_caseload import a_safeguarding_lead
from tests.cast_joining import asks_by_herself, known_twice
from tests.cast_plans import a_goal, the_plan
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral

OTHER_NUMBER = "9990000026"


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


@pytest.fixture
def maya(session):
    return known_twice(session)


def worker_of(session, row):
    """The link worker of a case."""
    return actor_of(
        session.get_one(User, row.link_worker_id), a_lead_ntp(session), Role.LINK_WORKER
    )


def likely(session, actor, row):
    return [one.person_id for one in queries.likely_of(session, actor, row.id)]


class TestWhoIsFound:
    def test_the_same_birthday_and_a_like_name(self, session, manager, maya):
        assert likely(session, manager, maya.row) == [maya.other.person_id]
        assert likely(session, manager, maya.other) == [maya.row.person_id]

    def test_the_same_number(self, session, manager):
        number = {"nhs_number": NHS_NUMBER}
        maya = known_twice(session, this=number,
                           other={**number, "name": "M. Bell", "born_on": None})  # fmt: skip
        assert likely(session, manager, maya.row) == [maya.other.person_id]
        assert likely(session, manager, maya.other) == [maya.row.person_id]

    def test_two_numbers_are_two_people(self, session, manager):
        maya = known_twice(
            session, this={"nhs_number": NHS_NUMBER}, other={"nhs_number": OTHER_NUMBER}
        )
        assert likely(session, manager, maya.row) == []
        with pytest.raises(RuleBroken, match="NHS number"):
            queries.join_page(session, manager, maya.row.id, maya.other.person_id)

    def test_no_number_is_nobodys_number(self, session, manager, maya):
        a_referral(session, a_person(session, "Omar Khalid", born_on=date(1950, 1, 2)))
        nobody = a_referral(session, a_person(session, "Maya Thornton", born_on=None))
        assert likely(session, manager, nobody) == []

    def test_each_once_however_many_referrals(self, session, manager, maya):
        a_referral(session, maya.other.person, state=State.DECLINED)
        assert likely(session, manager, maya.row) == [maya.other.person_id]

    def test_whoever_asked_by_herself(self, session, manager):
        row = a_referral(session)
        herself = asks_by_herself(session)
        assert likely(session, manager, row) == [herself.person_id]


class TestWhoMayLook:
    def test_a_link_worker_is_told_nothing(self, session, maya):
        asha = a_link_worker(session)
        maya.row.link_worker_id = maya.other.link_worker_id = asha.user_id
        session.flush()
        assert likely(session, asha, maya.row) == []
        with pytest.raises(NotAllowed):
            queries.join_page(session, asha, maya.row.id, maya.other.person_id)

    def test_another_lead_ntps_manager_finds_nothing(self, session, maya):
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        stranger = a_lead_manager(session, at=elsewhere)
        with pytest.raises(NotFound):
            queries.join_page(session, stranger, maya.row.id, maya.other.person_id)

    def test_nobody_of_another_lead_ntp_is_found(self, session, manager, maya):
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        theirs = known_twice(session, lead=elsewhere)
        assert likely(session, manager, maya.row) == [maya.other.person_id]
        for row, person_id in (
            (maya.row, theirs.other.person_id), (theirs.row, maya.other.person_id),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                queries.join_page(session, manager, row.id, person_id)

    def test_nobody_with_an_episode_at_another_lead_ntp_is_found(self, session, manager, maya):
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        parted = a_referral(session, maya.other.person)
        parted.lead_id = elsewhere.id
        session.flush()
        assert likely(session, manager, maya.row) == []
        with pytest.raises(NotFound):
            queries.join_page(session, manager, maya.row.id, maya.other.person_id)

    def test_nobody_who_took_back_their_yes_is_found(self, session, manager, maya):
        theirs = sa.select(Consent).where(Consent.person_id == maya.other.person_id)
        for consent in session.scalars(theirs):
            consent.withdrawn_at = NOON
        session.flush()
        assert likely(session, manager, maya.row) == []
        with pytest.raises(NotFound):
            queries.join_page(session, manager, maya.row.id, maya.other.person_id)

    def test_a_draft_is_nobodys_case(self, session, manager):
        row = a_referral(session)
        draft = a_referral(session, a_person(session), state=State.DRAFT)
        draft.started_by = manager.user_id
        session.flush()
        assert likely(session, manager, row) == []
        with pytest.raises(NotFound):
            queries.join_page(session, manager, row.id, draft.person_id)
        with pytest.raises(NotFound):
            queries.join_page(session, manager, draft.id, row.person_id)

    def test_nobody_is_joined_with_themselves_or_with_nobody(self, session, manager, maya):
        for person_id in (maya.row.person_id, uuid4()):
            with pytest.raises(NotFound):
                queries.join_page(session, manager, maya.row.id, person_id)


class TestThePage:
    def lines(self, session, actor, maya):
        page = queries.join_page(session, actor, maya.row.id, maya.other.person_id)
        return {says: (this, other) for says, this, other in page.lines}

    def test_it_puts_both_side_by_side(self, session, manager):
        maya = known_twice(
            session, this={"nhs_number": NHS_NUMBER, "no_voicemail": True},
            other={"phone": "07700 900999", "email": "", "postcode": "NE6 1AB"},
        )  # fmt: skip
        lines = self.lines(session, manager, maya)
        assert lines["Name"] == ("Maya Thornton", "Thornton, Maya")
        assert lines["Date of birth"] == ("17 May 1948", "17 May 1948")
        assert lines["NHS number"] == ("999 000 0018", "–")
        assert lines["Phone"] == ("07700 900123", "07700 900999")
        assert lines["E-mail"] == ("maya@example.org", "–")
        assert lines["Address"] == ("–", "NE6 1AB")
        assert lines["Getting in touch"] == ("Leave no message.", "–")
        assert lines["Practice"] == ("Weaver Street Surgery", "Old Quay Practice")
        assert lines["Referrals"] == (
            "Accepted by a link worker, Weaver Street Surgery, 22 November 2026, Asha Begum",
            "Accepted by a link worker, Old Quay Practice, 22 November 2026, Daniel Crowe",
        )
        assert "Carer" not in lines and "Action plan" not in lines

    def test_it_asks_about_what_differs(self, session, manager):
        maya = known_twice(session, other={"phone": "07700 900999"})
        page = queries.join_page(session, manager, maya.row.id, maya.other.person_id)
        assert [one.name for one in page.choices] == ["name", "phone", "practice"]
        assert (page.choices[1].this, page.choices[1].other) == ("07700 900123", "07700 900999")

    def test_a_plan_on_one_side_is_shown_and_stands_in_nobodys_way(self, session, manager):
        asha = a_link_worker(session, name="Asha Begum")
        maya = known_twice(session, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, maya.row)
        assert self.lines(session, manager, maya)["Action plan"] == (
            "Being written, begun 22 November 2026", "–",
        )  # fmt: skip
        page = queries.join_page(session, manager, maya.row.id, maya.other.person_id)
        assert page.obstacle == ""

    def test_two_plans_are_an_obstacle_until_one_is_over(self, session, manager):
        maya = known_twice(session, state=State.ASSESSED)
        for row in (maya.row, maya.other):
            a_goal(session, worker_of(session, row), row)
        page = queries.join_page(session, manager, maya.row.id, maya.other.person_id)
        assert "Asha Begum or Daniel Crowe" in page.obstacle
        the_plan(session, maya.other).make(PlanMove.CLOSE, by=manager, at=NOON)
        session.flush()
        page = queries.join_page(session, manager, maya.row.id, maya.other.person_id)
        assert page.obstacle == ""

    def test_a_concern_is_told_to_nobody_but_those_who_may_know(self, session, manager, maya):
        named = a_safeguarding_lead(session)
        session.add(
            Concern(
                person_id=maya.other.person_id, referral_id=maya.other.id, danger=Danger.SOON,
                lead_id=maya.other.lead_id, words="Bruises", raised_by=uuid4(), raised_at=NOON,
            )
        )  # fmt: skip
        session.flush()
        assert "Safeguarding" not in self.lines(session, manager, maya)
        both = replace(named, roles=frozenset({Role.LEAD_MANAGER, Role.SAFEGUARDING_LEAD}))
        assert self.lines(session, both, maya)["Safeguarding"] == ("–", "There is an open concern")

    def test_two_open_referrals_with_one_link_worker_are_spoken_of(self, session, manager):
        apart = known_twice(session)
        page = queries.join_page(session, manager, apart.row.id, apart.other.person_id)
        assert page.to_know == ()
        apart.other.link_worker_id = apart.row.link_worker_id
        session.flush()
        page = queries.join_page(session, manager, apart.row.id, apart.other.person_id)
        assert page.to_know == (queries.TWO_OPEN.format(worker="Asha Begum"),)
