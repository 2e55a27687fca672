"""Who called a first meeting off that is to be arranged again: nobody is blamed for what we cancelled."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from referrals.casework import NOT_HELD, Result
from referrals.lifecycle import State
from referrals.models import Contact, Referral

BY_US, BY_THEM = "called off by us", "they could not come"


def was_ours() -> sa.ColumnElement[bool]:
    """A first meeting that waits to be arranged again, since we cancelled it: the contact log says so."""
    newest = (
        sa.select(Contact.result)
        .where(
            Contact.referral_id == Referral.id,
            Contact.replaced_at.is_(None),
            Contact.result.in_(NOT_HELD),
        )
        .order_by(Contact.recorded_at.desc(), Contact.happened_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.and_(Referral.state == State.MISSED, newest == Result.CANCELLED_BY_US)


def is_ours(session: Session, row: Referral) -> bool:
    """Whether the first meeting of a referral that the caller may read is one that we cancelled."""
    if row.state is not State.MISSED:
        return False
    return (
        session.scalar(sa.select(Referral.id).where(Referral.id == row.id, was_ours())) is not None
    )


def stands(session: Session, row: Referral) -> str:
    """Where a referral stands, in words that tell who could not meet."""
    return words_of(row.state, is_ours=is_ours(session, row))


def words_of(state: State, *, is_ours: bool) -> str:
    """The words of a state; of a first meeting that was not held also who called it off."""
    if state is not State.MISSED:
        return state.words
    return f"{state.words}: {BY_US if is_ours else BY_THEM}"


def split(counts: Sequence[tuple[State, int]], *, ours: int) -> tuple[tuple[str, int], ...]:
    """How many stand where, in words; of those whom we did not meet, `ours` were called off by us."""
    lines = []
    for state, count in counts:
        of_us = ours if state is State.MISSED else 0
        lines += [
            (words_of(state, is_ours=False), count - of_us),
            (words_of(state, is_ours=True), of_us),
        ]
    return tuple((words, count) for words, count in lines if count)
