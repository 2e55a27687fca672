"""The lines of the caseload on the desk of a link worker, a manager and the safeguarding lead."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask import url_for

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.meetings import moment_of
from referrals.queries.caseload import Show
from referrals.queries.contacts import BookedMeeting, meetings_between, untold_meetings
from referrals.queries.desk import managers_desk, workers_desk
from referrals.queries.safeguarding import open_concerns, unopened_concerns
from referrals.queries.work import open_issues
from web.feature import Waiting
from web.templating import as_date, as_time, counted


def workers_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What a link worker is to do today."""
    there = workers_desk(session, actor, at=now)
    due = url_for("referrals.cases", show=Show.DUE.value)
    waiting = url_for("referrals.cases", show=Show.WAITING.value)
    missed = url_for("referrals.cases", show=Show.MISSED.value)
    again = url_for("referrals.cases", show=Show.AGAIN.value)
    return [
        *(() if actor.may(permissions.OVERSEE) else _in_danger(there.in_danger)),
        *_at_once(there.at_once),
        *_line(there.to_reach, "person is", "people are", "to be reached by today", due, 1),
        *_line(there.to_meet, "first meeting is", "first meetings are", "to be booked by today", due,
               2),
        *_line(there.to_accept, "referral waits", "referrals wait", "for your answer", waiting, 2),
        *_line(there.again, "person asks", "people ask", "for help again", again, 2),
        *_line(there.to_report, "practice is", "practices are", "to hear from you", due, 3),
        *_line(there.to_agree, "plan is", "plans are", "to be agreed by today", due, 4),
        *_line(there.to_arrange, "missed meeting is", "missed meetings are", "to be arranged again",
               missed, 4),
    ]  # fmt: skip


def meetings_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """A link worker's meetings: what became of those that began, and those still to come today."""
    if not actor.may(permissions.WORK):
        return []
    midnight = moment_of(day_in_london(now) + timedelta(days=1), time())
    begun = untold_meetings(session, actor, before=now)
    to_come = meetings_between(session, actor, begins=now, ends=midnight)
    return [
        *(_meeting(one, f"What became of the meeting with {one.initials} on "
                   f"{as_date(one.begins_at)}?", "Say") for one in begun),
        *(_meeting(one, f"{as_time(one.begins_at)}: you meet {one.initials}", "Open")
          for one in to_come),
    ]  # fmt: skip


def _meeting(one: BookedMeeting, sentence: str, button: str) -> Waiting:
    return Waiting(sentence, button, url_for("referrals.case", referral_id=one.referral_id), 1)


def managers_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What a manager is to look at today."""
    there = managers_desk(session, actor, at=now)
    inbox = url_for("referrals.inbox")
    lines = [
        *_in_danger(there.in_danger),
        *(() if actor.may(permissions.WORK) else _at_once(there.at_once)),
        *_line(there.without_worker, "case has", "cases have", "no link worker", inbox, 1),
        *_line(there.unnamed, "practice has", "practices have", "no link worker named yet",
               url_for("referrals.practices"), 2),
        *_line(there.silent, "case has", "cases have", "gone silent",
               url_for("referrals.cases", show=Show.DUE.value), 2),
        *_line(there.overloaded, "link worker has", "link workers have", "too many cases", inbox,
               4),
    ]  # fmt: skip
    lines += _line(open_issues(session, actor), "issue waits", "issues wait", "for your answer",
                   url_for("referrals.issues"), 6)  # fmt: skip
    if there.lacks_safeguarding_lead:
        sentence = "Nobody is named who is told of worries about somebody's safety."
        lines.append(Waiting(sentence, "Name somebody", url_for("referrals.lead_settings"), 1))
    return lines


def safeguarding_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What waits for the named safeguarding lead, and what nobody opened in time: for its author too."""
    number = open_concerns(session, actor)
    unopened = unopened_concerns(session, actor, at=now)
    href = url_for("referrals.concerns")
    tail = (
        "not opened on the day" if number else "not opened on the day: ring the safeguarding lead"
    )
    return [*_line(unopened, "safeguarding concern was", "safeguarding concerns were", tail, href, 0),
            *_line(number, "safeguarding concern waits", "safeguarding concerns wait", "for you",
                   href, 0)]  # fmt: skip


def _in_danger(number: int) -> Iterator[Waiting]:
    href = url_for("referrals.cases", show=Show.DUE.value)
    return _line(number, "person is", "people are", "said to be in danger", href, 0)


def _at_once(number: int) -> Iterator[Waiting]:
    href = url_for("referrals.cases", show=Show.DUE.value)
    return _line(
        number, "person comes", "people come", "first: the referral says “as soon as can be”",
        href, 0,
    )  # fmt: skip


def _line(
    number: int, one: str, many: str, tail: str, href: str, urgency: int
) -> Iterator[Waiting]:
    if number:
        yield Waiting(f"{counted(number, one, many)} {tail}.", "Look", href, urgency)
