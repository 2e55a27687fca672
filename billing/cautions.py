"""What is unwise in a contract, said in words before anybody signs; and what keeps it from being signed.

The warnings are those of the guide, and of lead contracts that failed (UnitingCare, B4-15). They decide
nothing: whoever signs over one says that they have read it, and it is kept with the signature.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.contracts import ContractTerms
from billing.instalments import InForce, held_back
from billing.vocabulary import Confidence, Criterion, FixedKind, Mechanism, OverActivity, Section
from kernel.money import NOTHING, Money, total

MUCH_ON_OUTCOMES = Decimal(15)
"""Of each hundred pounds in the first year: as much as hung on outcomes where a lead contract failed (B4-15)."""


@dataclass(frozen=True)
class Caution:
    """A warning in a sentence or two, and the page on which something can be done about it."""

    words: str
    section: Section


def missing(terms: ContractTerms) -> tuple[Caution, ...]:
    """Why nobody can sign yet; empty when all is there."""
    return tuple(_missing(terms))


def cautions(terms: ContractTerms, others: Collection[ContractTerms] = ()) -> tuple[Caution, ...]:
    """What whoever signs should have read; `others` are what other contracts say that are signed."""
    return tuple(
        one
        for rule in (
            _on_length, _on_choosing, _on_money, _on_prices, _on_activity, _on_sharing, _on_data,
        )
        for one in rule(terms)
    ) + tuple(_on_others(terms, others))  # fmt: skip


def _on_others(terms: ContractTerms, others: Collection[ContractTerms]) -> Iterator[Caution]:
    if any(terms.overlaps(one) for one in others):
        yield Caution(
            "Another contract of this lead NTP is for some of the same places and days. "
            "The one that was begun first pays.", Section.BASICS,
        )  # fmt: skip


def _missing(terms: ContractTerms) -> Iterator[Caution]:
    if terms.mechanism is Mechanism.TARIFF and not (terms.core_funding or _lasting(terms)):
        yield Caution(
            "A tariff pays for services only. Say what pays for the lead NTP's own core, "
            "or add fixed sums beside the tariff.", Section.FIXED,
        )  # fmt: skip
    if terms.needs_prices:
        for begins, ends in terms.tariff.gaps(terms.first_day, terms.end):
            yield Caution(
                f"There are no prices from {_said(begins)} {_until(ends, terms)}. Agree them.",
                Section.PRICES,
            )
    if not terms.service_lines:
        yield Caution(
            "Nobody has said what is done for people. Write one line at least.", Section.SERVICES
        )
    if terms.outcome_share.is_on:
        yield from _missing_for_outcomes(terms)


def _missing_for_outcomes(terms: ContractTerms) -> Iterator[Caution]:
    if not terms.fee:
        yield Caution(
            "What hangs on outcomes is held back of the fixed sum, and there is none. "
            "Take it out, or choose hybrid.", Section.SHARES,
        )  # fmt: skip
    if not terms.outcome_share.a_point:
        yield Caution(
            "Money hangs on outcomes. Say what a point is worth that brings it back.",
            Section.SHARES,
        )
    if not terms.points:
        yield Caution(
            "Money hangs on outcomes, and no report earns points. Say which do, and how many.",
            Section.REPORTS,
        )


def _until(ends: date, terms: ContractTerms) -> str:
    return "on" if ends == terms.end else f"to the day before {_said(ends)}"


def _on_length(terms: ContractTerms) -> Iterator[Caution]:
    if terms.is_one_year:
        yield Caution(
            "It lasts a year or less. Small groups cannot plan, hire or grow on that.",
            Section.BASICS,
        )
    if not terms.length_because:
        yield Caution("Nobody has said why it lasts as long as it does.", Section.BASICS)


def _on_choosing(terms: ContractTerms) -> Iterator[Caution]:
    if terms.route is None:
        yield Caution("Nobody has said how the lead NTP was chosen.", Section.ROUTE)
    elif terms.route.is_regulated:
        told = {heading for heading, words in (terms.reasons or {}).items() if words}
        if len(told) < len(Criterion):
            yield Caution("A heading of the regulations has no reason yet.", Section.ROUTE)
    elif not terms.route_because:
        yield Caution("Nobody has said why this way was taken.", Section.ROUTE)


def _on_money(terms: ContractTerms) -> Iterator[Caution]:
    if terms.mechanism.has_tariff and not terms.core_funding and _lasting(terms):
        yield Caution(
            "A tariff works only where the lead NTP's core is paid for elsewhere. "
            "The fixed sums are all that it can count on.", Section.FIXED,
        )  # fmt: skip
    if terms.vat is None:
        yield Caution("Nobody has said how VAT is treated. Ask an accountant.", Section.FIXED)
    if not terms.fixed(FixedKind.SET_UP):
        yield Caution(
            "No money is set aside to set it up. A change that nobody pays for fails.",
            Section.FIXED,
        )
    if terms.costs is None:
        yield Caution("Nobody has said what the work costs the lead NTP.", Section.FIXED)
    elif (paid := terms.of_year(0)) is not None and paid < terms.costs:
        yield Caution(
            f"The first year pays {paid}, and costs {terms.costs}. "
            f"{terms.costs - paid} is missing: it will be asked for later.", Section.FIXED,
        )  # fmt: skip
    if terms.costs is not None and terms.confidence is not Confidence.MEASURED:
        yield Caution("What the work costs was not measured.", Section.FIXED)


def _on_prices(terms: ContractTerms) -> Iterator[Caution]:
    if terms.needs_prices and any(
        one.prices.incentive and not one.prices.credits for one in terms.spells
    ):
        yield Caution(
            "The lead NTP is paid when somebody keeps well, and the person gets no sessions.",
            Section.PRICES,
        )


def _on_activity(terms: ContractTerms) -> Iterator[Caution]:
    if terms.needs_prices and not any(one.low + one.medium + one.high for one in terms.expected):
        yield Caution("Nobody has said how many people are expected.", Section.ACTIVITY)
    if terms.over_activity is None:
        yield Caution(
            "Nobody has said what happens when more people come than planned.", Section.ACTIVITY
        )
    elif terms.over_activity is OverActivity.CAP:
        yield Caution(
            "Beyond the plan nothing is paid. Where this help saves money elsewhere, "
            "that money can pay for more of it.", Section.ACTIVITY,
        )  # fmt: skip


def _on_sharing(terms: ContractTerms) -> Iterator[Caution]:
    if terms.sub_contract_percent is None:
        yield Caution(
            "The commissioner has not said how much must reach smaller groups.", Section.SHARES
        )
    share = terms.outcome_share
    if share.percent_by_year and share.percent_by_year[0] > MUCH_ON_OUTCOMES:
        yield Caution(
            f"£{share.percent_by_year[0]:f} of each £100 of the first year's fixed sum hangs on outcomes. "
            "The lead NTP must carry that until they are measured.", Section.SHARES,
        )  # fmt: skip
    for year in range(len(terms.years)):
        held = held_back([InForce(terms.first_day, terms)], year, ended_on=None)
        earns = (share.a_point or NOTHING).times(terms.points)
        if held and earns != held:
            yield Caution(
                f"Year {year + 1}: all points come to {earns}, and {held} is held back.",
                Section.SHARES,
            )


def _on_data(terms: ContractTerms) -> Iterator[Caution]:
    if not terms.reports:
        yield Caution(
            "No report is agreed. Agree what is measured, how, and how often, before you begin.",
            Section.REPORTS,
        )
    for one in terms.reports:
        if not one.has_owners:
            yield Caution(
                f"“{one.name}”: nobody is named to collect it, put it together or analyse it.",
                Section.REPORTS,
            )
        if not one.baseline and not terms.is_baseline_year:
            yield Caution(f"“{one.name}”: nobody has said where it stands now.", Section.REPORTS)
    if not terms.evaluation:
        yield Caution(
            "Nobody has said how the old way and the new way will be compared.", Section.SERVICES
        )
    if not terms.fixed(FixedKind.DATA_WORK):
        yield Caution("No money is set aside for collecting and reporting data.", Section.FIXED)


def _lasting(terms: ContractTerms) -> Money:
    """What is paid a year whether people come or not."""
    sums = [one.amount for one in terms.fixed_lines if not one.kind.is_once]
    return total([terms.fee, *sums]) if sums or terms.fee else NOTHING


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
