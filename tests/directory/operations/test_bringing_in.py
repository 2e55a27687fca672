"""What becomes of the rows: new drafts, newer facts never overwritten (hazard H1), twins side by side."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.imports.batches import BatchState
from directory.lifecycle import State
from directory.models import (
    Group,
    HiddenPlace,
    ImportBatch,
    ImportRow,
    Listing,
    ListingVersion,
    PossibleDuplicate,
    WrongReport,
)
from directory.operations import importing, keeping
from directory.operations.reading import reader
from directory.operations.review import reject
from directory.queries.review import ReportKind, kind_of
from directory.reasons import RejectReason
from directory.vocabulary import Domain, Place
from kernel.access import SYSTEM
from kernel.geography import Point, distance_km
from tests import cast_directory as cast
from tests.cast_importing import (
    NAMELESS,
    ODD,
    SWIMS,
    WALKS,
    a_batch,
    an_editor,
    anytown_id,
    brought_in,
    changed,
    let_read,
)
from tests.support.clock import NOON


@pytest.fixture
def editor(app, database):
    with database.writing() as session:
        return an_editor(session)


def tally(database, batch_id) -> str:
    with database.reading() as session:
        return session.get_one(ImportBatch, batch_id).tally.line()


def only(session, table=Listing):
    return session.scalars(sa.select(table)).one()


class TestNewRows:
    def test_a_row_becomes_a_draft_that_nobody_has_claimed(self, database, editor):
        batch_id = brought_in(database, WALKS, actor=editor)
        assert tally(database, batch_id) == "1 new, 0 changed, 0 unchanged, 0 refused"
        with database.reading() as session:
            listing = only(session)
            assert listing.state is State.DRAFT and listing.content.name == "Slow walks"
            assert listing.content.phone == "01632 960111"
            assert [slot.weekday for slot in listing.slots] == [1]
            assert Domain.PHYSICAL_ACTIVITY in listing.content.domains
            assert listing.group.name == "Hill Walkers" and listing.group.claimed_at is None
            assert listing.group.keeper_email == ""
            version = only(session, ListingVersion)
            assert (version.number, version.who) == (1, editor.name)
            assert only(session, ImportRow).listing_id == listing.id

    def test_it_is_where_its_postcode_is(self, database, editor):
        brought_in(database, WALKS, actor=editor)
        with database.reading() as session:
            listing = only(session)
            assert distance_km(Point(listing.latitude, listing.longitude), Point(55.01, -1.63)) < 5

    def test_rows_of_one_group_share_it_now_and_the_next_time(self, database, editor):
        brought_in(database, WALKS, changed(WALKS, id="9", Activity="Fast"), actor=editor)
        brought_in(database, changed(WALKS, id="10", Activity="Night walks"), actor=editor)
        with database.reading() as session:
            assert only(session, Group).name == "Hill Walkers"
            assert len(session.scalars(sa.select(Listing)).all()) == 3

    def test_of_a_row_without_a_place_the_place_is_not_known_and_it_says_so(self, database, editor):
        brought_in(database, changed(WALKS, Postcode=""), actor=editor)
        with database.reading() as session:
            assert not only(session).content.is_place_known
            assert "place is not known" in only(session, ImportRow).notes[0]["says"]

    def test_what_is_odd_is_flagged_and_what_is_refused_says_why(self, database, editor):
        batch_id = brought_in(database, ODD, NAMELESS, actor=editor)
        assert tally(database, batch_id) == "1 new, 0 changed, 0 unchanged, 1 refused"
        with database.reading() as session:
            assert {flag["kind"] for flag in only(session).flags} >= {"link", "money"}
            refused = session.scalars(
                sa.select(ImportRow).where(ImportRow.listing_id.is_(None))
            ).one()
            assert refused.number == 3 and "no name" in refused.says

    def test_a_hidden_place_is_kept_apart_and_stands_in_no_other_table(self, database, editor):
        rows = (
            ("Name", "Place", "Address", "Town", "Postcode", "Phone"),
            ("Safe house", "hidden", "4 Secret Lane", "Anytown", "NE6 1AB", "01632 960444"),
        )
        data = "\n".join(",".join(row) for row in rows).encode()
        with database.writing() as session:
            batch = a_batch(session, editor, data)
            let_read(session, editor, batch)
        reader().read(batch.id)
        with database.reading() as session:
            listing = only(session)
            assert listing.place is Place.HIDDEN and listing.latitude is None
            assert "Secret Lane" in only(session, HiddenPlace).address
            elsewhere = [only(session, ImportRow).draft, only(session, ListingVersion).content]
            assert "Secret" not in str(elsewhere) and "NE6" not in str(elsewhere)


class TestTheSecondTime:
    def test_twice_is_once(self, database, editor):
        rows = (WALKS, SWIMS, ODD, NAMELESS)
        brought_in(database, *rows, actor=editor)
        again = brought_in(database, *rows, actor=editor)
        assert tally(database, again) == "0 new, 0 changed, 3 unchanged, 1 refused"
        with database.reading() as session:
            assert len(session.scalars(sa.select(Listing)).all()) == 3
            assert len(session.scalars(sa.select(ListingVersion)).all()) == 3

    def test_a_draft_that_nobody_touched_follows_its_row(self, database, editor):
        brought_in(database, WALKS, actor=editor)
        again = brought_in(database, changed(WALKS, Description="Newer words."), actor=editor)
        assert tally(database, again) == "0 new, 1 changed, 0 unchanged, 0 refused"
        with database.reading() as session:
            assert only(session).content.description == "Newer words."
            assert len(session.scalars(sa.select(ListingVersion)).all()) == 2

    def test_to_a_live_listing_a_changed_row_is_only_a_proposal(self, database, editor):
        published(database, editor, WALKS)
        brought_in(database, changed(WALKS, Phone="01632 960999"), actor=editor)
        with database.reading() as session:
            assert only(session).content.phone == "01632 960111"
            report = only(session, WrongReport)
            assert report.proposal == {"phone": "01632 960999"}
            assert report.told_by == editor.user_id
            assert kind_of(report) is ReportKind.LIST

    def test_what_the_group_has_said_since_is_never_proposed_away(self, database, editor):
        """H1: the list is older than the group's own words; only what the list changes counts."""
        published(database, editor, WALKS)
        with database.writing() as session:
            newer = only(session).content.with_answers(phone="01632 960555")
            keeping.say(session, SYSTEM, only(session), newer, at=NOON)
        brought_in(database, changed(WALKS, Description="Other words."), actor=editor)
        with database.reading() as session:
            assert only(session).content.phone == "01632 960555"
            assert only(session, WrongReport).proposal == {"description": "Other words."}

    def test_a_draft_that_somebody_edited_is_not_overwritten_either(self, database, editor):
        brought_in(database, WALKS, actor=editor)
        with database.writing() as session:
            better = only(session).content.with_answers(name="Walks for everybody")
            keeping.say(session, editor, only(session), better, at=NOON)
        brought_in(database, changed(WALKS, Description="Other words."), actor=editor)
        with database.reading() as session:
            assert only(session).content == better
            assert only(session, WrongReport).proposal == {"description": "Other words."}

    def test_a_proposal_is_made_once(self, database, editor):
        published(database, editor, WALKS)
        newer = changed(WALKS, Phone="01632 960999")
        brought_in(database, newer, actor=editor)
        again = brought_in(database, newer, actor=editor)
        assert tally(database, again) == "0 new, 0 changed, 1 unchanged, 0 refused"
        with database.reading() as session:
            only(session, WrongReport)

    def test_what_was_rejected_stays_rejected(self, database, editor):
        brought_in(database, WALKS, actor=editor)
        with database.writing() as session:
            listing = only(session)
            reject(
                session,
                editor,
                listing.id,
                reason=next(iter(RejectReason)),
                note="",
                version=listing.version,
                at=NOON,
            )
        brought_in(database, changed(WALKS, Phone="01632 960999"), actor=editor)
        with database.reading() as session:
            assert only(session).state is State.REJECTED
            assert session.scalars(sa.select(WrongReport)).all() == []


class TestTwins:
    def test_a_newcomer_that_may_be_here_already_is_put_beside_it(self, database, editor):
        with database.writing() as session:
            here = cast.a_listing(
                session,
                area_id=anytown_id(session),
                group="Hillwalkers",
                phone="01632 960111",
                at=NOON - timedelta(days=1),
            )
        brought_in(database, WALKS, SWIMS, actor=editor)
        with database.reading() as session:
            pair = only(session, PossibleDuplicate)
            newcomer = session.get_one(Listing, pair.second_id)
            assert pair.first_id == here.id and newcomer.content.name == "Slow walks"
            assert pair.why == "Same phone number"

    def test_two_activities_of_one_group_are_no_twins(self, database, editor):
        brought_in(database, WALKS, changed(WALKS, id="9", Activity="Fast walks"), actor=editor)
        with database.reading() as session:
            assert session.scalars(sa.select(PossibleDuplicate)).all() == []

    def test_a_switchboards_number_on_many_rows_does_not_flood_the_page(self, database, editor):
        rows = [
            changed(WALKS, id=str(n), Group=f"{word} of the town", Activity=word)
            for n, word in enumerate(("Chess", "Choir", "Cards", "Clay", "Cooking", "Coffee"))
        ]
        brought_in(database, *rows, actor=editor)
        with database.reading() as session:
            pairs = session.scalars(sa.select(PossibleDuplicate)).all()
            assert 3 <= len(pairs) <= len(rows)


def test_a_fault_half_way_leaves_nothing_in_the_directory(database, editor):
    """The transaction that brings all in ends at its last row but one: nothing stays of it."""
    last = changed(SWIMS, id="77", Group="Trip wire")
    with database.writing() as session:
        arm(session)
    batch_id = brought_in(database, WALKS, SWIMS, last, actor=editor)
    with database.reading() as session:
        batch = session.get_one(ImportBatch, batch_id)
        assert batch.state is BatchState.FAILED and "on our side" in batch.says
        for table in (Listing, Group, ImportRow, ListingVersion):
            assert session.scalars(sa.select(table)).all() == [], table
    with database.writing() as session:
        disarm(session)
        let_read(session, editor, session.get_one(ImportBatch, batch_id))
    reader().read(batch_id)
    assert tally(database, batch_id) == "3 new, 0 changed, 0 unchanged, 0 refused"


def arm(session) -> None:
    """A trigger in the database that stops when a group of this name is written."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sa.text(
                "CREATE TRIGGER trip BEFORE INSERT ON directory_group WHEN NEW.name = 'Trip wire' "
                "BEGIN SELECT RAISE(ABORT, 'tripped'); END"
            )
        )
        return
    session.execute(
        sa.text(
            "CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.name = 'Trip wire' THEN RAISE EXCEPTION 'tripped'; END IF; "
            "RETURN NEW; END $$"
        )
    )
    session.execute(
        sa.text(
            "CREATE TRIGGER trip BEFORE INSERT ON directory_group "
            "FOR EACH ROW EXECUTE FUNCTION trip()"
        )
    )


def disarm(session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("DROP TRIGGER trip"))
        return
    session.execute(sa.text("DROP TRIGGER trip ON directory_group"))
    session.execute(sa.text("DROP FUNCTION trip()"))


def published(database, editor, *rows) -> None:
    batch_id = brought_in(database, *rows, actor=editor)
    with database.writing() as session:
        importing.publish_batch(session, editor, batch_id, at=NOON)
