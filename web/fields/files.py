"""A file to send, and values that go with a form unseen."""

from typing import Any

import wtforms
from markupsafe import Markup  # noqa: TID251 only as a type: what widgets return
from werkzeug.datastructures import FileStorage
from wtforms.fields.core import Field
from wtforms.widgets import HiddenInput

from web.fields.drawn import Drawn, Params
from web.fields.text import tidied


class FileField(Drawn, wtforms.FileField):
    """A file from the person's machine. `accept` names endings, such as ".csv,.xlsx"."""

    macro = ("file-upload", "fileUpload")
    takes = frozenset({"multiple", "accept"})

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw_data = [one for one in valuelist if isinstance(one, FileStorage)]
        self.data = next(iter(self.raw_data), None)  # words sent in its place are no file

    def params(self) -> Params:
        params = super().params()
        accept = params.pop("accept", "")
        return {**params, "attributes": {"accept": accept}} if accept else params


class Unnumbered(HiddenInput):
    """A hidden input without an id, since a page may hold several forms."""

    def __call__(self, field: Field, **more: Any) -> Markup:
        return super().__call__(field, **{**more, "id": False})


MOST_DIGITS = 9


class HiddenField(wtforms.HiddenField):
    """A value that goes with the form and is not shown; `data` is a text, "" when there is none."""

    widget = Unnumbered()
    data: str

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tidied(str(valuelist[0])) if valuelist else ""


class VersionField(HiddenField):
    """Which version of something whoever sends the form was looking at."""

    @property
    def number(self) -> int:
        """The number of the version; 0, which no version has, when the form says no number."""
        is_number = self.data.isascii() and self.data.isdigit() and len(self.data) <= MOST_DIGITS
        return int(self.data) if is_number else 0
