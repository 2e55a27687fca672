"""What editors do with a listing, and what others may not."""

from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import DrawEntry, HiddenPlace, Listing, ListingVersion, PossibleDuplicate
from directory.operations import keeping, review
from directory.reasons import RejectReason
from directory.vocabulary import Place
from kernel.access import ANYONE, SYSTEM, Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.lifecycle import MoveNotAllowed
from kernel.mail import Letter
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

EDITORS = {Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER}
SAFETY = EDITORS | {Role.SAFEGUARDING_LEAD}


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    return an_area(session).id


@pytest.fixture
def editor(session, area):
    return a_directory_editor(session)


@pytest.fixture
def live(session, area):
    return a_listing(session, area_id=area)


@pytest.fixture
def waiting(session, area):
    """A listing that its group confirmed, and that the screen found odd."""
    listing = a_listing(session, area_id=area)
    listing.group.claimed_at = NOON
    listing.flags = [{"kind": "money", "field": "description", "says": "It speaks of money."}]
    keeping.make(session, SYSTEM, listing, Move.HOLD, at=NOON)
    session.flush()
    return listing


def letters(session):
    session.flush()
    return session.scalars(sa.select(Letter)).all()


ACTS = [
    ("publish", State.WAITING, EDITORS, {}),
    ("reject", State.WAITING, EDITORS, {"reason": RejectReason.UNCLEAR, "note": ""}),
    ("restore", State.WITHDRAWN, EDITORS, {}),
    ("take_down", State.LIVE, EDITORS, {"because": "They asked"}),
    ("suspend", State.LIVE, SAFETY, {"because": "A worry"}),
    ("release", State.SUSPENDED, SAFETY, {"because": "It is well"}),
    ("edit", State.LIVE, EDITORS, {"answers": {"when": "Fridays"}}),
    ("put_back", State.LIVE, EDITORS, {"number": 1}),
]
WAY_TO = {
    State.LIVE: [],
    State.WAITING: [Move.HOLD],
    State.WITHDRAWN: [Move.WITHDRAW],
    State.SUSPENDED: [Move.SUSPEND],
}


def do(session, actor, name, listing, facts, *, version=None):
    facts = dict(facts)
    given = [facts.pop(one) for one in ("answers", "number") if one in facts]
    version = listing.version if version is None else version
    act = getattr(review, name)
    act(session, actor, listing.id, *given, version=version, at=NOON, **facts)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("name", "state", "allowed", "facts"), ACTS)
def test_who_may_do_what(session, live, name, state, allowed, facts, role):
    for move in WAY_TO[state]:
        keeping.make(session, SYSTEM, live, move, at=NOON)
    session.flush()
    actor = an_actor(session, role)
    if role in allowed:
        do(session, actor, name, live, facts)
    else:
        with pytest.raises(NotAllowed):
            do(session, actor, name, live, facts)


@pytest.mark.parametrize(("name", "state", "allowed", "facts"), ACTS)
@pytest.mark.parametrize("where", ["Anytown", "Othertown"])
def test_an_editor_who_is_not_of_the_host_finds_nothing(
    session, live, name, state, allowed, facts, where
):
    """Neither another area's host, nor the area's other lead NTP, changes anything (A-ORG-05)."""
    other = a_lead_ntp(
        session, "Other Ways", area=an_area(session, where), is_host=where != "Anytown"
    )
    stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
    with pytest.raises(NotFound):
        do(session, stranger, name, live, facts)


@pytest.mark.parametrize(("name", "state", "allowed", "facts"), ACTS)
def test_a_visitor_may_do_none_of_it(session, live, name, state, allowed, facts):
    with pytest.raises(NotAllowed):
        do(session, ANYONE, name, live, facts)


def test_what_is_found_safe_is_no_longer_odd(session, live):
    live.flags = [{"kind": "money", "field": "name", "says": "It speaks of money."}]
    keeping.make(session, SYSTEM, live, Move.SUSPEND, at=NOON)
    session.flush()
    lead = an_actor(session, Role.SAFEGUARDING_LEAD)
    review.release(session, lead, live.id, because="It is well", version=live.version, at=NOON)
    assert (live.state, live.flags) == (State.LIVE, [])


@pytest.mark.parametrize(("name", "state", "allowed", "facts"), ACTS)
def test_who_comes_second_is_told_and_overwrites_nothing(
    session, editor, live, name, state, allowed, facts
):
    for move in WAY_TO[state]:
        keeping.make(session, SYSTEM, live, move, at=NOON)
    session.flush()
    seen, said, stands = live.version - 1, live.content, live.state
    with pytest.raises(Conflict, match="Nothing was overwritten"):
        do(session, editor, name, live, facts, version=seen)
    assert (live.content, live.state) == (said, stands)


class TestPublishing:
    def test_it_is_in_the_directory_and_nothing_is_odd_about_it_any_more(
        self, session, editor, waiting
    ):
        review.publish(session, editor, waiting.id, version=waiting.version, at=NOON)
        assert (waiting.state, waiting.flags) == (State.LIVE, [])

    def test_the_group_is_told_and_is_in_the_draw(self, session, editor, waiting):
        review.publish(session, editor, waiting.id, version=waiting.version, at=NOON)
        assert [letter.template for letter in letters(session)] == ["directory/published"]
        assert session.scalar(sa.select(DrawEntry.group_id)) == waiting.group_id

    def test_an_address_that_nobody_proved_gets_no_letter(self, session, editor, waiting):
        waiting.group.claimed_at = None
        session.flush()
        review.publish(session, editor, waiting.id, version=waiting.version, at=NOON)
        assert letters(session) == []

    def test_what_is_live_cannot_be_published(self, session, editor, live):
        session.flush()
        with pytest.raises(MoveNotAllowed):
            review.publish(session, editor, live.id, version=live.version, at=NOON)


class TestRejecting:
    def reject(self, session, editor, listing, reason=RejectReason.UNCLEAR):
        review.reject(
            session,
            editor,
            listing.id,
            reason=reason,
            note="Smells of spam",
            version=listing.version,
            at=NOON,
        )

    def test_the_letter_gives_the_reason_and_none_of_the_words(self, session, editor, waiting):
        self.reject(session, editor, waiting)
        (letter,) = letters(session)
        assert letter.facts["reason"] == RejectReason.UNCLEAR.words
        assert "dog" not in repr(letter.facts).lower()
        assert "Smells" not in repr(letter.facts)

    def test_spam_gets_no_letter(self, session, editor, waiting):
        self.reject(session, editor, waiting, RejectReason.SPAM)
        assert letters(session) == []

    def test_a_batch_goes_in_one_act_and_nobody_is_written_to(self, session, editor, area):
        batch = [a_listing(session, area_id=area, group=f"Cheap {n}") for n in range(5)]
        for listing in batch:
            keeping.make(session, SYSTEM, listing, Move.HOLD, at=NOON)
        session.flush()
        ids = [listing.id for listing in batch]
        assert review.reject_batch(session, editor, ids, at=NOON) == 5
        assert {listing.state for listing in batch} == {State.REJECTED}
        assert letters(session) == []

    def test_a_batch_leaves_what_is_live_and_what_others_host(self, session, editor, live):
        other = an_area(session, "Othertown")
        elsewhere = a_listing(session, area_id=other.id)
        keeping.make(session, SYSTEM, elsewhere, Move.HOLD, at=NOON)
        session.flush()
        assert review.reject_batch(session, editor, [live.id, elsewhere.id], at=NOON) == 0
        assert (live.state, elsewhere.state) == (State.LIVE, State.WAITING)


class TestChanging:
    def test_a_change_is_a_new_version(self, session, editor, live):
        session.flush()
        answers = {"when": "Fridays 2pm"}
        review.edit(session, editor, live.id, answers, version=live.version, at=NOON)
        versions = session.scalars(sa.select(ListingVersion.changed).order_by("number")).all()
        assert versions == [[], ["when"]]

    def test_no_change_is_no_version(self, session, editor, live):
        session.flush()
        review.edit(session, editor, live.id, {}, version=live.version, at=NOON)
        assert len(session.scalars(sa.select(ListingVersion.id)).all()) == 1

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"phone": "09098 790123"}, "phone"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"email": "nobody"}, "email"),
            ({"postcode": "nowhere"}, "postcode"),
            ({"name": "dog\u202ewalks"}, "name"),
        ],
    )
    def test_what_nobody_should_read_is_refused_at_its_field(
        self, session, editor, live, answers, field
    ):
        session.flush()
        with pytest.raises(RuleBroken) as refused:
            review.edit(session, editor, live.id, answers, version=live.version, at=NOON)
        assert refused.value.field == field

    def test_an_earlier_version_is_put_back_as_a_new_one(self, session, editor, live):
        keeping.say(session, SYSTEM, live, live.content.with_answers(when="Never"), at=NOON)
        review.put_back(session, editor, live.id, 1, version=live.version, at=NOON)
        newest = session.scalars(sa.select(ListingVersion).order_by("number")).all()[-1]
        assert (newest.number, newest.because) == (3, "Put version 1 back")
        assert live.content.when == "Tuesdays 10am to 12"

    def test_a_version_that_is_not_there_is_not_found(self, session, editor, live):
        session.flush()
        with pytest.raises(NotFound):
            review.put_back(session, editor, live.id, 9, version=live.version, at=NOON)


class TestHiddenPlaces:
    """A refuge stays hidden whatever editors do (D7)."""

    @pytest.fixture
    def refuge(self, session, live):
        said = live.content.with_answers(address="1 Secret Street", town="Nowhere")
        keeping.say(session, SYSTEM, live, said, at=NOON)
        keeping.hide_place(session, SYSTEM, live, address="1 Secret Street", at=NOON)
        return live

    @pytest.mark.parametrize("number", [1, 2])
    def test_putting_back_a_version_from_before_does_not_show_it(
        self, session, editor, refuge, number
    ):
        # What earlier versions said of the place may have been wiped; then there is none to put back.
        with suppress(NotFound):
            review.put_back(session, editor, refuge.id, number, version=refuge.version, at=NOON)
        assert refuge.content.place is Place.HIDDEN
        assert (refuge.content.address, refuge.content.postcode) == ("", "")
        assert (refuge.latitude, refuge.longitude, refuge.locality_id) == (None, None, None)

    def test_an_edit_that_names_the_place_does_not_show_it(self, session, editor, refuge):
        answers = {"place": Place.SOMEWHERE, "address": "1 Secret Street", "postcode": "NE6 1AB"}
        review.edit(session, editor, refuge.id, answers, version=refuge.version, at=NOON)
        assert refuge.content.place is Place.HIDDEN
        assert refuge.content.address == ""
        assert session.scalar(sa.select(HiddenPlace.address)) == "1 Secret Street"


class TestSafety:
    def test_a_safeguarding_lead_of_the_areas_other_lead_takes_it_down_at_once(self, session, live):
        other = a_lead_ntp(session, "Other Ways", is_host=False)
        sophie = an_actor(session, Role.SAFEGUARDING_LEAD, at=other)
        session.flush()
        review.suspend(session, sophie, live.id, because="A worry", version=live.version, at=NOON)
        assert live.state is State.SUSPENDED

    def test_a_safeguarding_lead_of_another_area_finds_nothing(self, session, live):
        other = a_lead_ntp(session, "Other Ways", area=an_area(session, "Othertown"))
        sophie = an_actor(session, Role.SAFEGUARDING_LEAD, at=other)
        with pytest.raises(NotFound):
            review.suspend(
                session, sophie, live.id, because="A worry", version=live.version, at=NOON
            )


class TestLikelyDuplicates:
    @pytest.fixture
    def pair(self, session, area):
        first = a_listing(session, area_id=area, group="Knit and Natter", name="Knitting")
        second = a_listing(session, area_id=area, group="Knit & Natter", name="Knitting")
        session.flush()
        pair = PossibleDuplicate(
            first_id=first.id, second_id=second.id, why="Same phone number", found_at=NOON
        )
        session.add(pair)
        session.flush()
        return pair

    @pytest.mark.parametrize("kept", ["first_id", "second_id"])
    def test_one_stays_and_the_other_is_withdrawn(self, session, editor, pair, kept):
        keep_id = getattr(pair, kept)
        review.merge(session, editor, pair.id, keep_id=keep_id, at=NOON)
        states = {row.id: row.state for row in session.scalars(sa.select(Listing))}
        assert states.pop(keep_id) is State.LIVE
        assert list(states.values()) == [State.WITHDRAWN]
        assert pair.settled_at == NOON

    def test_two_that_are_not_the_same_both_stay(self, session, editor, pair):
        review.set_apart(session, editor, pair.id, at=NOON)
        assert set(session.scalars(sa.select(Listing.state))) == {State.LIVE}
        assert pair.outcome == "not the same"

    def test_it_is_settled_once(self, session, editor, pair):
        review.set_apart(session, editor, pair.id, at=NOON)
        with pytest.raises(RuleBroken, match="settled this already"):
            review.merge(session, editor, pair.id, keep_id=pair.first_id, at=NOON)

    def test_a_third_listing_cannot_be_slipped_in(self, session, editor, pair, live):
        with pytest.raises(RuleBroken):
            review.merge(session, editor, pair.id, keep_id=live.id, at=NOON)

    def test_another_areas_editor_finds_nothing(self, session, pair):
        other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
        stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
        with pytest.raises(NotFound):
            review.set_apart(session, stranger, pair.id, at=NOON)


def test_two_editors_at_once_are_one_success_and_one_refusal(database):
    """Both opened the page; one was first. On both databases (issue 9)."""
    with database.writing() as session:
        a_lead_ntp(session)
        listing_id = a_listing(session, area_id=an_area(session).id).id
        editor = a_directory_editor(session)
    with database.reading() as session:
        seen = session.get_one(Listing, listing_id).version
    with database.writing() as session:
        review.edit(session, editor, listing_id, {"when": "Mondays"}, version=seen, at=NOON)
    with pytest.raises(Conflict), database.writing() as session:
        review.edit(session, editor, listing_id, {"when": "Fridays"}, version=seen, at=NOON)
    with database.reading() as session:
        assert session.get_one(Listing, listing_id).content.when == "Mondays"


def test_a_write_between_reading_and_writing_is_a_conflict(database):
    """The version column, and not our look alone, keeps two editors apart."""
    with database.writing() as session:
        a_lead_ntp(session)
        listing_id = a_listing(session, area_id=an_area(session).id).id
        editor = a_directory_editor(session)
    with pytest.raises(Conflict), database.writing() as session:
        listing = session.get_one(Listing, listing_id)
        session.execute(
            sa.update(Listing)
            .where(Listing.id == listing_id)
            .values(version=listing.version + 1)
            .execution_options(synchronize_session=False)
        )
        review.edit(
            session,
            editor,
            listing_id,
            {"when": "Fridays"},
            version=listing.version,
            at=NOON + timedelta(hours=1),
        )
