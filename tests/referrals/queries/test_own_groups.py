"""The groups of somebody, as their own page says them."""

from datetime import date

from referrals.operations.links import Leave
from referrals.queries.own_groups import OwnGroup, own_groups
from referrals.vocabulary import Said
from tests.cast import NOON, a_link_worker
from tests.cast_plans import a_link, a_shelter


def test_a_group_that_was_asked_is_there_with_what_it_learnt_and_when(session):
    asha = a_link_worker(session)
    leave = Leave(said_yes=True, how="Told me", phone=True)
    link = a_link(session, asha, a_shelter(session), leave=leave)
    assert own_groups(session, link.person_id, at=NOON) == (
        OwnGroup(
            "Dog walking", "Anytown Cat and Dog Shelter", "Asked",
            ("your name", "your phone number"), date(2026, 11, 22),
        ),
    )  # fmt: skip


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
