"""What `wsgi` hands to the star."""

from outcomes_star import permissions
from web.access import can
from web.navigation import Entry, Menu


def wire(menu: Menu) -> None:
    """Fill the menu."""
    menu.add(Entry("What we ask", "outcomes_star.instruments", can(permissions.SEE_INSTRUMENTS)))
