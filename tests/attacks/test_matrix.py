"""Every role at every address of referrals for every object: the matrix holds (A12, A1, A2).

Black box, over HTTP, on generated worlds. Whoever may not gets what they would get for an object that
never was, byte for byte, and changes nothing.
"""

import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.database import Base
from tests.support.asking import (
    IN_PARTS,
    PARTS,
    about_people,
    address_of,
    hurry,
    may,
    part_of,
    uuids_in,
)
from tests.support.matrix import REACHES, Act, act_at, acts
from tests.support.objects import TABLES, Thing, missing, things, things_of_all
from tests.support.pages import Form, Page
from tests.support.worlds import Persona, World

SAMPLE = 500
"""One is 380,000 requests."""
NEVER = {Role.ANALYST, Role.COMMISSIONER, Role.COMMISSIONER_FINANCE, Role.BOARD_READER}
BOOKKEEPING = {"audit_line", "audit_head", "user_session", "limit_count", "form_answer", "tally"}
NO_CODE = "a word on no page"
UUID_PART = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'value="[^"]{16,}"')
REFUSED = {302, 303, 403, 404, 405}
ENOUGH = "Words enough for any question, none of them true."


@dataclass(frozen=True)
class Asked:
    """One request: who, at which address, for which object, in which way."""

    persona: Persona
    endpoint: str
    thing: Thing
    way: str


class TestTheTable:
    def test_every_address_of_referrals_is_in_it_once(self, app):
        listed = [route for act in acts() for route in act.routes]
        there = {rule.endpoint for rule in about_people(app)}
        assert sorted(listed) == sorted(set(listed))
        assert set(listed) == there, (
            "Each address stands in one `routes` of a feature's matrix.toml. "
            f"Missing: {sorted(there - set(listed))}; gone: {sorted(set(listed) - there)}."
        )

    def test_every_object_in_an_address_is_known(self, app):
        named = {name for rule in about_people(app) for name in uuids_in(rule)}
        assert named - set(TABLES) == set(), "Add a line to TABLES of tests/support/objects.py."
        assert set(TABLES.values()) <= set(Base.metadata.tables)

    @pytest.mark.parametrize("act", acts(), ids=lambda act: f"{act.kind} {act.name}")
    def test_it_says_the_same_as_the_permissions(self, app, act: Act):
        for route in act.routes:
            permission = app.view_functions[route].access.permission
            if permission is not None:
                assert frozenset(act.reach) == permission.roles

    def test_it_reaches_no_further_than_it_explains(self):
        assert {reach for act in acts() for reach in act.reach.values()} | {
            act.anyone for act in acts() if act.anyone
        } <= REACHES

    def test_commissioners_are_named_nowhere_and_analysts_where_there_are_no_names(self):
        named = {(role, act.reach[role]) for act in acts() for role in NEVER & set(act.reach)}
        assert named == {(Role.ANALYST, "nameless")}


class Round:
    """One world, and all that can be asked in it."""

    def __init__(self, app, seed: int) -> None:
        hurry(app.extensions["petunias"].database.engine)
        self.app, self.chance = app, random.Random(seed)
        self.world = World(app, seed=seed)
        names = [persona.name for persona in self.world.personas]
        assert len(set(names)) == len(names), "what one of them was told would count as another's"
        self.rules = {
            rule.endpoint: rule for rule in about_people(app) if "token" not in rule.arguments
        }
        with app.extensions["petunias"].database.reading() as session:
            of_all = things_of_all(session, map(uuids_in, self.rules.values()))
            self.things = {name: of_all[tuple(uuids_in(rule))] for name, rule in self.rules.items()}
            self.people = things(session, ("person_id",))
        self.bodies: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.nothing: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.times: dict[bool, list[float]] = defaultdict(list)

    def address(self, endpoint: str, thing: Thing) -> str:
        return address_of(self.app, self.rules[endpoint], thing)

    def open(self, asked: Asked) -> tuple[int, str]:
        """What comes back, without tokens and numbers."""
        sent = None
        if asked.way == "POST":
            sent = {**self.bodies.get(asked.endpoint, {}), "csrf_token": self.token(asked.persona)}
            sent["form_key"] = f"{self.chance.getrandbits(128):032x}"
        begun = time.perf_counter()
        answer = asked.persona.client.open(
            self.address(asked.endpoint, asked.thing), method=asked.way, data=sent
        )
        if asked.persona.user_id and asked.way == "GET" and asked.thing.names:
            self.times[asked.thing.is_real].append(time.perf_counter() - begun)
        text = f"{answer.location or ''}\n{answer.get_data(as_text=True)}"
        text = text.replace(str(asked.thing.names.get("sheet_code", NO_CODE)), "")
        return answer.status_code, UUID_PART.sub("", TOKEN.sub("", text))

    def token(self, persona: Persona) -> str:
        """A forgery token that is good for this persona, from their own desk."""
        if persona.name not in self.tokens:
            found = re.search(
                r'name="csrf_token"[^>]*value="([^"]+)"',
                persona.client.get("/desk", follow_redirects=True).get_data(as_text=True),
            )
            self.tokens[persona.name] = found[1] if found else ""
        return self.tokens[persona.name]

    def of_nothing(self, asked: Asked) -> tuple[int, str]:
        """What the same persona gets for an object that never was."""
        key = (asked.persona.name, asked.endpoint, asked.way)
        if key not in self.nothing:
            never = missing(uuids_in(self.rules[asked.endpoint]))
            self.nothing[key] = self.open(Asked(asked.persona, asked.endpoint, never, asked.way))
        return self.nothing[key]

    def everything(self) -> Iterator[Asked]:
        for endpoint, rule in self.rules.items():
            for persona in self.world.personas:
                for thing in self.things[endpoint]:
                    for way in sorted({"GET", "POST"} & set(rule.methods or ())):
                        yield Asked(persona, endpoint, thing, way)

    def nobody_gets_in_for(self) -> list[str]:
        """Those whom the matrix names and who find nothing: then it would prove nothing."""
        closed = []
        for endpoint, rule in self.rules.items():
            for role in act_at(endpoint).reach if "GET" in (rule.methods or ()) else ():
                if not self._gets_in(endpoint, role):
                    closed.append(f"{role.label}: {endpoint}")
        return closed

    def _gets_in(self, endpoint: str, role: Role) -> bool:
        for persona in self.world.personas:
            if persona.roles != {role}:
                continue
            for thing in self.things[endpoint]:
                if not may(persona, endpoint, thing):
                    continue
                answer = persona.client.get(self.address(endpoint, thing))
                if answer.status_code < 300 or _is_at_case(answer):
                    self._keep_form(endpoint, answer)
                    return True
        return False

    def _keep_form(self, endpoint: str, answer) -> None:
        """The form of an address, filled in, for those to send who may not."""
        if answer.mimetype != "text/html":
            return
        for form in map(Form, Page(answer.get_data(as_text=True)).tree.iter("form")):
            if form.method == "POST" and not form.action:
                answers = {
                    name: (form.offered(name) or [ENOUGH])[-1] for name in form.names
                    if name not in {"csrf_token", "form_key"}
                }  # fmt: skip
                self.bodies[endpoint] = dict(form.filled(answers))

    def names_beyond(self, persona: Persona, endpoint: str, text: str) -> set[str]:
        """Names in a list of people whom the matrix does not let the persona see there."""
        return {one.words for one in self.people
                if one.words in text and not may(persona, endpoint, one)}  # fmt: skip


def _is_at_case(answer) -> bool:
    """Whether somebody is sent on to the case that they asked for."""
    return answer.status_code == 302 and (answer.location or "").startswith("/cases/")


def contents(app) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept, but for bookkeeping."""
    with app.extensions["petunias"].database.reading() as session:
        return {
            name: sorted(map(tuple, session.execute(sa.select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in BOOKKEEPING
        }


def fault_of(one: Round, asked: Asked) -> str:
    """What is wrong with an answer; "" when nothing is."""
    says = f"{asked.persona.name}: {asked.way} {asked.endpoint} for {asked.thing}"
    if may(asked.persona, asked.endpoint, asked.thing):
        if asked.way == "POST" or asked.thing.names:
            return ""
        _, text = one.open(asked)
        beyond = one.names_beyond(asked.persona, asked.endpoint, text)
        return f"{says} shows {sorted(beyond)}" if beyond else ""
    status, text = one.open(asked)
    if status not in REFUSED:
        return f"{says} answered {status}"
    if asked.thing.names and (status, text) != one.of_nothing(asked):
        return (
            f"{says} can be told from one that never was" + repr(text) + repr(one.of_nothing(asked))
        )
    return ""


@pytest.fixture
def one(app) -> Round:
    """A world, strange to every other."""
    from flask.testing import FlaskClient

    app.test_client_class = FlaskClient
    return Round(app, seed=0)


@IN_PARTS
@pytest.mark.one_database
def test_nobody_gets_further_than_the_matrix_says(app, one, part, soak_factor, evidence):
    assert one.nobody_gets_in_for() == []
    before = contents(app)
    wanted = list(one.everything())
    one.chance.shuffle(wanted)
    if soak_factor == 1:
        wanted = wanted[:SAMPLE]
    else:
        wanted = [each for each in wanted if part_of(each.persona, each.endpoint) == part]
    wrong = [said for each in wanted if (said := fault_of(one, each))]
    assert contents(app) == before
    assert not wrong, "\n".join(wrong)
    evidence(
        f"role × address × object of people, part {part + 1} of {PARTS}",
        f"{len(wanted):,} asked, 0 unauthorised answers",
    )
    if all(one.times.values()) and len(one.times) > 1:
        apart = abs(statistics.median(one.times[True]) - statistics.median(one.times[False])) * 1000
        evidence(
            f"a strange object and one that never was, part {part + 1} of {PARTS}",
            f"the same byte for byte; medians {apart:.2f} ms apart, {len(one.times[False]):,} of them",
        )


@pytest.mark.one_database
def test_it_would_notice(app, one):
    """Taking the guard of rows away lets people in, and the round says so."""
    from referrals import queries

    guard = queries._rights
    queries._rights = lambda actor: [sa.true()]
    try:
        wanted = [each for each in one.everything() if each.thing.names and each.way == "GET"]
        one.chance.shuffle(wanted)
        noticed = any(fault_of(one, each) for each in wanted)
    finally:
        queries._rights = guard
    assert noticed
