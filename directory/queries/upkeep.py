"""What keeping listings true reads: who is on the ladder, whose letters come back, what a slip says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from directory import labels, permissions
from directory.freshness import USUAL, Clock, Standing, standing, steps_due
from directory.labels import Answer
from directory.lifecycle import State
from directory.models import Group, HostSettings, Listing
from directory.queries.published import clock_of, public
from directory.queries.registration import host_words, hosted_by, visible_to
from kernel import links
from kernel.access import Actor
from kernel.errors import NotFound, RuleBroken
from kernel.mail import Letter

STILL_CORRECT = "say that a listing is still correct"
"""What the link of our letter is for: it confirms, and can do nothing else."""

ON_LADDER = (State.LIVE, State.HIDDEN)
CONFIRMABLE = frozenset({State.LIVE, State.HIDDEN, State.ARCHIVED})
WHY_NOT = {
    State.WAITING: "An editor is looking at this listing. You need not do anything.",
    State.SUSPENDED: "This listing is being looked into. Please ring us.",
    State.UNCONFIRMED: "This listing is not in the directory yet. Open the link in our first e-mail.",
}
GONE = "This listing was taken down. Please ring us if it should come back."
TAGS = {
    Standing.FRESH: "confirmed",
    Standing.DUE: "due",
    Standing.NOT_CONFIRMED: "not-confirmed",
    Standing.LOWER: "overdue",
    Standing.OUT: "overdue",
    Standing.ARCHIVE: "archived",
}
TAKEN = {one.slug: one for one in Standing}
"""The step that a listing has taken, as it is kept; "" is none."""
UNKNOWN_CODE = "We do not know this code. Look at the paper and type it again."
NOT_ON_PAPER = frozenset({"notes", "referral_criteria", "adviser_name", "adviser_role"})


@dataclass(frozen=True)
class OnLadder:
    """Where a listing is on the ladder: the day its round began, its clock, the last step taken."""

    began_on: date
    clock: Clock
    taken: Standing

    def standing(self, today: date) -> Standing:
        """How far up it is on a day."""
        return standing(self.began_on, today, self.clock)

    def steps(self, today: date) -> tuple[Standing, ...]:
        """The steps reached and not yet taken."""
        return steps_due(self.began_on, today, self.clock, taken=self.taken)


@dataclass(frozen=True)
class StillCorrectPage:
    """The page with one button; `why_not` says why there is none, or ""."""

    id: UUID
    name: str
    group: str
    answers: tuple[Answer, ...]
    confirmed_on: date | None
    host: str
    host_phone: str
    why_not: str


@dataclass(frozen=True)
class Slip:
    """A slip of paper to send or hand over: what the listing says, and its short code."""

    name: str
    group: str
    answers: tuple[Answer, ...]
    code: str
    host: str
    host_phone: str


def clocks(session: Session) -> dict[UUID, Clock]:
    """The clock that each area's host has set."""
    return {row.area_id: clock_of(row) for row in session.scalars(sa.select(HostSettings))}


class Clocked(Protocol):
    """What is needed of a listing to know where it is on the ladder: the row, or its columns."""

    area_id: Any
    confirmed_on: Any
    published_at: Any
    started_at: Any
    due_after_days: Any
    ladder_step: Any


def began_on(row: Clocked) -> date:
    """The day a listing's clock counts from: when it was last confirmed, or first published."""
    first: datetime = row.published_at or row.started_at
    return cast(date, row.confirmed_on or first.date())


def ladder_of(session: Session, listing: Listing) -> OnLadder:
    """Where a listing is on the ladder of its area's host, with its group's own rhythm."""
    return on_ladder(listing, clocks(session))


def on_ladder(row: Clocked, by_area: Mapping[UUID, Clock]) -> OnLadder:
    """Where a row is on the ladder, by the clocks of all areas."""
    clock = _clock_of_group(by_area.get(row.area_id, USUAL), row.due_after_days)
    return OnLadder(began_on(row), clock, TAKEN.get(row.ladder_step, Standing.FRESH))


@lru_cache(maxsize=512)
def _clock_of_group(clock: Clock, days: int | None) -> Clock:
    """A host's clock with a group's own rhythm; few there are, and every listing asks."""
    return clock.chosen_by_group(days)


def tag_of(reached: Standing, *, was_confirmed: bool) -> str:
    """The state whose tag colour a standing takes (web/templating.py)."""
    return TAGS[reached if was_confirmed else max(reached, Standing.NOT_CONFIRMED)]


def due(session: Session, *, today: date) -> Iterator[UUID]:
    """The listings that have reached a step which was not taken yet, or should have left search."""
    by_area = clocks(session)
    rows = session.execute(
        sa.select(
            Listing.id,
            Listing.area_id,
            Listing.state,
            Listing.confirmed_on,
            Listing.published_at,
            Listing.started_at,
            Listing.due_after_days,
            Listing.ladder_step,
        )
        .where(Listing.state.in_(ON_LADDER))
        .execution_options(yield_per=2000)
    )
    for row in rows:
        ladder = on_ladder(cast(Clocked, row), by_area)
        if (today - ladder.began_on).days < ladder.clock.due_after_days:
            continue  # most of them, on most days
        if ladder.steps(today) or is_out_of_step(row.state, ladder.standing(today)):
            yield row.id


def is_out_of_step(state: State, reached: Standing) -> bool:
    """Whether a listing stands where its day says it should no longer stand."""
    return (state is State.LIVE and reached >= Standing.OUT) or (
        state is State.HIDDEN and reached >= Standing.ARCHIVE
    )


def find_on_ladder(session: Session, listing_id: UUID) -> Listing | None:
    """A listing that the ladder moves, with its group; None once it has left."""
    return session.scalar(
        sa.select(Listing)
        .options(joinedload(Listing.group))
        .where(Listing.id == listing_id, Listing.state.in_(ON_LADDER))
        .with_for_update(of=Listing)
    )


def find_by_code(session: Session, typed: str) -> Listing | None:
    """The listing of a short code, however it was typed."""
    code = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return session.scalar(_with_group().where(Listing.short_code == code)) if code else None


def get_by_code(session: Session, typed: str) -> Listing:
    """The listing of a short code, or NotFound."""
    found = find_by_code(session, typed)
    if found is None:
        raise NotFound(UNKNOWN_CODE)
    return found


def check_code(session: Session, typed: str) -> str:
    """The short code that somebody typed, as it is kept. Raises RuleBroken when we do not know it."""
    found = find_by_code(session, typed)
    if found is None:
        raise RuleBroken(UNKNOWN_CODE, field="code")
    return found.short_code


def find_by_letter(session: Session, token: str, *, at: datetime) -> StillCorrectPage | None:
    """The page behind a letter's link; None when the link is used, too old or unknown."""
    listing_id = links.find(session, token, purpose=STILL_CORRECT, at=at)
    if listing_id is None:
        return None
    return still_correct_page(session, get_listing(session, listing_id))


def get_listing(session: Session, listing_id: UUID) -> Listing:
    """A listing that a good link is for, or NotFound."""
    found = session.scalar(_with_group().where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def get_public(session: Session, listing_id: UUID) -> Listing:
    """A listing that anybody may read, or NotFound."""
    found = session.scalar(public().where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def get_in_area(session: Session, actor: Actor, listing_id: UUID) -> Listing:
    """A listing of the directory in the area that the actor works in, or NotFound (A-ORG-05)."""
    found = session.scalar(in_area(actor).where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def in_area(actor: Actor) -> sa.Select[Listing]:
    """The listings in the directory of the area that the actor's organisation works in."""
    wanted = _with_group().where(Listing.state.in_([*CONFIRMABLE]))
    if actor.is_system:
        return wanted
    return wanted.where(Listing.area_id == actor.area_id if actor.area_id else sa.false())


def _with_group() -> sa.Select[Listing]:
    return sa.select(Listing).join(Listing.group).options(joinedload(Listing.group))


def still_correct_page(session: Session, listing: Listing) -> StillCorrectPage:
    """What somebody reads before they say that it is still correct. No hidden place, no notes."""
    host = host_words(session, listing.area_id)
    return StillCorrectPage(
        id=listing.id,
        name=listing.content.name,
        group=listing.group.name,
        answers=_shown(listing),
        confirmed_on=listing.confirmed_on,
        host=host["name"],
        host_phone=host["phone"],
        why_not=why_not(listing.state),
    )


def still_correct_by_code(session: Session, code: str) -> StillCorrectPage:
    """The page behind a short address, or NotFound."""
    return still_correct_page(session, get_by_code(session, code))


def why_not(state: State) -> str:
    """Why a listing cannot be confirmed now; "" when it can."""
    return "" if state in CONFIRMABLE else WHY_NOT.get(state, GONE)


def slip(session: Session, actor: Actor, listing_id: UUID) -> Slip:
    """A listing's slip, for its own group or for the host's editors, or NotFound."""
    allowed = visible_to(actor)
    if actor.may(permissions.REVIEW):
        allowed = hosted_by(session, actor)
    listing = session.scalar(allowed.where(Listing.id == listing_id))
    if listing is None:
        raise NotFound
    host = host_words(session, listing.area_id)
    return Slip(
        name=listing.content.name,
        group=listing.group.name,
        answers=_shown(listing),
        code=in_fours(listing.short_code),
        host=host["name"],
        host_phone=host["phone"],
    )


def in_fours(code: str) -> str:
    """A short code as it is printed: "ABCD-2345"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _shown(listing: Listing) -> tuple[Answer, ...]:
    return tuple(one for one in labels.answers(listing.content) if one.field not in NOT_ON_PAPER)


def bounces(session: Session) -> dict[UUID, datetime]:
    """The groups whose last letter came back, and when it was written."""
    later = aliased(Letter)
    came_back = (
        sa.select(Group.id, sa.func.max(Letter.written_at).label("written_at"))
        .join(Letter, sa.and_(Letter.about_id == Group.id, Letter.address == Group.keeper_email))
        .where(
            Letter.refused != "",
            ~sa.exists().where(
                later.about_id == Group.id,
                later.address == Group.keeper_email,
                later.sent_at.is_not(None),
                later.written_at > Letter.written_at,
            ),
        )
        .group_by(Group.id)
    )
    return {row.id: row.written_at for row in session.execute(came_back)}


def bounced_groups(session: Session, group_ids: set[UUID]) -> list[Group]:
    """The groups that are marked as bounced, and those that should be."""
    return list(
        session.scalars(
            sa.select(Group).where(
                sa.or_(Group.mail_bounced_at.is_not(None), Group.id.in_(group_ids))
            )
        )
    )
