"""Open Referral UK JSON: a page (1.0 or 3.0), one service, a list, lines, or a folder of any of them.

A folder often holds the list and each service in full: of two with one id the fuller is kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from directory.imports import hsds_tables
from directory.imports.documents import documents
from directory.imports.limits import Limits
from directory.imports.service_rows import HEADINGS, cells_of, text
from directory.imports.sheet import Line
from kernel.errors import RuleBroken

SUFFIXES = (".json", ".ndjson", ".jsonl")
_WRAPPERS = ("contents", "content", "services", "items", "results")
_DEEPEST = 6


def lines(source: BinaryIO | Path, limits: Limits) -> Iterator[Line]:
    """Our headings, then a row for each service. Raises RuleBroken for what is not such a feed."""
    rows: dict[str, tuple[int, list[str]]] = {}
    for number, (name, data) in enumerate(documents(source, SUFFIXES, limits)):
        for place, service in enumerate(_services(_parsed(name, data))):
            key = text(service, "id") or f"{number}-{place}"
            if key not in rows or len(service) >= rows[key][0]:
                rows[key] = (len(service), cells_of(service))
    if not rows:
        raise RuleBroken("We found no services in this file. Choose an Open Referral UK file.")
    yield 1, HEADINGS
    for row, (_, cells) in enumerate(rows.values(), start=2):
        yield row, cells


def _parsed(name: str, data: bytes) -> Any:
    try:
        words = data.decode(json.detect_encoding(data), "replace").removeprefix("\ufeff")
    except LookupError:
        raise RuleBroken(f"{name} is not JSON. Choose an Open Referral UK file.") from None
    try:
        return json.loads(words)
    except ValueError:
        return _lines_of_json(name, words)


def _lines_of_json(name: str, words: str) -> list[Any]:
    """A document a line (ndjson)."""
    try:
        return [json.loads(line) for line in words.splitlines() if line.strip()]
    except ValueError:
        raise RuleBroken(f"{name} is not JSON, or was cut short. Get the file again.") from None


def _services(document: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every service in a document: wrapped, listed, below its organisation, or in flat tables."""
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for item in document:
            yield from _services(item, depth + 1)
    elif isinstance(document, dict):
        yield from _in_table(document, depth)


def _in_table(document: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    if hsds_tables.are_tables(document):
        yield from hsds_tables.nested(hsds_tables.tables_in(document))
        return
    wrapped = [document[name] for name in _WRAPPERS if isinstance(document.get(name), list)]
    if not wrapped:
        yield from _alone(document)
        return
    owner = {name: fact for name, fact in document.items() if name not in _WRAPPERS}
    for service in _services(wrapped, depth + 1):
        yield service if "organization" in service else service | _owner(owner)


def _owner(facts: dict[str, Any]) -> dict[str, Any]:
    """An organisation that lists its services owns those that name no other."""
    return {"organization": facts} if facts.get("name") else {}


def _alone(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A service by itself, or the one inside a "service at location", with that as its place."""
    service = document.get("service")
    if isinstance(service, dict):
        place = {name: fact for name, fact in document.items() if name != "service"}
        yield {"service_at_locations": [place]} | service
    elif isinstance(document.get("name"), str) or "organization" in document:
        yield document
