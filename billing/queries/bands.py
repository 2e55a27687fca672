"""Reading which band is suggested for a case, which was chosen, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.bands import Band, Suggestion, refusal, suggest
from billing.models import BandChoice
from billing.queries.charges import ChargeLine, charges_of_case
from kernel.access import Actor
from referrals.lifecycle import State
from referrals.queries import can_work_on, get_case, get_case_to_read
from referrals.queries.assessment import tariff_facts
from referrals.queries.case import Banner, banner_of
from referrals.queries.helped import ended_as


@dataclass(frozen=True)
class Chosen:
    """A choice as it is read: the band, who chose it and when, and why if it was not the suggested one."""

    band: Band
    because: str
    who: str
    at: datetime


@dataclass(frozen=True)
class BandPanel:
    """How the band of a case stands: what is suggested, what was chosen, and whether that still fits."""

    referral_id: UUID
    suggestion: Suggestion
    chosen: Chosen | None
    still_fits: bool
    can_choose: bool
    charges: tuple[ChargeLine, ...]


@dataclass(frozen=True)
class BandPage:
    """The page on which a band is chosen. `seen` is the number of the choice that was looked at, or 0.

    `band` is the one that the actor chose, where that is the last: nobody else's choice is ticked for them.
    """

    referral_id: UUID
    banner: Banner
    suggestion: Suggestion | None
    seen: int
    refusal: str
    """Why no band can be chosen; "" where one can."""
    history: tuple[Chosen, ...]
    band: Band | None


def choices_of_case(session: Session, referral_id: UUID) -> Sequence[BandChoice]:
    """All choices of a case, the newest first, for the program itself."""
    return session.scalars(
        sa.select(BandChoice)
        .where(BandChoice.referral_id == referral_id)
        .order_by(BandChoice.number.desc())
    ).all()


def why_none(session: Session, row: Any) -> str:
    """Why no band can be chosen for a case of the caller's; "" where one can.

    One that was opened again goes on as another: it gave as much help as it had given until then.
    """
    return refusal(ended_as(session, row), is_opened_again=row.state is State.REOPENED)


def reasons_at(session: Session, referral_id: UUID, at: datetime) -> Sequence[str]:
    """Why a band was chosen at one moment, for whoever looks for words of danger."""
    wanted = sa.select(BandChoice.because)
    return session.scalars(
        wanted.where(BandChoice.referral_id == referral_id, BandChoice.at == at)
    ).all()


def band_panel(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> BandPanel | None:
    """What the page of a case says of its band; None before the first meeting.

    Of a case that ended without help it shows what was chosen before, and offers nothing.
    """
    if not actor.may(permissions.SEE_BAND):
        return None
    row = get_case_to_read(session, actor, referral_id, at=at)
    facts = tariff_facts(session, row.id)
    if facts is None:
        return None
    newest = next(iter(choices_of_case(session, row.id)), None)
    can_be_chosen = not why_none(session, row)
    if newest is None and not can_be_chosen:
        return None
    return BandPanel(
        row.id, suggest(facts), _chosen(newest) if newest else None,
        newest is None or newest.stands_beside(facts),
        can_be_chosen
        and actor.may(permissions.CHOOSE_BAND)
        and can_work_on(session, actor, row.id),
        charges_of_case(session, row.id),
    )  # fmt: skip


def band_page(session: Session, actor: Actor, referral_id: UUID) -> BandPage:
    """The page of a case of the actor's own, on which its band is chosen."""
    actor.must(permissions.CHOOSE_BAND)
    row = get_case(session, actor, referral_id)
    facts = tariff_facts(session, row.id)
    choices = choices_of_case(session, row.id)
    return BandPage(
        row.id, banner_of(row.person), suggest(facts) if facts else None,
        choices[0].number if choices else 0, why_none(session, row), tuple(map(_chosen, choices)),
        choices[0].band if choices and choices[0].by == actor.user_id else None,
    )  # fmt: skip


def _chosen(row: BandChoice) -> Chosen:
    return Chosen(row.band, row.because, row.who, row.at)
