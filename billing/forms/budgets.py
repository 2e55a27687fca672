"""What is asked about the budgets from which a group is paid: a number for each, and a day."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import UUID

from wtforms import Field, ValidationError
from wtforms.validators import InputRequired

from billing.budgets import Budget, must_be_whole
from billing.forms.percents import PercentField
from billing.queries.budgets import ChoosePage
from kernel.errors import RuleBroken
from web.fields import DateField, TickField, VersionField
from web.forms import Form

OF_A_BUDGET = "budget-"
LOST = "A budget that was here before"
MOST_LOST = 40


def must_be_empty(_form: Form, field: Field) -> None:
    """What was typed for a budget that is gone stays to be read, and counts for nothing."""
    if field.data:
        raise ValidationError(
            "This budget is not in the list any more. Take the number away, and divide it anew."
        )


class BudgetsForm(Form):
    """How much of what this group is paid comes from which budget? A field is added for each budget."""

    budgets: ClassVar[Sequence[UUID]] = ()

    from_on = DateField(
        "From which day does this hold?", validators=[InputRequired("Enter the day.")]
    )
    nothing = TickField("Say nothing from that day on. Then the numbers above do not count.")
    version = VersionField()

    @classmethod
    def of(cls, page: ChoosePage, sent: Iterable[str]) -> Self:
        """The form of a year's budgets. `sent` are the names of the fields that were sent, if any were.

        A budget that was taken out while the form was open has a field too, so that nothing typed is lost.
        """
        fields: dict[str, Any] = {_name(one.id): _asked(one) for one in page.budgets}
        lost = {one for one in sent if one not in fields and _is_of_a_budget(one)}
        fields |= {
            one: PercentField(LOST, validators=[must_be_empty]) for one in sorted(lost)[:MOST_LOST]
        }
        first = next(iter(fields), "from_on")
        told = {
            "budgets": tuple(one.id for one in page.budgets), "asked_as": {"percents": first},
            "asked_first": tuple(fields),
        }  # fmt: skip
        if not (page.newest and page.newest.parts):
            fields["nothing"] = None
        kind: type[Self] = type(cls.__name__, (cls,), {**told, **fields})
        shown: dict[str, Any] = {_name(one): percent for one, percent in page.stands.items()}
        if page.newest is None:
            shown["from_on"] = max(page.contract.facts.from_on, page.year.first_day)
        return kind.submitted(**shown, version=str(page.seen))

    def validate(self, extra_validators: Any = None) -> bool:
        """The numbers together, at the first of them, beside every other mistake."""
        is_well = super().validate(extra_validators=extra_validators)
        if self.says_nothing or any(field.errors for field in self.asked):
            return bool(is_well)
        try:
            must_be_whole(self.percents.values())
        except RuleBroken as refusal:
            first = self[self.asked_as["percents"]]
            first.errors = [*first.errors, refusal.message]
            return False
        return bool(is_well)

    @property
    def percents(self) -> dict[UUID, Decimal]:
        """The numbers that were typed, by the budgets; 0 is as good as none."""
        typed = ((one, self[_name(one)].data) for one in self.budgets)
        return {one: percent for one, percent in typed if percent}

    @property
    def says_nothing(self) -> bool:
        """Whether somebody wants it to be left unsaid."""
        return bool(self.nothing and self.nothing.data)

    @property
    def asked(self) -> list[Field]:
        """The fields of the budgets, in the order of the page."""
        return [self[name] for name in self.asked_first]


def _name(stream_id: UUID) -> str:
    return f"{OF_A_BUDGET}{stream_id}"


def _asked(budget: Budget) -> PercentField:
    stream = budget.stream
    how_much = "Amount not known yet" if stream.amount is None else f"{stream.amount} a year"
    ringed = "ring-fenced: for one named thing only" if stream.is_ring_fenced else "not ring-fenced"
    return PercentField(stream.called, hint=f"{how_much}, {ringed}.", mark_optional=False)


def _is_of_a_budget(name: str) -> bool:
    """Whether a field that was sent is named as one of a budget is."""
    try:
        return name == _name(UUID(name.removeprefix(OF_A_BUDGET)))
    except ValueError:
        return False
