"""What every field shares: it draws itself by a macro of the design system."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import current_app
from markupsafe import Markup  # noqa: TID251 only as a type: what macros return
from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

Params = dict[str, Any]


class Macro:
    """Draws a field by the design system's macro of its kind. `extra` wins over what it knows."""

    def __call__(self, field: "Drawn", **extra: Any) -> Markup:
        folder, name = field.macro
        macros = current_app.jinja_env.get_template(f"nhsuk/components/{folder}/macro.jinja").module
        drawn: Markup = getattr(macros, name)({**field.params(), **extra})
        return drawn


class Drawn(Field):
    """What all kinds share. `hint` helps to answer; `mark_optional=False` hides "(optional)".

    `size` is the label's: "s", "m", "l", "xl"; `is_heading` makes it the page's heading.
    """

    widget = Macro()
    _form: BaseForm | None
    macro: ClassVar[tuple[str, str]]
    takes: ClassVar[frozenset[str]] = frozenset()
    usual: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        mark_optional: bool = True,
        size: str = "s",
        is_heading: bool = False,
        **more: Any,
    ) -> None:
        self.told = {**self.usual, **{name: more.pop(name) for name in self.takes & more.keys()}}
        self.is_marked, self.size, self.is_heading = mark_optional, size, is_heading
        super().__init__(label, list(validators), description=hint, **more)

    @property
    def first_id(self) -> str:
        """The id of the first input, for the error summary to lead to."""
        return self.id

    @property
    def words(self) -> str:
        """The label as shown: what may be left empty says so."""
        is_optional = self.is_marked and not getattr(self.flags, "required", False)
        return f"{self.label.text} (optional)" if is_optional else self.label.text

    @property
    def called(self) -> Params:
        """The label or legend."""
        return {"text": self.words, "size": self.size, "isPageHeading": self.is_heading}

    def params(self) -> Params:
        """What the macro is told: the same for most kinds."""
        return {
            "id": self.id,
            "name": self.name,
            "label": self.called,
            "value": self.shown(),
            **self.around(),
            **self.told,
        }

    def around(self) -> Params:
        """The hint and the mistake, if there are any."""
        params: Params = {}
        if self.description:
            params["hint"] = {"text": self.description}
        if self.errors:
            params["errorMessage"] = {"text": str(self.errors[0])}
        return params

    def shown(self) -> str:
        """What the input holds when it is drawn."""
        return "" if self.data is None else str(self.data)

    def pre_validate(self, form: BaseForm) -> None:
        """An answer that could not be read has its own mistake: ask nothing more of it."""
        if self.process_errors:
            raise StopValidation
        super().pre_validate(form)
