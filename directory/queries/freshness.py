"""The freshness board: what is due, overdue, bounced or abandoned, and whether small groups get in.

Counts here are of groups and listings, never of people (A-DIR-12, -13, -19).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory import permissions
from directory.freshness import NEVER_CONFIRMED, Standing, says
from directory.lifecycle import State
from directory.models import Group, Listing
from directory.queries import upkeep
from directory.queries.hosting import hosted_area
from directory.queries.published import surroundings
from directory.queries.upkeep import Clocked
from directory.vocabulary import Domain, LegalType, Worded
from kernel.access import Actor
from kernel.database import Json
from kernel.errors import NotAllowed

ABANDONED_AFTER = timedelta(days=7)
ON_A_PAGE = 50
NOT_SAID = "Not said"
NOWHERE = "On-line, hidden or anywhere"
SIZES = {"small": "Only volunteers", "medium": "One to ten paid staff", "large": "More staff"}
STANDINGS = {
    State.ARCHIVED: Standing.ARCHIVE,
    State.HIDDEN: Standing.OUT,
}


class Show(Worded):
    """What the list on the board shows."""

    NEVER = "never", NEVER_CONFIRMED
    DUE = "due", "Time to confirm"
    OVERDUE = "overdue", "Marked as not confirmed"
    OUT = "out", "Left out of search"
    ARCHIVED = "archived", "Archived"
    RING = "ring", "To ring: no e-mail address works"
    BOUNCED = "bounced", "E-mails come back"
    FUNDED = "funded", "Groups we pay that have not confirmed"
    ABANDONED = "abandoned", "Registered and never confirmed"


@dataclass(frozen=True)
class Line:
    """A listing on the board. `since` is the day it was last confirmed, or first there if never."""

    id: UUID
    name: str
    group: str
    state: State
    standing: Standing
    since: date
    was_confirmed: bool
    phone: str
    has_email: bool
    is_bounced: bool
    is_funded: bool
    locality_id: UUID | None
    domains: tuple[str, ...]
    legal_type: LegalType | None
    size: str
    group_id: UUID

    @property
    def can_be_written_to(self) -> bool:
        """Whether a letter is likely to arrive."""
        return self.has_email and not self.is_bounced

    @property
    def tag(self) -> str:
        """The state whose tag colour it takes."""
        return upkeep.tag_of(self.standing, was_confirmed=self.was_confirmed)

    @property
    def says(self) -> str:
        """Its standing in words."""
        return says(self.standing, was_confirmed=self.was_confirmed)

    @property
    def is_well_kept(self) -> bool:
        """Whether its group confirmed it, and lately."""
        return self.was_confirmed and not self.standing.is_marked

    @property
    def is_stale(self) -> bool:
        """Whether it is time to confirm it, or more than time."""
        return self.standing > Standing.FRESH


@dataclass(frozen=True)
class Bar:
    """One bar: a label, a count, and its share of the longest bar in hundredths."""

    label: str
    count: int
    length: int


@dataclass(frozen=True)
class Chart:
    """Bars with a title: also a table, for those who would rather read."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Share:
    """A part of the area or a kind of activity: how true it is kept, and whether small groups get in."""

    name: str
    listings: int
    never: int
    due: int
    overdue: int
    out: int
    unfunded: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of a table."""
        counts = (self.listings, self.never, self.due, self.overdue, self.out)
        return (self.name, *(f"{count:,}" for count in counts), self.unfunded)


@dataclass(frozen=True)
class Choice:
    """One thing that the list can show, and how many there are."""

    show: Show
    count: int


@dataclass(frozen=True)
class Board:
    """The freshness board of the area that the actor's organisation hosts."""

    area: str
    listings: int
    confirmed: int
    groups: int
    unfunded: int
    choices: tuple[Choice, ...]
    by_locality: tuple[Share, ...]
    by_domain: tuple[Share, ...]
    charts: tuple[Chart, ...]
    show: Show
    lines: tuple[Line, ...]
    page: int
    pages: int

    @property
    def confirmed_share(self) -> str:
        """The share of listings that were confirmed in time."""
        return share(self.confirmed, self.listings)

    @property
    def unfunded_share(self) -> str:
        """The share of groups that nobody pays: proof that small groups get in."""
        return share(self.unfunded, self.groups)


@dataclass(frozen=True)
class StalePage:
    """What link workers can nudge: listings of their area that nobody confirmed lately."""

    lines: tuple[Line, ...]
    page: int
    pages: int


def share(part: int, whole: int) -> str:
    """A share in words: "83%", or "–" of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def board(
    session: Session, actor: Actor, *, show: Show, now: datetime, today: date, page: int = 1
) -> Board:
    """The board, with one of its lists."""
    actor.must(permissions.FRESHNESS)
    area = hosted_area(session, actor)
    lines = area_lines(session, area.id, today=today)
    there = [line for line in lines if line.state in upkeep.ON_LADDER]
    groups = {line.group_id: line for line in there}
    lists = _lists(lines, _abandoned(session, area.id, now=now))
    chosen = lists[show]
    return Board(
        area=area.name,
        listings=len(there),
        confirmed=sum(line.is_well_kept for line in there),
        groups=len(groups),
        unfunded=sum(not line.is_funded for line in groups.values()),
        choices=tuple(Choice(one, len(lists[one])) for one in Show),
        by_locality=_by_locality(session, area.id, there),
        by_domain=tuple(
            _share(one.words, [line for line in there if one.value in line.domains])
            for one in Domain
        ),
        charts=_charts(list(groups.values())),
        show=show,
        lines=tuple(chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]),
        page=page,
        pages=max(1, -(-len(chosen) // ON_A_PAGE)),
    )


def _lists(lines: Sequence[Line], abandoned: list[Line]) -> dict[Show, list[Line]]:
    there = [line for line in lines if line.state in upkeep.ON_LADDER]
    stale = [line for line in there if line.is_stale]
    found = [line for line in there if line.standing < Standing.OUT]
    kept = [line for line in found if line.was_confirmed]
    return {
        Show.NEVER: [line for line in found if not line.was_confirmed],
        Show.DUE: [line for line in kept if line.standing is Standing.DUE],
        Show.OVERDUE: [line for line in kept if line.standing.is_marked],
        Show.OUT: [line for line in stale if line.standing >= Standing.OUT],
        Show.ARCHIVED: [line for line in lines if line.state is State.ARCHIVED],
        Show.RING: [line for line in stale if not line.can_be_written_to],
        Show.BOUNCED: [line for line in lines if line.is_bounced],
        Show.FUNDED: [line for line in stale if line.is_funded and line.standing.is_marked],
        Show.ABANDONED: abandoned,
    }


def stale_page(session: Session, actor: Actor, *, today: date, page: int = 1) -> StalePage:
    """The listings of the actor's area that nobody confirmed lately, the worst first (A-HLW-15)."""
    actor.must(permissions.PROPOSE_CORRECTION)
    if actor.area_id is None:
        raise NotAllowed
    lines = [line for line in area_lines(session, actor.area_id, today=today) if line.is_stale]
    lines.sort(key=lambda line: (-line.standing, line.since))
    shown = lines[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return StalePage(tuple(shown), page, max(1, -(-len(lines) // ON_A_PAGE)))


def area_lines(session: Session, area_id: UUID, *, today: date) -> list[Line]:
    """Every listing of an area that is in the directory or was archived, longest unconfirmed first."""
    rows = _rows(session, area_id, [*upkeep.CONFIRMABLE])
    clocks, funded = upkeep.clocks(session), surroundings(session, today=today).funded
    lines = [_line(row, clocks, funded, today) for row in rows]
    return sorted(lines, key=lambda line: (line.since, line.name))


def _rows(session: Session, area_id: UUID, states: list[State]) -> Iterable[Any]:
    """The columns that the board needs; what a listing says stays as it is kept, to be quick."""
    return session.execute(
        sa.select(
            Listing.id,
            Listing.group_id,
            Listing.area_id,
            Listing.locality_id,
            Listing.state,
            Listing.confirmed_on,
            Listing.published_at,
            Listing.started_at,
            Listing.due_after_days,
            Listing.ladder_step,
            sa.type_coerce(Listing.content, Json).label("said"),
            Group.name.label("group"),
            Group.keeper_email,
            Group.keeper_phone,
            Group.mail_bounced_at,
            Group.organisation_id,
            Group.is_funded,
            Group.legal_type,
            Group.size,
        )
        .join(Group, Group.id == Listing.group_id)
        .where(Listing.area_id == area_id, Listing.state.in_(states))
    )


def _line(row: Any, clocks: Mapping[UUID, Any], funded: frozenset[UUID], today: date) -> Line:
    ladder = upkeep.on_ladder(cast(Clocked, row), clocks)
    reached = ladder.standing(today) if row.state is not State.UNCONFIRMED else Standing.FRESH
    return Line(
        id=row.id,
        name=row.said["name"],
        group=row.group,
        state=row.state,
        standing=max(reached, STANDINGS.get(row.state, Standing.FRESH)),
        since=ladder.began_on,
        was_confirmed=row.confirmed_on is not None,
        phone=row.keeper_phone or row.said.get("phone", ""),
        has_email=bool(row.keeper_email),
        is_bounced=row.mail_bounced_at is not None,
        is_funded=row.is_funded or row.organisation_id in funded,
        locality_id=row.locality_id,
        domains=tuple(row.said.get("domains", ())),
        legal_type=row.legal_type,
        size=row.size,
        group_id=row.group_id,
    )


def _abandoned(session: Session, area_id: UUID, *, now: datetime) -> list[Line]:
    """Registrations that were begun a week ago or longer and never confirmed."""
    rows = _rows(session, area_id, [State.UNCONFIRMED])
    left = [row for row in rows if row.started_at < now - ABANDONED_AFTER]
    lines = [_line(row, {}, frozenset(), now.date()) for row in left]
    return sorted(lines, key=lambda line: line.since)


def _by_locality(session: Session, area_id: UUID, lines: Sequence[Line]) -> tuple[Share, ...]:
    parts = [(one.id, one.name) for one in accounts.localities(session, area_id)]
    known = {locality_id for locality_id, _ in parts}
    nowhere = [line for line in lines if line.locality_id not in known]
    return (
        *(
            _share(name, [line for line in lines if line.locality_id == locality_id])
            for locality_id, name in parts
        ),
        _share(NOWHERE, nowhere),
    )


def _share(name: str, lines: Sequence[Line]) -> Share:
    lists = _lists(lines, [])
    groups = {line.group_id: line for line in lines}
    return Share(
        name=name,
        listings=len(lines),
        never=len(lists[Show.NEVER]),
        due=len(lists[Show.DUE]),
        overdue=len(lists[Show.OVERDUE]),
        out=len(lists[Show.OUT]),
        unfunded=share(sum(not line.is_funded for line in groups.values()), len(groups)),
    )


def _charts(groups: Sequence[Line]) -> tuple[Chart, ...]:
    by_kind = Counter(line.legal_type.words if line.legal_type else "" for line in groups)
    by_size = Counter(SIZES.get(line.size, "") for line in groups)
    return (
        _chart(
            "Groups by kind of organisation",
            {
                name: by_kind[name]
                for name in [*(one.words for one in LegalType), ""]
                if by_kind[name]
            },
        ),
        _chart("Groups by size", {name: by_size[name] for name in [*SIZES.values(), ""]}),
    )


def _chart(title: str, counts: Mapping[str, int]) -> Chart:
    longest = max(counts.values(), default=0) or 1
    return Chart(
        title,
        tuple(
            Bar(label or NOT_SAID, count, round(100 * count / longest))
            for label, count in counts.items()
        ),
    )
