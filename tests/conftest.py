"""What a test may ask for. What it asks for is what it costs: nothing, `session`, `client`, `site`.

    nothing                  a rule: microseconds
    session                  an operation or query, in one transaction on a real database
    database                 several transactions: who is first, what is kept
    client                   a page, through the watchful client (tests/support/client.py)
    everywhere               everybody in the demo world, walking to every page and every form
    demo_world               the database of the demo world, to look at
    work, letters            do what waits in the outbox; read the letters that went out
    site, anytown, page      a real server, empty or with the demo world; a real browser
    soak_factor, evidence    how much larger a test is under --soak, and where its figures go

Everything that touches the database runs on each database of --database.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support import browser as chromium
from tests.support import evidence as evidence_file
from tests.support import postgres, sharing, sizes
from tests.support.client import QuickClient, WatchfulClient
from tests.support.clock import Clock
from tests.support.compiled import COMPILED, MapOnce, RuleOnce, compile_statements_once
from tests.support.letters import Posted, letters_in
from tests.support.quick_disk import write_in_memory

if TYPE_CHECKING:
    from config import Settings
    from kernel.database import Database
    from tests.support.databases import Empties, PostgresStock, SqliteStock
    from tests.support.site import Site

KEY = "a key for tests that keeps nothing secret"
DATABASES = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}

# ---- the run ---------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=sorted(DATABASES),
        default="sqlite",
        help="which databases to test on (PostgreSQL: PETUNIAS_TEST_POSTGRES=url, "
        "or one is started for the run)",
    )
    parser.addoption(
        "--soak",
        action="store_true",
        help="properties, journeys and attacks at full size; figures to docs/evidence.md",
    )
    parser.addoption(
        "--screens", action="store_true", help="keep the pictures of the README in docs/screens/"
    )


def pytest_configure(config: pytest.Config) -> None:
    write_in_memory()
    Flask.url_rule_class, Flask.url_map_class = RuleOnce, MapOnce
    compile_statements_once()
    sizes.choose_examples(is_soak=config.getoption("--soak"))
    for name in [
        name
        for name in os.environ
        if name.startswith("PETUNIAS_") and not name.startswith("PETUNIAS_TEST_")
    ]:
        del os.environ[name]  # the settings of whoever runs the tests are not ours
    if hasattr(config, "workerinput"):
        config.petunias_postgres = config.workerinput["petunias_postgres"]
    elif not config.option.collectonly:
        postgres.provide(
            config, is_wanted="postgresql" in DATABASES[config.getoption("--database")]
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under --soak only what grows is run: the rest is the same in `make test`, which comes first."""
    is_wanted = sizes.grows if config.getoption("--soak") else sizes.is_for_every_run
    left_out = [item for item in items if not is_wanted(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(filter(is_wanted, items), key=lambda item: sharing.place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> sharing.ByWorld:
    """pytest-xdist: who does what."""
    return sharing.ByWorld(config, log)


def pytest_collection_finish() -> None:
    """What was imported stays: do not look through it for garbage again and again, a ninth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist: tell each process where PostgreSQL is."""
    node.workerinput["petunias_postgres"] = node.config.petunias_postgres


def pytest_report_header(config: pytest.Config) -> list[str]:
    said = getattr(config, "petunias_missing", "")
    return [f"databases: {', '.join(_chosen(config))}", *([said] if said else [])]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if said := getattr(config, "petunias_missing", ""):
        terminalreporter.write_line(said, yellow=True)


def _chosen(config: pytest.Config) -> list[str]:
    """The databases of this run; PostgreSQL only where there is one."""
    chosen = DATABASES[config.getoption("--database")]
    has_postgres = getattr(config, "petunias_postgres", "") or config.option.collectonly
    return [name for name in chosen if name == "sqlite" or has_postgres]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that touches the database runs on each; one with a real browser on the first only.

    So does one that is marked: it shows what a test notices, or what no database has a part in.
    """
    if "database_kind" in metafunc.fixturenames:
        chosen = _chosen(metafunc.config)
        is_marked = metafunc.definition.get_closest_marker("one_database") is not None
        if is_marked or {"site", "browser"} & set(metafunc.fixturenames):
            chosen = chosen[:1]
        metafunc.parametrize("database_kind", chosen, scope="session")


# ---- databases -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_stock(tmp_path_factory: pytest.TempPathFactory) -> "SqliteStock":
    """Migrated SQLite files."""
    from tests.support.databases import SqliteStock

    return SqliteStock(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_stock(pytestconfig: pytest.Config) -> Iterator["PostgresStock"]:
    """This process's migrated PostgreSQL database."""
    from tests.support.databases import PostgresStock

    stock = PostgresStock(pytestconfig.petunias_postgres)
    yield stock
    stock.close()


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database with nothing in it."""
    if database_kind == "postgresql":
        return request.getfixturevalue("postgres_stock").fresh()
    return request.getfixturevalue("sqlite_stock").fresh(tmp_path)


@pytest.fixture
def unmigrated_url(
    database_kind: str, tmp_path: Path, pytestconfig: pytest.Config
) -> Iterator[str]:
    """The address of a database without any table."""
    from kernel.database import sqlite_url
    from tests.support import databases

    if database_kind == "sqlite":
        yield sqlite_url(tmp_path / "unmigrated.sqlite")
        return
    name = f"unmigrated_{databases.process_name()}"
    yield databases.create_database(pytestconfig.petunias_postgres, name)
    databases.drop_database(pytestconfig.petunias_postgres, name)


# ---- time, settings, sessions ----------------------------------------------------------------


@pytest.fixture
def clock() -> Clock:
    """The clock of `client` and `work`: noon on 22 November 2026."""
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> "Settings":
    """Settings of an installation with a data folder of its own and letters in files."""
    return settings_of(tmp_path / "data", database_url)


def settings_of(data: Path, database_url: str) -> "Settings":
    """Settings of an installation on this database, with keys that keep nothing secret."""
    from config import Settings

    return Settings(
        data=data,
        database_url=database_url,
        address="http://localhost",
        secret_key=KEY,
        audit_key=KEY,
        is_testing=True,
    )


@pytest.fixture
def database(settings: "Settings") -> Iterator["Database"]:
    """A database as the application opens it. Use `database.reading()` and `.writing()`."""
    from wsgi import open_database

    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def session(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """One writing transaction. Nothing in it is kept after the test, so most share one empty database."""
    from kernel.database import undo

    if {"database", "settings", "database_url"} & set(request.fixturenames):
        database = request.getfixturevalue("database")
    else:
        database = request.getfixturevalue("empties").of(database_kind)
    with database.writing() as opened:
        yield opened
        undo(opened)


@pytest.fixture(scope="session")
def empties(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Empties"]:
    """One database of each kind in which nothing is ever kept."""
    from tests.support.databases import Empties

    with closing(Empties(request, tmp_path_factory.mktemp("empty"))) as kept:
        yield kept


# ---- the application -------------------------------------------------------------------------


@pytest.fixture
def app(
    settings: "Settings", clock: Clock, database_kind: str, pytestconfig: pytest.Config
) -> Iterator[Flask]:
    """The application on a fresh database, with `clock` for its clock."""
    from tests.support.databases import close
    from wsgi import create_app

    made = create_app(settings, clock=clock)
    is_first = database_kind == _chosen(pytestconfig)[0]
    made.test_client_class = WatchfulClient if is_first else QuickClient
    made.jinja_env.bytecode_cache = COMPILED
    yield made
    close(made)


@pytest.fixture
def client(app: Flask) -> WatchfulClient:
    """A visitor. `client.page(address)` opens a page, `client.submit(address, {…})` fills in its form."""
    return app.test_client()


@pytest.fixture
def work(app: Flask, clock: Clock) -> Callable[[], int]:
    """Do everything that waits in the outbox now; how many things were done."""
    from kernel import outbox

    def do() -> int:
        database = app.extensions["petunias"].database
        done = outbox.drain(database, clock)
        with database.reading() as reading:
            errors = reading.scalars(
                outbox.sa.select(outbox.OutboxItem.error).where(
                    outbox.OutboxItem.done_at.is_(None), outbox.OutboxItem.error != ""
                )
            ).all()
        assert not errors, "A job failed:\n" + "\n".join(errors)
        return done

    return do


@pytest.fixture
def letters(settings: "Settings", work: Callable[[], int]) -> Callable[[], list[Posted]]:
    """The letters so far, oldest first; what waits is sent first."""

    def read() -> list[Posted]:
        work()
        return letters_in(settings.data / "mail")

    return read


# ---- a real site and a real browser ----------------------------------------------------------


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator["Site"]:
    """An empty site that is really served: `page.goto(site.at("/register"))`."""
    from tests.support.site import a_site

    with a_site(tmp_path / "data", database_url) as served:
        yield served


@pytest.fixture(scope="session")
def anytown(
    sqlite_stock: "SqliteStock", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Site"]:
    """The demo world, really served, for tests that only look. One for the whole run."""
    from tests.support.site import a_site

    folder = tmp_path_factory.mktemp("anytown")
    with a_site(folder / "data", sqlite_stock.fresh(folder)) as served:
        served.load_demo()
        yield served


@pytest.fixture(scope="session")
def demo_world(
    sqlite_stock: "SqliteStock", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Database"]:
    """The demo world's database, as whoever started the program twice has it, to be looked at only."""
    from tests.support.databases import close
    from web.commands import load_demo
    from wsgi import create_app

    folder = tmp_path_factory.mktemp("demo")
    made = create_app(settings_of(folder / "data", sqlite_stock.fresh(folder)), clock=Clock())
    with made.app_context():
        load_demo()
        load_demo()
    yield made.extensions["petunias"].database
    close(made)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which is not downloaded by Playwright."""
    program = chromium.chromium()
    if program is None:
        said = "Chromium is not installed (Debian's package: chromium)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    return {**browser_type_launch_args, "executable_path": program, "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in England who has asked for less motion."""
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


# ---- soaking ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def soak_factor(pytestconfig: pytest.Config) -> int:
    """How many times larger a sample is than in `make check`: 1, or 25 under --soak."""
    return sizes.SOAK_FACTOR if pytestconfig.getoption("--soak") else 1


@pytest.fixture(scope="session")
def evidence(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Tell a figure: `evidence("searches with hostile words", "50,000, none failed")`.

    Kept in docs/evidence.md under --soak; otherwise told to nobody.
    """
    if pytestconfig.getoption("--soak"):
        return evidence_file.record
    return lambda what, figure: None
