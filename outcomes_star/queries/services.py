"""What was published of the people who went to an activity: for professionals, and in a line for all.

Only what is frozen in a release is read here; of a few, or where it is left out, nothing is told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from directory import permissions as directory_permissions
from directory.queries.registration import get_own
from kernel.access import Actor
from kernel.releases import Release
from kernel.suppression import HIDDEN
from outcomes_star import permissions, published, said
from outcomes_star.instruments import Instrument
from outcomes_star.models import PublicLine
from outcomes_star.published import MOVED, STARTED, TWICE, Line, kind_of, lines_of, reader_of
from outcomes_star.queries import catalogue, outside
from referrals.cuts import Cut


@dataclass(frozen=True)
class Moved:
    """An aspect of those who went: about how many answered it twice, and of them how many moved which way."""

    title: str
    twice: str
    better: str
    same: str
    harder: str


@dataclass(frozen=True)
class Came:
    """What was published of the people of a lead NTP who went somewhere, for the newest period."""

    lead: str
    period: str
    instrument: str
    people: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Told:
    """What people who went somewhere said of the help that they got, for the newest period."""

    lead: str
    period: str
    good: str
    asked: str


@dataclass(frozen=True)
class OfService:
    """All that was published of an activity, and the line that everybody may read of it."""

    listing_id: UUID
    came: tuple[Came, ...]
    told: tuple[Told, ...]
    is_public: bool
    is_professional: bool = False

    @property
    def line(self) -> Told | None:
        """What everybody may read, once there is enough and the group agrees."""
        return next(iter(self.told), None)


def of_listing(session: Session, actor: Actor, listing_id: UUID) -> OfService | None:
    """What the actor may read of an activity: a professional all of it, others what the group agreed to.

    An analyst has rows that are exact (decision 18), so that no figure beside them may be read.
    """
    is_public = find_line(session, listing_id) is not None
    is_professional = actor.may(directory_permissions.SEE_PROFESSIONAL_LAYER) and not actor.may(
        permissions.TAKE_ROWS
    )
    if not is_public and not is_professional:
        return None
    told = tuple(_told(session, listing_id))
    came = tuple(_came(session, listing_id)) if is_professional else ()
    if not told and not came:
        return None
    return OfService(listing_id, came, told, is_public, is_professional)


def of_own_listing(session: Session, actor: Actor, listing_id: UUID) -> OfService | None:
    """What a group may let everybody read of its own activity; None before there is enough."""
    listing = get_own(session, actor, listing_id)
    told = tuple(_told(session, listing.id))
    if not told:
        return None
    return OfService(listing.id, (), told, find_line(session, listing.id) is not None)


def find_line(session: Session, listing_id: UUID) -> PublicLine | None:
    """The group's yes to the line, if it stands."""
    return session.scalar(
        sa.select(PublicLine).where(
            PublicLine.listing_id == listing_id, PublicLine.ended_at.is_(None)
        )
    )


def _releases(session: Session, lead_id: UUID, kinds: Collection[str]) -> Sequence[Release]:
    """What was published of a lead NTP of some kinds, newest first."""
    return session.scalars(
        sa.select(Release)
        .where(Release.reader == reader_of(lead_id), Release.kind.in_(kinds))
        .order_by(Release.number.desc())
    ).all()


def _told(session: Session, listing_id: UUID) -> Iterator[Told]:
    """Of each lead NTP the newest that tells something of the activity."""
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        for row in _releases(session, lead.id, [said.KIND]):
            shown = said.shown_for(row.figures(), str(listing_id))
            if _is_told(shown, said.ASKED, said.GOOD):
                yield Told(lead.name, row.period, shown[said.GOOD], shown[said.ASKED])
                break


def _came(session: Session, listing_id: UUID) -> Iterator[Came]:
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        there = outside(catalogue(session, lead.id).values())
        known = {kind_of(one, by_activity=True): one for one in there}
        done: set[str] = set()
        for row in _releases(session, lead.id, known):
            line = _line(row, listing_id)
            if line and row.kind not in done:
                done.add(row.kind)
                yield _in_words(lead.name, row.period, line, known[row.kind])


def _line(row: Release, listing_id: UUID) -> Line | None:
    """What a release says of an activity, where it says more than that there may be a few."""
    return next(
        (
            one for one in lines_of(row.figures())
            if (one.cut, one.key) == (Cut.SERVICE, str(listing_id))
            and _is_told(one.course, published.STARTED)
        ),
        None,
    )  # fmt: skip


def _is_told(shown: Mapping[str, str], *names: str) -> bool:
    return all(shown.get(name, HIDDEN) != HIDDEN for name in names)


def _in_words(lead: str, period: str, line: Line, instrument: Instrument) -> Came:
    words = instrument.words_to_show()
    moved = tuple(
        Moved(words.aspects[one.code].title, *(_few(told.get(name, "")) for name in MOVED))
        for one in instrument.aspects
        for told in [line.aspects.get(one.code, {})]
        if _is_told(told, TWICE)
    )
    return Came(lead, period, instrument.name, line.course[STARTED], moved)


def _few(shown: str) -> str:
    """A figure as a professional reads it beside others."""
    return {"": "not told", HIDDEN: "7 or fewer"}.get(shown, shown)
