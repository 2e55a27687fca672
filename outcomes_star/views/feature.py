"""The way in to the star: routes add themselves to this feature."""

from web.feature import Feature

feature = Feature("outcomes_star", __name__)
