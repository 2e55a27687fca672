"""The lines of referrals on somebody's desk, by journey: each one sentence and one button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.access import Actor
from referrals.views.caseload_desk import (
    managers_lines,
    meetings_lines,
    safeguarding_lines,
    workers_lines,
)
from referrals.views.plan_desk import link_lines, plan_lines
from referrals.views.referring_desk import referring
from referrals.views.report_lines import reports_to_read, reports_to_send
from referrals.views.rights_desk import (
    left_in_danger,
    opened_cases,
    pages_guessed_at,
    parts_to_review,
    requests_due,
    taken_back,
)
from web.feature import Desk, Waiting

DESKS: Sequence[Desk] = (
    safeguarding_lines,
    left_in_danger,
    taken_back,
    pages_guessed_at,
    meetings_lines,
    workers_lines,
    link_lines,
    plan_lines,
    reports_to_send,
    managers_lines,
    opened_cases,
    reports_to_read,
    referring,
    requests_due,
    parts_to_review,
)
"""What each journey adds; a line needs nothing of the others."""


def desk(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What waits for this person in referrals, if anything does."""
    return [line for lines in DESKS for line in lines(session, actor, now)]
