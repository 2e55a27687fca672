"""A service of Open Referral UK, 1.0 or 3.0, nested, as one row of text under our own headings.

Feeds are not what their standard says: any value may be of any kind, so nothing is taken on trust.
Names of contact persons are left behind.
"""

from collections.abc import Iterator
from typing import Any

from directory.imports.columns import FIELDS, Field

HEADINGS = tuple(FIELDS)

_DAY_NAMES = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_WEEKS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_DAY = 2
_CLOCK = 5


def cells_of(service: dict[str, Any]) -> list[str]:
    """The row of a service, in the order of HEADINGS."""
    facts = _about(service) | _contact(service) | _where(service) | _terms(service)
    return [facts.get(field, "") for field in Field]


def _about(service: dict[str, Any]) -> dict[Field, str]:
    group = _one(service, "organization")
    ages = next(iter(_many(service, "eligibilitys", "eligibilities")), {})
    return {
        Field.KEY: text(service, "id"),
        Field.GROUP: text(group, "name"),
        Field.GROUP_DESCRIPTION: text(group, "description"),
        Field.NAME: text(service, "name"),
        Field.DESCRIPTION: text(service, "description"),
        Field.WHEN: _when(service),
        Field.MINIMUM_AGE: text(service, "minimum_age") or text(ages, "minimum_age"),
        Field.MAXIMUM_AGE: text(service, "maximum_age") or text(ages, "maximum_age"),
        Field.AUDIENCES: text(service, "eligibility_description") or text(ages, "eligibility"),
        Field.LANGUAGES: "; ".join(_each(service, "languages", "name", "language")),
        Field.REVIEWED_ON: text(service, "assured_date")[:10],
        Field.STATUS: text(service, "status"),
        Field.JOINING: text(service, "attending_access") or text(service, "application_process"),
        Field.CHARITY_NUMBER: _charity_number(group),
    } | _cost(service)


def _contact(service: dict[str, Any]) -> dict[Field, str]:
    group = _one(service, "organization")
    contacts = [*_many(service, "contacts"), *_many(group, "contacts")]
    numbers = [
        number
        for holder in (*contacts, service, group)
        for number in _each(holder, "phones", "number")
    ]
    emails = [text(holder, "email") for holder in (service, *contacts, group)]
    pages = (text(service, "url"), text(group, "website"), text(group, "url"))
    return {
        Field.PHONE: " / ".join(dict.fromkeys(numbers)),
        Field.EMAIL: next(filter(None, emails), ""),
        Field.WEBSITE: next(filter(None, pages), ""),
    }


def _where(service: dict[str, Any]) -> dict[Field, str]:
    places = [_one(at, "location") for at in _many(service, "service_at_locations")]
    places += _many(service, "locations")
    if any(text(place, "location_type") == "virtual" for place in places):
        return {Field.PLACE: "online"}
    place: dict[str, Any] = next(iter(places), {})
    address: dict[str, Any] = next(
        iter(_many(place, "addresses", "physical_addresses", "postal_addresses")), {}
    )
    lines = (text(address, name) for name in ("address_1", "address_2", "address_3", "address_4"))
    is_wide = not places and _many(service, "service_areas")
    return {
        Field.PLACE: "whole-area" if is_wide else text(service, "attending_type"),
        Field.ADDRESS: ", ".join(filter(None, lines)) or text(place, "name"),
        Field.TOWN: text(address, "city"),
        Field.COUNTY: text(address, "state_province"),
        Field.POSTCODE: text(address, "postal_code"),
        Field.LATITUDE: text(place, "latitude"),
        Field.LONGITUDE: text(place, "longitude"),
        Field.ACCESS: "; ".join(_access(place)),
    }


def _access(place: dict[str, Any]) -> Iterator[str]:
    for access in _many(place, "accessibility", "accessibility_for_disabilities"):
        said = (text(access, name) for name in ("description", "accessibility", "details"))
        yield from dict.fromkeys(filter(None, said))


def _cost(service: dict[str, Any]) -> dict[Field, str]:
    options = _many(service, "cost_options")
    amounts = [text(option, "amount") for option in options]
    words = [
        " ".join(filter(None, (text(option, "option"), text(option, "amount_description"))))
        for option in options
    ]
    return {
        Field.PRICE: amounts[0] if len(amounts) == 1 else "",
        Field.COST: "; ".join(filter(None, words)) or text(service, "fees"),
    }


def _terms(service: dict[str, Any]) -> dict[Field, str]:
    """The words that a service is described with: codes first, since ours mean the same to us."""
    words = [
        text(term, "code") or text(term, "name")
        for attribute in _many(service, "attributes", "service_attributes")
        for term in [_one(attribute, "taxonomy_term")]
    ]
    words += [text(_one(link, "taxonomy"), "name") for link in _many(service, "service_taxonomys")]
    return {Field.TERMS: "; ".join(dict.fromkeys(filter(None, words)))}


def _charity_number(group: dict[str, Any]) -> str:
    for identifier in _many(group, "organization_identifiers"):
        kind = text(identifier, "identifier_type") + text(identifier, "identifier_scheme")
        if "charity" in kind.lower() or "GB-CHC" in kind or "GB-SC" in kind:
            return text(identifier, "identifier")
    return ""


def _when(service: dict[str, Any]) -> str:
    """The times in words: as the feed says them, else made from days and hours."""
    schedules = _many(service, "schedules", "regular_schedules", "regular_schedule")
    said = [text(schedule, "description") or _times(schedule) for schedule in schedules]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _times(schedule: dict[str, Any]) -> str:
    days = text(schedule, "byday") or text(schedule, "weekday")
    opens, closes = (text(schedule, name)[:_CLOCK] for name in ("opens_at", "closes_at"))
    hours = f"{opens} to {closes}" if opens and closes else opens
    return ", ".join(filter(None, (" and ".join(map(_day, days.split(","))), hours)))


def _day(code: str) -> str:
    """ "TU" is Tuesday, "-1TU" the last Tuesday of the month."""
    code = code.strip()
    day = _DAY_NAMES.get(code[-_DAY:].upper())
    if day is None:
        return code
    week = _WEEKS.get(code[:-_DAY].lstrip("+"))
    return f"{week} {day} of the month" if week else day


def text(facts: dict[str, Any], name: str) -> str:
    """A value as text, whatever kind it was."""
    match facts.get(name):
        case str() as value:
            return value.strip()
        case bool() as value:
            return "yes" if value else "no"
        case int() | float() as value:
            return str(value)
    return ""


def _one(facts: dict[str, Any], name: str) -> dict[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, dict) else {}


def _many(facts: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """All that stands under the names; one alone counts as a list of one."""
    values = [facts.get(name) for name in names]
    lists = [value if isinstance(value, list) else [value] for value in values]
    return [one for held in lists for one in held if isinstance(one, dict)]


def _each(facts: dict[str, Any], name: str, *keys: str) -> list[str]:
    found = (text(one, key) for one in _many(facts, name) for key in keys)
    return [value for value in found if value]
