"""People's way in to the directory, by journey."""

from directory.views import (
    draws,
    freshness,
    hosting,
    importing,
    keeping,
    listing,
    missing,
    open_data,
    pages,
    pinboard,
    records,
    registration,
    reports,
    review,
    search,
    upkeep,
)
from directory.views.feature import feature
from directory.views.wiring import wire

__all__ = [
    "draws",
    "feature",
    "freshness",
    "hosting",
    "importing",
    "keeping",
    "listing",
    "missing",
    "open_data",
    "pages",
    "pinboard",
    "records",
    "registration",
    "reports",
    "review",
    "search",
    "upkeep",
    "wire",
]
