"""Guess the file in one try: files are where the layout says, and are called what it says."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import FEATURES, PACKAGES, ROOT, name_of, sources

SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "managers",
    "manager",
    "constants",
    "misc",
    "shared",
    "core",
    "base",
}
EVERY_FEATURE = {
    "__init__",
    "lifecycle",
    "rules",
    "permissions",
    "events",
    "models",
    "queries",
    "operations",
    "forms",
    "views",
    "jobs",
    "commands",
    "demo",
    "health",
    "invariants",
    "vocabulary",
    "search",
    "feed",
    "imports",
    "export",
}
OWN_NOUNS = {  # a noun of the feature's own says better than `rules` what is decided there
    "audit": {"chain"},
    "accounts": {"agreements", "codes", "offers", "passwords", "places", "visitors"},
    "directory": {
        "asked",
        "checks",
        "content",
        "demo_corpus",
        "demo_desk",
        "domains",
        "draw",
        "freshness",
        "lettering",
        "labels",
        "likeness",
        "meanings",
        "menus",
        "phones",
        "postcodes",
        "published",
        "reasons",
        "screening",
        "shown",
        "spoken_times",
        "time_words",
        "times",
        "websites",
        "word_lists",
        "wording",
    },
    "referrals": {
        "asked",
        "casework",
        "clocks",
        "codes",
        "contact_rules",
        "criteria",
        "cuts",
        "details",
        "deadlines",
        "demo_desk",
        "demo_earlier",
        "demo_first",
        "demo_plans",
        "demo_stories",
        "demo_town",
        "diary",
        "equality",
        "faces",
        "figures",
        "held",
        "introductions",
        "leftovers",
        "meetings",
        "message_facts",
        "message_in",
        "message_out",
        "near_names",
        "nhs_numbers",
        "plans",
        "reporting",
        "retention",
        "reviews",
        "steps",
        "summaries",
        "unfinished",
        "verhoeff",
    },
    "outcomes_star": {
        "anonymity",
        "change",
        "cohort",
        "drawing",
        "instrument_files",
        "instruments",
        "languages",
        "licensed",
        "pictures",
        "published",
        "questions",
        "said",
        "scoring",
        "shelf",
        "told_gains",
    },
    "billing": {
        "bands",
        "bank_details",
        "budgets",
        "cautions",
        "contract_words",
        "contract_year",
        "contracts",
        "contributions",
        "credit_notes",
        "delivered",
        "demo_budgets",
        "demo_contracts",
        "demo_income",
        "demo_invoices",
        "demo_passed_on",
        "demo_sub_contracts",
        "forecast",
        "frozen",
        "group_lines",
        "income",
        "instalments",
        "invoices",
        "ledger",
        "mix",
        "outcome_share",
        "passed_on",
        "points",
        "remittances",
        "settling",
        "sub_contracts",
        "surplus",
        "tariff",
        "together",
        "ubl",
    },
    "unmet_need": {"needs"},
}
LONG = {  # file: why it is better left in one piece
}
LONGEST = 400


def test_no_file_has_a_name_that_says_nothing():
    assert [name_of(file) for file in sources() if file.stem in SAY_NOTHING] == []


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_the_files_that_every_feature_has(feature):
    files = {file.stem for file in (ROOT / feature).glob("*.py")}
    folders = {file.parent.name for file in (ROOT / feature).glob("*/*.py")}
    assert "__init__" in files
    assert (files | folders) - EVERY_FEATURE == OWN_NOUNS[feature]


def test_a_long_file_is_split_by_journey_or_says_why_not():
    long = {
        name_of(file)
        for file in sources(*PACKAGES, "tools", "config.py", "wsgi.py")
        if file.read_text().count("\n") > LONGEST
    }
    assert long == set(LONG)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_package_says_what_it_is_for_and_imports_nothing(feature):
    lines = [line for line in (ROOT / feature / "__init__.py").read_text().splitlines() if line]
    assert lines and lines[0].startswith('"""')
    assert not [line for line in lines if line.startswith(("import ", "from "))]


def test_every_test_file_mirrors_a_module():
    tests = [
        file
        for package in (*PACKAGES, "tools", "benchmarks")
        for file in (ROOT / "tests" / package).rglob("test_*.py")
    ]
    assert [name_of(file) for file in tests if not _mirrors(file)] == []


def test_tests_live_where_something_is_tested():
    folders = {
        file.relative_to(ROOT / "tests").parts[0] for file in (ROOT / "tests").rglob("test_*.py")
    }
    at_the_top = {"test_config.py", "test_wsgi.py"}
    assert folders - at_the_top <= {
        *PACKAGES,
        "architecture",
        "journeys",
        "support",
        "tools",
        "benchmarks",
        "faults",
        "attacks",
    }


def _mirrors(test: Path) -> bool:
    """tests/directory/views/test_search.py mirrors directory/views/search.py or …/search/."""
    place = ROOT / test.parent.relative_to(ROOT / "tests")
    name = test.stem.removeprefix("test_")
    return (place / f"{name}.py").exists() or (place / name).is_dir()


@pytest.mark.parametrize("feature", FEATURES)
def test_every_features_tables_and_pages_are_protected(feature):
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    contracts = [
        one
        for one in settings["contracts"]
        if one["type"] == "protected" and one["allowed_importers"] == [feature]
    ]
    protected = {name for one in contracts for name in one["protected_modules"]}
    there = {
        f"{feature}.{name}"
        for name in ("models", "forms", "views", "jobs")
        if (ROOT / feature / f"{name}.py").exists() or (ROOT / feature / name).is_dir()
    }
    assert there and protected == there


def test_every_package_is_under_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"benchmarks", "tools"}
    assert packages == set(PACKAGES) == set(settings["root_packages"])
