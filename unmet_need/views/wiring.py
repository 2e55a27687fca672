"""What `wsgi` hands to unmet need."""

from kernel.access import Actor, Role
from kernel.invariants import Invariants
from unmet_need import permissions
from unmet_need.invariants import INVARIANTS
from web.access import Access
from web.navigation import Entry, Menu


def refers(actor: Actor) -> bool:
    """Whoever sees patients in a practice; the menus of others are full, and they find it where they work."""
    return actor.may(permissions.RECORD) and actor.roles == {Role.REFERRER}


def wire(menu: Menu, *, invariants: Invariants) -> None:
    """Fill the menu and the invariants."""
    invariants.add(*INVARIANTS)
    menu.add(
        Entry("Unmet need", "unmet_need.needs", Access("those who refer, and do no more", refers))
    )
