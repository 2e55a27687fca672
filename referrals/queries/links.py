"""Onward links as link workers see them: one whole, those of a case, those with something new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from directory.queries.published import find_published
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import meetings, permissions
from referrals.lifecycle import ONWARD_LINK, LinkMove, LinkState
from referrals.models import (
    ActionPlan,
    Attendance,
    Consent,
    LinkStep,
    OnwardLink,
    Referral,
)
from referrals.queries import can_work_on, get_case_to_read, visible_to
from referrals.queries.case import Banner, Happened, banner_of
from referrals.queries.consents import find_consent, may_support
from referrals.queries.plans import get_own_case, plan_page
from referrals.queries.said import said_of
from referrals.vocabulary import LinkKind, News, Purpose, Recipient, RefusalReason, ToldBy

TOLD_BY_WORKER = (
    LinkMove.AGREE,
    LinkMove.DECLINE,
    LinkMove.ATTEND,
    LinkMove.FINISH,
    LinkMove.NOT_START,
    LinkMove.STOP,
    LinkMove.TAKE_BACK,
)
"""What a link worker says of a link herself; the rest is the group's to say, or follows."""


@dataclass(frozen=True)
class LinkLine:
    """A link in a list."""

    id: UUID
    referral_id: UUID
    person_id: UUID
    called: str
    title: str
    group: str
    kind: LinkKind
    state: LinkState
    news: News | None


@dataclass(frozen=True)
class LinksPanel:
    """The links of somebody on the page of a case."""

    referral_id: UUID
    can_add: bool
    may_see_share: bool
    lines: tuple[LinkLine, ...]


@dataclass(frozen=True)
class Came:
    """A day on which somebody came, or did not."""

    on: date
    came: bool
    told_by: ToldBy
    who: str


@dataclass(frozen=True)
class Outcome:
    """An outcome that was owed, and what the group says of it; empty when it has not said."""

    owed: str
    met: str
    words: str


@dataclass(frozen=True)
class LinkPage:
    """One onward link, whole."""

    line: LinkLine
    banner: Banner
    goal: str
    choices: tuple[str, ...]
    places_left: int | None
    buddy: str
    refusal: RefusalReason | None
    group_says: str
    proposes: str
    comes: str
    value_words: str
    outcomes: tuple[Outcome, ...]
    outcome_due_on: date | None
    introduced_at: datetime | None
    by_letter: bool
    short_code: str
    is_in_directory: bool
    has_phone: bool
    has_email: bool
    has_access_needs: bool
    version: int
    may_act: bool
    moves: tuple[LinkMove, ...]
    attendance: tuple[Came, ...]
    story: tuple[Happened, ...]

    @property
    def can_introduce(self) -> bool:
        """Whether the group may be asked: the person said yes, and there is a group."""
        is_agreed = self.line.state is LinkState.AGREED
        return self.may_act and is_agreed and self.line.kind is not LinkKind.SELF_DIRECTED

    @property
    def can_write_answer(self) -> bool:
        """Whether the group's answer can be written down for it."""
        may = ONWARD_LINK.open_moves(self.line.state)
        return self.may_act and (LinkMove.REFUSE in may or LinkMove.ACCEPT in may)

    @property
    def can_answer_day(self) -> bool:
        """Whether the group proposes a day that waits for the person's answer."""
        return self.may_act and bool(self.proposes) and self.line.state.is_with_group

    @property
    def can_mark(self) -> bool:
        """Whether days can be written down."""
        is_on = LinkMove.ATTEND in ONWARD_LINK.open_moves(self.line.state)
        return self.may_act and (is_on or self.line.state is LinkState.ATTENDING)

    @property
    def can_tell(self) -> bool:
        """Whether the link worker can say what happened."""
        return bool(self.moves)


@dataclass(frozen=True)
class Scanned:
    """The link that the code on a paper register names."""

    referral_id: UUID
    link_id: UUID
    person_id: UUID


# ---- one link --------------------------------------------------------------------------------


def get_own_link(session: Session, actor: Actor, referral_id: UUID, link_id: UUID) -> OnwardLink:
    """A link of a case whose work the actor does, or NotFound; never one of another person's."""
    referral = get_own_case(session, actor, referral_id)
    row = session.get(OnwardLink, link_id)
    if row is None or row.person_id != referral.person_id:
        raise NotFound
    return row


def find_link(session: Session, link_id: UUID) -> OnwardLink | None:
    """A link, for the program itself."""
    return session.get(OnwardLink, link_id)


def find_by_code(session: Session, actor: Actor, code: str) -> Scanned:
    """Where the code of a paper register leads, if the actor works with the person; or NotFound."""
    row = session.scalar(sa.select(OnwardLink).where(OnwardLink.short_code == code.upper()))
    if row is None:
        raise NotFound
    get_own_case(session, actor, row.referral_id)
    return Scanned(row.referral_id, row.id, row.person_id)


def link_page(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID, *, at: datetime
) -> LinkPage:
    """One link, for whoever may read the case."""
    referral = get_case_to_read(session, actor, referral_id, at=at)
    row = session.get(OnwardLink, link_id)
    if row is None or row.person_id != referral.person_id:
        raise NotFound
    may_act = can_work_on(session, actor, referral_id)
    listed = row.listing_id and find_published(session, row.listing_id, today=day_in_london(at))
    return LinkPage(
        line=_line(row),
        banner=banner_of(row.person),
        goal=_goal(session, row),
        choices=tuple(choice["name"] for choice in row.choices),
        places_left=row.places_left,
        buddy=row.buddy,
        refusal=row.refusal if row.state is LinkState.REFUSED else None,
        group_says=row.group_says,
        proposes=row.proposes,
        comes=comes_words(row),
        value_words=row.value_words,
        outcomes=outcomes_of(row),
        outcome_due_on=row.outcome_due_on,
        introduced_at=row.introduced_at,
        by_letter=row.by_letter,
        short_code=row.short_code,
        is_in_directory=bool(listed),
        has_phone=bool(row.person.phone),
        has_email=bool(row.person.email),
        has_access_needs=bool(row.person.access_needs),
        version=row.version,
        may_act=may_act,
        moves=_moves_to_tell(row) if may_act else (),
        attendance=attendance_of(session, row.id),
        story=_story(session, row.id),
    )


def comes_words(row: OnwardLink) -> str:
    """When somebody comes for the first time, as it was agreed; "" where nothing was."""
    return meetings.visit_words(row.comes_on, row.comes_at) if row.comes_on else ""


def _goal(session: Session, row: OnwardLink) -> str:
    plan = session.get_one(ActionPlan, row.plan_id)
    return next((goal.words for goal in plan.content.goals if goal.id == row.goal_id), "")


def _moves_to_tell(row: OnwardLink) -> tuple[LinkMove, ...]:
    """Without a group nobody is asked: what is open is what the person says."""
    may = ONWARD_LINK.open_moves(row.state)
    return tuple(move for move in TOLD_BY_WORKER if move in may)


def outcomes_of(row: OnwardLink) -> tuple[Outcome, ...]:
    """The outcomes that were owed, with what the group says of each."""
    told = {one["owed"]: one for one in row.outcomes_told}
    return tuple(
        Outcome(owed, told.get(owed, {}).get("met", ""), told.get(owed, {}).get("words", ""))
        for owed in row.outcomes_owed
    )


def attendance_of(session: Session, link_id: UUID) -> tuple[Came, ...]:
    """The days that were written down, newest first."""
    rows = session.scalars(
        sa.select(Attendance).where(Attendance.link_id == link_id).order_by(Attendance.on.desc())
    )
    return tuple(Came(row.on, row.came, row.told_by, row.who) for row in rows)


def find_attendance(session: Session, link_id: UUID, on: date) -> Attendance | None:
    """What was written down for a day."""
    return session.scalar(
        sa.select(Attendance).where(Attendance.link_id == link_id, Attendance.on == on)
    )


def _story(session: Session, link_id: UUID) -> tuple[Happened, ...]:
    """Every move, and every answer of the group as a line of its own, newest first."""
    rows = session.scalars(
        sa.select(LinkStep).where(LinkStep.link_id == link_id).order_by(LinkStep.number.desc())
    )
    moves = [Happened(row.move.words, row.who, row.at, row.because) for row in rows]
    return tuple(sorted([*said_of(session, link_id), *moves], key=lambda one: one.at, reverse=True))


def _line(row: OnwardLink) -> LinkLine:
    return LinkLine(
        row.id, row.referral_id, row.person_id, row.person.called, row.title, row.group_name,
        row.kind, row.state, row.news,
    )  # fmt: skip


# ---- lists -----------------------------------------------------------------------------------


def links_of_case(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[LinkLine, ...]:
    """The links of the person of a case, newest first."""
    referral = get_case_to_read(session, actor, referral_id, at=at)
    rows = session.scalars(
        sa.select(OnwardLink)
        .where(OnwardLink.person_id == referral.person_id)
        .order_by(OnwardLink.made_at.desc(), OnwardLink.id)
    )
    return tuple(_line(row) for row in rows)


def links_panel(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> LinksPanel | None:
    """The links of a case, and whether one can be added; None when there is neither."""
    lines = links_of_case(session, actor, referral_id, at=at)
    page = plan_page(session, actor, referral_id, at=at)
    can_add = page.can_change and bool(page.plan.open_goals)
    may_see_share = actor.may(permissions.OVERSEE)
    if not lines and not can_add:
        return None
    return LinksPanel(referral_id, can_add, may_see_share, lines)


def links_to_look_at(session: Session, actor: Actor) -> tuple[LinkLine, ...]:
    """The links of the actor's own cases that have something new, oldest news first."""
    if not actor.may(permissions.WORK):
        return ()
    mine = visible_to(actor).where(
        Referral.link_worker_id == actor.user_id, Referral.id == OnwardLink.referral_id
    )
    rows = session.scalars(
        sa.select(OnwardLink)
        .where(OnwardLink.news.is_not(None), mine.exists())
        .options(joinedload(OnwardLink.person))
        .order_by(OnwardLink.changed_at, OnwardLink.id)
    )
    return tuple(_line(row) for row in rows)


def open_links_of(session: Session, person_id: UUID) -> Sequence[OnwardLink]:
    """The links of somebody from which something may still come, for the program itself."""
    is_open = [state for state in LinkState if state.is_open]
    return session.scalars(
        sa.select(OnwardLink)
        .where(OnwardLink.person_id == person_id, OnwardLink.state.in_(is_open))
        .order_by(OnwardLink.made_at, OnwardLink.id)
    ).all()


def open_links_to(session: Session, listing_id: UUID) -> Sequence[OnwardLink]:
    """The open links to a listing, for the program itself."""
    is_open = [state for state in LinkState if state.is_open]
    return session.scalars(
        sa.select(OnwardLink).where(
            OnwardLink.listing_id == listing_id, OnwardLink.state.in_(is_open)
        )
    ).all()


def formal_links_waiting(session: Session) -> Sequence[OnwardLink]:
    """The formal links that wait for a group: for its answer, or for what it owes."""
    return session.scalars(
        sa.select(OnwardLink).where(
            OnwardLink.kind == LinkKind.FORMAL,
            OnwardLink.state.in_([LinkState.INTRODUCED, LinkState.OUTCOME_DUE]),
        )
    ).all()


# ---- consent ---------------------------------------------------------------------------------


def standing_consent(session: Session, link: OnwardLink) -> Consent | None:
    """The person's yes to being introduced to the group of a link, unless it was taken back.

    It rests on their yes to our help: without that no group knows of them any more.
    """
    if not is_helped(session, link):
        return None
    return find_consent(session, link.person_id, Recipient.GROUP, link.group_id, Purpose.INTRODUCE)


def is_helped(session: Session, link: OnwardLink) -> bool:
    """Whether the person of a link still agrees to our help."""
    return may_support(session, link.person_id, link.person.lead_id)


# ---- whom a letter names ---------------------------------------------------------------------


def lead_words(session: Session, lead_id: UUID) -> dict[str, str]:
    """The name of a lead NTP, its phone and when that is answered, as letters and pages say them."""
    found = accounts.get_organisation(session, lead_id)
    return {"name": found.name, "phone": found.phone, "hours": found.hours}
