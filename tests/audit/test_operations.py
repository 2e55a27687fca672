"""Writing the audit: in the same transaction, in one chain, never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from audit import operations, queries
from audit.models import AuditHead, AuditLine
from kernel.access import ANYONE, SYSTEM, Actor, Role
from kernel.database import undo

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "a key for tests that keeps nothing secret"
WRITERS, EACH = 8, 60


def record(database, count=1, *, actor=SYSTEM, act="did something", at=NOON, **details):
    with database.writing() as session:
        for _ in range(count):
            operations.record(session, actor, act, at=at, **details)


def lines(database):
    with database.reading() as session:
        found = list(session.scalars(sa.select(AuditLine).order_by(AuditLine.number)))
        session.expunge_all()
    return found


def broken(database, heads=None):
    with database.reading() as session:
        return list(queries.broken_chain(session, KEY, heads))


class TestRecording:
    def test_a_line_says_who_did_what_to_what(self, database):
        actor = Actor(
            user_id=uuid4(),
            organisation_id=uuid4(),
            name="Asha Begum",
            roles=frozenset({Role.LINK_WORKER, Role.LEAD_MANAGER}),
        )
        other = uuid4()
        record(database, actor=actor, roles=["referrer"], to=other, count=3, is_new=True)
        line = lines(database)[0]
        assert (line.user_id, line.organisation_id) == (actor.user_id, actor.organisation_id)
        assert line.who == "lead_manager, link_worker"

    def test_details_are_plain_values(self, database):
        other = uuid4()
        record(database, roles=["referrer"], to=other, is_new=True, nothing=None)
        assert lines(database)[0].details == {
            "roles": ["referrer"],
            "to": str(other),
            "is_new": True,
            "nothing": None,
        }

    def test_a_persons_name_is_not_copied_into_it(self, database):
        record(database, actor=Actor(user_id=uuid4(), name="Asha Begum"))
        assert "Asha" not in str(lines(database)[0].words())

    @pytest.mark.parametrize(("actor", "who"), [
        (SYSTEM, "the program"), (ANYONE, "a visitor"),
        (Actor(holds=uuid4(), roles=frozenset({Role.GROUP_EDITOR})), "link of group"),
    ])  # fmt: skip
    def test_whoever_has_no_account_is_named_by_their_right(self, database, actor, who):
        record(database, actor=actor)
        assert lines(database)[0].who.startswith(who)

    def test_what_is_undone_leaves_no_line(self, database):
        with database.writing() as session:
            operations.record(session, SYSTEM, "did something", at=NOON)
            undo(session)
        with pytest.raises(RuntimeError), database.writing() as session:
            operations.record(session, SYSTEM, "did something", at=NOON)
            raise RuntimeError
        assert lines(database) == []

    def test_lines_are_numbered_without_a_gap(self, database):
        record(database, 3)
        record(database, 2)
        assert [line.number for line in lines(database)] == [1, 2, 3, 4, 5]

    def test_moments_of_any_zone_keep_the_chain_whole(self, database):
        record(database, at=datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")))
        assert broken(database) == []

    def test_records_opened_and_refusals_are_lines_too(self, database):
        record_id = uuid4()
        with database.writing() as session:
            operations.note_opened(session, SYSTEM, [("referral", record_id)], at=NOON)
            operations.note_refused(session, SYSTEM, "accounts.people", "NotAllowed", at=NOON)
        assert [(line.act, line.subject_kind) for line in lines(database)] == [
            ("opened", "referral"),
            ("was refused", "accounts.people"),
        ]


class TestNeverChanged:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_line SET act = 'did nothing'",
            "UPDATE audit_line SET hash = hash",
            "DELETE FROM audit_line",
            "DELETE FROM audit_line WHERE number = 2",
        ],
    )
    def test_the_database_refuses_to_change_a_line(self, database, statement):
        record(database, 3)
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(sa.text(statement))
        assert broken(database) == []
        assert len(lines(database)) == 3

    def test_postgresql_refuses_to_empty_it(self, database):
        if database.is_sqlite:
            pytest.skip("SQLite has no TRUNCATE.")
        record(database)
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(sa.text("TRUNCATE audit_line"))


class TestOneChain:
    def test_eight_writers_at_once_make_one_chain(self, database, soak_factor, evidence):
        each = EACH if soak_factor == 1 else 1000

        def write(writer):
            actor = Actor(user_id=uuid4(), roles=frozenset({Role.LINK_WORKER}))
            for number in range(each):
                record(database, actor=actor, act=f"writer {writer}", number=number)

        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(write, range(WRITERS)))
        written = lines(database)
        assert [line.number for line in written] == list(range(1, WRITERS * each + 1))
        assert broken(database) == []
        by_writer = {
            act: [line.details["number"] for line in written if line.act == act]
            for act in {line.act for line in written}
        }
        assert all(numbers == list(range(each)) for numbers in by_writer.values())
        evidence("audit lines of eight writers at once", f"{len(written):,} in one chain")

    def test_the_very_first_writers_make_one_head(self, database):
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(lambda _: record(database), range(WRITERS)))
        with database.reading() as session:
            assert [head.count for head in session.scalars(sa.select(AuditHead))] == [WRITERS]
        assert broken(database) == []


class TestKeepingTheHead:
    def test_count_and_hash_go_to_a_file_outside(self, database, tmp_path):
        operations.open_head_folder(tmp_path / "heads")
        record(database, 3)
        for hours in range(2):
            with database.writing() as session:
                operations.keep_head(session, at=NOON + timedelta(hours=hours))
        kept = (tmp_path / "heads" / queries.HEADS).read_text().splitlines()
        assert kept == [
            f"2026-11-22T{hour}:00:00+00:00 3 {lines(database)[-1].hash}" for hour in (12, 13)
        ]
        assert broken(database, tmp_path / "heads") == []

    def test_an_empty_audit_has_a_head_too(self, database, tmp_path):
        operations.open_head_folder(tmp_path)
        with database.writing() as session:
            operations.keep_head(session, at=NOON)
        assert broken(database, tmp_path) == []
