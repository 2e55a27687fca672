"""Reading what groups are owed: line by line, and month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts.queries import AgreementFacts
from billing import permissions
from billing.group_lines import Held, Owed, Span, Visits, owed, still_to_write
from billing.models import GroupLine, SubContractVersion
from billing.queries.sub_contracts import SubContract, get_sub_contract, versions_of
from directory.queries.offered import names_of
from kernel.access import Actor
from kernel.money import Money, total
from kernel.periods import Month, day_in_london
from referrals.queries.visits import visits_under

A_DAY = timedelta(days=1)
MONTHLY = "A sum for the month"


@dataclass(frozen=True)
class GroupLineShown:
    """A line as both sides read it: what, on which day, how many, for how much; never who came."""

    activity: str
    on: date
    what: str
    each: Money
    amount: Money
    takes_back: bool
    is_late: bool

    @property
    def said(self) -> str:
        """What, with what is out of the ordinary of it."""
        back = "Taken back: " if self.takes_back else ""
        return f"{back}{self.what}{', counted late' if self.is_late else ''}"


@dataclass(frozen=True)
class MonthOfLines:
    """The lines of the days of a month, and what they come to."""

    month: Month
    lines: tuple[GroupLineShown, ...]

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return total(one.amount for one in self.lines)


@dataclass(frozen=True)
class LinesPage:
    """All lines of a sub-contract, newest month first."""

    contract: SubContract
    months: tuple[MonthOfLines, ...]

    @property
    def total(self) -> Money:
        """The sum of all lines."""
        return total(one.total for one in self.months)


def agreements_with_a_price(session: Session) -> Sequence[UUID]:
    """Every agreement under which something is paid, in an order that is always the same."""
    wanted = sa.select(SubContractVersion.agreement_id).distinct()
    return sorted(session.scalars(wanted))


def lock(session: Session, agreement_id: UUID) -> None:
    """Let nobody else write lines of an agreement until this transaction ends."""
    session.execute(
        sa.select(SubContractVersion.id)
        .where(SubContractVersion.agreement_id == agreement_id)
        .order_by(SubContractVersion.number)
        .with_for_update()
    )


def lines_of(session: Session, agreement_id: UUID) -> Sequence[GroupLine]:
    """The lines of an agreement, oldest first."""
    return session.scalars(
        sa.select(GroupLine)
        .where(GroupLine.agreement_id == agreement_id)
        .order_by(GroupLine.on, GroupLine.activity_id, GroupLine.number)
    ).all()


def due_lines(session: Session, agreement: AgreementFacts, *, at: datetime) -> tuple[Owed, ...]:
    """What is still to be written for the days that are over."""
    held = [Held(one.number, one.from_on, one.terms) for one in versions_of(session, agreement.id)]
    visits = [
        Visits(str(one.listing_id), one.on, one.people)
        for one in visits_under(session, agreement.id)
    ]
    wanted = owed(visits, held, _span(agreement, at))
    return still_to_write(wanted, [one.owed for one in lines_of(session, agreement.id)])


def names_on_lines(session: Session, lines: Sequence[Owed]) -> dict[str, str]:
    """What the activities are called now, as lines keep it."""
    ids = {UUID(one.activity) for one in lines if one.activity}
    return {str(one): name for one, name in names_of(session, ids).items()} | {"": MONTHLY}


def lines_page(session: Session, actor: Actor, agreement_id: UUID, *, on: date) -> LinesPage:
    """What was counted and what it comes to, for both sides."""
    actor.must(permissions.SEE_SUB_CONTRACTS)
    contract = get_sub_contract(session, actor, agreement_id, on=on)
    months: dict[Month, list[GroupLineShown]] = {}
    for row in lines_of(session, agreement_id):
        months.setdefault(Month.containing(row.on), []).append(shown(row))
    return LinesPage(
        contract,
        tuple(MonthOfLines(month, tuple(months[month])) for month in sorted(months, reverse=True)),
    )


def shown(row: GroupLine) -> GroupLineShown:
    """A line in words. Late is what was written after the month of its day (S11)."""
    return GroupLineShown(
        row.activity, row.on, row.kind.counted(abs(row.count)), Money(row.each_pence), row.amount,
        row.count < 0, day_in_london(row.at) > Month.containing(row.on).last_day + A_DAY,
    )  # fmt: skip


def _span(agreement: AgreementFacts, at: datetime) -> Span:
    """From its first day to its last, and to yesterday at most: a day is paid once it is over."""
    ends = [day_in_london(at) - A_DAY, agreement.until_on, agreement.ended_on]
    return Span(agreement.from_on, min(one for one in ends if one is not None))
