"""A number on a scale, chosen with a thumb: a row of boxes, what both ends mean, and a way to leave it out."""

from typing import Any

from flask import current_app
from markupsafe import Markup  # noqa: TID251 only as a type: what macros return

from outcomes_star.questions import Question
from web.fields.choices import PlainRadios, RadiosField
from web.fields.drawn import Drawn

LEAVE_OUT = "left-out"


class Boxes(PlainRadios):
    """Draws the row by our own component."""

    def __call__(self, field: Drawn, **_extra: Any) -> Markup:
        macro = current_app.jinja_env.get_template("components/points/macro.html").module
        drawn: Markup = macro.points(field)  # type: ignore[attr-defined]  # a macro of the template
        return drawn


class PointsField(RadiosField):
    """The answer to one part; `number` is None where it was left out or nothing was chosen."""

    widget = Boxes()

    def __init__(self, asked: Question, **more: Any) -> None:
        self.asked = asked
        choices = {str(point): str(point) for point in asked.scale.points}
        super().__init__(
            asked.title, choices={**choices, LEAVE_OUT: "Leave it out"}, mark_optional=False, **more
        )

    @property
    def number(self) -> int | None:
        """The number that was chosen."""
        return None if self.data in (None, LEAVE_OUT) else int(self.data)

    def says(self, value: str) -> str:
        """What a point means, where that is said."""
        return self.asked.points.get(int(value), "") if value != LEAVE_OUT else ""
