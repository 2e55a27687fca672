"""What people of Anytown said of how things are: a start for most, later readings for many.

The numbers are drawn by chance from a seed, so that every Anytown has the same. Nobody here is real.
"""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Actor, Role
from kernel.database import Database
from kernel.periods import LONDON, day_in_london
from outcomes_star import shelf
from outcomes_star.instruments import Way
from outcomes_star.models import InstrumentChoice
from outcomes_star.operations import choosing, publishing, readings
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.queries.cases import TAKES
from outcomes_star.vocabulary import Agrees, Occasion
from referrals.lifecycle import State
from referrals.queries import visible_to

WHEEL = shelf.get(shelf.USUAL, 1)
LONG_AGO = timedelta(days=970)
SHARE = 0.85
"""Of those who can be asked: the others were not, as it is in life."""

LATER = ((Occasion.REVIEW, 54), (Occasion.END, 96), (Occasion.FOLLOW_UP, 200))
"""After how many days from the referral each later reading comes, where somebody came so far."""

LEFT_OUT = 0.04
FIRST = 12
DONE = (State.COMPLETED, State.MAINTAINING, State.SUSTAINED, State.LAPSED)
SAID = (
    "I get out more than I did.", "Some days are still hard.", "I have somebody to ring.",
    "I know now what to ask the nurse.", "It is quieter in my head.", "",
)  # fmt: skip
AGREED = {
    Agrees.PEOPLE: "Eight people of the gardening group tried it.",
    Agrees.STAFF: "The link workers, and Dr Okafor for the practices.",
    Agrees.COMMISSIONER: "In the minutes of the steering group.",
    Agrees.LANGUAGE: "The cookery men read it with Asha, in English, with the interpreter beside them.",
}


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Let both lead NTPs of Anytown ask the wheel, and people answer, once."""
    with database.writing() as session:
        if session.scalar(sa.select(InstrumentChoice.id).limit(1)) is not None:
            return []
        for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
            manager = Actor(
                organisation_id=lead.id, roles=frozenset({Role.LEAD_MANAGER}), name="Petunias"
            )
            _choose(session, manager, at=at - LONG_AGO)
        made = _ask(session, random.Random(seed), at=at)  # noqa: S311 - made-up numbers, not secrets
        publishing.issue_due(session, at=at)
    return [f"{made} times somebody of Anytown said how things are for them."]


def _choose(session: Session, manager: Actor, *, at: datetime) -> None:
    choosing.choose(session, manager, WHEEL.code, WHEEL.version, at=at)
    for one, words in AGREED.items():
        choosing.agree(
            session, manager, WHEEL.code, WHEEL.version, one, on=day_in_london(at), words=words,
            at=at,
        )  # fmt: skip


def _ask(session: Session, chance: random.Random, *, at: datetime) -> int:
    rows = session.scalars(visible_to(SYSTEM)).all()
    asked = [one for one in rows if one.state in TAKES and one.sent_at is not None]
    made = 0
    for row in sorted(asked, key=lambda one: (one.sent_at, one.person.name)):
        if row.link_worker_id is None or chance.random() > SHARE:
            continue
        names = accounts.names_of(session, [row.link_worker_id])
        worker = Actor(
            user_id=row.link_worker_id, organisation_id=row.lead_id,
            roles=frozenset({Role.LINK_WORKER}), name=names.get(row.link_worker_id, ""),
        )  # fmt: skip
        made += _story(session, worker, row, chance, at=at)
    return made


def _story(
    session: Session, worker: Actor, row: Any, chance: random.Random, *, at: datetime
) -> int:
    numbers = {one.code: chance.choice((1, 2, 2, 3, 3, 4)) for one in WHEEL.aspects}
    made = 0
    later = LATER if row.state in DONE else LATER[:1]
    for occasion, days in ((Occasion.START, FIRST), *later):
        on = day_in_london(row.sent_at) + timedelta(days=days)
        if on > day_in_london(at) or not (row.state.is_met or row.state in DONE):
            break
        moment = datetime.combine(on, time(11), LONDON).astimezone(at.tzinfo)
        answers = {
            code: Answered(None if chance.random() < LEFT_OUT else number)
            for code, number in numbers.items()
        }
        words = "" if occasion is Occasion.START else chance.choice(SAID)
        said = Said(occasion, Way.TOGETHER, on, answers, words)
        readings.take(session, worker, row.id, WHEEL.code, said, at=min(moment, at))
        made += 1
        numbers = {
            code: max(1, min(5, number + chance.choice((-1, 0, 0, 1, 1, 1))))
            for code, number in numbers.items()
        }
    return made
