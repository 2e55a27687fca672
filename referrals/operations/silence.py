"""Raising an alarm when a case goes silent: once for each clock that ran out (H4).

Where the case went to another lead NTP since, nobody there was told: it is raised anew.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import mail
from kernel.access import SYSTEM
from referrals.models import SilenceAlarm
from referrals.queries.arranged import managers_of, workers_now
from referrals.queries.silence import find_alarm, leads_with_cases, new_silences


def raise_alarms(session: Session, *, at: datetime) -> int:
    """Tell link workers and their managers of cases that went silent; how many clocks ran out."""
    return sum(_of(session, lead_id, at=at) for lead_id in leads_with_cases(session))


def _of(session: Session, lead_id: UUID, *, at: datetime) -> int:
    found = new_silences(session, lead_id, at=at)
    for one in found:
        alarm = find_alarm(session, one) or SilenceAlarm(
            referral_id=one.referral_id, clock=one.clock, began_at=one.began_at
        )
        alarm.raised_at = at
        session.add(alarm)
        audit.record(session, SYSTEM, "raised an alarm", alarm, at=at, clock=one.clock.value)
    silent = {one.referral_id: one.link_worker_id for one in found}
    working = workers_now(session, lead_id)
    for user_id, number in Counter(filter(None, silent.values())).items():
        if user_id in working:
            _write(session, accounts.email_of(session, user_id), number, at=at)
    for manager in managers_of(session, lead_id) if silent else ():
        _write(session, manager.email, len(silent), at=at)
    return len(found)


def _write(session: Session, address: str, number: int, *, at: datetime) -> None:
    """A number and nothing else: a letter names nobody."""
    mail.write(session, template="referrals/silent", to=address, facts={"number": number}, at=at)
