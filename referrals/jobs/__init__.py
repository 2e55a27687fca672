"""What referrals do by themselves: on events and on the timetable, by journey."""

from referrals.jobs import (
    acknowledging,
    by_practice,
    caseload,
    links,
    meetings,
    person_page,
    plans,
    reports,
    rights,
)

__all__ = [
    "acknowledging",
    "by_practice",
    "caseload",
    "links",
    "meetings",
    "person_page",
    "plans",
    "reports",
    "rights",
]
