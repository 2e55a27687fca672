"""What is written down is true: targets, settings, words and permissions are those of the code."""

import re

import pytest

from tests.architecture.house import ROOT, name_of, sources
from tools.permissions_table import PAGE, page

TARGET = re.compile(r"^([a-z][a-z-]*):(?!=).*?(?:##\s*(\S.*))?$", re.M)
SETTING = re.compile(r'"(PETUNIAS_[A-Z_]+|PORT)"')
ASVS = ROOT / "docs" / "asvs.md"
BARRIERS = ROOT / "docs" / "barriers.md"
BARRIER = re.compile(r"^\| [BP]\d\d .*$", re.M)
NAMED_TEST = r"`tests/[\w/]+\.py::\w+`"
REQUIREMENT = re.compile(r"^\| \d+\.\d+\.\d+.*$", re.M)
WORD = re.compile(r"^\| (?!word \||---)([^|]+?) \|", re.M)


def test_every_make_target_says_what_it_does():
    targets = dict(TARGET.findall((ROOT / "Makefile").read_text()))
    assert {"help", "run", "test", "check", "soak", "bench", "fix"} <= set(targets)
    assert [name for name, words in targets.items() if not words] == []


def test_every_make_target_that_a_document_names_is_there():
    targets = {name for name, _ in TARGET.findall((ROOT / "Makefile").read_text())}
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name for file in documents for name in re.findall(r"`make ([a-z-]+)", file.read_text())
    }
    assert named and named <= targets


def test_locks_are_installed_as_they_are():
    """A lock names every library: without `--no-deps` pip looks for newer ones, and stops."""
    scripts = [ROOT / "Makefile", *(ROOT / "tools").glob("*.sh")]
    documents = [*scripts, *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    installing = [line for file in documents for line in file.read_text().splitlines()
                  if "--require-hashes" in line]  # fmt: skip
    assert len(installing) > 2
    assert [line for line in installing if "--no-deps" not in line] == []


def test_every_setting_is_in_the_readmes_table():
    read = set(SETTING.findall((ROOT / "config.py").read_text()))
    told = set(re.findall(r"^\| `(PETUNIAS_[A-Z_]+|PORT)`", (ROOT / "README.md").read_text(), re.M))
    assert len(read) > 10
    assert told == read


def test_no_one_else_reads_the_environment():
    readers = {
        name_of(file)
        for file in sources()
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text())
    }
    passes_it_on = "web/serving.py"  # to the processes that `serve` starts
    assert readers - {passes_it_on} == {"config.py"}


def test_every_test_that_a_document_names_is_there():
    named = {
        (file, test)
        for document in (ROOT / "docs").rglob("*.md")
        for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document.read_text())
    }
    assert len(named) >= 16
    assert [
        f"{file}::{test}"
        for file, test in sorted(named)
        if not (ROOT / file).exists() or f"def {test}(" not in (ROOT / file).read_text()
    ] == []


def test_each_barrier_of_the_guide_has_a_row_that_says_how_far_it_is_removed():
    """46 of its appendix, and 12 of its picture, each of which leads to one of these (A8.2)."""
    lines = [line.strip("| ").split(" | ") for line in BARRIER.findall(BARRIERS.read_text())]
    rows = {line[0]: line for line in lines}
    assert list(rows) == [f"B{one:02}" for one in range(1, 47)] + [
        f"P{one:02}" for one in range(1, 13)
    ]
    appendix = {name: line for name, line in rows.items() if name.startswith("B")}
    assert {len(line) for line in appendix.values()} == {6}
    assert {line[2] for line in appendix.values()} == {"does", "part", "not yet"}
    assert [name for name, line in appendix.items()
            if line[2] != "not yet" and not re.fullmatch(NAMED_TEST, line[5])] == []  # fmt: skip
    assert {line[2] for name, line in rows.items() if name.startswith("P")} <= set(appendix)


def test_each_page_that_a_barriers_row_names_is_there(app):
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    named = set(re.findall(r"`(/[a-z/-]*)`", BARRIERS.read_text()))
    assert len(named) > 10
    assert named <= addresses


def test_each_requirement_of_the_security_standard_is_answered_once_and_shown():
    """253 requirements of levels 1 and 2, and seven of level 3."""
    lines = [line.strip("| ").split(" | ") for line in REQUIREMENT.findall(ASVS.read_text())]
    numbers = [number for line in lines for number in line[0].split(", ")]
    assert len(numbers) == len(set(numbers)) == 253 + 7
    assert {line[2] for line in lines} == {"met", "part", "no", "none"}
    assert [line[0] for line in lines if line[2] != "none" and len(line) < 4] == []


def test_every_word_of_the_glossary_is_used():
    words = WORD.findall((ROOT / "docs" / "words.md").read_text())
    code = "\n".join(file.read_text() for file in sources()).lower().replace("_", " ")
    templates = "\n".join(file.read_text() for file in (ROOT / "templates").rglob("*.*")).lower()
    assert len(words) > 20
    assert [word for word in words if word.lower() not in code + templates] == []


def test_the_table_of_permissions_is_fresh():
    assert PAGE.read_text() == page(), "Run `make fix`: docs/permissions.md is out of date."


def test_decisions_are_numbered_once():
    numbers = [file.name[:4] for file in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    assert numbers


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_to_our_own_files_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []
