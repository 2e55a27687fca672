"""The lines of people's rights on somebody's desk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.diary import initials_of
from referrals.queries import consents, openings, person_page, requests, safety
from web.feature import Waiting
from web.request import lists
from web.templating import as_date, counted

SOON = timedelta(days=7)


def opened_cases(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """A manager hears of every case that was opened with a reason."""
    new = len(openings.unseen(session, actor)) if actor.may(permissions.OVERSEE) else 0
    if not new:
        return []
    cases = counted(new, "case of a colleague was", "cases of colleagues were")
    return [
        Waiting(f"{cases} opened with a reason.", "Look at why", url_for("referrals.opened"), 4)
    ]


def left_in_danger(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """Who took back their yes while danger stood stays on the desk until somebody says what was done."""
    left = safety.people_left_in_danger(session, actor)
    lists(*(one.person_id for one in left))
    return [
        Waiting(
            f"{one.name} is said to be in danger, and took back their consent. If their life may be at "
            "risk, ring 999. Then write down what was done.",
            "Write it down", url_for("referrals.made_safe", referral_id=one.referral_id), 0,
        )
        for one in left
    ]  # fmt: skip


def taken_back(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """A link worker hears whom not to ring any more, for a week."""
    gone = consents.lately_taken_back(session, actor, at=now)
    lists(*(one.person_id for one in gone))
    return [
        Waiting(
            f"{one.name} took back their consent. Do not get in touch with them again.",
            "See your cases", url_for("referrals.cases"), 2,
        )
        for one in gone
    ]  # fmt: skip


def pages_guessed_at(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """A link worker hears whose link ended since somebody kept guessing the date that opens the page."""
    return [
        Waiting(
            f"Somebody gave many wrong dates of birth for the page of {one.initials}. Their link has "
            "ended. Speak with them before you send a new one.",
            "Open the case", url_for("referrals.case", referral_id=one.referral_id), 2,
        )
        for one in person_page.guessed_at(session, actor, at=now)
    ]  # fmt: skip


def requests_due(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """A privacy officer hears of each request that waits for an answer: late and nearly due ones first."""
    if not actor.may(permissions.ANSWER_REQUEST):
        return []
    today = day_in_london(now)
    return [
        Waiting(
            f"{initials_of(one.person)} asks: {one.kind.words.lower()}. "
            f"{'It was due' if one.is_late else 'Due'} on {as_date(one.due_on)}.",
            "Answer", url_for("referrals.data_request", request_id=one.id),
            2 if one.due_on <= today + SOON else 4,
        )
        for one in requests.unanswered(session, actor, on=today)
    ]  # fmt: skip


def parts_to_review(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """The named safeguarding lead hears of parts of a copy that nobody else may let go."""
    return [
        Waiting(
            "A person asked for a copy of their record, and parts of it are for you to read first.",
            "Read them", url_for("referrals.review_parts", request_id=request_id), 3,
        )
        for request_id in requests.to_review(session, actor)
    ]  # fmt: skip
