"""Changes of a contract under attack, by who is paid by it: nothing signed late changes what was asked."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from accounts.models import User
from billing.contracts import FixedLine, Funder
from billing.operations import invoices as operations
from billing.operations.contracts import (
    end_contract,
    sign_contract,
    vary_contract,
    write_contract,
)
from billing.queries.invoices import invoice_page
from billing.vocabulary import FixedKind, Vat
from kernel.access import Role
from kernel.errors import NotFound
from kernel.mail import Letter
from kernel.money import NOTHING, Money
from kernel.periods import LONDON
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    an_actor,
)
from tests.cast_invoices import (
    DECEMBER,
    VATTED,
    a_helping_contract,
    issue,
    who_pays,
)


def vary(
    session,
    contract,
    from_on,
    change,
    *,
    at=NOON,
    sign_at=None,
    others=(),
    is_signed=True,
    sides=None,
):
    manager = a_lead_manager(session)
    commissioner = an_actor(session, Role.COMMISSIONER)
    vary_contract(session, manager, contract.id, from_on=from_on, because="Why", at=at)
    session.flush()
    write_contract(session, manager, contract.id, change, seen=contract.newest.version, at=at)
    session.flush()
    if is_signed:
        for side in sides or (
            manager,
            commissioner,
            *(an_actor(session, Role.COMMISSIONER, at=one) for one in others),
        ):
            sign_contract(
                session,
                side,
                contract.id,
                seen=contract.newest.version,
                has_read=True,
                at=sign_at or at,
            )
            session.flush()


class TestVariations:
    def test_who_is_written_into_a_draft_reads_nothing(self, session):
        """The lead NTP writes a friend in as funder; nobody signs; the friend reads all that was asked."""
        contract = a_helping_contract(session)
        row = issue(session, contract)
        friend = a_commissioning_body(session, "A Friend")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(*terms.funders, Funder(friend.id))),
            at=DECEMBER,
            is_signed=False,
        )
        them = an_actor(session, Role.COMMISSIONER_FINANCE, at=friend)
        with pytest.raises(NotFound):
            invoice_page(session, them, row.id, on=date(2026, 12, 4))

    def test_nor_agrees_to_an_invoice(self, session):
        contract = a_helping_contract(session)
        row = issue(session, contract)
        friend = a_commissioning_body(session, "A Friend")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(*terms.funders, Funder(friend.id))),
            at=DECEMBER,
            is_signed=False,
        )
        them = an_actor(session, Role.COMMISSIONER_FINANCE, at=friend)
        with pytest.raises(NotFound):
            operations.agree(session, them, row.id, seen=0, at=DECEMBER)

    def test_the_letter_goes_to_who_pays_now_and_not_to_who_pays_next_year(self, session):
        contract = a_helping_contract(session)
        now_ = who_pays(session)
        next_body = a_commissioning_body(session, "Next Year's Body")
        an_actor(session, Role.COMMISSIONER_FINANCE, at=next_body)
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(Funder(next_body.id),)),
            sides=(a_lead_manager(session), an_actor(session, Role.COMMISSIONER, at=next_body)),
        )
        row = issue(session, contract)
        assert [one.name for one in row.said.funders] == ["Anytown Commissioning Group"]
        letters = session.scalars(
            sa.select(Letter).where(Letter.template == "billing/invoice")
        ).all()

        assert [one.address for one in letters] == [session.get_one(User, now_.user_id).email]

    def test_a_version_that_never_held_says_nothing_of_tax_or_who_pays(self, session):
        contract = a_helping_contract(session)
        next_body = a_commissioning_body(session, "Next Year's Body")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(Funder(next_body.id),), **VATTED),
            sides=(a_lead_manager(session), an_actor(session, Role.COMMISSIONER, at=next_body)),
        )
        end_contract(
            session,
            a_lead_manager(session),
            contract.id,
            on=date(2026, 11, 29),
            because="No money.",
            at=NOON,
        )
        row = issue(session, contract)
        assert (row.said.vat, [one.name for one in row.said.funders]) == (
            Vat.EXEMPT,
            ["Anytown Commissioning Group"],
        )

    def test_tax_that_begins_late_in_november_is_not_asked_for_april(self, session):
        contract = a_helping_contract(session)
        vary(session, contract, date(2026, 11, 29), lambda terms: terms.with_answers(**VATTED))
        row = issue(session, contract)
        assert (
            row.said.tax == NOTHING
        )  # everything in it was done, and charged, while it was exempt

    def test_what_is_paid_once_and_agreed_later_is_asked_for(self, session):

        once = next(kind for kind in FixedKind if kind.is_once)
        contract = a_helping_contract(session, fixed_lines=())
        issue(session, contract)
        vary(
            session,
            contract,
            date(2027, 1, 1),
            lambda terms: terms.with_answers(fixed_lines=(FixedLine(once, Money(5_000_00)),)),
            at=DECEMBER,
        )
        row = issue(session, contract, at=datetime(2027, 3, 3, 12, tzinfo=LONDON))
        assert [one for one in row.said.lines if one.what.startswith(once.words)]

    def test_a_manager_who_keeps_the_money_hears_of_a_question(self, session):
        """No LEAD_FINANCE: the manager issues, and nobody is told that a line is questioned."""
        manager = a_lead_manager(session)
        row = issue(session, a_helping_contract(session), actor=manager)
        operations.challenge(
            session, who_pays(session), row.id, 0, because="?", seen=0, at=DECEMBER
        )
        wanted = sa.select(Letter).where(Letter.template == "billing/invoice_questioned")
        assert session.scalars(wanted).all()
