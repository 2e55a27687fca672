"""Naughty strings in every field of every form: a sentence comes back or it is kept, never a fault (F2).

Forms are found by walking: everybody opens every page that they can. Each form is filled in well, but
for one field; what was kept is looked for on every page afterwards, and is never markup there.
"""

import logging
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice

import pytest

from tests.architecture.house import FEATURES
from tests.support.asking import IN_PARTS, PARTS
from tests.support.everywhere import WALKERS, Everywhere
from tests.support.filled import Sent, well_filled, words_in
from tests.support.naughty import MARK, NAUGHTY, RUNS
from tests.support.walk import Key, Met, Seen, asking, walk
from web.forms import Form

SERVER_FAULT = 500
SHARE = {"sqlite": 5, "postgresql": 10}
"""In a sample one field of so many gets a string, and on SQLite one of every form besides. At full size each
field gets 25, in parts that say what they found. Every string goes to some field before one goes to the next."""

MADE_UP, LONGEST = 25, 40
NOUGHT = "A word\x00 and a half"
BECOMES_MARKUP = ("<script>", "<svg onload=", "<img src=x onerror=", "<a href='javascript:", "<!--")
ON_AN_ANSWER = {"referrals.again"}
"""A button, shown only where somebody was looked up: a walk follows links, and sends nothing."""

BRINGS_A_FORM = {"outcomes_star.score_yourself"}
"""Its answer is another form. It is sent as it should be too: with a string in some field it brings none."""

LAST = {"referrals.give", "referrals.give_all", "referrals.handover"}
"""Sent after all others: they take cases away from those who would write in them."""

TAKEN_AT_LEAST, KEPT_AT_LEAST = 0.8, 0.5
"""Of the forms, those that are taken alone, and one after another: one may end what another is about."""


@dataclass(frozen=True)
class Try:
    """A string that goes into one field of a form."""

    met: Met
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.met.who} on {self.met.page}: {self.met} {self.name}={self.text!r}"


def runs(page: str) -> bool:
    """Whether one of the strings became markup; escaped, its "<" is "&lt;"."""
    return any(f"{tag}{MARK}" in page for tag in BECOMES_MARKUP)


def test_what_becomes_markup_is_noticed():
    assert sum(map(runs, RUNS)) > 6
    assert not runs(f"&lt;script&gt;{MARK}()")


# ---- one string in one field, for every field of every form ----------------------------------


@IN_PARTS
def test_no_string_in_any_field_is_a_fault_or_becomes_markup(
    everywhere, database_kind, part, caplog, soak_factor, evidence
):
    is_whole = soak_factor > 1
    seen = everywhere.seen(is_whole=is_whole, one_of=1 if is_whole else WALKERS[database_kind])
    fields = _fields(seen)
    sample = fields[part::PARTS] if is_whole else _some(fields, database_kind)
    with asking(everywhere.app) as kinds:
        tries = list(_tries(sample, each=soak_factor, seed=part))
        faults = [fault for one in tries for fault in _faults_of(everywhere, one)]
    assert seen.faults + faults == []
    if is_whole or database_kind == "sqlite":  # everybody walked
        assert _never_met(everywhere, seen) == []
    if not is_whole and database_kind == "sqlite":  # each form was sent
        with asking(everywhere.app) as brought:
            for met in seen.forms.values():
                if met.key.endpoint in BRINGS_A_FORM:
                    assert list(_faults_of_sending(everywhere, met, well_filled(met.form))) == []
                    everywhere.rewind()
        kinds |= brought
        assert _never_asked(seen.asked | kinds) == []
    assert _log(caplog) == []
    evidence(
        f"naughty strings in the fields of {len(seen.forms)} forms on {database_kind}, "
        f"part {part + 1} of {PARTS}",
        f"{len(tries):,} sent, 0 faults",
    )


def test_nothing_that_a_stranger_types_is_a_fault_on_either_database(app):
    """With the demo world PostgreSQL, which keeps no letter of number nought, is tried in the soak alone."""
    seen = walk(app, {"Anyone": app.test_client()}, is_whole=False)
    fields = [(met, name) for met, name in _fields(seen) if met.key.method == "POST"]
    tries = [Try(met, name, NOUGHT) for met, name in fields]
    tries += _tries(fields, each=2, seed=0)
    assert len({one.met.key.endpoint for one in tries}) > 5
    for one in tries:
        answer, _ = one.met.send(app, well_filled(one.met.form) | {one.name: [one.text]})
        assert answer.status_code < SERVER_FAULT, one


Field = tuple[Met, str]


def _fields(seen: Seen) -> list[Field]:
    return [
        (met, name) for met in seen.forms.values() for name in sorted(met.names - {"csrf_token"})
    ]


def _some(fields: list[Field], database_kind: str) -> list[Field]:
    """One of so many, and on the first database one of each form besides, whichever comes up."""
    chosen = fields[:: SHARE[database_kind]]
    if database_kind == "sqlite":
        shuffled = random.Random(7).sample(fields, len(fields))
        chosen += {met.key: (met, name) for met, name in shuffled}.values()
    return list({(met.key, name): (met, name) for met, name in chosen}.values())


def _tries(fields: list[Field], *, each: int, seed: int) -> Iterator[Try]:
    """So many strings in each field."""
    chance = random.Random(seed)
    texts = [*NAUGHTY, *(_made_up(chance) for _ in range(MADE_UP))]
    chance.shuffle(texts)
    next_ones = cycle(texts)
    for met, name in fields:
        for text in islice(next_ones, each):
            yield Try(met, name, text)


def _made_up(chance: random.Random) -> str:
    """Letters of any alphabet at all."""
    numbers = (chance.randrange(1, 0x2FFFF) for _ in range(chance.randrange(1, LONGEST)))
    return "".join(chr(one) for one in numbers if not 0xD800 <= one <= 0xDFFF)


def _faults_of(world: Everywhere, one: Try) -> Iterator[str]:
    """What is wrong with the answer, with where it leads, and with the work that comes of it."""
    sent = well_filled(one.met.form)
    is_file = isinstance(sent.get(one.name, [""])[0], tuple)
    sent[one.name] = [(BytesIO(one.text.encode()), one.text or "x")] if is_file else [one.text]
    yield from (f"{one}: {fault}" for fault in _faults_of_sending(world, one.met, sent))
    world.rewind()


def _faults_of_sending(world: Everywhere, met: Met, sent: Sent) -> Iterator[str]:
    answer, client = met.send(world.app, sent)
    if answer.status_code >= SERVER_FAULT or runs(answer.get_data(as_text=True)):
        yield answer.status
    if answer.location and met.key.method == "POST":
        after = client.get(answer.location)
        if after.status_code >= SERVER_FAULT or runs(after.get_data(as_text=True)):
            yield f"{answer.location} answers {after.status}"
        yield from world.work()


def _never_met(world: Everywhere, seen: Seen) -> list[str]:
    """Addresses that take a form which nobody has met on any page."""
    met = {key.endpoint.split()[0] for key in seen.forms if key.method == "POST"}
    takes = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in rule.methods}
    views = world.app.view_functions
    return sorted(
        one for one in takes - met - ON_AN_ANSWER if not getattr(views[one], "is_machine", False)
    )


def _never_asked(kinds: set[type]) -> list[str]:
    """Classes in */forms that no page was drawn with and that nobody has sent."""
    return sorted(f"{one.__module__}.{one.__name__}" for one in _kinds_of(Form) if one not in kinds)


def _kinds_of(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        is_ours = one.__module__.split(".")[0] in FEATURES
        if is_ours and getattr(sys.modules[one.__module__], one.__name__, None) is one:
            yield one
        yield from _kinds_of(one)


def _log(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


# ---- markup in all fields of all forms at once, and then a walk ------------------------------


@pytest.mark.one_database
def test_what_was_kept_is_markup_on_no_page_afterwards(everywhere, caplog, soak_factor, evidence):
    is_whole = soak_factor > 1
    seen = everywhere.seen()
    asks = [met for met in seen.forms.values() if met.key.method == "POST" and words_in(met.form)]
    asks.sort(key=lambda met: met.key.endpoint in LAST)
    opened = 0
    alone = asks if is_whole else asks[::3]
    well = {met.key for met in alone if _is_taken_alone(everywhere, met, RUNS[0])}
    assert len(well) >= TAKEN_AT_LEAST * len(alone), _refused(alone, well)
    for text in RUNS if is_whole else RUNS[:1]:
        everywhere.rewind()
        taken = {met.key for met in asks if _is_taken(everywhere, met, text)}
        assert len(taken) >= KEPT_AT_LEAST * len(asks), _refused(asks, taken)
        assert everywhere.work() == []
        after = everywhere.walk(is_whole=is_whole, who=None if is_whole else {m.who for m in asks})
        assert [where for where, page in after.pages.items() if runs(page)] == []
        assert any(MARK in page for page in after.pages.values())
        opened += len(after.pages)
    assert _log(caplog) == []
    evidence("pages opened after markup was sent in every form", f"{opened:,}, markup on none")


def _is_taken(world: Everywhere, met: Met, text: str) -> bool:
    words = {name: [text] for name in words_in(met.form)}
    answer, _ = met.send(world.app, well_filled(met.form) | words)
    return bool(answer.location)


def _is_taken_alone(world: Everywhere, met: Met, text: str) -> bool:
    world.rewind()
    return _is_taken(world, met, text)


def _refused(asks: list[Met], taken: set[Key]) -> str:
    return "\n".join(str(met) for met in asks if met.key not in taken)
