"""How fast a caseload stays: the same pages with 2,000 open cases of 200,000, and with 20 of 20.

Both installations lie side by side and take turns, asked in this process by the same people.
"""

import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts import operations as accounts_operations
from accounts import queries
from accounts.demo import DOMAIN, HOST, LINK_WORKERS
from benchmarks import served, world
from benchmarks.corpus import SEED
from benchmarks.figures import Figure, by_turns
from kernel.access import Role
from kernel.database import Database
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models import Person, Referral, ReferralMove, WorkerOfPractice
from referrals.vocabulary import Source, Urgency

FEW, MANY, IN_ALL = 20, 2_000, 200_000
ROUNDS = 9
AT_A_TIME = 5_000
OPEN, ENDED = (Move.SEND, Move.ACCEPT), (Move.SEND, Move.DECLINE)
PAGES = (("manager", "/cases"), ("manager", "/desk"), ("worker", "/cases"), ("worker", "/desk"))
NAMES = ("Ada", "Ben", "Cora", "Dev", "Esme", "Femi", "Gita", "Hal")


class Installation:
    """Anytown with so many open cases of so many referrals, and three people who are signed in."""

    def __init__(self, folder: Path, *, open_cases: int, in_all: int) -> None:
        self.app: Flask = world.make(folder, 20)
        self.app.register_blueprint(served.feature)
        self.database: Database = self.app.extensions["petunias"].database
        self.now: datetime = self.app.extensions["petunias"].clock()
        with self.database.writing() as session:
            _fill(session, open_cases=open_cases, in_all=in_all, at=self.now)
        self.clients = {
            "manager": self._signed_in(Role.LEAD_MANAGER.value),
            "worker": self._signed_in(Role.LINK_WORKER.value),
            "nurse": self._signed_in(Role.REFERRER.value),
        }

    def _signed_in(self, name: str) -> FlaskClient:
        token = secrets.token_urlsafe(16)
        with self.database.writing() as session:
            user = queries.find_user_by_email(session, f"{name}@{DOMAIN}")
            assert user is not None  # noqa: S101 - the demo has one of each role
            accounts_operations.start_session(
                session, user, token=token, awaits_code=False, at=self.now
            )
        client = self.app.test_client()
        client.set_cookie("petunias", token)
        return client

    def page(self, who: str, path: str) -> Callable[[], object]:
        """A request for a page, ready to be made again and again."""

        def ask() -> None:
            answer = self.clients[who].get(path)
            if answer.status_code != 200:  # noqa: PLR2004 - HTTP's OK
                raise RuntimeError(f"{path} was answered with {answer.status}.")

        return ask


def figures() -> Iterator[Figure]:
    """The figures of referrals: each page against itself with a hundredth of the cases."""
    with TemporaryDirectory() as few, TemporaryDirectory() as many:
        small = Installation(Path(few), open_cases=FEW, in_all=FEW)
        large = Installation(Path(many), open_cases=MANY, in_all=IN_ALL)
        for who, path in PAGES:
            a, b = small.page(who, path), large.page(who, path)
            a(), b()
            seconds = by_turns(a, b, rounds=ROUNDS)
            name = f"{who}{path.replace('/', '-')}"
            print(f"  {name}: {seconds[0] * 1000:.0f} ms with {FEW}, "
                  f"{seconds[1] * 1000:.0f} ms with {MANY:,} of {IN_ALL:,}", flush=True)  # fmt: skip
            yield Figure(f"{name}-{MANY}-against-{FEW}", seconds[1] / seconds[0], 10)
        floor, form = large.page("nurse", "/floor"), large.page("nurse", "/referrals/new")
        floor(), form()
        seconds = by_turns(floor, form, rounds=ROUNDS)
        yield Figure("refer-page-against-floor", seconds[1] / seconds[0], 6)


def _fill(session: Session, *, open_cases: int, in_all: int, at: datetime) -> None:
    places = {one.name: one.id for one in queries.organisations(session)}
    practice, lead = places["Weaver Street Surgery"], places[HOST]
    workers = [one.id for one in queries.holders(session, lead, Role.LINK_WORKER)]
    assert len(workers) == len(LINK_WORKERS)  # noqa: S101
    there = session.scalar(
        sa.select(WorkerOfPractice.id).where(WorkerOfPractice.practice_id == practice)
    )
    if there is None:
        session.add(
            WorkerOfPractice(practice_id=practice, lead_id=lead, user_id=workers[0], named_at=at)
        )
    chance = Random(SEED)
    rows = (
        a_referral(chance, practice, lead, workers, is_open=number < open_cases, at=at)
        for number in range(in_all)
    )
    while some := list(islice(rows, AT_A_TIME)):
        for table, place in ((Person, 0), (Referral, 1)):
            session.execute(sa.insert(table), [one[place] for one in some])
        session.execute(sa.insert(ReferralMove), [move for one in some for move in one[2]])


def a_referral(
    chance: Random, practice: UUID, lead: UUID, workers: Sequence[UUID], *, is_open: bool,
    at: datetime,
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:  # fmt: skip
    sent = at - timedelta(days=chance.randint(1, 90 if is_open else 900))
    person_id, referral_id = uuid4(), uuid4()
    moves, state = [], REFERRAL.start
    for number, move in enumerate(OPEN if is_open else ENDED, start=1):
        before, state = state, REFERRAL.after(state, move)
        moves.append({"id": uuid4(), "referral_id": referral_id, "number": number, "move": move,
                      "before": before, "after": state, "by": None, "who": "Petunias", "at": sent,
                      "because": ""})  # fmt: skip
    person = {"id": person_id, "lead_id": lead, "practice_id": practice, "conditions": [],
              "name": f"{chance.choice(NAMES)} {referral_id.hex[:6]}", "made_at": sent,
              "changed_at": sent}  # fmt: skip
    referral = {"id": referral_id, "person_id": person_id, "lead_id": lead,
                "practice_id": practice, "link_worker_id": chance.choice(workers), "state": state,
                "source": Source.PRACTICE, "urgency": Urgency.ROUTINE, "started_at": sent,
                "sent_at": sent, "moved_at": sent, "moves_made": len(moves),
                "accepted_at": sent if is_open else None,
                "ended_at": None if state is State.ALLOCATED else sent}  # fmt: skip
    return person, referral, moves


if __name__ == "__main__":
    for figure in figures():
        sys.stdout.write(f"{figure.line('referrals')}\n")
