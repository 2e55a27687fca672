"""The outbox: no commit, no job; commit, then certainly a job; what fails is tried again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from kernel import outbox
from kernel.database import undo
from kernel.events import Event
from tests.support.clock import NOON


@dataclass(frozen=True)
class KettleBoiled(Event):
    """Something that happens only in these tests."""

    kettle_id: UUID


@pytest.fixture
def heard() -> Iterator[list[object]]:
    """What the listeners of a test heard; they are forgotten after it."""
    before = dict(outbox._subscriptions)
    yield []
    outbox._subscriptions.clear()
    outbox._subscriptions.update(before)


def waiting(database) -> int:
    with database.reading() as session:
        return outbox.health(session, at=NOON).waiting


def test_what_was_announced_and_kept_is_heard_once(database, heard):
    outbox.on(KettleBoiled)(lambda session, event, at: heard.append(event.kettle_id))
    kettle = uuid4()
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(kettle), at=NOON)
    assert outbox.drain(database, lambda: NOON) == 1
    assert outbox.drain(database, lambda: NOON) == 0
    assert heard == [kettle]


def test_what_was_undone_is_never_heard(database, heard):
    outbox.on(KettleBoiled)(lambda session, event, at: heard.append(event))
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
        undo(session)
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
        1 / 0  # noqa: B018 - it must fail
    assert outbox.drain(database, lambda: NOON) == 0
    assert heard == []


def test_each_listener_has_a_row_of_its_own_so_one_that_fails_holds_up_no_other(database, heard):
    def fails(session, event, *, at):
        raise RuntimeError("the tea is cold")

    outbox.on(KettleBoiled)(fails)
    outbox.on(KettleBoiled)(lambda session, event, at: heard.append(event))
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    assert outbox.drain(database, lambda: NOON) == 1
    assert len(heard) == 1
    assert waiting(database) == 1


def test_what_fails_is_kept_with_its_error_and_tried_later_and_later(database, heard):
    tries = []

    def fails(session, event, *, at):
        tries.append(at)
        raise RuntimeError("the tea is cold")

    outbox.on(KettleBoiled)(fails)
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    moments = [NOON + timedelta(seconds=second) for second in (0, 5, 10, 20, 50, 60)]
    for moment in moments:
        outbox.drain(database, lambda moment=moment: moment)
    assert [(at - NOON).seconds for at in tries] == [0, 10, 50]
    with database.reading() as session:
        item = session.scalar(sa.select(outbox.OutboxItem))
        assert "the tea is cold" in item.error
        assert item.tries == 3


def test_after_five_tries_it_shows_as_failing(database, heard):
    def fails(session, event, *, at):
        raise RuntimeError("no")

    outbox.on(KettleBoiled)(fails)
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    for day in range(5):
        outbox.drain(database, lambda day=day: NOON + timedelta(days=day))
    with database.reading() as session:
        assert outbox.health(session, at=NOON).failing == 1


def test_what_a_failing_listener_wrote_is_not_kept(database, heard):
    def writes_and_fails(session, event, *, at):
        outbox.announce(session, event, at=at)
        session.flush()
        raise RuntimeError("no")

    outbox.on(KettleBoiled)(writes_and_fails)
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    outbox.drain(database, lambda: NOON)
    assert waiting(database) == 1


def test_a_listener_for_many_gets_them_together(database, heard):
    outbox.on_many(KettleBoiled)(lambda session, events, at: heard.append(len(events)))
    with database.writing() as session:
        for _ in range(7):
            outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    assert outbox.drain(database, lambda: NOON) == 7
    assert heard == [7]


def test_a_listener_that_is_gone_leaves_its_rows_with_a_sentence(database, heard):
    outbox.on(KettleBoiled)(lambda session, event, at: None)
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    outbox._subscriptions.clear()
    assert outbox.drain(database, lambda: NOON) == 0
    with database.reading() as session:
        assert "Nobody listens" in session.scalar(sa.select(outbox.OutboxItem.error))


def test_done_rows_are_forgotten_after_a_while(database, heard):
    outbox.on(KettleBoiled)(lambda session, event, at: None)
    with database.writing() as session:
        outbox.announce(session, KettleBoiled(uuid4()), at=NOON)
    outbox.drain(database, lambda: NOON)
    with database.writing() as session:
        assert outbox.forget_done(session, before=NOON) == 0
        assert outbox.forget_done(session, before=NOON + timedelta(seconds=1)) == 1
