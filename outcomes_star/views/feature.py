"""The way in to the star: routes add themselves to this feature."""

from typing import Any

from kernel.access import Actor
from outcomes_star import permissions
from web.feature import Feature, Panel


def _may_read(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.SEE_INSTRUMENTS) or None


PANELS = tuple(
    Panel(page, "outcomes_star/_what_we_ask.html", _may_read)
    for page in ("referrals.inbox", "referrals.our_practice")
)

feature = Feature("outcomes_star", __name__, panels=PANELS)
