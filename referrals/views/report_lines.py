"""What of reports waits on a desk: to be sent, to be acknowledged, to be read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from kernel.access import Actor
from referrals.queries.received import how_many_wait
from referrals.queries.reports import LateReport, waiting
from web.feature import Waiting
from web.templating import as_date, counted

MOST = 10


def reports_to_send(session: Any, actor: Actor, at: datetime) -> Sequence[Waiting]:
    """For a link worker: her drafts, and the reports that a practice should have acknowledged."""
    return [_line(one) for one in waiting(session, actor, at=at)[:MOST]]


def _line(one: LateReport) -> Waiting:
    href = url_for(
        "referrals.case_report", referral_id=one.referral_id, report_id=one.report_id
    )  # fmt: skip
    if one.sent_on is None:
        return Waiting(f"A report on {one.initials} to {one.practice} is ready to show and send.", "Look at it",
                       href, urgency=3)  # fmt: skip
    sentence = f"{one.practice} has not acknowledged your report on {one.initials} of {as_date(one.sent_on)}."
    return Waiting(sentence, "See how far it came", href, urgency=4)


def reports_to_read(session: Any, actor: Actor, _at: datetime) -> Sequence[Waiting]:
    """For a practice: the reports that nobody has acknowledged."""
    number = how_many_wait(session, actor)
    if not number:
        return []
    sentence = (
        f"{counted(number, 'report', 'reports')} about your patients "
        f"{'waits' if number == 1 else 'wait'} for you."
    )
    return [Waiting(sentence, "Read", url_for("referrals.reports"), urgency=3)]
