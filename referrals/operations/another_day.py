"""A group said "yes, but on another day": its link worker agrees to one with the person, or says no to it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import meetings
from referrals.lifecycle import ONWARD_LINK, LinkMove
from referrals.models import OnwardLink
from referrals.operations import linking
from referrals.operations.linking import Line
from referrals.queries import links as queries
from referrals.vocabulary import Saying

FARTHEST = timedelta(days=366)
CHANGED = "The group, or somebody else, said something new in the meantime. Open the page and look."
NO_DAY = "The group proposes no day now, so there is nothing to answer."

NO_YES = "They took back their yes to this group, so it is told nothing more."


@dataclass(frozen=True)
class Visit:
    """The day on which somebody comes for the first time, and the hour if it is known."""

    on: date
    hour: time | None = None

    @property
    def at(self) -> datetime | None:
        """The moment, where the hour is known."""
        return meetings.moment_of(self.on, self.hour) if self.hour else None

    @property
    def words(self) -> str:
        """The visit as people say it."""
        return meetings.visit_words(self.on, self.at)


def agree(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    visit: Visit, *, version: int, at: datetime,
) -> bool:  # fmt: skip
    """The person comes on the day that the group proposed; whether the group is told by letter."""
    link = _proposed(session, actor, referral_id, link_id, version=version)
    _check(visit, at=at)
    link.comes_on, link.comes_at = visit.on, visit.at
    _answer(session, actor, link, Line(Saying.AGREE_DAY, visit.words), at=at)
    if LinkMove.ACCEPT in ONWARD_LINK.open_moves(link.state):
        linking.make(session, actor, link, LinkMove.ACCEPT, at=at, because=visit.words)
    audit.record(session, actor, "agreed to the day of a group", link, at=at)
    return _tell(session, link, "referrals/day_agreed", visit.words, at=at)


def turn_down(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    *, words: str, version: int, at: datetime,
) -> bool:  # fmt: skip
    """That day does not suit them; whether the group is told by letter. It may propose another."""
    link = _proposed(session, actor, referral_id, link_id, version=version)
    _answer(session, actor, link, Line(Saying.NOT_THAT_DAY, link.proposes, words.strip()), at=at)
    audit.record(session, actor, "turned down the day of a group", link, at=at)
    return _tell(session, link, "referrals/day_turned_down", "", at=at)


def _proposed(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID, *, version: int
) -> OnwardLink:
    link = queries.get_own_link(session, actor, referral_id, link_id)
    if link.version != version:
        raise Conflict(CHANGED)
    if not (link.proposes and link.state.is_with_group):
        raise RuleBroken(NO_DAY)
    if queries.standing_consent(session, link) is None:
        raise RuleBroken(NO_YES)
    return link


def _check(visit: Visit, *, at: datetime) -> None:
    today = day_in_london(at)
    if visit.on < today or (visit.at and visit.at <= at):
        raise RuleBroken("That day has gone. Enter a day to come.", field="on")
    if visit.on > today + FARTHEST:
        raise RuleBroken("That is more than a year away. Check the day.", field="on")


def _answer(session: Session, actor: Actor, link: OnwardLink, line: Line, *, at: datetime) -> None:
    linking.say(session, actor, link, line, told_by=None, at=at)
    link.proposes, link.news, link.changed_at = "", None, at
    session.flush()


def _tell(session: Session, link: OnwardLink, template: str, day: str, *, at: datetime) -> bool:
    """A letter with the way to the group's own page, if it was asked by letter."""
    return link.by_letter and linking.write_to_group(
        session, link, template, at=at, with_link=True, facts={"day": day}
    )
