"""Everybody walks to every page that they can open: from every address without a name in it, by links.

Forms are found, not listed: whatever a page shows is met, and known by where it goes and what it asks.
"""

import re
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, g, request_finished, template_rendered
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from kernel.access import Role
from tests.support.pages import Form, Page
from web.access import anyone
from web.forms import Form as AskedForm

HOME = "http://localhost"
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
STARTS_FORM = re.compile(r"<form\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(method|action)="([^"]*)"')
NAME = re.compile(r'\bname="([^"]*)"')
OWN = {"csrf_token", "form_key"}
COOKIES = ("petunias", "form")
SLUGS = {"slug", "name"}
"""Parts of an address that choose another page, not another record."""

OK, SERVER_FAULT = 200, 500

KNOCKS = 4


@dataclass(frozen=True)
class Met:
    """A form as somebody met it on a page, with the cookies that they had."""

    who: str
    page: str
    form: Form
    key: "Key"
    cookies: Mapping[str, str]

    @property
    def target(self) -> str:
        """Where it goes."""
        return urljoin(self.page, self.form.action)

    @property
    def names(self) -> frozenset[str]:
        """The names of its fields and of its buttons."""
        return self.key.names

    def send(self, app: Flask, sent: Mapping[str, list[Any]]) -> tuple[TestResponse, FlaskClient]:
        """Send it filled in like this; the answer, and whoever sent it to go on with."""
        client = app.test_client()
        for name, value in self.cookies.items():
            client.set_cookie(name, value)
        if self.key.method == "GET":
            return client.get(self.target, query_string=sent), client
        return client.post(self.target, data=sent), client

    def __str__(self) -> str:
        return f"{self.key.method} {self.key.endpoint} {sorted(self.names - OWN)}"


@dataclass(frozen=True)
class Key:
    """What makes a form another form: how and where it goes, and what has a name in it."""

    method: str
    endpoint: str
    names: frozenset[str]


@dataclass
class Seen:
    """What was seen on the way: pages, by who and address ("" for what is no page); forms, and their classes; faults."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    forms: dict[Key, Met] = field(default_factory=dict)
    asked: set[type] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def walk(
    app: Flask, people: Mapping[str, FlaskClient], *, starts: Iterable[str] = (), is_whole: bool
) -> Seen:
    """Let everybody walk, and leave a kind of page after a few that show them nothing new.

    Unless the walk is whole, the first alone opens what is the same for everybody, and nobody asks for a
    list that their role does not read.
    """
    seen, most = Seen(), 3 if is_whole else 1
    starts = [*plain_addresses(app), *(told := list(starts))]
    for number, (who, client) in enumerate(people.items()):
        left_out = _of_others(app, who) if not is_whole else set()
        if number and not is_whole:
            left_out |= public_kinds(app)
        Walker(app, who, client, seen, left_out).walk(starts, told, most)
    return seen


def public_kinds(app: Flask) -> set[str]:
    """The kinds of page that name no record and that anyone may open."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.arguments
        and getattr(app.view_functions[rule.endpoint], "access", None) is anyone
    }


def _of_others(app: Flask, who: str) -> set[str]:
    """The kinds of page that name no record and that a role may not open."""
    role = next((one for one in Role if one.label == who), None)
    asks = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "access", anyone).permission
        for rule in app.url_map.iter_rules()
        if not rule.arguments
    }
    return {kind for kind, asked in asks.items() if role and asked and role not in asked.roles}


def plain_addresses(app: Flask) -> list[str]:
    """Every address that can be read without knowing the name of anything."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    )


@dataclass
class Walker:
    """Somebody on their way, and what is new to them."""

    app: Flask
    who: str
    client: FlaskClient
    seen: Seen
    left_out: set[str]
    known: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    kinds: set[object] = field(default_factory=set)
    dull: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def walk(self, starts: Iterable[str], told: Container[str], most: int) -> None:
        """Go wherever it leads; to those who were `told` of a page it is never dull.

        Whoever found a few of a kind closed in a row knocks at no more of them, but on a whole walk, or where a
        page of their own leads there.
        """
        is_whole = most > 1
        waiting = deque(one for one in starts if self._is_new_address(one))
        while waiting:
            address = waiting.popleft()
            kind = kind_of(self.app, address, "GET")
            is_dull = self.dull[kind] >= most and address not in told
            is_led = is_whole or address in self.linked
            is_closed = not is_led and self.refused[kind] >= KNOCKS
            if is_closed:
                self.known.discard(address)
            if not kind or kind in self.left_out or is_dull or is_closed:
                continue
            before = len(self.kinds)
            waiting.extend(self._open(address))
            self.dull[kind] = 0 if len(self.kinds) > before else self.dull[kind] + 1

    def _is_new_address(self, address: str) -> bool:
        is_new = address not in self.known
        self.known.add(address)
        return is_new

    def _open(self, address: str) -> list[str]:
        """Open a page; where it leads that is new."""
        answer = self.client.get(address)
        if answer.status_code >= SERVER_FAULT:
            self.seen.faults.append(f"{self.who}: GET {address} answered {answer.status}")
        kind = kind_of(self.app, address, "GET")
        self.refused[kind] = 0 if answer.status_code == OK else self.refused[kind] + 1
        if answer.location:
            return list(self._new_ways([answer.location], address))
        if answer.status_code != OK:
            return []
        is_page = answer.mimetype == "text/html"
        page = answer.get_data(as_text=True) if is_page else ""
        self.seen.pages[self.who, address] = page
        if is_page:
            self._meet(address, page)
        return list(self._new_ways(map(unescape, LINK.findall(page)), address)) if is_page else []

    def _new_ways(self, links: Iterable[str], address: str) -> Iterator[str]:
        for link in links:
            target = urljoin(urljoin(HOME, address), link)
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            self.linked.add(path)
            if target.startswith(f"{HOME}/") and self._is_new_address(path):
                self.kinds.add(kind_of(self.app, path, "GET"))
                yield path

    def _meet(self, address: str, page: str) -> None:
        for text in FORM.findall(page):
            key = self._key_of(address, text)
            self.kinds.add(key)
            if key not in self.seen.forms:
                form = Form(next(iter(Page(text).tree.iter("form"))))
                cookies = {name: self.client.get_cookie(name) for name in COOKIES}
                held = {name: one.value for name, one in cookies.items() if one}
                self.seen.forms[key] = Met(self.who, address, form, key, held)

    def _key_of(self, address: str, text: str) -> Key:
        begins = STARTS_FORM.match(text)
        said = dict(ATTRIBUTE.findall(begins[0] if begins else ""))
        method = said.get("method", "get").upper()
        target = urljoin(address, unescape(said.get("action", "")))
        names = frozenset(map(unescape, NAME.findall(text)))
        return Key(method, kind_of(self.app, target, method), names)


def kind_of(app: Flask, address: str, method: str) -> str:
    """Whose address it is, with what is not the name of a record; "" when nobody's."""
    try:
        endpoint, named = app.url_map.bind("localhost").match(urlsplit(address).path, method)
    except HTTPException:
        return ""
    return " ".join([str(endpoint), *(one for key, one in named.items() if key in SLUGS)])


@contextmanager
def asking(app: Flask) -> Iterator[set[type]]:
    """The classes of the forms that pages were drawn with, or that were sent, as they come."""
    kinds: set[type] = set()

    def drawn(_app: Flask, context: Mapping[str, Any], **_more: Any) -> None:
        for one in _forms_in(context.values()):
            kinds.update(type(one).__mro__)

    def sent(_app: Flask, **_more: Any) -> None:
        kinds.update(type(g.get("sent_form")).__mro__)

    with template_rendered.connected_to(drawn, app), request_finished.connected_to(sent, app):
        yield kinds


def _forms_in(values: Iterable[Any]) -> Iterator[AskedForm]:
    for value in values:
        if isinstance(value, AskedForm):
            yield value
        elif isinstance(value, list | tuple):
            yield from _forms_in(value)
        elif isinstance(value, dict):
            yield from _forms_in(value.values())
