"""The pages of an action plan, as a link worker fills them in."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.lifecycle import GoalState, PlanState, State
from referrals.models import Referral
from referrals.operations import plan_steps, plans
from referrals.operations.meeting import Booking, book
from referrals.queries.contacts import find_booked
from referrals.vocabulary import Channel, HowItGoes
from tests.cast import NOON, signed_in
from tests.cast_plans import GOAL, a_goal, an_agreed_case, the_plan
from tests.cast_referrals import a_referral


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def case(database, asha):
    with database.writing() as session:
        return a_referral(session, worker=asha, state=State.ASSESSED)


@pytest.fixture
def agreed(database, asha):
    with database.writing() as session:
        return an_agreed_case(session, asha)


def plan_of(database, referral):
    with database.reading() as session:
        plan = the_plan(session, referral)
        session.expunge(plan)
        return plan


def test_a_plan_is_written_step_by_step_and_agreed(client, database, case):
    base = f"/cases/{case.id}"
    assert client.page(base).links["Write down the first goal"] == f"{base}/plan/add-goal"
    client.submit(f"{base}/plan/add-goal", {"words": GOAL})
    goal = plan_of(database, case).content.goals[0]
    client.submit(
        f"{base}/plan/goals/{goal.id}/add-step",
        {
            "text": "Walk to the shop",
            "due_on-day": "1",
            "due_on-month": "12",
            "due_on-year": "2026",
        },
    )
    client.submit(f"{base}/plan/add-obstacle", {"words": "The gym frightens me"})
    obstacle = plan_of(database, case).content.obstacles[0]
    client.submit(f"{base}/plan/obstacles/{obstacle.id}", {"tried": "Went along", "result": "No"})
    assert f"“{GOAL}”" in client.page(f"{base}/plan/agree").words
    client.submit(f"{base}/plan/agree", button="They say yes to it")
    page = client.page(f"{base}/plan")
    assert "Next review (six weeks): 3 January 2027" in page.words
    assert "By 1 December 2026" in page.words
    assert "Tried: Went along" in page.words
    with database.reading() as session:
        assert session.get_one(Referral, case.id).state is State.IN_PROGRAMME


def test_a_goal_without_words_is_shown_again(client, case):
    page = client.refused_page(f"/cases/{case.id}/plan/add-goal", {"words": " "})
    assert page.mistakes == ["Write the goal as the person says it."]


def test_a_step_is_done_with_one_press(client, database, asha, agreed):
    row, goal_id = agreed
    with database.writing() as session:
        plan_steps.take_on(
            session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
        )
    client.submit(f"/cases/{row.id}/plan", button="Done: Walk")
    assert "Done on 22 November 2026" in client.page(f"/cases/{row.id}/plan").words


def test_a_press_too_many_is_taken_back(client, database, asha, agreed):
    row, goal_id = agreed
    with database.writing() as session:
        plan_steps.take_on(
            session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
        )
    client.submit(f"/cases/{row.id}/plan", button="Done: Walk")
    client.submit(f"/cases/{row.id}/plan", button="Not done yet: Walk")
    page = client.page(f"/cases/{row.id}/plan")
    assert "The step is not done yet." in page.words
    assert "Done on" not in page.words


def test_a_step_is_changed_and_taken_out(client, database, asha, agreed):
    row, goal_id = agreed
    with database.writing() as session:
        plan_steps.take_on(
            session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
        )
    plan = f"/cases/{row.id}/plan"
    address = client.page(plan).links["Change the step: Walk"]
    day = {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2025"}
    page = client.refused_page(address, {"text": "Run", **day})
    assert page.mistakes == ["That day has gone. Choose today, or a day to come."]
    client.submit(address, {"text": "Run", **day, "due_on-year": "2027"})
    assert "By 1 January 2027" in client.page(plan).words
    client.submit(address, button="Take it out")
    page = client.page(plan)
    assert "The step is taken out." in page.words
    assert "Run" not in page.words
    assert client.get(address).status_code == 404


def test_a_goal_changes_for_another(client, database, agreed):
    row, goal_id = agreed
    client.submit(
        f"/cases/{row.id}/plan/goals/{goal_id}/how-it-goes",
        {"move": "change", "new_goal": "I want a dog."},
    )
    goals = plan_of(database, row).content.goals
    assert [(one.words, one.state) for one in goals] == [
        (GOAL, GoalState.CHANGED),
        ("I want a dog.", GoalState.SET),
    ]


def test_the_second_of_two_editors_sees_both_texts(client, database, asha, agreed):
    row, goal_id = agreed
    address = f"/cases/{row.id}/plan/goals/{goal_id}/reword"
    form = client.page(address).form("words")
    with database.writing() as session:
        seen = the_plan(session, row).version
        plans.reword(session, asha, row.id, goal_id, words="What I meant", seen=seen, at=NOON)
    sent = dict(form.filled({"words": "What you meant"}))
    answer = client.post(address, data=sent)
    assert answer.status_code == 409
    assert "What I meant" in answer.text and "What you meant" in answer.text
    assert plan_of(database, row).content.goal(goal_id).words == "What I meant"


def test_a_review_is_started_finished_and_kept(client, database, asha):
    with database.writing() as session:
        row, _ = an_agreed_case(session, asha, at=NOON - timedelta(weeks=7))
    assert "1 review is due." in client.page("/desk").words
    assert "six weeks" in client.page("/cases/to-look-at").words
    base = f"/cases/{row.id}/plan"
    client.submit(base, button="Start a review")
    client.submit(f"{base}/finish-review", {"words": "It goes well"})
    page = client.page(base)
    assert "7 weeks after agreeing – “It goes well”" in page.words
    assert "Version 2" in page.words
    assert GOAL in client.page(f"{base}/versions/1").words
    client.page(f"{base}/versions/9", status=404)
    assert "There is nothing new." in client.page("/cases/to-look-at").words


def test_a_review_on_the_day_of_agreeing_says_that_it_is_extra_and_the_next_stays(
    client, database, asha
):
    with database.writing() as session:
        row, _ = an_agreed_case(session, asha)
    base = f"/cases/{row.id}/plan"
    client.submit(base, button="Start a review")
    assert "the next stays on 3 January 2027" in client.page(f"{base}/finish-review").words
    client.submit(f"{base}/finish-review", {"words": ""})
    words = client.page(base).words
    assert "on the day of agreeing (extra)" in words
    assert "Next review (six weeks): 3 January 2027" in words


def test_the_work_is_finished_with_an_outcome_for_each_goal(client, database, agreed):
    row, goal_id = agreed
    address = f"/cases/{row.id}/plan/close"
    assert (
        "Say what came of each goal."
        in client.refused_page(address, {"changed_for_me": ""}).mistakes
    )
    client.submit(
        address,
        {
            f"goal_{goal_id}": "achieve",
            f"words_{goal_id}": "Two floors",
            "changed_for_me": "I have a dog.",
        },
    )
    page = client.page(f"/cases/{row.id}/plan")
    assert "What came of it: Two floors" in page.words
    assert "I have a dog." in page.words
    client.submit(
        f"/cases/{row.id}/plan/follow-up", {"goes": HowItGoes.LAPSED.value, "words": "I fell"}
    )
    assert plan_of(database, row).state is PlanState.CLOSED_LAPSED
    with database.reading() as session:
        assert session.get_one(Referral, row.id).state is State.LAPSED


def test_once_agreed_the_plan_is_printed_from_its_page(client, case, agreed):
    assert "Print the agreed plan for them" not in client.page(f"/cases/{case.id}/plan").links
    row, _ = agreed
    paper = client.page(f"/cases/{row.id}/plan").links["Print the agreed plan for them"]
    assert GOAL in client.page(paper).words


def test_finishing_calls_off_the_meeting_that_is_still_to_come_and_says_so(
    client, database, asha, agreed
):
    row, goal_id = agreed
    with database.writing() as session:
        book(session, asha, row.id, Booking(Channel.PHONE, NOON + timedelta(days=2), 30), at=NOON)
    address = f"/cases/{row.id}/plan/close"
    said = "A meeting is booked for 24 November 2026 at 12pm. It is called off when you finish."
    assert said in client.page(address).words
    client.submit(address, {f"goal_{goal_id}": "achieve"})
    words = client.page(f"/cases/{row.id}/plan").words
    assert "The meeting on 24 November 2026 at 12pm is called off. Tell them so." in words
    with database.reading() as session:
        assert find_booked(session, row.id) is None


def test_a_manager_reads_the_plan_and_changes_nothing(client, database, agreed):
    signed_in(client, Role.LEAD_MANAGER)
    row, goal_id = agreed
    page = client.page(f"/cases/{row.id}/plan")
    assert GOAL in page.words
    assert "Add a goal" not in page.words
    for path in ("add-goal", "agree", "close", f"goals/{goal_id}/reword"):
        client.page(f"/cases/{row.id}/plan/{path}", status=404)


def test_a_colleagues_plan_and_a_missing_one_look_the_same(client, database, agreed):
    row, goal_id = agreed
    signed_in(client, Role.LINK_WORKER)
    paths = ["plan", "plan/add-goal", f"plan/goals/{goal_id}/reword", "plan/versions/1"]
    for path in paths:
        strange = client.get(f"/cases/{row.id}/{path}")
        missing = client.get(f"/cases/{uuid4()}/{path}")
        assert strange.status_code == missing.status_code == 404
        assert strange.data == missing.data


def test_a_goal_of_somebody_else_is_not_found_in_this_plan(client, database, asha, agreed):
    with database.writing() as session:
        other = a_referral(session, worker=asha, state=State.ASSESSED)
        goal_id = a_goal(session, asha, other)
    client.page(f"/cases/{agreed[0].id}/plan/goals/{goal_id}/reword", status=404)


def test_every_page_of_a_plan_notes_whose_it_is(client, database, agreed):
    row, _ = agreed
    client.page(f"/cases/{row.id}/plan")
    with database.reading() as session:
        opened = session.scalars(
            sa.text("SELECT subject_kind FROM audit_line WHERE act = 'opened'")
        ).all()
    assert "person" in opened
