"""What a contract says, in words: as its page shows it, and as two versions are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.bands import Band
from billing.contracts import Assurance, ContractTerms, Expected, Report
from billing.instalments import InForce, held_back
from billing.tariff import Spell
from billing.vocabulary import Section

NOT_SAID = "Not said yet"
NOT_SET = "Not set: the commissioner decides"


@dataclass(frozen=True)
class Line:
    """One thing that a contract says: what it is, and how it stands, one text for each row of it."""

    section: Section
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What one version says otherwise than another."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def lines(terms: ContractTerms, names: Mapping[UUID, str]) -> tuple[Line, ...]:
    """All that a contract says, in the order of its pages. `names` are those of organisations and localities."""
    return tuple(
        Line(section, label, _texts(said))
        for section, rows in (
            (Section.BASICS, _basics(terms, names)),
            (Section.ROUTE, _route(terms)),
            (Section.SERVICES, _services(terms)),
            (Section.FIXED, _fixed(terms)),
            (Section.PRICES, _prices(terms)),
            (Section.ACTIVITY, _activity(terms)),
            (Section.SHARES, _shares(terms)),
            (Section.REPORTS, _reports(terms)),
            (Section.ASSURANCES, [("To be shown", [_assurance(one) for one in terms.assurances])]),
        )
        for label, said in rows
    )


def differences(
    earlier: ContractTerms, later: ContractTerms, names: Mapping[UUID, str]
) -> tuple[Difference, ...]:
    """What a later version says otherwise, in the order of its pages."""
    before = {(one.section, one.label): one.texts for one in lines(earlier, names)}
    after = {(one.section, one.label): one.texts for one in lines(later, names)}
    labels = dict.fromkeys([*after, *before])
    return tuple(
        Difference(label, before.get(key, ()), after.get(key, ()))
        for key in labels
        if before.get(key) != after.get(key)
        for _section, label in [key]
    )


Rows = Iterator[tuple[str, str | list[str]]]


def _texts(said: str | list[str]) -> tuple[str, ...]:
    if isinstance(said, str):
        return (said or NOT_SAID,)
    return tuple(said) or (NOT_SAID,)


def _basics(terms: ContractTerms, names: Mapping[UUID, str]) -> Rows:
    yield (
        "Paid by",
        [
            names[one.organisation_id]
            + (f", {_percent(one.share)}" if one.share is not None else "")
            for one in terms.funders
        ],
    )
    yield "Lead NTP", names[terms.lead_id]
    if terms.partners:
        yield "With", sorted(names[one] for one in terms.partners)
    yield "For", sorted(names[one] for one in terms.localities)
    yield "From", said_day(terms.first_day)
    yield "To the end of", said_day(terms.last_day)
    yield "Why that long", terms.length_because
    if terms.is_baseline_year:
        yield (
            "The first year",
            "Is there to find out where things stand; what is aimed for comes after",
        )
    yield "How the money flows", terms.mechanism.words
    yield "Fixed sum a year", str(terms.fee)


def _route(terms: ContractTerms) -> Rows:
    yield "Way", terms.route.words if terms.route else ""
    for heading, words in (terms.reasons or {}).items():
        yield heading.words, words
    yield "Why this way", terms.route_because
    yield "Interests that could clash", terms.interests


def _services(terms: ContractTerms) -> Rows:
    yield (
        "Service lines",
        [f"{one.name}: {one.expects}" if one.expects else one.name for one in terms.service_lines],
    )
    yield "What else moves practices and hospitals", list(terms.levers)
    yield "How old and new are compared", terms.evaluation


def _fixed(terms: ContractTerms) -> Rows:
    yield (
        "Fixed sums",
        [
            f"{one.kind.words}: {one.amount}{'' if one.kind.is_once else ' a year'}"
            for one in terms.fixed_lines
        ],
    )
    yield "What pays for the lead NTP's core", terms.core_funding
    costs = f"{terms.costs} a year" if terms.costs is not None else ""
    sure = f" ({terms.confidence.words.lower()})" if costs and terms.confidence else ""
    yield "What the work costs", costs + sure
    why = f": {terms.vat_because}" if terms.vat_because else ""
    yield "VAT", f"{terms.vat.words}{why}" if terms.vat else ""


def _prices(terms: ContractTerms) -> Rows:
    if not (terms.needs_prices or terms.spells):
        return
    yield "Prices of a year, for services only", [said_prices(one) for one in terms.spells]
    if terms.is_shadow:
        yield "Shadow", "These prices are worked out and reported. Nobody is billed by them"
    yield "When somebody's band changes", terms.when_band_changes.words
    yield "Change that was kept up is paid for", terms.incentive_from.words


def said_prices(spell: Spell) -> str:
    """ "From 1 April 2026: low £70.00, medium £150.00, high £260.00, kept up £24.00 and 6 sessions"."""
    bands = ", ".join(f"{band.words.lower()} {spell.prices.of(band)}" for band in Band)
    sessions = "1 session" if spell.prices.credits == 1 else f"{spell.prices.credits} sessions"
    return f"From {said_day(spell.begins_on)}: {bands}, kept up {spell.prices.incentive} and {sessions}"


def _activity(terms: ContractTerms) -> Rows:
    yield (
        "People's years that begin",
        [_year_of(terms, begins, ends) for begins, ends in terms.years],
    )
    yield "What the year comes to", [_cost_of(terms, year) for year in range(len(terms.years))]
    rule = terms.over_activity.words if terms.over_activity else ""
    band = f" (of {_percent(terms.band_percent)})" if terms.band_percent is not None else ""
    yield "If more come than planned", rule + band if rule else ""


def _year_of(terms: ContractTerms, begins: date, ends: date) -> str:
    """ "From 1 April 2026: low 120, medium 72, high 48"."""
    there = _expected(terms, begins, ends)
    if not there:
        return f"From {said_day(begins)}: {NOT_SAID.lower()}"
    sums = ", ".join(
        f"{band.words.lower()} {sum(one.of(band) for one in there):,}" for band in Band
    )
    return f"From {said_day(begins)}: {sums}"


def _cost_of(terms: ContractTerms, year: int) -> str:
    """ "Year 1: £122,740.00, of which £9,600.00 hangs on outcomes"; it says where people's years are not in it."""
    cost = terms.of_year(year)
    if cost is None:
        return f"Year {year + 1}: prices are missing"
    held = held_back([InForce(terms.first_day, terms)], year, ended_on=None)
    hangs = f", of which {held} hangs on outcomes" if held else ""
    is_whole = not terms.mechanism.has_tariff or _expected(terms, *terms.years[year])
    without = ", without people's years: nobody has said how many"
    return f"Year {year + 1}: {cost}{hangs}{'' if is_whole else without}"


def _expected(terms: ContractTerms, begins: date, ends: date) -> list[Expected]:
    """What is expected of the months of a year."""
    return [one for one in terms.expected if begins <= max(one.month, terms.first_day) < ends]


def _shares(terms: ContractTerms) -> Rows:
    percent, cap = terms.sub_contract_percent, terms.own_delivery_cap
    yield "To smaller groups, of the fixed sum", NOT_SET if percent is None else _percent(percent)
    yield "The lead NTP itself delivers at most", "No limit" if cap is None else _percent(cap)
    share = terms.outcome_share
    if share.is_on:
        years = [_percent(one) for one in share.percent_by_year]
        yield (
            "Hangs on outcomes",
            [
                f"Year {number}: {percent} of the fixed sum"
                for number, percent in enumerate(years, start=1)
            ],
        )
        yield "A point is worth", str(share.a_point) if share.a_point is not None else ""
    else:
        yield "Hangs on outcomes", "Nothing"
    yield "What becomes of a surplus", terms.surplus
    if terms.surplus_rule is not None:
        first, rest = _percent(terms.surplus_rule.kept), _percent(terms.surplus_rule.share)
        yield (
            "How a surplus is shared",
            f"The lead NTP keeps the first {first} of it, and {rest} of the rest; who pays has what remains",
        )


def _reports(terms: ContractTerms) -> Rows:
    yield "Reports", [_report(one) for one in terms.reports]


def _report(one: Report) -> str:
    days = "1 day" if one.due_days == 1 else f"{one.due_days} days"
    parts = [
        f"{one.name}: {one.every.words.lower()}, {days} after",
        f"collected by {one.collects}" if one.collects else "",
        f"put together by {one.collates}" if one.collates else "",
        f"analysed by {one.analyses}" if one.analyses else "",
        f"where it stands now: {one.baseline}" if one.baseline else "",
        f"aim: {one.targets}" if one.targets else "",
        _points(one.points),
    ]
    return "; ".join(part for part in parts if part)


def _points(points: int | None) -> str:
    if points is None:
        return ""
    return "1 point a year" if points == 1 else f"{points} points a year"


def _assurance(one: Assurance) -> str:
    return f"{one.called}, by {said_day(one.due_on)}"


def _percent(number: Decimal) -> str:
    return f"{number.normalize():f}%"


def said_day(day: date) -> str:
    """ "1 April 2026"."""
    return f"{day.day} {day:%B %Y}"
