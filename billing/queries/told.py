"""What each reader is told of which groups were paid what: all of it, or no more than hides everybody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.income import Share
from billing.models import GroupLine, Remittance, SubContractVersion
from billing.passed_on import DaysToPay, Payment, Reader
from billing.queries.payment_files import paid_on
from billing.queries.people_paid_for import closed
from billing.queries.sub_contracts import held_on, versions_of
from billing.sub_contracts import Size
from billing.together import Cell, Shown, for_group, for_payer
from kernel.money import NOTHING, Money, total
from kernel.periods import FinancialYear, Month, Quarter

TOGETHER = "Groups with few people, together (about)"
OWN = "Your own group"
OTHERS = "All other groups, together (about)"


@dataclass(frozen=True)
class GroupShown:
    """What a group was paid, or several together. Those that are together have no size."""

    called: str
    size: Size | None
    amount: Money


@dataclass(frozen=True)
class SizeBar:
    """What groups of a size were paid, as a bar: how long it is says the share."""

    label: str
    count: str
    length: float


@dataclass(frozen=True)
class Span:
    """The days that a page is about: of a financial year, or of all the contract."""

    year: FinancialYear | None
    first_day: date
    last_day: date

    def __contains__(self, quarter: Quarter) -> bool:
        """Whether any day of a quarter is among them: quarters are never cut."""
        return quarter.first_day <= self.last_day and quarter.last_day >= self.first_day


@dataclass(frozen=True)
class Told:
    """Which groups were paid what by the bank, until the end of a day, as one reader may know it."""

    until: date
    groups: tuple[GroupShown, ...]
    payments: tuple[Payment, ...]
    some_wait: bool = False
    """Whether something of this time is in no sum here: it waits, is not paid, or was told with a later time."""
    some_is_earlier: bool = False
    """Whether something waited from an earlier time, and is in a sum here."""
    own: Money | None = None
    own_payments: tuple[Payment, ...] = ()

    @property
    def total(self) -> Money:
        """All that is told."""
        return total(one.amount for one in self.groups)

    @property
    def days(self) -> DaysToPay | None:
        """How many days groups waited for their money."""
        return DaysToPay.of(self.payments)

    @property
    def by_size(self) -> tuple[SizeBar, ...]:
        """What groups of each size were paid; those that are together are a bar of their own."""
        sums: dict[str, Money] = {}
        for one in self.groups:
            label = one.size.words if one.size else one.called
            sums[label] = sums.get(label, NOTHING) + one.amount
        return tuple(_bar(label, amount, self.total) for label, amount in sums.items())


def told_of(
    session: Session, lead_id: UUID, reader: Reader, *, own_id: UUID | None, span: Span,
    names: Mapping[UUID, str], on: date,
) -> Told:  # fmt: skip
    """What a reader is told that the bank paid: the lead NTP all of it, others what is closed and tells of nobody."""
    made = _payments(session, lead_id, span, on=on)
    if reader is Reader.LEAD:
        sums = _by_group((row.group_id, amount) for row, amount in _paid(made))
        return Told(
            min(on, span.last_day), _named(session, lead_id, sums, names, on=on),
            tuple(payment for _row, payment in made),
        )  # fmt: skip
    done = closed(session, lead_id, on=on)
    until = min(done.last.last_day, span.last_day)
    payments = tuple(
        replace(payment, amount=None) for _row, payment in made if payment.month.last_day <= until
    )
    if reader is Reader.FUNDER:
        shown = for_payer(done.cells)
        named = _by_group((one.group_id, one.amount) for one in _named_cells(shown, span))
        groups = _named(session, lead_id, named, names, on=until)
        together = _about(shown, span)
        more = (GroupShown(TOGETHER, None, together),) if together else ()
        return Told(until, (*groups, *more), payments, *_out_of_time(shown, done.unpaid, span))
    shown = for_group(done.cells, own_id) if own_id else Shown(())
    own = [(row, payment) for row, payment in made if row.group_id == own_id]
    parts = {
        OWN: total(one.amount for one in _named_cells(shown, span)),
        OTHERS: _about(shown, span),
    }
    return Told(
        until, tuple(GroupShown(name, None, amount) for name, amount in parts.items() if amount),
        payments, *_out_of_time(shown, done.unpaid, span), total(amount for _row, amount in _paid(own)),
        tuple(payment for _row, payment in own),
    )  # fmt: skip


Made = Sequence[tuple[Remittance, Payment]]


def _payments(session: Session, lead_id: UUID, span: Span, *, on: date) -> Made:
    """Each remittance of whole quarters, and how it stands on its way on a day."""
    rows = [
        row
        for row in session.scalars(sa.select(Remittance).where(Remittance.lead_id == lead_id))
        if Quarter.containing(row.month) in span
    ]
    days = paid_on(session, [row.id for row in rows])
    paid = {row_id: day for row_id, day in days.items() if day <= on}
    return [(row, Payment(Month(row.month), paid.get(row.id), Money(row.pence))) for row in rows]


def _paid(made: Made) -> Iterator[tuple[Remittance, Money]]:
    """Those that the bank paid, and how much each was."""
    return ((row, Money(row.pence)) for row, payment in made if payment.paid_on is not None)


def _named_cells(shown: Shown, span: Span) -> list[Cell]:
    return [one for told in shown.told if told.quarter in span for one in told.named]


def _about(shown: Shown, span: Span) -> Money:
    """What those that are together were paid, by rounded sums of quarters."""
    return total(told.about for told in shown.told if told.quarter in span)


def _out_of_time(shown: Shown, unpaid: Iterable[Cell], span: Span) -> tuple[bool, bool]:
    """Whether some of a time is told later or not yet, and whether some of an earlier time is told in it."""
    placed = [
        (cell.quarter in span, told.quarter in span)
        for told in shown.told
        for cell in (*told.named, *told.together)
    ]
    waits = any(one.quarter in span for one in (*shown.waiting, *unpaid))
    return waits or (True, False) in placed, (False, True) in placed


def _by_group(amounts: Iterable[tuple[UUID, Money]]) -> dict[UUID, Money]:
    sums: dict[UUID, Money] = defaultdict(lambda: NOTHING)
    for group_id, amount in amounts:
        sums[group_id] += amount
    return sums


def _named(
    session: Session, lead_id: UUID, sums: Mapping[UUID, Money], names: Mapping[UUID, str], *,
    on: date,
) -> tuple[GroupShown, ...]:  # fmt: skip
    """Groups by their names, the largest sum first."""
    sizes = _sizes(session, lead_id, on=on)
    found = [GroupShown(names[one], sizes.get(one), amount) for one, amount in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.amount.pence, one.called.casefold())))


def _sizes(session: Session, lead_id: UUID, *, on: date) -> dict[UUID, Size]:
    """How large each group is, by what was agreed with it last."""
    rows = session.execute(
        sa.select(GroupLine.group_id, GroupLine.agreement_id)
        .where(GroupLine.lead_id == lead_id)
        .distinct()
    )
    held: dict[UUID, SubContractVersion] = {}
    for group_id, agreement_id in rows:
        found = held_on(versions_of(session, agreement_id), on)
        known = held.get(group_id)
        if found and (known is None or found.from_on > known.from_on):
            held[group_id] = found
    return {group_id: found.terms.size for group_id, found in held.items()}


def _bar(label: str, amount: Money, whole: Money) -> SizeBar:
    share = Share.of(amount, whole)
    text = f"{amount}, {share}" if share else str(amount)
    return SizeBar(label, text, share.tenths / 10 if share else 0)
