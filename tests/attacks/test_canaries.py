"""Canaries: a word of its own in every confidential column, and everybody looks everywhere (C1).

A canary shows only where the matrix lets that persona see that person; in no address, title, header,
log or file, and on no page of another feature.
"""

import logging
import random
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from flask import url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kernel import outbox
from kernel.access import Role
from referrals.held import held
from tests.support.asking import (
    IN_PARTS,
    PARTS,
    address_of,
    hurry,
    is_about_people,
    may,
    part_of,
    rules_of,
    uuids_in,
)
from tests.support.canaries import GROUP_SEES, LETTERS_SAY, PERSON_SEES, Canary, Planter
from tests.support.letters import letters_in
from tests.support.objects import TABLES, Thing, missing, things, things_of_all
from tests.support.worlds import Persona, World

SAMPLE = 250
PLANTED = re.compile(r"Canary\d{5}bird|99900\d{5}|999 00\d \d{4}|077009\d{5}")
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
HREF = re.compile(r'(?:href|action|src)="([^"]*)"')
REACHING_OUT = ("mailto:", "tel:", "sms:")
NEVER_IN = ("index", "audit", "erasures", "imports", "queue.sqlite")
DESK = "desk.show"
MUST_BE_SEEN = {("person", "name"), ("person", "nhs_number"), ("referral", "why_now")}


@dataclass
class Sweep:
    """A world in which every word of every person is a canary, and what was seen of them."""

    app: object
    world: World
    owner: dict[str, tuple[Canary, Thing]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0

    def plant(self) -> None:
        planter = Planter()
        with self.app.extensions["petunias"].database.writing() as session:
            for thing in things(session, ("person_id",)):
                for canary in planter.plant(session, thing.names["person_id"]):
                    self.owner |= dict.fromkeys(canary.shown, (canary, thing))

    def look(self, persona: Persona, rule: Rule, thing: Thing) -> list[str]:
        """What a persona sees at an address that it should not."""
        address = address_of(self.app, rule, thing)
        answer = persona.client.get(address)
        self.asked += 1
        text = _text_of(answer)
        where = f"{persona.name} at {rule.rule}"
        wrong = [
            f"{where} sees {canary.table}.{canary.column} of {one.names}"
            for canary, one in self.found(text) if not self.allowed(persona, rule, canary, one)
        ]  # fmt: skip
        wrong += [f"{where}: in a title" for _ in self.found(" ".join(TITLE.findall(text)))]
        wrong += [f"{where}: in a header" for _ in self.found(str(answer.headers))]
        links = [one for one in HREF.findall(text) if not one.startswith(REACHING_OUT)]
        return wrong + [f"{where}: in an address" for _ in self.found(" ".join(links))]

    def look_behind_links(self) -> list[str]:
        """What those see whom a letter's link lets in, each on their own pages."""
        wrong = []
        for persona in self.world.personas:
            for endpoint in persona.held.pages if persona.held else ():
                with self.app.test_request_context():
                    address = url_for(endpoint, token=persona.held.token)
                text = _opened(persona.client, address, is_own=endpoint == "referrals.my_plan")
                self.asked += 1
                wrong += self._beyond(persona, endpoint, text)
        return wrong

    def _beyond(self, persona: Persona, endpoint: str, text: str) -> list[str]:
        shown = PERSON_SEES if endpoint == "referrals.my_plan" else GROUP_SEES
        found = self.found(text)
        if not found:
            return [f"{persona.name} sees nothing at {endpoint}"]
        return [
            f"{persona.name} at {endpoint} sees {canary.table}.{canary.column}"
            for canary, thing in found
            if thing.names["person_id"] != persona.held.person_id
            or (canary.table, canary.column) not in shown
        ]

    def found(self, text: str) -> list[tuple[Canary, Thing]]:
        return [self.owner[word] for word in set(PLANTED.findall(text)) if word in self.owner]

    def allowed(self, persona: Persona, rule: Rule, canary: Canary, thing: Thing) -> bool:
        reached = thing.reaches(user_id=persona.user_id, organisation_id=persona.organisation_id)
        if rule.endpoint == DESK:  # whom a link worker must not ring any more, by name alone
            return canary.column == "name" and persona.user_id in thing.owners and "kept" in reached
        if not is_about_people(rule) or not may(persona, rule.endpoint, thing):
            return False
        if held(canary.table).is_safeguarding and not reached & {"author", "named"}:
            return False
        self.seen.add((canary.table, canary.column))
        return True

    def everything(self) -> list[tuple[Persona, Rule, Thing]]:
        pages = [
            (rule, tuple(uuids_in(rule))) for rule in rules_of(self.app)
            if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        ]  # fmt: skip
        with self.app.extensions["petunias"].database.reading() as session:
            known = things_of_all(
                session, (names for _, names in pages if set(names) <= set(TABLES))
            )
        return [
            (who, rule, one)
            for rule, names in pages for who in self.world.personas
            for one in known.get(names, [missing(())])
        ]  # fmt: skip


def _opened(client: FlaskClient, address: str, *, is_own: bool) -> str:
    """The page behind a link; a person's own page opens with their date of birth."""
    answer = client.get(address)
    if is_own:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.get_data(as_text=True))
        born = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}
        answer = client.post(address, data={"csrf_token": token[1], **born})
    assert answer.status_code == 200, address
    return _text_of(answer)


def _text_of(answer) -> str:
    if answer.mimetype == "application/pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return answer.get_data().decode("utf-8", "replace")


@pytest.fixture
def sweep(app) -> Sweep:
    app.test_client_class = FlaskClient
    hurry(app.extensions["petunias"].database.engine)
    made = Sweep(app, World(app, seed=7))
    made.plant()
    return made


@IN_PARTS
@pytest.mark.one_database
def test_a_canary_shows_only_where_the_matrix_lets_it(
    sweep, settings, caplog, clock, part, soak_factor, evidence
):
    caplog.set_level(logging.DEBUG)
    wanted = sweep.everything()
    random.Random(11).shuffle(wanted)
    wrong = [said for one in _chosen(wanted, part, soak_factor) for said in sweep.look(*one)]
    assert not wrong, "\n".join(sorted(set(wrong))[:40])
    assert sweep.seen >= MUST_BE_SEEN
    assert sweep.look_behind_links() == []
    assert _look_for_numbers(sweep) > 10
    _keep_the_timetable(sweep, clock)
    assert sweep.found(caplog.text) == []
    assert files_with_canaries(sweep, settings.data) == []
    assert _said_in_letters(sweep, settings.data / "mail") == []
    evidence(
        f"canaries, part {part + 1} of {PARTS}", f"{len(sweep.owner):,} words planted, {sweep.asked:,} pages looked at by "
        f"{len(sweep.world.personas)} personas, 0 where they should not be",
    )  # fmt: skip


def _chosen(wanted: list[tuple[Persona, Rule, Thing]], part: int, soak_factor: int):
    """A part of all in a soak, else a few; with every case that somebody may open, so that some are seen."""
    opened = [
        (who, rule, one) for who, rule, one in wanted
        if rule.endpoint == "referrals.case" and may(who, rule.endpoint, one)
    ]  # fmt: skip
    if soak_factor == 1:
        return [*opened, *wanted[:SAMPLE]]
    return [*opened, *(one for one in wanted if part_of(one[0], one[1].endpoint) == part)]


def _keep_the_timetable(sweep: Sweep, clock) -> None:
    """Everything that runs by itself runs once, and what waits goes out."""
    database = sweep.app.extensions["petunias"].database
    for timed in outbox.timetable():
        if timed.is_long:
            timed.call(database, at=clock())
            continue
        with database.writing() as session:
            timed.call(session, at=clock())
    outbox.drain(database, clock)


def _said_in_letters(sweep: Sweep, folder: Path) -> list[str]:
    """What letters and texts say of somebody that they should not, or to anybody but them."""
    letters = letters_in(folder)
    assert letters
    wrong = []
    for letter in letters:
        to = {thing.names["person_id"] for _, thing in sweep.found(letter.to)}
        for canary, thing in sweep.found(f"{letter.subject} {letter.text} {letter.html}"):
            is_theirs = thing.names["person_id"] in to
            if not is_theirs or (canary.table, canary.column) not in LETTERS_SAY:
                wrong.append(f"{letter.subject} says {canary.table}.{canary.column}")
    return wrong


def files_with_canaries(sweep: Sweep, folder) -> list[str]:
    """Files beside the database that hold a canary: indexes, lists, queues."""
    files = [
        one for one in folder.rglob("*")
        if one.is_file() and one.relative_to(folder).parts[0] in NEVER_IN
    ]  # fmt: skip
    return [one.name for one in files if sweep.found(one.read_bytes().decode("utf-8", "replace"))]


def _look_for_numbers(sweep: Sweep) -> int:
    """Whoever may look people up types numbers of those they may not find: they are shown nothing of them."""
    finders = [
        one for one in sweep.world.personas
        if one.roles & {Role.LINK_WORKER, Role.LEAD_MANAGER, Role.PRIVACY_OFFICER}
    ]  # fmt: skip
    tried = 0
    for persona in finders:
        page = persona.client.get("/find-person").get_data(as_text=True)
        if "nhs_number" not in page:
            continue
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        strange = [
            (word, thing) for word, (canary, thing) in sweep.owner.items()
            if canary.column == "nhs_number" and " " not in word
            and not may(persona, "referrals.find_person", thing)
        ]  # fmt: skip
        for word, _ in strange[:4]:
            answer = persona.client.post(
                "/find-person", data={"csrf_token": token, "nhs_number": word}
            )
            shown = {one.word for one, _ in sweep.found(answer.get_data(as_text=True))}
            assert shown <= {word}
            tried += 1
    return tried


@pytest.mark.one_database
def test_it_would_notice(sweep, monkeypatch):
    """Where the guard of rows is gone, canaries fly."""
    import sqlalchemy as sa

    from referrals import queries

    monkeypatch.setattr(queries, "_rights", lambda actor: [sa.true()])
    wanted = [one for one in sweep.everything() if one[1].endpoint == "referrals.case"]
    random.Random(3).shuffle(wanted)
    assert any(sweep.look(*one) for one in wanted)
