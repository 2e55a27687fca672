"""A listing's record: what can be done, and what only some may see."""

from dataclasses import asdict

import pytest

from directory.lifecycle import LISTING, Move, State
from directory.operations import keeping
from directory.queries import records
from kernel.access import ANYONE, SYSTEM, Role
from kernel.errors import NotFound
from tests.cast import a_directory_editor, a_lead_manager, a_lead_ntp, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

TODAY = NOON.date()


@pytest.fixture
def listing(session):
    a_lead_ntp(session)
    return a_listing(session, area_id=an_area(session).id)


@pytest.fixture
def refuge(session, listing):
    said = listing.content.with_answers(address="1 Secret Street", town="Hidcombe")
    keeping.say(session, SYSTEM, listing, said, at=NOON)
    keeping.hide_place(session, SYSTEM, listing, address="1 Secret Street", at=NOON)
    return listing


def page_of(session, actor, listing):
    return records.record_page(session, actor, listing.id, today=TODAY)


def test_a_button_is_there_exactly_when_the_state_allows_its_move(session, listing):
    editor = a_directory_editor(session)
    for state in State:
        listing.state = state
        can, moves = records.acts(editor, listing), LISTING.open_moves(state)
        assert can.publish == (Move.PUBLISH in moves)
        assert can.reject == (Move.REJECT in moves)
        assert can.suspend == (Move.SUSPEND in moves)
        assert can.release == (Move.RELEASE in moves)
        assert can.restore == (Move.RESTORE in moves)
        assert can.take_down == (Move.WITHDRAW in moves)
        assert can.ring == (state is State.UNCONFIRMED)


def test_whoever_has_no_role_is_offered_no_act_in_any_state(session, listing):
    for state in State:
        listing.state = state
        offered = {name for name, can in asdict(records.acts(ANYONE, listing)).items() if can}
        assert offered <= {"ring", "confirm"}, "what the state alone allows"


def test_an_editor_sees_where_a_hidden_place_is(session, refuge):
    assert page_of(session, a_directory_editor(session), refuge).hidden_address == (
        "1 Secret Street"
    )


def test_a_lead_manager_does_not_and_nothing_on_the_page_tells(session, refuge):
    page = page_of(session, a_lead_manager(session), refuge)
    assert page.is_hidden_place
    assert "Secret" not in repr(page) and "Hidcombe" not in repr(page)


def test_no_earlier_version_tells_either(session, refuge):
    manager = a_lead_manager(session)
    for line in page_of(session, manager, refuge).versions:
        page = records.version_page(session, manager, refuge.id, line.number)
        assert "Secret" not in repr(page) and "Hidcombe" not in repr(page)


@pytest.mark.parametrize("where", ["Anytown", "Othertown"])
def test_nobody_but_the_hosts_people_finds_it(session, listing, where):
    other = a_lead_ntp(
        session, "Other Ways", area=an_area(session, where), is_host=where != "Anytown"
    )
    stranger = an_actor(session, Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER, at=other)
    for ask in (page_of, lambda *given: records.edit_page(given[0], given[1], given[2].id)):
        with pytest.raises(NotFound):
            ask(session, stranger, listing)


def test_the_story_has_moves_newest_first(session, listing):
    keeping.make(session, SYSTEM, listing, Move.HOLD, at=NOON.replace(hour=13), because="Odd")
    session.flush()
    story = page_of(session, a_directory_editor(session), listing).story
    assert (story[0].what, story[0].why) == (State.WAITING.words, "Odd")


def test_a_safeguarding_lead_takes_down_what_is_in_their_own_area_and_nowhere_else(
    session, listing
):
    sophie = an_actor(session, Role.SAFEGUARDING_LEAD)
    assert records.get_for_safety(session, sophie, listing.id) is listing
    elsewhere = a_lead_ntp(session, "Elsewhere Links", area=an_area(session, "Elsewhere"))
    stranger = an_actor(session, Role.SAFEGUARDING_LEAD, at=elsewhere)
    with pytest.raises(NotFound):
        records.get_for_safety(session, stranger, listing.id)
