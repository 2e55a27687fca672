"""What `wsgi` hands to accounts: the menu to fill; and what every page is told of the visitor."""

from flask import Flask, g, url_for

from accounts import permissions, queries
from accounts.invariants import all_of_accounts
from accounts.views.here import buttons, visitor
from accounts.vocabulary import Step
from audit import queries as audit
from kernel.access import Actor
from web.access import Access, can, signed_in
from web.navigation import Entry, Menu


def wire(app: Flask, menu: Menu) -> None:
    """Fill the menu and the invariants, and let every page draw who is signed in."""
    menu.add(
        Entry("Desk", "desk.show", signed_in),
        Entry("People", "accounts.own_people", Access("those who look after people", _has_people)),
        Entry("Organisations", "accounts.organisations", can(permissions.MANAGE_ORGANISATIONS)),
        Entry("Agreements", "accounts.agreements", can(permissions.MANAGE_AGREEMENTS)),
    )
    app.extensions["petunias_invariants"].add(*all_of_accounts())
    audit.let_people_be_named(queries.names_of, queries.people_called)
    app.context_processor(_account)


def _has_people(actor: Actor) -> bool:
    """Administrators come to people by way of organisations: one entry less in a long menu."""
    is_administrator = actor.may(permissions.MANAGE_ORGANISATIONS)
    return actor.may(permissions.MANAGE_PEOPLE) and not is_administrator


def _account() -> dict[str, object]:
    """Who is signed in, for the top of the page; nothing on pages of faults, which must not fail.

    On other error pages a link stands for the button to sign out, so that all of them are the same bytes.
    """
    found = None if g.get("is_fault_page") else visitor()
    if found is None or found.step is not Step.NOTHING:
        return {}
    seat = found.seat
    return {
        "account": {
            "name": found.name,
            "role": seat.role_words if seat else "",
            "switch_href": url_for("accounts.switch") if len(found.seats) > 1 else "",
            "sign_out_href": url_for("accounts.sign_out"),
            "form": None if g.get("is_error_page") else buttons(),
        }
    }
