"""An address in one cell, taken apart: the street, the town, and a postcode that was written with it."""

import re
from dataclasses import dataclass

from directory.imports.facts import postcode, tidy

_POSTCODE_AT_END = re.compile(r"[\s,]*\b([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})[\s.,]*$", re.IGNORECASE)
_LONGEST = 500

# Parts that may stand after the town.
_COUNTRIES = frozenset(
    {
        "uk",
        "u.k.",
        "united kingdom",
        "gb",
        "great britain",
        "england",
        "scotland",
        "wales",
        "northern ireland",
    }
)
_COUNTIES = frozenset(
    {
        "bedfordshire",
        "berkshire",
        "buckinghamshire",
        "cambridgeshire",
        "cheshire",
        "cornwall",
        "county durham",
        "cumbria",
        "derbyshire",
        "devon",
        "dorset",
        "east sussex",
        "east yorkshire",
        "essex",
        "gloucestershire",
        "greater london",
        "greater manchester",
        "hampshire",
        "herefordshire",
        "hertfordshire",
        "isle of wight",
        "kent",
        "lancashire",
        "leicestershire",
        "lincolnshire",
        "merseyside",
        "norfolk",
        "north yorkshire",
        "northamptonshire",
        "northumberland",
        "nottinghamshire",
        "oxfordshire",
        "rutland",
        "shropshire",
        "somerset",
        "south yorkshire",
        "staffordshire",
        "suffolk",
        "surrey",
        "tyne and wear",
        "warwickshire",
        "west midlands",
        "west sussex",
        "west yorkshire",
        "wiltshire",
        "worcestershire",
        "middlesex",
        "gwent",
        "dyfed",
        "powys",
        "gwynedd",
        "clwyd",
        "fife",
        "lothian",
        "tayside",
        "grampian",
        "highland",
        "strathclyde",
    }
)
_AFTER_A_TOWN = _COUNTRIES | _COUNTIES


@dataclass(frozen=True)
class Address:
    """The lines before the town, the town, and the postcode; each "" where it is not said."""

    street: str = ""
    town: str = ""
    postcode: str = ""


def taken_apart(text: str) -> Address:
    """The parts of an address. The last part is the town where it holds no figure and is not alone."""
    whole = tidy(text.replace("\n", ", ")) if text else ""
    parts = _worth_keeping(whole.split(","))
    code = ""
    if parts and (at_end := _POSTCODE_AT_END.search(parts[-1][-_LONGEST:])):
        code = postcode(at_end.group(1)).value
        rest = parts[-1][: -len(at_end.group())] if code else parts[-1]
        parts = _worth_keeping([*parts[:-1], rest])
    if len(parts) > 1 and not any(letter.isdigit() for letter in parts[-1]):
        return Address(", ".join(parts[:-1]), parts[-1], code)
    return Address(", ".join(parts), "", code)


def _worth_keeping(parts: list[str]) -> list[str]:
    """The parts without gaps, counties and countries."""
    tidied = (part.strip(" .") for part in parts)
    return [part for part in tidied if part and part.casefold() not in _AFTER_A_TOWN]
