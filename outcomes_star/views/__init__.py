"""People's way in to instruments and readings, by journey."""

from outcomes_star.views import cohorts, instruments, others, readings, rows, sending, services
from outcomes_star.views.feature import feature
from outcomes_star.views.wiring import wire

__all__ = [
    "cohorts",
    "feature",
    "instruments",
    "others",
    "readings",
    "rows",
    "sending",
    "services",
    "wire",
]
