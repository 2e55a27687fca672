"""How tests ask every address as everybody: addresses, what the matrix allows, and speed."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4
from zlib import crc32

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from werkzeug.routing import Rule

from tests.support.matrix import OF_PEOPLE, act_at
from tests.support.objects import Thing
from tests.support.worlds import Persona

WORDS = {
    "token": "made-up", "digest": "abc", "name": "app.css", "code": "ABCDEFGH",
    "outcomes_star.code": "petunias-wheel",
}  # fmt: skip
OF_NOBODY = (
    "/contracts",
    "/credit-notes",
    "/instruments",
    "/invoices",
    "/our-income",
    "/published",
    "/remittances",
    "/sub-contracts",
    "/where-money-went",
    "/your-listings",
)


def about_people(app: Flask) -> list[Rule]:
    """The addresses that are about people who were referred."""
    return [rule for rule in app.url_map.iter_rules() if is_about_people(rule)]


def rules_of(app: Flask, feature: str = "") -> list[Rule]:
    """The addresses of a feature, or of all."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(feature)]


def is_about_people(rule: Rule) -> bool:
    """Whether an address is about people who were referred; instruments, money and what is published are not."""
    return rule.endpoint.startswith(OF_PEOPLE) and not rule.rule.startswith(OF_NOBODY)


def uuids_in(rule: Rule) -> tuple[str, ...]:
    """The parts of an address that name objects."""
    return tuple(
        sorted(one for one in rule.arguments if one.endswith("_id") or one == "sheet_code")
    )


def address_of(app: Flask, rule: Rule, thing: Thing) -> str:
    """An address for an object; parts that name none are made up."""
    parts = {name: thing.names.get(name) or _sample(rule, name) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **parts)


def _sample(rule: Rule, name: str) -> Any:
    """One of a closed list, or something of the right kind that never was."""
    converter = rule._converters[name]
    listed: Sequence[str] = sorted(getattr(converter, "items", ()))
    if listed:
        return listed[0]
    if type(converter).__name__ == "UUIDConverter":
        return uuid4()
    return WORDS.get(f"{rule.endpoint.partition('.')[0]}.{name}") or WORDS.get(name, "1")


def may(persona: Persona, endpoint: str, thing: Thing) -> bool:
    """Whether the matrix lets somebody do what an address does, to an object."""
    reach = act_at(endpoint).reach
    if act_at(endpoint).anyone:
        return not thing.table
    held = {reach[role] for role in persona.roles if role in reach}
    if not thing.table and thing.is_real:  # a list, or a search: of whatever one reaches
        return bool(held)
    reached = thing.reaches(user_id=persona.user_id, organisation_id=persona.organisation_id)
    return "all" in held or bool(held & reached)


PARTS = 12
"""A whole world takes more than an hour: a soak asks it in parts, each of which says what it found."""

IN_PARTS = pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.full_size) for part in range(1, PARTS))]
)


def part_of(persona: Persona, endpoint: str) -> int:
    """To which part belongs all that somebody asks at an address, in whichever world."""
    return crc32(f"{persona.name} {endpoint}".encode()) % PARTS


def hurry(engine: sa.Engine) -> None:
    """Thousands of refusals are noted, and no power fails: do not wait for the disk."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        sa.event.listen(
            engine, "connect", lambda raw, _entry: raw.execute("PRAGMA synchronous = OFF")
        )
