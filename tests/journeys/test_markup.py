"""The Nu HTML Checker finds no error on any page, whoever opens it (W7). At full size only.

It is a program of its own, in Java: `npm install vnu-jar` in a folder outside this one, and the path of
its vnu.jar in PETUNIAS_TEST_VNU. Nothing here installs it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.everywhere import Everywhere
from tests.support.filled import well_filled
from tests.support.walk import OWN, Seen

SETTING = "PETUNIAS_TEST_VNU"
SECONDS = 600
SHOWN = 30


@pytest.fixture(scope="session")
def checker(soak_factor) -> list[str]:
    """How the checker is called; the test is skipped where it cannot be."""
    jar = Path(os.environ.get(SETTING, "")).absolute()
    if soak_factor == 1:
        pytest.skip("The Nu HTML Checker runs under --soak.")
    if shutil.which("java") is None:
        pytest.skip("There is no Java here (Debian's package: default-jre-headless).")
    if not jar.is_file():
        pytest.skip(f"There is no Nu HTML Checker here: set {SETTING} to the path of its vnu.jar.")
    return ["java", "-Xss4m", "-jar", str(jar)]


def errors(checker: list[str], pages: Mapping[str, str], folder: Path) -> list[str]:
    """What it says against some pages, by their names."""
    folder.mkdir()
    names = {f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_text(pages[name])
    command = [*checker, "--format", "json", "--errors-only", "--exit-zero-always", str(folder)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    said = json.loads(ran.stderr)["messages"]
    return [
        f"{names[Path(one.get('url', '')).name]}: {one['message']}   {one.get('extract', '').strip()}"
        for one in said
    ]


def test_the_checker_tells_good_markup_from_bad(checker, tmp_path):
    good = "<!DOCTYPE html><html lang=en><title>Dogs</title><p>Walks</p></html>"
    said = errors(
        checker,
        {"good": good, "bad": good.replace("<p>", "<p><p id=a b id=a><ul><p>")},
        tmp_path / "pages",
    )
    assert said
    assert {one.partition(":")[0] for one in said} == {"bad"}


def _with_mistakes(everywhere: Everywhere, seen: Seen) -> Iterator[tuple[str, str]]:
    """The page that answers each form when it is sent with nothing in it."""
    for met in seen.forms.values():
        empty = {name: [""] for name in met.names - OWN}
        sent = well_filled(met.form) | empty
        answer, _ = met.send(everywhere.app, sent)
        if answer.mimetype == "text/html" and not answer.location:
            yield f"{met.who} with mistakes at {met.page}: {met}", answer.get_data(as_text=True)
        everywhere.rewind()


def test_no_page_has_an_error_in_its_markup(checker, everywhere, tmp_path, evidence):
    seen = everywhere.walk(is_whole=True)
    pages = {f"{who} at {path}": page for (who, path), page in seen.pages.items() if page}
    pages |= dict(_with_mistakes(everywhere, seen))
    said = errors(checker, pages, tmp_path / "pages")
    assert said == [], f"{len(said)} errors:\n" + "\n".join(said[:SHOWN])
    evidence("pages through the Nu HTML Checker", f"{len(pages):,} pages, 0 errors")
