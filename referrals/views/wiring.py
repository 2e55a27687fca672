"""What `wsgi` hands to referrals."""

from flask import Flask
from flask_login import current_user

from accounts.queries import Seat
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound
from kernel.invariants import Invariants
from kernel.people import People, PersonPart
from referrals import permissions
from referrals.invariants import INVARIANTS
from referrals.operations import erasing
from referrals.queries import by_practice, copies, requests
from referrals.views.given_on import changed, not_allowed, not_found
from web.access import Access, can
from web.navigation import Entry, Menu

STEERING = Access("the steering group", lambda actor: Role.STEERING_MEMBER in actor.roles)
COMPARING = Access(
    "the steering group, but for those who belong to a practice",
    lambda actor: STEERING.allows(actor) and not by_practice.is_at_a_practice(_seats()),
)


def _seats() -> tuple[Seat, ...]:
    """Where whoever is signed in may act, without another look: a refusal has no session."""
    facts = getattr(current_user, "facts", None)
    return facts.seats if facts else ()


def wire(app: Flask, menu: Menu, *, invariants: Invariants, people: People) -> None:
    """Fill the menu, the invariants and the register of what is kept about people.

    What is not found or was changed is asked about on the pages of every feature: a case may have gone to a
    colleague, and words of danger are never passed over.
    """
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Conflict, changed)
    app.register_error_handler(NotAllowed, not_allowed)
    people.add(PersonPart("referrals", copies.given_of, erasing.take_away))
    requests.open_register(people)
    database = app.extensions["petunias"].database
    folder = app.extensions["petunias_settings"].data / "erasures"
    database.after_commit.append(erasing.open_keeper(erasing.Keeper(folder, database)))
    menu.add(
        Entry("Refer", "referrals.new", can(permissions.REFER)),
        Entry("Our referrals", "referrals.referrals", can(permissions.FOLLOW)),
        Entry("Reports", "referrals.reports", can(permissions.FOLLOW)),
        Entry("Cases", "referrals.cases", can(permissions.SEE_CASE)),
        Entry("Inbox", "referrals.inbox", can(permissions.OVERSEE)),
        Entry("Take a call", "referrals.phone", can(permissions.WORK)),
        Entry("Concerns", "referrals.concerns", can(permissions.ANSWER_CONCERN)),
        Entry("Issues", "referrals.issues", STEERING),
        Entry("How practices refer", "referrals.by_practice", COMPARING),
        Entry("Data requests", "referrals.data_requests", can(permissions.ANSWER_REQUEST)),
    )
    invariants.add(*INVARIANTS)
