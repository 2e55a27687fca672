"""The operator's way in to the directory."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext

from accounts import queries as accounts
from directory.imports.batches import BatchState
from directory.operations import finding, importing, indexing
from directory.operations.reading import reader
from directory.postcodes import deprivation, files
from directory.postcodes.deprivation import Deprived
from directory.postcodes.files import Outcome, Read
from directory.queries import importing as import_queries
from kernel.access import SYSTEM
from kernel.errors import RuleBroken
from web.request import wiring

group = click.Group("directory", help="Import, index, postcodes, deprivation.")

AT_A_TIME = 20_000
TOLD_EVERY = 200_000
FIGURES = (
    (Outcome.POSITION, "postcodes loaded"),
    (Outcome.NO_POSITION, "without a position"),
    (Outcome.NORTHERN_IRELAND, "in Northern Ireland left out"),
    (Outcome.CROWN, "in the Crown dependencies left out"),
    (Outcome.NOT_A_POSTCODE, "not postcodes"),
)
DEPRIVATION_FIGURES = (
    (deprivation.Outcome.LOADED, "postcodes loaded"),
    (deprivation.Outcome.NOT_KNOWN, "not known"),
    (deprivation.Outcome.OUTSIDE_ENGLAND, "outside England left out"),
    (deprivation.Outcome.NOT_A_POSTCODE, "not postcodes"),
)


@group.command("rebuild-index", help="Make the search index again from the database.")
@with_appcontext
def rebuild_index() -> None:
    count = indexing.keeper().rebuild(at=wiring().clock())
    click.echo(f"{count:,} listings can be found.")


@group.command(
    "load-postcodes",
    help="Bring in where postcodes are: ONS Postcode Directory, NSPL or Code-Point Open, "
    "as CSV, CSV.GZ or ZIP. A second time changes nothing.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_postcodes(file: Path) -> None:
    wired = wiring()
    counts: Counter[Outcome] = Counter()
    for batch in finding.batches(_rows(file), size=AT_A_TIME):
        with wired.database.writing() as session:
            finding.keep_postcodes(session, batch)
        counts.update(row.outcome for row in batch)
        if counts.total() % TOLD_EVERY == 0:
            click.echo(f"{counts.total():,} rows read, {counts[Outcome.POSITION]:,} loaded")
    with wired.database.writing() as session:
        finding.note_postcodes_loaded(session, counts, at=wired.clock())
    click.echo(", ".join(f"{counts[outcome]:,} {words}" for outcome, words in FIGURES))


def _rows(file: Path) -> Iterator[Read]:
    try:
        yield from files.read(file)
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from refusal


@group.command(
    "load-deprivation",
    help="Bring in how deprived postcodes are: the postcode look-up of the English Indices of "
    "Deprivation; or the ONS Postcode Directory or NSPL, with --edition. As CSV, CSV.GZ or ZIP. "
    "A file with a wrong line is refused whole; a second time changes nothing.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--edition",
    type=click.Choice(list(deprivation.NEIGHBOURHOODS)),
    default=None,
    help="Of which year the ranks of the file are; not needed for deciles.",
)
@with_appcontext
def load_deprivation(file: Path, edition: str | None) -> None:
    wired = wiring()
    counts: Counter[deprivation.Outcome] = Counter()
    for batch in finding.batches(_deprived(file, edition or ""), size=AT_A_TIME):
        with wired.database.writing() as session:
            finding.keep_deprivation(session, batch)
        counts.update(row.outcome for row in batch)
        if counts.total() % TOLD_EVERY == 0:
            click.echo(f"{counts.total():,} rows read")
    with wired.database.writing() as session:
        finding.note_deprivation_loaded(session, counts, at=wired.clock())
    click.echo(", ".join(f"{counts[outcome]:,} {words}" for outcome, words in DEPRIVATION_FIGURES))


def _deprived(file: Path, edition: str) -> Iterator[Deprived]:
    """The rows of a file that was looked through first."""
    try:
        deprivation.checked(file, edition=edition)
        yield from deprivation.read(file, edition=edition)
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from refusal


@group.command(
    "import",
    help="Bring in a list: CSV, XLSX, Open Referral UK (a file or a folder of pages), HSDS tables. "
    "What comes in are drafts; an editor publishes them. A second time changes nothing.",
)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--area", default="", help="The area that it is for, where there are several.")
@click.option("--known-as", default="", help="What the list is called; else the file's name.")
@with_appcontext
def import_list(file: Path, area: str, known_as: str) -> None:
    try:
        batch_id = _begin(file, area, known_as)
    except RuleBroken as refusal:
        raise click.ClickException(refusal.message) from refusal
    reader().read(batch_id, tell=lambda done: click.echo(f"{done:,} rows read"))
    _tell_what_became(batch_id)


def _begin(file: Path, area: str, known_as: str) -> UUID:
    """Keep the file and let it be read with the columns that we remember or guess."""
    wired = wiring()
    with wired.database.writing() as session:
        area_id = _area(area, [(one.id, one.name) for one in accounts.areas(session)])
        at = wired.clock()
        batch = importing.begin_batch(
            session, SYSTEM, area_id=area_id, name=file.name, data=file, at=at
        )
        for heading, field in batch.mapping.items():
            click.echo(f"{heading}: {field or 'left out, we do not know what it holds'}")
        importing.read_batch(
            session, SYSTEM, batch.id, names=batch.mapping, known_as=known_as, at=at
        )
        return batch.id


def _area(wanted: str, known: list[tuple[UUID, str]]) -> UUID:
    names = {name.casefold(): area_id for area_id, name in known}
    if wanted.casefold() in names:
        return names[wanted.casefold()]
    if not wanted and len(known) == 1:
        return known[0][0]
    there = ", ".join(name for _, name in known) or "none yet"
    raise RuleBroken(f"Say for which area it is, with --area. There are: {there}.")


def _tell_what_became(batch_id: UUID) -> None:
    with wiring().database.reading() as session:
        batch = import_queries.get_batch(session, SYSTEM, batch_id)
        if batch.state is BatchState.FAILED:
            click.echo(batch.says)
            sys.exit(1)
        for row in import_queries.rows_to_tell(session, batch_id):
            place = f", {row.column}" if row.column else ""
            click.echo(f"Row {row.number}{place}: {row.says}")
        click.echo(batch.tally.line())
