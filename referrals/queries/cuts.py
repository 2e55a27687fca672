"""In which part of a cut each case is: by practice, by place, by what they went to, by what they said."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.queries import deprivation
from directory.queries.offered import domains_of, names_of
from directory.vocabulary import Domain
from referrals.cuts import FIFTHS, LIVE, NOT_KNOWN, Cut
from referrals.equality import QUESTIONS
from referrals.lifecycle import LinkState, State
from referrals.models import (
    Attendance,
    EqualityAnswers,
    LinkStep,
    OnwardLink,
    Person,
    Referral,
    ReferralMove,
)
from referrals.queries import still_agrees

Parts = sa.Select[UUID, Any]
"""Rows of a referral's id and of the part that it is in; a case in no part has no row."""


def cases_of(lead_id: UUID) -> sa.Select[Referral]:
    """The cases that count for a lead NTP: those that its manager may see."""
    return sa.select(Referral).where(
        Referral.lead_id == lead_id, Referral.state != State.DRAFT, still_agrees()
    )


def parts(session: Session, cut: Cut, *, as_of: datetime) -> Parts:
    """In which part each case was at a moment, as far as it is written down when."""
    if cut is Cut.PRACTICE:
        return sa.select(Referral.id.label("case_id"), Referral.practice_id.label("part"))
    if cut is Cut.SERVICE:
        return _went(as_of)
    if cut is Cut.DOMAIN:
        return _went_to_domain(session, as_of)
    if cut.is_of_equality:
        return _said(cut)
    return _living(cut)


def _went(as_of: datetime) -> Parts:
    """What they came to at least once, as the group or the link worker told us by then (A-CASE-02)."""
    came = sa.select(Attendance.id).where(
        Attendance.link_id == OnwardLink.id, Attendance.came, Attendance.at < as_of
    )
    took_part = sa.select(LinkStep.id).where(
        LinkStep.link_id == OnwardLink.id, LinkStep.after == LinkState.ATTENDING,
        LinkStep.at < as_of,
    )  # fmt: skip
    return (
        sa.select(OnwardLink.referral_id.label("case_id"), OnwardLink.listing_id.label("part"))
        .where(
            OnwardLink.listing_id.is_not(None),
            OnwardLink.state != LinkState.TAKEN_BACK,
            sa.or_(came.exists(), took_part.exists()),
        )
        .distinct()
    )


def _went_to_domain(session: Session, as_of: datetime) -> Parts:
    went = _went(as_of).subquery()
    known = domains_of(session, session.scalars(sa.select(went.c.part).distinct()).all())
    each = [
        sa.select(went.c.case_id, sa.literal(domain.value).label("part"))
        .where(went.c.part.in_([one for one, domains in known.items() if domain in domains]))
        .distinct()
        for domain in Domain
    ]
    together = sa.union_all(*each).subquery()
    return sa.select(together.c.case_id, together.c.part)


def _said(cut: Cut) -> Parts:
    answer = getattr(EqualityAnswers, cut.value)
    return sa.select(Referral.id.label("case_id"), answer.label("part")).join(
        EqualityAnswers, EqualityAnswers.person_id == Referral.person_id
    )


def _living(cut: Cut) -> Parts:
    part: Any = Person.locality_id
    if cut is Cut.FIFTH:
        rank = accounts.rank_of(Person.locality_id)
        part = deprivation.fifth_of(Person.__table__.c.postcode, rank)
    return sa.select(Referral.id.label("case_id"), part.label("part")).join(
        Person, Person.id == Referral.person_id
    )


def state_at(case_id: sa.ColumnElement[UUID], as_of: datetime) -> sa.ScalarSelect[State]:
    """Where a case stood at a moment."""
    return (
        sa.select(ReferralMove.after)
        .where(ReferralMove.referral_id == case_id, ReferralMove.at < as_of)
        .order_by(ReferralMove.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def every_part(session: Session, cut: Cut, *, area_id: UUID | None) -> tuple[str, ...]:
    """Every part of a cut that somebody of an area could be in, whether or not anybody is.

    Only of what people cannot be in twice, and of what is published: places, and what they said.
    """
    if cut is Cut.LOCALITY:
        return (*(str(one.id) for one in accounts.localities(session, area_id)), NOT_KNOWN)
    return (*QUESTIONS[cut.value].choices, NOT_KNOWN)


def names(session: Session, cut: Cut, keys: Collection[str]) -> Mapping[str, str]:
    """What each part is called, by its key."""
    words = _words(session, cut, keys)
    return {key: words.get(key, "Not known") for key in keys}


FIXED: Mapping[Cut, Mapping[str, str]] = {
    Cut.ALL: {}, Cut.DOMAIN: {one.value: one.words for one in Domain}, Cut.LIVE: LIVE, Cut.FIFTH: FIFTHS,
}  # fmt: skip


def _words(session: Session, cut: Cut, keys: Collection[str]) -> Mapping[str, str]:
    if cut is Cut.PRACTICE:
        return {str(one.id): one.name for one in accounts.organisations(session)}
    if cut is Cut.LOCALITY:
        return {str(one.id): one.name for one in accounts.localities(session)}
    if cut is Cut.SERVICE:
        wanted = [UUID(key) for key in keys if key]
        return {str(one): name for one, name in names_of(session, wanted).items()}
    if cut.is_of_equality:
        return {**QUESTIONS[cut.value].choices, NOT_KNOWN: "They were not asked, or did not say"}
    return FIXED[cut]
