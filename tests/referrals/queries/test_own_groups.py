"""The groups of somebody, as their own page says them."""

from datetime import UTC, date, datetime, timedelta

from referrals.lifecycle import LinkMove, LinkState
from referrals.operations import answering, links
from referrals.operations.linking import Answer
from referrals.operations.links import Leave
from referrals.queries.own_groups import OwnGroup, own_groups
from referrals.vocabulary import GroupAnswer, RefusalReason, Said
from tests.cast import NOON, a_link_worker
from tests.cast_plans import a_link, a_shelter, a_token

FULL = Answer(GroupAnswer.REFUSE, RefusalReason.FULL)


def test_a_group_that_was_asked_is_there_with_what_it_learnt_and_when(session):
    asha = a_link_worker(session)
    leave = Leave(said_yes=True, how="Told me", phone=True)
    link = a_link(session, asha, a_shelter(session), leave=leave)
    assert own_groups(session, link.person_id, at=NOON) == (
        OwnGroup(
            "Dog walking", "Anytown Cat and Dog Shelter", "Asked",
            ("your first name", "your phone number"), date(2026, 11, 22),
        ),
    )  # fmt: skip


def test_what_a_group_learnt_stays_there_when_all_is_taken_back(session):
    asha = a_link_worker(session)
    leave = Leave(said_yes=True, how="Told me", phone=True, email=True)
    link = a_link(session, asha, a_shelter(session), leave=leave)
    link.buddy = "Her sister"
    links.tell(
        session, asha, link.referral_id, link.id, move=LinkMove.TAKE_BACK, words="x", at=NOON
    )
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.stands == "Ended"
    assert own.told_words == (
        "your first name, your phone number, your e-mail address and who comes with you"
    )


def test_one_that_was_not_asked_knows_nothing(session):
    link = a_link(session, a_link_worker(session), a_shelter(session), is_asked=False)
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert (own.told, own.told_on) == ((), None)


def test_what_was_only_offered_is_not_theirs(session):
    link = a_link(session, a_link_worker(session), a_shelter(session), said=Said.THINKING)
    assert own_groups(session, link.person_id, at=NOON) == ()


def test_where_they_may_go_it_says_when_it_is_next_on(session):
    asha = a_link_worker(session)
    shelter = a_shelter(session)
    link = a_link(session, asha, shelter, is_asked=False)
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.when == "Next: Tuesday 24 November, 10am"


def test_what_was_asked_for_and_not_answered_says_no_time(session):
    link = a_link(session, a_link_worker(session), a_shelter(session))
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert (own.stands, own.when) == ("Asked", "")


def agreed_on(session, on, at=None):
    """A group that can be begun, with the first day that was agreed."""
    link = a_link(session, a_link_worker(session), a_shelter(session))
    link.state, link.comes_on, link.comes_at = LinkState.ACCEPTED, on, at
    session.flush()
    return link


def test_until_the_agreed_day_has_gone_no_other_day_of_the_group_is_said(session):
    saturday = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
    link = agreed_on(session, saturday.date(), saturday)
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.when == "You are expected on Saturday 5 December 2026 at 10am"
    (own,) = own_groups(session, link.person_id, at=saturday + timedelta(hours=9))
    assert own.when.startswith("You are expected")
    (own,) = own_groups(session, link.person_id, at=saturday + timedelta(days=1))
    assert own.when == "Next: Tuesday 8 December, 10am"


def test_an_agreed_day_without_an_hour_is_said_as_a_day(session):
    link = agreed_on(session, date(2026, 11, 22))
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.when == "You are expected on Sunday 22 November 2026"


def test_a_no_is_there_once_their_link_worker_has_looked_at_it(session):
    asha = a_link_worker(session)
    link = a_link(session, asha, a_shelter(session))
    answering.answer(session, a_token(session, link), FULL, at=NOON)
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.stands == "Asked"
    links.note(session, asha, link.referral_id, link.id, at=NOON)
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.stands == "Was not possible"


def test_a_group_that_said_no_expects_nobody(session):
    link = agreed_on(session, date(2026, 12, 5))
    link.state = LinkState.REFUSED
    session.flush()
    (own,) = own_groups(session, link.person_id, at=NOON)
    assert own.when == ""
