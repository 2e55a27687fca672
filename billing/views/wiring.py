"""What `wsgi` hands to billing."""

from billing import permissions
from kernel.access import Actor, Permission, Role
from web.access import Access
from web.navigation import Entry, Menu


def by_menu(permission: Permission, who: str) -> Access:
    """Those who have the permission, but for managers: these find it among what they look after."""

    def allows(actor: Actor) -> bool:
        return actor.may(permission) and Role.LEAD_MANAGER not in actor.roles

    return Access(who, allows)


CONTRACTS = by_menu(permissions.SEE_CONTRACTS, "those who read contracts, but for managers")
CHARGES = by_menu(permissions.SEE_CHARGES, "those who see what is charged, but for managers")
SESSIONS = by_menu(permissions.SEE_SESSIONS, "those who see free sessions, but for managers")
STEPS = by_menu(permissions.KEEP_CONTRIBUTIONS, "those who write what people pay, but for managers")
INCOME = by_menu(permissions.SEE_INCOME, "those who keep a lead NTP's money, but for managers")


def wire(menu: Menu) -> None:
    """Fill the menu."""
    menu.add(
        Entry("Contracts", "billing.contracts", CONTRACTS),
        Entry("Charges", "billing.charges", CHARGES),
        Entry("Free sessions", "billing.free_sessions", SESSIONS),
        Entry("What people pay", "billing.write_steps", STEPS),
        Entry("Our income", "billing.our_income", INCOME),
    )
