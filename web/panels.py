"""Panels: what a higher feature adds to a lower one's page, without the lower one knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask

from web.feature import Feature
from web.request import actor, db


@dataclass(frozen=True)
class Shown:
    """A panel ready to draw: its template and its facts."""

    template: str
    facts: Any


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Let templates ask for the panels of a page: `panels("directory.listing", listing_id)`."""

    def panels(page: str, subject_id: UUID | None = None) -> list[Shown]:
        found = [panel for one in features for panel in one.panels if panel.page == page]
        made = [(panel, panel.facts(db(), actor(), subject_id)) for panel in found]
        return [Shown(panel.template, facts) for panel, facts in made if facts is not None]

    app.jinja_env.globals["panels"] = panels
