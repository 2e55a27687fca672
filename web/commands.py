"""The operator's way in: serving, working, checking, and the demo world."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import DatabaseError

import click
from flask import current_app
from flask.cli import with_appcontext

from kernel import backup as kernel_backup
from kernel import schema
from kernel.errors import RuleBroken
from kernel.invariants import Invariants
from kernel.worker import Worker
from web import serving
from web.request import Wiring

DemoPart = Callable[..., Sequence[str]]
AfterRestore = Callable[[], str]
_demo_parts: list[DemoPart] = []
_after_restore: list[AfterRestore] = []


def wire_demo(parts: Sequence[DemoPart]) -> None:
    """Say which features have a part of the demo world, lowest first."""
    _demo_parts[:] = parts


def wire_after_restore(acts: Sequence[AfterRestore]) -> None:
    """Say what must be done when an older copy was put back; each says what it did."""
    _after_restore[:] = acts


def _wiring() -> Wiring:
    wired: Wiring = current_app.extensions["petunias"]
    return wired


def _worker() -> Worker:
    worker: Worker = current_app.extensions["petunias_worker"]
    return worker


@click.command("migrate", help="Bring the database up to date.")
@with_appcontext
def migrate() -> None:
    schema.upgrade(_wiring().database.url)


@click.command("worker", help="Send letters, keep the index and the timetable, until stopped.")
@with_appcontext
def worker() -> None:
    _worker().run()


@click.command("doctor", help="Check the invariants; say in words what is wrong.")
@with_appcontext
def doctor() -> None:
    invariants: Invariants = current_app.extensions["petunias_invariants"]
    with _wiring().database.reading() as session:
        complaints = list(invariants.broken(session))
    for complaint in complaints:
        click.echo(complaint)
    if complaints:
        sys.exit(1)
    click.echo("All is well.")


@click.command("backup", help="Write a copy of the database, in use or not, to FILE.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    try:
        size = kernel_backup.backup(_wiring().database, file)
    except (RuleBroken, OSError, DatabaseError) as error:
        raise click.ClickException(f"No copy was made. {error}") from error
    click.echo(f"{file} is a whole copy: {size:,} bytes. Keep the folder keys apart from it.")


@click.command("restore", help="Put everything back as it was in FILE, a copy made by backup.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.confirmation_option(prompt="Everything since that copy will be lost. Go on?")
@with_appcontext
def restore(file: Path) -> None:
    database = _wiring().database
    try:
        kernel_backup.restore(database, file, known_shapes=schema.known_shapes())
        schema.upgrade(database.url)
    except (RuleBroken, OSError, DatabaseError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("All is as it was in the copy.")
    for act in _after_restore:
        click.echo(act())
    click.echo("Make the index again and check:")
    click.echo("    flask --app wsgi directory rebuild-index")
    click.echo("    flask --app wsgi doctor")


@click.group("demo", help="The demo world: Anytown.")
def demo() -> None:
    pass


@demo.command("load", help="Make Anytown, with as many made-up listings more as you ask for.")
@click.option("--listings", default=0, help="How many made-up listings to add.")
@click.option("--seed", default=1, help="The same seed makes the same listings.")
@with_appcontext
def load(listings: int, seed: int) -> None:
    for sentence in load_demo(listings=listings, seed=seed):
        click.echo(sentence)


def load_demo(*, listings: int = 0, seed: int = 1) -> list[str]:
    """Make the demo world, part by part; what each part says of what it made."""
    wired = _wiring()
    if wired.is_production:
        raise click.ClickException(
            "The demo world is not loaded at an https address. It is for trying things out."
        )
    said: list[str] = []
    for part in _demo_parts:
        said += part(wired.database, at=wired.clock(), listings=listings, seed=seed)
    return said


@click.command("serve", help="Make what is missing, then serve pages and work, until stopped.")
@with_appcontext
def serve() -> None:
    wired = _wiring()
    settings = current_app.extensions["petunias_settings"]
    with serving.listening(settings.port) as taken:
        schema.upgrade(wired.database.url)
        says = load_demo() if wired.is_demo else []
        wired.database.close()
        serving.hand_over(
            taken,
            processes=settings.processes,
            data=settings.data,
            says=[*says, f"Petunias is at {settings.address}   (stop it with Ctrl+C)"],
        )


COMMANDS: Sequence[click.Command] = (migrate, worker, doctor, demo, serve, backup, restore)
