"""The way in to billing: routes add themselves to this feature."""

from typing import Any
from uuid import UUID

from billing.queries.bands import BandPanel, band_panel
from kernel.access import Actor
from web.feature import Feature, Panel
from web.request import now


def _of_case(session: Any, actor: Actor, referral_id: UUID) -> BandPanel | None:
    return band_panel(session, actor, referral_id, at=now())


feature = Feature(
    "billing", __name__, panels=(Panel("referrals.case", "billing/_band.html", _of_case),)
)
