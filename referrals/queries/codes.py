"""The codes of referrals: which there are, and which a practice copies for its patient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import nhs_numbers, permissions
from referrals.codes import SHIPPED, Code, CodeUse
from referrals.lifecycle import Move
from referrals.models import PracticeArrangement, Referral, ReferralMove, SnomedCode
from referrals.queries import practice_hears, visible_to

USE_OF = {Move.ACCEPT: CodeUse.ACCEPTED, Move.DECLINE: CodeUse.DECLINED}
"""The moves that have a code."""
MOST = 200


@dataclass(frozen=True)
class CodeOnADay:
    """A code to copy into a record, with the day to copy it for."""

    code: str
    term: str
    on: date


@dataclass(frozen=True)
class CodedPatient:
    """A patient of the practice and the codes of one referral."""

    referral_id: UUID
    person_id: UUID
    name: str
    born_on: date | None
    nhs_number: str
    codes: tuple[CodeOnADay, ...]


def standing(session: Session) -> Sequence[SnomedCode]:
    """The loaded codes that hold now."""
    return session.scalars(sa.select(SnomedCode).where(SnomedCode.ended_at.is_(None))).all()


def codes_for(session: Session, use: CodeUse, *, at: datetime) -> tuple[Code, ...]:
    """The codes of a use that held at a moment: the loaded ones, or else those that are shipped."""
    rows = session.scalars(
        sa.select(SnomedCode)
        .where(
            SnomedCode.use == use,
            SnomedCode.loaded_at <= at,
            sa.or_(SnomedCode.ended_at.is_(None), SnomedCode.ended_at > at),
        )
        .order_by(SnomedCode.code)
    )
    loaded = tuple(Code(row.code, row.term, row.use) for row in rows)
    return loaded or tuple(code for code in SHIPPED if code.use is use)


def codes_of(session: Session, referral_id: UUID) -> tuple[CodeOnADay, ...]:
    """The codes of a referral, oldest first: once an episode, on the day it happened."""
    moves = session.scalars(
        sa.select(ReferralMove)
        .where(ReferralMove.referral_id == referral_id, ReferralMove.move.in_(USE_OF))
        .order_by(ReferralMove.number)
    )
    first = {move.move: move for move in reversed(moves.all())}
    return tuple(
        CodeOnADay(code.code, code.term, day_in_london(made.at))
        for made in sorted(first.values(), key=lambda one: one.number)
        for code in codes_for(session, USE_OF[made.move], at=made.at)
    )


def may_have_codes() -> sa.ColumnElement[bool]:
    """Whether a practice may have the codes of a referral: by the person's yes, or as it takes codes only."""
    return sa.or_(
        practice_hears(),
        sa.exists().where(
            PracticeArrangement.practice_id == Referral.practice_id,
            PracticeArrangement.codes_only.is_(True),
        ),
    )


def codes_to_copy_of(session: Session, actor: Actor, referral_id: UUID) -> tuple[CodeOnADay, ...]:
    """The codes of one referral of the actor's own practice."""
    actor.must(permissions.FOLLOW)
    own = visible_to(actor).where(
        Referral.id == referral_id,
        Referral.practice_id == actor.organisation_id,
        may_have_codes(),
    )
    return codes_of(session, referral_id) if session.scalar(own) is not None else ()


def codes_to_copy(session: Session, actor: Actor) -> tuple[CodedPatient, ...]:
    """The practice's patients with a code, the latest 200, newest first."""
    actor.must(permissions.FOLLOW)
    coded = sa.select(ReferralMove.referral_id).where(ReferralMove.move.in_(USE_OF))
    rows = session.scalars(
        visible_to(actor)
        .where(
            Referral.practice_id == actor.organisation_id, Referral.id.in_(coded), may_have_codes()
        )
        .options(joinedload(Referral.person))
        .order_by(Referral.moved_at.desc(), Referral.id)
        .limit(MOST)
    )
    return tuple(
        CodedPatient(
            row.id, row.person_id, row.person.name, row.person.born_on,
            nhs_numbers.shown(row.person.nhs_number), codes_of(session, row.id),
        )
        for row in rows
    )  # fmt: skip
