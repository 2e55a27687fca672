"""Reading what was published: the frozen figures of the lead NTPs of an area, and nothing else of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from kernel.access import Actor
from kernel.csv_safety import CsvValue
from kernel.errors import NotAllowed, NotFound
from kernel.releases import Release
from outcomes_star import permissions
from outcomes_star.instruments import Instrument, Wording
from outcomes_star.published import COURSE, MOVED, Line, kind_of, lines_of, reader_of
from outcomes_star.queries import catalogue, outside
from referrals.cuts import Cut
from referrals.queries import cuts


@dataclass(frozen=True)
class Issued:
    """A release among others: whose it is, its number there, what it counts and its period."""

    id: UUID
    lead: str
    title: str
    period: str
    number: int
    issued_at: datetime


@dataclass(frozen=True)
class Part:
    """A part of a cut, by name, and what was published of it."""

    name: str
    line: Line


@dataclass(frozen=True)
class Told:
    """A cut, its parts of which something is told, and the names of the others."""

    cut: Cut
    parts: tuple[Part, ...]
    too_few: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """A release as it was frozen: everybody, and each cut that could be told."""

    issued: Issued
    aspects: Mapping[str, str]
    whole: Line | None
    cuts: tuple[Told, ...]
    least: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing could be told."""
        return self.whole is None and not self.cuts


@dataclass(frozen=True)
class PublishedPage:
    """The release that was asked for, or the newest, and all that there are."""

    figures: Figures | None
    issued: tuple[Issued, ...]


def published_page(session: Session, actor: Actor, *, release_id: UUID | None) -> PublishedPage:
    """What was published of the lead NTPs of the actor's area.

    Not for whoever also has rows without names: those are exact, and tell what a star hides.
    """
    actor.must(permissions.SEE_PUBLISHED)
    if actor.may(permissions.TAKE_ROWS):
        raise NotAllowed
    found = _releases(session, actor)
    issued = tuple(one for one, _, _ in found)
    if release_id and release_id not in {one.id for one in issued}:
        raise NotFound
    chosen = next((one for one in found if release_id in (None, one[0].id)), None)
    return PublishedPage(_figures(session, *chosen) if chosen else None, issued)


def get_figures(session: Session, actor: Actor, release_id: UUID) -> Figures:
    """A release that the actor may read, or NotFound."""
    page = published_page(session, actor, release_id=release_id)
    if page.figures is None:
        raise NotFound
    return page.figures


def rows_of(figures: Figures) -> Iterator[tuple[CsvValue, ...]]:
    """Every figure of a release as a row: the cut, the part, what is counted, the aspect, the figure."""
    yield ("cut", "part", "counted", "aspect", "figure")
    parts = [("", "everybody", figures.whole)] if figures.whole else []
    parts += [(one.cut.words, part.name, part.line) for one in figures.cuts for part in one.parts]
    for cut, name, line in parts:
        for counted in COURSE:
            if counted in line.course:
                yield (cut, name, counted, "", line.course[counted])
        for code, title in figures.aspects.items():
            told = line.aspects.get(code, {})
            yield from ((cut, name, one, title, told[one]) for one in MOVED if one in told)
            average = line.averages.get(code, {})
            yield from ((cut, name, f"average {one}", title, said) for one, said in average.items())


Found = tuple[Issued, Release, Instrument]


def _releases(session: Session, actor: Actor) -> list[Found]:
    """Newest first, of each lead NTP of the area, of each instrument."""
    if actor.area_id is None:
        return []
    found: list[Found] = []
    for lead in accounts.organisations(
        session, area_id=actor.area_id, kind=OrganisationKind.LEAD_NTP
    ):
        known = {
            kind_of(one, by_activity=is_by): one
            for one in outside(catalogue(session, lead.id).values()) for is_by in (False, True)
        }  # fmt: skip
        rows = session.scalars(
            sa.select(Release).where(Release.reader == reader_of(lead.id), Release.kind.in_(known))
        )
        found += [
            (_issued(row, lead.name, known[row.kind]), row, known[row.kind])
            for row in rows
            if row.rows
        ]
    return sorted(found, key=_newest_first)


def _newest_first(one: Found) -> tuple[float, bool, int]:
    """Of those made together the whole before what is by activity."""
    issued, row, instrument = one
    return -issued.issued_at.timestamp(), row.kind != kind_of(instrument), -issued.number


def _issued(row: Release, lead: str, instrument: Instrument) -> Issued:
    by = ", by activity" if row.kind == kind_of(instrument, by_activity=True) else ""
    return Issued(row.id, lead, f"{instrument.name}{by}", row.period, row.number, row.issued_at)


def _figures(session: Session, issued: Issued, row: Release, instrument: Instrument) -> Figures:
    lines = lines_of(row.figures(), row.told_averages())
    whole = next((one for one in lines if one.cut is Cut.ALL), None)
    told = [
        _told(session, cut, [one for one in lines if one.cut is cut])
        for cut in Cut if cut is not Cut.ALL
    ]  # fmt: skip
    words: Wording = instrument.words_to_show()
    return Figures(
        issued,
        {one.code: words.aspects[one.code].title for one in instrument.aspects},
        whole,
        tuple(one for one in told if one.parts),
        instrument.change.source if instrument.change else "",
    )


def _told(session: Session, cut: Cut, lines: list[Line]) -> Told:
    """The parts by name. Of activities those alone are named of which something is told."""
    names = cuts.names(session, cut, [one.key for one in lines])
    parts = [Part(names[one.key], one) for one in lines if not one.is_hidden]
    others = sorted(names[one.key] for one in lines if one.is_hidden)
    return Told(cut, tuple(sorted(parts, key=_by_name)), () if cut.may_overlap else tuple(others))


def _by_name(part: Part) -> str:
    return part.name
