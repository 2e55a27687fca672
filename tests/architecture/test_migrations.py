"""Migrations are one line of numbered steps that ends where the models are, on both databases."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

import wsgi
from kernel import schema
from kernel.database import Base, make_engine
from tests.architecture.house import ROOT
from tests.support.databases import close
from web.commands import load_demo

FOLDER = ROOT / "migrations"
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.py")


@pytest.fixture(scope="module")
def steps() -> list[Script]:
    """The migrations, first to last."""
    scripts = ScriptDirectory.from_config(schema.configuration("sqlite://"))
    return list(reversed(list(scripts.walk_revisions())))


def test_they_are_one_line(steps):
    assert steps
    assert [step.down_revision for step in steps] == [None, *(step.revision for step in steps[:-1])]


def test_they_are_numbered_from_one_without_a_gap(steps):
    assert [step.revision for step in steps] == [f"{n:04}" for n in range(1, len(steps) + 1)]
    files = sorted(file.name for file in (FOLDER / "versions").glob("*.py"))
    assert [FILE_NAME.fullmatch(name)[1] for name in files] == [step.revision for step in steps]


def test_current_head_names_the_last(steps):
    assert (FOLDER / "current-head").read_text() == f"{steps[-1].revision}\n"


def test_each_says_what_it_does(steps):
    assert [step.revision for step in steps if not step.doc.endswith(".")] == []


def test_they_end_where_the_models_are(unmigrated_url):
    schema.upgrade(unmigrated_url)
    engine = make_engine(unmigrated_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_the_next_one_is_written_from_every_table(unmigrated_url, tmp_path):
    """`make migration` looks at the models of every feature, in a process of its own."""
    schema.upgrade(unmigrated_url)
    environ = {"PETUNIAS_DATA": str(tmp_path), "PETUNIAS_DATABASE_URL": unmigrated_url}
    looked = subprocess.run(
        [sys.executable, "-m", "alembic", "check"],
        cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "No new upgrade operations detected." in looked.stdout, looked.stdout[-1000:]


def test_the_databases_checks_are_those_of_the_models(unmigrated_url):
    """Alembic compares columns, keys and indexes, and no checks."""
    schema.upgrade(unmigrated_url)
    engine = make_engine(unmigrated_url)
    inspector = sa.inspect(engine)
    for table in Base.metadata.sorted_tables:
        expected = {
            str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint)
        }
        assert {one["name"] for one in inspector.get_check_constraints(table.name)} == expected, (
            table.name
        )
    engine.dispose()


def test_they_go_up_down_and_up_again(unmigrated_url):
    schema.upgrade(unmigrated_url)
    first = _shape(unmigrated_url)
    schema.downgrade(unmigrated_url, "base")
    assert set(_shape(unmigrated_url)) <= {"alembic_version"}
    schema.upgrade(unmigrated_url)
    assert _shape(unmigrated_url) == first


def test_each_step_can_be_taken_back(unmigrated_url, steps):
    for step in steps:
        before = _shape(unmigrated_url)
        schema.upgrade(unmigrated_url, step.revision)
        schema.downgrade(unmigrated_url, step.down_revision or "base")
        assert {
            name: columns
            for name, columns in _shape(unmigrated_url).items()
            if name != "alembic_version"
        } == {name: columns for name, columns in before.items() if name != "alembic_version"}
        schema.upgrade(unmigrated_url, step.revision)


def test_a_populated_database_goes_down_and_up_again(settings, unmigrated_url):
    schema.upgrade(unmigrated_url)
    app = wsgi.create_app(replace(settings, database_url=unmigrated_url, is_demo=True))
    with app.app_context():
        load_demo()
    close(app)
    assert _rows(unmigrated_url, "listing") >= 40
    first = _shape(unmigrated_url)
    schema.downgrade(unmigrated_url, "base")
    schema.upgrade(unmigrated_url)
    assert _shape(unmigrated_url) == first
    assert _rows(unmigrated_url, "listing") == 0


def _rows(url: str, table: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))
    engine.dispose()
    return count


def _shape(url: str) -> dict[str, list[tuple[str, str]]]:
    """The tables, each with its columns and their types."""
    engine = make_engine(url)
    inspector = sa.inspect(engine)
    shape = {
        name: [(column["name"], str(column["type"])) for column in inspector.get_columns(name)]
        for name in sorted(inspector.get_table_names())
    }
    engine.dispose()
    return shape
