"""People's way in to unmet need."""

from unmet_need.views import recording
from unmet_need.views.feature import feature
from unmet_need.views.wiring import wire

__all__ = ["feature", "recording", "wire"]
