"""The words of letters: plain text made from templates/email/, never escaped as if it were a page.

A letter may be a page as well, `<name>.html`, for mail programs that show one, and bring a PDF, made of
`<name>_enclosed.html`. Nobody needs either: the text says the same.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import TemplateNotFound

from kernel.mail import Dresser, Renderer
from kernel.messages import Dress, Enclosure
from web import paper


def renderer(app: Flask) -> Renderer:
    """What fills in `templates/email/<name>.txt`; its first line is the subject."""
    plain = app.jinja_env.overlay(autoescape=False)

    def render(name: str, facts: Mapping[str, Any]) -> str:
        return plain.get_template(f"email/{name}.txt").render(**facts)

    return render


def dresser(app: Flask) -> Dresser:
    """What makes a letter a page and a PDF besides, where there are templates for them."""

    def drawn(name: str, facts: Mapping[str, Any]) -> str:
        try:
            template = app.jinja_env.get_template(name)
        except TemplateNotFound:
            return ""
        return template.render(**facts)

    def dress(name: str, facts: Mapping[str, Any]) -> Dress:
        sheet = drawn(f"email/{name}_enclosed.html", facts)
        made = paper.pdf_of(sheet) if sheet else None
        file = f"{name.rpartition('/')[2]}.pdf"
        enclosed = (Enclosure(file, "application/pdf", made),) if made else ()
        return Dress(drawn(f"email/{name}.html", facts), enclosed)

    return dress
