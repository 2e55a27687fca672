"""Points are written down by who pays, once, never changed, and asked for by the invoice of their month."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from accounts.models import Organisation
from audit.models import AuditLine
from billing.invariants import INVARIANTS
from billing.models import InvoicedAward, PointAward
from billing.operations.contracts import end_contract
from billing.operations.invoices import challenge, credit, issue_invoice
from billing.operations.points import write_points
from billing.points import Way, Written
from billing.queries.invoices import is_due, make_page
from billing.queries.points import award_page
from billing.vocabulary import LineKind, Mechanism
from kernel.access import Role
from kernel.errors import Conflict, NotFound, Refused, RuleBroken
from kernel.mail import Letter
from kernel.money import Money
from kernel.periods import LONDON, day_in_london
from tests.cast import NOON, a_lead_manager, a_user, actor_of
from tests.cast_contracts import a_signed_contract
from tests.cast_invoices import DECEMBER, JANUARY, a_finance_lead, issue, who_pays
from tests.cast_points import A_POINT, CAME, a_commissioner, a_contract_with_points, award

RUNS = 30
LATER = NOON + timedelta(days=1)


def outcomes(row):
    return [
        (one.what, one.number, one.each, one.amount)
        for one in row.said.lines
        if one.kind is LineKind.OUTCOME
    ]


def rows(session):
    return session.scalars(sa.select(PointAward).order_by(PointAward.number)).all()


def doctor(session):
    session.flush()
    return [said for one in INVARIANTS for said in one.check(session)]


class TestWritingDown:
    def test_a_row_keeps_what_a_point_was_worth_who_wrote_it_and_why(self, session):
        contract = a_contract_with_points(session)
        actor = a_commissioner(session)
        award(session, contract, 12, actor=actor)
        (row,) = rows(session)
        assert (row.year, row.report, row.points, row.a_point_pence) == (1, CAME, 12, 96_00)
        assert (row.because, row.by, row.number) == ("Their report says so.", actor.user_id, 1)

    def test_it_is_noted_with_points_and_sums_and_no_word_that_was_typed(self, database):
        with database.writing() as session:
            contract = a_contract_with_points(session)
            award(session, contract, 12, because="Because Maya Thornton kept coming.")
            award(session, contract, -2, because="Maya was counted twice.")
        with database.reading() as session:
            noted = [one for one in session.scalars(sa.select(AuditLine)) if "points" in one.act]
            assert [(one.act, one.details["points"], one.details["pence"]) for one in noted] == [
                ("wrote down points of a report", 12, 1_152_00),
                ("took back points of a report", -2, -192_00),
            ]
            assert not [one for one in noted if "Maya" in str(one.details)]

    def test_steps_and_mistakes_are_rows_of_their_own(self, session):
        contract = a_contract_with_points(session)
        for points in (12, 8, -5):
            award(session, contract, points)
        assert [one.points for one in rows(session)] == [12, 8, -5]
        with pytest.raises(RuleBroken, match="Enter 1 to 45"):
            award(session, contract, 46)
        with pytest.raises(RuleBroken, match="Enter 1 to 15"):
            award(session, contract, -16)
        assert doctor(session) == []

    def test_a_year_that_has_not_begun_earns_nothing(self, session):
        contract = a_contract_with_points(session)
        actor = a_commissioner(session)
        for year in (0, 2, 4):
            what = Written(year, CAME, Way.GIVE, 1, "Soon")
            with pytest.raises(NotFound):
                write_points(session, actor, contract.id, what, seen="0-1", at=NOON)

    def test_nobody_who_acts_for_the_lead_ntp_writes_its_points_down(self, session):
        contract = a_contract_with_points(session)
        body = session.get_one(Organisation, contract.signed[0].terms.funders[0].organisation_id)
        user = a_user(
            session, Role.LEAD_FINANCE, at=session.get_one(Organisation, contract.lead_id)
        )
        with pytest.raises(RuleBroken, match="You act for the lead NTP too"):
            award(session, contract, 1, actor=actor_of(user, body, Role.COMMISSIONER))

    def test_the_lead_ntp_is_told_how_many_and_no_word_that_was_typed(self, session):
        a_finance_lead(session)
        contract = a_contract_with_points(session)
        award(session, contract, 12, because="Because Maya Thornton kept coming.")
        award(session, contract, -2, because="Maya was counted twice.")
        letters = session.scalars(
            sa.select(Letter).where(Letter.template == "billing/points").order_by(Letter.id)
        ).all()
        assert {(one.facts["did"], one.facts["points"], one.facts["amount"]) for one in letters} == {
            ("wrote down", "12 points", "£1,152.00"), ("took back", "2 points", "£192.00"),
        }  # fmt: skip
        assert not [one for one in letters if "Maya" in str(one.facts) or CAME in str(one.facts)]

    def test_where_nobody_keeps_its_money_the_manager_is_told(self, session):
        a_lead_manager(session)
        award(session, a_contract_with_points(session), 1)
        assert session.scalars(sa.select(Letter).where(Letter.template == "billing/points")).all()


class TestAskingForThem:
    def test_the_invoice_of_the_month_asks_for_them_by_report_and_year(self, session):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        award(session, contract, 3)
        award(session, contract, 5, report="Falls")
        row = issue(session, contract)
        assert outcomes(row) == [
            ("Points of year 1: Falls", 5, A_POINT, Money(480_00)),
            ("Points of year 1: People who came", 15, A_POINT, Money(1_440_00)),
        ]
        (block,) = [one for one in row.said.lines if one.kind is LineKind.BLOCK]
        assert (
            block.what == "Fixed sum, less 20% that hangs on outcomes, April 2026 to November 2026"
        )
        assert block.amount == Money(25_600_00)
        assert doctor(session) == []

    def test_each_is_asked_for_once_by_the_month_in_which_it_was_written_down(self, session):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        award(session, contract, 3, at=DECEMBER)
        first = issue(session, contract)
        assert [one[1] for one in outcomes(first)] == [12]
        assert [one[1] for one in outcomes(issue(session, contract, at=JANUARY))] == [3]
        noted = session.scalars(sa.select(InvoicedAward.award_id)).all()
        assert len(noted) == len(set(noted)) == 2

    def test_what_was_taken_back_after_is_taken_off_the_next(self, session):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        issue(session, contract)
        award(session, contract, -2, at=DECEMBER)
        row = issue(session, contract, at=JANUARY)
        assert outcomes(row) == [("Points of year 1: People who came", -2, A_POINT, Money(-192_00))]
        assert doctor(session) == []

    def test_a_mistake_that_was_taken_back_at_once_is_no_line_and_never_asked_for_later(
        self, session
    ):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        award(session, contract, -12)
        assert outcomes(issue(session, contract)) == []
        assert outcomes(issue(session, contract, at=JANUARY)) == []
        assert len(session.scalars(sa.select(InvoicedAward)).all()) == 2

    def test_where_more_is_taken_back_than_is_asked_for_it_waits(self, session):
        contract = a_contract_with_points(session, mechanism=Mechanism.BLOCK, fixed_lines=())
        award(session, contract, 60)
        issue(session, contract)
        award(session, contract, -60, at=DECEMBER)
        with pytest.raises(RuleBroken, match="More was reversed or taken back"):
            issue(session, contract, at=JANUARY)
        february = datetime(2027, 2, 3, 12, tzinfo=LONDON)
        assert issue(session, contract, at=february).pence == 2 * 3_200_00 - 5_760_00

    def test_after_the_last_month_the_desk_says_that_points_can_be_asked_for(self, session):
        contract = a_contract_with_points(session)
        manager = a_lead_manager(session)
        end = day_in_london(DECEMBER)
        end_contract(session, manager, contract.id, on=end, because="No money", at=DECEMBER)
        issue(session, contract, at=JANUARY)
        february = datetime(2027, 2, 3, 12, tzinfo=LONDON)
        assert not is_due(session, contract, on=day_in_london(february))
        award(session, contract, 5, at=JANUARY)
        assert is_due(session, contract, on=day_in_london(february))
        (line,) = issue(session, contract, at=february).said.lines
        assert (line.kind, line.amount) == (LineKind.OUTCOME, Money(480_00))
        assert not is_due(session, contract, on=day_in_london(february))

    def test_points_that_come_after_the_lines_were_looked_at_keep_it_from_being_issued(
        self, session
    ):
        contract = a_contract_with_points(session)
        finance = a_finance_lead(session)
        session.flush()
        seen = make_page(session, finance, contract.id, on=day_in_london(DECEMBER)).seen
        award(session, contract, 1)
        with pytest.raises(Conflict, match="Something changed"):
            issue_invoice(session, finance, contract.id, seen=seen, at=DECEMBER)

    def test_a_line_of_points_is_questioned_and_credited_as_any_other(self, session):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        row = issue(session, contract)
        place = next(n for n, one in enumerate(row.said.lines) if one.kind is LineKind.OUTCOME)
        challenge(session, who_pays(session), row.id, place, because="12?", seen=0, at=DECEMBER)
        note = credit(
            session, a_finance_lead(session), row.id, place, net=A_POINT, because="11", seen=1,
            at=DECEMBER,
        )  # fmt: skip
        assert (note.said.kind, note.said.total) == (LineKind.OUTCOME, A_POINT)
        assert row.stands.left_of(place) == A_POINT.times(11)
        assert doctor(session) == []

    def test_without_a_share_nothing_of_an_invoice_changes(self, session):
        row = issue(session, a_signed_contract(session))
        assert outcomes(row) == [] and row.said.lines[0].what.startswith("Fixed sum, April 2026")


class TestTheDatabase:
    @pytest.mark.parametrize("table", [PointAward, InvoicedAward])
    @pytest.mark.parametrize("how", ["update", "delete"])
    def test_it_refuses_to_change_what_was_written_down(self, session, table, how):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        issue(session, contract)
        column = next(one for one in table.__table__.columns if not one.primary_key)
        statement = (
            sa.delete(table) if how == "delete" else sa.update(table).values({column: column})
        )
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(statement)

    def test_it_refuses_to_ask_for_points_twice(self, session):
        contract = a_contract_with_points(session)
        award(session, contract, 12)
        row = issue(session, contract)
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(
                sa.insert(InvoicedAward).values(
                    id=contract.id, invoice_id=row.id, award_id=rows(session)[0].id
                )
            )


class TestAtOnce:
    def test_of_many_who_saw_the_same_one_writes_down(self, database):
        with database.writing() as session:
            contract = a_contract_with_points(session)
            actor = a_commissioner(session)
            session.flush()
            page, _ = award_page(session, actor, contract.id, 1, on=day_in_london(NOON))
            contract_id, seen = contract.id, page.seen

        def run(_):
            what = Written(1, CAME, Way.GIVE, 40, "Their report says so.")
            try:
                with database.writing() as session:
                    write_points(session, actor, contract_id, what, seen=seen, at=NOON)
            except Refused:
                return 0
            return 1

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(run, range(RUNS))) == 1
        with database.reading() as session:
            assert [one.points for one in rows(session)] == [40]

    def test_while_invoices_are_issued_no_points_are_lost_and_none_asked_for_twice(self, database):
        with database.writing() as session:
            contract = a_contract_with_points(session)
            actor, finance = a_commissioner(session), a_finance_lead(session)
            session.flush()
            contract_id = contract.id

        def give(_):
            try:
                with database.writing() as session:
                    page, _ = award_page(session, actor, contract_id, 1, on=day_in_london(NOON))
                    what = Written(1, CAME, Way.GIVE, 1, "One more.")
                    write_points(session, actor, contract_id, what, seen=page.seen, at=NOON)
            except Refused:
                return 0
            return 1

        def ask(at):
            try:
                with database.writing() as session:
                    seen = make_page(session, finance, contract_id, on=day_in_london(at)).seen
                    issue_invoice(session, finance, contract_id, seen=seen, at=at)
            except Refused:
                return

        with ThreadPoolExecutor(8) as threads:
            asking = [threads.submit(ask, at) for at in (DECEMBER, JANUARY) * 5]
            written = sum(threads.map(give, range(RUNS)))
            for one in asking:
                one.result()
        ask(datetime(2027, 2, 3, 12, tzinfo=LONDON))
        with database.reading() as session:
            assert len(rows(session)) == written > 0
            assert len(session.scalars(sa.select(InvoicedAward)).all()) == written
            assert doctor(session) == []


def test_it_is_written_down_only_as_it_was_looked_at(session):
    contract = a_contract_with_points(session)
    actor = a_commissioner(session)
    page, _ = award_page(session, actor, contract.id, 1, on=day_in_london(NOON))
    award(session, contract, 1, at=LATER)
    what = Written(1, CAME, Way.GIVE, 1, "Again")
    with pytest.raises(Conflict, match="Somebody wrote down points"):
        write_points(session, actor, contract.id, what, seen=page.seen, at=LATER)
