"""Everything is killed in the middle of eight people's writing: what was acknowledged is there (K1)."""

import sqlite3
import threading
import time
from datetime import UTC, datetime

import pytest

from kernel.database import Database
from tests.support.renaming import Renamer
from tests.support.served import Served

KILLS = 3
WRITERS = 8


@pytest.fixture
def served(tmp_path, sqlite_stock):
    """A site on an SQLite file, not yet started."""
    folder = tmp_path / "served"
    folder.mkdir()
    made = Served(folder, PETUNIAS_PROCESSES="2")
    made.data.mkdir()
    sqlite_stock.fresh(made.data)
    return made


@pytest.fixture
def people(served):
    """Eight people who are signed in."""
    database = Database(f"sqlite:///{served.data / 'petunias.sqlite'}")
    now = datetime.now(UTC)  # noqa: TID251 - the site that is served has the real clock
    database.before_commit.append(audit_seal(served))
    yield [Renamer(database, served.port, at=now) for _ in range(WRITERS)]
    database.close()


def audit_seal(served):
    """What the site does at the end of a transaction, with the site's own key."""
    from audit import operations
    from config import Settings

    return operations.seal_with(Settings.from_environment(served.environ).audit_key)


def test_what_was_acknowledged_before_a_kill_is_there_after_it(
    served, people, soak_factor, evidence
):
    acknowledgements = 0
    slowest = 0.0
    for round_ in range(KILLS * (1 if soak_factor == 1 else soak_factor + 9)):
        begun = time.perf_counter()
        with served:
            served.wait()
            slowest = max(slowest, time.perf_counter() - begun)
            acknowledgements += write_until_killed(served, people, round_)
        for one in people:
            assert one.kept in {one.acknowledged, one.attempted}
            one.acknowledged = one.kept
    with sqlite3.connect(served.data / "petunias.sqlite") as looked_at:
        assert looked_at.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        numbers = [row[0] for row in looked_at.execute("SELECT number FROM audit_line ORDER BY 1")]
    looked_at.close()
    assert numbers == list(range(1, len(numbers) + 1)), "The audit has no gap."
    assert acknowledgements > 0
    evidence("kill -9 of everything while eight write", f"{acknowledgements:,} acknowledged, "
             f"0 lost; serving again within {slowest:.1f} s")  # fmt: skip


def write_until_killed(served, people, round_):
    """Let all write for a moment, then kill; how many writes were acknowledged."""
    counts = [0] * len(people)
    statuses = set()

    def write(number, person):
        try:
            while True:
                statuses.add(person.rename(f"Name {round_} {number} {counts[number]}"))
                counts[number] += 1
        except OSError:
            return

    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    served.kill()
    for thread in threads:
        thread.join()
    assert statuses == {303}
    return sum(counts)


def test_eight_who_write_at_once_are_all_served(served, people, soak_factor, evidence):
    """R4: nobody is shown that the database is locked, and nothing is lost."""
    waits = []

    def write(number, person):
        for turn in range(10 * soak_factor):
            begun = time.perf_counter()
            assert person.rename(f"Name {number} {turn}") == 303
            waits.append(time.perf_counter() - begun)

    with served:
        served.wait()
        threads = [threading.Thread(target=write, args=pair) for pair in enumerate(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(waits) == WRITERS * 10 * soak_factor
    assert [one.kept for one in people] == [one.acknowledged for one in people]
    slow = sorted(waits)[int(len(waits) * 0.99)]
    evidence("eight writers over HTTP", f"{len(waits):,} writes, 0 refused, p99 {slow:.2f} s")
