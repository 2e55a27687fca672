"""The operator's way in to referrals: the table of SNOMED CT codes, and erasing again."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from kernel.errors import RuleBroken
from referrals import codes
from referrals.operations import erasing
from referrals.operations.codes import load_codes as load
from web.request import wiring

group = click.Group("referrals", help="Codes, and whom an older copy brought back.")


@group.command(
    "load-codes",
    help="Bring in SNOMED CT codes: CSV with the columns code, term and use. Every code is checked; "
    "one bad row and nothing is taken. A second time changes nothing.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_codes(file: Path) -> None:
    wired = wiring()
    try:
        read = codes.read(file.read_text("utf-8"))
        with wired.database.writing() as session:
            changed = load(session, read, at=wired.clock())
    except UnicodeDecodeError as error:
        raise click.ClickException("Save the file as CSV in UTF-8, then try again.") from error
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{len(read):,} codes read, {changed:,} changed.")


@group.command(
    "erase-again",
    help="After an older copy was put back: erase again everybody who was erased since.",
)
@with_appcontext
def erase_again() -> None:
    click.echo(erase_again_now())


def erase_again_now() -> str:
    """Do it, and say what was done: `restore` asks for it too."""
    wired = wiring()
    with wired.database.writing() as session:
        count = erasing.erase_again(session, at=wired.clock())
    return f"{count:,} people who had been erased were erased again."
