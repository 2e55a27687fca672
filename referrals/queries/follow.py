"""How a practice follows its referrals: the list, one referral's line of steps, and what came of all."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from directory.vocabulary import Worded
from kernel import crisis
from kernel.access import Actor, Role
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import permissions
from referrals.asked import Answers
from referrals.details import as_told_by_practice
from referrals.lifecycle import OPEN, Move, State
from referrals.models import PracticeArrangement, Referral, ReferralMove
from referrals.queries import get, practice_hears, visible_to
from referrals.queries.arranged import worker_today
from referrals.queries.called_off import is_ours, split, was_ours, words_of
from referrals.queries.case import Banner, Happened, banner_of
from referrals.queries.consents import Yes, told_to_practice
from referrals.queries.danger import Reading, reading
from referrals.queries.details import as_practice_knows, unheard_of
from referrals.queries.hearing import ITS_OWN, hears_of, known_moved_at, shown_as
from referrals.queries.rates import did_not_fit, has_missed, was_accepted
from referrals.queries.refer import practices_answers
from referrals.queries.reports import is_left_out
from referrals.queries.standing import asking_again, sooner_reach_by, staying_closed
from referrals.queries.support import SupportStory, support_of, without_reasons
from referrals.reporting import SUPPORT
from referrals.steps import Step, line_of
from referrals.vocabulary import ReturnReason, Source, Urgency

PAGE = 25
WORDED = (Move.SEND, Move.GIVE_UP, Move.WITHDRAW)
"""Moves that say why in set words, or in those of the practice: no link worker's own words are in them."""
DRAFTS_ARE_OWN = sa.or_(Referral.state != State.DRAFT, Referral.source == Source.PRACTICE)


class Show(Worded):
    """What a practice's list shows."""

    UNDER_WAY = "under-way", "Under way"
    DRAFTS = "drafts", "Not sent yet"
    RETURNED = "returned", "Sent back to us"
    OVER = "over", "Over"


@dataclass(frozen=True)
class FollowLine:
    """A referral in the practice's list; whether it `is_held_back` is as on its page."""

    id: UUID
    person_id: UUID
    name: str
    state: State
    steps: tuple[Step, ...]
    sent_at: datetime | None
    is_urgent: bool
    danger: Reading | None
    is_held_back: bool


@dataclass(frozen=True)
class FollowList:
    """A page of the list, and how many there are of each kind."""

    show: Show
    counts: Mapping[Show, int]
    lines: tuple[FollowLine, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class FollowPage:
    """A referral as the practice that sent it sees it.

    What a link worker wrote is not there, but for why a referral came back. Unless the person agreed that
    the practice hears of it (B26): no `support`, and no state beyond that it was received; `is_held_back`
    then. `closed_on` is when we said that the case of somebody who would like help again stays closed. One
    that `is_opened_again` the practice did not send.
    """

    id: UUID
    banner: Banner
    state: State
    stands: str
    is_held_back: bool
    is_opened_again: bool
    steps: tuple[Step, ...]
    lead: OrganisationFacts
    link_worker: str
    urgency: Urgency
    reach_by: date | None
    danger: Reading | None
    return_reason: ReturnReason | None
    return_words: str
    closed_on: date | None
    answers: Answers
    support: SupportStory | None
    story: tuple[Happened, ...]
    can_take_back: bool
    can_complete: bool
    consents: tuple[Yes, ...]

    @property
    def came_back_because(self) -> str:
        """Why it came back, each thing said once."""
        reason = f"{self.return_reason.words}." if self.return_reason else ""
        words = self.return_words.strip()
        is_said = words.casefold().startswith(reason.rstrip(".").casefold())
        return words if reason and is_said else f"{reason} {words}".strip() or "See below."


@dataclass(frozen=True)
class Results:
    """What came of a practice's referrals since a day.

    Of those `held_back`, whose person did not agree that the practice hears, it counts that they were
    received and no more.
    """

    since: date
    sent: int
    held_back: int
    by_state: tuple[tuple[str, int], ...]
    accepted: int
    missed: int
    inappropriate: int

    @property
    def missed_share(self) -> str:
        """How many of those who were accepted missed a meeting (A-TAR-08)."""
        return share(self.missed, self.accepted)

    @property
    def inappropriate_share(self) -> str:
        """How many of those sent came back because our help does not fit (A-SG-05)."""
        return share(self.inappropriate, self.sent)


def share(part: int, whole: int) -> str:
    """ "1 of 2 (50%)", of true numbers: for those who may hear of these people anyway."""
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "None yet"


def get_own(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A referral of the actor's own practice, or NotFound."""
    actor.must(permissions.FOLLOW)
    row = get(session, actor, referral_id)
    if row.practice_id != actor.organisation_id or _is_being_written_elsewhere(row):
        raise NotFound
    return row


def _is_being_written_elsewhere(row: Referral) -> bool:
    return row.state is State.DRAFT and row.source is not Source.PRACTICE


def referrals(session: Session, actor: Actor, *, show: Show, page: int) -> FollowList:
    """The practice's referrals of one kind, newest first."""
    actor.must(permissions.FOLLOW)
    counts = _counts(session, actor)
    rows = session.scalars(
        visible_to(actor)
        .where(_is_in(show), DRAFTS_ARE_OWN)
        .options(joinedload(Referral.person))
        .order_by(known_moved_at().desc(), Referral.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    pages = max(1, -(-counts[show] // PAGE))
    return FollowList(show, counts, _lines(session, rows), page, pages)


def _stands() -> sa.ColumnElement[State]:
    """The state by which a referral is listed: whose case stays closed has finished."""
    stays_closed = sa.and_(Referral.state == State.LAPSED, ~asking_again())
    finished = sa.literal(State.COMPLETED, Referral.state.type)
    return sa.case((stays_closed, finished), else_=Referral.state)


def _is_in(show: Show) -> sa.ColumnElement[bool]:
    """What stands in a list: by its state, or by what the practice may know of that."""
    states = _states(show)
    shown = [state for state in State if shown_as(state, hears=False) in states]
    return sa.or_(
        sa.and_(practice_hears(), _stands().in_(states)),
        sa.and_(sa.not_(practice_hears()), Referral.state.in_(shown)),
    )


def _states(show: Show) -> Collection[State]:
    chosen: Mapping[Show, Collection[State]] = {
        Show.UNDER_WAY: (*OPEN, State.LAPSED), Show.DRAFTS: (State.DRAFT,), Show.RETURNED: (State.RETURNED,),
    }  # fmt: skip
    named = {state for states in chosen.values() for state in states}
    return chosen.get(show, [state for state in State if state not in named])


def _counts(session: Session, actor: Actor) -> dict[Show, int]:
    found = session.execute(
        visible_to(actor)
        .where(DRAFTS_ARE_OWN)
        .with_only_columns(
            _stands().label("stands"), practice_hears().label("hears"), sa.func.count()
        )
        .group_by(sa.literal_column("stands"), sa.literal_column("hears"))
    )
    by_state = Counter[State]()
    for state, hears, count in found:
        by_state[shown_as(state, hears=hears)] += count
    return {show: sum(by_state[state] for state in _states(show)) for show in Show}


def _lines(session: Session, rows: Sequence[Referral]) -> tuple[FollowLine, ...]:
    ids = [row.id for row in rows]
    reached = _reached(session, ids)
    heard = {row.id for row in rows if hears_of(session, row)}
    unheard = unheard_of(session, [row.person for row in rows])
    shown = {row.id: shown_as(row.state, hears=row.id in heard) for row in rows}
    closed = staying_closed(session, heard)
    return tuple(
        FollowLine(
            row.id, row.person_id, row.person.name or "No name yet", shown[row.id],
            line_of(
                shown[row.id], _known(reached.get(row.id, ()), hears=row.id in heard),
                stays_closed=row.id in closed,
            ),
            row.sent_at, row.urgency is Urgency.URGENT and row.source is not Source.REOPENED,
            _danger(
                session, row,
                as_told_by_practice(practices_answers(session, row), unheard[row.person_id]),
                hears=row.id in heard,
            ),
            row.id not in heard and shown[row.id] is State.RECEIVED,
        )
        for row in rows
    )  # fmt: skip


def _known(reached: Iterable[State], *, hears: bool) -> list[State]:
    return [state for state in reached if hears or state in ITS_OWN]


def _reached(session: Session, referral_ids: Sequence[UUID]) -> dict[UUID, list[State]]:
    """The states that referrals came through."""
    found: dict[UUID, list[State]] = {}
    for referral_id, after in session.execute(
        sa.select(ReferralMove.referral_id, ReferralMove.after).where(
            ReferralMove.referral_id.in_(referral_ids)
        )
    ):
        found.setdefault(referral_id, []).append(after)
    return found


def follow_page(session: Session, actor: Actor, referral_id: UUID) -> FollowPage:
    """One referral of the practice."""
    row = get_own(session, actor, referral_id)
    moves = _moves(session, row)
    is_back = row.state is State.RETURNED
    hears, takes_words = hears_of(session, row), may_hear(session, row)
    if not hears:
        moves = [move for move in moves if move.after in ITS_OWN]
    state = shown_as(row.state, hears=hears)
    says = words_of(state, is_ours=is_ours(session, row))
    answers = as_practice_knows(session, row.person, practices_answers(session, row))
    is_opened_again = row.source is Source.REOPENED
    closed = staying_closed(session, [row.id] if hears else []).get(row.id)
    return FollowPage(
        id=row.id, banner=replace(banner_of(row.person), rules=answers.rules.words), state=state,
        stands=says, is_held_back=not hears, is_opened_again=is_opened_again,
        steps=line_of(
            state, [move.after for move in moves], stays_closed=closed is not None, stands=says
        ),
        lead=accounts.get_organisation(session, row.lead_id),
        link_worker=worker_today(session, row),
        urgency=Urgency.ROUTINE if is_opened_again else row.urgency,
        reach_by=sooner_reach_by(session, row, hears=hears)
        if state.is_open and not is_opened_again
        else None,
        danger=_danger(session, row, answers, hears=hears),
        return_reason=row.return_reason if is_back else None,
        return_words=moves[0].because if is_back and moves else "",
        closed_on=day_in_london(closed.at) if closed else None,
        answers=answers,
        support=without_reasons(support_of(session, row.person))
        if takes_words and not is_left_out(session, row, SUPPORT)
        else None,
        story=_story(session, row, moves, may_hear=takes_words),
        can_take_back=hears and state.is_open and not (state.is_met or is_opened_again),
        can_complete=is_back,
        consents=told_to_practice(session, row.person_id, (row.lead_id, row.practice_id)),
    )  # fmt: skip


def _danger(session: Session, row: Referral, answers: Answers, *, hears: bool) -> Reading | None:
    """Who may have read words of danger in it; None where there are none."""
    return reading(session, row, hears=hears) if crisis.is_in(*answers.free_words) else None


def _moves(session: Session, row: Referral) -> Sequence[ReferralMove]:
    return session.scalars(
        sa.select(ReferralMove)
        .where(ReferralMove.referral_id == row.id)
        .order_by(ReferralMove.number.desc())
    ).all()


def may_hear(session: Session, row: Referral) -> bool:
    """Whether the person agreed that the practice hears what comes of it, and it takes words at all."""
    if row.practice_id is None:
        return False
    codes_only = session.scalar(
        sa.select(PracticeArrangement.codes_only).where(
            PracticeArrangement.practice_id == row.practice_id
        )
    )
    return not codes_only and hears_of(session, row)


def _story(
    session: Session, row: Referral, moves: Sequence[ReferralMove], *, may_hear: bool
) -> tuple[Happened, ...]:
    """What happened. Why it came back, and what the practice wrote itself, is always there."""
    own = _staff(session, row)
    return tuple(
        Happened(
            move.after.words, move.who, move.at,
            move.because
            if move.move is Move.RETURN
            or (move.move in WORDED and (may_hear or move.by in own))
            else "",
        )
        for move in moves
    )  # fmt: skip


def _staff(session: Session, row: Referral) -> set[UUID | None]:
    if row.practice_id is None:
        return set()
    return {
        one.id
        for role in (Role.REFERRER, Role.PRACTICE_MANAGER)
        for one in accounts.holders(session, row.practice_id, role)
    }


def results(session: Session, actor: Actor, *, since: date, from_moment: datetime) -> Results:
    """What came of the practice's referrals that were sent since a moment (B12)."""
    actor.must(permissions.FOLLOW)
    sent = visible_to(actor).where(Referral.sent_at >= from_moment)
    heard = sent.where(practice_hears())
    by_state = _by_state(session, sent)
    return Results(
        since=since,
        sent=by_state.total(),
        held_back=by_state.total() - _count(session, heard),
        by_state=split(
            [(state, by_state[state]) for state in State if state in by_state],
            ours=_count(session, heard.where(was_ours())),
        ),
        accepted=_count(session, heard.where(was_accepted())),
        missed=_count(session, heard.where(has_missed())),
        inappropriate=_count(session, sent.where(did_not_fit())),
    )


def _by_state(session: Session, wanted: sa.Select[Referral]) -> Counter[State]:
    """How many there are in each state, as far as the practice may know."""
    found = session.execute(
        wanted.with_only_columns(
            Referral.state, practice_hears().label("hears"), sa.func.count()
        ).group_by(Referral.state, sa.literal_column("hears"))
    )
    by_state = Counter[State]()
    for state, hears, count in found:
        by_state[shown_as(state, hears=hears)] += count
    return by_state


def _count(session: Session, wanted: sa.Select[Referral]) -> int:
    return session.scalar(wanted.with_only_columns(sa.func.count())) or 0


def waiting(session: Session, actor: Actor) -> tuple[int, int]:
    """How many referrals came back to the practice, and how many drafts were not sent."""
    counts = _counts(session, actor)
    return counts[Show.RETURNED], counts[Show.DRAFTS]
