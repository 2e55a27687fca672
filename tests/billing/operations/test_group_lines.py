"""Writing the lines of groups: once, also where many do it at the same moment, and nothing of who came."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from accounts import operations as accounts
from billing.models import GroupLine
from billing.operations.group_lines import write_all_lines, write_lines
from kernel import outbox
from kernel.access import SYSTEM
from kernel.money import Money
from tests.cast import NOON
from tests.cast_sub_contracts import Paid, a_paid_group

A_DAY = timedelta(days=1)
TODAY = NOON.date()
TOMORROW = NOON + A_DAY
WRITERS = 8


@pytest.fixture
def paid(session) -> Paid:
    return a_paid_group(session)


def lines(session):
    wanted = sa.select(GroupLine).order_by(GroupLine.on, GroupLine.activity_id, GroupLine.number)
    return session.scalars(wanted).all()


def said(session):
    return [(row.on, row.count, row.amount) for row in lines(session)]


class TestWriting:
    def test_a_day_is_written_once_it_is_over(self, session, paid):
        paid.came(session)
        assert write_all_lines(session, at=NOON) == 0
        assert write_all_lines(session, at=TOMORROW) == 1
        assert said(session) == [(TODAY, 1, Money(4_50))]

    def test_however_often_it_is_asked(self, session, paid):
        paid.came(session)
        paid.came(session)
        assert [write_all_lines(session, at=TOMORROW) for _ in range(3)] == [1, 0, 0]
        assert said(session) == [(TODAY, 2, Money(9_00))]

    def test_it_keeps_what_the_activity_was_called_and_when_it_was_written(self, session, paid):
        paid.came(session)
        write_all_lines(session, at=TOMORROW)
        (row,) = lines(session)
        assert (row.activity, row.at, row.version) == ("Cooking together", TOMORROW, 1)
        assert (row.lead_id, row.group_id) == (paid.lead_id, paid.group_id)

    def test_a_mark_taken_back_is_a_line_of_its_own(self, session, paid):
        link = paid.came(session)
        write_all_lines(session, at=TOMORROW)
        paid.mark(session, link, came=False)
        assert write_all_lines(session, at=TOMORROW + A_DAY) == 1
        paid.mark(session, link, came=True)
        assert write_all_lines(session, at=TOMORROW + 2 * A_DAY) == 1
        assert [(row.number, row.count, row.pence) for row in lines(session)] == [
            (1, 1, 450), (2, -1, -450), (3, 1, 450),
        ]  # fmt: skip

    def test_what_is_marked_late_is_paid_at_the_price_of_its_day(self, session, paid):
        """S11: the price rose on 1 December; the mark of 30 November came on 10 December."""
        link = paid.came(session, on=None)
        paid.price(session, Money(5_00), from_on=date(2026, 12, 1))
        late = NOON + 18 * A_DAY
        paid.mark(session, link, on=date(2026, 12, 2), at=late)
        write_all_lines(session, at=late)
        paid.mark(session, link, on=date(2026, 11, 30), at=late)
        write_all_lines(session, at=late + A_DAY)
        assert said(session) == [
            (date(2026, 11, 30), 1, Money(4_50)), (date(2026, 12, 2), 1, Money(5_00)),
        ]  # fmt: skip

    def test_after_an_agreement_was_ended_no_day_counts(self, session, paid):
        link = paid.came(session)
        accounts.end_agreement(
            session, SYSTEM, paid.agreement_id, because="Moved", on=TODAY, at=NOON
        )
        paid.mark(session, link, on=TODAY + A_DAY, at=TOMORROW)
        write_all_lines(session, at=NOON + 5 * A_DAY)
        assert said(session) == [(TODAY, 1, Money(4_50))]

    def test_nor_after_its_last_day(self, session):
        paid = a_paid_group(session, until_on=TODAY)
        link = paid.came(session)
        paid.mark(session, link, on=TODAY + A_DAY, at=TOMORROW)
        write_all_lines(session, at=NOON + 5 * A_DAY)
        assert said(session) == [(TODAY, 1, Money(4_50))]

    def test_an_agreement_without_a_price_has_no_lines(self, session):
        paid = a_paid_group(session, has_price=False)
        paid.came(session)
        assert write_all_lines(session, at=TOMORROW) == 0


def test_the_job_writes_them(database):
    with database.writing() as session:
        a_paid_group(session).came(session)
    (job,) = [one for one in outbox.timetable() if one.name == "billing.jobs.write_group_lines"]
    with database.writing() as session:
        job.call(session, at=TOMORROW)
    with database.reading() as session:
        assert said(session) == [(TODAY, 1, Money(4_50))]


def test_many_who_write_at_the_same_moment_write_them_once(database, soak_factor, evidence):
    with database.writing() as session:
        paid = a_paid_group(session)
        for _ in range(5):
            paid.came(session)
        agreement_id = paid.agreement_id

    def write(_number):
        with database.writing() as session:
            return write_lines(session, agreement_id, at=TOMORROW)

    turns = WRITERS * 3 * soak_factor
    with ThreadPoolExecutor(WRITERS) as writers:
        assert sorted(writers.map(write, range(turns))) == [*([0] * (turns - 1)), 1]
    with database.reading() as session:
        assert said(session) == [(TODAY, 5, Money(22_50))]
    evidence("lines of a group by eight writers at once", f"{turns} times asked, written once")


class TestTheDatabase:
    @pytest.fixture
    def written(self, database):
        with database.writing() as session:
            paid = a_paid_group(session)
            paid.came(session)
            write_all_lines(session, at=TOMORROW)

    @pytest.mark.parametrize(
        "act", [sa.update(GroupLine).values(activity="X"), sa.delete(GroupLine)]
    )
    def test_it_refuses_every_change(self, database, written, act):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)

    @pytest.mark.parametrize("wrong", [{"pence": 451}, {"count": 0, "pence": 0}])
    def test_it_refuses_a_line_that_does_not_add_up(self, database, written, wrong):
        with pytest.raises(IntegrityError), database.writing() as session:
            (row,) = lines(session)
            facts = {one.name: getattr(row, one.name) for one in GroupLine.__table__.columns}
            del facts["id"]
            session.add(GroupLine(**facts | {"number": 2} | wrong))
            session.flush()


def test_nothing_of_it_tells_who_came(session, paid):
    link = paid.came(session)
    write_all_lines(session, at=TOMORROW)
    (row,) = lines(session)
    kept = " ".join(str(getattr(row, one.name)) for one in GroupLine.__table__.columns)
    for told in (link.id, link.person_id, link.referral_id, link.person.name, link.short_code):
        assert str(told) not in kept
