"""How pages are made: every value escaped, misspelt names found, dates and money as people say them.

The design system's macros live in nhsuk/ and ask for many things that nobody gave; our own templates
may not. Where careful, a name that was not given is an error that says which template and which word.
"""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup  # noqa: TID251 fixed tags around text that join() and format() escape

from web import static_files
from web.brand import Brand

ROOT = Path(__file__).resolve().parent.parent
LONDON = ZoneInfo("Europe/London")
NOON = 12
PENCE = 100
BRAND_STYLE = "brand.css"
PARAGRAPH_BREAK = re.compile(r"\n{2,}")

LAYOUT: Mapping[str, Any] = {
    "form": None,  # the form of the page: its mistakes make the error summary
    "heading": "",  # the heading, where it is not the title
    "heading_language": None,  # the language of the heading, where it is not English
    "button_text": "Continue",
    "button_variant": "",  # "secondary" or "warning"
    "is_upload": False,  # whether the form sends a file
    "is_closed": False,  # whether there is nothing to send, and so no form
    "form_action": "",  # where the form goes, when not to its own address
    "leads_to": "",  # where a form leads that is kept on its page while there is no connection
    "when_late": "",  # the field by which such a form, sent late, says that nobody is there to ask
    "back_href": "",  # where the back link leads, if there is one
    "navigation": (),  # the menu: text, href, current
    "account": None,  # who is signed in: name, role, switch_href, sign_out_href, form
    "home_href": "/",
    "search_href": "/search",
    "search_what": "",
    "search_where": "",
    "description": "",  # a sentence for those who find the page elsewhere
    "robots": "",  # "noindex" for pages that nobody should find elsewhere
    "message": "",  # error pages: what was refused, in a sentence
    "again": None,  # the page for 403: what was sent after the session had ended
    "is_signed_out": False,  # the page for 403: whether signing in is all that is missing
    "is_rule": False,  # the page for 409: whether a rule said no, and nobody was first
    "yours": "",  # the page for 404: what was typed in a form that was sent there
    "is_passed_on": False,  # the same: whether a case went to a colleague meanwhile
    "conflict": None,  # the page for 409: yours and theirs, each a text
    "seconds": 0,  # the page for 429: how long to wait
    "short_address": "",  # paper: where the same is on-line
    "qr": "",  # paper: the code for that address, from a set block
    "footer_links": (
        {"text": "About this directory", "href": "/about"},
        {"text": "Accessibility", "href": "/accessibility"},
        {"text": "Privacy", "href": "/privacy"},
        {"text": "Open data", "href": "/open-data"},
        {"text": "Tell us what you think", "href": "/feedback"},
    ),
    "sign_in_link": ({"text": "Sign in", "href": "/sign-in"},),  # for those who are not, yet
}
"""What a layout may be told by a page (`set`) or a view, and what holds where neither does."""

STATUS_COLOURS: Mapping[str, str] = {
    **dict.fromkeys(("live", "checked", "confirmed", "accepted", "done", "paid", "well"), "green"),
    **dict.fromkeys(("new", "draft", "sent", "invited", "running"), "blue"),
    **dict.fromkeys(("waiting", "due", "not-confirmed", "reminded", "held", "asked"), "yellow"),
    **dict.fromkeys(("overdue", "bounced", "refused", "failed", "late"), "red"),
    # People and their referrals, plans, goals, onward links, reports and requests.
    **dict.fromkeys(("allocated", "assessed", "in-programme", "completed", "maintaining"), "green"),
    **dict.fromkeys(("sustained", "closed-sustained", "agreed", "active", "ended"), "green"),
    **dict.fromkeys(("achieved", "part-achieved", "attending", "outcome-received"), "green"),
    **dict.fromkeys(("acknowledged", "answered"), "green"),
    **dict.fromkeys(("drafting", "set", "working", "suggested"), "blue"),
    **dict.fromkeys(("received", "returned", "contacting", "booked", "missed"), "yellow"),
    **dict.fromkeys(("lapsed", "closed-lapsed", "under-review", "introduced"), "yellow"),
    **dict.fromkeys(("outcome-due", "open", "clarifying"), "yellow"),
    **dict.fromkeys(("unanswered", "outcome-overdue"), "red"),
}
"""The colour of a state's tag. A state that is over, or not named here, is grey."""


class Careful(StrictUndefined):
    """A name that nobody gave: harmless inside nhsuk/, an error in our own templates."""

    def __new__(cls, *given: Any, **named: Any) -> Any:
        is_asked_of_every_macro = named.get("name") == "caller"
        if is_asked_of_every_macro or _template_in_hand().startswith("nhsuk/"):
            return ChainableUndefined(*given, **named)
        return super().__new__(cls)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._template = _template_in_hand()

    @property
    def _undefined_message(self) -> str:
        return f"In {self._template}: {super()._undefined_message}"


class Shared(Template):
    """A template whose macros are made once: all know the same globals, whoever asks for them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Remembering(Environment):
    """Finds a template by a look in one dictionary: a page asks for some hundred of the design system's."""

    template_class = Shared

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._found: dict[object, Template] = {}

    def overlay(self, *changes: Any, **more: Any) -> "Remembering":
        """An environment that differs, in whether it escapes for one: what this one found is not its own."""
        other: Remembering = super().overlay(*changes, **more)
        other._found = {}
        return other

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: Any = None
    ) -> Template:
        """The template of a name, as one that asks for it (`parent`) writes it."""
        if globals or self.auto_reload:
            return super().get_template(name, parent, globals)
        found = self._found.get((name, parent))
        if found is None:
            found = self._found[name, parent] = super().get_template(name, parent)
        return found


def install(app: Flask, *, brand: Brand, is_careful: bool, static: Path = ROOT / "static") -> None:
    """Set up templates and static files. To be called before anything is drawn.

    `is_careful` is for tests and development: misspelt names in our templates become errors.
    """
    if "jinja_env" in app.__dict__:
        raise RuntimeError("Templates were used before web.templating was installed.")
    files = static_files.read(static, made={BRAND_STYLE: brand.stylesheet})
    static_files.install(app, files)
    app.jinja_environment = Remembering
    app.jinja_options = {
        # The NHS.UK macros end in .jinja, which Flask would not escape: escape everything.
        "autoescape": True,
        "undefined": Careful if is_careful else ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "loader": ChoiceLoader(
            [FileSystemLoader(ROOT / "templates"), PackageLoader("nhsuk_frontend_jinja")]
        ),
    }
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(LAYOUT, brand=brand, static_url=files.address, here=here)


def here(**changes: Any) -> str:
    """The address in hand with parts of its query changed; None or "" takes a part out.

    `here(page=2)` turns a page and keeps the search; any other change starts at page one.
    """
    asked = request.args.to_dict(flat=False)
    if "page" not in changes:
        asked.pop("page", None)
    for name, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        asked[name] = [str(one) for one in values if one not in (None, "")]
    query = urlencode([(name, value) for name, values in asked.items() for value in values])
    return f"{request.path}?{query}" if query else request.path


def as_date(value: date | datetime) -> str:
    """A day: "3 March 2027". A moment gives the day it is in London."""
    day = _in_london(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def as_time(value: time | datetime) -> str:
    """A time of day: "2:30pm", "9am"; noon is "12pm", midnight "12am"."""
    at = _in_london(value) if isinstance(value, datetime) else value
    hour = at.hour % NOON or NOON
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < NOON else 'pm'}"


def as_moment(value: datetime) -> str:
    """A moment, as clocks in London show it: "3 March 2027 at 2:30pm"."""
    return f"{as_date(value)} at {as_time(value)}"


def as_money(pence: int) -> str:
    """Whole pence as "£1,240.50", always with pence: for accounts."""
    if isinstance(pence, bool) or not isinstance(pence, int):
        raise TypeError(f"Money is whole pence, not {pence!r}.")
    pounds, rest = divmod(abs(pence), PENCE)
    return f"{'−' if pence < 0 else ''}£{pounds:,}.{rest:02}"


def as_price(pence: int) -> str:
    """Whole pence as "£5" or "£5.50": for public pages."""
    return as_money(pence).removesuffix(".00")


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 activity", "1,240 activities"."""
    return f"{number:,} {one if number == 1 else many}"


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, escaped: an empty line parts them, a single one breaks the line."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return Markup("").join(
        Markup("<p>{}</p>\n").format(Markup("<br>\n").join(block.split("\n")))
        for block in PARAGRAPH_BREAK.split(lines)
        if block
    )


def status_colour(state: str) -> str:
    """The colour of the tag of a state: "green", "blue", "yellow", "red" or "grey"."""
    return STATUS_COLOURS.get(str(state), "grey")


def _in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(LONDON)


def _template_in_hand() -> str:
    """The name of the template whose compiled code is nearest on the stack, or ""."""
    frame = sys._getframe(1)
    while frame is not None:
        if "debug_info" in frame.f_globals and "blocks" in frame.f_globals:
            return str(frame.f_globals["name"])
        frame = frame.f_back  # type: ignore[assignment]
    return ""


FILTERS: Mapping[str, Callable[..., str]] = {
    "date": as_date,
    "time": as_time,
    "moment": as_moment,
    "money": as_money,
    "price": as_price,
    "counted": counted,
    "paragraphs": paragraphs,
    "status_colour": status_colour,
}
