"""What `wsgi` hands to the star."""

from kernel.access import Role
from kernel.invariants import Invariants
from outcomes_star.invariants import INVARIANTS
from web.access import Access
from web.navigation import Entry, Menu

BY_MENU = Access(
    "those who ask, and those who agree to it",
    lambda actor: bool(actor.roles & {Role.LINK_WORKER, Role.COMMISSIONER, Role.STEERING_MEMBER}),
)
"""Managers find it among what they look after: their menus are full."""


def wire(menu: Menu, *, invariants: Invariants) -> None:
    """Fill the menu and the invariants."""
    invariants.add(*INVARIANTS)
    menu.add(Entry("What we ask", "outcomes_star.instruments", BY_MENU))
