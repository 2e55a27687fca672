"""Erasing somebody: read from the raw files, nothing of them is left but a count (G2)."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kernel import links, mail, schema
from kernel.access import Role
from kernel.backup import backup, restore
from kernel.database import Base
from kernel.errors import RuleBroken
from referrals.lifecycle import RequestMove, State
from referrals.models import Concern, Consent, CountedCase, Erasure, OnwardLink, Person
from referrals.operations import erasing
from referrals.operations import requests as asking
from referrals.operations.clocks import make_safe
from referrals.operations.consents import take_back
from referrals.operations.heeding import heed
from referrals.queries import erasing as queries
from referrals.queries.answering import ANSWER
from referrals.queries.person_page import PURPOSE
from referrals.queries.record import linked_tables, rows_of
from referrals.vocabulary import ErasureCause, RequestKind
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_caseload import a_case
from tests.cast_referrals import a_person, a_referral
from tests.support.canaries import Planter

OTHER = 50_000
OF_PLANTED = ("index: ", "plan versions: ", "reports: ")
"""What a planted word breaks: the history of a plan and the digest of a report do not fit it."""


@pytest.fixture
def keeper(app, settings):
    """The list outside, as the application opened it; and the database that it watches."""
    return erasing._keepers[0]


@pytest.fixture
def world(app, work, settings):
    """Maya, of whom every column holds a canary and to whom a letter went; and Omar, who stays."""
    database = app.extensions["petunias"].database
    with database.writing() as session:
        officer = an_actor(session, Role.PRIVACY_OFFICER, name="Pat Osei")
        maya = a_referral(session, state=State.IN_PROGRAMME)
        omar = a_referral(session, a_person(session, "Omar Khalid"))
        for row in (maya, omar):
            mail.write(session, template="accounts/email_changed", about=row.person_id,
                       to=f"canary-{row.id}@example.org", facts={"name": f"Canary-{row.id}"},
                       at=NOON)  # fmt: skip
    work()
    with database.writing() as session:
        canaries = Planter().plant(session, maya.person_id)
        others = Planter(begins=OTHER).plant(session, omar.person_id)
        session.execute(sa.update(Concern).values(closed_at=NOON))
    return {
        "database": database, "officer": officer, "maya": maya, "omar": omar,
        "words": [*(one.word for one in canaries), f"anary-{maya.id}"],
        "others": [*(one.word for one in others), f"anary-{omar.id}"],
    }  # fmt: skip


def erase(world, *, cause=ErasureCause.REQUEST):
    with world["database"].writing() as session:
        person = session.get_one(Person, world["maya"].person_id)
        erasing.erase(session, world["officer"], person, cause, at=NOON)


def files_with(folder: Path, words) -> dict[str, list[str]]:
    """Every file under a folder that holds one of the words, as bytes."""
    found = {}
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = file.read_bytes()
        if held := [word for word in words if word.encode() in content]:
            found[file.name] = held
    return found


def test_no_file_holds_anything_of_them_and_everything_of_others_stays(world, tmp_path, settings):
    if not world["database"].is_sqlite:
        pytest.skip("PostgreSQL keeps its files to itself: see the test of rows.")
    assert set(files_with(tmp_path, world["words"])) >= {"petunias.sqlite-wal"}
    assert any(name.endswith(".eml") for name in files_with(tmp_path, world["words"]))
    erase(world)
    assert files_with(tmp_path, world["words"]) == {}
    kept = {word for words in files_with(tmp_path, world["others"]).values() for word in words}
    assert kept == set(world["others"])


def test_every_row_of_theirs_is_gone_and_none_of_others(world):
    before = rows_left(world, world["omar"].person_id)
    erase(world)
    assert set(rows_left(world, world["maya"].person_id).values()) == {0}
    assert rows_left(world, world["omar"].person_id) == before
    assert set(before.values()) != {0}
    with world["database"].reading() as session:
        texts = [
            repr(tuple(row)) for name, table in Base.metadata.tables.items()
            for row in session.execute(sa.select(table)) if name not in {"audit_line"}
        ]  # fmt: skip
    assert [text for text in texts for word in world["words"] if word in text] == []


def rows_left(world, person_id):
    with world["database"].reading() as session:
        return {
            one.name: session.scalar(
                sa.select(sa.func.count()).select_from(one.table).where(rows_of(one, person_id))
            )
            for one in linked_tables()
        }


def test_a_count_without_them_is_left(world):
    erase(world)
    with world["database"].reading() as session:
        (left,) = session.scalars(sa.select(CountedCase))
        (erased,) = session.scalars(sa.select(Erasure))
        assert (left.state, left.lead_id) == (State.IN_PROGRAMME, world["maya"].lead_id)
        assert (left.month.day, left.month.month) == (1, 11)
        assert (erased.person_id, erased.who, erased.cause) == (
            world["maya"].person_id, "Pat Osei", ErasureCause.REQUEST,
        )  # fmt: skip


def test_the_audit_says_that_it_was_done_and_its_chain_holds(world, app):
    erase(world)
    invariants = app.extensions["petunias_invariants"]
    with world["database"].reading() as session:
        broken = [one for one in invariants.broken(session) if not one.startswith(OF_PLANTED)]
        assert broken == []
        line = session.execute(
            sa.text("SELECT details FROM audit_line WHERE act = 'erased a person'")
        ).scalar_one()
    assert "request" in str(line)


def test_a_hold_keeps_everything(world):
    with world["database"].writing() as session:
        request = asking.file_request(
            session, world["officer"], world["omar"].person_id, kind=RequestKind.ERASURE,
            received_on=NOON.date(), asks="", at=NOON,
        )  # fmt: skip
        asking.hold(session, world["officer"], request.id, because="An inquiry", at=NOON)
    with pytest.raises(RuleBroken, match="on hold"), world["database"].writing() as session:
        erasing.erase_on_request(session, world["officer"], request.id, at=NOON)
    with world["database"].writing() as session:
        asking.lift_holds(session, world["officer"], request.id, at=NOON)
        erasing.erase_on_request(session, world["officer"], request.id, at=NOON)
    assert set(rows_left(world, world["omar"].person_id).values()) == {0}


@pytest.mark.parametrize(
    ("kind", "move"),
    [(RequestKind.ACCESS, None), (RequestKind.RECTIFICATION, None),
     (RequestKind.ERASURE, RequestMove.REFUSE), (RequestKind.ERASURE, RequestMove.ANSWER)],
)  # fmt: skip
def test_no_other_request_erases_and_none_that_is_over(world, kind, move):
    with world["database"].writing() as session:
        request = asking.file_request(
            session, world["officer"], world["omar"].person_id, kind=kind,
            received_on=NOON.date(), asks="", at=NOON,
        )  # fmt: skip
        if move is not None:
            asking.move_request(session, world["officer"], request.id, move, says="x", at=NOON)
    with (
        pytest.raises(RuleBroken, match="Erase only by an open request"),
        world["database"].writing() as session,
    ):
        erasing.erase_on_request(session, world["officer"], request.id, at=NOON)
    with world["database"].reading() as session:
        page = queries.erase_page(session, world["officer"], request.id)
        assert page.obstacle == queries.NOT_ASKED
    assert rows_left(world, world["omar"].person_id)["person"] == 1


def test_an_open_concern_keeps_everything_until_it_is_closed(world, keeper):
    with world["database"].writing() as session:
        session.execute(sa.update(Concern).values(closed_at=None))
    with pytest.raises(RuleBroken, match="may not be erased yet"):
        erase(world)
    assert rows_left(world, world["maya"].person_id)["person"] == 1
    with world["database"].writing() as session:
        session.execute(sa.update(Concern).values(closed_at=NOON))
    erase(world)
    with world["database"].reading() as session:
        assert session.scalar(sa.select(Person).where(Person.id == world["maya"].person_id)) is None


@pytest.mark.parametrize("has_taken_back", [False, True])
def test_danger_keeps_everything_until_somebody_says_what_was_done(session, has_taken_back):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    officer, row = an_actor(session, Role.PRIVACY_OFFICER), a_case(session, asha)
    row.state, person_id = State.DECLINED, row.person_id
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    asked = asking.file_request(
        session, officer, person_id, kind=RequestKind.ERASURE, received_on=NOON.date(), asks="",
        at=NOON,
    ).id  # fmt: skip
    if has_taken_back:
        yes = session.scalars(sa.select(Consent).where(Consent.person_id == person_id)).one()
        take_back(session, laura, person_id, yes.id, at=NOON)
    session.flush()
    assert queries.erase_page(session, officer, asked).obstacle == queries.DANGER_STANDS
    with pytest.raises(RuleBroken, match="ring 999"):
        erasing.erase_on_request(session, officer, asked, at=NOON)
    later = NOON + timedelta(hours=1)
    make_safe(session, asha, row.id, how="Rang her", seen=NOON, at=later)
    session.flush()
    erasing.erase_on_request(session, officer, asked, at=later)
    assert session.scalar(sa.select(Person.id).where(Person.id == person_id)) is None


def test_a_waiting_letter_goes_nowhere_and_others_hear_of_it(world, work, settings):
    with world["database"].writing() as session:
        mail.write(session, template="accounts/email_changed", about=world["maya"].person_id,
                   to="waits@example.org", facts={"name": "May"}, at=NOON)  # fmt: skip
    erase(world)
    work()
    assert not [
        file for file in (settings.data / "mail").iterdir() if b"waits@" in file.read_bytes()
    ]


class TestPuttingAnOlderCopyBack:
    def test_erases_them_again(self, world, app, tmp_path, keeper):
        database = world["database"]
        if not database.is_sqlite:
            pytest.skip("Copies of PostgreSQL are made by its own tools.")
        copy = tmp_path / "elsewhere" / "copy.sqlite"
        copy.parent.mkdir()
        backup(database, copy)
        erase(world)
        restore(database, copy, known_shapes=schema.known_shapes())
        copy.unlink()
        assert rows_left(world, world["maya"].person_id)["person"] == 1
        said = app.test_cli_runner().invoke(args=["referrals", "erase-again"])
        assert said.output.startswith("1 people who had been erased")
        assert set(rows_left(world, world["maya"].person_id).values()) == {0}
        assert files_with(tmp_path, world["words"]) == {}
        assert set(rows_left(world, world["omar"].person_id).values()) != {0}

    def test_is_done_by_restore_itself(self, world, app, tmp_path):
        if not world["database"].is_sqlite:
            pytest.skip("Copies of PostgreSQL are made by its own tools.")
        typed = app.test_cli_runner()
        typed.invoke(args=["backup", str(tmp_path / "copy.sqlite")])
        erase(world)
        said = typed.invoke(args=["restore", str(tmp_path / "copy.sqlite"), "--yes"])
        assert "1 people who had been erased were erased again." in said.output
        assert set(rows_left(world, world["maya"].person_id).values()) == {0}

    def test_the_list_holds_numbers_and_nothing_else(self, world, keeper):
        erase(world)
        assert keeper.file.read_text() == f"{world['maya'].person_id}\n"

    def test_nobody_on_the_list_is_there_twice(self, world, keeper):
        erase(world)
        with world["database"].writing() as session:
            erasing.finish(session, at=NOON + timedelta(hours=1))
        assert len(keeper.listed()) == 1

    def test_what_a_crash_left_off_the_list_is_put_on_it_within_the_hour(self, world, keeper):
        erase(world)
        keeper.file.unlink()
        with world["database"].writing() as session:
            erasing.finish(session, at=NOON + timedelta(hours=1))
        assert set(keeper.listed()) == {world["maya"].person_id}


def test_an_erasure_that_is_undone_is_on_no_list(world, keeper):
    with pytest.raises(ZeroDivisionError), world["database"].writing() as session:
        person = session.get_one(Person, world["maya"].person_id)
        erasing.erase(session, world["officer"], person, ErasureCause.REQUEST, at=NOON)
        raise ZeroDivisionError
    assert keeper.listed() == {}
    assert rows_left(world, world["maya"].person_id)["person"] == 1


def test_links_in_letters_lead_nowhere(world):
    with world["database"].writing() as session:
        number = session.scalar(
            sa.select(OnwardLink.id).where(OnwardLink.person_id == world["maya"].person_id)
        )
        tokens = [
            (purpose, links.issue(session, purpose=purpose, subject_id=about, at=NOON,
                                  lifetime=timedelta(days=1)))
            for purpose, about in ((PURPOSE, world["maya"].person_id), (ANSWER, number))
        ]  # fmt: skip
    erase(world)
    with world["database"].reading() as session:
        found = [links.find(session, token, purpose=one, at=NOON) for one, token in tokens]
    assert found == [None, None]
