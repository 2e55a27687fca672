"""The directory as a feature: what it adds to the desk and to the health page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from directory.queries import finding
from directory.views.desk import desk
from web.feature import Feature, Figure


def health(session: Any, now: datetime) -> Sequence[Figure]:
    """How the search index stands."""
    standing = finding.index_standing(session, now=now)
    return [Figure("index", standing.words, is_well=standing.index is not None)]


feature = Feature("directory", __name__, desk=desk, health=health)
