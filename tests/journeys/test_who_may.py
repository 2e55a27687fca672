"""Every persona at every address in every way: the reviewed table in docs/permissions.md holds (A1).

Black box, over HTTP. Whoever may not pass gets nothing that tells them more, and changes nothing.
"""

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from inspect import signature
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from accounts import operations as accounts
from accounts.models import User
from kernel.access import Actor, Permission, Role
from kernel.database import Base
from kernel.errors import NotAllowed
from tests.cast import a_user, usual_place
from tests.cast_directory import a_listing, anytown
from tests.cast_everything import GIVES_CODE, SETS_UP_PHONE
from tests.support.clock import NOON
from tests.support.everywhere import WALKERS, Everywhere
from tests.support.filled import well_filled
from tests.support.walk import Met, Seen

TABLE = Path(__file__).parents[2] / "docs" / "permissions.md"
WAYS = ("GET", "POST")
ALL_WAYS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SERVER_FAULT = 500
TURNED_AWAY = {302, 303, 403, 404, 405}
REFUSED = {403, 404}
OPENED = 200
HALF_WAY = {GIVES_CODE, SETS_UP_PHONE}
SAMPLE = 2000
STRANGERS = {"sqlite": 2, "postgresql": 1}
"""How many others try a form in a sample; a database is put back after each."""

"""How many requests are made, and how many others try each form, in `make test`."""

AWAY = ("/sign-in", "/desk")
BOOKKEEPING = {"audit_line", "audit_head", "user_session", "limit_count", "form_answer", "tally"}
SAMPLES = {
    "token": "made-up",
    "digest": "abc",
    "name": "app.css",
    "code": "ABCDEFGH",
    "slug": "cost",
}


@dataclass(frozen=True)
class Address:
    """A line of the table: an address, the ways in, and who may."""

    rule: str
    ways: frozenset[str]
    who: str

    @property
    def path(self) -> str:
        """The address with made-up ids in it."""
        found = re.sub(r"<uuid:\w+>", lambda _: str(uuid4()), self.rule)
        found = re.sub(r"<any\(([\w'-]+)[^)]*\):\w+>", lambda match: match[1].strip("'"), found)
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: SAMPLES.get(match[1], "1"), found)


def reviewed() -> tuple[list[Address], dict[str, set[str]]]:
    """The addresses and the roles of each permission, as they were reviewed."""
    addresses, roles = [], {}
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `/"):
            addresses.append(Address(cells[0].strip("`"), frozenset(cells[1].split()), cells[2]))
        elif line.startswith("| `") and ":" in cells[0]:
            roles[cells[0].strip("`")] = set(cells[2].split(", "))
    return addresses, roles


ADDRESSES, ROLES = reviewed()


@pytest.fixture
def personas(app) -> Iterator[dict[str, FlaskClient]]:
    """Everybody: anyone, each role, a group's link, somebody who left, somebody idle too long."""
    tokens: dict[str, str] = {"anyone": ""}
    with app.extensions["petunias"].database.writing() as session:
        listing = a_listing(session, area_id=anytown(session))
        for role in Role:
            user = a_user(session, role, at=usual_place(session, role))
            tokens[role.label] = _begin(session, user)
        tokens["somebody who left"] = _begin(session, _left(session))
        tokens["somebody idle"] = _begin(session, a_user(session, Role.ADMINISTRATOR), minutes=31)
        tokens["a group's link"] = uuid4().hex
        accounts.start_link_session(
            session, holds=listing.group_id, token=tokens["a group's link"], at=NOON
        )
    app.test_client_class = FlaskClient
    clients = {name: app.test_client() for name in tokens}
    for name, token in tokens.items():
        if token:
            clients[name].set_cookie("petunias", token)
    return clients


def _begin(session, user: User, *, minutes: int = 0) -> str:
    token = uuid4().hex
    begun = NOON - timedelta(minutes=minutes)
    accounts.start_session(session, user, token=token, awaits_code=False, at=begun)
    return token


def _left(session) -> User:
    user = a_user(session, Role.ADMINISTRATOR)
    user.left_at = NOON
    return user


def may(persona: str, who: str) -> bool:
    """Whether the table lets a persona in."""
    is_known = persona not in {"anyone", "somebody who left", "somebody idle"}
    if who == "anyone":
        return True
    if who.startswith("anyone who signed in or"):
        return is_known
    if who.startswith("anyone who is signed in"):
        return is_known and persona != "a group's link"
    if who.startswith("somebody who must"):
        return False  # the one step between password and code, which none of these is at
    role = "group editor" if persona == "a group's link" else persona
    return is_known and role in ROLES[who.strip("`")]


def contents(app) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept, but for bookkeeping."""
    with app.extensions["petunias"].database.reading() as session:
        return {
            name: sorted(map(tuple, session.execute(sa.select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in BOOKKEEPING
        }


def test_the_table_says_something():
    assert len(ADDRESSES) > 50
    assert len(ROLES) > 15


def test_nobody_passes_whom_the_table_does_not_let_in(app, personas, soak_factor, evidence):
    before, wrong = contents(app), []
    wanted = list(product(personas, ADDRESSES, ALL_WAYS if soak_factor > 1 else WAYS))
    asked = wanted if soak_factor > 1 else random.Random(7).sample(wanted, SAMPLE)
    for name, address, way in asked:
        answer = personas[name].open(address.path, method=way, buffered=True)
        fault = _fault(name, address, way, answer.status_code, answer.location or "")
        wrong += [f"{name}: {way} {address.rule} answered {answer.status}"] if fault else []
    assert not wrong, "\n".join(wrong)
    assert contents(app) == before
    evidence("persona × address × way", f"{len(asked):,} requests, 0 unexpected, nothing changed")


def _fault(persona: str, address: Address, way: str, status: int, location: str) -> bool:
    if status >= SERVER_FAULT:
        return True
    if way == "OPTIONS" or way not in address.ways | {"HEAD"}:
        return status not in TURNED_AWAY | {200, 422}  # 422: a longer address answers here
    if not may(persona, address.who):
        return status not in TURNED_AWAY or (status in {302, 303} and not location.startswith(AWAY))
    leads_to_sign_in = status == 302 and "/sign-in" in location and persona != "anyone"
    return leads_to_sign_in and way == "GET"


def test_nobody_sends_the_form_of_a_page_that_they_may_not_open(
    everywhere, database_kind, soak_factor, evidence
):
    """A2, A3: real records, every question well answered, a forgery token of their own."""
    seen = everywhere.seen(one_of=1 if soak_factor > 1 else WALKERS[database_kind])
    who_may = {address.rule: address.who for address in ADDRESSES}
    most = len(everywhere.people) if soak_factor > 1 else STRANGERS[database_kind]
    sent, wrong = 0, []
    for name, client, met in _strangers(everywhere, seen, most):
        rule = rule_of(everywhere.app, met)
        names_record = "<" in rule
        if may(name, who_may[rule]) and not (names_record and _is_shut(client, met)):
            continue
        answers = well_filled(met.form) | {"csrf_token": [_token(client)], "form_key": [""]}
        answer = client.post(met.target, data=answers)
        kept = everywhere.rewind() - BOOKKEEPING
        sent += 1
        if kept or answer.status_code not in REFUSED:
            wrong.append(f"{name}: {met} answered {answer.status}, and changed {kept}")
    assert sent > 100 / WALKERS[database_kind]
    assert not wrong, "\n".join(wrong)
    evidence("forms sent by those who may not open them", f"{sent:,}, none accepted")


def _strangers(
    everywhere: Everywhere, seen: Seen, most: int
) -> Iterator[tuple[str, FlaskClient, Met]]:
    """Each form with everybody, or with so many others, who might send it."""
    people = {name: one for name, one in everywhere.people.items() if name not in HALF_WAY}
    chance = random.Random(7)
    for met in seen.forms.values():
        if met.key.method == "POST":
            names = chance.sample(list(people), min(most, len(people)))
            yield from ((name, people[name], met) for name in names)


def _is_shut(client: FlaskClient, met: Met) -> bool:
    return client.get(met.page).status_code != OPENED


def rule_of(app: Flask, met: Met) -> str:
    """The address that a form goes to, as the table has it."""
    rule, _ = app.url_map.bind("localhost").match(
        urlsplit(met.target).path, met.key.method, return_rule=True
    )
    return str(rule.rule)


def _token(client: FlaskClient) -> str:
    page = client.get("/sign-out").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def asking() -> dict[str, str]:
    """The functions that ask for a permission, as they were reviewed."""
    functions = TABLE.read_text().partition("## Functions")[2]
    return dict(re.findall(r"^\| `([\w.]+)` \| `([\w:]+)` \|$", functions, re.MULTILINE))


@dataclass(frozen=True)
class Stranger(Actor):
    """Somebody who remembers which permissions they were asked for."""

    asked: list[str] = field(default_factory=list)

    def must(self, permission: Permission) -> None:
        self.asked.append(permission.name)
        super().must(permission)


@pytest.mark.parametrize("name", asking())
def test_a_function_refuses_whoever_holds_every_role_but_those_it_asks_for(session, name):
    """A1 below the pages: it refuses before it looks at what it was given."""
    module, _, function = name.rpartition(".")
    act = getattr(import_module(module), function)
    wanted = ROLES[asking()[name]]
    stranger = Stranger(
        user_id=uuid4(), organisation_id=uuid4(), area_id=uuid4(),
        roles=frozenset(role for role in Role if role.label not in wanted),
    )  # fmt: skip
    known = {"session": session, "actor": stranger}
    asked = signature(act).parameters.values()
    given = [known.get(one.name, uuid4()) for one in asked if one.kind is not one.KEYWORD_ONLY]
    named = {one.name: None for one in asked if one.kind is one.KEYWORD_ONLY}
    assert stranger in given
    with pytest.raises(NotAllowed) as refused:
        answer = act(*given, **named)
        if isinstance(answer, Iterator):
            next(answer)  # nothing of it is worked out before somebody reads
    assert refused.value.message == needs(wanted), "It is refused for another reason, later."
    assert stranger.asked == [asking()[name]], "Another permission is asked for, of the same roles."


def needs(roles: Collection[str]) -> str:
    """What somebody is told who holds none of these roles."""
    *most, last = sorted(roles)
    return f"You need the role of {', '.join(most)}{' or ' if most else ''}{last} to do this."


def test_a_strange_record_and_a_missing_one_are_told_apart_by_nobody(app, personas):
    """A2: byte for byte the same, once the forgery token is taken out."""
    with app.extensions["petunias"].database.writing() as session:
        other = a_listing(
            session, area_id=anytown_again(session), group="Elsewhere Choir", is_live=False
        )
    client = personas["a group's link"]
    for path in ("/your-listings/{}", "/your-listings/{}/cost", "/listings/{}"):
        strange, missing = (
            _without_tokens(client.get(path.format(one)).get_data(as_text=True))
            for one in (other.id, uuid4())
        )
        assert strange == missing


def anytown_again(session) -> UUID:
    """The area that there is."""
    from accounts import queries

    return queries.areas(session)[0].id


def _without_tokens(page: str) -> str:
    return re.sub(
        r'value="[^"]{16,}"', "", re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)
    )
