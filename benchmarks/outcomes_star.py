"""How fast a cohort is reported: 50,000 people with 150,000 readings against 5,000 with 15,000.

`python -m benchmarks.outcomes_star URL` reports it once and prints the megabytes that this took.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries
from accounts.demo import HOST
from benchmarks import world
from benchmarks.corpus import SEED
from benchmarks.figures import Figure, by_turns
from benchmarks.referrals import a_referral
from kernel.access import Actor, Role
from kernel.database import Database
from kernel.periods import FinancialYear
from outcomes_star import shelf
from outcomes_star.instruments import Way
from outcomes_star.models import Reading, ReadingAnswer
from outcomes_star.queries.cohorts import cohort_page
from outcomes_star.vocabulary import Occasion
from referrals.cuts import Cut
from referrals.models import Person, Referral

FEW, MANY = 5_000, 50_000
ROUNDS = 5
AT_A_TIME = 2_000
MOST_MEGABYTES = 300
WHEEL = shelf.get(shelf.USUAL, 1)
LATER = ((Occasion.START, 0), (Occasion.REVIEW, 42), (Occasion.END, 90))
TODAY, NOON = date(2026, 11, 22), time(12)
KNOWN_BY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""After everything was written down, whenever this runs in that year."""


def figures() -> Iterator[Figure]:
    """The report of a year's cohort, cut by practice; and what it takes of memory."""
    with TemporaryDirectory() as few, TemporaryDirectory() as many:
        small, large = _filled(Path(few), FEW), _filled(Path(many), MANY)
        a, b = reported(small), reported(large)
        a(), b()
        seconds = by_turns(a, b, rounds=ROUNDS)
        print(
            f"  cohort: {seconds[0]:.2f} s of {FEW:,} people, {seconds[1]:.2f} s of {MANY:,}",
            flush=True,
        )
        yield Figure(f"cohort-of-{MANY}-against-{FEW}", seconds[1] / seconds[0], MANY / FEW)
        done = subprocess.run(  # noqa: S603 our own module
            [sys.executable, "-m", "benchmarks.outcomes_star", large.url],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        yield Figure("megabytes-to-report-a-cohort", float(done.stdout), MOST_MEGABYTES)


def reported(database: Database) -> Callable[[], object]:
    """A manager's report of last year's cohort, ready to be asked for again and again."""
    last_year = FinancialYear.containing(TODAY).previous

    def report() -> None:
        with database.reading() as session:
            lead = next(one for one in queries.organisations(session) if one.name == HOST)
            manager = Actor(
                user_id=uuid4(), organisation_id=lead.id, area_id=lead.area_id,
                roles=frozenset({Role.LEAD_MANAGER}),
            )  # fmt: skip
            page = cohort_page(
                session, manager, code=WHEEL.code, version=WHEEL.version, period=last_year.label,
                by=Cut.PRACTICE.value, at=KNOWN_BY,
            )  # fmt: skip
            if page.groups[0].paired < FEW / 2:
                raise RuntimeError(f"Only {page.groups[0].paired} people were compared.")

    return report


def _filled(folder: Path, size: int) -> Database:
    app = world.make(folder, 20)
    database: Database = app.extensions["petunias"].database
    with database.writing() as session:
        _fill(session, size, at=app.extensions["petunias"].clock())
    return database


def _fill(session: Session, size: int, *, at: datetime) -> None:
    places = {one.name: one.id for one in queries.organisations(session)}
    lead = places[HOST]
    practices = [
        places[name] for name in ("Weaver Street Surgery", "Old Quay Practice") if name in places
    ]
    workers = [one.id for one in queries.holders(session, lead, Role.LINK_WORKER)]
    chance = Random(SEED)
    cases = (
        a_referral(chance, chance.choice(practices), lead, workers, is_open=True, at=at)
        for _ in range(size)
    )
    first = FinancialYear.containing(TODAY).previous.first_day
    while some := list(islice(cases, AT_A_TIME)):
        for table, place in ((Person, 0), (Referral, 1)):
            session.execute(sa.insert(table), [one[place] for one in some])
        told = [_told(chance, one[1], first) for one in some]
        session.execute(sa.insert(Reading), [row for rows, _ in told for row in rows])
        session.execute(sa.insert(ReadingAnswer), [row for _, rows in told for row in rows])


def _told(
    chance: Random, case: dict[str, Any], first: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Three readings of somebody, and the answers to them."""
    day = first + timedelta(days=chance.randint(0, 270))
    readings, answers = [], []
    for occasion, days in LATER:
        number: UUID = uuid4()
        taken_on = day + timedelta(days=days)
        readings.append({
            "id": number, "person_id": case["person_id"], "referral_id": case["id"],
            "lead_id": case["lead_id"], "practice_id": None, "code": WHEEL.code,
            "instrument_version": WHEEL.version, "occasion": occasion, "way": Way.TOGETHER,
            "taken_on": taken_on, "words": "", "by": None,
            "recorded_at": datetime.combine(taken_on, NOON, UTC),
            "who": "Petunias", "corrects_id": None, "because": "", "replaced_at": None,
        })  # fmt: skip
        answers += [
            {"id": uuid4(), "reading_id": number, "position": place, "aspect": one.code,
             "goal_id": None, "goal": "", "value": chance.randint(1, 5), "note": ""}
            for place, one in enumerate(WHEEL.aspects)
        ]  # fmt: skip
    return readings, answers


def most_megabytes() -> float:
    """The most memory that this process has held; `getrusage` would count what its parent held as it began."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None  # noqa: S101 - Linux says it of every process
    return int(found[1]) / 1024


if __name__ == "__main__":
    reported(Database(sys.argv[1]))()
    sys.stdout.write(str(most_megabytes()))
