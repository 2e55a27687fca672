"""Recording agreements, and ending them early."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts import operations, queries
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, AgreementState, DataItem
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from tests import cast
from tests.cast import NOON

TODAY = date(2026, 11, 22)
SHARING, SUB_CONTRACT = AgreementPurpose.DATA_SHARING, AgreementPurpose.SUB_CONTRACT


@pytest.fixture
def manager(session):
    return cast.a_lead_manager(session)


@pytest.fixture
def terms(session, manager):
    return Terms(
        SUB_CONTRACT,
        manager.organisation_id,
        cast.an_ntp(session).id,
        TODAY,
        TODAY + timedelta(days=365),
    )


def agree(session, actor, terms):
    if terms.purpose is SHARING:
        return operations.agree(session, actor, terms, data_items=[DataItem.REASON], at=NOON)
    return operations.agree(session, actor, terms, outcomes=["20 people come"], at=NOON)


def in_force(session, party_id=None, *, on=TODAY, purpose=SUB_CONTRACT):
    return [
        one.id
        for one in queries.agreements_in_force(session, on=on, purpose=purpose, party_id=party_id)
    ]


class TestAgreeing:
    def test_it_is_in_force_on_its_days_for_both_sides(self, session, manager, terms):
        made = agree(session, manager, terms).id
        for party in (None, terms.first_id, terms.second_id):
            assert in_force(session, party) == [made]
        assert in_force(session, cast.a_practice(session).id) == []
        assert in_force(session, on=terms.from_on - timedelta(days=1)) == []
        assert in_force(session, on=terms.until_on) == [made]
        assert in_force(session, on=terms.until_on + timedelta(days=1)) == []
        assert in_force(session, purpose=SHARING) == []

    def test_without_a_last_day_it_goes_on(self, session, manager, terms):
        made = agree(session, manager, replace(terms, until_on=None)).id
        assert in_force(session, on=date(2099, 1, 1)) == [made]

    def test_only_for_ones_own_organisation(self, session, manager, terms):
        other = cast.a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        turned = replace(terms, first_id=other.id)
        with pytest.raises(RuleBroken, match="your own organisation"):
            agree(session, manager, turned)
        agree(session, cast.an_administrator(session), turned)

    def test_only_with_an_organisation_that_exists(self, session, manager, terms):
        with pytest.raises(NotFound):
            agree(session, manager, replace(terms, second_id=cast.an_area(session).id))

    @pytest.mark.parametrize(
        "role", [Role.LINK_WORKER, Role.LEAD_FINANCE, Role.DIRECTORY_EDITOR, Role.GROUP_EDITOR]
    )
    def test_readers_do_not_record(self, session, terms, role):
        with pytest.raises(NotAllowed):
            agree(session, cast.an_actor(session, role, at=cast.a_lead_ntp(session)), terms)


class TestReading:
    def test_both_sides_read_it_and_nobody_else(self, session, manager, terms):
        made = agree(session, manager, terms).id
        editor = cast.an_actor(session, Role.GROUP_EDITOR, at=cast.an_ntp(session))
        stranger = cast.an_actor(session, Role.PRACTICE_MANAGER)
        for reader in (manager, editor, cast.an_administrator(session)):
            assert [
                line.agreement.id for line in queries.agreements(session, reader, on=TODAY)
            ] == [made]
        assert queries.agreements(session, stranger, on=TODAY) == ()
        with pytest.raises(NotFound):
            queries.agreement_page(session, stranger, made, on=TODAY)

    def test_two_that_overlap_are_marked(self, session, manager, terms):
        for _ in range(2):
            agree(session, manager, terms)
        assert [line.overlaps for line in queries.agreements(session, manager, on=TODAY)] == [
            True,
            True,
        ]

    def test_one_that_follows_the_other_is_not(self, session, manager, terms):
        agree(session, manager, terms)
        agree(
            session,
            manager,
            replace(terms, from_on=terms.until_on + timedelta(days=1), until_on=None),
        )
        assert not any(line.overlaps for line in queries.agreements(session, manager, on=TODAY))

    def test_what_ends_soon_is_told(self, session, manager, terms):
        agree(session, manager, replace(terms, until_on=TODAY + timedelta(days=30)))
        agree(session, manager, replace(terms, until_on=None))
        assert [line.state for line in queries.ending_soon(session, manager, on=TODAY)] == [
            AgreementState.ENDS_SOON
        ]


class TestEndingEarly:
    def test_it_is_no_longer_in_force_and_the_reason_stays(self, session, manager, terms):
        made = agree(session, manager, terms).id
        self.end(session, manager, made)
        assert in_force(session) == []
        page = queries.agreement_page(session, manager, made, on=TODAY)
        assert page.note == "Ended early: The group has closed."
        assert (page.line.state, page.can_end) == (AgreementState.ENDED, False)

    def test_not_twice(self, session, manager, terms):
        made = agree(session, manager, terms).id
        self.end(session, manager, made)
        with pytest.raises(RuleBroken, match="ended already"):
            self.end(session, manager, made)

    def test_one_that_ended_no_longer_overlaps(self, session, manager, terms):
        first = agree(session, manager, terms).id
        agree(session, manager, terms)
        self.end(session, manager, first)
        assert not any(line.overlaps for line in queries.agreements(session, manager, on=TODAY))

    def end(self, session, actor, agreement_id):
        operations.end_agreement(
            session, actor, agreement_id, because="The group has closed.", on=TODAY, at=NOON
        )


class TestChoosingServices:
    def test_they_are_kept(self, session, manager, terms):
        made = agree(session, manager, terms).id
        operations.choose_services(session, manager, made, services=["b", "a"], at=NOON)
        facts = queries.agreement_page(session, manager, made, on=TODAY).line.agreement
        assert facts.services == ("a", "b")

    def test_only_of_a_sub_contract(self, session, manager, terms):
        made = agree(session, manager, replace(terms, purpose=SHARING)).id
        with pytest.raises(RuleBroken, match="sub-contract"):
            operations.choose_services(session, manager, made, services=["a"], at=NOON)
