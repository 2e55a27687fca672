"""Answering what somebody asks about their own record: filed, clarified, copied, put right, held, refused."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.periods import day_in_london
from referrals import asked, deadlines, permissions
from referrals import queries as people
from referrals.asked import Answers
from referrals.details import said
from referrals.lifecycle import DATA_REQUEST, RequestMove
from referrals.models import DataRequest, Hold, Person, Rectification, ReleasedPart
from referrals.operations.details import CHANGED, placed
from referrals.operations.reaching import followed
from referrals.queries import details
from referrals.queries import requests as queries
from referrals.vocabulary import RequestKind

DONE: Mapping[RequestMove, str] = {
    RequestMove.ASK: "asked what a person meant",
    RequestMove.CLARIFY: "recorded what a person meant",
    RequestMove.ANSWER: "answered a data request",
    RequestMove.REFUSE: "refused a data request",
}
FIELDS = (
    "name", "known_as", "nhs_number", "born_on", "phone", "email", "address", "postcode", "language",
    "access_needs", "carer",
)  # fmt: skip
"""What can be put right, in the order of the page."""

NOT_ASKED = (
    "Nobody asks for that here now. Put right only by an open request to put something right: write "
    "down that they ask for it first."
)
ANOTHERS_NUMBER = (
    "Somebody else here has this NHS number. Look whose it is, and put the wrong one right first."
)


def file_request(
    session: Session, actor: Actor, person_id: UUID, *, kind: RequestKind, received_on: date,
    asks: str, at: datetime,
) -> DataRequest:  # fmt: skip
    """Write down what somebody asks; the day it is due follows from the day it came in."""
    actor.must(permissions.FILE_REQUEST)
    person = people.get_kept(session, actor, person_id)
    if received_on > day_in_london(at):
        raise RuleBroken("That day has not come yet.", field="received_on")
    row = DataRequest(
        person_id=person.id, lead_id=person.lead_id, kind=kind, state=DATA_REQUEST.start,
        received_on=received_on, due_on=deadlines.due_on(received_on), asks=asks,
        filed_by=actor.user_id, filed_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "wrote down a data request", row, at=at, kind=kind)
    return row


def move_request(
    session: Session, actor: Actor, request_id: UUID, move: RequestMove, *, says: str, at: datetime
) -> None:
    """Ask, record, answer or refuse; the clock stands still while we wait for the person."""
    actor.must(permissions.ANSWER_REQUEST)
    row = queries.get(session, actor, request_id)
    row.make(move, by=actor, on=day_in_london(at), at=at, says=says)
    audit.record(session, actor, DONE[move], row, at=at)


def release(
    session: Session, actor: Actor, request_id: UUID, *, parts: Collection[str], because: str,
    at: datetime,
) -> None:  # fmt: skip
    """A named reviewer lets parts go out that may speak of others, with the words just read (P15).

    `parts` are those of the review page, as they read there. Raises RuleBroken when one has changed.
    """
    page = queries.review_page(session, actor, request_id)
    row = queries.get(session, actor, request_id)
    chosen = [one for one in page.parts if one.as_read in parts]
    if not parts or len(chosen) < len(set(parts)):
        raise RuleBroken("Choose what you have read and let go.", field="parts")
    for one in chosen:
        session.add(
            ReleasedPart(request_id=row.id, part=one.part, digest=one.digest, by=actor.user_id,
                         who=actor.called, because=because, at=at)
        )  # fmt: skip
    names = sorted(one.part for one in chosen)
    audit.record(session, actor, "let parts of a record go out", row, at=at, parts=names)


def put_right(
    session: Session, actor: Actor, request_id: UUID, *, facts: Mapping[str, str | date | None],
    because: str, version: int, at: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Put facts about somebody right, for everybody who sees them; what they said before is kept (G5).

    `version` is the one of the person that was looked at. Raises Conflict when it is no longer that.
    """
    actor.must(permissions.ANSWER_REQUEST)
    person = _person_of(session, actor, request_id)
    if not queries.get(session, actor, request_id).asks_for(RequestKind.RECTIFICATION):
        raise RuleBroken(NOT_ASKED)
    if person.version != version:
        raise Conflict(CHANGED)
    wanted = _tidied(facts, on=day_in_london(at))
    changed = [name for name in FIELDS if name in wanted and wanted[name] != getattr(person, name)]
    if not changed:
        raise RuleBroken("Nothing is different from what we have.")
    told: dict[str, Any] = {name: wanted[name] for name in changed}
    if "nhs_number" in told:
        told["is_twin"] = _is_twin(session, actor, person, wanted["nhs_number"])
    for name in changed:
        session.add(
            Rectification(
                person_id=person.id, field=name, before=said(getattr(person, name)),
                after=said(wanted[name]), because=because, by=actor.user_id, who=actor.called,
                at=at,
            )
        )  # fmt: skip
    with followed(session, person, at=at):
        person.be_told(placed(session, told), at=at)
        session.flush()
    audit.record(session, actor, "put a record right", person, at=at, fields=changed)
    return tuple(changed)


def _tidied(facts: Mapping[str, str | date | None], *, on: date) -> dict[str, Any]:
    """Facts as they are kept, those that were given and no others."""
    given: dict[str, Any] = {name: facts[name] for name in FIELDS if name in facts}
    tidy = asked.tidied(Answers(**given), on=on)
    return {name: getattr(tidy, name) for name in given}


def _is_twin(session: Session, actor: Actor, person: Person, nhs_number: Any) -> bool:
    """Whether another row has the number. Of one that the actor may not see nothing is said."""
    other = details.first_with_number(session, person, nhs_number)
    if other is not None and people.is_kept(session, actor, other):
        raise RuleBroken(ANOTHERS_NUMBER, field="nhs_number")
    return other is not None


def hold(session: Session, actor: Actor, request_id: UUID, *, because: str, at: datetime) -> None:
    """Let nothing of somebody's record be erased, while there is a complaint or an inquiry (G4)."""
    actor.must(permissions.ANSWER_REQUEST)
    person = _person_of(session, actor, request_id)
    row = Hold(person_id=person.id, because=because, by=actor.user_id, who=actor.called, at=at)
    session.add(row)
    session.flush()
    audit.record(session, actor, "held a record", person, at=at, hold=row.id)


def lift_holds(session: Session, actor: Actor, request_id: UUID, *, at: datetime) -> None:
    """What forbade to erase the record is over."""
    actor.must(permissions.ANSWER_REQUEST)
    person = _person_of(session, actor, request_id)
    standing = queries.holds_on(session, person.id)
    for row in standing:
        row.lifted_at, row.lifted_by = at, actor.user_id
    audit.record(session, actor, "lifted the hold on a record", person, at=at,
                 holds=[str(row.id) for row in standing])  # fmt: skip


def _person_of(session: Session, actor: Actor, request_id: UUID) -> Person:
    row = queries.get(session, actor, request_id)
    person = session.get(Person, row.person_id)
    if person is None:
        raise NotFound
    return person
