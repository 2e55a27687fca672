"""Bank details: one person proposes, another confirms from the paper, and the group's old and new contact hear."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from audit.models import AuditLine
from billing.bank_details import BankDetails, DetailsState
from billing.models import GroupBankDetails
from billing.operations.bank_details import (
    confirm_bank_details,
    drop_bank_details,
    propose_bank_details,
)
from billing.queries.bank_details import bank_page, details_of, held_of
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from tests.cast import NOON, a_lead_manager, a_lead_ntp, an_actor, an_ntp
from tests.cast_sub_contracts import (
    ACCOUNT,
    a_keeper,
    a_paid_group,
    an_agreement,
    some_bank_details,
)

OTHER = BankDetails("Kim", "309090", "87654321")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def paid(session):
    return a_paid_group(session)


@pytest.fixture
def finance(session, paid):
    return an_actor(session, Role.LEAD_FINANCE)


def propose(session, paid, actor=None, details=ACCOUNT, **more):
    return propose_bank_details(
        session, actor or paid.manager, paid.group_id, details, checked="I rang Kim",
        **{"at": NOON, **more},
    )  # fmt: skip


def confirm(session, paid, actor, typed=ACCOUNT, version=1):
    confirm_bank_details(session, actor, paid.group_id, typed, version=version, at=LATER)


def letters(session):
    wanted = sa.select(Letter).where(Letter.template.startswith("billing/bank"))
    return session.scalars(wanted.order_by(Letter.written_at, Letter.address)).all()


class TestProposing:
    def test_it_waits_for_a_second_person(self, session, paid):
        row = propose(session, paid)
        assert (row.state, row.details, row.checked) == (
            DetailsState.PROPOSED, ACCOUNT, "I rang Kim",
        )  # fmt: skip
        assert held_of(details_of(session, paid.manager, paid.group_id)) is None

    def test_one_change_at_a_time(self, session, paid, finance):
        propose(session, paid)
        with pytest.raises(Conflict, match="waits already"):
            propose(session, paid, finance, OTHER)

    def test_it_is_for_groups_under_a_sub_contract_of_ones_own(self, session, paid):
        stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            propose(session, paid, stranger)
        with pytest.raises(NotFound):
            propose_bank_details(
                session, paid.manager, an_ntp(session, "Chess club").id, ACCOUNT, checked="x",
                at=NOON,
            )  # fmt: skip

    def test_neither_the_group_nor_the_program_proposes(self, session, paid):
        with pytest.raises(NotAllowed):
            propose(session, paid, a_keeper(session))
        with pytest.raises(NotFound):
            propose(session, paid, SYSTEM)

    def test_nobody_proposes_without_a_name_that_is_kept(self, session, paid):
        unknown = Actor(organisation_id=paid.lead_id, roles=frozenset({Role.LEAD_FINANCE}))
        with pytest.raises(RuleBroken, match="somebody who signed in"):
            propose(session, paid, unknown)

    def test_each_lead_ntp_keeps_its_own_account_of_a_group(self, session, paid):
        some_bank_details(session, paid)
        other = a_lead_ntp(session, "Southbank", is_host=False)
        an_agreement(session, lead=other, group=an_ntp(session, "The Community Kitchen"))
        there = a_lead_manager(session, at=other)
        page = bank_page(session, there, paid.group_id, on=NOON.date())
        assert (page.held, page.waits, page.before) == (None, None, ())


class TestConfirming:
    def test_a_second_person_types_it_once_more(self, session, paid, finance):
        propose(session, paid)
        confirm(session, paid, finance)
        held = held_of(details_of(session, paid.manager, paid.group_id))
        assert (held.details, held.settled_by, held.settled_at) == (ACCOUNT, finance.user_id, LATER)

    def test_whoever_proposed_it_does_not(self, session, paid):
        propose(session, paid)
        with pytest.raises(RuleBroken, match="Ask a colleague"):
            confirm(session, paid, paid.manager)

    @pytest.mark.parametrize("typed", [OTHER, BankDetails("X", "204060", "12345679")])
    def test_other_digits_are_refused(self, session, paid, finance, typed):
        propose(session, paid)
        with pytest.raises(RuleBroken, match="not what was proposed") as refused:
            confirm(session, paid, finance, typed)
        assert "12345678" not in str(refused.value)

    def test_another_name_is_refused_at_the_name(self, session, paid, finance):
        propose(session, paid)
        other = BankDetails("Completely Other Name Ltd", ACCOUNT.sort_code, ACCOUNT.account)
        with pytest.raises(RuleBroken, match="not the name that was proposed") as refused:
            confirm(session, paid, finance, other)
        assert refused.value.field == "name"
        assert held_of(details_of(session, paid.manager, paid.group_id)) is None

    def test_a_name_is_the_same_as_the_bank_takes_it(self, session, paid, finance):
        propose(session, paid)
        confirm(
            session, paid, finance,
            BankDetails("the  community kitchen", ACCOUNT.sort_code, ACCOUNT.account),
        )  # fmt: skip
        assert held_of(details_of(session, paid.manager, paid.group_id)).details == ACCOUNT

    def test_the_one_before_is_kept_and_holds_no_longer(self, session, paid, finance):
        some_bank_details(session, paid)
        propose(session, paid, finance, OTHER)
        rows = details_of(session, paid.manager, paid.group_id)
        assert held_of(rows).details == ACCOUNT
        confirm(session, paid, paid.manager, OTHER)
        rows = details_of(session, paid.manager, paid.group_id)
        assert [one.details for one in rows] == [ACCOUNT, OTHER]
        assert held_of(rows).details == OTHER

    def test_what_was_settled_meanwhile_is_not_settled_again(self, session, paid, finance):
        propose(session, paid)
        confirm(session, paid, finance)
        with pytest.raises(Conflict, match="meanwhile"):
            confirm(session, paid, finance)
        with pytest.raises(Conflict):
            drop_bank_details(session, finance, paid.group_id, version=1, at=LATER)

    def test_another_lead_ntp_and_the_group_cannot(self, session, paid):
        propose(session, paid)
        stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            confirm(session, paid, stranger)
        with pytest.raises(NotAllowed):
            confirm(session, paid, a_keeper(session))
        with pytest.raises(NotAllowed):
            drop_bank_details(session, a_keeper(session), paid.group_id, version=1, at=LATER)


def test_what_is_dropped_is_kept_and_nothing_is_paid_there(session, paid):
    propose(session, paid)
    drop_bank_details(session, paid.manager, paid.group_id, version=1, at=LATER)
    (row,) = details_of(session, paid.manager, paid.group_id)
    assert (row.state, held_of([row])) == (DetailsState.DROPPED, None)
    assert propose(session, paid, details=OTHER).number == 2


class TestTelling:
    def test_the_group_is_told_when_it_is_proposed_and_when_it_is_confirmed(self, session, paid):
        some_bank_details(session, paid)
        assert [(one.template, one.address) for one in letters(session)] == [
            ("billing/bank_details_proposed", "kim@kitchen.example"),
            ("billing/bank_details_confirmed", "kim@kitchen.example"),
        ]  # fmt: skip

    def test_whoever_took_over_the_letters_does_not_keep_it_from_the_old_contact(
        self, session, paid, finance
    ):
        """Somebody who got hold of a group's entry would change its address first."""
        some_bank_details(session, paid)
        paid.listing.group.keeper_email = "thief@elsewhere.example"
        session.flush()
        propose(session, paid, details=OTHER, at=LATER)
        told = [one.address for one in letters(session) if one.written_at == LATER]
        assert told == ["kim@kitchen.example", "thief@elsewhere.example"]
        confirm(session, paid, finance, OTHER)
        told = [one.address for one in letters(session) if one.written_at == LATER]
        assert told.count("kim@kitchen.example") == 2

    def test_and_when_it_is_dropped_all_who_were_told_of_it(self, session, paid, finance):
        some_bank_details(session, paid)
        propose(session, paid, finance, OTHER)
        paid.listing.group.keeper_email = "new@kitchen.example"
        session.flush()
        drop_bank_details(session, paid.manager, paid.group_id, version=1, at=LATER)
        assert [
            (one.template, one.address) for one in letters(session) if one.written_at == LATER
        ] == [
            ("billing/bank_details_dropped", "kim@kitchen.example"),
            ("billing/bank_details_dropped", "new@kitchen.example"),
        ]

    def test_no_digit_is_in_a_letter_or_in_the_audit(self, database):
        with database.writing() as session:
            some_bank_details(session, a_paid_group(session))
        with database.reading() as session:
            written = [str(one.facts) for one in letters(session)]
            noted = [str(one.details) for one in session.query(AuditLine)]
            assert len(written) == 2
            for said in (*written, *noted):
                assert "12345678" not in said and "204060" not in said and "rang" not in said
            acts = {one.act for one in session.query(AuditLine)}
            assert {"proposed bank details of a group", "confirmed bank details of a group"} <= acts


class TestTheDatabase:
    def test_it_wants_a_second_person(self, database):
        with database.writing() as session:
            paid = a_paid_group(session)
            some_bank_details(session, paid, is_confirmed=False)
        with pytest.raises(IntegrityError), database.writing() as session:
            (row,) = session.scalars(sa.select(GroupBankDetails))
            row.state, row.settled_by = DetailsState.CONFIRMED, row.proposed_by

    @pytest.mark.parametrize("is_confirmed", [True, False])
    def test_it_refuses_other_digits(self, database, is_confirmed):
        with database.writing() as session:
            some_bank_details(session, a_paid_group(session), is_confirmed=is_confirmed)
        table = GroupBankDetails
        for act in (sa.update(table).values(account="87654321"), sa.delete(table)):
            with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
                session.execute(act)

    def test_it_refuses_to_unsettle(self, database):
        with database.writing() as session:
            some_bank_details(session, a_paid_group(session))
        act = sa.update(GroupBankDetails).values(state=DetailsState.PROPOSED)
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)
