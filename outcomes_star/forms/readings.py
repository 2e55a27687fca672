"""What is asked when somebody says how things are: a number for each part, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from wtforms.validators import InputRequired, Length, Optional

from kernel import crisis
from kernel.errors import RuleBroken
from outcomes_star.forms.points import LEAVE_OUT, PointsField
from outcomes_star.instruments import Instrument, Way
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.queries.readings import USUAL, AskPage, PutRightPage
from outcomes_star.questions import Question
from outcomes_star.vocabulary import Occasion
from referrals.forms.heeding import NOT_SENT, AboutPerson, unread
from referrals.operations.heeding import Heeded
from web.fields import (
    DateField,
    HiddenField,
    LongTextField,
    RadiosField,
    TextField,
    TickField,
    choices_of,
)
from web.forms import Form

NOTE = Length(max=500, message="Use 500 letters or fewer.")
NAME = Length(max=100, message="Use 100 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
THOSE_BEFORE = (
    "We told those who looked after you. They may not read it before {day}. Do not wait for us."
)
OWN_READ = {
    Heeded.NOW: "We told your link worker, who may not read it before {day}. Do not wait for us.",
    Heeded.EARLIER: "We told your link worker earlier today. They may not read this before {day}. "
    "Do not wait for us.",
    Heeded.OVER: THOSE_BEFORE,
    Heeded.OVER_EARLIER: THOSE_BEFORE,
    Heeded.NOBODY: "Your link worker may not read it before {day}. Do not wait for us.",
}
BY_WORKER = USUAL
"""In which ways a link worker writes it down."""

OVERLOOKED = "You did not answer {part}. Answer it, or leave it out."
CHANGED = (
    "What is asked has changed since you opened this page. Nothing was kept yet: look it over, "
    "and press the button again."
)


class AskForm(AboutPerson):
    """A reading. Its parts are added for what is asked: `point-PART`, with a note `note-PART`, and
    `name-PART` where the person is to say what it is.

    `of` says what was asked when it was opened, so that no answer goes to another question.
    """

    written_in = "With the numbers of how things are"
    whose: ClassVar[str] = "their"
    questions: ClassVar[Sequence[Question]] = ()

    of = HiddenField()
    words = LongTextField(
        "What has changed, in their own words?", rows=3, validators=[Optional(), TEXT]
    )

    @property
    def parts(self) -> list[tuple[Any, Any, Any]]:
        """Each part with its note, in order, and with what asks for its name, None where none does."""
        return [
            (
                self[f"point-{one.part}"],
                self[f"note-{one.part}"],
                self._fields.get(f"name-{one.part}"),
            )
            for one in self.questions
        ]

    @property
    def answers(self) -> Mapping[str, Answered]:
        """The numbers and notes by part."""
        return {
            point.asked.part: Answered(
                point.number, note.data or "", (name.data or "") if name is not None else ""
            )
            for point, note, name in self.parts
        }

    def check(self, page: AskPage) -> None:
        """Raise RuleBroken where something else is asked by now than when the form was opened."""
        seal, self.of.data = self.of.data, page.seal
        if seal != page.seal:
            raise RuleBroken(CHANGED)


class DatedForm(AskForm):
    """One that somebody else writes down, perhaps later.

    A part that was overlooked is asked about once: one tick leaves out all that have no number.
    """

    taken_on = DateField("On which day?", validators=[InputRequired("Say on which day.")])
    is_another = TickField("This is another one of the same day")
    leaves_out = TickField("Leave out every part that has no number")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all was filled in, and no part overlooked. Words of danger are never held up by one."""
        is_well = bool(super().validate(extra_validators))
        overlooked = [] if self.leaves_out.data else self.overlooked
        if not overlooked or crisis.is_in(*self.all_written):
            return is_well
        for point in overlooked:
            point.errors = [OVERLOOKED.format(part=point.asked.called(self.place_of(point)))]
        return False

    @property
    def overlooked(self) -> list[PointsField]:
        """The parts where nothing was chosen, though something was at another one."""
        points: list[PointsField] = [point for point, _, _ in self.parts]
        has_number = any(point.data not in (None, LEAVE_OUT) for point in points)
        return [point for point in points if has_number and point.data is None]

    @property
    def asks_to_leave_out(self) -> bool:
        """Whether the tick is on the page: something was overlooked, or it was ticked."""
        return bool(self.leaves_out.data or (self.was_sent and self.overlooked))

    def place_of(self, point: PointsField) -> int:
        """At which place a part is asked, counted from one."""
        return [one for one, _, _ in self.parts].index(point) + 1


class ScoreForm(DatedForm):
    """When a link worker writes it down."""

    occasion = RadiosField(
        "When is this?",
        choices=choices_of(one for one in Occasion if one is not Occasion.ANNUAL),
        validators=[InputRequired("Choose when this is.")],
    )
    way = RadiosField(
        "How was it filled in?",
        choices=choices_of(BY_WORKER),
        validators=[InputRequired("Choose how it was filled in.")],
    )

    def said_of(self, page: AskPage) -> Said:
        """The reading as it was filled in."""
        self.check(page)
        return replace(self.said, language=page.language.code)

    @property
    def said(self) -> Said:
        """The same, whatever was asked."""
        return Said(
            Occasion(self.occasion.data), Way(self.way.data), self.taken_on.data, self.answers,
            self.words.data or "", bool(self.is_another.data),
        )  # fmt: skip


class PutRightForm(ScoreForm):
    """What was wrong."""

    because = TextField("What was wrong?", validators=[InputRequired("Say what was wrong."), NOTE])
    is_not_theirs = TickField("It is not of this person: take it away")


class ReviewScoreForm(DatedForm):
    """When a practice writes it down, from the paper copy."""

    def said_of(self, page: AskPage) -> Said:
        """The reading as it was filled in."""
        self.check(page)
        return replace(self.said, language=page.language.code)

    @property
    def said(self) -> Said:
        """The same, whatever was asked."""
        return Said(
            Occasion.ANNUAL, Way.PRACTICE, self.taken_on.data, self.answers,
            self.words.data or "", bool(self.is_another.data),
        )  # fmt: skip


class PutReviewRightForm(ReviewScoreForm):
    """What was wrong, at the practice."""

    because = TextField("What was wrong?", validators=[InputRequired("Say what was wrong."), NOTE])
    is_not_theirs = TickField("It is not of this person: take it away")


class DoorForm(Form):
    """What is your date of birth? With `asked`, the questions were answered too."""

    asked = HiddenField()
    born_on = DateField(
        "What is your date of birth?", hint="For example, 27 3 1948",
        validators=[InputRequired("Enter your date of birth.")],
    )  # fmt: skip


class OwnScoreForm(AskForm):
    """When somebody fills it in themselves, by their own link. `case` is whose it is."""

    written_in = "On their own page, by themselves"
    whose: ClassVar[str] = "your"
    case_id: UUID | None = None

    words = LongTextField("What has changed for you?", rows=3, validators=[Optional(), TEXT])

    def about(self) -> UUID | None:
        """The referral of whoever was let in."""
        return self.case_id

    def came_by(self) -> UUID | None:
        """Whoever was let in is known by their own case."""
        return self.case_id

    def where_written(self) -> str:
        """Where it was written."""
        return self.written_in

    def told(self, heeded: Heeded, *, is_done: bool) -> str:
        """Who was told, for the person themselves."""
        return OWN_READ[heeded].format(day=unread()) if is_done else NOT_SENT

    def said_on(self, page: AskPage, on: date) -> Said:
        """The reading as it was filled in, on this day."""
        self.check(page)
        return Said(
            page.occasion, Way.LINK, on, self.answers, self.words.data or "",
            language=page.language.code,
        )  # fmt: skip


def asking(kind: type[AskForm], asked: Sequence[Question]) -> type[AskForm]:
    """The form with a field for each part of what is asked."""
    fields: dict[str, Any] = {"questions": tuple(asked)}
    for at, one in enumerate(asked, start=1):
        about = one.called(at)
        if one.is_to_name:
            fields[f"name-{one.part}"] = TextField(
                f"{one.title}: what is it, in {kind.whose} own words?",
                validators=[Optional(), NAME],
                mark_optional=False,
            )
        fields[f"point-{one.part}"] = PointsField(one, validators=[Optional()])
        fields[f"note-{one.part}"] = TextField(
            f"A note on {about}", validators=[Optional(), NOTE], mark_optional=False
        )
    return type(kind.__name__, (kind,), fields)


def ways_of(instrument: Instrument, *, besides: Way | None = None) -> dict[str, str]:
    """In which ways a link worker may write it down; and `besides` the one that a reading has."""
    return choices_of(
        one for one in Way if one is besides or (one in BY_WORKER and one in instrument.ways)
    )


def shown_of(page: PutRightPage) -> dict[str, Any]:
    """What the form shows of a reading that is to be put right."""
    reading = page.reading
    shown: dict[str, Any] = {
        "occasion": reading.occasion.value, "way": reading.way.value,
        "taken_on": reading.taken_on, "words": reading.words,
    }  # fmt: skip
    for one in reading.answers:
        shown[f"point-{one.part}"] = LEAVE_OUT if one.value is None else str(one.value)
        shown[f"note-{one.part}"] = one.note
        shown[f"name-{one.part}"] = one.goal
    return shown
