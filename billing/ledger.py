"""When a person's year of help is charged, at which price, and what a change of band does to it (A8.8).

A charge is a line born from an event and never edited; a mistake is reversed by a line of the same amount
below nothing. However often somebody is referred again, no day of theirs is paid for twice (A-TAR-05).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from billing.bands import Band
from billing.contracts import ContractTerms
from billing.tariff import (
    NoPrice,
    Prices,
    WhenBandChanges,
    a_year_after,
    adjustment,
    next_year_begins,
)
from billing.vocabulary import IncentiveFrom
from directory.vocabulary import Worded
from kernel.money import NOTHING, Money


class ChargeKind(Worded):
    """What a line of the ledger is for."""

    YEAR = "year", "A year of help"
    CHANGE = "change", "Another band within the year"
    INCENTIVE = "incentive", "Kept up for a year"
    REVERSAL = "reversal", "Reversed"


class Uncharged(Worded):
    """Why a year of help that was given is not charged: what somebody has to do."""

    NO_BAND = "no-band", "No band is chosen yet"
    NO_CONTRACT = "no-contract", "No contract held on the day"
    ELSEWHERE = "elsewhere", "No contract is for where they live"
    NO_PRICE = "no-price", "There was no price on the day"


@dataclass(frozen=True)
class Helped:
    """Somebody who is helped, as far as their years are charged by it. Days are days in London.

    `met_on` is the day of the first meeting, `ended_on` the day on which the work ended, None while it goes on.
    """

    referral_id: UUID
    person_id: UUID
    lead_id: UUID
    locality_id: UUID | None
    met_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Holding:
    """A version of a contract that held on a day."""

    contract_id: UUID
    version_id: UUID
    terms: ContractTerms


@dataclass(frozen=True)
class Priced:
    """The price of a year in a band, by what was agreed for the day on which it begins."""

    holding: Holding
    prices: Prices
    band: Band

    @property
    def amount(self) -> Money:
        """What the year costs."""
        return self.prices.of(self.band)


def due_year(helped: Helped, charged_from: Sequence[date], *, today: date) -> date | None:
    """The day from which the next year of somebody is charged, None while none is due.

    The first begins with the first meeting, each later one a year after the one before, if they are still helped
    on that day. Whoever was referred again within a year waits until it is over.
    """
    begins = next_year_begins(charged_from, asked_on=helped.met_on)
    if begins > today:
        return None
    is_over = helped.ended_on is not None and helped.ended_on <= begins
    return None if begins > helped.met_on and is_over else begins


def holding_for(helped: Helped, holdings: Collection[Holding]) -> Holding | Uncharged:
    """Which of the contracts of the lead NTP that held on the day pays: the one for where the person lives.

    Where nobody knows where that is, the only one there is.
    """
    if not holdings:
        return Uncharged.NO_CONTRACT
    for one in holdings:
        if helped.locality_id in one.terms.localities:
            return one
    if helped.locality_id is None and len(holdings) == 1:
        return next(iter(holdings))
    return Uncharged.ELSEWHERE


def priced(holding: Holding, band: Band, *, on: date) -> Priced | Uncharged | None:
    """The price of a year that begins on a day; None where people's years are not priced at all."""
    if not holding.terms.needs_prices:
        return None
    try:
        return Priced(holding, holding.terms.tariff.on(on), band)
    except NoPrice:
        return Uncharged.NO_PRICE


@dataclass(frozen=True)
class Change:
    """Another band from a day on; `source` is the choice that it was."""

    source: UUID
    band: Band
    on: date


@dataclass(frozen=True)
class Adjusted:
    """What a change of band adds to a year that is charged, or takes from it."""

    change: Change
    amount: Money


def adjustments(
    rule: WhenBandChanges, prices: Prices, band: Band, *, began_on: date, changes: Sequence[Change]
) -> tuple[Adjusted, ...]:
    """What each change within a year does, in order, by the prices that the year was charged at.

    By "higher from the change" nobody pays twice for a band that was paid for already within the year.
    """
    return tuple(_adjusted(rule, prices, prices.of(band), began_on, changes))


def _adjusted(
    rule: WhenBandChanges, prices: Prices, paid: Money, began_on: date, changes: Sequence[Change]
) -> Iterator[Adjusted]:
    for one in changes:
        if not began_on <= one.on < a_year_after(began_on):
            continue
        now = prices.of(one.band)
        amount = adjustment(rule, was=paid, now=now, began_on=began_on, changed_on=one.on)
        yield Adjusted(one, amount)
        paid = max(paid, now) if rule is WhenBandChanges.HIGHER_FROM_CHANGE else now


def is_nothing(amount: Money) -> bool:
    """Whether a change costs nothing, so that no line is born."""
    return amount == NOTHING


# ---- change that was kept up -------------------------------------------------------------------------


@dataclass(frozen=True)
class KeptUp:
    """Somebody whose work is done: when it ended, and when it was found that the change was kept up.

    `kept_up_on` is None until it was asked a year on, or where it slipped; `again_on` is when they were referred
    again, None if they were not.
    """

    helped: Helped
    done_on: date
    kept_up_on: date | None
    has_slipped: bool
    again_on: date | None


class NotEarned(Worded):
    """Why nothing is paid for change that was kept up, or not yet: never for writing something down (B40)."""

    TOO_EARLY = "too-early", "A year has not gone by yet"
    NOT_FOUND = "not-found", "Nobody has found yet, a year on, that the change was kept up"
    SLIPPED = "slipped", "They need help again: a relapse is not paid for"
    AGAIN = "again", "They were referred again within the year: a relapse is not paid for"

    @property
    def is_open(self) -> bool:
        """Whether it may still be earned."""
        return self in {NotEarned.TOO_EARLY, NotEarned.NOT_FOUND}


def earned_on(kept: KeptUp, since: IncentiveFrom, *, today: date) -> date | NotEarned:
    """The day on which keeping a change up for a year has earned the incentive, or why not (A-TAR-07, A-PH-08).

    It is earned by a review that found it, a year on; never by a year alone, and never where they came again first.
    """
    start = kept.done_on if since is IncentiveFrom.END else kept.helped.met_on
    year_on = a_year_after(start)
    if kept.has_slipped:
        return NotEarned.SLIPPED
    if kept.again_on is not None and kept.again_on <= max(year_on, kept.kept_up_on or year_on):
        return NotEarned.AGAIN
    if kept.kept_up_on is None:
        return NotEarned.TOO_EARLY if today < year_on else NotEarned.NOT_FOUND
    day = max(year_on, kept.kept_up_on)
    return day if day <= today else NotEarned.TOO_EARLY
