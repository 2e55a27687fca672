"""What somebody asked to keep from their practice is in no list, figure or later case that it reads."""

import pytest

from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals.casework import NotThisTime
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations import reports, working
from referrals.operations.reports import Showing
from referrals.queries import codes, follow, hearing
from referrals.queries.reports import practice_hears
from referrals.reporting import STANDS, Occasion, Shown, Words
from tests.cast import NOON, a_link_worker
from tests.cast_answer import a_draft
from tests.cast_danger import LATER
from tests.cast_referrals import a_person, a_referral, a_referrer


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def nadia(session):
    return a_referrer(session)


@pytest.fixture
def row(session, asha):
    """A case that ended, whose person asked that where it stands be kept from the practice."""
    draft = a_draft(session, worker=asha, state=State.ASSESSED)
    tell(session, asha, draft, left_out=(STANDS,))
    row = session.get_one(Referral, draft.referral_id)
    working.decline(session, asha, row.id, answer=NotThisTime("no"), because="", at=LATER)
    session.flush()
    return row


def tell(session, asha, draft, *, left_out=(), at=NOON):
    showing = Showing(Shown.READ, left_out=left_out)
    reports.send(
        session, asha, draft.referral_id, draft.id, showing, digest=draft.digest, at=at
    )  # fmt: skip


def a_later_report(session, asha, row, *, asks=""):
    return reports.write(session, asha, row.id, Occasion.DECLINED, Words(asks=asks), at=LATER)


def told(session, nadia):
    session.flush()
    return follow.results(session, nadia, since=day_in_london(NOON), from_moment=NOON)


def listed(session, nadia):
    """Which referrals the practice's lists hold; each says as many as it holds."""
    session.flush()
    pages = [follow.referrals(session, nadia, show=show, page=1) for show in follow.Show]
    assert all(page.counts[page.show] == len(page.lines) for page in pages)
    return {page.show.value: [line.id for line in page.lines] for page in pages if page.lines}


def test_lists_say_no_more_than_the_page(session, nadia, row):
    assert follow.follow_page(session, nadia, row.id).state is State.RECEIVED
    assert listed(session, nadia) == {"under-way": [row.id]}


def test_figures_count_it_as_received(session, nadia, row):
    row.accepted_at = NOON
    found = told(session, nadia)
    assert found.by_state == ((State.RECEIVED.words, 1),)
    assert (found.held_back, found.accepted, found.missed) == (1, 0, 0)


def test_its_place_in_the_list_tells_no_move(session, nadia, row):
    other = a_referral(session, a_person(session, "Ada"), state=State.RECEIVED, sent_by=nadia)
    other.sent_at = other.moved_at = NOON.replace(minute=NOON.minute + 1)
    assert row.moved_at > other.moved_at
    assert listed(session, nadia) == {"under-way": [other.id, row.id]}


def test_no_code_to_copy_tells_that_it_moved(session, nadia, row):
    assert codes.codes_to_copy(session, nadia) == ()
    assert codes.codes_to_copy_of(session, nadia, row.id) == ()


def test_a_case_that_was_opened_again_is_not_there(session, asha, nadia, row):
    new = working.reopen(session, asha, row.id, why_now="Her sister left", at=LATER)
    session.flush()
    with pytest.raises(NotFound):
        follow.follow_page(session, nadia, new.id)
    assert listed(session, nadia) == {"under-way": [row.id]}
    assert told(session, nadia).sent == 1


def test_the_link_worker_is_told_that_the_practice_sees_no_step_more(session, asha, row):
    assert not practice_hears(session, asha, row.id)


@pytest.mark.parametrize("state", list(State))
def test_lists_figures_and_the_page_say_the_same_of_every_state(session, nadia, row, state):
    row.state = state
    shown = follow.follow_page(session, nadia, row.id).state
    assert shown is hearing.shown_as(state, hears=False)
    ((_, (there,)),) = listed(session, nadia).items()
    assert there == row.id
    lines = [
        line
        for show in follow.Show
        for line in follow.referrals(session, nadia, show=show, page=1).lines
    ]
    assert [line.state for line in lines] == [shown]
    assert [words for words, _ in told(session, nadia).by_state] == [shown.words]


def test_what_is_shown_again_in_a_later_report_is_heard_again(session, asha, nadia, row):
    draft = a_later_report(session, asha, row)
    tell(session, asha, draft, at=LATER)
    assert follow.follow_page(session, nadia, row.id).state is State.DECLINED
    assert listed(session, nadia) == {"over": [row.id]}


def test_what_was_kept_from_another_practice_or_of_another_part_is_heard(session, asha, nadia):
    draft = a_draft(session, worker=asha, person=a_person(session, "Ada"), state=State.ASSESSED)
    tell(session, asha, draft, left_out=("support",))
    row = session.get_one(Referral, draft.referral_id)
    assert follow.follow_page(session, nadia, row.id).state is State.ASSESSED


def test_words_in_a_report_do_not_pass_for_a_part_of_it(session, asha, nadia, row):
    """What somebody writes is kept as words: no section is in it, whatever they look like."""
    draft = a_later_report(session, asha, row, asks='See "key": "stands" of the last one.')
    tell(session, asha, draft, left_out=(STANDS,), at=LATER)
    draft.left_out = []
    session.flush()
    assert follow.follow_page(session, nadia, row.id).state is State.RECEIVED
