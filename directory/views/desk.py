"""The directory's lines on somebody's desk: each one sentence and one button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from directory.queries.desk import Desk
from directory.queries.desk import desk as counted
from directory.queries.freshness import Show
from kernel.access import Actor
from kernel.periods import day_in_london
from web.feature import Waiting
from web.templating import counted as number_of

REVIEW = "directory.review"
FRESHNESS = "directory.freshness"


def desk(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """What waits for this person in the directory, if anything does."""
    there = counted(session, actor, today=day_in_london(now))
    lines = [*_to_settle(there), *_to_chase(there)]
    if there.draw:
        sentence = f"The draw for {there.draw} can be made."
        lines.append(Waiting(sentence, "Go to the draw", url_for("directory.draw"), 5))
    return lines


def _to_settle(there: Desk) -> Sequence[Waiting]:
    """What others have sent and an editor decides."""
    return [
        *_line(there.flagged, "listing waits", "listings wait", "for an editor", "Look",
               url_for(REVIEW, _anchor="flagged"), 2),
        *_line(there.reports, "report waits", "reports wait", "for an answer", "Read",
               url_for(REVIEW, _anchor="reports"), 2),
        *_line(there.to_ring, "group waits", "groups wait", "for a ring", "Ring",
               url_for(REVIEW, _anchor="to-ring"), 3),
        *_line(there.lists, "list that was brought in waits", "lists that were brought in wait",
               "to be published", "Look at it" if there.lists == 1 else "Look at them",
               url_for("directory.imports"), 4),
        *_line(there.checks, "check runs", "checks run", "out", "See which",
               url_for(REVIEW, _anchor="checks"), 5),
        *_line(there.pairs, "pair of listings looks", "pairs of listings look", "alike",
               "Compare", url_for(REVIEW, _anchor="pairs"), 6),
        *_line(there.feedback, "opinion waits", "opinions wait", "for an answer", "Answer",
               url_for("directory.opinions"), 7),
    ]  # fmt: skip


def _to_chase(there: Desk) -> Sequence[Waiting]:
    """Listings that nobody has confirmed lately."""
    funded = url_for(FRESHNESS, show=Show.FUNDED.value)
    ring = url_for(FRESHNESS, show=Show.RING.value)
    return [
        *_line(there.funded_stale, "listing of a paid group is", "listings of paid groups are",
               "not confirmed", "See which", funded, 3),
        *_line(there.no_address, "listing is", "listings are",
               "due, and no e-mail reaches the group", "Ring them", ring, 4),
        *_line(there.stale, "listing near you was", "listings near you were",
               "not confirmed lately", "Remind them", url_for("directory.stale"), 6),
    ]  # fmt: skip


def _line(
    number: int, one: str, many: str, tail: str, button: str, href: str, urgency: int
) -> Sequence[Waiting]:
    if not number:
        return []
    return [Waiting(f"{number_of(number, one, many)} {tail}.", button, href, urgency)]
