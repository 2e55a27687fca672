"""What a link worker is asked about contacts, meetings and moves: one question a page."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from kernel.periods import LONDON, day_in_london
from referrals import meetings
from referrals.casework import CANCELLED, NOT_HELD, ContactKind, NotThisTime, Result
from referrals.forms.heeding import NOT_FOR_PRACTICE, AboutPerson, EndsCase
from referrals.operations.contacts import Said
from referrals.operations.meeting import Booking
from referrals.queries.contacts import ContactLine
from referrals.vocabulary import Channel, ReturnReason
from web.fields import (
    DateField,
    LongTextField,
    NumberField,
    RadiosField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
OTHER = "other"
MINUTES = {"5": "5", "15": "15", "30": "30", "45": "45", "60": "60", OTHER: "Other"}
KINDS = (ContactKind.MEETING, ContactKind.ATTEMPT, ContactKind.REVIEW)
MEETINGS = (Channel.FACE_TO_FACE, Channel.PHONE, Channel.VIDEO)


class IfOther:
    """A number that is needed where none of the usual ones was chosen."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None:
            return
        if form.took.data == OTHER and not field.process_errors:
            raise StopValidation("Enter how many minutes it took, for example 20.")
        raise StopValidation


class AsksOfCalls(AboutPerson):
    """A form that asks of a call to somebody who said not to ring, and of nobody else."""

    is_call_agreed = TickField(
        "They said: do not ring. Tick this if they agreed to this call.",
        hint="Only if it is a call.",
    )

    def ask_of_calls(self, *, says_not_to_ring: bool) -> None:
        """Ask only where they said so."""
        if not says_not_to_ring:
            del self.is_call_agreed

    @property
    def may_call(self) -> bool:
        """Whether they agreed to this call."""
        return bool(self.is_call_agreed is not None and self.is_call_agreed.data)


class HeldForm(AboutPerson):
    """How, when and for how long: all that is asked again of a first meeting."""

    written_in = "In the contact log"

    channel = RadiosField(
        "How?", choices=choices_of(Channel), validators=[InputRequired("Choose how it was.")]
    )
    took = RadiosField(
        "How many minutes?",
        choices=MINUTES,
        reveals={OTHER: "minutes"},
        validators=[InputRequired("Choose how long it took.")],
    )
    minutes = NumberField("Minutes", mark_optional=False, validators=[IfOther()])
    day = DateField(
        "When?",
        hint="Change it if it was another day.",
        validators=[Optional()],
        mark_optional=False,
    )
    note = LongTextField(
        "Note", rows=3, hint="Only what helps you to help.", validators=[Optional(), TEXT]
    )

    def said(self, *, at: datetime) -> Said:
        """What was written down."""
        return Said(
            Channel(self.channel.data), Result.REACHED,
            minutes_of(self.took.data, self.minutes.data), moment_on(self.day.data, at=at),
            ContactKind.FIRST_MEETING, note=self.note.data,
        )  # fmt: skip


class HowItWentForm(HeldForm):
    """How did it go? Big buttons, and everything but the time it took has an answer already."""

    asked_first = ("took", "minutes", "channel", "result")

    result = RadiosField(
        "What became of it?", choices=choices_of(Result),
        validators=[InputRequired("Choose what became of it.")],
    )  # fmt: skip
    kind = RadiosField(
        "What was it for?", choices=choices_of(KINDS),
        validators=[InputRequired("Choose what it was for.")],
    )  # fmt: skip

    def said(self, *, at: datetime) -> Said:
        """What was written down."""
        return replace(
            super().said(at=at), result=Result(self.result.data), kind=ContactKind(self.kind.data)
        )


class LogForm(HowItWentForm, AsksOfCalls):
    """A new line in the contact log."""

    def said(self, *, at: datetime) -> Said:
        """What was written down, and whether they agreed to a call."""
        return replace(super().said(at=at), is_call_agreed=self.may_call)


class PutContactRightForm(HowItWentForm):
    """How did it go in fact? It shows what was written down."""

    reason = TextField("Why was it not held, if you know?", validators=[Optional(), LINE])

    def said(self, *, at: datetime) -> Said:
        """What is to stand there; a reason is kept where the meeting was not held."""
        said = super().said(at=at)
        return replace(said, reason=self.reason.data if said.result in NOT_HELD else "")


def shown_of(line: ContactLine) -> dict[str, Any]:
    """A contact as the form that puts it right shows it."""
    minutes = str(line.minutes)
    is_usual = minutes in MINUTES
    return {
        "channel": line.channel.value, "result": line.result.value, "kind": line.kind.value,
        "took": minutes if is_usual else OTHER, "minutes": None if is_usual else line.minutes,
        "day": day_in_london(line.happened_at), "note": line.note, "reason": line.reason,
    }  # fmt: skip


def minutes_of(took: str | None, typed: int | None) -> int:
    """The minutes that were chosen, or those that were typed instead."""
    return typed or 0 if took == OTHER else int(took or 0)


def moment_on(day: date | None, *, at: datetime) -> datetime:
    """Now, for today; noon of another day, since nobody is asked the hour of a contact."""
    if day is None or day == day_in_london(at):
        return at
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


class BookForm(AsksOfCalls):
    """When do you meet?"""

    written_in = "When a meeting was booked"

    day = DateField("Day", validators=[InputRequired("Enter the day.")])
    time = TextField(
        "Time", hint="For example, 10:30am", width=10,
        validators=[InputRequired("Enter the time."), LINE],
    )  # fmt: skip
    channel = RadiosField(
        "How do you meet?", choices=choices_of(MEETINGS),
        validators=[InputRequired("Choose how you meet.")],
    )  # fmt: skip
    minutes = NumberField(
        "For how long?", suffix="minutes", validators=[InputRequired("Enter how long it takes.")]
    )
    place = TextField("Where?", validators=[Optional(), LINE])
    has_interpreter = TickField("An interpreter comes")
    transport = TextField(
        "How do they get there?", hint="For example: taxi is booked.", validators=[Optional(), LINE]
    )
    version = VersionField()

    def booking(self) -> Booking:
        """What was agreed."""
        at = meetings.read_time(self.time.data, field="time")
        return Booking(
            Channel(self.channel.data), meetings.moment_of(self.day.data, at),
            self.minutes.data or 0, self.place.data, self.has_interpreter.data,
            self.transport.data,
        )  # fmt: skip


class MissForm(AboutPerson):
    """What happened?"""

    written_in = "When a meeting was missed"

    result = RadiosField(
        "What happened?",
        choices=choices_of(NOT_HELD),
        validators=[InputRequired("Choose what happened.")],
    )
    reason = TextField(
        "Why, if you know?",
        hint=f"Nobody is blamed. It helps to arrange it better next time. {NOT_FOR_PRACTICE}",
        validators=[Optional(), LINE],
    )  # fmt: skip
    minutes = NumberField(
        "How many minutes did it take you?",
        validators=[Optional(), NumberRange(0, 600, "Enter 0 to 600 minutes.")],
    )

    def ask(self, *, is_to_come: bool) -> None:
        """Of a meeting that is still to come: who cancels it. Nobody has failed to come yet."""
        if is_to_come:
            self.result.label.text = "Who cancels it?"
            self.result.choices = choices_of(CANCELLED)


class SendBackForm(AboutPerson, EndsCase):
    """Why does it go back to the practice?"""

    written_in = "When it was sent back"

    reason = RadiosField(
        "Why does it go back?",
        choices=choices_of(ReturnReason),
        validators=[InputRequired("Choose a reason.")],
    )
    because = LongTextField(
        "What should the practice know?", rows=3,
        validators=[InputRequired("Say what the practice should know."), TEXT],
    )  # fmt: skip


class GiveUpForm(EndsCase):
    """They could not be reached."""


class DeclineForm(AboutPerson, EndsCase):
    """What did they say?"""

    written_in = "When they said “not this time”"

    answer = RadiosField(
        "What did they say?",
        choices=choices_of(NotThisTime),
        validators=[InputRequired("Choose what they said.")],
    )
    because = TextField(
        "In their own words, if they want to say", hint=NOT_FOR_PRACTICE,
        validators=[Optional(), LINE],
    )  # fmt: skip


class RedirectForm(AboutPerson, EndsCase):
    """Where to?"""

    written_in = "When they were passed on to other help"

    where_to = TextField(
        "Where do they go for help?",
        hint=f"For example: the community mental health team. {NOT_FOR_PRACTICE}",
        validators=[InputRequired("Say where they go for help."), LINE],
    )
    is_worried = TickField("I am worried about somebody's safety")


class LapseForm(AboutPerson):
    """What slipped?"""

    written_in = "When they needed help again"

    what_slipped = LongTextField(
        "What slipped?", rows=3,
        hint=f"The practice hears that they need help again. {NOT_FOR_PRACTICE}",
        validators=[InputRequired("Say what slipped."), TEXT],
    )  # fmt: skip


class ReopenForm(AboutPerson):
    """Why now?"""

    written_in = "When the case was reopened"

    why_now = LongTextField(
        "Why now?", rows=3, hint=NOT_FOR_PRACTICE, validators=[InputRequired("Say why now."), TEXT]
    )
