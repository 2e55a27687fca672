"""The timetable of the audit."""

from audit import jobs, operations, queries
from kernel import outbox
from tests.support.clock import NOON


def test_the_head_is_kept_every_hour():
    timed = {one.call: one.minutes for one in outbox.timetable()}
    assert timed[jobs.keep_head] == 60


def test_it_goes_to_the_folder_that_was_named(session, tmp_path):
    operations.open_head_folder(tmp_path)
    jobs.keep_head(session, at=NOON)
    assert (tmp_path / queries.HEADS).read_text().startswith("2026-11-22T12:00:00+00:00 0 ")
