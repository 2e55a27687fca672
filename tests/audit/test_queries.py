"""Reading the audit: trails, who may read them, and every way of tampering found."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from audit import operations, queries
from audit.chain import START, hash_of
from audit.models import AuditHead, AuditLine
from audit.queries import Wanted
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "a key for tests that keeps nothing secret"
HERE, ELSEWHERE = uuid4(), uuid4()


def somebody(*roles, organisation_id=HERE):
    return Actor(user_id=uuid4(), organisation_id=organisation_id, roles=frozenset(roles))


OFFICER = somebody(Role.PRIVACY_OFFICER)


class Subject:
    def __init__(self):
        self.id = uuid4()


def write(database, actor=SYSTEM, act="did something", subject=None, *, at=NOON):
    with database.writing() as session:
        operations.record(session, actor, act, subject, at=at)


def trail(database, actor=OFFICER, page=1, **wanted):
    with database.reading() as session:
        return queries.trail(session, actor, Wanted(**wanted), page=page)


def test_who_looked_at_some_records_of_whichever_organisation(database):
    one, other = Subject(), Subject()
    elsewhere = somebody(Role.REFERRER, organisation_id=ELSEWHERE)
    write(database, OFFICER, "did one", one)
    write(database, elsewhere, "did two", one)
    write(database, OFFICER, "did three", other)
    with database.reading() as session:
        looks = queries.looks_at(session, {one.id})
    assert [(line.act, line.organisation_id) for line in looks] == [
        ("did two", ELSEWHERE), ("did one", HERE),
    ]  # fmt: skip


class TestATrail:
    def test_of_a_record(self, database):
        one, other = Subject(), Subject()
        for subject in (one, other, one):
            write(database, OFFICER, subject=subject)
        assert {line.subject_id for line in trail(database, subject_id=one.id).lines} == {one.id}
        assert trail(database, subject_id=one.id).total == 2

    def test_of_a_person(self, database):
        worker = somebody(Role.LINK_WORKER)
        write(database, worker, "accepted a referral")
        write(database, OFFICER)
        assert [line.act for line in trail(database, user_id=worker.user_id).lines] == [
            "accepted a referral"
        ]

    @pytest.mark.parametrize(("at", "is_there"), [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), False),
    ])  # fmt: skip
    def test_of_a_day_as_london_has_it(self, database, at, is_there):
        write(database, OFFICER, at=at)
        assert bool(trail(database, day=date(2026, 7, 1)).total) is is_there

    def test_the_day_the_clocks_go_back_has_twenty_five_hours(self, database):
        for hours in range(25):
            write(
                database,
                OFFICER,
                at=datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=hours),
            )
        assert trail(database, day=date(2026, 10, 25)).total == 25

    def test_newest_first_in_pages(self, database):
        with database.writing() as session:
            for number in range(queries.PAGE + 1):
                operations.record(session, OFFICER, f"act {number}", at=NOON)
        first, second = trail(database), trail(database, page=2)
        assert (first.total, first.pages, len(first.lines)) == (queries.PAGE + 1, 2, queries.PAGE)
        assert [line.act for line in second.lines] == ["act 0"]
        assert trail(database, page=99).page == 2
        assert trail(database, page=-1).page == 1

    def test_whole_for_a_file(self, database):
        with database.writing() as session:
            for number in range(queries.PAGE + 1):
                operations.record(session, OFFICER, f"act {number}", at=NOON)
        with database.reading() as session:
            assert len(list(queries.whole_trail(session, OFFICER, Wanted()))) == queries.PAGE + 1

    def test_people_are_named(self, database, register):
        register[OFFICER.user_id] = "Percy Vance"
        write(database, OFFICER)
        write(database, SYSTEM)
        page = trail(database, somebody(Role.ADMINISTRATOR))
        assert [line.who for line in page.lines] == ["the program", "Percy Vance"]
        assert trail(database, user_id=OFFICER.user_id).person == "Percy Vance"

    def test_and_found_by_name(self, database, register):
        register[OFFICER.user_id] = "Percy Vance"
        write(database, OFFICER)
        assert trail(database, who="percy").total == 1
        assert trail(database, who="laura").total == 0


@pytest.fixture
def register():
    """A register of people's names, as accounts would be."""
    before = (queries._register.names_of, queries._register.called)
    people = {}
    queries.let_people_be_named(
        lambda _session, ids: {one: people[one] for one in ids if one in people},
        lambda _session, words: [one for one, name in people.items() if words in name.lower()],
    )
    yield people
    queries.let_people_be_named(*before)


class TestWhoMayRead:
    def test_nobody_else(self, database):
        for role in set(Role) - {Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}:
            with pytest.raises(NotAllowed):
                trail(database, somebody(role))
            with pytest.raises(NotAllowed), database.reading() as session:
                list(queries.whole_trail(session, somebody(role), Wanted()))

    def test_a_privacy_officer_reads_their_own_organisation(self, database):
        write(database, somebody(Role.LINK_WORKER), "here")
        write(database, somebody(Role.LINK_WORKER, organisation_id=ELSEWHERE), "elsewhere")
        assert [line.act for line in trail(database).lines] == ["here"]

    def test_without_an_organisation_there_is_nothing_to_read(self, database):
        write(database, SYSTEM)
        nobody = somebody(Role.PRIVACY_OFFICER, organisation_id=None)
        assert trail(database, nobody).total == 0

    def test_an_administrator_reads_all(self, database):
        write(database, somebody(Role.LINK_WORKER, organisation_id=ELSEWHERE))
        assert trail(database, somebody(Role.ADMINISTRATOR)).total == 1


# ---- tampering (reliability.md L3) -------------------------------------------------------------

WRITTEN = 12


def edit(hands):
    hands.run("UPDATE audit_line SET act = 'did nothing' WHERE number = 5")


def delete(hands):
    hands.run("DELETE FROM audit_line WHERE number = 5")


def insert(hands):
    """A line of one's own at the end, with the head put right, but without the key."""
    line = AuditLine(
        number=WRITTEN + 1,
        at=NOON,
        user_id=None,
        organisation_id=None,
        who="the program",
        act="did nothing wrong",
        subject_kind="",
        subject_id=None,
        details={},
    )
    hands.add(line, hashed=hash_of("a wrong key", hands.last_hash(), line.words()))
    hands.set_head(WRITTEN + 1, hands.last_hash())


def swap(hands):
    for before, after in ((5, -1), (6, 5), (-1, 6)):
        hands.run(f"UPDATE audit_line SET number = {after} WHERE number = {before}")


def duplicate(hands):
    """Line 5 once more at the end."""
    line = hands.lines()[4]
    hands.add(line, hashed=line.hash, number=WRITTEN + 1)
    hands.set_head(WRITTEN + 1, line.hash)


def cut_the_tail(hands):
    """The last three lines gone and the head put right: the chain itself holds."""
    hands.run(f"DELETE FROM audit_line WHERE number > {WRITTEN - 3}")
    hands.set_head(WRITTEN - 3, hands.last_hash())


def recompute_without_the_key(hands):
    edit(hands)
    previous = START
    for line in hands.lines():
        previous = hash_of("a wrong key", previous, line.words())
        hands.run(f"UPDATE audit_line SET hash = '{previous}' WHERE number = {line.number}")
    hands.set_head(WRITTEN, previous)


def put_an_old_database_back(hands):
    """As it was after six lines; work goes on, with the right key, past where the head was kept."""
    hands.run("DELETE FROM audit_line WHERE number > 6")
    hands.set_head(6, hands.last_hash())
    for _ in range(WRITTEN):
        write(hands.database, act="later")


TAMPERING = (
    edit,
    delete,
    insert,
    swap,
    duplicate,
    cut_the_tail,
    recompute_without_the_key,
    put_an_old_database_back,
)


class Hands:
    """Somebody who can write to the database file past its triggers, and has no key."""

    def __init__(self, database):
        self.database = database

    def run(self, statement, values=()):
        with self.database.engine.execution_options(petunias_writes=True).begin() as connection:
            if self.database.is_sqlite:
                for act in ("update", "delete"):
                    connection.execute(sa.text(f"DROP TRIGGER IF EXISTS audit_line_no_{act}"))
            else:
                connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            connection.execute(
                sa.text(statement) if isinstance(statement, str) else statement, values or {}
            )

    def lines(self):
        with self.database.reading() as session:
            found = list(session.scalars(sa.select(AuditLine).order_by(AuditLine.number)))
            session.expunge_all()
        return found

    def last_hash(self):
        return self.lines()[-1].hash

    def add(self, line, *, hashed, number=0):
        table = AuditLine.__table__
        values = {column.name: getattr(line, column.name) for column in table.columns}
        self.run(
            table.insert().values(
                {**values, "id": uuid4(), "hash": hashed, "number": number or line.number}
            )
        )

    def set_head(self, count, hashed):
        self.run(sa.update(AuditHead).values(count=count, hash=hashed))


@pytest.fixture
def hands(database, tmp_path):
    """An audit of twelve lines whose head was kept outside, and somebody who tampers with it."""
    operations.open_head_folder(tmp_path)
    for number in range(WRITTEN):
        write(database, act=f"act {number}")
    with database.writing() as session:
        operations.keep_head(session, at=NOON)
    return Hands(database)


def found(hands, heads):
    with hands.database.reading() as session:
        return list(queries.broken_chain(session, KEY, heads))


class TestFirstOpenings:
    def test_the_first_of_an_organisation_counts_and_no_other_act_or_place(self, database):
        one, other, elsewhere = Subject(), Subject(), somebody(organisation_id=ELSEWHERE)
        with database.writing() as session:
            operations.note_opened(session, elsewhere, [("report", one.id)], at=NOON)
            for hours in (2, 1):
                at = NOON + timedelta(hours=hours)
                operations.note_opened(session, somebody(), [("report", one.id)], at=at)
            operations.record(session, somebody(), "acknowledged a report", other, at=NOON)
        with database.reading() as session:
            found = queries.first_openings(session, [one.id, other.id], organisation_id=HERE)
        assert found == {one.id: NOON + timedelta(hours=1)}


class TestOpenings:
    def test_each_time_somebody_of_an_organisation_looked_newest_first(self, database):
        one, worker = Subject(), somebody(Role.LINK_WORKER)
        with database.writing() as session:
            operations.note_opened(session, worker, [("person", one.id)], at=NOON)
            operations.note_opened(session, SYSTEM, [("person", one.id)], at=NOON)
            operations.note_opened(session, OFFICER, [("person", one.id)], at=NOON)
            operations.note_opened(session, worker, [("person", uuid4())], at=NOON)
        with database.reading() as session:
            found = queries.openings(session, [one.id])
        assert [(seen.right, seen.organisation_id) for seen in found] == [
            ("privacy_officer", HERE), ("link_worker", HERE),
        ]  # fmt: skip


class TestTampering:
    @pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
    def test_it_is_found(self, hands, tamper, tmp_path):
        tamper(hands)
        assert found(hands, tmp_path)

    def test_what_was_not_tampered_with_is_well(self, hands, tmp_path):
        assert found(hands, tmp_path) == []

    @pytest.mark.parametrize(
        "tamper", [cut_the_tail, put_an_old_database_back], ids=lambda one: one.__name__
    )
    def test_the_chain_alone_would_not_do(self, hands, tamper):
        """This is why the head is kept outside."""
        tamper(hands)
        assert found(hands, None) == []

    def test_the_right_key_is_needed_to_tell(self, hands, tmp_path):
        with hands.database.reading() as session:
            assert list(queries.broken_chain(session, "another key", tmp_path))

    def test_two_heads_for_one_line_are_a_fault(self, hands, tmp_path):
        with (tmp_path / queries.HEADS).open("a") as heads:
            heads.write(f"2026-11-22T13:00:00+00:00 {WRITTEN} {START}\n")
        assert found(hands, tmp_path)


def test_who_opened_a_record_first_stands_first_and_each_once(session):
    ada, bea, row = somebody(Role.LINK_WORKER), somebody(Role.LINK_WORKER), uuid4()
    for number, who in enumerate((bea, ada, bea)):
        at = NOON + timedelta(minutes=number)
        operations.note_opened(session, who, [("concern", row)], listed=[("concern", row)], at=at)
    operations.note_opened(session, ada, [("concern", uuid4())], at=NOON)
    operations.seal_with(KEY)(session)
    session.flush()
    assert [(one.user_id, one.at) for one in queries.openers(session, [row])] == [
        (bea.user_id, NOON),
        (ada.user_id, NOON + timedelta(minutes=1)),
    ]


def test_what_somebody_of_an_organisation_has_opened_is_known_and_no_more(session):
    reader, stranger = somebody(Role.LINK_WORKER), somebody(organisation_id=ELSEWHERE)
    read, unread = uuid4(), uuid4()
    operations.note_opened(session, reader, [("referral", read), ("person", unread)], at=NOON)
    operations.note_opened(session, stranger, [("referral", unread)], at=NOON)
    operations.record(session, reader, "changed", Subject(), at=NOON)
    operations.seal_with(KEY)(session)
    session.flush()
    among = sa.select(AuditLine.subject_id).where(AuditLine.subject_id.is_not(None))
    assert queries.opened_at(session, HERE, "referral", among) == {read}
    nothing = among.where(AuditLine.subject_id == unread)
    assert queries.opened_at(session, HERE, "referral", nothing) == frozenset()
