"""What `wsgi` hands to the star."""

from kernel.access import Role
from web.access import Access
from web.navigation import Entry, Menu

BY_MENU = Access(
    "those who ask, and those who agree to it",
    lambda actor: bool(actor.roles & {Role.LINK_WORKER, Role.COMMISSIONER, Role.STEERING_MEMBER}),
)
"""Managers find it among what they look after: their menus are full."""


def wire(menu: Menu) -> None:
    """Fill the menu."""
    menu.add(Entry("What we ask", "outcomes_star.instruments", BY_MENU))
