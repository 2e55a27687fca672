"""HSDS as tables: organizations.csv, services.csv and the rest, in a folder or a zip, joined by id.

The same tables may stand in one JSON document. Only services.csv must be there.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from directory.imports.documents import documents
from directory.imports.limits import Limits
from directory.imports.service_rows import HEADINGS, cells_of
from directory.imports.sheet import Line
from kernel.errors import RuleBroken

Record = dict[str, Any]
Tables = Mapping[str, list[Record]]

# The names that tables go by in HSDS 1, 2, 3 and in the UK profile, and ours for them.
_NAMES = {
    "service": "services",
    "services": "services",
    "organization": "organizations",
    "organizations": "organizations",
    "location": "locations",
    "locations": "locations",
    "service_at_location": "service_at_locations",
    "service_at_locations": "service_at_locations",
    "services_at_location": "service_at_locations",
    "address": "addresses",
    "addresses": "addresses",
    "physical_address": "addresses",
    "physical_addresses": "addresses",
    "postal_address": "postal_addresses",
    "postal_addresses": "postal_addresses",
    "phone": "phones",
    "phones": "phones",
    "contact": "contacts",
    "contacts": "contacts",
    "schedule": "schedules",
    "schedules": "schedules",
    "regular_schedule": "schedules",
    "regular_schedules": "schedules",
    "cost_option": "cost_options",
    "cost_options": "cost_options",
    "language": "languages",
    "languages": "languages",
    "service_area": "service_areas",
    "service_areas": "service_areas",
    "eligibility": "eligibilities",
    "eligibilities": "eligibilities",
    "eligibilitys": "eligibilities",
    "accessibility": "accessibility",
    "accessibility_for_disabilities": "accessibility",
    "taxonomy_term": "taxonomy_terms",
    "taxonomy_terms": "taxonomy_terms",
    "attribute": "attributes",
    "attributes": "attributes",
    "service_attribute": "attributes",
    "service_attributes": "attributes",
    "organization_identifier": "organization_identifiers",
    "organization_identifiers": "organization_identifiers",
}
_OF_A_SERVICE = (
    "schedules",
    "cost_options",
    "languages",
    "service_areas",
    "eligibilities",
    "phones",
    "contacts",
)


def table_name(path: str) -> str | None:
    """The table that a file holds, by its name: "data/services.csv" is services."""
    return _NAMES.get(PurePosixPath(path.replace("\\", "/")).stem.lower())


def are_tables(document: Mapping[str, Any]) -> bool:
    """Whether a JSON document is flat tables: services beside at least one other."""
    known = [name for name, rows in document.items() if name in _NAMES and isinstance(rows, list)]
    return "services" in known and len(known) > 1 and not isinstance(document.get("name"), str)


def tables_in(document: Mapping[str, Any]) -> Tables:
    """The tables of a JSON document, under our names for them."""
    tables: dict[str, list[Record]] = defaultdict(list)
    for name, rows in document.items():
        if name in _NAMES and isinstance(rows, list):
            tables[_NAMES[name]] += [row for row in rows if isinstance(row, dict)]
    return tables


def lines(source: BinaryIO | Path, limits: Limits) -> Iterator[Line]:
    """Our headings, then a row for each service. Raises RuleBroken without a table of services."""
    tables = _read(source, limits)
    if not tables.get("services"):
        raise RuleBroken("There is no services.csv with rows in it. Add it, then try again.")
    yield 1, HEADINGS
    for number, service in enumerate(nested(tables), start=2):
        yield number, cells_of(service)


def _read(source: BinaryIO | Path, limits: Limits) -> Tables:
    tables: dict[str, list[Record]] = defaultdict(list)
    for name, data in documents(source, (".csv",), limits):
        if table := table_name(name):
            tables[table] += _records(name, data, limits)
    return tables


def _records(name: str, data: bytes, limits: Limits) -> Iterator[Record]:
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1252", "replace")
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(words, newline=""))):
            if number >= limits.rows:
                raise RuleBroken(f"{name} has more than {limits.rows:,} rows. Split it.")
            yield {key: value for key, value in row.items() if key and isinstance(value, str)}
    except csv.Error:
        raise RuleBroken(f"{name} cannot be read as CSV. Save it again, then try.") from None


def nested(tables: Tables) -> Iterator[Record]:
    """Each service with what belongs to it inside, as Open Referral UK 3.0 nests it."""
    by_service = {name: _by(tables, name, "service_id") for name in _OF_A_SERVICE}
    phones = _by(tables, "phones", "contact_id")
    organizations = _organizations(tables)
    places = _places(tables)
    terms = _attributes(tables)
    for service in tables.get("services", []):
        key = _key(service.get("id"))
        whole = {name: rows[key] for name, rows in by_service.items() if key in rows}
        for contact in whole.get("contacts", []):
            contact["phones"] = phones.get(_key(contact.get("id")), [])
        yield (
            whole
            | {
                "organization": organizations.get(_key(service.get("organization_id")), {}),
                "service_at_locations": [{"location": place} for place in places.get(key, [])],
                "attributes": terms.get(key, []),
            }
            | service
        )


def _organizations(tables: Tables) -> dict[Any, Record]:
    numbers = _by(tables, "organization_identifiers", "organization_id")
    phones = _by(tables, "phones", "organization_id")
    return {
        _key(one.get("id")): {
            "organization_identifiers": numbers.get(_key(one.get("id")), []),
            "phones": phones.get(_key(one.get("id")), []),
        }
        | one
        for one in tables.get("organizations", [])
    }


def _places(tables: Tables) -> dict[Any, list[Record]]:
    """The locations of each service, each with its addresses and access."""
    addresses = _by(tables, "addresses", "location_id")
    postal = _by(tables, "postal_addresses", "location_id")
    access = _by(tables, "accessibility", "location_id")
    whole = {
        _key(one.get("id")): {
            "addresses": addresses.get(_key(one.get("id"))) or postal.get(_key(one.get("id")), []),
            "accessibility": access.get(_key(one.get("id")), []),
        }
        | one
        for one in tables.get("locations", [])
    }
    found: dict[Any, list[Record]] = defaultdict(list)
    for link in tables.get("service_at_locations", []):
        if place := whole.get(_key(link.get("location_id"))):
            found[_key(link.get("service_id"))].append(place)
    return found


def _attributes(tables: Tables) -> dict[Any, list[Record]]:
    terms = {_key(term.get("id")): term for term in tables.get("taxonomy_terms", [])}
    found: dict[Any, list[Record]] = defaultdict(list)
    for link in tables.get("attributes", []):
        term = terms.get(_key(link.get("taxonomy_term_id")))
        if term:
            owner = link.get("link_id") or link.get("service_id")
            found[_key(owner)].append({"taxonomy_term": term})
    return found


def _by(tables: Tables, name: str, column: str) -> dict[Any, list[Record]]:
    found: dict[Any, list[Record]] = defaultdict(list)
    for record in tables.get(name, []):
        if key := _key(record.get(column)):
            found[key].append(record)
    return dict(found)


def _key(value: Any) -> str:
    return value if isinstance(value, str) else ""
