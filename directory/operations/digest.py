"""Telling practices what is new in the directory: one short letter a week (B04)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.queries import digest as queries
from directory.queries import registration
from kernel import mail
from kernel.access import SYSTEM

A_WEEK = timedelta(days=7)


def write(session: Session, *, at: datetime) -> int:
    """Write to the practices of each area about what came in during the week; how many letters."""
    written = 0
    for digest in queries.digests(session, since=at - A_WEEK, at=at):
        facts = {
            "count": digest.count,
            "names": list(digest.names),
            "host": registration.host_words(session, digest.area_id),
        }
        for reader in digest.readers:
            mail.write_routine(session, template="directory/digest", to=reader, facts=facts, at=at)
            written += 1
    if written:
        audit.record(session, SYSTEM, "told practices what is new", at=at, letters=written)
    return written
