"""What the work with a person adds to a report: contacts, the first meeting, the plan, onward links.

Numbers, states and the person's own words. Nobody is blamed for what they could not come to, and what
a group said among its own is not passed on.
"""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.lifecycle import GoalState, LinkState
from referrals.models import OnwardLink, Referral
from referrals.plans import Goal
from referrals.queries.agreed import agreed_content, find_agreed_of
from referrals.queries.assessment import latest
from referrals.queries.contacts import contacts_of, missed_among
from referrals.reporting import Line

STANDS: Mapping[LinkState, str] = {
    LinkState.AGREED: "They said yes",
    LinkState.INTRODUCED: "Asked",
    LinkState.ACCEPTED: "Can begin",
    LinkState.REFUSED: "Was not possible",
    LinkState.UNANSWERED: "Was not possible",
    LinkState.ATTENDING: "Taking part",
    LinkState.DID_NOT_START: "Did not start",
    LinkState.STOPPED: "Stopped",
    LinkState.FINISHED: "Finished",
    LinkState.OUTCOME_DUE: "Finished",
    LinkState.OUTCOME_OVERDUE: "Finished",
    LinkState.OUTCOME_RECEIVED: "Finished",
}
"""Where a link stands, as a practice reads it. What was only suggested, or taken back, is not told."""


def day_words(when: date | datetime) -> str:
    """A day in London, as a report and a letter say it: "3 March 2027"."""
    on = day_in_london(when)
    return f"{on.day} {on:%B %Y}"


def facts(*those: tuple[str, str]) -> tuple[Line, ...]:
    """Facts as lines; what is not known is left away."""
    return tuple(Line(term, words) for term, words in those if words)


def contact_lines(session: Session, referral: Referral) -> tuple[Line, ...]:
    """How often the person was met or spoken to, for how long, and how often they could not come."""
    log = contacts_of(session, referral.id)
    if not log:
        return ()
    reached = sum(one.result.was_reached for one in log)
    missed = missed_among(log)
    return facts(
        ("Talks and meetings", str(reached)),
        ("Minutes in all", str(sum(one.minutes for one in log))),
        ("Meetings they could not come to", str(missed) if missed else ""),
    )


def first_meeting_lines(session: Session, referral: Referral) -> tuple[Line, ...]:
    """What was found at the first meeting, as it stands now."""
    found = latest(session, referral.id)
    if found is None:
        return ()
    return facts(
        ("Long-term conditions", str(found.co_morbidities)),
        ("In themselves", found.mental_health.words),
        ("Getting about", found.mobility.words),
        ("How we go on with them", found.ongoing_input.words),
    )


def goal_lines(session: Session, referral: Referral) -> tuple[Line, ...]:
    """Each goal that the person said yes to, in their words, and how it went."""
    plan = find_agreed_of(session, referral)
    return tuple(_goal(goal) for goal in agreed_content(session, plan).goals) if plan else ()


def _goal(goal: Goal) -> Line:
    return Line(goal.state.words, f"“{goal.words}” {goal.result}".strip())


def outcome_lines(session: Session, referral: Referral) -> tuple[Line, ...]:
    """What came of the work once it is done: goals reached, and what changed in the person's words."""
    plan = find_agreed_of(session, referral)
    if plan is None or plan.state.is_active:
        return ()
    there = [one for one in plan.content.goals if one.state is not GoalState.CHANGED]
    reached = sum(one.state is GoalState.ACHIEVED for one in there)
    return facts(
        ("Goals reached", f"{reached} of {len(there)}" if there else ""),
        ("In their own words", plan.content.changed_for_me),
    )


def link_lines(session: Session, referral: Referral) -> tuple[Line, ...]:
    """The activities that the person was linked to in this episode, and where each stands."""
    rows = session.scalars(
        sa.select(OnwardLink)
        .where(OnwardLink.referral_id == referral.id, OnwardLink.state.in_(list(STANDS)))
        .order_by(OnwardLink.made_at, OnwardLink.id)
    )
    return tuple(Line(row.title, STANDS[row.state]) for row in rows)
