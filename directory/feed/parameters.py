"""What may be asked of the open feed: one table, read by the parser and by the OpenAPI document.

The union of what the UK profile, the official validator and HSDS 3.0 know (peers.md 3.1). A
parameter that is not in the table is passed over, as other feeds do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from directory.feed.recurrence import WEEKDAYS
from directory.vocabulary import DAYS
from kernel.errors import RuleBroken

PER_PAGE = 50
MOST_PER_PAGE = 500
LONGEST_TEXT = 200


class Endpoint(StrEnum):
    """The addresses of the feed, below its base; `v1/…` are those of the older standard."""

    ROOT = "/"
    SERVICES = "/services"
    SERVICE = "/services/{id}"
    TAXONOMIES = "/taxonomies"
    TAXONOMY = "/taxonomies/{id}"
    TAXONOMY_TERMS = "/taxonomy_terms"
    TAXONOMY_TERM = "/taxonomy_terms/{id}"
    SERVICE_AT_LOCATIONS = "/service_at_locations"
    SERVICE_AT_LOCATION = "/service_at_locations/{id}"
    ORGANIZATIONS = "/organizations"
    ORGANIZATION = "/organizations/{id}"
    V1_SERVICES = "v1/services"
    V1_SERVICE = "v1/services/{id}"


@dataclass(frozen=True)
class Asked:
    """What a reader asked for. Ages in years, `proximity` in metres; None and "" mean not asked."""

    search: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    format: str = "json"
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    modified_after: datetime | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: int | None = None
    postcode: str = ""
    proximity: float | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    top_only: bool = False

    @property
    def is_ndjson(self) -> bool:
        """Whether everything is wanted at once, a document a line."""
        return self.format == "ndjson"

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.per_page


@dataclass(frozen=True)
class Kind:
    """A kind of value: how it is read, what is said when it cannot be, and its JSON schema."""

    read: Callable[[str], Any]
    wants: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A word that may stand after the question mark; `fills` is the field of `Asked`, if named otherwise."""

    name: str
    kind: Kind
    says: str
    endpoints: frozenset[Endpoint]
    fills: str = ""

    @property
    def field(self) -> str:
        """The field of `Asked` that it fills."""
        return self.fills or self.name


def _between(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = float(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return read


def _count(high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= high):
            raise ValueError(text)
        return int(text)

    return read


def _flag(text: str) -> bool:
    return {
        "true": True,
        "1": True,
        "yes": True,
        "": True,
        "false": False,
        "0": False,
        "no": False,
    }[text.lower()]


def _moment(text: str) -> datetime:
    """A date or a moment; without a zone it is UTC. A "+" of an offset may have become a space."""
    found = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _clock(text: str) -> time:
    return time.fromisoformat(text.strip().removesuffix("Z")).replace(tzinfo=None)


def _weekday(text: str) -> int:
    """TU, Tue or Tuesday, in any letters: 1."""
    wanted = text.strip().lower()
    names = {name.lower(): number for number, name in enumerate(DAYS)}
    names |= {name[:3]: number for name, number in tuple(names.items())}
    names |= {name.lower(): number for number, name in enumerate(WEEKDAYS)}
    return names[wanted]


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise ValueError(text)
    return text.strip()


def _choice(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        return words[words.index(text.lower())]

    return read


def _schema(**rules: Any) -> Mapping[str, Any]:
    return MappingProxyType(rules)


TEXT = Kind(
    _short, f"at most {LONGEST_TEXT} letters", _schema(type="string", maxLength=LONGEST_TEXT)
)
PAGE = Kind(
    _count(1_000_000),
    "a whole number from 1 up",
    _schema(type="integer", minimum=1, maximum=1_000_000, default=1),
)
SIZE = Kind(
    _count(MOST_PER_PAGE),
    f"a whole number from 1 to {MOST_PER_PAGE}",
    _schema(type="integer", minimum=1, maximum=MOST_PER_PAGE, default=PER_PAGE),
)
FLAG = Kind(_flag, "true or false", _schema(type="boolean", default=False))
ID = Kind(
    UUID,
    "an id such as 6f0c2b34-51a7-4a0e-9a35-2f6d1f0b8a47",
    _schema(type="string", format="uuid"),
)
MOMENT = Kind(
    _moment,
    "a date or time such as 2026-03-01T09:00:00Z",
    _schema(type="string", format="date-time"),
)
AGE = Kind(_between(0, 150), "an age from 0 to 150", _schema(type="number", minimum=0, maximum=150))
CLOCK = Kind(_clock, "a time such as 14:30", _schema(type="string", examples=("14:30",)))
DAY = Kind(_weekday, "a day such as TU or Tuesday", _schema(type="string", enum=(*WEEKDAYS, *DAYS)))
METRES = Kind(
    _between(0, 1_000_000),
    "a number of metres up to 1000000",
    _schema(type="number", minimum=0, maximum=1_000_000),
)
FORMAT = Kind(
    _choice("json", "ndjson"),
    "json or ndjson",
    _schema(type="string", enum=("json", "ndjson"), default="json"),
)

_SERVICES = frozenset({Endpoint.SERVICES, Endpoint.SERVICE_AT_LOCATIONS, Endpoint.V1_SERVICES})
_V3 = frozenset(
    {
        Endpoint.SERVICES,
        Endpoint.SERVICE_AT_LOCATIONS,
        Endpoint.TAXONOMIES,
        Endpoint.TAXONOMY_TERMS,
        Endpoint.ORGANIZATIONS,
    }
)
_V3_SERVICES = _SERVICES - {Endpoint.V1_SERVICES}
_LISTS = _V3 | _SERVICES
_ORGANIZATIONS = frozenset({Endpoint.ORGANIZATIONS, Endpoint.ORGANIZATION})
_TERMS = frozenset({Endpoint.TAXONOMY_TERMS})
_V1 = frozenset({Endpoint.V1_SERVICES})

PARAMETERS = (
    Parameter("search", TEXT, "Words to look for.", _V3),
    Parameter("text", TEXT, "Words to look for.", _V1, fills="search"),
    Parameter("page", PAGE, "Which page of the list.", _LISTS),
    Parameter("per_page", SIZE, "How many on a page.", _LISTS),
    Parameter("format", FORMAT, "One page as JSON, or everything at once, a document a line.", _V3),
    Parameter("taxonomy_term_id", ID, "Only services with this term.", _V3_SERVICES),
    Parameter("taxonomy_id", ID, "Only what uses this taxonomy.", _V3_SERVICES | _TERMS),
    Parameter("taxonomy_id", ID, "Only services with this term.", _V1, fills="taxonomy_term_id"),
    Parameter("organization_id", ID, "Only services of this organisation.", _V3_SERVICES),
    Parameter("modified_after", MOMENT, "Only what changed at this time or later.", _V3_SERVICES),
    Parameter("minimum_age", AGE, "Only services whose lowest age is this or higher.", _SERVICES),
    Parameter("maximum_age", AGE, "Only services whose highest age is this or lower.", _SERVICES),
    Parameter("start_time", CLOCK, "Only services that start at this time or later.", _SERVICES),
    Parameter("end_time", CLOCK, "Only services that end at this time or earlier.", _SERVICES),
    Parameter("day", DAY, "Only services on this day of the week.", _SERVICES),
    Parameter(
        "postcode",
        TEXT,
        "Where the person is: services that cover the place, or lie near.",
        _SERVICES,
    ),
    Parameter("proximity", METRES, "How many metres from the postcode at most.", _SERVICES),
    Parameter("minimal", FLAG, "Only ids and when each changed.", frozenset({Endpoint.SERVICES})),
    Parameter(
        "full",
        FLAG,
        "Each item with all that belongs to it.",
        _V3_SERVICES | {Endpoint.ORGANIZATIONS},
    ),
    Parameter("full_service", FLAG, "Organisations with their services in full.", _ORGANIZATIONS),
    Parameter("top_only", FLAG, "Only terms that stand at the top.", _TERMS),
    Parameter("parent_id", ID, "Only terms below this one.", _TERMS),
)


def parameters_of(endpoint: Endpoint) -> tuple[Parameter, ...]:
    """What may be asked at an endpoint."""
    return tuple(parameter for parameter in PARAMETERS if endpoint in parameter.endpoints)


def parse_query(endpoint: Endpoint, args: Mapping[str, str]) -> Asked:
    """What was asked. Raises RuleBroken, naming the parameter, for a value that cannot be read."""
    found = {
        parameter.field: _read(parameter, args[parameter.name])
        for parameter in parameters_of(endpoint)
        if parameter.name in args and _is_said(parameter, args[parameter.name])
    }
    asked = Asked(**found)
    if asked.proximity is not None and not asked.postcode:
        raise RuleBroken("The parameter proximity needs a postcode beside it.", field="proximity")
    return asked


def _is_said(parameter: Parameter, text: str) -> bool:
    return bool(text.strip()) or parameter.kind is FLAG


def _read(parameter: Parameter, text: str) -> Any:
    try:
        return parameter.kind.read(text)
    except (ValueError, KeyError, OverflowError):
        raise RuleBroken(
            f"The parameter {parameter.name} must be {parameter.kind.wants}.", field=parameter.name
        ) from None
