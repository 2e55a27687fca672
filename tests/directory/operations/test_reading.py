"""Reading beside other work: it ends, it can be taken over, and a process that dies does no harm."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.imports.batches import BatchState
from directory.models import ImportBatch, ImportRow, Listing
from directory.operations import importing
from directory.operations.intake import intake
from directory.operations.reading import reader
from tests.cast_importing import SWIMS, WALKS, a_batch, a_list, an_editor, brought_in, changed
from tests.cast_importing import let_read as say_yes
from tests.support.clock import NOON
from tests.support.sheets import hostile_files


@pytest.fixture
def editor(app, database):
    with database.writing() as session:
        return an_editor(session)


def state(database, batch_id) -> tuple[BatchState, str]:
    with database.reading() as session:
        batch = session.get_one(ImportBatch, batch_id)
        return batch.state, batch.says


def waiting(database, editor, data: bytes):
    """A list that is to be read, whatever is in its file by then."""
    with database.writing() as session:
        batch = a_batch(session, editor)
        say_yes(session, editor, batch)
    intake().path_of(batch.id).write_bytes(data)
    return batch.id


def test_a_list_is_read_when_somebody_says_yes(database, editor, work):
    with database.writing() as session:
        batch = a_batch(session, editor)
        say_yes(session, editor, batch)
    work()
    reader().wait()
    assert state(database, batch.id)[0] is BatchState.READY


def test_it_tells_how_far_it_is(database, editor):
    rows = [changed(WALKS, id=str(number), Activity=f"Walk {number}") for number in range(1200)]
    with database.writing() as session:
        batch = a_batch(session, editor, a_list(*rows))
        say_yes(session, editor, batch)
    heard = []
    reader().read(batch.id, tell=heard.append)
    assert heard == [500, 1000, 1200]


ENOUGH = ("bomb.xlsx", "laughs.xlsx", "one-cell.csv")  # imports/test_reader.py reads them all


@pytest.mark.parametrize("name", ENOUGH)
def test_a_hostile_file_ends_as_a_sentence_and_leaves_nothing(database, editor, name):
    batch_id = waiting(database, editor, hostile_files()[name])
    reader().read(batch_id)
    stands, says = state(database, batch_id)
    assert stands in (BatchState.FAILED, BatchState.READY)
    assert says.endswith(".") or stands is BatchState.READY
    if stands is BatchState.FAILED:
        with database.reading() as session:
            for table in (Listing, ImportRow):
                assert session.scalars(sa.select(table)).all() == []


def test_a_list_with_too_many_rows_comes_in_not_at_all(database, editor, soak_factor):
    if soak_factor == 1:
        pytest.skip("A hundred thousand rows take a minute: make soak reads them.")
    row = b'"1","Walkers","Walk","x","01632 960111","","",""\n'
    head = a_list().splitlines()[0] + b"\n"
    many = b"".join(row.replace(b'"1"', b'"%d"' % number, 1) for number in range(100_001))
    batch_id = waiting(database, editor, head + many)
    reader().read(batch_id)
    stands, says = state(database, batch_id)
    assert stands is BatchState.FAILED and "100,000 rows" in says


def test_a_list_that_was_cancelled_meanwhile_is_read_no_further(database, editor):
    batch_id = waiting(database, editor, a_list())
    with database.writing() as session:
        importing.cancel(session, editor, batch_id, at=NOON)
    reader().read(batch_id)
    assert state(database, batch_id)[0] is BatchState.CANCELLED


def test_what_a_dead_process_left_is_read_again_from_the_start(database, editor, clock):
    batch_id = waiting(database, editor, a_list(WALKS, SWIMS))
    with database.writing() as session:  # it had kept one row, and died
        row = importing.StagedRow(2, importing.Outcome.REFUSED, says="Half a row.")
        assert importing.keep_rows(session, batch_id, [row], after=0, at=NOON)
    with database.reading() as session:
        reader().mend(session, at=NOON + timedelta(minutes=1))
    reader().wait()
    assert state(database, batch_id)[0] is BatchState.READING
    with database.reading() as session:
        reader().mend(session, at=NOON + timedelta(minutes=3))
    reader().wait()
    with database.reading() as session:
        batch = session.get_one(ImportBatch, batch_id)
        assert batch.tally.line() == "2 new, 0 changed, 0 unchanged, 0 refused"


def test_a_file_is_taken_away_when_nobody_will_read_it_again(database, editor):
    batch_id = brought_in(database, actor=editor)
    waits = waiting(database, editor, a_list())
    with database.reading() as session:
        assert intake().tidy(session) == 1
    assert not intake().path_of(batch_id).exists() and intake().path_of(waits).exists()
