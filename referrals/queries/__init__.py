"""Reading referrals: what each may see (A12). What somebody may not see is not found."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import permissions
from referrals.lifecycle import OPEN, ReportState, State
from referrals.models import CaseOpening, Consent, Person, Referral, Report
from referrals.reporting import STANDS
from referrals.vocabulary import Purpose, Recipient, Source


@lru_cache(maxsize=256)
def visible_to(actor: Actor) -> sa.Select[Referral]:
    """The referrals that the actor may read and act on, and no others (A12).

    A practice: its own; a later episode, which it did not begin, only where it may hear. A link worker: her
    own caseload, without people who are with a colleague by now. A manager: those of the lead NTP. A draft
    is its practice's, or that of whoever at the lead NTP is writing it down. Where somebody took back their
    yes, the lead NTP has nothing to work on from that moment.
    """
    wanted = sa.select(Referral)
    if actor.is_system:
        return wanted
    if actor.organisation_id is None:
        return wanted.where(sa.false())
    return wanted.where(sa.or_(sa.false(), *_rights(actor)))


def is_visible(
    actor: Actor, referral_id: sa.ColumnElement[UUID] | InstrumentedAttribute[UUID]
) -> sa.ColumnElement[bool]:
    """Whether the actor may act on the referral that a row of another table names.

    Asked of each such row, which are few, and not of every referral there is.
    """
    return visible_to(actor).where(Referral.id == referral_id).exists()


def _rights(actor: Actor) -> list[sa.ColumnElement[bool]]:
    is_ours = sa.and_(Referral.lead_id == actor.organisation_id, still_agrees())
    was_sent = Referral.state != State.DRAFT
    rights: list[sa.ColumnElement[bool]] = []
    if actor.may(permissions.FOLLOW):
        is_theirs = sa.or_(was_sent, Referral.source == Source.PRACTICE)  # not a call in the making
        is_told = sa.or_(Referral.source != Source.REOPENED, practice_hears())
        rights.append(sa.and_(Referral.practice_id == actor.organisation_id, is_theirs, is_told))
    if actor.may(permissions.OVERSEE):
        rights.append(sa.and_(is_ours, was_sent))
    if Role.LINK_WORKER in actor.roles:
        is_hers = Referral.link_worker_id == actor.user_id
        rights.append(sa.and_(is_ours, was_sent, is_hers, ~_is_with_colleague(actor)))
    if actor.may(permissions.TAKE_CALL):
        is_begun = sa.and_(Referral.state == State.DRAFT, Referral.started_by == actor.user_id)
        rights.append(sa.and_(is_ours, is_begun))
    return rights


def practice_hears() -> sa.ColumnElement[bool]:
    """Whether the practice of a referral may hear how far it has come, and that it was opened again (B26).

    The person agreed to that, still does, and did not ask to keep "Where it stands" from the practice.
    """
    agreed = sa.exists().where(
        Consent.person_id == Referral.person_id,
        Consent.recipient == Recipient.PRACTICE,
        Consent.recipient_id == Referral.practice_id,
        Consent.purpose == Purpose.REPORT,
        Consent.withdrawn_at.is_(None),
    )
    return sa.and_(agreed, sa.not_(left_out(STANDS)))


def left_out(key: str) -> sa.ColumnElement[bool]:
    """Whether the person of a referral asked to keep a section from its practice when it was last put to them.

    It was put to them with the newest report, of any of their cases, that holds it or has it left out.
    """
    their = aliased(Referral)
    is_out = sa.cast(Report.left_out, sa.Text).contains(f'"{key}"', autoescape=True)
    is_in = sa.cast(Report.content, sa.Text).contains(f'"key": "{key}"', autoescape=True)
    newest = (
        sa.select(is_out)
        .join(their, their.id == Report.referral_id)
        .where(
            their.person_id == Referral.person_id, Report.practice_id == Referral.practice_id,
            Report.state != ReportState.DRAFT, sa.or_(is_out, is_in),
        )
        .order_by(Report.sent_at.desc(), Report.number.desc())
        .limit(1)
        .correlate(Referral)
        .scalar_subquery()
    )  # fmt: skip
    return sa.func.coalesce(newest, sa.false())


def _is_with_colleague(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a case is over, and somebody else has an open one of the same person, or will have.

    One person has one plan, one list of links and one address: they are for whoever works with them now.
    """
    theirs = aliased(Referral)
    is_open_elsewhere = sa.select(theirs.id).where(
        theirs.person_id == Referral.person_id, theirs.state.in_(OPEN),
        theirs.link_worker_id.is_distinct_from(actor.user_id),
    )  # fmt: skip
    return sa.and_(Referral.state.not_in(OPEN), is_open_elsewhere.exists())


def still_agrees() -> sa.ColumnElement[bool]:
    """Not after somebody took back their yes to the lead NTP's support, unless they gave it anew (G3)."""
    yes = sa.select(Consent.id).where(
        Consent.person_id == Referral.person_id,
        Consent.recipient == Recipient.LEAD_NTP,
        Consent.recipient_id == Referral.lead_id,
        Consent.purpose == Purpose.SUPPORT,
    )
    taken_back = yes.where(Consent.withdrawn_at.is_not(None)).exists()
    return sa.or_(~taken_back, yes.where(Consent.withdrawn_at.is_(None)).exists())


def readable_by(actor: Actor, *, at: datetime) -> sa.Select[Referral]:
    """What the actor may read: their own, and a colleague's case that they opened with a reason (P5)."""
    opened = sa.select(CaseOpening.referral_id).where(
        CaseOpening.user_id == actor.user_id, CaseOpening.until > at
    )
    own = visible_to(actor).with_only_columns(Referral.id)
    wanted = sa.select(Referral).where(sa.or_(Referral.id.in_(own), _opened(actor, opened)))
    return wanted


def _opened(actor: Actor, opened: sa.Select[UUID]) -> sa.ColumnElement[bool]:
    if Role.LINK_WORKER not in actor.roles:
        return sa.false()
    is_ours = sa.and_(Referral.lead_id == actor.organisation_id, still_agrees())
    return sa.and_(is_ours, Referral.id.in_(opened))


def get(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A referral that the actor may act on, or NotFound."""
    row = session.scalar(visible_to(actor).where(Referral.id == referral_id))
    if row is None:
        raise NotFound
    return row


def get_case(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A case of a link worker's or manager's, past the draft, to act on; or NotFound."""
    actor.must(permissions.SEE_CASE)
    row = get(session, actor, referral_id)
    if row.state is State.DRAFT:
        raise NotFound
    return row


def get_case_to_read(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> Referral:
    """A case that the actor may read, be it a colleague's that was opened with a reason."""
    actor.must(permissions.SEE_CASE)
    row = session.scalar(
        readable_by(actor, at=at).where(Referral.id == referral_id, Referral.state != State.DRAFT)
    )
    if row is None:
        raise NotFound
    return row


def can_work_on(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether a case is the actor's to work on, and not only to read."""
    is_own = visible_to(actor).where(Referral.id == referral_id)
    return actor.may(permissions.WORK) and session.scalar(is_own) is not None


def people_visible_to(actor: Actor) -> sa.Select[Person]:
    """The people whose referrals the actor may see."""
    seen = visible_to(actor).with_only_columns(Referral.person_id)
    return sa.select(Person).where(Person.id.in_(seen))


def get_person(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Somebody whose referral the actor may see, or NotFound."""
    row = session.scalar(people_visible_to(actor).where(Person.id == person_id))
    if row is None:
        raise NotFound
    return row


def kept_by(actor: Actor) -> sa.ColumnElement[bool]:
    """Referrals of the actor's own lead NTP that were sent: for a privacy officer also after a no."""
    mine = sa.and_(Referral.lead_id == actor.organisation_id, Referral.state != State.DRAFT)
    return mine if Role.PRIVACY_OFFICER in actor.roles else sa.and_(mine, still_agrees())


def is_kept(session: Session, actor: Actor, person_id: UUID) -> bool:
    """Whether the actor looks after somebody's rights."""
    return session.scalar(_kept(actor).where(Person.id == person_id)) is not None


def get_kept(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Somebody whose rights the actor looks after, or NotFound.

    Those of her own cases for a link worker; all of the lead NTP for its manager and privacy officer.
    """
    row = session.scalar(_kept(actor).where(Person.id == person_id))
    if row is None:
        raise NotFound
    return row


def _kept(actor: Actor) -> sa.Select[Person]:
    mine = visible_to(actor).where(Referral.state != State.DRAFT)
    rights: sa.ColumnElement[bool] = Person.id.in_(mine.with_only_columns(Referral.person_id))
    if Role.PRIVACY_OFFICER in actor.roles:
        kept = sa.select(Referral.person_id).where(kept_by(actor))
        rights = sa.or_(rights, Person.id.in_(kept))
    return sa.select(Person).where(rights)
