"""The way in to referrals: routes add themselves to this feature."""

from kernel.errors import NotFound
from referrals.views.desk import desk
from referrals.views.given_on import not_found
from referrals.views.panels import PANELS
from web.feature import Feature

feature = Feature("referrals", __name__, desk=desk, panels=PANELS)
feature.register_error_handler(NotFound, not_found)
