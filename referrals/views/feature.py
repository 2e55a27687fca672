"""The way in to referrals: routes add themselves to this feature."""

from referrals.views.desk import desk
from referrals.views.panels import PANELS
from web.feature import Feature

feature = Feature("referrals", __name__, desk=desk, panels=PANELS)
