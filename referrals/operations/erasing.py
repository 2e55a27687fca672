"""Erasing somebody: all that is kept of them goes, in one transaction; a count without them stays (G2).

The list of who was erased is kept outside the database too, so that a copy from before an erasure, put
back, does not bring anybody back.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import links, mail, outbox
from kernel.access import SYSTEM, Actor
from kernel.database import Database
from kernel.errors import RuleBroken
from referrals import permissions
from referrals.events import PersonErased
from referrals.models import Erasure, Person
from referrals.queries import erasing as queries
from referrals.queries import requests
from referrals.queries.messages import heard_of
from referrals.queries.record import numbers_of
from referrals.queries.visits import visits_of
from referrals.vocabulary import ErasureCause, RequestKind

LIST = "erased.log"
LATELY = timedelta(days=7)
_ERASED = "erased"
_keepers: list["Keeper"] = []


def erase_on_request(session: Session, actor: Actor, request_id: UUID, *, at: datetime) -> None:
    """Erase whoever asked for it, request and all; not while something stands in the way.

    By an open request to erase and no other, since nothing of it can be undone.
    """
    actor.must(permissions.ANSWER_REQUEST)
    request = requests.get(session, actor, request_id)
    if not request.asks_for(RequestKind.ERASURE):
        raise RuleBroken(queries.NOT_ASKED)
    person = queries.find(session, request.person_id)
    if person is not None:
        erase(session, actor, person, ErasureCause.REQUEST, at=at)


def erase(
    session: Session, actor: Actor, person: Person, cause: ErasureCause, *, at: datetime
) -> None:
    """Erase somebody whom the caller has found and may erase; higher features hear and do their part."""
    if obstacle := queries.obstacle(session, person):
        raise RuleBroken(obstacle)
    _erase(session, actor, person, cause, at=at)


def _erase(
    session: Session, actor: Actor, person: Person, cause: ErasureCause, *, at: datetime
) -> None:
    erasure = Erasure(
        person_id=person.id, lead_id=person.lead_id, cause=cause, by=actor.user_id,
        who=actor.called, at=at,
    )  # fmt: skip
    left = [
        *queries.counted(session, person.id), *heard_of(session, person.id),
        *visits_of(session, person.id),
    ]  # fmt: skip
    session.add_all([erasure, *left])
    audit.record(session, actor, "erased a person", person, at=at, erasure=erasure.id, cause=cause)
    outbox.announce(session, PersonErased(person.id), at=at)
    take_away(session, person.id)
    session.info.setdefault(_ERASED, []).append(person.id)


def take_away(session: Session, person_id: UUID) -> None:
    """Delete every row that belongs to somebody, their letters and links; may be called twice."""
    numbers = numbers_of(session, person_id)
    mail.forget_about(session, numbers)
    links.forget_about(session, numbers)
    session.flush()
    session.expunge_all()
    for table, rows in queries.what_to_delete(person_id):
        session.execute(delete(table).where(rows))


@dataclass(frozen=True)
class Keeper:
    """Keeps the list outside the database, and sees that SQLite's log holds nothing any more."""

    folder: Path
    database: Database

    @property
    def file(self) -> Path:
        return self.folder / LIST

    def listed(self) -> dict[UUID, str]:
        """Who was erased, by number, each with the moment."""
        lines = self.file.read_text().split("\n") if self.file.exists() else []
        return {
            UUID(number): at for number, _, at in (line.partition(" ") for line in lines if line)
        }

    def keep(self, session: Session) -> None:
        """After a transaction that erased somebody is certain: note it outside, and empty the log."""
        erased: Sequence[UUID] = session.info.pop(_ERASED, ())
        if not erased:
            return
        known = self.listed()
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as kept:
            kept.writelines(f"{one}\n" for one in erased if one not in known)
            kept.flush()
            os.fsync(kept.fileno())
        self.database.clear_log()


def open_keeper(keeper: Keeper) -> Callable[[Session], None]:
    """Say where the list is kept from now on; what is to run after each transaction."""
    _keepers[:] = [keeper]
    return keeper.keep


def finish(session: Session, *, at: datetime) -> None:
    """What was erased lately is on the list, and gone from SQLite's log, also after a crash."""
    erased = queries.erased_since(session, at - LATELY)
    if erased:
        session.info.setdefault(_ERASED, []).extend(erased)


def erase_again(session: Session, *, at: datetime) -> int:
    """Erase everybody on the list who is back, since an older copy was put back; how many.

    What stood in the way when that copy was made was settled before they were erased.
    """
    back = [
        person for number in _keepers[0].listed()
        if (person := queries.find(session, number)) is not None
    ]  # fmt: skip
    for person in back:
        if not queries.is_noted(session, person.id):
            _erase(session, SYSTEM, person, ErasureCause.REQUEST, at=at)
    return len(back)
