"""What `wsgi` hands to billing."""

from billing import permissions
from billing.invariants import INVARIANTS
from kernel.access import Actor, Role
from kernel.invariants import Invariants
from web.access import Access, can
from web.navigation import Entry, Menu


def reads_contracts_alone(actor: Actor) -> bool:
    """Commissioners, and who pays for them: of a lead NTP's money they read the contracts."""
    return actor.may(permissions.SEE_CONTRACTS) and not actor.may(permissions.SEE_CHARGES)


def keeps_money(actor: Actor) -> bool:
    """Who keeps a lead NTP's money; managers find it among what they look after, as their menus are full."""
    return actor.may(permissions.SEE_CHARGES) and Role.LEAD_MANAGER not in actor.roles


def is_paid(actor: Actor) -> bool:
    """Whoever acts for a group that is paid, and not for who pays it."""
    return actor.may(permissions.SEE_REMITTANCES) and not actor.may(permissions.SEE_CHARGES)


CONTRACTS = Access("those who read contracts alone", reads_contracts_alone)
MONEY = Access("those who keep a lead NTP's money, but for managers", keeps_money)
PAID = Access("those who act for a group that is paid", is_paid)


def wire(menu: Menu, *, invariants: Invariants) -> None:
    """Fill the menu and the invariants."""
    invariants.add(*INVARIANTS)
    menu.add(
        Entry("Contracts", "billing.contracts", CONTRACTS),
        Entry("Invoices", "billing.invoices", can(permissions.SETTLE_INVOICES)),
        Entry("Money", "billing.money", MONEY),
        Entry("Group payments", "billing.remittances", PAID),
    )
