"""What is asked about work that is for no one person, about oneself, and about issues."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from accounts.queries import LocalityFacts
from referrals.casework import WorkKind
from referrals.equality import QUESTIONS
from referrals.operations.work import Work
from web.fields import (
    CheckboxesField,
    DateField,
    FileField,
    LongTextField,
    NumberField,
    RadiosField,
    TextField,
    TickField,
    VersionField,
    choices_of,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
PEOPLE = NumberRange(0, 9999, "Enter a number of people, from 0.")


class WorkForm(Form):
    """What did you do?"""

    kind = RadiosField(
        "What was it?",
        choices=choices_of(WorkKind),
        validators=[InputRequired("Choose what it was.")],
    )
    on = DateField("When?", validators=[InputRequired("Enter the day.")])
    where_or_who = TextField(
        "Where, or with whom?",
        hint="A place or an organisation. No names of people who need help.",
        validators=[InputRequired("Say where, or with whom."), LINE],
    )
    minutes = NumberField(
        "How many minutes?",
        validators=[
            InputRequired("Enter how many minutes."),
            NumberRange(1, 1440, "Enter 1 to 1,440 minutes."),
        ],
    )
    people_met = NumberField("How many people did you meet?", validators=[Optional(), PEOPLE])
    new_contacts = NumberField("How many of them were new?", validators=[Optional(), PEOPLE])
    note = LongTextField("Note", rows=3, validators=[Optional(), TEXT])

    def work(self) -> Work:
        """What was written down."""
        return Work(
            WorkKind(self.kind.data), self.on.data, self.where_or_who.data,
            self.minutes.data or 0, self.people_met.data or 0, self.new_contacts.data or 0,
            self.note.data,
        )  # fmt: skip


class ProfileForm(Form):
    """Who are you, to those who refer to you?"""

    languages = TextField(
        "Which languages do you speak?", hint="For example: English, Bengali",
        validators=[Optional(), LINE],
    )  # fmt: skip
    training = LongTextField(
        "What have you learned for this work?", rows=3,
        hint="For example: helping people to change habits.", validators=[Optional(), TEXT],
    )  # fmt: skip
    localities = CheckboxesField("Where do you work?")
    about = LongTextField("About you", rows=4, validators=[Optional(), TEXT])
    photo = FileField(
        "A photograph of you",
        hint="The practices that you are named for see it, and the link workers and managers of your lead NTP. "
        "JPEG or PNG, up to 5 MB. You need not have one: without it your initials stand there.",
        accept="image/jpeg,image/png,image/webp",
    )
    takes_photo_away = TickField("Take my photograph away")

    def offer(self, there: Iterable[LocalityFacts]) -> None:
        """Let any of these be chosen."""
        self.localities.choices = {str(one.id): one.name for one in there}

    @property
    def chosen(self) -> list[UUID]:
        """Where they work."""
        return [UUID(one) for one in self.localities.data or ()]

    @property
    def is_photo_chosen(self) -> bool:
        """Whether a file came with it."""
        return isinstance(self.photo.data, FileStorage) and bool(self.photo.data.filename)

    def ask_for_photo_again(self) -> None:
        """A form that comes back has lost its file: no browser keeps it."""
        if self.is_photo_chosen and not self.photo.errors:
            self.photo.errors = ["Choose your photograph again. All else is as you wrote it."]


class IssueForm(Form):
    """What came up?"""

    words = LongTextField(
        "What came up?",
        rows=5,
        hint="Others will read this. Name nobody.",
        validators=[InputRequired("Say what came up."), TEXT],
    )


class AnswerIssueForm(Form):
    """What is done about it?"""

    answer = LongTextField(
        "What is done about it?", rows=4,
        validators=[InputRequired("Say what is done about it."), TEXT],
    )  # fmt: skip
    passes_on = TickField("Pass it on to the steering group. They will read it: it names nobody.")
    version = VersionField()


def _ask(name: str) -> Any:
    question = QUESTIONS[name]
    return RadiosField(question.words, choices=question.choices, validators=[Optional()])


class EqualityForm(Form):
    """Questions that may all be left out."""

    ethnic_group = _ask("ethnic_group")
    sex = _ask("sex")
    is_same_gender = _ask("is_same_gender")
    orientation = _ask("orientation")
    religion = _ask("religion")
    disability = _ask("disability")

    @property
    def said(self) -> Mapping[str, str]:
        """What was answered; "" for what was left out."""
        return {name: self._fields[name].data or "" for name in QUESTIONS}
