"""The codes of a referral: once an episode, on its day, and only for its own practice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kernel.access import Role
from kernel.errors import NotAllowed
from referrals.codes import Code, CodeUse
from referrals.lifecycle import Move, State
from referrals.models import PracticeArrangement
from referrals.operations.codes import load_codes
from referrals.queries.codes import codes_of, codes_to_copy, codes_to_copy_of
from tests.cast import NOON, a_link_worker, a_practice
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer

TODAY = date(2026, 11, 22)
OWN = Code("390893007", "Our own", CodeUse.ACCEPTED)


def test_an_accepted_referral_has_its_code_on_that_day(session):
    row = a_referral(session, state=State.IN_PROGRAMME)
    assert [(one.code, one.on) for one in codes_of(session, row.id)] == [("871731000000106", TODAY)]


def test_somebody_who_declined_after_acceptance_has_both_codes(session):
    row = a_referral(session, state=State.ALLOCATED)
    session.add(row.make(Move.DECLINE, by=a_link_worker(session), at=NOON + timedelta(days=3)))
    session.flush()
    assert [(one.code, one.on) for one in codes_of(session, row.id)] == [
        ("871731000000106", TODAY),
        ("871711000000103", date(2026, 11, 25)),
    ]


@pytest.mark.parametrize("state", [State.SENT, State.RECEIVED, State.RETURNED])
def test_what_nobody_accepted_has_no_code(session, state):
    assert codes_of(session, a_referral(session, state=state).id) == ()


def test_a_new_table_changes_what_comes_and_not_what_was(session):
    before = a_referral(session)
    load_codes(session, [OWN], at=NOON + timedelta(hours=1))
    assert [one.code for one in codes_of(session, before.id)] == ["871731000000106"]
    after = a_referral(session, a_person(session, "Omar Khalid"), state=State.RECEIVED)
    session.add(after.make(Move.ACCEPT, by=a_link_worker(session), at=NOON + timedelta(hours=2)))
    session.flush()
    assert [one.code for one in codes_of(session, after.id)] == ["390893007"]


def test_a_lead_ntp_copies_no_codes_whatever_else_somebody_is_there(session):
    row = a_referral(session, state=State.IN_PROGRAMME)
    a_yes_to_reports(session, row.person)
    assert codes_to_copy_of(session, a_referrer(session), row.id)
    both = replace(
        a_link_worker(session), roles=frozenset({Role.REFERRER, Role.LEAD_MANAGER}),
        organisation_id=row.lead_id,
    )  # fmt: skip
    assert codes_to_copy_of(session, both, row.id) == ()
    assert codes_to_copy(session, both) == ()


class TestWhatAPracticeCopies:
    def test_its_own_patients_and_no_others(self, session):
        maya, ann = a_person(session, nhs_number=NHS_NUMBER), a_person(session, "Ann Unasked")
        a_yes_to_reports(session, maya)
        a_referral(session, ann)
        a_referral(session, maya)
        other = a_practice(session, "Old Quay Practice")
        a_referral(session, a_person(session, "Omar Khalid", practice=other))
        (line,) = codes_to_copy(session, a_referrer(session))
        assert (line.name, line.nhs_number) == ("Maya Thornton", "999 000 0018")
        assert line.codes[0].code == "871731000000106"

    def test_where_it_takes_codes_only_it_has_them(self, session):
        row = a_referral(session, a_person(session))
        assert codes_to_copy(session, a_referrer(session)) == ()
        session.add(
            PracticeArrangement(practice_id=row.practice_id, codes_only=True, changed_at=NOON)
        )
        session.flush()
        (line,) = codes_to_copy(session, a_referrer(session))
        assert line.name == "Maya Thornton"

    def test_a_referral_without_a_code_is_not_among_them(self, session):
        a_referral(session, state=State.SENT)
        assert codes_to_copy(session, a_referrer(session)) == ()

    def test_a_link_worker_copies_none(self, session):
        with pytest.raises(NotAllowed):
            codes_to_copy(session, a_link_worker(session))
