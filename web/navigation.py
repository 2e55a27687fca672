"""The menu: by role, at most seven entries, words from docs/words.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from kernel.access import Actor
from web.access import Access
from web.request import actor

MOST = 7


@dataclass(frozen=True)
class Entry:
    """One entry of the menu and who sees it: anyone whom the access lets through."""

    words: str
    endpoint: str
    access: Access
    is_public: bool = False
    """Whether it is for those who are not signed in, and only for them."""


class Menu:
    """All entries, in the order in which features were wired."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, *entries: Entry) -> None:
        self.entries.extend(entries)

    def for_actor(self, actor: Actor) -> Sequence[dict[str, Any]]:
        """What the actor sees: `text`, `href`, `current`. The public's menu for the public."""
        seen = [entry for entry in self.entries if _shown_to(entry, actor)]
        return [
            {
                "text": entry.words,
                "href": url_for(entry.endpoint),
                "current": request.endpoint == entry.endpoint,
            }
            for entry in seen[:MOST]
        ]


def _shown_to(entry: Entry, actor: Actor) -> bool:
    """Somebody who came by a group's own link sees the public's menu, and what is theirs."""
    if entry.is_public:
        return not actor.is_signed_in
    return entry.access.allows(actor)


def install(app: Flask) -> Menu:
    """Let every page draw the menu of whoever is looking; the menu itself, to be filled."""
    menu = Menu()
    app.extensions["petunias_menu"] = menu

    @app.context_processor
    def navigation() -> dict[str, object]:
        return {} if g.get("is_fault_page") else {"navigation": menu.for_actor(actor())}

    return menu
