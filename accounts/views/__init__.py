"""People's way in to accounts, by journey."""

from accounts.views import (
    account,
    agreements,
    invitations,
    new_password,
    people,
    places,
    signing_in,
)
from accounts.views.feature import feature
from accounts.views.wiring import wire

__all__ = [
    "account",
    "agreements",
    "feature",
    "invitations",
    "new_password",
    "people",
    "places",
    "signing_in",
    "wire",
]
