"""Doctor says where what a group was paid cannot be."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from billing.bank_details import DetailsState
from billing.budgets import Division, Part
from billing.income import StreamKind
from billing.invariants import (
    INVARIANTS,
    changed_invoices,
    changed_remittances,
    divisions_that_are_not_whole,
    invoices_that_do_not_add_up,
    numbers_with_a_gap,
    outcomes_that_do_not_add_up,
    points_below_nothing,
    remittances_paid_twice,
    remittances_that_do_not_add_up,
)
from billing.models import (
    BouncedPayment,
    BudgetDivision,
    GroupBankDetails,
    GroupLine,
    Invoice,
    InvoicedAward,
    PaymentFile,
    PaymentFileLine,
    PointAward,
    Remittance,
    RemittanceLine,
)
from billing.operations.group_lines import write_all_lines
from billing.operations.numbering import next_number
from billing.operations.remittances import make_remittance
from billing.vocabulary import Series
from tests.cast import NOON, a_practice
from tests.cast_invoices import an_invoice, issue
from tests.cast_points import a_contract_with_points, award
from tests.cast_sub_contracts import a_paid_group, an_agreement

A_DAY = timedelta(days=1)


@pytest.fixture
def made(session):
    paid = a_paid_group(session)
    paid.came(session)
    write_all_lines(session, at=NOON + A_DAY)
    return make_remittance(session, paid.manager, paid.group_id, seen=1, at=NOON + 12 * A_DAY)


def another(session, made, **said):
    """A second remittance that says the same, but for what is said; the database takes it."""
    facts = {one.name: getattr(made, one.name) for one in Remittance.__table__.columns}
    del facts["id"]
    row = Remittance(**facts | {"number": 2, "month": date(2027, 5, 1)} | said)
    session.add(row)
    session.flush()
    return row


def test_all_is_well_at_first(session, made):
    assert [said for one in INVARIANTS for said in one.check(session)] == []


def test_a_remittance_that_two_files_pay_is_noticed(session, made):
    """The database lets a second one through for something else that the bank did not pay."""
    a_file = {"lead_id": made.lead_id, "pay_on": date(2026, 12, 5), "who": "Robin", "at": NOON}
    details = GroupBankDetails(
        lead_id=made.lead_id, group_id=made.group_id, number=1, name="Kitchen",
        sort_code="204060", account="12345678", checked="x", state=DetailsState.PROPOSED,
        told=[], proposed_by=made.id, proposed_who="Robin", proposed_at=NOON,
    )  # fmt: skip
    files = [PaymentFile(**a_file) for _ in range(2)]
    other = another(session, made)
    session.add_all([details, *files])
    session.flush()
    bounced = BouncedPayment(
        file_id=files[0].id, remittance_id=other.id, because="x", who="Robin", at=NOON
    )
    session.add(bounced)
    session.flush()
    for file, again_id in zip(files, (None, bounced.id), strict=True):
        session.add(
            PaymentFileLine(
                file_id=file.id, remittance_id=made.id, details_id=details.id, again_id=again_id
            )
        )
    session.flush()
    assert list(remittances_paid_twice(session)) == [
        f"Remittance {made.id} is paid by two payment files."
    ]


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"pence": 451}])
def test_what_was_changed_is_noticed(session, made, change):
    row = another(session, made, **change)
    assert list(changed_remittances(session)) == [
        f"Remittance {row.id} was changed after it was made."
    ]


def test_a_remittance_that_pays_for_no_line_is_noticed(session, made):
    row = another(session, made)
    assert [str(row.id) in said for said in remittances_that_do_not_add_up(session)] == [True]


def test_so_is_one_that_pays_for_a_line_of_another_group(session, made):
    line = session.scalars(sa.select(GroupLine)).one()
    facts = {one.name: getattr(line, one.name) for one in GroupLine.__table__.columns}
    del facts["id"]
    more = GroupLine(**facts | {"number": 2})
    session.add(more)
    row = another(session, made, group_id=a_practice(session).id)
    session.add(RemittanceLine(remittance_id=row.id, line_id=more.id))
    session.flush()
    assert [str(row.id) in said for said in remittances_that_do_not_add_up(session)] == [True]


@pytest.mark.parametrize("number", [2, 3])
def test_a_number_that_nobody_gave_is_noticed(session, made, number):
    another(session, made, number=number)
    assert len(list(numbers_with_a_gap(session))) == 1


def test_so_is_one_that_was_given_and_is_not_there(session, made):
    next_number(session, made.lead_id, Series.REMITTANCE)
    assert len(list(numbers_with_a_gap(session))) == 1


@pytest.mark.parametrize(("kept", "is_said"), [
    ([("60", 1), ("39", 2)], True), ([("60", 1), ("40", 2)], False), ([], False),
])  # fmt: skip
def test_parts_that_do_not_come_to_a_hundred_are_noticed(session, kept, is_said):
    agreement = an_agreement(session)
    parts = [
        Part(UUID(int=number), StreamKind.RENT, "", Decimal(percent)) for percent, number in kept
    ]
    division = Division(agreement.from_on, tuple(parts))
    row = BudgetDivision(
        agreement_id=agreement.id, lead_id=agreement.first_id, number=1, from_on=agreement.from_on,
        kept=division.to_json(), by=None, who="Robin Field", at=NOON,
    )  # fmt: skip
    session.add(row)
    session.flush()
    says = [f"The parts of {row.id} do not come to 100 percent."] if is_said else []
    assert list(divisions_that_are_not_whole(session)) == says


class TestInvoices:
    @pytest.fixture
    def issued(self, session):
        return an_invoice(session)

    def another(self, session, issued, **said):
        facts = {one.name: getattr(issued, one.name) for one in Invoice.__table__.columns}
        del facts["id"]
        row = Invoice(**facts | {"number": 2, "month": date(2027, 5, 1)} | said)
        session.add(row)
        session.flush()
        return row

    def test_all_is_well_at_first(self, session, issued):
        assert [said for one in INVARIANTS for said in one.check(session)] == []

    @pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"pence": 451}])
    def test_what_was_changed_is_noticed(self, session, issued, change):
        row = self.another(session, issued, **change)
        assert list(changed_invoices(session)) == [
            f"Invoice {row.id} was changed after it was issued."
        ]

    def test_one_that_asks_for_years_without_a_charge_is_noticed(self, session, issued):
        row = self.another(session, issued)
        assert [str(row.id) in said for said in invoices_that_do_not_add_up(session)] == [True]

    @pytest.mark.parametrize("series", [Series.INVOICE, Series.CREDIT_NOTE])
    def test_a_number_that_is_not_there_is_noticed(self, session, issued, series):
        next_number(session, issued.lead_id, series)
        assert len(list(numbers_with_a_gap(session))) == 1


class TestPoints:
    @pytest.fixture
    def contract(self, session):
        made = a_contract_with_points(session)
        award(session, made, 12)
        return made

    def test_all_is_well_at_first(self, session, contract):
        issue(session, contract)
        assert [said for one in INVARIANTS for said in one.check(session)] == []

    def test_an_invoice_that_asks_for_points_without_any_is_noticed(self, session, contract):
        issued = issue(session, contract)
        facts = {one.name: getattr(issued, one.name) for one in Invoice.__table__.columns}
        del facts["id"]
        row = Invoice(**facts | {"number": 2, "month": date(2027, 5, 1)})
        session.add(row)
        session.flush()
        assert list(outcomes_that_do_not_add_up(session)) == [
            f"Invoice {row.id} does not come to the points behind it."
        ]

    def test_so_is_one_that_leaves_points_out(self, session, contract):
        issued = issue(session, contract)
        award(session, contract, 1)
        last = session.scalars(sa.select(PointAward).order_by(PointAward.number.desc())).first()
        session.add(InvoicedAward(invoice_id=issued.id, award_id=last.id))
        session.flush()
        assert len(list(outcomes_that_do_not_add_up(session))) == 1

    def test_points_below_nothing_are_noticed(self, session, contract):
        (one,) = session.scalars(sa.select(PointAward))
        facts = {column.name: getattr(one, column.name) for column in PointAward.__table__.columns}
        del facts["id"]
        session.add(PointAward(**facts | {"number": 2, "points": -13}))
        session.flush()
        assert list(points_below_nothing(session)) == [
            f"A report of contract {contract.id} has less than no points in year 1."
        ]
