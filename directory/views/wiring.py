"""What `wsgi` hands to the directory."""

import atexit

from flask import Flask

from directory import permissions
from directory.invariants import INVARIANTS
from directory.operations import indexing, intake, reading
from directory.operations.intake import Intake
from directory.operations.reading import Reader
from directory.operations.tallying import Tallies
from directory.queries import draws, finding
from directory.search.engines import ENGINES
from kernel.access import Permission, Role
from kernel.database import Database
from kernel.invariants import Invariant, Invariants
from kernel.worker import Worker
from web.access import Access, anyone, can, signed_in
from web.navigation import Entry, Menu

ENGINE = "whoosh"


def wire(app: Flask, menu: Menu, *, invariants: Invariants, database: Database) -> None:
    """Fill the menu and the invariants, and open what the directory works with."""
    engine = ENGINES[ENGINE](app.extensions["petunias_settings"].data / "index")
    finding.open_engine(engine)
    worker: Worker = app.extensions["petunias_worker"]
    indexing.open_keeper(indexing.Keeper(engine, database, hurry=worker.hurry))
    intake.open_intake(Intake(app.extensions["petunias_settings"].data / "imports"))
    reading.open_reader(Reader(database, app.extensions["petunias"].clock))
    tallies = Tallies(database)
    app.extensions["directory_tallies"] = tallies
    atexit.register(tallies.keep)
    menu.add(
        Entry("Find an activity", "directory.search", anyone, is_public=True),
        Entry("My list", "directory.pinboard", anyone, is_public=True),
        Entry("List your group", "directory.register", anyone, is_public=True),
        Entry("Find an activity", "directory.search", signed_in),
        Entry("Your listings", "directory.own_listings", can(permissions.KEEP_OWN)),
        Entry("Review", "directory.review", _daily(permissions.REVIEW)),
        Entry("Freshness", "directory.freshness", _daily(permissions.FRESHNESS)),
        Entry("Keep the directory", "directory.host", can(permissions.PROMOTE)),
    )
    invariants.add(
        Invariant(
            "index", "What is published can be found, and nothing else.", indexing.differences
        ),
        Invariant("draws", "Each draw comes out the same when it is made again.", draws.unsound),
        *INVARIANTS,
    )


def _daily(permission: Permission) -> Access:
    """For those who do it all day. Managers come to it by way of "Keep the directory"."""
    return Access(
        f"{permission.name}, but for managers",
        lambda actor: actor.may(permission) and Role.LEAD_MANAGER not in actor.roles,
        permission,
    )
