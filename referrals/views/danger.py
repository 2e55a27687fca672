"""A notice for a page that shows none itself after a referral was sent: danger is never passed over (H3)."""

from flask import flash

from kernel import crisis
from referrals.forms.heeding import NOTICE, TOLD


def mind(*written: str) -> None:
    """Say whom to ring, on the next page, where danger is spoken of."""
    if crisis.is_in(*written):
        flash(f"{NOTICE} {TOLD}", "warning")
