"""Accounts as a feature: what it adds to the desk."""

from accounts.views import desk
from web.feature import Feature

feature = Feature("accounts", __name__, desk=desk.waiting)
