"""The application is wired whole, and holds nothing that processes must not share when they part."""

import ast
import subprocess
import sys
import threading

import pytest

from config import Settings, SettingWrong
from kernel import outbox
from tests.architecture.house import ROOT
from wsgi import create_app

COMMANDS = {"migrate", "worker", "doctor", "demo", "serve", "backup", "restore", "directory"}


def test_making_it_opens_no_connection(app):
    """gunicorn loads it once and forks: a connection that was open then would be shared."""
    pool = app.extensions["petunias"].database.engine.pool
    assert (pool.checkedin(), pool.checkedout()) == (0, 0)
    assert app.extensions["petunias_worker"]._huey is None


def test_making_it_starts_no_thread(tmp_path):
    """A thread does not go along when gunicorn forks, and what it held stays held."""
    others = set(threading.enumerate())
    create_app(a_setting(tmp_path))
    assert set(threading.enumerate()) <= others


def test_every_operators_command_is_there(app):
    assert set(app.cli.commands) >= COMMANDS
    assert all(command.help for command in app.cli.commands.values())


def test_everyone_who_listens_is_heard_of():
    """A job that nobody imported hears of nothing: count them in the sources."""
    files = [
        file
        for file in ROOT.glob("*/jobs*")
        if file.parent.name in {"accounts", "audit", "directory", "referrals"}
    ]
    sources = [one for file in files for one in ([file] if file.is_file() else file.glob("*.py"))]
    told = {
        f"{'.'.join(source.relative_to(ROOT).with_suffix('').parts)}.{node.name}"
        for source in sources
        for node in ast.parse(source.read_text()).body
        if isinstance(node, ast.FunctionDef) and _is_listener(node)
    }
    heard = {one.name for one in (*outbox.subscriptions(), *outbox.timetable())}
    assert told and told <= heard


def _is_listener(function):
    made = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Name) and one.id in {"on", "on_many", "every"} for one in made)


def test_a_colour_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SettingWrong, match="PETUNIAS_COLOUR: White words on #ffff00"):
        create_app(a_setting(tmp_path, service_colour="#ffff00"))


def test_maps_may_show_pictures_from_the_host_that_was_set_and_no_other(tmp_path):
    tiles = "https://tiles.example.nhs.uk/{z}/{x}/{y}.png"
    made = create_app(a_setting(tmp_path, tiles=tiles))
    policy = made.test_client().get("/nothing").headers["Content-Security-Policy"]
    assert "img-src 'self' https://tiles.example.nhs.uk;" in policy


def test_no_slow_library_is_loaded_to_start(tmp_path):
    """WeasyPrint and openpyxl cost a second; pages do without them."""
    says = "import wsgi, sys; print([n for n in ('weasyprint', 'openpyxl') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", says], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def a_setting(data, **changes):
    """Settings of an installation that nobody opens."""
    return Settings(
        data=data, database_url=f"sqlite:///{data / 'none.sqlite'}", address="http://localhost",
        secret_key="k" * 40, audit_key="k" * 40, is_testing=True, **changes,
    )  # fmt: skip
