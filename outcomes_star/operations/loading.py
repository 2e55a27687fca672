"""Loading an instrument from its file (docs/instruments.md); what was asked once is never edited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import SYSTEM, Actor
from kernel.errors import NotFound, RuleBroken
from outcomes_star import permissions, shelf
from outcomes_star.instrument_files import BadInstrument
from outcomes_star.instruments import Instrument
from outcomes_star.models import LoadedInstrument
from outcomes_star.queries import choosing as queries
from outcomes_star.queries import read_once

SHIPPED = "Version {version} of {name} comes with Petunias. Give your file another code, or version {next}."
USED = "Version {version} of {name} was agreed to, so it stays as it is. Give your file version {next}."
CHOSEN = "It was chosen once, so it stays in the list. Nobody is asked what is not chosen."
ANOTHERS = (
    "Somebody else has loaded version {version} of {name}, with other words. "
    "Give your file another code, or version {next}."
)


def load(session: Session, actor: Actor, text: str, *, at: datetime) -> Instrument:
    """Load an instrument for the actor's lead NTP. Raises RuleBroken with each complaint in a line."""
    actor.must(permissions.CHOOSE)
    return _load(session, actor, actor.organisation_id, text, at=at)


def load_for_all(session: Session, text: str, *, at: datetime) -> Instrument:
    """Load an instrument for every lead NTP of the installation, as its operator."""
    return _load(session, SYSTEM, None, text, at=at)


def unload(session: Session, actor: Actor, code: str, version: int, *, at: datetime) -> None:
    """Take back a file that the actor's lead NTP loaded, and that it never chose."""
    actor.must(permissions.CHOOSE)
    row = queries.find_own(session, actor.organisation_id, code, version)
    if row is None:
        raise NotFound
    if queries.was_chosen(session, actor.organisation_id, code, version):
        raise RuleBroken(CHOSEN)
    audit.record(session, actor, "took back an instrument", row, at=at, code=code,
                 of_version=version)  # fmt: skip
    session.delete(row)
    session.flush()


def _load(
    session: Session, actor: Actor, lead_id: UUID | None, text: str, *, at: datetime
) -> Instrument:
    one = _read(text)
    row = queries.find_loaded(session, lead_id, one.code, one.version)
    if row is not None and row.text == text:
        return one
    said = {"name": one.name, "version": one.version, "next": one.version + 1}
    if (one.code, one.version) in shelf.shelf():
        raise RuleBroken(SHIPPED.format(**said), field="file")
    if row is not None and row.lead_id != lead_id:
        raise RuleBroken(ANOTHERS.format(**said), field="file")
    if queries.is_settled(session, lead_id, one.code, one.version):
        raise RuleBroken(USED.format(**said), field="file")
    if row is None:
        row = LoadedInstrument(lead_id=lead_id, code=one.code, instrument_version=one.version)
        session.add(row)
    row.text, row.loaded_at, row.by, row.who = text, at, actor.user_id, actor.called
    session.flush()
    audit.record(
        session, actor, "loaded an instrument", row, at=at, code=one.code, of_version=one.version
    )
    return one


def _read(text: str) -> Instrument:
    try:
        return read_once(text)
    except BadInstrument as error:
        raise RuleBroken("\n".join(error.complaints), field="file") from error
