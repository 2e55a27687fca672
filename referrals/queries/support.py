"""Reading how much support somebody needs and where they stand on the pathway, both as histories."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from referrals import permissions
from referrals.models import Person, Referral, StageChange, SupportLevelChange
from referrals.queries import get_case, visible_to
from referrals.queries.case import Banner, banner_of
from referrals.vocabulary import Stage, SupportLevel

LEVELS = tuple(SupportLevel)


@dataclass(frozen=True)
class LevelLine:
    """A step of the support level: up means more support, down means less."""

    on: date
    after: SupportLevel
    direction: str
    because: str
    who: str


@dataclass(frozen=True)
class StageLine:
    """When somebody came to a stage."""

    on: date
    stage: Stage
    who: str


@dataclass(frozen=True)
class SupportStory:
    """How much support somebody needs and where they stand, now and before; newest first."""

    level: SupportLevel | None
    stage: Stage | None
    levels: tuple[LevelLine, ...]
    stages: tuple[StageLine, ...]


@dataclass(frozen=True)
class SupportPanel:
    """The piece of a case's page. `can_change` only for the link worker whose case it is."""

    referral_id: UUID
    story: SupportStory
    can_change: bool


@dataclass(frozen=True)
class SupportPage:
    """Whose level or stage is to be changed, and what it is now. `seen`: which person the form is of."""

    referral_id: UUID
    banner: Banner
    level: SupportLevel | None
    stage: Stage | None
    seen: str


def direction_of(before: SupportLevel | None, after: SupportLevel) -> str:
    """Which way it went, in words (A-PW-04, A-PW-05)."""
    if before is None:
        return "First noted"
    step = LEVELS.index(after) - LEVELS.index(before)
    return "More support" if step > 0 else "Less support"


def support_of(session: Session, person: Person) -> SupportStory:
    """The history of somebody whom the caller may see."""
    levels = session.scalars(
        sa.select(SupportLevelChange)
        .where(SupportLevelChange.person_id == person.id)
        .order_by(SupportLevelChange.on.desc(), SupportLevelChange.at.desc())
    )
    stages = session.scalars(
        sa.select(StageChange)
        .where(StageChange.person_id == person.id)
        .order_by(StageChange.on.desc(), StageChange.at.desc())
    )
    return SupportStory(
        person.support_level, person.stage,
        tuple(LevelLine(row.on, row.after, direction_of(row.before, row.after), row.because,
                        row.who) for row in levels),
        tuple(StageLine(row.on, row.stage, row.who) for row in stages),
    )  # fmt: skip


def without_reasons(story: SupportStory) -> SupportStory:
    """The history without why it changed: that is written for the lead NTP alone."""
    return replace(story, levels=tuple(replace(one, because="") for one in story.levels))


def panel(session: Session, actor: Actor, referral_id: UUID) -> SupportPanel | None:
    """The piece of a case's page, which has found out that the actor may read it."""
    row = session.get(Referral, referral_id)
    if row is None:
        return None
    own = visible_to(actor).where(Referral.id == referral_id).with_only_columns(Referral.id)
    can_change = actor.may(permissions.WORK) and session.scalar(own) is not None
    return SupportPanel(referral_id, support_of(session, row.person), can_change)


def page(session: Session, actor: Actor, referral_id: UUID) -> SupportPage:
    """The form's page."""
    row = get_case(session, actor, referral_id)
    if not actor.may(permissions.WORK):
        raise NotFound
    person = row.person
    return SupportPage(
        row.id, banner_of(person), person.support_level, person.stage,
        f"{person.id}:{person.version}",
    )  # fmt: skip
