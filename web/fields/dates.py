"""A day, asked for in three parts, since nobody agrees on how to write it in one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value

from web.fields.drawn import Drawn, Params
from web.fields.text import tidied

DATE_PARTS = ("day", "month", "year")
LAST_YEAR = 2200


class DateField(Drawn):
    """A day in three inputs, NAME-day, NAME-month and NAME-year; `data` is a date or None."""

    macro = ("date-input", "dateInput")
    first_year: ClassVar[int] = 1900
    like: ClassVar[int] = 2027
    """A year to name as an example."""
    parts: Mapping[str, str]

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None
    ) -> None:
        names = {part: f"{self.name}-{part}" for part in DATE_PARTS}
        sent = formdata is not None and any(name in formdata for name in names.values())
        self.parts = {}
        if sent:
            self.parts = {
                part: tidied(formdata.get(name, "")).strip() for part, name in names.items()
            }
            formdata = MultiDict({self.name: " ".join(self.parts.values()).strip()})
        super().process(formdata, data, extra_filters)
        if not sent and isinstance(self.data, date):
            day = self.data
            self.parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if not any(self.parts.values()):
            return
        missing = [part for part in DATE_PARTS if not self.parts[part]]
        if missing:
            raise ValueError(f"The date needs a {' and a '.join(missing)}.")
        self.data = _day(**self.parts, first_year=self.first_year, like=self.like)

    @property
    def first_id(self) -> str:
        """The first part that is missing, or the day."""
        return f"{self.id}-{next(self._wrong_parts(), 'day')}"

    def params(self) -> Params:
        wrong = set(self._wrong_parts()) if self.errors else set()
        items = [
            {
                "id": f"{self.id}-{part}",
                "name": f"{self.name}-{part}",
                "label": {"text": part.capitalize()},
                "value": self.parts.get(part, ""),
                "width": 4 if part == "year" else 2,
                "error": part in wrong,
            }
            for part in DATE_PARTS
        ]
        return {"id": self.id, "fieldset": {"legend": self.called}, "items": items, **self.around()}

    def _wrong_parts(self) -> Iterator[str]:
        """The parts left empty while others are filled; all, when it is not one that is missing."""
        missing = [part for part in DATE_PARTS if not self.parts.get(part)]
        yield from missing if 0 < len(missing) < len(DATE_PARTS) else DATE_PARTS


def _day(*, day: str, month: str, year: str, first_year: int, like: int) -> date:
    """The date of three typed parts, or ValueError in words for the person."""
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)):
        raise ValueError(f"Write the date in numbers, like 27 3 {like}.")
    if not first_year <= int(year) <= LAST_YEAR:
        raise ValueError(f"Write the year with all four numbers, like {like}.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("There is no such day. Look at the day and the month again.") from None
