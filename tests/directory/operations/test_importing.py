"""A list from elsewhere, from the file to the directory (A-DIR-06): every step and who may take it."""

import pytest
import sqlalchemy as sa

from directory.events import ListingWithdrawn
from directory.imports.batches import BatchState
from directory.imports.tally import Outcome
from directory.lifecycle import State
from directory.models import ImportBatch, ImportRow, Listing, ListingMove
from directory.operations import importing, keeping, upkeep
from directory.operations.intake import intake
from kernel import outbox
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.lifecycle import MoveNotAllowed
from kernel.outbox import OutboxItem
from tests.cast import a_lead_ntp, an_actor, an_area
from tests.cast_importing import (
    EMPTY,
    FILE,
    ODD,
    SWIMS,
    WALKS,
    a_batch,
    a_list,
    an_editor,
    brought_in,
    changed,
    let_read,
)
from tests.support.clock import NOON


@pytest.fixture
def editor(app, database):
    with database.writing() as session:
        return an_editor(session)


def states(database) -> dict[str, State]:
    with database.reading() as session:
        return {row.content.name: row.state for row in session.scalars(sa.select(Listing))}


class TestBringing:
    def test_the_columns_are_guessed_and_the_strange_one_is_shown(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            assert batch.mapping["Group"] == "group" and batch.mapping["When"] == "when"
            assert batch.mapping["Colour"] == ""
            assert batch.state is BatchState.MATCHING and batch.known_as == "neighbours"
            assert batch.sample[0][1] == "Hill Walkers"
            assert intake().path_of(batch.id).read_bytes() == a_list()

    def test_what_is_no_list_is_refused_in_words_and_nothing_is_kept(self, database, editor):
        with pytest.raises(RuleBroken, match="not a spreadsheet"), database.writing() as session:
            a_batch(session, editor, b"%PDF-1.7")
        with database.reading() as session:
            assert session.scalars(sa.select(ImportBatch)).all() == []

    def test_only_those_who_may_bring_one(self, database, editor):
        with database.writing() as session:
            for role in set(Role) - {Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER}:
                with pytest.raises(NotAllowed):
                    a_batch(session, an_actor(session, role))

    def test_another_hosts_editor_cannot_even_tell_that_it_exists(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            elsewhere = a_lead_ntp(session, "Other Lead", area=an_area(session, "Othertown"))
            stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=elsewhere)
            with pytest.raises(NotFound):
                let_read(session, stranger, batch)
            with pytest.raises(NotFound):
                importing.cancel(session, stranger, batch.id, at=NOON)
            with pytest.raises(NotFound):
                importing.publish_batch(session, stranger, batch.id, at=NOON)


class TestMatching:
    def test_columns_that_somebody_matched_are_remembered(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            names = {**batch.mapping, "Colour": "access", "Description": ""}
            importing.read_batch(
                session, editor, batch.id, names=names, known_as="The neighbours", at=NOON
            )
        with database.writing() as session:
            again = a_batch(session, editor)
            assert again.mapping == names

    def test_the_name_of_a_list_is_remembered_once_it_came_in(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            importing.read_batch(
                session, editor, batch.id, names=batch.mapping, known_as="Our list", at=NOON
            )
            batch.state = BatchState.READY
        with database.writing() as session:
            assert a_batch(session, editor).known_as == "Our list"

    def test_a_list_without_names_is_refused(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            names = {**batch.mapping, "Group": "", "Activity": ""}
            with pytest.raises(RuleBroken, match="column holds the name"):
                importing.read_batch(session, editor, batch.id, names=names, known_as="x", at=NOON)

    def test_a_fact_that_is_not_on_the_list_is_refused(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            with pytest.raises(RuleBroken, match="Choose from the list"):
                importing.read_batch(
                    session, editor, batch.id, names={"Group": "shoe size"}, known_as="", at=NOON
                )


class TestCancelling:
    def test_a_list_that_is_cancelled_leaves_nothing(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            let_read(session, editor, batch)
            rows = [importing.StagedRow(2, Outcome.NEW, key="id:1", draft={"content": {}})]
            assert importing.keep_rows(session, batch.id, rows, after=0, at=NOON)
        with database.writing() as session:
            importing.cancel(session, editor, batch.id, at=NOON)
        with database.writing() as session:
            assert not importing.keep_rows(session, batch.id, rows, after=1, at=NOON)
            assert session.scalars(sa.select(ImportRow)).all() == []
            assert session.get_one(ImportBatch, batch.id).state is BatchState.CANCELLED

    def test_what_came_in_cannot_be_cancelled(self, database, editor):
        batch_id = brought_in(database, actor=editor)
        with pytest.raises(MoveNotAllowed), database.writing() as session:
            importing.cancel(session, editor, batch_id, at=NOON)

    def test_rows_that_somebody_else_has_kept_already_are_not_kept_twice(self, database, editor):
        with database.writing() as session:
            batch = a_batch(session, editor)
            let_read(session, editor, batch)
            row = importing.StagedRow(2, Outcome.REFUSED, says="Why not.")
            assert importing.keep_rows(session, batch.id, [row], after=0, at=NOON)
            assert not importing.keep_rows(session, batch.id, [row], after=0, at=NOON)


class TestPublishing:
    def test_a_checked_list_goes_in_in_one_act_and_what_is_odd_waits(self, database, editor):
        batch_id = brought_in(database, actor=editor)
        with database.writing() as session:
            batch = importing.publish_batch(session, editor, batch_id, at=NOON)
            assert (batch.published, batch.held, batch.state) == (2, 1, BatchState.PUBLISHED)
        assert states(database) == {
            "Slow walks": State.LIVE,
            "Sea swims": State.LIVE,
            "Earn money now": State.WAITING,
        }
        with database.reading() as session:
            moves = session.scalars(sa.select(ListingMove)).all()
            assert {move.who for move in moves} == {editor.name}
            assert {move.because for move in moves} == {"From the list “neighbours”"}
            published = session.scalars(sa.select(Listing).where(Listing.state == State.LIVE))
            assert all(one.published_at == NOON and one.flags == [] for one in published)

    def test_a_row_without_its_tick_stays_a_draft(self, database, editor):
        batch_id = brought_in(database, WALKS, SWIMS, actor=editor)
        with database.writing() as session:
            shown = {row.key: row.id for row in session.scalars(sa.select(ImportRow))}
            importing.choose_rows(
                session, editor, batch_id, shown=shown.values(), ticked=[shown["id:1"]], at=NOON
            )
            assert importing.publish_batch(session, editor, batch_id, at=NOON).published == 1
        assert states(database) == {"Slow walks": State.LIVE, "Sea swims": State.DRAFT}

    def test_what_lies_outside_the_area_is_left_out_until_it_is_published(self, database, editor):
        here = changed(WALKS, Postcode="NE6 1AB")
        batch_id = brought_in(database, here, SWIMS, actor=editor)
        with database.writing() as session:
            importing.leave_out_outside(session, editor, batch_id, at=NOON)
            assert importing.publish_batch(session, editor, batch_id, at=NOON).published == 1
            with pytest.raises(RuleBroken, match="published already"):
                importing.leave_out_outside(session, editor, batch_id, at=NOON)
        assert states(database) == {"Slow walks": State.LIVE, "Sea swims": State.DRAFT}

    def test_it_is_published_once(self, database, editor):
        batch_id = brought_in(database, WALKS, actor=editor)
        with database.writing() as session:
            importing.publish_batch(session, editor, batch_id, at=NOON)
        with pytest.raises(MoveNotAllowed), database.writing() as session:
            importing.publish_batch(session, editor, batch_id, at=NOON)

    def test_a_draft_that_was_withdrawn_meanwhile_stays_withdrawn(self, database, editor):
        batch_id = brought_in(database, WALKS, SWIMS, actor=editor)
        with database.writing() as session:
            gone = session.scalars(sa.select(Listing).where(Listing.source_key.endswith("id:1")))
            keeping.make(session, editor, gone.one(), keeping.Move.WITHDRAW, at=NOON)
        with database.writing() as session:
            importing.publish_batch(session, editor, batch_id, at=NOON)
        assert states(database) == {"Slow walks": State.WITHDRAWN, "Sea swims": State.LIVE}


def _hear(session, event, *, at):
    """Somebody who listens."""


@pytest.fixture
def listener():
    outbox.on(ListingWithdrawn)(_hear)
    yield f"{__name__}._hear"
    outbox._subscriptions.pop(f"{__name__}._hear")


class TestTakingBack:
    THIRD = changed(WALKS, id="7", Group="Knit and Natter", Activity="Knitting")
    FOURTH = changed(WALKS, id="8", Group="Tea for All", Activity="Tea")

    @pytest.fixture
    def batch_id(self, database, editor):
        """Five listings: two as they were brought, one odd, one claimed, one changed."""
        batch_id = brought_in(database, WALKS, SWIMS, ODD, self.THIRD, self.FOURTH, actor=editor)
        with database.writing() as session:
            importing.publish_batch(session, editor, batch_id, at=NOON)
            named = {one.content.name: one for one in session.scalars(sa.select(Listing))}
            named["Knitting"].group.claimed_at = NOON
            tea = named["Tea"]
            keeping.say(session, editor, tea, tea.content.with_answers(when="Fridays"), at=NOON)
        return batch_id

    def test_what_is_as_it_was_brought_leaves_and_the_rest_stays(
        self, database, editor, batch_id, listener
    ):
        with database.writing() as session:
            assert importing.take_back(session, editor, batch_id, at=NOON) == 3
        assert states(database) == {
            "Slow walks": State.WITHDRAWN,
            "Sea swims": State.WITHDRAWN,
            "Earn money now": State.WITHDRAWN,
            "Knitting": State.LIVE,
            "Tea": State.LIVE,
        }
        with database.reading() as session:
            moves = session.scalars(
                sa.select(ListingMove).where(ListingMove.after == State.WITHDRAWN)
            ).all()
            assert {move.because for move in moves} == {"The list “neighbours” was taken back"}
            told = sa.select(OutboxItem).where(OutboxItem.listener == listener)
            assert len(session.scalars(told).all()) == 3

    def test_what_was_confirmed_stays_though_nobody_claimed_it(self, database, editor, batch_id):
        with database.writing() as session:
            walks = session.scalars(sa.select(Listing).where(Listing.source_key.endswith("id:1")))
            upkeep.confirm_by_phone(session, editor, walks.one().id, at=NOON)
            assert importing.take_back(session, editor, batch_id, at=NOON) == 2

    def test_the_same_list_can_be_brought_in_again(self, database, editor, batch_id):
        with database.writing() as session:
            importing.take_back(session, editor, batch_id, at=NOON)
        again = brought_in(database, WALKS, self.THIRD, actor=editor)
        with database.reading() as session:
            tally = session.get_one(ImportBatch, again).tally
            assert (tally.new, tally.unchanged) == (1, 1)

    def test_there_is_nothing_to_take_back_twice(self, database, editor, batch_id):
        with database.writing() as session:
            importing.take_back(session, editor, batch_id, at=NOON)
            with pytest.raises(RuleBroken, match="Nothing of this list is left"):
                importing.take_back(session, editor, batch_id, at=NOON)

    def test_only_an_editor_of_the_host_takes_it_back(self, database, editor, batch_id):
        with database.writing() as session:
            with pytest.raises(NotAllowed):
                importing.take_back(session, an_actor(session, Role.REFERRER), batch_id, at=NOON)
            other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
            stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
            with pytest.raises(NotFound):
                importing.take_back(session, stranger, batch_id, at=NOON)


def test_whoever_brought_it_gets_a_letter_with_the_tally(database, editor, letters):
    batch_id = brought_in(database, WALKS, ODD, EMPTY, actor=editor)
    letter = letters()[-1]
    assert "2 new, 0 changed, 0 unchanged, 1 refused" in letter.text
    assert FILE in letter.subject and letter.link == f"/directory/imports/{batch_id}"


def test_a_choice_cannot_be_made_when_it_is_too_late(database, editor):
    batch_id = brought_in(database, WALKS, actor=editor)
    with database.writing() as session:
        importing.publish_batch(session, editor, batch_id, at=NOON)
        with pytest.raises(RuleBroken, match="published already"):
            importing.choose_rows(session, editor, batch_id, shown=[], ticked=[], at=NOON)
