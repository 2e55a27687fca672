"""Paying groups: once a month, numbered without a gap, each line once, frozen, and told to their keeper."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from audit.models import AuditLine
from billing.models import GroupLine, Remittance, RemittanceLine
from billing.operations.group_lines import write_all_lines
from billing.operations.remittances import make_remittance
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, Refused, RuleBroken
from kernel.mail import Letter
from kernel.money import Money
from tests.cast import NOON, a_lead_manager, a_lead_ntp, an_actor
from tests.cast_sub_contracts import a_keeper, a_paid_group

A_DAY = timedelta(days=1)
DECEMBER = NOON + 12 * A_DAY
JANUARY = NOON + 45 * A_DAY
RUNS = 50


@pytest.fixture
def paid(session):
    return a_paid_group(session)


def pay(session, paid, *, seen, actor=None, at=DECEMBER):
    return make_remittance(session, actor or paid.manager, paid.group_id, seen=seen, at=at)


def two_people_came(session, paid):
    links = [paid.came(session) for _ in range(2)]
    write_all_lines(session, at=NOON + A_DAY)
    return links


def advices(session):
    wanted = sa.select(Letter).where(Letter.template == "billing/remittance")
    return session.scalars(wanted).all()


class TestMaking:
    def test_it_pays_all_that_was_counted_until_the_end_of_last_month(self, session, paid):
        link = two_people_came(session, paid)[0]
        paid.mark(session, link, on=date(2026, 12, 1), at=DECEMBER)
        write_all_lines(session, at=DECEMBER)
        made = pay(session, paid, seen=1)
        session.expire_all()
        assert (made.number, made.month, made.pence) == (1, date(2026, 11, 1), 900)
        (line,) = made.advice.lines
        assert (line.activity, line.what, line.amount) == (
            "Cooking together", "2 people", Money(9_00),
        )  # fmt: skip
        assert (made.advice.group, made.digest) == ("The Community Kitchen", made.advice.digest)

    def test_what_is_marked_later_goes_into_the_next_one(self, session, paid):
        first, second = two_people_came(session, paid)
        pay(session, paid, seen=1)
        paid.mark(session, first, came=False, at=DECEMBER)
        paid.mark(session, second, on=date(2026, 11, 30), at=DECEMBER)
        paid.mark(session, second, on=date(2026, 12, 2), at=DECEMBER)
        write_all_lines(session, at=JANUARY)
        made = pay(session, paid, seen=3, at=JANUARY)
        assert made.number == 2
        assert [(one.on, one.amount, one.is_late) for one in made.advice.lines] == [
            (date(2026, 11, 22), Money(-4_50), True), (date(2026, 11, 30), Money(4_50), True),
            (date(2026, 12, 2), Money(4_50), True),
        ]  # fmt: skip
        assert made.pence == 450

    def test_only_what_was_looked_at_is_paid(self, session, paid):
        two_people_came(session, paid)
        paid.came(session)
        write_all_lines(session, at=NOON + 2 * A_DAY)
        with pytest.raises(Conflict, match="Something else was counted"):
            pay(session, paid, seen=1)
        assert pay(session, paid, seen=2).pence == 3 * 450

    def test_finance_may_too(self, session, paid):
        two_people_came(session, paid)
        assert pay(session, paid, seen=1, actor=an_actor(session, Role.LEAD_FINANCE))

    def test_a_month_is_paid_once(self, session, paid):
        two_people_came(session, paid)
        pay(session, paid, seen=1)
        with pytest.raises(Conflict, match="its remittance of that month already"):
            pay(session, paid, seen=1)

    def test_nothing_is_no_remittance(self, session, paid):
        link = two_people_came(session, paid)[0]
        pay(session, paid, seen=1)
        with pytest.raises(RuleBroken, match="nothing to pay"):
            pay(session, paid, seen=0, at=JANUARY)
        paid.mark(session, link, came=False, at=DECEMBER)
        write_all_lines(session, at=JANUARY)
        with pytest.raises(RuleBroken, match="More was taken back"):
            pay(session, paid, seen=1, at=JANUARY)

    def test_each_lead_ntp_counts_its_own(self, session, paid):
        two_people_came(session, paid)
        assert pay(session, paid, seen=1).number == 1
        stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            pay(session, paid, seen=1, actor=stranger, at=JANUARY)

    def test_the_group_pays_itself_nothing(self, session, paid):
        with pytest.raises(NotAllowed):
            pay(session, paid, seen=0, actor=a_keeper(session))


class TestTelling:
    def test_whoever_keeps_the_group_is_told_how_much_and_for_what(self, session, paid):
        two_people_came(session, paid)
        made = pay(session, paid, seen=1)
        (letter,) = advices(session)
        assert (letter.template, letter.address) == ("billing/remittance", "kim@kitchen.example")
        assert (letter.facts["total"], letter.facts["check"]) == ("£9.00", made.advice.check)
        assert letter.facts["lines"][0] == {
            "on": "22 November 2026", "activity": "Cooking together", "said": "2 people",
            "amount": "£9.00",
        }  # fmt: skip

    @pytest.mark.parametrize("field", ["keeper_email", "mail_bounced_at"])
    def test_without_an_address_nobody_is_and_it_is_made_all_the_same(self, session, paid, field):
        two_people_came(session, paid)
        setattr(paid.listing.group, field, "" if field == "keeper_email" else NOON)
        session.flush()
        assert pay(session, paid, seen=1)
        assert advices(session) == []


def test_fifty_who_pay_at_the_same_moment_pay_once(database, evidence):
    """S7: one remittance, its lines once, and the number that follows is the next."""
    with database.writing() as session:
        paid = a_paid_group(session)
        for _ in range(3):
            two_people_came(session, paid)
        manager, group_id = paid.manager, paid.group_id
        seen = len(session.scalars(sa.select(GroupLine)).all())

    def run(_number):
        try:
            with database.writing() as session:
                make_remittance(session, manager, group_id, seen=seen, at=DECEMBER)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as runners:
        assert sum(runners.map(run, range(RUNS))) == 1
    with database.reading() as session:
        (made,) = session.scalars(sa.select(Remittance))
        lines = session.scalars(sa.select(RemittanceLine)).all()
        assert (made.number, made.pence, len(lines)) == (1, 6 * 450, seen)
        assert len({one.line_id for one in lines}) == seen
    evidence("remittances for one group and month by fifty at once", f"{RUNS} tried, 1 made")


class TestTheDatabase:
    @pytest.fixture
    def made(self, database):
        with database.writing() as session:
            paid = a_paid_group(session)
            two_people_came(session, paid)
            pay(session, paid, seen=1)

    @pytest.mark.parametrize("table", [Remittance, RemittanceLine])
    def test_it_refuses_every_change(self, database, made, table):
        for act in (sa.update(table).values(id=table.id), sa.delete(table)):
            with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
                session.execute(act)

    def test_it_refuses_to_pay_a_line_twice(self, database, made):
        with pytest.raises(Conflict), database.writing() as session:
            one = session.scalars(sa.select(RemittanceLine)).one()
            session.add(RemittanceLine(remittance_id=one.remittance_id, line_id=one.line_id))

    @pytest.mark.parametrize("same", ["number", "month"])
    def test_it_refuses_a_number_or_a_month_twice(self, database, made, same):
        with pytest.raises(Conflict), database.writing() as session:
            (one,) = session.scalars(sa.select(Remittance))
            facts = {column.name: getattr(one, column.name) for column in Remittance.__table__.c}
            del facts["id"]
            other = {"month": date(2027, 5, 1)} if same == "number" else {"number": 9}
            session.add(Remittance(**facts | other))

    def test_the_audit_has_it_with_figures_alone(self, database, made):
        with database.reading() as session:
            (line,) = [one for one in session.query(AuditLine) if one.act == "made a remittance"]
            assert (line.details["number"], line.details["pence"]) == (1, 900)
            assert "Cooking" not in repr(line.details)
