"""The way in to unmet need: routes add themselves to this feature."""

from typing import Any

from kernel.access import Actor
from unmet_need import permissions
from web.feature import Feature, Panel


def _may_record(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.RECORD) or None


PANELS = (
    Panel("referrals.our_practice", "unmet_need/_way_in.html", _may_record),
    Panel("referrals.inbox", "unmet_need/_way_in.html", _may_record),
    Panel("referrals.case", "unmet_need/_way_in.html", _may_record),
)

feature = Feature("unmet_need", __name__, panels=PANELS)
