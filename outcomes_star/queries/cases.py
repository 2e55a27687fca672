"""Whose readings they are: a case of a link worker's, of a practice's, or one's own."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from accounts.vocabulary import DataItem
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from outcomes_star import permissions
from referrals.lifecycle import WITH_WORKER, State
from referrals.queries import get_case
from referrals.queries.case import Banner, banner_of
from referrals.queries.consents import may_support
from referrals.queries.follow import get_own, may_hear
from referrals.queries.person_page import sent_of
from referrals.queries.reports import is_left_out, terms_of

TAKES = (*WITH_WORKER, State.COMPLETED, State.MAINTAINING, State.SUSTAINED, State.LAPSED)
"""Where somebody stands who can be asked."""

WHAT_CHANGED = "changed"
"""The section of a report that says what changed for somebody."""


@dataclass(frozen=True)
class Case:
    """Whose reading it is: what a reading is written down with. `spoken` is what their record says of
    their language, as it was typed.
    """

    referral_id: UUID
    person_id: UUID
    lead_id: UUID
    practice_id: UUID | None
    state: State
    sent_on: date
    spoken: str
    banner: Banner

    @property
    def can_be_asked(self) -> bool:
        """Whether a link worker has taken it on, and it has not ended early."""
        return self.state in TAKES


def case_to_ask(session: Session, actor: Actor, referral_id: UUID) -> Case:
    """A case of a link worker's, to ask the person."""
    actor.must(permissions.SCORE)
    return case_of(get_case(session, actor, referral_id))


def practice_case(session: Session, actor: Actor, referral_id: UUID, *, on: date) -> Case:
    """A referral of the actor's practice, of somebody who agreed that the practice hears of it."""
    actor.must(permissions.SCORE_AT_REVIEW)
    row = get_own(session, actor, referral_id)
    if not may_see(session, row, on=on) or not may_support(session, row.person_id, row.lead_id):
        raise NotFound
    return case_of(row)


def may_see(session: Session, row: Any, *, on: date) -> bool:
    """Whether a practice may see stars of its patient: the person agreed that it hears of them and left
    nothing of what changed out, and the two organisations share the scores of a star.
    """
    is_shared = DataItem.STAR_SCORES in terms_of(session, row, on=on).shared
    return is_shared and may_hear(session, row) and not is_left_out(session, row, WHAT_CHANGED)


def own_case(session: Session, person_id: UUID) -> Case:
    """The case in which somebody who came by their own link stands now. Raises NotFound."""
    rows = sent_of(session, person_id)
    if not rows:
        raise NotFound
    return case_of(rows[0])


def case_of(row: Any) -> Case:
    """What a reading needs of a referral."""
    return Case(
        row.id, row.person_id, row.lead_id, row.practice_id, row.state,
        day_in_london(row.sent_at or row.started_at), row.person.language, banner_of(row.person),
    )  # fmt: skip
