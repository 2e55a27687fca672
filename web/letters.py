"""The words of letters: plain text made from templates/email/, never escaped as if it were a page."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from kernel.mail import Renderer


def renderer(app: Flask) -> Renderer:
    """What fills in `templates/email/<name>.txt`; its first line is the subject."""
    plain = app.jinja_env.overlay(autoescape=False)

    def render(name: str, facts: Mapping[str, Any]) -> str:
        return plain.get_template(f"email/{name}.txt").render(**facts)

    return render
