"""What `wsgi` hands to the star."""

from kernel.access import Role
from kernel.invariants import Invariants
from outcomes_star.invariants import INVARIANTS
from outcomes_star.permissions import SEE_PUBLISHED, TAKE_ROWS
from web.access import Access, can
from web.navigation import Entry, Menu

BY_MENU = Access(
    "those who ask, and those who agree to it",
    lambda actor: bool(actor.roles & {Role.LINK_WORKER, Role.COMMISSIONER, Role.STEERING_MEMBER}),
)
"""Managers find it among what they look after: their menus are full."""

OUTSIDE = Access(
    "those outside a lead NTP who read what it publishes",
    lambda actor: actor.may(SEE_PUBLISHED) and Role.LEAD_MANAGER not in actor.roles,
)


def wire(menu: Menu, *, invariants: Invariants) -> None:
    """Fill the menu and the invariants."""
    invariants.add(*INVARIANTS)
    menu.add(
        Entry("What we ask", "outcomes_star.instruments", BY_MENU),
        Entry("How people moved", "outcomes_star.published", OUTSIDE),
        Entry("Rows without names", "outcomes_star.analyst_rows", can(TAKE_ROWS)),
    )
