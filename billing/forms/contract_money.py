"""What is asked about the money of a contract: prices, how many are expected, and how it is shared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from wtforms.validators import InputRequired, Optional

from billing.contracts import (
    ContractTerms,
    Expected,
    months_of,
    with_prices_from,
    without_prices_from,
)
from billing.forms.contract_parts import LINE, PartForm, from_0_to
from billing.forms.percents import PercentField
from billing.outcome_share import OutcomeShare
from billing.surplus import SurplusRule
from billing.tariff import ABOUT, Prices, WhenBandChanges
from billing.vocabulary import IncentiveFrom, OverActivity
from kernel.errors import RuleBroken
from kernel.periods import Month
from web.fields import (
    DateField,
    MoneyField,
    NumberField,
    RadiosField,
    TextField,
    TickField,
    choices_of,
)

MOST_PEOPLE = 100_000
MOST_SESSIONS = 100
NONE = Decimal(0)
PRICED = ("low", "medium", "high", "incentive", "credits")
BANDS = ("low", "medium", "high")
PEOPLE = (Optional(), from_0_to(MOST_PEOPLE))


class PricesForm(PartForm):
    """What a year in each band costs, from a day on."""

    begins_on = DateField("From which day?", validators=[InputRequired("Enter the first day.")])
    low = MoneyField("Low, a year", validators=[InputRequired("Enter a price.")])
    medium = MoneyField("Medium, a year", validators=[InputRequired("Enter a price.")])
    high = MoneyField("High, a year", validators=[InputRequired("Enter a price.")])
    incentive = MoneyField(
        "When change is kept up for a year, to the lead NTP",
        validators=[InputRequired("Enter an amount. It may be 0.")],
    )
    credits = NumberField(
        "Free sessions for the person then",
        validators=[InputRequired("Enter a number."), from_0_to(MOST_SESSIONS)],
    )
    is_shadow = TickField(
        "Shadow: work them out and report them, and bill nobody by them",
        hint="A safe way to see whether a fixed sum is fair.",
    )
    when_band_changes = RadiosField(
        "When somebody's band changes within a year that is paid for",
        choices=choices_of(WhenBandChanges), validators=[InputRequired("Choose one.")],
    )  # fmt: skip

    incentive_from = RadiosField(
        "When is change that was kept up paid for?", choices=choices_of(IncentiveFrom),
        validators=[InputRequired("Choose one.")],
    )  # fmt: skip

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        prices = terms.spells[-1].prices if terms.spells else ABOUT
        return {
            "begins_on": terms.spells[-1].begins_on if terms.spells else terms.first_day,
            "low": prices.low, "medium": prices.medium, "high": prices.high,
            "incentive": prices.incentive, "credits": prices.credits,
            "is_shadow": terms.is_shadow, "when_band_changes": terms.when_band_changes.value,
            "incentive_from": terms.incentive_from.value,
        }  # fmt: skip

    def change(self, terms: ContractTerms) -> ContractTerms:
        if not terms.first_day <= self.begins_on.data <= terms.last_day:
            raise RuleBroken("Choose a day of the contract.", field="begins_on")
        prices = Prices(**{name: self[name].data for name in PRICED})
        return terms.with_answers(
            spells=with_prices_from(terms.spells, self.begins_on.data, prices),
            is_shadow=self.is_shadow.data,
            when_band_changes=WhenBandChanges(self.when_band_changes.data),
            incentive_from=IncentiveFrom(self.incentive_from.data),
        )


class PricesOutForm(PartForm):
    """Which prices are taken out?"""

    begins_on = RadiosField(
        "Which prices?", choices={}, validators=[InputRequired("Choose the prices to take out.")]
    )

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        return {}

    def offer(self, spells: Mapping[str, str]) -> None:
        """Say which prices there are: words by their first day."""
        self.begins_on.choices = dict(spells)

    def change(self, terms: ContractTerms) -> ContractTerms:
        day = date.fromisoformat(self.begins_on.data)
        return terms.with_answers(spells=without_prices_from(terms.spells, day))


class ActivityForm(PartForm):
    """How many people's years are expected to begin in each month of a year? Fields are added for each month."""

    months: ClassVar[Sequence[Month]] = ()

    each_low = NumberField("Low, each month", validators=PEOPLE)
    each_medium = NumberField("Medium, each month", validators=PEOPLE)
    each_high = NumberField("High, each month", validators=PEOPLE)
    over_activity = RadiosField(
        "If more people come than planned?", choices=choices_of(OverActivity)
    )
    band_percent = PercentField(
        "How wide is the band around the plan?", hint="Only where the fixed sum changes with it."
    )

    @classmethod
    def for_year(cls, terms: ContractTerms, year: int, seen: int) -> Self:
        """The form for a year of the contract: 0 is the first."""
        months = months_of(*terms.years[year])
        fields: dict[str, Any] = {"months": months}
        for month, band in _cells(months):
            fields[_cell(month, band)] = NumberField(
                f"{month.label}: {band}", validators=PEOPLE, mark_optional=False
            )
        kind: type[Self] = type(cls.__name__, (cls,), fields)
        return kind.of(terms, seen)

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "over_activity": terms.over_activity.value if terms.over_activity else None,
            "band_percent": terms.band_percent,
        }  # fmt: skip
        for month, band in _cells(cls.months):
            there = terms.expected_in(month.first_day)
            shown[_cell(month, band)] = getattr(there, band) if there else None
        return shown

    @property
    def by_month(self) -> Sequence[Sequence[Any]]:
        """The three fields of each month."""
        return [[self[_cell(month, band)] for band in BANDS] for month in self.months]

    @property
    def has_months(self) -> bool:
        """Whether a month has a number, or a mistake, of its own."""
        return any(field.shown() or field.errors for month in self.by_month for field in month)

    def change(self, terms: ContractTerms) -> ContractTerms:
        mine = {month.first_day for month in self.months}
        others = [one for one in terms.expected if one.month not in mine]
        return terms.with_answers(
            expected=tuple(sorted([*others, *self._typed()])),
            over_activity=OverActivity(self.over_activity.data) if self.over_activity.data else None,
            band_percent=self.band_percent.data,
        )  # fmt: skip

    def _typed(self) -> Iterator[Expected]:
        """What was typed for each month; a month that was left empty takes what is said for each."""
        each = [self[f"each_{band}"].data for band in BANDS]
        for month in self.months:
            typed = [self[_cell(month, band)].data for band in BANDS]
            said = typed if _is_said(typed) else each
            if _is_said(said):
                yield Expected(month.first_day, *(number or 0 for number in said))


def _is_said(numbers: Sequence[int | None]) -> bool:
    return any(number is not None for number in numbers)


def _cells(months: Sequence[Month]) -> Iterator[tuple[Month, str]]:
    return ((month, band) for month in months for band in BANDS)


def _cell(month: Month, band: str) -> str:
    return f"{band}-{month.first_day:%Y-%m}"


class SharesForm(PartForm):
    """How much must reach smaller groups, and how much hangs on outcomes? A field is added for each year."""

    years: ClassVar[int] = 0

    sub_contract_percent = PercentField(
        "How much of the fixed sum must reach smaller groups?",
        hint="The commissioner sets it. Leave it empty while that is not decided.",
    )
    own_delivery_cap = PercentField(
        "How much may the lead NTP deliver itself, at most?", hint="Leave it empty for no limit."
    )
    a_point = MoneyField(
        "What a point is worth",
        hint="Only where money hangs on outcomes. Points that reports earn bring back what is held back.",
    )
    surplus = TextField(
        "What becomes of a surplus?",
        hint="For example: the first £5,000 stay, the rest goes to small shortfalls.",
        validators=[Optional(), LINE],
    )
    surplus_kept = PercentField(
        "How much of a surplus does the lead NTP keep first?",
        hint="In one contract it was 5%. Leave both empty where nothing was agreed.",
    )
    surplus_share = PercentField(
        "How much of the rest does it have?",
        hint="In that contract half, 50%. Who pays has what remains.",
    )

    @classmethod
    def for_terms(cls, terms: ContractTerms, seen: int, *, is_commissioner: bool) -> Self:
        """The form; what must reach smaller groups is asked of a commissioner alone."""
        years = len(terms.years)
        fields: dict[str, Any] = {
            f"outcome-{at}": PercentField(
                f"Hangs on outcomes in year {at + 1}",
                hint="Of the fixed sum alone: so much is held back from each month.",
            )
            for at in range(years)
        }
        if not is_commissioner:
            fields["sub_contract_percent"] = None
        kind: type[Self] = type(cls.__name__, (cls,), {"years": years, **fields})
        return kind.of(terms, seen)

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        share = terms.outcome_share
        by_year = {f"outcome-{at}": one for at, one in enumerate(share.percent_by_year)}
        return by_year | {
            "sub_contract_percent": terms.sub_contract_percent,
            "own_delivery_cap": terms.own_delivery_cap, "a_point": share.a_point,
            "surplus": terms.surplus,
            "surplus_kept": terms.surplus_rule.kept if terms.surplus_rule else None,
            "surplus_share": terms.surplus_rule.share if terms.surplus_rule else None,
        }  # fmt: skip

    def change(self, terms: ContractTerms) -> ContractTerms:
        by_year = [self[f"outcome-{at}"].data for at in range(self.years)]
        percents = tuple(one or NONE for one in by_year) if any(by_year) else ()
        share = OutcomeShare(percents, self.a_point.data)
        asked = self.sub_contract_percent
        return terms.with_answers(
            sub_contract_percent=asked.data if asked else terms.sub_contract_percent,
            own_delivery_cap=self.own_delivery_cap.data, outcome_share=share,
            surplus=self.surplus.data, surplus_rule=self._rule(),
        )  # fmt: skip

    def _rule(self) -> SurplusRule | None:
        """How a surplus is shared; one number without the other is a mistake."""
        kept, share = self.surplus_kept.data, self.surplus_share.data
        if kept is None and share is None:
            return None
        if kept is None or share is None:
            field = "surplus_kept" if kept is None else "surplus_share"
            raise RuleBroken("Enter both numbers of a surplus, or none.", field=field)
        return SurplusRule(kept, share)
