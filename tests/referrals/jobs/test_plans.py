"""What follows when a case ends."""

from datetime import timedelta

from kernel.access import Role
from referrals.lifecycle import GoalMove, LinkState, Move, PlanState, State
from referrals.models import OnwardLink, Referral
from referrals.operations import plans, working
from referrals.operations.moving import make_move
from referrals.operations.plans import CameOf
from referrals.vocabulary import HowItGoes
from tests.cast import NOON, signed_in
from tests.cast_plans import a_link, a_shelter, an_agreed_case, the_plan


def test_a_person_who_declines_ends_plan_and_links(client, database, work):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session))
        referral = session.get_one(Referral, link.referral_id)
        make_move(session, asha, referral, Move.DECLINE, at=NOON)
    work()
    with database.reading() as session:
        assert the_plan(session, referral).state is PlanState.CLOSED_OTHER
        assert session.get_one(OnwardLink, link.id).state is LinkState.TAKEN_BACK


def test_the_plan_of_somebody_who_needs_help_again_after_a_year_is_over_too(client, database, work):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row, goal_id = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        plans.close(
            session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)}, changed_for_me="",
            seen=plan.version, at=NOON,
        )  # fmt: skip
        for months in (6, 12):
            at = NOON + timedelta(days=31 * months)
            plans.follow_up(session, asha, row.id, goes=HowItGoes.KEEPING, words="", at=at)
        assert (row.state, plan.state) == (State.SUSTAINED, PlanState.CLOSED_SUSTAINED)
        working.lapse(session, asha, row.id, what_slipped="Sleep", at=NOON)
    work()
    with database.reading() as session:
        assert the_plan(session, row).state is PlanState.CLOSED_LAPSED


def test_a_lapse_that_was_said_of_the_plan_itself_is_not_said_twice(client, database, work):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row, goal_id = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        plans.close(
            session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)}, changed_for_me="",
            seen=plan.version, at=NOON,
        )  # fmt: skip
        plans.follow_up(session, asha, row.id, goes=HowItGoes.LAPSED, words="Sleep", at=NOON)
        moves = plan.moves_made
    work()
    with database.reading() as session:
        assert the_plan(session, row).moves_made == moves
