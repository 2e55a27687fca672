"""What referrals do by themselves: on events and on the timetable, by journey."""

from referrals.jobs import acknowledging, caseload, links, meetings, plans, reports, rights

__all__ = ["acknowledging", "caseload", "links", "meetings", "plans", "reports", "rights"]
