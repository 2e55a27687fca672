"""What is asked when need is written down. Nothing of it asks who it was."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from directory.vocabulary import Domain
from unmet_need.needs import MOST_OF_ONE, Told
from unmet_need.operations import HEARD_ON_PAPER, Sheet
from unmet_need.vocabulary import Match, Reason, Source, Wish
from web.fields import (
    CheckboxesField,
    DateField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
    VersionField,
    choices_of,
)
from web.forms import Form

LONGEST = 500
NAME_NOBODY = "A few words are enough. Name nobody, and leave out what is about their health."
PLACE = "Which part of the area?"
NOT_KNOWN = "Not known"


class TapForm(Form):
    """What kind of thing was wanted? One press keeps it."""

    place = SelectField(PLACE, blank=NOT_KNOWN, validators=[Optional()])
    domain = RadiosField(
        "What was wanted?", choices=choices_of(Domain),
        validators=[InputRequired("Press what kind of thing was wanted.")],
    )  # fmt: skip

    @property
    def told(self) -> Told:
        """What was wanted."""
        return Told((Domain(self.domain.data),))


class MoreForm(Form):
    """What exactly was wanted, why could it not be had, and how would they like it?"""

    words = LongTextField(
        "What was wanted?", hint=NAME_NOBODY, validators=[Optional()], rows=3, count=LONGEST
    )
    domains = CheckboxesField("What kind of thing is it?", choices=choices_of(Domain), small=True)
    reason = RadiosField(
        "Why could they not have it?", choices=choices_of(Reason), small=True,
        validators=[InputRequired("Choose one.")],
    )  # fmt: skip
    match = RadiosField(
        "Is there something like it in the directory?", choices=choices_of(Match), small=True,
        validators=[Optional()],
    )  # fmt: skip
    wish = RadiosField(
        "How would they like it?", choices=choices_of(Wish), small=True, validators=[Optional()]
    )
    wanted_by = DateField("By when is it wanted?", validators=[Optional()])
    version = VersionField()

    @property
    def told(self) -> Told:
        """What was typed."""
        return Told(
            tuple(Domain(one) for one in self.domains.data or ()), self.words.data or "",
            Reason(self.reason.data), Wish(self.wish.data) if self.wish.data else None,
            self.wanted_by.data, Match(self.match.data) if self.match.data else None,
        )  # fmt: skip


def shown_of(told: Told, version: int) -> dict[str, object]:
    """What the form shows of what was written down."""
    return {
        "words": told.words, "domains": [one.value for one in told.domains],
        "reason": told.reason.value, "match": told.match.value if told.match else None,
        "wish": told.wish.value if told.wish else None, "wanted_by": told.wanted_by,
        "version": str(version),
    }  # fmt: skip


class StrikeOutForm(Form):
    """Why does it not count?"""

    because = TextField(
        "Why does it not count?",
        validators=[
            InputRequired("Write why."),
            Length(max=200, message="Use 200 letters or fewer."),
        ],
    )


def _count(domain: Domain) -> NumberField:
    says = f"Enter a number from 0 to {MOST_OF_ONE}."
    return NumberField(domain.words, validators=[Optional(), NumberRange(0, MOST_OF_ONE, says)])


class SheetForm(Form):
    """How many were counted on the sheet, where, when and why?"""

    source = RadiosField(
        "Where was it heard?", choices={one.value: one.words for one in HEARD_ON_PAPER}, small=True,
        validators=[InputRequired("Choose one.")],
    )  # fmt: skip
    happened_on = DateField(
        "Which day is on the sheet?", validators=[InputRequired("Enter the day.")]
    )
    place = SelectField(PLACE, blank=NOT_KNOWN, validators=[Optional()])
    reason = SelectField("Why could they not have it?", choices=choices_of(Reason))
    physical_activity = _count(Domain.PHYSICAL_ACTIVITY)
    healthy_eating = _count(Domain.HEALTHY_EATING)
    arts_for_health = _count(Domain.ARTS_FOR_HEALTH)
    befriending = _count(Domain.BEFRIENDING)
    welfare_rights = _count(Domain.WELFARE_RIGHTS)
    volunteering = _count(Domain.VOLUNTEERING)

    asked_as: ClassVar[Mapping[str, str]] = {one.value: one.name.lower() for one in Domain}

    @property
    def sheet(self) -> Sheet:
        """What was typed."""
        return Sheet(
            Source(self.source.data), self.happened_on.data, place_of(self.place), Reason(self.reason.data),
            {one: self[one.name.lower()].data or 0 for one in Domain},
        )  # fmt: skip

    @property
    def counts(self) -> list[NumberField]:
        """The numbers, in the order of the sheet."""
        return [self[one.name.lower()] for one in Domain]


def place_of(field: SelectField) -> UUID | None:
    """The place that was chosen."""
    return UUID(field.data) if field.data else None
