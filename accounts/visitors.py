"""How a cookie becomes a visitor: what accounts hands to the web."""

from collections.abc import Callable
from datetime import datetime

from accounts import operations, queries, rules
from kernel.database import Database
from web.sessions import Visitor


def recogniser(
    database: Database, *, is_demo_allowed: bool
) -> Callable[[str, datetime], Visitor | None]:
    """A function that knows visitors by their token; being seen is written at most once a minute."""

    def recognise(token: str, at: datetime) -> Visitor | None:
        with database.reading() as session:
            found = queries.recognise(session, token, at=at, is_demo_allowed=is_demo_allowed)
        if found is None:
            return None
        if at - found.seen_at >= rules.TOUCH_EVERY:
            with database.writing() as session:
                operations.touch(session, found.session_id, at=at)
        return Visitor(found.actor, found)

    return recognise
