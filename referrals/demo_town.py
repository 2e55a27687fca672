"""Who is who in Anytown: the people who work there, and what can be found."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.demo import COLLEAGUES, HOST, NAMES, NEIGHBOURS, SEAT_OF, address_of
from directory.queries.published import every_published
from kernel.access import Actor, Role

SERVES: Mapping[str, tuple[str, ...]] = {
    "Weaver Street Surgery": ("Asha Begum", "Daniel Crowe"),
    "Hilltop Medical Practice": ("Fiona Marsh", "Kofi Mensah"),
    "Orchard Park Surgery": ("Ruth Ellwood", "Asha Begum"),
    "Old Quay Practice": ("Tessa Ward",),
}
"""The link workers named for each practice; the first named is asked first."""

LIVE_AT: Mapping[str, str] = {
    "Weaver Street Surgery": "NE6 1AB",
    "Hilltop Medical Practice": "NE3 1AA",
    "Orchard Park Surgery": "NE5 1AA",
    "Old Quay Practice": "NE8 3AB",
}
"""A postcode near each practice."""


class Town:
    """Everybody by their name, as they act; organisations and activities by theirs."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._named = cache(self._find)
        self._listings = {one.name: one.id for one in every_published(session, today=today)}
        self.organisations = {one.name: one.id for one in accounts.organisations(session)}
        self._first = {name: f"{role.value}@anytown.example" for role, name in NAMES.items()}

    def named(self, name: str) -> Actor:
        """Somebody who works in Anytown, as they act."""
        return self._named(name)

    def holding(self, role: Role) -> Actor:
        """The first in a role."""
        return self.named(NAMES[role])

    def referrer(self, practice: str) -> Actor:
        """Whoever refers for a practice."""
        if SEAT_OF[Role.REFERRER] == practice:
            return self.holding(Role.REFERRER)
        return self.named(self._holder(Role.REFERRER, practice))

    def manager(self, practice: str) -> Actor:
        """The manager of the lead NTP that takes the referrals of a practice."""
        lead = self.lead_of(practice)
        if lead == HOST:
            return self.holding(Role.LEAD_MANAGER)
        return self.named(self._holder(Role.LEAD_MANAGER, lead))

    def lead_of(self, practice: str) -> str:
        """The lead NTP that takes the referrals of a practice."""
        return NEIGHBOURS if practice == "Old Quay Practice" else HOST

    def listing(self, name: str) -> UUID:
        """An activity of the directory."""
        return self._listings[name]

    def _holder(self, role: Role, organisation: str) -> str:
        return next(
            name for name, held, place in COLLEAGUES if (held, place) == (role, organisation)
        )

    def _find(self, name: str) -> Actor:
        email = self._first.get(name) or address_of(name)
        user = accounts.find_user_by_email(self._session, email)
        if user is None:
            raise LookupError(f"Nobody in Anytown is called {name}.")
        return accounts.acting(user, accounts.seats_of(self._session, user.id))
