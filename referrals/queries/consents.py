"""What a person said yes to, and what stands of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor, Role
from referrals import permissions
from referrals.lifecycle import State
from referrals.models import Consent, OnwardLink, Person, Referral, Report
from referrals.queries import get_kept, visible_to
from referrals.queries.case import Banner, banner_of
from referrals.vocabulary import Purpose, Recipient

TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class NoLonger:
    """Somebody who took back their yes, and is not to be rung any more."""

    person_id: UUID
    name: str


@dataclass(frozen=True)
class Yes:
    """One yes: to whom, for what, since when, and when it was taken back."""

    id: UUID
    recipient: Recipient
    to: str
    purpose: Purpose
    given_at: datetime
    withdrawn_at: datetime | None
    how: str = ""

    @property
    def words(self) -> str:
        """The yes as people read it: to whom, and for what."""
        return f"{self.to or self.recipient.words}: {self.purpose.words}"

    @property
    def is_to_us(self) -> bool:
        """Whether it is the yes to being helped at all, on which the case rests."""
        return (self.recipient, self.purpose) == (Recipient.LEAD_NTP, Purpose.SUPPORT)


@dataclass(frozen=True)
class ConsentPage:
    """Every yes of a person, and what was taken back."""

    banner: Banner
    standing: tuple[Yes, ...]
    taken_back: tuple[Yes, ...]
    case_id: UUID | None
    """The newest case of theirs that the actor may open."""


def consent_page(session: Session, actor: Actor, person_id: UUID) -> ConsentPage:
    """What somebody said yes to."""
    actor.must(permissions.TAKE_BACK_CONSENT)
    person = get_kept(session, actor, person_id)
    names = {one.id: one.name for one in accounts.organisations(session)}
    names |= _groups_of(session, person.id)
    rows = session.scalars(
        sa.select(Consent).where(Consent.person_id == person.id).order_by(Consent.given_at)
    )
    every = [_yes(row, names) for row in rows]
    return ConsentPage(
        banner_of(person),
        tuple(one for one in every if one.withdrawn_at is None),
        tuple(one for one in every if one.withdrawn_at is not None),
        _case_of(session, actor, person.id),
    )


def _groups_of(session: Session, person_id: UUID) -> dict[UUID, str]:
    """What the groups are called that somebody was linked to."""
    found = session.execute(
        sa.select(OnwardLink.group_id, OnwardLink.group_name).where(
            OnwardLink.person_id == person_id, OnwardLink.group_id.is_not(None)
        )
    )
    return {group_id: name for group_id, name in found if group_id and name}


def _case_of(session: Session, actor: Actor, person_id: UUID) -> UUID | None:
    return session.scalar(
        visible_to(actor)
        .where(Referral.person_id == person_id, Referral.state != State.DRAFT)
        .order_by(Referral.started_at.desc(), Referral.id)
        .with_only_columns(Referral.id)
        .limit(1)
    )


def _yes(row: Consent, names: Mapping[UUID, str]) -> Yes:
    to = names.get(row.recipient_id, "") if row.recipient_id else ""
    return Yes(
        row.id, row.recipient, to, row.purpose, row.given_at, row.withdrawn_at, row.how
    )  # fmt: skip


def told_to_practice(
    session: Session, person_id: UUID, to: Collection[UUID | None]
) -> tuple[Yes, ...]:
    """What somebody said yes to as far as their practice asked them: each yes that stands."""
    names = {one.id: one.name for one in accounts.organisations(session)}
    rows = session.scalars(
        sa.select(Consent)
        .where(
            Consent.person_id == person_id, Consent.recipient_id.in_([one for one in to if one]),
            Consent.recipient != Recipient.GROUP, Consent.withdrawn_at.is_(None),
        )
        .order_by(Consent.given_at, Consent.purpose)
    )  # fmt: skip
    return tuple(_yes(row, names) for row in rows)


def find_standing(session: Session, person: Person, consent_id: UUID) -> Consent | None:
    """A yes of this person that stands."""
    return session.scalar(
        sa.select(Consent).where(
            Consent.id == consent_id,
            Consent.person_id == person.id,
            Consent.withdrawn_at.is_(None),
        )
    )


def covered_by(session: Session, consent: Consent) -> frozenset[UUID]:
    """What one yes lets somebody hear of: the links to a group, or the reports to a practice."""
    if consent.recipient is Recipient.GROUP:
        wanted = sa.select(OnwardLink.id).where(
            OnwardLink.person_id == consent.person_id, OnwardLink.group_id == consent.recipient_id
        )
    else:
        wanted = (
            sa.select(Report.id)
            .join(Referral, Referral.id == Report.referral_id)
            .where(
                Referral.person_id == consent.person_id,
                Report.practice_id == consent.recipient_id,
            )
        )
    return frozenset(session.scalars(wanted))


def referrals_of(session: Session, person: Person) -> Sequence[Referral]:
    """Every referral of a person that was sent."""
    return session.scalars(
        sa.select(Referral).where(Referral.person_id == person.id, Referral.state != State.DRAFT)
    ).all()


def lately_taken_back(session: Session, actor: Actor, *, at: datetime) -> tuple[NoLonger, ...]:
    """Those of a link worker's people who took back their yes in the last week, by name.

    So that she does not ring somebody whose case she can no longer open.
    """
    if Role.LINK_WORKER not in actor.roles:
        return ()
    lately = session.scalars(
        sa.select(Consent.person_id).where(
            Consent.recipient == Recipient.LEAD_NTP, Consent.withdrawn_at > at - TOLD_FOR
        )
    ).all()
    hers = sa.exists().where(
        Referral.person_id == Person.id,
        Referral.link_worker_id == actor.user_id,
        Referral.lead_id == actor.organisation_id,
    )
    wanted = sa.select(Person.id, Person.name).where(Person.id.in_(lately), hers)
    rows = session.execute(wanted.order_by(Person.name, Person.id)) if lately else ()
    return tuple(NoLonger(person_id, name) for person_id, name in rows)


def find_consent(
    session: Session,
    person_id: UUID,
    recipient: Recipient,
    recipient_id: UUID | None,
    purpose: Purpose,
) -> Consent | None:
    """Somebody's yes for one recipient and one purpose, if it stands."""
    return session.scalar(
        sa.select(Consent).where(
            Consent.person_id == person_id,
            Consent.recipient == recipient,
            Consent.recipient_id == recipient_id,
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),
        )
    )


def may_support(session: Session, person_id: UUID, lead_id: UUID) -> bool:
    """Whether somebody's yes to being helped by this lead NTP stands."""
    found = find_consent(session, person_id, Recipient.LEAD_NTP, lead_id, Purpose.SUPPORT)
    return found is not None


def standing_for(session: Session, person_id: UUID, lead_id: UUID) -> Sequence[Consent]:
    """What somebody's yes to a lead NTP covers today."""
    return session.scalars(
        sa.select(Consent).where(
            Consent.person_id == person_id,
            Consent.recipient == Recipient.LEAD_NTP,
            Consent.recipient_id == lead_id,
            Consent.withdrawn_at.is_(None),
        )
    ).all()
