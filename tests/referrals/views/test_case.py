"""The pages of cases."""

from uuid import uuid4

import pytest

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.openings import open_anyway
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_contact
from tests.cast_plans import a_goal, an_agreed_case
from tests.cast_referrals import a_person, a_referral


def test_lines_of_why_now_stay_lines(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_referral(session, worker=asha)
        row.why_now = "She is lonely.\nHer dog <died>."
    assert "She is lonely.<br>" in client.get(f"/cases/{row.id}").text.replace("<br />", "<br>")


def test_a_link_worker_opens_a_case_from_her_list(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_referral(session, a_person(session, no_voicemail=True), worker=asha)
    assert "Maya Thornton" in client.page("/cases").words
    page = client.page(f"/cases/{row.id}")
    assert "Leave no message." in page.words
    assert "Since her husband died" in page.words


def test_a_colleagues_case_and_a_missing_one_look_the_same(client, database):
    signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_referral(session)
    strange, missing = (client.page(f"/cases/{one}", status=404).words for one in (row.id, uuid4()))
    assert strange == missing


def test_her_manager_is_offered_to_give_it_to_another_and_she_is_not(client, app, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_referral(session, worker=asha)
    manager = app.test_client()
    signed_in(manager, Role.LEAD_MANAGER)
    offered = [
        "Give to another link worker" in one.page(f"/cases/{row.id}").links
        for one in (manager, client)
    ]
    assert offered == [True, False]


class TestWhatCanBeDoneNow:
    """The plan's moves have their buttons on the case page, and no button leads to a refusal."""

    @pytest.fixture
    def asha(self, client):
        return signed_in(client, Role.LINK_WORKER, name="Asha Begum")

    def links(self, client, row):
        return client.page(f"/cases/{row.id}").links

    def test_after_the_first_meeting_the_first_goal_is_written_then_the_plan_agreed(
        self, client, database, asha
    ):
        with database.writing() as session:
            row = a_referral(session, worker=asha, state=State.ASSESSED)
        there = self.links(client, row)
        assert "Write down the first goal" in there and "Agree the action plan" not in there
        with database.writing() as session:
            a_goal(session, asha, row)
        address = self.links(client, row)["Agree the action plan"]
        assert "stairs" in client.page(address).words

    def test_the_work_is_finished_from_here_and_then_one_asks_how_it_goes(
        self, client, database, asha
    ):
        with database.writing() as session:
            row, goal_id = an_agreed_case(session, asha)
        address = self.links(client, row)["Finish the work"]
        answers = {f"goal_{goal_id}": "achieve"}
        assert client.submit(address, answers, button="Finish the work").status_code == 303
        address = self.links(client, row)["Ask how it goes"]
        assert client.submit(address, {"goes": "lapsed"}, button="Keep this").status_code == 303
        there = self.links(client, row)
        assert "Open again" in there and "Ask how it goes" not in there

    def test_without_a_plan_that_was_agreed_nothing_is_finished(self, client, database, asha):
        with database.writing() as session:
            row = a_referral(session, worker=asha, state=State.IN_PROGRAMME)
        assert "Finish the work" not in self.links(client, row)

    def test_what_is_to_be_done_and_is_due_stands_above_who_they_are(self, client, database, asha):
        with database.writing() as session:
            row, _ = an_agreed_case(session, asha)
            for _ in range(3):
                a_contact(session, row)
        words = client.page(f"/cases/{row.id}").words
        order = ("Write down a contact", "What is due", "Why now", "Action plan", "Contacts")
        assert sorted(order, key=words.index) == list(order)
        assert "Earlier contacts (1)" in words


class TestDangerWithoutALinkWorker:
    """Whoever refers themselves has no link worker yet: their manager reads what she can do, at the top."""

    @pytest.fixture
    def manager(self, client):
        return signed_in(client, Role.LEAD_MANAGER, name="Mina Manager")

    @pytest.fixture
    def row(self, database, manager):
        with database.writing() as session:
            row = a_referral(session, a_person(session, phone=""), state=State.SENT)
            row.link_worker_id, row.danger_at = None, NOON
        return row

    def test_it_says_that_nobody_has_them_how_to_reach_them_and_what_to_press(self, client, row):
        page = client.page(f"/cases/{row.id}")
        assert "No link worker has this case." in page.words
        order = (
            "No link worker",
            "How to reach them",
            "maya@example.org",
            "Give to somebody",
            "Why now",
        )
        assert sorted(order, key=page.words.index) == list(order)
        assert page.links["Give to somebody"] == f"/cases/{row.id}/give"

    def test_the_manager_writes_down_that_they_are_safe(self, client, row):
        address = client.page(f"/cases/{row.id}").links["Write down that they are safe"]
        answer = client.submit(address, {"how": "Wrote to her, and her sister is there"})
        page = client.page(answer.location)
        assert "Somebody may be in danger" not in page.words
        assert "Made sure that they are safe" in page.words and "her sister is there" in page.words

    def test_what_is_due_leads_there_too(self, client, row):
        links = client.page(f"/cases/{row.id}").links
        assert links["It is done: Make sure that they are safe"] == f"/cases/{row.id}/done/safety"

    def test_once_a_link_worker_has_them_it_is_hers_to_write_down(self, client, database, row):
        with database.writing() as session:
            asha = a_link_worker(session, name="Asha Begum")
            session.get_one(Referral, row.id).link_worker_id = asha.user_id
        page = client.page(f"/cases/{row.id}")
        assert "Asha Begum then writes down what was done." in page.words
        assert "Write down that they are safe" not in page.links
        client.page(f"/cases/{row.id}/done/safety", status=404)

    def test_without_danger_it_is_given_from_the_top_as_well(self, client, database, row):
        with database.writing() as session:
            session.get_one(Referral, row.id).danger_at = None
        page = client.page(f"/cases/{row.id}")
        assert page.words.index("Give to somebody") < page.words.index("Why now")
        assert "Write down that they are safe" not in page.links

    def test_a_colleague_who_opened_the_case_is_sent_to_the_manager(self, app, database, row):
        colleague = app.test_client()
        daniel = signed_in(colleague, Role.LINK_WORKER, name="Daniel Crowe")
        with database.writing() as session:
            open_anyway(session, daniel, row.id, because="She rang in distress", at=NOON)
        page = colleague.page(f"/cases/{row.id}")
        assert "tell your manager, who writes down what was done" in page.words
        assert not {"Give to somebody", "Write down that they are safe"} & set(page.links)
        colleague.page(f"/cases/{row.id}/done/safety", status=404)

    def test_her_own_link_worker_presses_it_beside_the_warning(self, app, database, row):
        client = app.test_client()
        asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
        with database.writing() as session:
            session.get_one(Referral, row.id).link_worker_id = asha.user_id
        page = client.page(f"/cases/{row.id}")
        assert "Reach the person today, or make sure that somebody does. Then write" in page.words
        assert page.links["Write down that they are safe"] == f"/cases/{row.id}/done/safety"
