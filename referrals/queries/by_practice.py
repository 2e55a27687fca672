"""How practices refer, practice by practice (A-SG-05, A-TAR-08, A-CASE-06).

The steering group of an area reads what was published, and nothing else. A manager reads the true
numbers of the practices that refer to the own lead NTP, where every one of these people may be seen.
Whoever is both reads as a manager. Whoever belongs to a practice reads neither: they know its numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotFound
from kernel.periods import Quarter
from kernel.releases import Release
from kernel.suppression import Headcount
from referrals import permissions
from referrals.figures import KIND, NO_PEOPLE, Counted, Line, People, lines_of, reader_of
from referrals.models import Referral
from referrals.queries import visible_to
from referrals.queries.follow import share
from referrals.queries.rates import did_not_fit, has_missed, was_accepted


@dataclass(frozen=True)
class Issued:
    """A release among others: its number and its quarter."""

    number: int
    period: str


@dataclass(frozen=True)
class Published:
    """What the steering group was given for a quarter, as it was frozen then."""

    number: int
    period: str
    issued_at: datetime
    lines: tuple[tuple[str, Line], ...]
    whole: Line | None

    @property
    def has_gap(self) -> bool:
        """Whether a number had to be left out altogether."""
        lines = [line for _, line in self.lines] + ([self.whole] if self.whole else [])
        return any("" in line.shown.values() for line in lines)


@dataclass(frozen=True)
class OwnLine:
    """The true numbers of a practice that refers to the manager's own lead NTP."""

    practice: str
    sent: int
    accepted: int
    missed_share: str
    misfit_share: str


@dataclass(frozen=True)
class OwnQuarter:
    """A quarter as the manager of a lead NTP sees it: as of now, and not frozen."""

    period: str
    is_running: bool
    lines: tuple[OwnLine, ...]


@dataclass(frozen=True)
class ByPracticePage:
    """What was published, for a steering member; the own practices, for a manager; never both."""

    is_steering: bool
    is_withheld: bool
    published: Published | None
    issued: tuple[Issued, ...]
    own: tuple[OwnQuarter, ...]


def by_practice(session: Session, actor: Actor, *, number: int, at: datetime) -> ByPracticePage:
    """How practices refer: the release of that number, or the newest; and the actor's own practices.

    Raises NotFound for whoever belongs to a practice, but for a manager, who reads the own numbers alone.
    """
    actor.must(permissions.COMPARE_PRACTICES)
    if not actor.may(permissions.OVERSEE) and belongs_to_a_practice(session, actor):
        raise NotFound
    reads = is_reader(session, actor)
    releases = session.scalars(released_to(session, actor).order_by(Release.number.desc())).all()
    chosen = next((one for one in releases if one.number == number), next(iter(releases), None))
    return ByPracticePage(
        reads,
        Role.STEERING_MEMBER in actor.roles and not reads,
        _published(session, chosen) if chosen else None,
        tuple(Issued(one.number, one.period) for one in releases),
        _own(session, actor, at=at) if actor.may(permissions.OVERSEE) else (),
    )


def released_to(session: Session, actor: Actor) -> sa.Select[Release]:
    """What the steering group of the actor's area was given, if the actor reads it there."""
    wanted = sa.select(Release).where(Release.kind == KIND)
    if actor.area_id is None or not is_reader(session, actor):
        return wanted.where(sa.false())
    return wanted.where(Release.reader == reader_of(actor.area_id))


def is_reader(session: Session, actor: Actor) -> bool:
    """Whether the actor sits on the steering group, and knows no true number to take from its figures.

    A manager knows those of the own lead NTP exactly, and a practice its own; what is left of a rounded
    sum may be one person. Somebody may sit on the group in one organisation and know them in another.
    """
    if Role.STEERING_MEMBER not in actor.roles or actor.user_id is None:
        return False
    seats = accounts.seats_of(session, actor.user_id)
    oversees = any(seat.roles & permissions.OVERSEE.roles for seat in seats)
    return not (oversees or is_at_a_practice(seats))


def belongs_to_a_practice(session: Session, actor: Actor) -> bool:
    """Whether the actor has a seat in a practice, whatever they do there: colleagues talk."""
    if actor.user_id is None:
        return False
    return is_at_a_practice(accounts.seats_of(session, actor.user_id))


def is_at_a_practice(seats: Iterable[accounts.Seat]) -> bool:
    """Whether one of the places where somebody acts is a practice."""
    return any(seat.kind is OrganisationKind.PRACTICE for seat in seats)


def is_issued(session: Session, area_id: UUID, quarter: Quarter) -> bool:
    """Whether the steering group of an area was given a quarter's figures."""
    wanted = sa.select(Release.id).where(
        Release.kind == KIND, Release.reader == reader_of(area_id), Release.period == quarter.label
    )
    return session.scalar(wanted) is not None


def _published(session: Session, release: Release) -> Published:
    lines = lines_of(release.figures())
    named = [(_name(session, one.practice_id), one) for one in lines if one.practice_id]
    whole = next((one for one in lines if one.practice_id is None), None)
    return Published(
        release.number, release.period, release.issued_at,
        tuple(sorted(named, key=lambda one: one[0])), whole,
    )  # fmt: skip


def _name(session: Session, practice_id: UUID) -> str:
    return accounts.get_organisation(session, practice_id).name


def _own(session: Session, actor: Actor, *, at: datetime) -> tuple[OwnQuarter, ...]:
    running = Quarter.containing(at)
    return tuple(
        OwnQuarter(each.label, each == running, _own_lines(session, actor, each))
        for each in (running, running.previous)
    )


def _own_lines(session: Session, actor: Actor, quarter: Quarter) -> tuple[OwnLine, ...]:
    found = people_of(session, visible_to(actor), quarter)
    lines = [_own_line(_name(session, one), people) for one, people in found.items()]
    return tuple(sorted(lines, key=lambda line: line.practice))


def _own_line(practice: str, people: People) -> OwnLine:
    true = {counted: count.people for counted, count in people.items()}
    return OwnLine(
        practice, true[Counted.SENT], true[Counted.ACCEPTED],
        share(true[Counted.MISSED], true[Counted.ACCEPTED]),
        share(true[Counted.MISFIT], true[Counted.SENT]),
    )  # fmt: skip


def people_of(session: Session, among: sa.Select[Referral], quarter: Quarter) -> dict[UUID, People]:
    """The people whom each practice sent in a quarter, among some referrals, and what came of them."""
    each = _each_person(among, quarter)
    is_so = {
        Counted.SENT: sa.true(), Counted.ACCEPTED: each.c.accepted, Counted.MISSED: each.c.missed,
        Counted.MISFIT: sa.and_(each.c.misfit, sa.not_(each.c.accepted)),
    }  # fmt: skip
    counts = [sa.func.count(sa.case((one, 1))) for one in is_so.values()]
    rows = session.execute(sa.select(each.c.practice_id, *counts).group_by(each.c.practice_id))
    return {
        practice_id: dict(zip(is_so, map(Headcount, counts), strict=True))
        for practice_id, *counts in rows
        if practice_id
    }


def _each_person(among: sa.Select[Referral], quarter: Quarter) -> sa.Subquery:
    """A row for each person of each practice, and what was so of any of their referrals."""
    is_so = {
        "accepted": was_accepted(),
        "missed": sa.and_(was_accepted(), has_missed()),
        "misfit": did_not_fit(),
    }
    ever = [
        (sa.func.max(sa.case((one, 1), else_=0)) == 1).label(name) for name, one in is_so.items()
    ]
    return (
        among.where(Referral.sent_at >= quarter.begins, Referral.sent_at < quarter.ends)
        .with_only_columns(Referral.practice_id, *ever)
        .group_by(Referral.practice_id, Referral.person_id)
        .subquery()
    )


def practices_of(session: Session, area_id: UUID, quarter: Quarter) -> Mapping[UUID, People]:
    """Every practice that was in an area in a quarter or since, whether it referred anybody or not.

    So that there is a line for a practice tells nothing of its patients.
    """
    there = accounts.organisations(
        session, area_id=area_id, kind=OrganisationKind.PRACTICE, since=quarter.begins
    )
    found = people_of(session, visible_to(SYSTEM), quarter)
    return {one: found.get(one, NO_PEOPLE) for one in sorted(each.id for each in there)}
