"""Rows into drafts: what a row says as the facts of a listing, or a sentence about why it cannot be one.

A row is refused only if it has no name, or has no contact, no place and no description.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from directory.imports import facts
from directory.imports.addresses import taken_apart
from directory.imports.columns import JOINED, Field, Matching
from directory.imports.drafts import Complaint, Draft, Weight
from directory.imports.facts import Found
from directory.imports.sheet import Row, Sheet
from directory.vocabulary import Audience, Domain, Joining, Need, Place
from directory.wording import from_html, plain, shortened

T = TypeVar("T")
Said = dict[Field, str]
Facts = dict[str, Any]

LONGEST_NAME = 200
LONGEST_WORDS = 500
LONGEST_TEXT = 5_000
_MOST_LANGUAGES = 20
_FURTHEST_NORTH, _FURTHEST_EAST = 61.0, 9.0
_RUNNING = frozenset({"", "active", "open", "live", "yes", "true", "1", "current", "running"})

_CONTACT = (Field.PHONE, Field.EMAIL, Field.WEBSITE)
_WHERE = (Field.ADDRESS, Field.TOWN, Field.POSTCODE, Field.LATITUDE, Field.PLACE)


def drafts(sheet: Sheet, matching: Matching, *, today: date) -> Iterator[Draft | Complaint]:
    """Each row as a draft, or as the complaint that refuses it, in one stream.

    A row that says the same as one before is a complaint of weight REPEATED; one that has the key
    of another, but says something else, gets a key of its own. Raises RuleBroken where the sheet
    cannot be read further.
    """
    columns = _Columns(sheet, matching)
    seen = _Seen()
    for row in sheet.rows():
        said = columns.said(row)
        refusal = _refusal(row, said)
        yield refusal or seen.judge(_Reading(row, columns).draft(said, today))


class _Columns:
    """Where each fact stands in the rows of a sheet."""

    def __init__(self, sheet: Sheet, matching: Matching) -> None:
        self.of: dict[Field, list[int]] = {}
        self.headings = sheet.headings
        for position, heading in enumerate(sheet.headings):
            if found := matching.fields.get(heading):
                self.of.setdefault(found, []).append(position)

    def said(self, row: Row) -> Said:
        """The text of each fact that the row says something about."""
        found: Said = {}
        for fact, positions in self.of.items():
            cells = [_unescaped(row.cells[position]) for position in positions]
            filled = [cell for cell in cells if not facts.is_nothing(cell)]
            if filled:
                found[fact] = JOINED.get(fact, " ").join(dict.fromkeys(filled))
        return found

    def heading(self, fact: Field) -> str:
        """The heading of a fact, for a complaint."""
        return self.headings[self.of[fact][0]] if fact in self.of else ""


def _unescaped(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from running it ('=1)."""
    cell = cell.strip()
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


def _refusal(row: Row, said: Said) -> Complaint | None:
    if not (_line(said.get(Field.NAME, "")) or _line(said.get(Field.GROUP, ""))):
        return Complaint(
            row.number, "", "This row has no name. Add the name of the group.", Weight.REFUSED
        )
    if any(fact in said for fact in (*_CONTACT, *_WHERE)) or _text(said.get(Field.DESCRIPTION, "")):
        return None
    return Complaint(
        row.number,
        "",
        "This row has no contact, no place and no description. Add one of them.",
        Weight.REFUSED,
    )


class _Seen:
    """What the file has said so far: which rows by key and fingerprint, how many by key."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._counts: Counter[str] = Counter()

    def judge(self, draft: Draft) -> Draft | Complaint:
        """The draft, with a key that no other row has, or the complaint that it stood here before."""
        before = self._rows.setdefault(draft.key + draft.fingerprint, draft.row)
        if before != draft.row:
            return Complaint(
                draft.row,
                "",
                f"This row says the same as row {before}. It was read once.",
                Weight.REPEATED,
            )
        self._counts[draft.key] += 1
        count = self._counts[draft.key]
        return draft if count == 1 else replace(draft, key=f"{draft.key}#{count}")


class _Reading:
    """One row being read: what was left over and what was odd gathers on the way."""

    def __init__(self, row: Row, columns: _Columns) -> None:
        self._row = row
        self._columns = columns
        self._left: list[str] = []
        self._notes: list[Complaint] = []
        if row.surplus:
            self._note("", "This row has more cells than there are headings. The rest was kept.")
            self._left.append("; ".join(row.surplus)[:LONGEST_TEXT])
        if row.is_cut:
            self._note("", "A cell of this row is far too long, so its end was cut off.")

    def draft(self, said: Said, today: date) -> Draft:
        """All that the row says."""
        whole = (
            self._names(said)
            | self._contact(said)
            | self._where(said)
            | self._cost(said)
            | self._words(said)
            | self._people(said)
            | self._access(said)
            | self._checks(said, today)
        )
        return Draft(
            row=self._row.number,
            key=_key(said, whole),
            **whole,
            also_said=tuple(self._left),
            notes=tuple(self._notes),
        )

    def _note(self, column: str, says: str) -> None:
        self._notes.append(Complaint(self._row.number, column, says))

    def _take(self, said: Said, fact: Field, read: Callable[[str], Found[T]]) -> T:
        """What a cell says; what is left of it is kept, what is odd is noted."""
        found = read(said.get(fact, ""))
        if found.left:
            self._left.append(f"{fact.words}: {found.left}")
        if found.says:
            self._note(self._columns.heading(fact), found.says)
        return found.value

    def _names(self, said: Said) -> Facts:
        name = self._short(said, Field.NAME, LONGEST_NAME)
        group = self._short(said, Field.GROUP, LONGEST_NAME)
        return {
            "name": name or group,
            "group": group or name,
            "description": self._long(said, Field.DESCRIPTION),
            "group_description": self._long(said, Field.GROUP_DESCRIPTION),
            "when": self._short(said, Field.WHEN, LONGEST_WORDS),
        }

    def _short(self, said: Said, fact: Field, most: int) -> str:
        return self._cut(_line(said.get(fact, "")), fact, most)

    def _long(self, said: Said, fact: Field) -> str:
        return self._cut(_text(said.get(fact, "")), fact, LONGEST_TEXT)

    def _cut(self, text: str, fact: Field, most: int) -> str:
        if len(text) > most:
            self._note(
                self._columns.heading(fact),
                f"This is longer than {most:,} characters, so its end was cut off.",
            )
        return shortened(text, most)

    def _contact(self, said: Said) -> Facts:
        return {
            "phone": self._take(said, Field.PHONE, facts.phone),
            "email": self._take(said, Field.EMAIL, facts.email),
            "website": self._take(said, Field.WEBSITE, facts.website),
        }

    def _where(self, said: Said) -> Facts:
        parts = taken_apart(_line(said.get(Field.ADDRESS, "")))
        town = self._short(said, Field.TOWN, LONGEST_NAME)
        street = (parts.street, parts.town if town and parts.town != town else "")
        found: Facts = {
            "address": shortened(", ".join(filter(None, street)), LONGEST_WORDS),
            "town": town or shortened(parts.town, LONGEST_NAME),
            "postcode": self._take(said, Field.POSTCODE, facts.postcode) or parts.postcode,
        } | _point(said)
        is_somewhere = any(value for value in found.values())
        explicit = facts.place(said.get(Field.PLACE, ""))
        return found | {"place": explicit or (Place.SOMEWHERE if is_somewhere else None)}

    def _cost(self, said: Said) -> Facts:
        kind, pence, words = facts.cost(said.get(Field.COST, ""), said.get(Field.PRICE, ""))
        return {"cost": kind, "cost_pence": pence, "cost_words": shortened(words, LONGEST_WORDS)}

    def _words(self, said: Said) -> Facts:
        """The words it is described with, from their own columns and from a column of any terms."""
        terms = said.get(Field.TERMS, "")
        domains, other = facts.words_of(Domain, said.get(Field.DOMAINS, ""))
        strangers = set(facts.words_of(Domain, terms)[1])
        for kind in (Need, Audience, Joining):
            strangers &= set(facts.words_of(kind, terms)[1])
        kept = [*other, *(word for word in facts.words_of(Domain, terms)[1] if word in strangers)]
        if kept:
            self._left.append(f"{Field.TERMS.words}: {'; '.join(kept)}"[:LONGEST_TEXT])
        return {
            "domains": _both(domains, facts.words_of(Domain, terms)[0]),
            "needs": _both(
                facts.words_of(Need, said.get(Field.NEEDS, ""))[0], facts.words_of(Need, terms)[0]
            ),
            "joining": facts.joining(said.get(Field.JOINING, ""))
            or next(iter(facts.words_of(Joining, terms)[0]), None),
        }

    def _people(self, said: Said) -> Facts:
        audiences, others = facts.words_of(Audience, said.get(Field.AUDIENCES, ""))
        terms = facts.words_of(Audience, said.get(Field.TERMS, ""))[0]
        spoken = said.get(Field.LANGUAGES, "").replace("/", ";").replace(",", ";").split(";")
        languages = (facts.tidy(language)[:60] for language in spoken[:_MOST_LANGUAGES])
        return {
            "audiences": _both(audiences, terms),
            "audience_words": shortened("; ".join(others), LONGEST_WORDS),
            "minimum_age": self._take(said, Field.MINIMUM_AGE, facts.age),
            "maximum_age": self._take(said, Field.MAXIMUM_AGE, facts.age),
            "languages": tuple(dict.fromkeys(filter(None, languages))),
        }

    def _access(self, said: Said) -> Facts:
        answer = said.get(Field.STEP_FREE, "")
        is_free = facts.yes_or_no(answer)
        words = [said.get(Field.ACCESS, ""), answer if is_free is None else ""]
        text = self._cut(_line("; ".join(filter(None, words))), Field.ACCESS, LONGEST_WORDS)
        if is_free is None and text.casefold().startswith("step-free access"):
            is_free, text = True, text[len("step-free access") :].lstrip(" ;.,")
        return {"is_step_free": is_free, "access_words": text}

    def _checks(self, said: Said, today: date) -> Facts:
        status = said.get(Field.STATUS, "")
        if status.casefold() not in _RUNNING:
            self._note(
                self._columns.heading(Field.STATUS),
                f"The file says that this is “{_line(status)[:40]}”. Ask whether it runs.",
            )
        return {
            "charity_number": self._take(said, Field.CHARITY_NUMBER, facts.charity_number),
            "reviewed_on": self._take(
                said, Field.REVIEWED_ON, partial(facts.reviewed_on, today=today)
            ),
        }


def _point(said: Said) -> Facts:
    latitude = facts.degrees(said.get(Field.LATITUDE, ""), most=_FURTHEST_NORTH)
    longitude = facts.degrees(said.get(Field.LONGITUDE, ""), most=_FURTHEST_EAST)
    is_known = latitude is not None and longitude is not None
    return {
        "latitude": latitude if is_known else None,
        "longitude": longitude if is_known else None,
    }


def _both(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _key(said: Said, whole: Facts) -> str:
    """The row's own id; where it has none, its names and place say which row it is."""
    if own := facts.tidy(said.get(Field.KEY, "")):
        return f"id:{own[:LONGEST_NAME]}"
    names = " ".join((whole["group"], whole["name"], whole["postcode"])).casefold()
    letters = "".join(letter for letter in names if letter.isalnum())
    return f"name:{hashlib.sha256(letters.encode()).hexdigest()[:32]}"


def _line(source: str) -> str:
    return facts.tidy(_text(source))


def _text(source: str) -> str:
    """Plain text; what holds no mark of HTML need not be read as such."""
    if "<" in source or "&" in source:
        return from_html(source)
    return facts.tidy(source) if source.isprintable() else plain(source)
