"""Work that is for no one person, one's own profile, issues, and what somebody says of themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import Conflict, NotAllowed, RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.casework import WorkKind
from referrals.equality import QUESTIONS
from referrals.faces import Portrait
from referrals.models import EqualityAnswers, Issue, WorkEntry, WorkerProfile
from referrals.queries import get_case
from referrals.queries.arranged import own_lead
from referrals.queries.work import (
    find_equality,
    find_profile,
    get_issue,
    localities_to_offer,
)


@dataclass(frozen=True)
class Work:
    """A piece of work as it is written down."""

    kind: WorkKind
    on: date
    where_or_who: str
    minutes: int
    people_met: int = 0
    new_contacts: int = 0
    note: str = ""


def log_work(session: Session, actor: Actor, work: Work, *, at: datetime) -> WorkEntry:
    """Write down an outreach session, a talk with a partner, help for a group."""
    user_id = _worker(actor)
    if work.on > day_in_london(at):
        raise RuleBroken("This day has not come yet.", field="on")
    if work.new_contacts > work.people_met:
        raise RuleBroken("You cannot have met more new people than people.", field="new_contacts")
    row = WorkEntry(lead_id=own_lead(actor), user_id=user_id, recorded_at=at, **vars(work))
    session.add(row)
    audit.record(session, actor, "wrote down work", row, at=at, kind=work.kind.value)
    return row


def write_profile(
    session: Session,
    actor: Actor,
    *,
    languages: str,
    training: str,
    about: str,
    locality_ids: Sequence[UUID],
    photo: Portrait | None = None,
    at: datetime,
) -> WorkerProfile:
    """Say which languages one speaks, where one works, and what one has learned (A-HLW-01).

    A photograph, if one is sent, takes the place of the one before.
    """
    user_id, lead_id = _worker(actor), own_lead(actor)
    offered = {one.id for one in localities_to_offer(session, actor)}
    row = find_profile(session, user_id, lead_id)
    if row is None:
        row = WorkerProfile(user_id=user_id, lead_id=lead_id)
        session.add(row)
    row.languages, row.training, row.about = languages, training, about
    row.locality_ids = [str(one) for one in locality_ids if one in offered]
    row.changed_at = at
    if photo is not None:
        row.keep_photograph(photo, at=at)
    session.flush()
    audit.record(session, actor, "changed their profile", row, at=at, photo=photo is not None)
    return row


def take_photograph_away(session: Session, actor: Actor, *, at: datetime) -> None:
    """Show one's initials again; nothing of the photograph stays."""
    row = find_profile(session, _worker(actor), own_lead(actor))
    if row is None or row.photographed_at is None:
        return
    row.forget_photograph()
    session.flush()
    audit.record(session, actor, "took their photograph away", row, at=at)


def raise_issue(session: Session, actor: Actor, *, words: str, at: datetime) -> Issue:
    """Tell the manager of something new that the work brought up (A-HLW-14)."""
    user_id = _worker(actor)
    row = Issue(
        lead_id=own_lead(actor), area_id=actor.area_id, words=words, raised_by=user_id,
        raised_at=at,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "raised an issue", row, at=at)
    return row


def answer_issue(
    session: Session,
    actor: Actor,
    issue_id: UUID,
    *,
    answer: str,
    passes_on: bool,
    version: int,
    at: datetime,
) -> Issue:
    """The manager answers, and passes it on to the steering group if it is for them."""
    actor.must(permissions.OVERSEE)
    row = get_issue(session, actor, issue_id)
    if row.version != version:
        raise Conflict("Somebody else answered this in the meantime. Open the page again and look.")
    row.reply(answer, by=actor.user_id, passes_on=passes_on, at=at)
    session.flush()
    audit.record(session, actor, "answered an issue", row, at=at, passed_on=passes_on)
    return row


def keep_equality_answers(
    session: Session, actor: Actor, referral_id: UUID, answers: Mapping[str, str], *, at: datetime
) -> None:
    """Keep what somebody chose to say about themselves, apart from their case."""
    actor.must(permissions.WORK)
    case = get_case(session, actor, referral_id)
    row = find_equality(session, case.person_id)
    if row is None:
        row = EqualityAnswers(person_id=case.person_id)
        session.add(row)
    for name, question in QUESTIONS.items():
        said = answers.get(name) or ""
        setattr(row, name, said if said in question.choices else "")
    row.answered_at = at
    session.flush()
    audit.record(session, actor, "kept equality answers", row, at=at)


def forget_equality_answers(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> None:
    """Take them away again, because the person wishes so."""
    actor.must(permissions.WORK)
    case = get_case(session, actor, referral_id)
    row = find_equality(session, case.person_id)
    if row is not None:
        session.delete(row)
        audit.record(session, actor, "forgot equality answers", row, at=at)


def _worker(actor: Actor) -> UUID:
    actor.must(permissions.WORK)
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id
