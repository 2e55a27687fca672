"""Writing down what was agreed with a group: kept for ever, by the side that pays, nobody's overwritten."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, DataItem
from audit.models import AuditLine
from billing.models import SubContractCheck, SubContractVersion
from billing.operations.sub_contracts import agree_sub_contract, check_sub_contract
from billing.queries.sub_contracts import checks_of, versions_of
from billing.sub_contracts import Check, Finding
from kernel.access import SYSTEM, Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.money import Money
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_practice, an_actor
from tests.cast_sub_contracts import FIRST_DAY, a_keeper, agreed, an_agreed_price, an_agreement

TODAY = NOON.date()
CHECK = Check(TODAY, Finding.MOSTLY, "Cold hall", "A heater", date(2026, 12, 1))


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


@pytest.fixture
def agreement(session):
    return an_agreement(session)


def agree(session, actor, agreement, *, from_on=FIRST_DAY, seen=0, **said):
    return agree_sub_contract(
        session, actor, agreement.id, agreed(**said), from_on=from_on, seen=seen, at=NOON
    )  # fmt: skip


class TestAgreeing:
    def test_all_of_it_is_kept(self, session, manager, agreement):
        row = agree(session, manager, agreement, notice_weeks=4)
        session.expire_all()
        assert (row.terms, row.from_on, row.number) == (agreed(notice_weeks=4), FIRST_DAY, 1)
        assert row.who == manager.name

    def test_what_was_agreed_before_stays(self, session, manager, agreement):
        agree(session, manager, agreement)
        agree(session, manager, agreement, from_on=date(2027, 1, 1), seen=1, amount=Money(5_00))
        first, second = versions_of(session, agreement.id)
        assert (first.terms.amount, second.terms.amount) == (Money(4_50), Money(5_00))
        assert second.number == 2

    def test_who_has_not_seen_the_newest_is_told_what_it_says(self, session, manager, agreement):
        agree(session, manager, agreement)
        with pytest.raises(Conflict, match="Somebody else") as refused:
            agree(session, manager, agreement, from_on=date(2027, 1, 1))
        assert refused.value.theirs == "£4.50 for each person, each time they come"

    def test_what_makes_no_sense_is_refused(self, session, manager, agreement):
        with pytest.raises(RuleBroken, match="more than £0"):
            agree(session, manager, agreement, amount=Money(0))
        with pytest.raises(RuleBroken, match="on which the agreement holds"):
            agree(session, manager, agreement, from_on=date(2026, 8, 31))
        assert versions_of(session, agreement.id) == []

    def test_of_an_agreement_that_is_over_nothing_is_agreed(self, session, manager, agreement):
        accounts.end_agreement(
            session, SYSTEM, agreement.id, because="Moved away", on=TODAY, at=NOON
        )  # fmt: skip
        with pytest.raises(RuleBroken, match="has ended"):
            agree(session, manager, agreement)

    def test_sharing_data_is_nothing_that_is_bought(self, session, manager):
        lead, practice = a_lead_ntp(session), a_practice(session)
        terms = Terms(AgreementPurpose.DATA_SHARING, lead.id, practice.id, FIRST_DAY, None)
        shared = accounts.agree(session, SYSTEM, terms, data_items=[DataItem.REASON], at=NOON)
        with pytest.raises(NotFound):
            agree(session, manager, shared)

    def test_only_a_manager_writes(self, session, agreement):
        for actor in (an_actor(session, Role.LEAD_FINANCE), a_keeper(session)):
            with pytest.raises(NotAllowed):
                agree(session, actor, agreement)

    def test_not_one_of_the_group_s_side(self, session, agreement):
        """The other side reads it, and writes nothing: also where it is a lead NTP itself."""
        other = a_lead_ntp(session, "Southbank", is_host=False)
        theirs = an_agreement(session, group=other)
        with pytest.raises(NotFound):
            agree(session, a_lead_manager(session, at=other), theirs)

    def test_another_lead_ntp_cannot_even_tell_that_it_exists(self, session, agreement):
        stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            agree(session, stranger, agreement)
        with pytest.raises(NotFound):
            check_sub_contract(session, stranger, agreement.id, CHECK, at=NOON)

    def test_what_is_not_there_is_not_found(self, session, manager):
        with pytest.raises(NotFound):
            agree_sub_contract(
                session, manager, uuid4(), agreed(), from_on=FIRST_DAY, seen=0, at=NOON
            )  # fmt: skip


class TestLooking:
    def test_each_look_is_kept(self, session, manager, agreement):
        check_sub_contract(session, manager, agreement.id, CHECK, at=NOON)
        check_sub_contract(session, manager, agreement.id, Check(TODAY, Finding.GOOD), at=NOON)
        session.expire_all()
        assert [one.check for one in checks_of(session, agreement.id)] == [
            CHECK, Check(TODAY, Finding.GOOD),
        ]  # fmt: skip

    def test_what_cannot_be_is_refused(self, session, manager, agreement):
        with pytest.raises(RuleBroken, match="still to come"):
            check_sub_contract(
                session, manager, agreement.id, Check(date(2026, 11, 23), Finding.GOOD), at=NOON
            )  # fmt: skip

    def test_only_a_manager_writes(self, session, agreement):
        with pytest.raises(NotAllowed):
            check_sub_contract(session, a_keeper(session), agreement.id, CHECK, at=NOON)


@pytest.fixture
def kept(database):
    with database.writing() as session:
        manager, agreement = a_lead_manager(session), an_agreement(session)
        an_agreed_price(session, agreement, manager=manager)
        check_sub_contract(session, manager, agreement.id, CHECK, at=NOON)


@pytest.mark.parametrize("table", [SubContractVersion, SubContractCheck])
def test_the_database_refuses_to_change_what_was_written(database, kept, table):
    for act in (sa.update(table).values(who="Nobody"), sa.delete(table)):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)


def test_each_act_is_in_the_audit_without_words(database, kept):
    with database.reading() as session:
        lines = {one.act: one.details for one in session.query(AuditLine)}
    price = lines["agreed the price of a sub-contract"]
    assert (price["pence"], price["kind"], price["from_on"]) == (450, "person", "2026-09-01")
    assert lines["looked at a sub-contracted group"]["finding"] == "mostly"
    assert "Cold hall" not in repr(lines) and "dog walk" not in repr(lines)
