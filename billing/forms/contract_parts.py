"""What is asked about a part of a contract, page by page. Whatever is not known yet stays empty."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billing.contracts import (
    Assurance,
    ContractTerms,
    FixedLine,
    Report,
    ServiceLine,
)
from billing.vocabulary import (
    Confidence,
    Criterion,
    Every,
    FixedKind,
    Route,
    Vat,
)
from kernel.errors import RuleBroken
from web.fields import (
    DateField,
    LongTextField,
    MoneyField,
    NumberField,
    RadiosField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
LONGEST_LIST = 40
MOST_DAYS = 366
MOST_POINTS = 1000


def from_0_to(most: int) -> NumberRange:
    """A whole number from 0 to another."""
    return NumberRange(0, most, message=f"Enter a number from 0 to {most:,}.")


class PartForm(Form):
    """A part of what a contract says: it shows what stands, and makes of it what was typed."""

    version = VersionField()

    @classmethod
    def of(cls, terms: ContractTerms, seen: int) -> Self:
        """The form as it was sent, or showing what the contract says."""
        return cls.submitted(**cls.said(terms), version=str(seen))

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        """What the fields show of it."""
        raise NotImplementedError

    def change(self, terms: ContractTerms) -> ContractTerms:
        """What the contract says then."""
        raise NotImplementedError


class RouteForm(PartForm):
    """How was the lead NTP chosen, and why?"""

    route = RadiosField("How was the lead NTP chosen?", choices=choices_of(Route))
    route_because = LongTextField(
        "Why this way, and what was done so that small groups could take part?", rows=3, count=1000
    )
    quality = LongTextField(Criterion.QUALITY.words, rows=3, count=1000)
    value = LongTextField(Criterion.VALUE.words, rows=3, count=1000)
    integration = LongTextField(Criterion.INTEGRATION.words, rows=3, count=1000)
    access = LongTextField(Criterion.ACCESS.words, rows=3, count=1000)
    social_value = LongTextField(Criterion.SOCIAL_VALUE.words, rows=3, count=1000)
    interests = LongTextField(
        "Whose interests could clash, and what was done about it?", rows=3, count=1000
    )

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        reasons = {_field(one): words for one, words in (terms.reasons or {}).items()}
        return reasons | {
            "route": terms.route.value if terms.route else None,
            "route_because": terms.route_because, "interests": terms.interests,
        }  # fmt: skip

    def change(self, terms: ContractTerms) -> ContractTerms:
        reasons = {one: self[_field(one)].data for one in Criterion if self[_field(one)].data}
        return terms.with_answers(
            route=Route(self.route.data) if self.route.data else None,
            reasons=reasons or None, route_because=self.route_because.data,
            interests=self.interests.data,
        )  # fmt: skip


def _field(criterion: Criterion) -> str:
    return criterion.value.replace("-", "_")


class ServicesForm(PartForm):
    """What is done for people?"""

    service_lines = LongTextField(
        "What is done for people?",
        hint="One on each line. After a colon, what people can expect: "
        "Link workers: you agree a plan in your own words.",
        rows=6, count=4000,
    )  # fmt: skip
    levers = LongTextField(
        "What else moves practices and hospitals to take part?",
        hint="One on each line. For example: a payment that counts referrals.",
        rows=4, count=2000,
    )  # fmt: skip
    evaluation = LongTextField(
        "How will the old way and the new way be compared?",
        hint="For example: calls to the practice in the six months before, and after.",
        rows=3, count=1000,
    )  # fmt: skip

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        named = (f"{one.name}: {one.expects}" if one.expects else one.name
                 for one in terms.service_lines)  # fmt: skip
        return {
            "service_lines": "\n".join(named), "levers": "\n".join(terms.levers),
            "evaluation": terms.evaluation,
        }  # fmt: skip

    def change(self, terms: ContractTerms) -> ContractTerms:
        named = (line.partition(":") for line in _lines(self.service_lines))
        return terms.with_answers(
            service_lines=tuple(ServiceLine(one.strip(), more.strip()) for one, _, more in named),
            levers=tuple(_lines(self.levers)), evaluation=self.evaluation.data,
        )  # fmt: skip


def _lines(field: LongTextField) -> Sequence[str]:
    """What stands on each line of a field. Raises RuleBroken at it where there are too many."""
    found = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
    if len(found) > LONGEST_LIST:
        raise RuleBroken(
            f"Write {LONGEST_LIST} lines or fewer. There are {len(found)}.", field=field.short_name
        )
    return found


class FixedForm(PartForm):
    """What is paid beside the tariff?"""

    governance = MoneyField(f"{FixedKind.GOVERNANCE.words}, a year")
    directory = MoneyField(f"{FixedKind.DIRECTORY.words}, a year")
    management = MoneyField(f"{FixedKind.MANAGEMENT.words}, a year")
    data_work = MoneyField(f"{FixedKind.DATA_WORK.words}, a year")
    sub_contracts = MoneyField(f"{FixedKind.SUB_CONTRACTS.words}, a year")
    set_up = MoneyField(FixedKind.SET_UP.words)
    core_funding = TextField(
        "What pays for the lead NTP's own core?",
        hint="For example: a grant of the council until 2029, and rents.",
        validators=[Optional(), LINE],
    )
    costs = MoneyField(
        "What does the whole work cost the lead NTP a year?",
        hint="The lead NTP says it. If less is paid, it will be missing later.",
    )
    confidence = RadiosField("How sure is that?", choices=choices_of(Confidence))
    vat = RadiosField(
        "How is VAT treated?", hint="An accountant should say it.", choices=choices_of(Vat)
    )
    vat_because = TextField("Why, and who said so?", validators=[Optional(), LINE])

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        return {_fixed(kind): terms.fixed(kind) for kind in FixedKind} | {
            "core_funding": terms.core_funding, "costs": terms.costs,
            "confidence": terms.confidence.value if terms.confidence else None,
            "vat": terms.vat.value if terms.vat else None, "vat_because": terms.vat_because,
        }  # fmt: skip

    def change(self, terms: ContractTerms) -> ContractTerms:
        amounts = {kind: self[_fixed(kind)].data for kind in FixedKind}
        return terms.with_answers(
            fixed_lines=tuple(
                FixedLine(kind, amount) for kind, amount in amounts.items() if amount is not None
            ),
            core_funding=self.core_funding.data, costs=self.costs.data,
            confidence=Confidence(self.confidence.data) if self.confidence.data else None,
            vat=Vat(self.vat.data) if self.vat.data else None, vat_because=self.vat_because.data,
        )  # fmt: skip


def _fixed(kind: FixedKind) -> str:
    return kind.value.replace("-", "_")


class ReportForm(PartForm):
    """What is reported?"""

    at: ClassVar[int | None] = None
    """Which of the reports it is; None for a new one."""

    name = TextField("What is reported?", validators=[InputRequired("Say what is reported."), LINE])
    every = RadiosField(
        "How often?", choices=choices_of(Every), validators=[InputRequired("Choose how often.")]
    )
    due_days = NumberField(
        "How many days after the end of that time?",
        validators=[InputRequired("Enter a number of days."), from_0_to(MOST_DAYS)],
    )
    collects = TextField("Who collects it?", validators=[Optional(), LINE])
    collates = TextField("Who puts it together?", validators=[Optional(), LINE])
    analyses = TextField("Who analyses it?", validators=[Optional(), LINE])
    baseline = TextField(
        "Where does it stand now?",
        hint="A figure, or: to be collected in the first year.",
        validators=[Optional(), LINE],
    )
    targets = TextField(
        "What is aimed for?", hint="A figure for each year.", validators=[Optional(), LINE]
    )
    points = NumberField(
        "Points it can earn in a year", hint="Only where money hangs on outcomes.",
        validators=[Optional(), from_0_to(MOST_POINTS)],
    )  # fmt: skip
    is_out = TickField("Take this report out")

    @classmethod
    def numbered(cls, terms: ContractTerms, at: int | None, seen: int) -> Self:
        """The form of a report by its place, or of a new one."""
        kind: type[Self] = type(cls.__name__, (cls,), _place(at))
        return kind.of(terms, seen)

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        return vars(terms.reports[cls.at]) if cls.at is not None else {}

    def change(self, terms: ContractTerms) -> ContractTerms:
        made = Report(
            name=self.name.data, every=Every(self.every.data), due_days=self["due_days"].data,
            collects=self.collects.data, collates=self.collates.data, analyses=self.analyses.data,
            baseline=self.baseline.data, targets=self.targets.data, points=self.points.data,
        )  # fmt: skip
        kept = None if self.is_out and self.is_out.data else made
        return terms.with_answers(reports=_with(terms.reports, self.at, kept))


class AssuranceForm(PartForm):
    """What must be shown, of whom, and by when?"""

    at: ClassVar[int | None] = None
    """Which of them it is; None for a new one."""

    what = TextField(
        "What must be shown?",
        hint="For example: insurance, or who is trained in safeguarding.",
        validators=[InputRequired("Say what must be shown."), LINE],
    )
    about = TextField(
        "Of whom?", hint="Leave it empty for the lead NTP itself.", validators=[Optional(), LINE]
    )
    due_on = DateField("By when?", validators=[InputRequired("Enter the day.")])
    is_out = TickField("Take this out")

    @classmethod
    def numbered(cls, terms: ContractTerms, at: int | None, seen: int) -> Self:
        """The form of one by its place, or of a new one."""
        kind: type[Self] = type(cls.__name__, (cls,), _place(at))
        return kind.of(terms, seen)

    @classmethod
    def said(cls, terms: ContractTerms) -> dict[str, Any]:
        return vars(terms.assurances[cls.at]) if cls.at is not None else {}

    def change(self, terms: ContractTerms) -> ContractTerms:
        made = Assurance(self.what.data, self.about.data, self["due_on"].data)
        kept = None if self.is_out and self.is_out.data else made
        return terms.with_answers(assurances=_with(terms.assurances, self.at, kept))


def _place(at: int | None) -> dict[str, Any]:
    """What a form of a list knows of its place: a new one cannot be taken out."""
    return {"at": at, "is_out": None} if at is None else {"at": at}


def _with(those: tuple[Any, ...], at: int | None, one: Any) -> tuple[Any, ...]:
    """The list with one more at its end, another at its place, or none there."""
    made = [one] if one is not None else []
    if at is None:
        if len(those) >= LONGEST_LIST:
            raise RuleBroken(f"There are {LONGEST_LIST} already. Take one out first.")
        return (*those, *made)
    return (*those[:at], *made, *those[at + 1 :])
