"""What is published of the star, on the timetable."""

import logging
from datetime import datetime

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from kernel import outbox
from kernel.database import Database
from outcomes_star.operations import publishing

A_DAY = 24 * 60

log = logging.getLogger("petunias.publishing")


@outbox.every(minutes=A_DAY, is_long=True)
def publish_how_people_moved(database: Database, *, at: datetime) -> None:
    """Half a year and a fortnight after a year its figures are frozen; once.

    They are worked out while others write. Where one lead NTP's cannot be, the others have theirs.
    """
    with database.reading() as session:
        leads = accounts.organisations(session, kind=OrganisationKind.LEAD_NTP)
        ids = [lead.id for lead in leads]
    for lead_id in ids:
        try:
            while True:
                with database.reading() as session:
                    prepared = publishing.next_due(session, lead_id, at=at)
                if prepared is None:
                    break
                with database.writing() as session:
                    publishing.give(session, lead_id, prepared, at=at)
        except Exception:
            log.exception("what is due of %s could not be published; it is tried tomorrow", lead_id)
