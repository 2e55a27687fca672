"""The worker: nudged by a commit, kept by the timetable, and none the worse for being killed."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from kernel import outbox, worker
from kernel.events import Event
from kernel.limits import Limit, count, is_reached
from kernel.outbox import OutboxItem
from kernel.worker import TICK, TimedRun, Worker

ROOT = Path(__file__).parents[2]
HEARD = Limit("heard in a test", 1, timedelta(days=3650), "")


@dataclass(frozen=True)
class Rang(Event):
    """Something that a test says."""

    bell_id: UUID


@pytest.fixture
def hearing():
    """A listener that counts each bell it hears, for as long as the test runs."""

    def listen(session, event, *, at):
        count(session, HEARD, str(event.bell_id), at=at)

    before = dict(outbox._subscriptions)
    outbox.on(Rang)(listen)
    yield
    outbox._subscriptions.clear()
    outbox._subscriptions.update(before)


@pytest.fixture
def timed():
    """Put something on the timetable; it alone is there until the test ends."""
    before = dict(outbox._timetable)
    outbox._timetable.clear()
    yield lambda call, minutes, **more: outbox.every(minutes=minutes, **more)(call)
    outbox._timetable.clear()
    outbox._timetable.update(before)


@pytest.fixture
def working(database, clock, tmp_path):
    """A worker whose queue is closed after the test."""
    made = Worker(database, clock, folder=tmp_path)
    made.huey.flush()  # on PostgreSQL the queue outlives a test
    database.after_commit.append(made.nudge)
    yield made
    made.huey.storage.close()


class TestBeingNudged:
    def test_a_commit_that_announced_something_leaves_word_in_the_queue(
        self, database, working, clock, hearing
    ):
        with database.writing() as session:
            outbox.announce(session, Rang(uuid4()), at=clock.now)
        assert working.huey.pending_count() == 1

    def test_a_commit_that_announced_nothing_does_not(self, database, working, clock):
        with database.writing() as session:
            session.add(TimedRun(name="bell", ran_at=clock.now))
        assert working.huey.pending_count() == 0

    def test_the_word_is_understood_by_another_process(
        self, database, working, clock, hearing, tmp_path
    ):
        bell = uuid4()
        with database.writing() as session:
            outbox.announce(session, Rang(bell), at=clock.now)
        other = Worker(database, clock, folder=tmp_path)
        other.huey.execute(other.huey.dequeue())
        other.huey.storage.close()
        with database.reading() as session:
            assert is_reached(session, HEARD, str(bell), at=clock.now)

    def test_no_answer_fails_because_the_queue_is_away(self, database, clock, tmp_path, hearing):
        lost = Worker(database, clock, folder=tmp_path / "not" / "there")
        if not database.is_sqlite:
            pytest.skip("On PostgreSQL the queue is in the database: they are away together.")
        database.after_commit.append(lost.nudge)
        with database.writing() as session:
            outbox.announce(session, Rang(uuid4()), at=clock.now)
        with database.reading() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(OutboxItem)) == 1

    def test_what_was_done_leaves_nothing_in_the_queue(self, database, working, clock, hearing):
        with database.writing() as session:
            outbox.announce(session, Rang(uuid4()), at=clock.now)
        working.huey.execute(working.huey.dequeue())
        assert (working.huey.pending_count(), working.huey.result_count()) == (0, 0)


class TestTheTimetable:
    def test_something_is_done_at_once_and_then_when_its_time_has_come(self, working, clock, timed):
        done = []
        timed(lambda session, *, at: done.append(at), minutes=60)
        for minutes in (0, 30, 29, 1, 60):
            clock.passes(minutes=minutes)
            working.keep_timetable()
        noon = clock.now - timedelta(minutes=120)
        assert done == [noon, noon + timedelta(minutes=60), noon + timedelta(minutes=120)]

    def test_it_is_remembered_over_a_new_start(self, database, working, clock, timed, tmp_path):
        done = []
        timed(lambda session, *, at: done.append(at), minutes=60)
        working.keep_timetable()
        Worker(database, clock, folder=tmp_path).keep_timetable()
        assert len(done) == 1

    def test_a_clock_that_was_put_back_does_not_stop_it(self, working, clock, timed):
        done = []
        timed(lambda session, *, at: done.append(at), minutes=60)
        working.keep_timetable()
        clock.passes(days=-300)
        working.keep_timetable()
        assert len(done) == 2

    def test_a_failure_keeps_nothing_stops_no_other_and_is_tried_again(
        self, database, working, clock, timed, caplog
    ):
        done = []

        def fails(session, *, at):
            session.add(TimedRun(name="half done", ran_at=at))
            session.flush()
            raise ZeroDivisionError

        timed(fails, minutes=60)
        timed(lambda session, *, at: done.append(at), minutes=60)
        working.keep_timetable()
        clock.passes(minutes=1)
        working.keep_timetable()
        assert len(done) == 1
        assert caplog.text.count("failed; it is tried again") == 2
        with database.reading() as session:
            assert session.scalar(sa.select(TimedRun).where(TimedRun.name == "half done")) is None

    def test_what_is_long_is_done_while_others_write_and_its_time_is_noted_after_it(
        self, database, working, clock, timed
    ):
        done = []

        def is_long(given, *, at):
            assert given is database
            with database.writing() as session:
                session.add(TimedRun(name=f"somebody wrote {len(done)}", ran_at=at))
            done.append(at)

        timed(is_long, minutes=60, is_long=True)
        for minutes in (0, 30, 30):
            clock.passes(minutes=minutes)
            working.keep_timetable()
        assert done == [clock.now - timedelta(minutes=60), clock.now]
        with database.reading() as session:
            names = set(session.scalars(sa.select(TimedRun.name)))
        assert names >= {"somebody wrote 0", "somebody wrote 1"}

    def test_what_is_long_and_fails_is_tried_again_in_a_minute(self, working, clock, timed, caplog):
        tried = []

        def fails(_database, *, at):
            tried.append(at)
            raise ZeroDivisionError

        timed(fails, minutes=60, is_long=True)
        for _ in range(2):
            working.keep_timetable()
            clock.passes(minutes=1)
        assert len(tried) == caplog.text.count("failed; it is tried again") == 2


class TestItsHealth:
    def test_it_is_not_alive_before_it_has_looked(self, database, clock):
        with database.reading() as session:
            assert worker.health(session, at=clock.now) == worker.WorkerHealth(False, None)

    @pytest.mark.parametrize(("minutes", "is_alive"), [(0, True), (3, True), (4, False)])
    def test_it_is_alive_when_it_looked_in_the_last_three_minutes(
        self, database, working, clock, minutes, is_alive
    ):
        working.tick()
        clock.passes(minutes=minutes)
        with database.reading() as session:
            assert worker.health(session, at=clock.now).is_alive == is_alive


def test_two_workers_do_each_thing_once(database, clock, tmp_path, hearing):
    import threading

    bells = [uuid4() for _ in range(30)]
    with database.writing() as session:
        for bell in bells:
            outbox.announce(session, Rang(bell), at=clock.now)
    threads = [
        threading.Thread(target=Worker(database, clock, folder=tmp_path).drain) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        items = session.scalars(sa.select(OutboxItem)).all()
        assert len(items) == 30
        assert [item.error for item in items if item.error or item.done_at is None] == []


class TestAProcess:
    """`flask --app wsgi worker`, really run."""

    @pytest.fixture
    def started(self, database, database_url, tmp_path):
        """Start a worker's process; each is ended with the test."""
        processes = []

        def start():
            environ = {
                **os.environ,
                "PETUNIAS_DATA": str(tmp_path / "data"),
                "PETUNIAS_DATABASE_URL": database_url,
            }
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
            process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE)
            processes.append(process)
            return process

        yield start
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def test_looks_at_once_survives_a_kill_and_ends_when_asked(self, database, started):
        first = started()
        wait_until(lambda: ticks(database), first)
        first.kill()
        first.wait()
        forget_ticks(database)
        second = started()
        wait_until(lambda: ticks(database), second)
        second.send_signal(signal.SIGINT)
        assert second.wait(20) == 0


def ticks(database):
    """How often the worker has looked: 0 or 1."""
    with database.reading() as session:
        return session.query(TimedRun).filter_by(name=TICK).count()


def forget_ticks(database):
    """As if it had never looked."""
    with database.writing() as session:
        session.query(TimedRun).filter_by(name=TICK).delete()


def wait_until(happens, process, seconds=40):
    """Wait for something that a process does."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)
