"""People's way in to contracts, tariffs and money, by journey."""

from billing.views import bands
from billing.views.feature import feature

__all__ = ["bands", "feature"]
