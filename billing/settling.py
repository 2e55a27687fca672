"""How an invoice stands, by what was done with it: challenged, agreed, paid and credited.

The invoice itself is never changed. What is done with it are acts, one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total

DAYS_TO_ANSWER = 10
"""So many working days a lead NTP has to answer a challenge."""


class Act(Worded):
    """What is done with an invoice. The words are those of its story."""

    CHALLENGE = "challenge", "A question about a line"
    ANSWER = "answer", "Answered"
    SETTLE = "settle", "The question is settled"
    AGREE = "agree", "Agreed: it can be paid"
    PAY = "pay", "Money came in"
    GIVE_BACK = "give-back", "Money went back"
    CREDIT = "credit", "A credit note"


class InvoiceState(Worded):
    """How an invoice stands."""

    ISSUED = "issued", "Waits to be agreed"
    CHALLENGED = "challenged", "A line is questioned"
    ANSWERED = "answered", "A question is answered"
    AGREED = "agreed", "Agreed, waits to be paid"
    PAID = "paid", "Paid"
    CREDITED = "credited", "Credited"

    @property
    def colour(self) -> str:
        """The state whose tag colour it takes (web/templating.py)."""
        return {
            "issued": "waiting", "challenged": "due", "answered": "waiting", "agreed": "new",
            "paid": "done", "credited": "over",
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class Acted:
    """One thing that was done: to which line, by its place from 0, and how much, where that says something.

    `net` is the amount of a credit note before tax.
    """

    act: Act
    on: date
    line: int | None = None
    amount: Money = NOTHING
    net: Money = NOTHING


@dataclass(frozen=True)
class Settling:
    """How an invoice of some lines stands. Amounts are with tax."""

    lines: tuple[Money, ...]
    total: Money
    paid: Money = NOTHING
    credited: Money = NOTHING
    credited_of: Mapping[int, Money] = field(default_factory=dict)
    challenged: Mapping[int, date] = field(default_factory=dict)
    """Lines that are questioned, and since when."""
    answered: frozenset[int] = frozenset()
    is_agreed: bool = False
    came: tuple[tuple[date, Money], ...] = ()
    """What came in and did not go back, by its day."""
    paid_on: date | None = None
    """The day on which the last that was owed came in."""

    @property
    def owing(self) -> Money:
        """What is still to be paid; below nothing where too much came in."""
        return self.total - self.paid - self.credited

    @property
    def state(self) -> InvoiceState:
        """How it stands, in one word."""
        if self.total == self.credited:
            return InvoiceState.CREDITED
        if self.challenged:
            return InvoiceState.CHALLENGED if self.to_answer else InvoiceState.ANSWERED
        if self.owing <= NOTHING:
            return InvoiceState.PAID
        return InvoiceState.AGREED if self.is_agreed else InvoiceState.ISSUED

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask about: agreed and paid, or credited. To say that it is paid is not enough."""
        return self.state is InvoiceState.CREDITED or (self.is_agreed and self.owing <= NOTHING)

    @property
    def to_answer(self) -> tuple[int, ...]:
        """Lines whose question was not answered yet, in their order."""
        return tuple(sorted(self.challenged.keys() - self.answered))

    @property
    def credited_net(self) -> Money:
        """What was credited before tax."""
        return total(self.credited_of.values())

    def left_of(self, line: int) -> Money:
        """How much of a line was not credited yet, before tax: never more than is left of the whole."""
        of_line = self.lines[line] - self.credited_of.get(line, NOTHING)
        return min(of_line, total(self.lines) - self.credited_net)

    def days_late(self, due_on: date, *, on: date) -> int:
        """For how many days it has been late: until it was paid, or until today; 0 while it is not."""
        until = self.paid_on if self.owing <= NOTHING else on
        return max((until - due_on).days, 0) if until else 0


def settling(lines: Sequence[Money], whole: Money, acts: Iterable[Acted]) -> Settling:
    """How an invoice stands after all that was done with it, oldest first."""
    stands = Settling(tuple(lines), whole)
    for one in acts:
        stands = _after(stands, one)
    return stands


def _after(was: Settling, one: Acted) -> Settling:
    now = _changed(was, one)
    if now.owing > NOTHING:
        return replace(now, paid_on=None)
    if was.owing <= NOTHING:
        return now
    return replace(
        now, paid_on=max([day for day, _ in now.came] if one.act is Act.PAY else [one.on])
    )


def _changed(was: Settling, one: Acted) -> Settling:
    now = was
    match one:
        case Acted(Act.AGREE):
            now = replace(was, is_agreed=True)
        case Acted(Act.PAY, on=on, amount=amount):
            now = replace(was, paid=was.paid + amount, came=(*was.came, (on, amount)))
        case Acted(Act.GIVE_BACK, amount=amount):
            now = replace(was, paid=was.paid - amount, came=_without(was.came, amount))
        case Acted(Act.CHALLENGE, line=int(line)):
            asked = {**was.challenged, line: one.on}
            now = replace(was, challenged=asked, answered=was.answered - {line}, is_agreed=False)
        case Acted(Act.ANSWER, line=int(line)):
            now = replace(was, answered=was.answered | {line})
        case Acted(Act.SETTLE, line=int(line)):
            now = _settled(was, line)
        case Acted(Act.CREDIT, line=int(line)):
            now = _credited(was, line, one)
    return now


def _credited(was: Settling, line: int, one: Acted) -> Settling:
    """A credit note took some of a line back; where it took all, no question about it is left."""
    of_line = was.credited_of.get(line, NOTHING) + one.net
    now = replace(
        was, credited=was.credited + one.amount, credited_of={**was.credited_of, line: of_line}
    )
    return now if now.left_of(line) > NOTHING else _settled(now, line)


def _without(came: tuple[tuple[date, Money], ...], amount: Money) -> tuple[tuple[date, Money], ...]:
    """The same without what went back: the latest of that amount, which may have been written down wrong."""
    places = [place for place, one in enumerate(came) if one[1] == amount]
    return came[: places[-1]] + came[places[-1] + 1 :] if places else came


def _settled(was: Settling, line: int) -> Settling:
    left = {place: since for place, since in was.challenged.items() if place != line}
    return replace(was, challenged=left, answered=was.answered - {line})


# ---- what cannot be done ---------------------------------------------------------------------------


def must_be_possible(stands: Settling, one: Acted) -> None:
    """Refuse with RuleBroken what makes no sense as it stands; the field says where it was typed."""
    match one.act:
        case Act.CHALLENGE if one.line in stands.to_answer:
            raise RuleBroken("This line is questioned already. Wait for the answer.")
        case Act.CHALLENGE if stands.is_settled:
            raise RuleBroken("This invoice is settled. Ring the lead NTP about it.")
        case Act.ANSWER | Act.SETTLE if one.line not in stands.challenged:
            raise RuleBroken("Nobody questions this line any more.")
        case Act.AGREE if stands.challenged:
            raise RuleBroken("A line is still questioned. Settle that first.")
        case Act.AGREE if stands.is_agreed or stands.state is InvoiceState.CREDITED:
            raise RuleBroken("This was agreed already, or there is nothing left to agree.")
        case Act.PAY if not NOTHING < one.amount <= stands.owing:
            raise RuleBroken(
                f"Enter an amount up to {stands.owing}, which is still owed.", field="amount"
            )
        case Act.GIVE_BACK if not NOTHING < one.amount <= stands.paid:
            raise RuleBroken(f"Enter an amount up to {stands.paid}, which came in.", field="amount")


def must_be_a_day(on: date, *, issued_on: date, today: date) -> None:
    """Refuse with RuleBroken that money for an invoice came in or went back before its issue, or later than today."""
    if not issued_on <= on <= today:
        raise RuleBroken("Enter a day from its issue until today.", field="on")


def must_be_creditable(stands: Settling, line: int, amount: Money) -> None:
    """Refuse with RuleBroken to credit more of a line than is left of it."""
    left = stands.left_of(line)
    if left <= NOTHING:
        raise RuleBroken("Nothing is left of this line that could be credited.")
    if not NOTHING < amount <= left:
        raise RuleBroken(
            f"Enter an amount up to {left}, which is left of this line.", field="amount"
        )


@dataclass(frozen=True)
class DaysToPay:
    """How long invoices took to be paid, in days from their issue."""

    number: int
    median: float | None
    slowest: int | None
    late: int
    """How many were paid late, or are late now."""


def days_to_pay(paid: Iterable[tuple[date, date, date | None]], *, on: date) -> DaysToPay:
    """Of invoices by their day of issue, the day until which they are in time, and the day on which they were paid."""
    known = tuple(paid)
    took = [(paid_on - issued_on).days for issued_on, _, paid_on in known if paid_on]
    late = sum((paid_on or on) > due_on for _, due_on, paid_on in known)
    return DaysToPay(len(took), median(took) if took else None, max(took, default=None), late)


def owed_in_all(all_of_them: Iterable[Settling]) -> Money:
    """What is still to be paid of several."""
    return total(one.owing for one in all_of_them)
