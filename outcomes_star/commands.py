"""The operator's way in to the star: loading an instrument for every lead NTP."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from kernel.errors import RuleBroken
from outcomes_star.operations.loading import load_for_all
from web.request import wiring

group = click.Group("outcomes-star", help="What people can be asked about how things are.")


@group.command(
    "load",
    help="Bring in an instrument: a TOML file as docs/instruments.md describes it. What is wrong is "
    "listed, and nothing is taken. A second time changes nothing.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    wired = wiring()
    try:
        text = file.read_text("utf-8")
        with wired.database.writing() as session:
            one = load_for_all(session, text, at=wired.clock())
    except UnicodeDecodeError as error:
        raise click.ClickException(
            "Save the file as plain text in UTF-8, then try again."
        ) from error
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{one.name}, version {one.version}, is there for every lead NTP to choose.")
