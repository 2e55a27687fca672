"""The worker reads what was brought, takes up what stands still, and tidies."""

from directory.jobs import importing as jobs
from directory.models import ImportBatch
from directory.operations.intake import intake
from directory.operations.reading import reader
from kernel import outbox
from tests.cast_importing import a_batch, an_editor, let_read
from tests.support.clock import NOON


def test_what_was_brought_is_read_by_the_worker(app, database, work):
    with database.writing() as session:
        editor = an_editor(session)
        batch = a_batch(session, editor)
        let_read(session, editor, batch)
    work()
    reader().wait()
    with database.writing() as session:
        assert session.get_one(ImportBatch, batch.id).tally.total == 5
        jobs.tidy(session, at=NOON)
    assert not intake().path_of(batch.id).exists()


def test_what_stands_still_is_looked_for_every_minute():
    timed = {one.call: one.minutes for one in outbox.timetable()}
    assert timed[jobs.read_again] == 1 and timed[jobs.tidy] == jobs.A_DAY
