"""The error summary: what is wrong with a form, each mistake with a way to where it is."""

from collections.abc import Iterable, Iterator
from typing import Any

import wtforms
from wtforms import FieldList, FormField
from wtforms.form import BaseForm


def mistakes(form: BaseForm) -> list[dict[str, str]]:
    """The error summary: `text` and `href` of each mistake, those of the whole form first.

    Then in the order of the page: the form's `asked_first`, and the rest as they are declared.
    """
    whole = [{"text": str(text), "href": ""} for text in getattr(form, "form_errors", ())]
    return whole + [
        {"text": str(field.errors[0]), "href": f"#{getattr(field, 'first_id', field.id)}"}
        for field in _single_fields(_in_order(form))
        if field.errors
    ]


def _in_order(form: BaseForm) -> list[Any]:
    first = tuple(getattr(form, "asked_first", ()))
    return sorted(form, key=lambda f: first.index(f.name) if f.name in first else len(first))


def _single_fields(fields: Iterable[Any]) -> Iterator[Any]:
    """Every field that people fill in, also those inside a field that holds others."""
    for field in fields:
        if isinstance(field, FormField):
            yield from _single_fields(field.form)
        elif isinstance(field, FieldList):
            yield from _single_fields(field.entries)
        elif not isinstance(field, wtforms.HiddenField):
            yield field
