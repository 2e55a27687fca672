"""What `wsgi` hands to billing."""

from billing import permissions
from kernel.access import Role
from web.access import Access
from web.navigation import Entry, Menu

BY_MENU = Access(
    "those who read contracts, but for managers",
    lambda actor: actor.may(permissions.SEE_CONTRACTS) and Role.LEAD_MANAGER not in actor.roles,
)
"""Managers find them among what they look after: their menus are full."""


def wire(menu: Menu) -> None:
    """Fill the menu."""
    menu.add(Entry("Contracts", "billing.contracts", BY_MENU))
