"""The groups of somebody, as their own page says them."""

from datetime import date

from referrals.operations.links import Leave
from referrals.queries.own_groups import OwnGroup, own_groups
from referrals.vocabulary import Said
from tests.cast import a_link_worker
from tests.cast_plans import a_link, a_shelter


def test_a_group_that_was_asked_is_there_with_what_it_learnt_and_when(session):
    asha = a_link_worker(session)
    leave = Leave(said_yes=True, how="Told me", phone=True)
    link = a_link(session, asha, a_shelter(session), leave=leave)
    assert own_groups(session, link.person_id) == (
        OwnGroup(
            "Dog walking", "Anytown Cat and Dog Shelter", "Asked",
            ("your name", "your phone number"), date(2026, 11, 22),
        ),
    )  # fmt: skip


def test_one_that_was_not_asked_knows_nothing(session):
    link = a_link(session, a_link_worker(session), a_shelter(session), is_asked=False)
    (own,) = own_groups(session, link.person_id)
    assert (own.told, own.told_on) == ((), None)


def test_what_was_only_offered_is_not_theirs(session):
    link = a_link(session, a_link_worker(session), a_shelter(session), said=Said.THINKING)
    assert own_groups(session, link.person_id) == ()
