"""The worker: one process that drains the outbox and keeps the timetable, run by huey.

It is nudged after each commit that announced something, and looks every minute in any case.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from huey import SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import outbox
from kernel.database import Base, Database

log = logging.getLogger("petunias.worker")

TICK = "tick"
ALIVE_FOR = timedelta(minutes=3)
LONGEST_NAP = 0.25
"""Seconds that an idle worker sleeps at most: so a change is found within a second."""


class TimedRun(Base):
    """When something on the timetable was last done."""

    __tablename__ = "timed_run"

    name: Mapped[str] = mapped_column(unique=True)
    ran_at: Mapped[datetime]


@dataclass(frozen=True)
class WorkerHealth:
    """Whether the worker has looked lately, and when it last did."""

    is_alive: bool
    seen_at: datetime | None


class Worker:
    """Drains the outbox and keeps the timetable."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._lock = threading.Lock()
        self._huey: Huey | None = None

    @property
    def huey(self) -> Huey:
        """The queue, made on first use: SQLite beside the data, PostgreSQL when the database is."""
        if self._huey is None:
            queue = self._queue()
            self._drain_task = queue.task(name="drain")(self.drain)
            self._tick_task = queue.periodic_task(crontab(), name=TICK)(self.tick)
            self._hurry_task = queue.task(name="hurry")(self.do_each_minutes_work)
            self._huey = queue
        return self._huey

    def _queue(self) -> Huey:
        if self._database.is_sqlite:
            file = str(self._folder / "queue.sqlite")
            return SqliteHuey("petunias", filename=file, results=False)
        from huey import PostgresHuey

        return PostgresHuey("petunias", dsn=self._database.url, results=False)

    def nudge(self, session: Session) -> None:
        """Wake the worker after a commit that announced something. The minute's look is the net."""
        if session.info.pop("announced", False):
            try:
                _ = self.huey
                self._drain_task()
            except Exception:
                log.exception("could not nudge the worker; it looks again within a minute")

    def hurry(self) -> None:
        """Let the worker do each minute's work now: something was found broken that it mends.

        Nothing is written to the database, so a page that is only read may ask for it.
        """
        try:
            _ = self.huey
            self._hurry_task()
        except Exception:
            log.exception("could not hurry the worker; it looks again within a minute")

    def do_each_minutes_work(self) -> None:
        """Do now what is on the timetable for every minute."""
        for timed in outbox.timetable():
            if timed.minutes == 1:
                try:
                    with self._database.writing() as session:
                        timed.call(session, at=self._clock())
                except Exception:
                    log.exception("%s failed; it is tried again in a minute", timed.name)

    def drain(self) -> int:
        """Do all that is due in the outbox; how many rows were done."""
        with self._lock:
            return outbox.drain(self._database, self._clock)

    def tick(self) -> None:
        """Once a minute: what the timetable says, then the outbox."""
        self.keep_timetable()
        self.drain()

    def keep_timetable(self) -> None:
        """Do everything on the timetable whose time has come; one failure does not stop the rest."""
        for timed in outbox.timetable():
            try:
                (self._keep_beside if timed.is_long else self._keep)(timed)
            except Exception:
                log.exception("%s failed; it is tried again in a minute", timed.name)
        with self._database.writing() as session:
            _is_time(session, TICK, 0, at=self._clock())

    def _keep(self, timed: outbox.Timed) -> None:
        """Do it if its time has come, in the transaction that notes the time."""
        with self._database.writing() as session:
            if _is_time(session, timed.name, timed.minutes, at=self._clock()):
                timed.call(session, at=self._clock())

    def _keep_beside(self, timed: outbox.Timed) -> None:
        """Do it if its time has come, while others write; then note the time."""
        at = self._clock()
        with self._database.reading() as session:
            if not _is_time(session, timed.name, timed.minutes, at=at):
                return
        timed.call(self._database, at=at)
        with self._database.writing() as session:
            _is_time(session, timed.name, timed.minutes, at=at)

    def run(self) -> None:
        """Work until told to stop: SIGINT lets it end what it has in hand."""
        consumer = self.huey.create_consumer(
            workers=1, periodic=True, initial_delay=0.05, max_delay=LONGEST_NAP, backoff=1.15
        )
        self._tick_task()
        consumer.run()


def _is_time(session: Session, name: str, minutes: int, *, at: datetime) -> bool:
    """Whether `minutes` have passed since the last time; if so, now is the last time."""
    run = session.scalar(sa.select(TimedRun).where(TimedRun.name == name).with_for_update())
    if run is None:
        session.add(TimedRun(name=name, ran_at=at))
        return True
    if timedelta() <= at - run.ran_at < timedelta(minutes=minutes):
        return False
    run.ran_at = at
    return True


def health(session: Session, *, at: datetime) -> WorkerHealth:
    """Whether the worker has looked within three minutes."""
    seen_at = session.scalar(sa.select(TimedRun.ran_at).where(TimedRun.name == TICK))
    return WorkerHealth(seen_at is not None and at - seen_at <= ALIVE_FOR, seen_at)
