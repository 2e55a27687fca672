"""What a manager is asked about instruments: a file, a day on which somebody agreed, a licence."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms.validators import InputRequired, Length, Optional

from kernel.errors import RuleBroken
from outcomes_star.instruments import Asked, Aspect, Instrument, Rule, Wording
from outcomes_star.operations.choosing import Licensed
from outcomes_star.queries.choosing import LicenceFacts
from web.fields import DateField, FileField, LongTextField, TextField, VersionField
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=500, message="Use 500 letters or fewer.")
LONGEST = 200_000
"""Bytes of an instrument's file."""


class LoadForm(Form):
    """Which file?"""

    file = FileField(
        "The file of the instrument",
        hint="A text file in the format TOML, as docs/instruments.md describes it.",
        validators=[InputRequired("Choose a file.")], accept=".toml",
    )  # fmt: skip

    @property
    def text(self) -> str:
        """What the file says. Raises RuleBroken where it is too long, or no text."""
        content = self.file.data.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise RuleBroken(
                "A file of an instrument is shorter than 200,000 letters.", field="file"
            )
        try:
            return str(content.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise RuleBroken(
                "Save the file as plain text in UTF-8, then try again.", field="file"
            ) from error


class AgreeForm(Form):
    """Who agreed, and when?"""

    on = DateField("On which day did they agree?", validators=[InputRequired("Say on which day.")])
    words = TextField(
        "Who said so, and where?",
        hint="For example: six people of the cookery club, at their meeting.",
        validators=[InputRequired("Say who agreed."), LINE],
    )


class TakeBackForm(Form):
    """Why is an agreement taken back?"""

    because = TextField(
        "What was wrong?",
        hint="For example: it was written down for the wrong version.",
        validators=[InputRequired("Say what was wrong."), LINE],
    )


class LicenceForm(Form):
    """The licence, and the words that came with it: fields are added for each aspect and point."""

    instrument: ClassVar[Instrument]
    version = VersionField()
    terms = TextField(
        "Your licence",
        hint="Its number, and what it allows; or who gave you permission, and on which day.",
        validators=[InputRequired("Enter your licence."), LINE],
    )
    until_on = DateField(
        "Its last day", hint="Leave it empty if it has none.", validators=[Optional()]
    )
    title = TextField(
        "What the whole is called", validators=[InputRequired("Enter what it is called."), LINE]
    )
    introduction = LongTextField("How it begins", rows=3, validators=[Optional(), TEXT])

    @property
    def licensed(self) -> Licensed:
        """The licence as it was typed."""
        aspects = {
            one.code: Asked(self[f"title-{at}"].data, self._question(at))
            for at, one in enumerate(self.instrument.aspects)
        }
        themes = {one: self[f"theme-{at}"].data for at, one in enumerate(self.instrument.themes)}
        points = {
            int(name.removeprefix("named-")): field.data
            for name, field in self._fields.items()
            if name.startswith("named-") and field.data
        }
        wording = Wording(self.title.data, self.introduction.data, aspects, points, themes=themes)
        table = self.conversion.data if "conversion" in self else ""
        return Licensed(self.terms.data, self.until_on.data, wording, table)

    def _question(self, at: int) -> str:
        name = f"question-{at}"
        return self[name].data if name in self else ""


MOST_NAMED = 11
"""Points of a scale that are given words."""


def licence_form(instrument: Instrument) -> type[LicenceForm]:
    """The form for a licence of this instrument."""
    fields: dict[str, Any] = {"instrument": instrument}
    for at, one in enumerate(instrument.aspects):
        if one.theme and f"theme-{(number := instrument.themes.index(one.theme))}" not in fields:
            fields[f"theme-{number}"] = _called(f"Theme {number + 1}")
        fields[f"title-{at}"] = _called(f"Part {at + 1}")
        if not instrument.is_picked:
            fields[f"question-{at}"] = TextField(
                f"Part {at + 1}: the question", validators=[Optional(), TEXT]
            )
    for point in _points(instrument.aspects):
        fields[f"named-{point}"] = TextField(
            f"What {point} is called", validators=[Optional(), LINE]
        )
    if instrument.rule is Rule.CONVERTED:
        fields["conversion"] = LongTextField(
            "What each sum stands for",
            hint="A line for each: the sum, a blank, and its value, as in 14 14.75.",
            rows=10, validators=[InputRequired("Enter the table that came with your licence.")],
        )  # fmt: skip
    return type("LicenceForm", (LicenceForm,), fields)


def _called(name: str) -> TextField:
    return TextField(
        f"{name}: what it is called", validators=[InputRequired("Enter what it is called."), LINE]
    )


def _points(aspects: Sequence[Aspect]) -> Sequence[int]:
    """The points that can be named: of a scale that all share, and that is not too long."""
    scales = {one.scale for one in aspects}
    points = scales.pop().points if len(scales) == 1 else ()
    return points if len(points) <= MOST_NAMED else ()


def shown_of(instrument: Instrument, licence: LicenceFacts | None) -> dict[str, Any]:
    """What the form shows of a licence that was entered."""
    if licence is None:
        ours = {f"named-{point}": words for point, words in instrument.points.items()}
        return {"version": "0", **ours}
    said = licence.wording
    shown: dict[str, Any] = {
        "version": str(licence.version), "terms": licence.terms, "until_on": licence.until_on,
        "title": said.title, "introduction": said.introduction,
        "conversion": "\n".join(f"{total} {value}" for total, value in licence.conversion.items()),
    }  # fmt: skip
    for at, one in enumerate(instrument.aspects):
        asked = said.aspects[one.code]
        shown |= {f"title-{at}": asked.title, f"question-{at}": asked.question}
    shown |= {f"theme-{at}": said.themes.get(one, "") for at, one in enumerate(instrument.themes)}
    return shown | {f"named-{point}": words for point, words in said.points.items()}
