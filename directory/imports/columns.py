"""Which column of a sheet holds which fact: guessed from its heading, or else from what is in it.

A matching is remembered as plain names, so that the next file of the same make needs no matching.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from directory.vocabulary import Worded
from kernel.errors import RuleBroken


class Field(Worded):
    """A fact that a column may hold."""

    KEY = "id", "The number or code of the row"
    GROUP = "group", "Name of the group"
    GROUP_DESCRIPTION = "group_description", "About the group"
    NAME = "name", "Name of the activity"
    DESCRIPTION = "description", "What people can do"
    WHEN = "when", "When it happens"
    PHONE = "phone", "Phone number"
    EMAIL = "email", "E-mail address"
    WEBSITE = "website", "Web address"
    PLACE = "place", "At a place, on-line or anywhere"
    ADDRESS = "address", "Address"
    TOWN = "town", "Town"
    COUNTY = "county", "County"
    POSTCODE = "postcode", "Postcode"
    LATITUDE = "latitude", "Latitude"
    LONGITUDE = "longitude", "Longitude"
    COST = "cost", "What it costs, in words"
    PRICE = "cost_pounds", "Price in pounds"
    JOINING = "joining", "How to join"
    DOMAINS = "domains", "Kind of activity"
    TERMS = "terms", "Words that describe it"
    NEEDS = "needs", "What it helps with"
    AUDIENCES = "audiences", "Who it is for"
    MINIMUM_AGE = "minimum_age", "Lowest age"
    MAXIMUM_AGE = "maximum_age", "Highest age"
    LANGUAGES = "languages", "Languages"
    STEP_FREE = "step_free", "Step-free access, yes or no"
    ACCESS = "access", "Access, in words"
    CHARITY_NUMBER = "charity_number", "Charity number"
    REVIEWED_ON = "last_review_date", "Day it was last checked"
    STATUS = "status", "Whether it is running"


FIELDS = {field.value: field for field in Field}

_SYNONYMS = {
    Field.KEY: "id; ref; reference; record id; listing id; service id; unique id; identifier; "
    "record number; row id; uuid",
    Field.GROUP: "group; organisation; organization; org; provider; group name; organisation name; "
    "organization name; org name; provider name; charity name; club; club name; agency; company; "
    "run by; name of organisation; name of group; name of organization; organiser",
    Field.GROUP_DESCRIPTION: "about the group; about the organisation; group description; "
    "organisation description; organization description",
    Field.NAME: "name; title; service; service name; activity; activity name; name of service; "
    "name of activity; project; project name; listing; listing name; class; session name",
    Field.DESCRIPTION: "description; details; detail; about; summary; information; info; notes; "
    "service description; what; what we do; what they do; what people can do; comments; blurb; "
    "overview; purpose; activities",
    Field.WHEN: "when; day; days; time; times; opening hours; opening times; hours; schedule; "
    "day and time; days and times; day time; availability; session times; frequency; date and time",
    Field.PHONE: "phone; telephone; tel; tel no; phone number; telephone number; phone no; "
    "telephone no; mobile; mobile number; contact number; contact phone; contact telephone; "
    "landline; helpline; phones",
    Field.EMAIL: "email; e mail; email address; e mail address; contact email; mail",
    Field.WEBSITE: "website; web; url; web site; web address; website address; web page; webpage; "
    "link; homepage; website url; site; www",
    Field.PLACE: "place; place type; location type; attending type; in person or online; delivery",
    Field.ADDRESS: "address; street; street address; address 1; address 2; address 3; "
    "address line 1; address line 2; address line 3; venue; venue address; venue name; location; "
    "where; full address; building; address1; address2; address3; postal address; premises",
    Field.TOWN: "town; city; town city; town or city; post town; address town; address city",
    Field.COUNTY: "county; region; state province; state; country",
    Field.POSTCODE: "postcode; post code; postal code; zip; zip code; venue postcode; pcode; pc",
    Field.LATITUDE: "latitude; lat",
    Field.LONGITUDE: "longitude; lon; lng; long",
    Field.COST: "cost; costs; fee; fees; charge; charges; cost words; cost to attend; free; "
    "price details; how much; cost type",
    Field.PRICE: "cost pounds; price; amount; cost amount; price in pounds",
    Field.JOINING: "joining; how to join; how to access; access route; referral; referral route; "
    "referral process; attending access; booking; how to book; how to refer",
    Field.DOMAINS: "domains; domain; category; categories; type; kind; kind of activity; theme; "
    "type of activity; activity type; service type; topic; subject",
    Field.TERMS: "terms; tags; keywords; taxonomy terms; taxonomy",
    Field.NEEDS: "needs; need; needs met; what it helps with",
    Field.AUDIENCES: "audiences; audience; who for; who it is for; who is it for; target group; "
    "target audience; client group; eligibility; suitable for; audience words; for whom; for who",
    Field.MINIMUM_AGE: "minimum age; min age; age from; lowest age; age min",
    Field.MAXIMUM_AGE: "maximum age; max age; age to; highest age; age max",
    Field.LANGUAGES: "languages; language; languages spoken",
    Field.STEP_FREE: "step free; step free access; wheelchair access; wheelchair accessible; "
    "wheelchair",
    Field.ACCESS: "access; accessibility; access words; disabled access; access information",
    Field.CHARITY_NUMBER: "charity number; charity no; registered charity number; charity; "
    "charity reg no; registered charity no; charity registration number",
    Field.REVIEWED_ON: "last review date; last reviewed; last updated; updated; date updated; "
    "last checked; review date; assured date; date checked; last modified; confirmed on; "
    "last confirmed; date last updated; reviewed on; reviewed; checked on",
    Field.STATUS: "status; active; is active",
}
_BY_HEADING = {
    name.strip(): field for field, names in _SYNONYMS.items() for name in names.split(";")
} | {field.value.replace("_", " "): field for field in Field}

# In a long heading ("What is the name of your organisation?") the first of these words decides.
_BY_WORD = (
    ("postcode", Field.POSTCODE),
    ("phone", Field.PHONE),
    ("telephone", Field.PHONE),
    ("mobile", Field.PHONE),
    ("email", Field.EMAIL),
    ("website", Field.WEBSITE),
    ("url", Field.WEBSITE),
    ("address", Field.ADDRESS),
    ("venue", Field.ADDRESS),
    ("charity", Field.CHARITY_NUMBER),
    ("describe", Field.DESCRIPTION),
    ("description", Field.DESCRIPTION),
    ("opening", Field.WHEN),
    ("times", Field.WHEN),
    ("cost", Field.COST),
    ("organisation", Field.GROUP),
    ("organization", Field.GROUP),
    ("group", Field.GROUP),
    ("activity", Field.NAME),
    ("service", Field.NAME),
)
_LONG_HEADING = 3

_BY_CONTENT = (
    (Field.EMAIL, re.compile(r"[^@\s]{1,64}@[^@\s]{1,120}\.[a-z]{2,20}", re.IGNORECASE)),
    (Field.WEBSITE, re.compile(r"(?:https?://|www\.)\S{3,300}", re.IGNORECASE)),
    (Field.POSTCODE, re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)),
    (Field.PHONE, re.compile(r"\+?[\d() ]{10,18}")),
)
_MOST_OF_THEM = 0.7
_LONGEST_LOOKED_AT = 400

JOINED = {
    Field.ADDRESS: ", ",
    Field.DESCRIPTION: "\n\n",
    Field.WHEN: "; ",
    Field.PHONE: " / ",
    Field.COST: "; ",
    Field.AUDIENCES: "; ",
    Field.DOMAINS: "; ",
    Field.WEBSITE: " ",
    Field.ACCESS: "; ",
    Field.TERMS: "; ",
    Field.NEEDS: "; ",
    Field.LANGUAGES: "; ",
    Field.COUNTY: ", ",
}
"""Facts that several columns may hold together, and what stands between the parts."""


@dataclass(frozen=True)
class Matching:
    """Which heading holds which fact; a heading without a fact is None, and is shown as unknown."""

    fields: Mapping[str, Field | None]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that nobody has matched: what is in them will not be read."""
        return tuple(heading for heading, field in self.fields.items() if field is None)

    def as_names(self) -> dict[str, str]:
        """Plain words to be remembered; "" for a column that is left out."""
        return {heading: field.value if field else "" for heading, field in self.fields.items()}

    @classmethod
    def from_names(cls, names: Mapping[str, str], headings: Sequence[str]) -> "Matching":
        """A matching from remembered words or a form. Raises RuleBroken for a fact we do not know."""
        wrong = next((name for name in names.values() if name and name not in FIELDS), None)
        if wrong is not None:
            raise RuleBroken(f"We do not know what “{wrong[:40]}” is. Choose from the list.")
        return cls(_once({heading: FIELDS.get(names.get(heading, "")) for heading in headings}))


def fits(names: Mapping[str, str], headings: Sequence[str]) -> bool:
    """Whether a remembered matching was made for these very headings."""
    return set(names) == set(headings)


def guess_columns(headings: Sequence[str], sample: Iterable[Sequence[str]]) -> Matching:
    """The likely matching: by the words of each heading, else by what most of the cells look like."""
    rows = list(sample)
    found = {heading: recognised(heading) for heading in headings}
    taken = {field for field in found.values() if field}
    for position, heading in enumerate(headings):
        if found[heading] is None:
            cells = [row[position] for row in rows if position < len(row)]
            guess = _looks_like(cells)
            found[heading] = None if guess in taken else guess
    return Matching(_once(found))


@cache
def recognised(heading: str) -> Field | None:
    """The fact that a heading names, in any usual words, or None."""
    words = _words(heading[:_LONGEST_LOOKED_AT])
    found = _BY_HEADING.get(" ".join(words)) or _BY_HEADING.get(" ".join(_without_count(words)))
    if found or len(words) < _LONG_HEADING:
        return found
    return next((field for word, field in _BY_WORD if word in words), None)


def _words(heading: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return re.findall(r"[a-z0-9]+", parted.lower().replace("e-mail", "email"))


def _without_count(words: list[str]) -> list[str]:
    """ "Phone (2)" and "Address 4" are more of the same."""
    return words[:-1] if words and words[-1].isdigit() else words


def _looks_like(cells: list[str]) -> Field | None:
    filled = [cell.strip() for cell in cells if 0 < len(cell.strip()) <= _LONGEST_LOOKED_AT]
    if not filled:
        return None
    for field, pattern in _BY_CONTENT:
        if sum(bool(pattern.fullmatch(cell)) for cell in filled) >= _MOST_OF_THEM * len(filled):
            return field
    return None


def _once(found: dict[str, Field | None]) -> dict[str, Field | None]:
    """Each fact from one column only, the first, unless it is one whose parts can be joined."""
    seen: set[Field] = set()
    kept: dict[str, Field | None] = {}
    for heading, field in found.items():
        kept[heading] = None if field in seen and field not in JOINED else field
        if field:
            seen.add(field)
    return kept
