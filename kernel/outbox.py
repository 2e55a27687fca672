"""The outbox: what others must hear is a row in the same transaction as the act that caused it.

No commit, no job; commit, then certainly a job. Each row is done in a transaction of its own; what
fails is kept with its error and tried again, later and later. Listeners may be called twice.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.database import Base, Database
from kernel.events import Event

E = TypeVar("E", bound=Event)
Listener = Callable[..., None]

BATCH = 500
TRIES_BEFORE_ALARM = 5
LONGEST_WAIT = timedelta(hours=6)


class OutboxItem(Base):
    """One thing for one listener to do."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        sa.Index(
            "ix_outbox_item_waiting",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    listener: Mapped[str]
    payload: Mapped[dict[str, Any]]
    announced_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Subscription:
    """A listener, the event it hears, and whether it takes many at once."""

    name: str
    event: type[Event]
    call: Listener
    takes_many: bool


@dataclass(frozen=True)
class Timed:
    """Something to be done again and again, at least `minutes` apart; `is_long` if nobody may wait for it."""

    name: str
    minutes: int
    call: Listener
    is_long: bool = False


_subscriptions: dict[str, Subscription] = {}
_timetable: dict[str, Timed] = {}


def _name_of(listener: Listener) -> str:
    return f"{listener.__module__}.{listener.__qualname__}"


def on(event: type[E]) -> Callable[[Listener], Listener]:
    """Hear of an event: the listener is called as `listener(session, event, at=…)`."""

    def register(listener: Listener) -> Listener:
        name = _name_of(listener)
        _subscriptions[name] = Subscription(name, event, listener, takes_many=False)
        return listener

    return register


def on_many(event: type[E]) -> Callable[[Listener], Listener]:
    """Hear of many events of a kind together: called as `listener(session, events, at=…)`."""

    def register(listener: Listener) -> Listener:
        name = _name_of(listener)
        _subscriptions[name] = Subscription(name, event, listener, takes_many=True)
        return listener

    return register


def every(*, minutes: int, is_long: bool = False) -> Callable[[Listener], Listener]:
    """Do something on the timetable: called as `listener(session, at=…)`, in one transaction.

    What is long is called as `listener(database, at=…)`, outside any transaction, and opens its own.
    """

    def register(listener: Listener) -> Listener:
        name = _name_of(listener)
        _timetable[name] = Timed(name, minutes, listener, is_long)
        return listener

    return register


def timetable() -> Sequence[Timed]:
    """Everything on the timetable."""
    return tuple(_timetable.values())


def subscriptions() -> Sequence[Subscription]:
    """Every listener that there is."""
    return tuple(_subscriptions.values())


def announce(
    session: Session, event: Event, *, at: datetime, due_at: datetime | None = None
) -> None:
    """Say what happened, in the same transaction; each listener gets a row of its own.

    They hear of it as soon as can be, or from `due_at` on.
    """
    if is_unheard(session):
        return
    for subscription in _subscriptions.values():
        if type(event) is subscription.event:
            session.add(
                OutboxItem(
                    listener=subscription.name,
                    payload=event.payload(),
                    announced_at=at,
                    due_at=due_at or at,
                )
            )
            session.info["announced"] = True


@contextmanager
def unheard(session: Session) -> Iterator[None]:
    """Let nobody hear of what is done in here: a made-up past writes no letters today."""
    session.info["unheard"] = True
    try:
        yield
    finally:
        del session.info["unheard"]


def is_unheard(session: Session) -> bool:
    """Whether nobody hears of what is done now."""
    return bool(session.info.get("unheard"))


def drain(database: Database, clock: Callable[[], datetime]) -> int:
    """Do everything that is due; how many rows were done. One drain at a time does each row once."""
    done = 0
    while names := _waiting_listeners(database, clock()):
        before = done
        for name in names:
            done += _drain_listener(database, name, clock)
        if done == before:
            break
    return done


def _waiting_listeners(database: Database, now: datetime) -> list[str]:
    with database.reading() as session:
        return list(
            session.scalars(
                sa.select(OutboxItem.listener)
                .where(*_is_due(now))
                .distinct()
                .order_by(OutboxItem.listener)
            )
        )


def _is_due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (OutboxItem.done_at.is_(None), OutboxItem.due_at <= now)


def _drain_listener(database: Database, name: str, clock: Callable[[], datetime]) -> int:
    subscription = _subscriptions.get(name)
    size = BATCH if subscription and subscription.takes_many else 1
    done = 0
    while count := _one_turn(database, name, subscription, size, clock):
        done += count
    return done


def _one_turn(
    database: Database,
    name: str,
    subscription: Subscription | None,
    size: int,
    clock: Callable[[], datetime],
) -> int:
    """Do the next rows of one listener; how many were done. Nought: none is due, or they failed."""
    now = clock()
    taken: list[OutboxItem] = []
    try:
        with database.writing() as session:
            taken = list(
                session.scalars(
                    sa.select(OutboxItem)
                    .where(OutboxItem.listener == name, *_is_due(now))
                    .order_by(OutboxItem.due_at, OutboxItem.id)
                    .limit(size)
                    .with_for_update(skip_locked=True)
                )
            )
            if not taken:
                return 0
            if subscription is None:
                raise LookupError(f"Nobody listens under the name {name!r} any more.")
            _call(session, subscription, taken, now)
            for item in taken:
                item.done_at = now
    except Exception:
        _put_off(database, taken, clock(), traceback.format_exc(limit=4))
        return 0
    return len(taken)


def _call(
    session: Session, subscription: Subscription, items: list[OutboxItem], now: datetime
) -> None:
    events = [subscription.event.from_payload(item.payload) for item in items]
    if subscription.takes_many:
        subscription.call(session, events, at=now)
    else:
        subscription.call(session, events[0], at=now)


def _put_off(database: Database, items: list[OutboxItem], now: datetime, error: str) -> None:
    with database.writing() as session:
        for stale in items:
            item = session.get(OutboxItem, stale.id)
            if item is not None and item.done_at is None:
                item.tries += 1
                item.error = error[-2000:]
                item.due_at = now + min(timedelta(seconds=10 * 4 ** (item.tries - 1)), LONGEST_WAIT)


@dataclass(frozen=True)
class OutboxHealth:
    """How the outbox stands: rows waiting, the age of the oldest in seconds, rows in trouble."""

    waiting: int
    oldest_seconds: float
    failing: int


def health(session: Session, *, at: datetime) -> OutboxHealth:
    """How much is waiting, how long, and how many rows have failed five times.

    What was put off on purpose does not wait yet; what failed does, until it is tried again.
    """
    has_failed = OutboxItem.tries > 0
    waits_since = sa.case((has_failed, OutboxItem.announced_at), else_=OutboxItem.due_at)
    waiting, oldest = session.execute(
        sa.select(sa.func.count(), sa.func.min(waits_since)).where(
            OutboxItem.done_at.is_(None), sa.or_(OutboxItem.due_at <= at, has_failed)
        )
    ).one()
    failing = (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(OutboxItem)
            .where(OutboxItem.done_at.is_(None), OutboxItem.tries >= TRIES_BEFORE_ALARM)
        )
        or 0
    )
    age = (at - oldest).total_seconds() if oldest else 0.0
    return OutboxHealth(waiting, max(age, 0.0), failing)


def forget_done(session: Session, *, before: datetime) -> int:
    """Take away rows that were done before a moment; how many."""
    gone = session.execute(sa.delete(OutboxItem).where(OutboxItem.done_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
