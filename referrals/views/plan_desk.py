"""What plans and links put on a link worker's desk: each one sentence and one button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.queries import links, plans
from referrals.vocabulary import News
from web.feature import Waiting
from web.templating import counted

NEWS = (
    ((News.REFUSED,), "group said no", "groups said no", "to somebody of yours", 1),
    ((News.RING, News.UNANSWERED), "group has", "groups have", "not answered", 2),
    ((News.ACCEPTED, News.PROPOSED, News.TOLD), "group has", "groups have", "answered", 3),
    ((News.GONE,), "activity of yours has", "activities of yours have", "left the directory", 3),
    ((News.OVERDUE,), "group owes", "groups owe", "you its outcomes", 4),
)
"""What a link worker hears about links: which news, one, many, the rest, and how urgent it is."""


def plan_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """Reviews that are due."""
    due = len(plans.reviews_due(session, actor, today=day_in_london(now)))
    if not due:
        return []
    sentence = f"{counted(due, 'review is', 'reviews are')} due."
    return [Waiting(sentence, "Look", url_for("referrals.to_look_at"), 4)]


def link_lines(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What groups have said, or have not said."""
    waiting = [line.news for line in links.links_to_look_at(session, actor)]
    lines = []
    for kinds, one, many, rest, urgency in NEWS:
        if number := sum(news in kinds for news in waiting):
            sentence = f"{counted(number, one, many)} {rest}."
            lines.append(Waiting(sentence, "Look", url_for("referrals.to_look_at"), urgency))
    return lines
