"""The whole directory as one flat table: a row a listing, as CSV for a spreadsheet or as JSON.

What each column means stands beside it in COLUMNS, which the download page shows. A hidden place
leaves its columns empty (reliability.md D7); cells cannot run as formulas (S6).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from directory.feed.shapes import Json, moment, pounds, said
from directory.published import Published
from directory.vocabulary import Place, Worded
from kernel.csv_safety import CsvValue, csv_lines

CSV_MEDIA_TYPE = "text/csv; charset=utf-8"
JSON_MEDIA_TYPE = "application/json"
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Column:
    """A column: its name, what it means, and how a listing fills it."""

    name: str
    says: str
    of: Callable[[Published], CsvValue]


def _codes(words: Iterable[Worded]) -> str:
    return "; ".join(word.value for word in words)


def _is_shown(listing: Published) -> bool:
    return listing.place is Place.SOMEWHERE


def _if_shown(of: Callable[[Published], CsvValue]) -> Callable[[Published], CsvValue]:
    """The value, unless the place is hidden or nowhere."""
    return lambda listing: of(listing) if _is_shown(listing) else None


def _yes_or_no(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]


COLUMNS = (
    Column("id", "The listing's id. It never changes.", lambda one: str(one.id)),
    Column("group_id", "The id of the group that runs it.", lambda one: str(one.group.id)),
    Column("group", "The group that runs it.", lambda one: one.group.name),
    Column("name", "The activity.", lambda one: one.name),
    Column("description", "What people can do.", lambda one: one.description),
    Column("domains", "Kinds of activity, by code.", lambda one: _codes(one.domains)),
    Column("needs", "What it helps with, by code.", lambda one: _codes(one.needs)),
    Column("audiences", "Who it is for, by code.", lambda one: _codes(one.audiences)),
    Column("audience_words", "Who it is for, in words.", lambda one: one.audience_words),
    Column("minimum_age", "Lowest age in years.", lambda one: one.minimum_age),
    Column("maximum_age", "Highest age in years.", lambda one: one.maximum_age),
    Column("joining", "How to join, by code.", lambda one: one.joining.value),
    Column("when", "When it happens, in words.", lambda one: one.when),
    Column("cost", "free, donation, amount or ask.", lambda one: one.cost.value),
    Column("cost_pounds", "The price in pounds.", lambda one: pounds(one.cost_pence)),
    Column("cost_words", "The price in words.", lambda one: one.cost_words),
    Column("phone", "Phone number for the public.", lambda one: one.phone),
    Column("email", "E-mail address for the public.", lambda one: one.email),
    Column("website", "Web address.", lambda one: one.website),
    Column("place", "somewhere, online, whole-area or hidden.", lambda one: one.place.value),
    Column("address", "Street address.", _if_shown(lambda one: one.address)),
    Column("town", "Town.", _if_shown(lambda one: one.town)),
    Column("postcode", "Postcode.", _if_shown(lambda one: one.postcode)),
    Column("latitude", "Degrees north (WGS84).", _if_shown(lambda one: one.latitude)),
    Column("longitude", "Degrees east (WGS84).", _if_shown(lambda one: one.longitude)),
    Column(
        "step_free",
        "Step-free access: yes, no or not said.",
        lambda one: _yes_or_no(one.is_step_free),
    ),
    Column("languages", "Languages spoken.", lambda one: "; ".join(one.languages)),
    Column("places_left", "Places left.", lambda one: one.places_left),
    Column("waiting_weeks", "Weeks to wait.", lambda one: one.waiting_weeks),
    Column("area", "The area of the directory.", lambda one: one.area),
    Column("checked", "How far it was checked.", lambda one: one.checked.value),
    Column("confirmed_on", "The day the group last confirmed it.", lambda one: one.confirmed_on),
    Column("last_modified", "When it last changed, in UTC.", lambda one: moment(one.last_modified)),
)


def csv_file(listings: Iterable[Published]) -> Iterator[str]:
    """The table as CSV, line by line, with a mark that tells spreadsheets it is UTF-8."""
    yield _BYTE_ORDER_MARK
    yield from csv_lines([[column.name for column in COLUMNS]])
    yield from csv_lines([column.of(one) for column in COLUMNS] for one in listings)


def json_file(listings: Iterable[Published]) -> Iterator[str]:
    """The table as one JSON document, listing by listing: `{"listings": [...]}`."""
    yield '{"listings": ['
    for number, listing in enumerate(listings):
        yield (",\n" if number else "\n") + json.dumps(row(listing), ensure_ascii=False)
    yield "\n]}\n"


def row(listing: Published) -> Json:
    """One row under its column names, without what is not known."""
    facts = {column.name: column.of(listing) for column in COLUMNS}
    days = {name: str(fact) for name, fact in facts.items() if hasattr(fact, "isoformat")}
    return said(**facts | days)
