"""Danger is never passed over (H3): a notice for pages that show none, and where its words stand."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, url_for

from kernel import crisis
from referrals.forms.heeding import NOTICE, TOLD, EndsCase
from referrals.queries import danger_places as queries
from referrals.queries.danger_places import DangerPlace
from referrals.queries.standing import danger_shown
from web.request import actor, db, now

PLACES: Mapping[str, str] = {
    "In the referral": "about-them",
    "When the case was reopened": "about-them",
    "In their details": "about-them",
    "In the contact log": "contacts",
    "When a meeting was missed": "contacts",
    "When a meeting was booked": "meetings",
    "With the support level": "support",
    "In the action plan": "action-plan",
    "On the page of an onward link": "onward-links",
    "In a report": "reports",
}
"""In which part of a case's page the words stand; those of other forms are told in its story."""


def mind(*written: str) -> None:
    """Say whom to ring, on the next page, where danger is spoken of."""
    if crisis.is_in(*written):
        flash(f"{NOTICE} {TOLD}", "warning")


def places_of(referral_id: UUID) -> list[tuple[DangerPlace, str]]:
    """Where words of danger stand that nobody has answered, each with its address."""
    found = queries.danger_places(db(), actor(), referral_id, at=now())
    return [(one, _address(one, referral_id)) for one in found]


def ask_of_danger(form: EndsCase, referral_id: UUID) -> list[tuple[DangerPlace, str]]:
    """Let the form ask whether they are safe where danger stands; and where that is."""
    since = danger_shown(db(), actor(), referral_id, at=now())
    form.show_danger(since)
    form.ask_of_danger()
    return places_of(referral_id) if since else []


def _address(place: DangerPlace, referral_id: UUID) -> str:
    if place.link_id is not None:
        return url_for("referrals.link", referral_id=referral_id, link_id=place.link_id)
    part = PLACES.get(place.where) or queries.anchor_of(place.where) or "story"
    return url_for("referrals.case", referral_id=referral_id, _anchor=part)
