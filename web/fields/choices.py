"""Fields to choose in: one answer, any number of answers, or a single box to tick."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import wtforms
from markupsafe import Markup  # noqa: TID251 a macro's answer, with two attributes taken away
from wtforms.form import BaseForm

from web.fields.drawn import Drawn, Macro, Params

LEFT_OUT = re.compile(
    r' data-aria-controls="[^"]*"|(?<=class="nhsuk-radios__conditional) '
    r'nhsuk-radios__conditional--hidden(?=")'
)
NOT_LISTED = "Choose one of the answers on the page."


class Choosing(Drawn, wtforms.SelectFieldBase):
    """What kinds with a list of answers share: `hints` by value, and words for a strange answer."""

    def __init__(self, *given: Any, hints: Mapping[str, str] | None = None, **more: Any) -> None:
        self.hints = hints or {}
        more = {"invalid_value_message": NOT_LISTED, "invalid_choice_message": NOT_LISTED, **more}
        super().__init__(*given, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Nothing chosen takes an earlier answer away; blanks choose nothing."""
        self.data = None
        super().process_formdata([value for value in valuelist if value.strip()])

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing chosen is for a validator to refuse; what was chosen must be on the list."""
        if any(self.raw_data or ()):
            super().pre_validate(form)

    def params(self) -> Params:
        return {
            "idPrefix": self.id,
            "name": self.name,
            "fieldset": {"legend": self.called},
            "items": [self.item(choice) for choice in self.iter_choices()],
            **self.around(),
            **self.told,
        }

    def item(self, choice: Any) -> Params:
        """One answer."""
        item: Params = {
            "value": str(choice.value), "text": str(choice.label), "checked": choice.selected,
        }  # fmt: skip
        hint = self.hints.get(str(choice.value))
        return {**item, "hint": {"text": hint}} if hint else item


class PlainRadios(Macro):
    """Leaves out what the design system's script would use to hide a revealed field.

    That script says "expanded" of a radio button, which no radio may be (WAI-ARIA 1.2), and needs a
    script at all: app.css hides the field of an answer that is not chosen. What people typed cannot
    match, since its quotation marks are escaped.
    """

    def __call__(self, field: Drawn, **extra: Any) -> Markup:
        return Markup(LEFT_OUT.sub("", super().__call__(field, **extra)))  # noqa: S704 taken away only


class RadiosField(Choosing, wtforms.RadioField):
    """One answer of a few. `reveals` maps an answer to the name of a field that goes with it."""

    macro = ("radios", "radios")
    takes = frozenset({"small", "inline"})
    widget = PlainRadios()

    def __init__(self, *given: Any, reveals: Mapping[str, str] | None = None, **more: Any) -> None:
        self.reveals = reveals or {}
        super().__init__(*given, **more)

    def item(self, choice: Any) -> Params:
        item = super().item(choice)
        revealed = self.reveals.get(item["value"])
        if revealed and self._form is not None:
            item["conditional"] = {"html": self._form[revealed]()}
        return item


class CheckboxesField(Choosing, wtforms.SelectMultipleField):
    """Any number of answers; `data` is a list."""

    macro = ("checkboxes", "checkboxes")
    takes = frozenset({"small"})


class SelectField(Choosing, wtforms.SelectField):
    """One answer of many, in a list that drops down. `blank` stands first and is no answer."""

    macro = ("select", "select")
    takes = frozenset({"classes"})

    def __init__(self, *given: Any, blank: str = "", **more: Any) -> None:
        self.blank = blank
        super().__init__(*given, **more)

    def params(self) -> Params:
        first = [{"value": "", "text": self.blank, "selected": self.data is None}]
        items = [self.item(choice) for choice in self.iter_choices()]
        return {**Drawn.params(self), "items": (first if self.blank else []) + items}

    def item(self, choice: Any) -> Params:
        return {
            "value": str(choice.value), "text": str(choice.label), "selected": choice.selected,
        }  # fmt: skip


class TickField(Drawn, wtforms.BooleanField):
    """One box to tick; `data` is True or False. It is never marked optional."""

    macro = ("checkboxes", "checkboxes")
    takes = frozenset({"small"})

    def params(self) -> Params:
        item: Params = {"value": "y", "text": self.label.text, "checked": bool(self.data)}
        params = {"idPrefix": self.id, "name": self.name, **self.around(), **self.told}
        if "hint" in params:
            item["hint"] = params.pop("hint")
        return {**params, "items": [item]}


def choices_of(worded: Iterable[Any]) -> dict[str, str]:
    """The answers of a closed list whose members have a `value` and `words`, in its own order."""
    return {member.value: member.words for member in worded}
