"""A number of each hundred, with up to two places."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

import wtforms

from web.fields.drawn import Drawn
from web.fields.text import LINE, tidied

PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
HUNDRED = Decimal(100)


class PercentField(Drawn, wtforms.Field):
    """From 0 to 100; `data` is a Decimal, or None when left empty: 0 is an answer, a blank is none."""

    macro = ("input", "input")
    takes = LINE
    usual: ClassVar[Mapping[str, Any]] = {
        "suffix": "%", "inputmode": "decimal", "spellcheck": False, "width": 5,
    }  # fmt: skip
    is_written_in = True
    data: Decimal | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = re.sub(r"[\s%]", "", tidied(valuelist[0])) if valuelist else ""
        self.raw_data = [typed]
        self.data = None
        if not typed:
            return
        if not PERCENT.fullmatch(typed) or Decimal(typed) > HUNDRED:
            raise ValueError("Enter a number from 0 to 100, like 20 or 12.5.")
        self.data = Decimal(typed)

    def shown(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}"
