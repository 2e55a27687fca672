"""One guard is taken away at a time, and each time some test fails (A4).

Guards are found in the source (tests/support/guards.py), so those of a new feature are among them. The
program is copied, loses one guard, and the tests that belong to that file are run on the copy until
one fails: the nearest first, then all of the feature and of who may do what.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of
from tests.support.guards import Guard, guards

PARTS = 12
"""Of all guards, run side by side; in `make test` one of them, and of it one guard, no route."""

NOT_COPIED = (".git", ".venv", "data", "__pycache__", ".*cache*", ".hypothesis")
MATRIX = "tests/journeys/test_who_may.py"
FUNCTIONS = f"{MATRIX}::test_a_function_refuses_whoever_holds_every_role_but_those_it_asks_for"
REVIEWED = "tests/architecture/test_documents.py"
PASSED, FAILED, NOTHING_TO_RUN = 0, 1, 5
LATER = count(1_000_000_000)
"""Seconds, each later than the last: how Python tells a file that has changed."""
SECONDS = 1800
UNUSED = (
    "xdist", "randomly", "cacheprovider", "schemathesis", "anyio", "pytest_cov", "playwright",
)  # fmt: skip
"""Plugins that a broken copy is tried without: a quarter of the time goes into loading them."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The program and its tests, to be broken."""
    folder = tmp_path_factory.mktemp("without") / "petunias"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return folder


def own_tests(guard: Guard) -> list[str]:
    """Those of what a function asks for; else of its module, and of its namesakes in other layers.

    Who may come to an address stands in a table that people review.
    """
    if guard.kind == "access":
        return [REVIEWED]
    if guard.kind == "must":
        parts = guard.file.relative_to(ROOT).with_suffix("").parts
        return [FUNCTIONS, "-k", ".".join(part for part in parts if part != "__init__")]
    place = guard.file.relative_to(ROOT)
    stem = place.parent.name if place.stem == "__init__" else place.stem
    mirror = ROOT / "tests" / place.parent / f"test_{stem}.py"
    others = sorted((ROOT / "tests" / place.parts[0]).rglob(f"test_{stem}.py"))
    found = dict.fromkeys([mirror, *others])
    return [name_of(one) for one in found if one.exists()]


def together(chosen: Iterable[Guard]) -> Iterator[list[str]]:
    """The own tests of several guards, in as few runs as they fit into."""
    own = [own_tests(guard) for guard in chosen]
    asked_for = {tests[-1] for tests in own if "-k" in tests}
    files = {test for tests in own if "-k" not in tests for test in tests}
    if asked_for:
        yield [FUNCTIONS, "-k", " or ".join(sorted(asked_for))]
    if files:
        yield sorted(files)


def all_tests(guard: Guard) -> list[str]:
    """What is run when those notice nothing: all of the feature, and of who may do what."""
    feature = f"tests/{guard.file.relative_to(ROOT).parts[0]}"
    return [MATRIX, feature] if guard.kind == "access" else [feature, MATRIX]


def ran(copy: Path, tests: Iterable[str]) -> int:
    """How pytest ends on the copy, stopping at the first failure."""
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", *(f"-pno:{name}" for name in UNUSED), *tests,
    ]  # fmt: skip
    unwanted = ("PYTEST_", "PYTHONDONTWRITEBYTECODE")
    environ = {name: said for name, said in os.environ.items() if not name.startswith(unwanted)}
    environ["PYTHONPYCACHEPREFIX"] = str(copy.parent / "compiled")
    done = subprocess.run(
        command, check=False, cwd=copy, env=environ, capture_output=True, text=True, timeout=SECONDS
    )
    sys.stdout.write(done.stdout[-2000:] + done.stderr[-500:])  # shown when the test fails
    return PASSED if done.returncode == NOTHING_TO_RUN else done.returncode


def is_noticed(copy: Path, guard: Guard) -> bool:
    """Whether a test fails without the guard; a copy that cannot be run at all is no notice."""
    broken = copy / guard.file.relative_to(ROOT)
    whole = broken.read_bytes()
    broken.write_text(guard.taken_out())
    os.utime(broken, times=(next(LATER), next(LATER)))  # never taken for one compiled before
    try:
        own = own_tests(guard)
        ended = ran(copy, own) if own else PASSED
        return (ended if ended != PASSED else ran(copy, all_tests(guard))) == FAILED
    finally:
        broken.write_bytes(whole)
        os.utime(broken, times=(next(LATER), next(LATER)))


@pytest.mark.parametrize(
    "part",
    [0, *(pytest.param(part, marks=pytest.mark.full_size) for part in range(1, PARTS))],
)
def test_a_guard_that_is_taken_away_is_noticed(copy, part, soak_factor, evidence):
    found = guards()
    own_part = found[part::PARTS]
    quick = [guard for guard in own_part if guard.kind != "access"]
    chosen = own_part if soak_factor > 1 else [random.Random(7).choice(quick)]
    for tests in together(chosen):
        assert ran(copy, tests) == PASSED, "Fails as it is."
    missed = [str(guard) for guard in chosen if not is_noticed(copy, guard)]
    assert missed == []
    evidence(
        f"guards taken away one at a time, part {part + 1} of {PARTS}",
        f"{len(chosen)} of {len(found)}, each noticed by a test",
    )


def test_guards_of_every_kind_are_found():
    kinds = {guard.kind for guard in guards()}
    assert kinds == {"access", "must", "may", "policy", "refusal", "filter"}


def test_without_a_guard_the_rest_of_the_file_is_as_it_was():
    for guard in guards():
        before, after = guard.file.read_text().splitlines(), guard.taken_out().splitlines()
        lines = (guard.node.end_lineno or 0) - guard.node.lineno
        assert before[: guard.node.lineno - 1] == after[: guard.node.lineno - 1]
        assert len(after) == len(before) - lines
        compile(guard.taken_out(), str(guard.file), "exec")
