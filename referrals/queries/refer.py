"""Reading what referring needs: the draft in hand, whom it goes to, and who is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from kernel.access import Actor
from kernel.errors import NotFound
from referrals import asked, details, nhs_numbers, permissions
from referrals.asked import Answers
from referrals.lifecycle import OPEN, State
from referrals.models import Consent, Person, Rectification, Referral, StageChange
from referrals.near_names import is_near
from referrals.queries import get, people_visible_to, visible_to
from referrals.queries.case import Banner, banner_of, is_of_link_worker
from referrals.queries.details import as_practice_knows
from referrals.queries.hearing import state_for
from referrals.queries.naming import Destination, destination, own_destination
from referrals.unfinished import is_behind, saved_over
from referrals.vocabulary import ReturnReason, Source

MOST_FOUND = 50


@dataclass(frozen=True)
class DraftPage:
    """A referral that is being written: `seen` says which person and version the form was drawn of.

    `is_behind`: the person's details were changed since it was saved, and are shown as they are now.
    """

    id: UUID
    practice_id: UUID | None
    banner: Banner
    answers: Answers
    seen: str
    state: State
    return_reason: ReturnReason | None
    is_behind: bool


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list."""

    id: UUID
    name: str
    practice_id: UUID | None


@dataclass(frozen=True)
class KnownLine:
    """An earlier referral of somebody whom the referrer may see."""

    referral_id: UUID
    person_id: UUID
    name: str
    born_on: date | None
    state: State
    is_near: bool = False
    """Whether the name is not as it was typed, and near it."""


def where_to(session: Session, actor: Actor, *, on: date) -> Destination | None:
    """Where the referrals of the actor's own practice go."""
    actor.must(permissions.REFER)
    if actor.organisation_id is None:
        return None
    return destination(session, actor.organisation_id, on=on)


def where_it_goes(session: Session, row: Referral, *, on: date) -> Destination | None:
    """Where a draft goes: for a call taken, within the lead NTP that was rung."""
    if row.practice_id is None:
        return None
    if row.source is Source.PHONE:
        return own_destination(session, row.lead_id, row.practice_id, on=on)
    return destination(session, row.practice_id, on=on)


def where_call_goes(
    session: Session, actor: Actor, referral_id: UUID, *, on: date
) -> Destination | None:
    """Where a call that is being written down goes."""
    return where_it_goes(session, get_draft(session, actor, referral_id), on=on)


def get_draft(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A referral that the actor may write on: their practice's, or the call that they took; or NotFound."""
    row = get(session, actor, referral_id)
    is_own_call = row.source is Source.PHONE and row.started_by == actor.user_id
    is_own_draft = row.source is not Source.PHONE and actor.may(permissions.REFER)
    is_back = row.state is State.RETURNED and actor.may(permissions.REFER)
    if is_back or (row.state is State.DRAFT and (is_own_draft or is_own_call)):
        return row
    raise NotFound


def draft_page(session: Session, actor: Actor, referral_id: UUID) -> DraftPage:
    """The form of a draft as it was left."""
    row = get_draft(session, actor, referral_id)
    answers = answers_of(row)
    if row.practice_id == actor.organisation_id:
        answers = as_practice_knows(session, row.person, practices_answers(session, row))
    version = row.person.version
    answers = saved_over(answers, row.saved, person_version=version)
    banner = replace(banner_of(row.person), rules=answers.rules.words)
    return DraftPage(
        id=row.id, practice_id=row.practice_id, banner=banner, answers=answers, seen=seen(row),
        state=row.state, return_reason=row.return_reason,
        is_behind=is_behind(row.saved, person_version=version),
    )  # fmt: skip


def seen(row: Referral) -> str:
    """The person and the version that a form is about: another one is refused (P14)."""
    return f"{row.person_id}:{row.version}:{row.person.version}"


def answers_of(row: Referral) -> Answers:
    """What a referral says, and what is known of its person."""
    return replace(
        answers_about(row.person), why_now=row.why_now, what_matters=row.what_matters,
        in_place=row.in_place, urgency=row.urgency,
    )  # fmt: skip


def practices_answers(session: Session, row: Referral) -> Answers:
    """What a referral says without what a link worker wrote, for its practice."""
    answers = answers_of(row)
    return replace(answers, why_now="") if is_of_link_worker(session, row) else answers


def answers_about(person: Person) -> Answers:
    """What is known of somebody, as it is answered in a referral."""
    facts = {name: getattr(person, name) for name in asked.ABOUT_PERSON}
    return Answers(
        **{
            **facts,
            "nhs_number": nhs_numbers.shown(person.nhs_number),
            "conditions": tuple(person.conditions),
        },
        rules=person.contact_rules,
    )


def left_alone(session: Session, actor: Actor, person: Person, answers: Answers) -> Answers:
    """What a practice writes of somebody, without undoing what their link worker put right unseen."""
    if person.practice_id != actor.organisation_id:
        return answers
    now = answers_about(person)
    shown = as_practice_knows(session, person, now)
    return details.not_taken_back(answers, shown=shown, now=now)


def said_anew(
    session: Session, actor: Actor, person: Person, answers: Answers
) -> Mapping[str, str]:
    """What a practice writes of somebody that is so already, though it could not read it."""
    if person.practice_id != actor.organisation_id:
        return {}
    now = answers_about(person)
    shown = as_practice_knows(session, person, now)
    names = details.said_anew(answers, shown=shown, now=now)
    return {name: details.said(getattr(person, name)) for name in names}


def drafts(session: Session, actor: Actor) -> tuple[DraftLine, ...]:
    """The drafts that the actor may go on with: a practice's, or one's own calls; oldest first."""
    rows = session.scalars(
        visible_to(actor)
        .where(Referral.state == State.DRAFT, *_is_own_way(actor))
        .options(joinedload(Referral.person))
        .order_by(Referral.started_at, Referral.id)
    )
    return tuple(
        DraftLine(row.id, row.person.name or "No name yet", row.practice_id) for row in rows
    )


def _is_own_way(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    if actor.may(permissions.REFER):
        return (Referral.source == Source.PRACTICE,)
    return (Referral.source == Source.PHONE, Referral.started_by == actor.user_id)


def known_by_number(session: Session, row: Referral, nhs_number: str) -> Person | None:
    """Somebody else of the referral's practice and lead NTP with this number; for rules, not to be shown."""
    if not nhs_number or row.practice_id is None:
        return None
    return session.scalar(
        sa.select(Person).where(
            Person.practice_id == row.practice_id, Person.lead_id == row.lead_id,
            Person.nhs_number == nhs_number, ~Person.is_twin, Person.id != row.person_id,
        )
    )  # fmt: skip


def may_see(session: Session, actor: Actor, person_id: UUID) -> bool:
    """Whether the actor may know of somebody."""
    found = people_visible_to(actor).where(Person.id == person_id)
    return session.scalar(found.with_only_columns(Person.id)) is not None


def has_number(session: Session, actor: Actor, referral_id: UUID, nhs_number: str) -> bool:
    """Whether a draft holds this number already, so that saving it again is no new look-up."""
    row = session.scalar(visible_to(actor).where(Referral.id == referral_id))
    return row is not None and row.person.nhs_number == nhs_number


def is_seen(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether a referral is among those that the actor may see."""
    found = visible_to(actor).where(Referral.id == referral_id).with_only_columns(Referral.id)
    return session.scalar(found) is not None


def looked_up(
    session: Session, actor: Actor, nhs_number: str, *, named: str = ""
) -> tuple[KnownLine, ...]:
    """The referrals of somebody, among those that the actor may see and no others (P4).

    The same question is asked whoever else has them, so nobody can tell from the answer or its time.
    """
    wanted = (
        visible_to(actor)
        .join(Person, Person.id == Referral.person_id)
        .where(
            Person.nhs_number == nhs_number if nhs_number
            else Person.name.icontains(named, autoescape=True),
            Referral.state != State.DRAFT,
        )
    )  # fmt: skip
    return _known(session, actor, wanted)


def _known(session: Session, actor: Actor, wanted: sa.Select[Referral]) -> tuple[KnownLine, ...]:
    rows = session.scalars(
        wanted.options(joinedload(Referral.person))
        .order_by(Referral.sent_at.desc(), Referral.id)
        .limit(MOST_FOUND)
    )
    return tuple(
        KnownLine(
            row.id,
            row.person_id,
            row.person.name,
            row.person.born_on,
            state_for(session, actor, row),
        )
        for row in rows
    )


def near_names(session: Session, actor: Actor, named: str) -> tuple[KnownLine, ...]:
    """The referrals of people whose name is near what was typed, among those that the actor may see."""
    seen = visible_to(actor).join(Person, Person.id == Referral.person_id)
    there = seen.where(Referral.state != State.DRAFT)
    names = session.execute(
        there.with_only_columns(Person.id, Person.name).distinct().order_by(Person.name, Person.id)
    )
    near = [person_id for person_id, name in names if is_near(named, name)][:MOST_FOUND]
    known = _known(session, actor, there.where(Person.id.in_(near)))
    return tuple(replace(one, is_near=True) for one in known)


def open_referral_of(session: Session, person_id: UUID, *, besides: UUID) -> Referral | None:
    """A referral of somebody that is under way already."""
    return session.scalar(
        sa.select(Referral).where(
            Referral.person_id == person_id, Referral.id != besides, Referral.state.in_(OPEN)
        )
    )


def likely_the_same(session: Session, actor: Actor, row: Referral) -> Referral | None:
    """A referral under way of another row with the same name and the same birthday, phone or e-mail.

    Only among what the actor sees. Without a name in common nobody is the same: families share a phone.
    """
    person = row.person
    alike = [
        getattr(Person, name) == getattr(person, name)
        for name in ("born_on", "phone", "email") if getattr(person, name)
    ]  # fmt: skip
    if not alike:
        return None
    others: Sequence[Referral] = session.scalars(
        visible_to(actor)
        .join(Person, Person.id == Referral.person_id)
        .where(
            sa.or_(*alike), Person.id != person.id, Referral.practice_id == row.practice_id,
            Referral.state.in_(OPEN),
        )
    ).all()  # fmt: skip
    return next((one for one in others if _has_the_name(one.person, person)), None)


def hold_person(session: Session, person_id: UUID) -> None:
    """Let nobody else send or open anything of somebody before this is done; PostgreSQL would let them."""
    session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())


def is_written_about(session: Session, person_id: UUID) -> bool:
    """Whether more hangs on somebody's row than a referral that was sent: what a yes is, and their stage."""
    comes_with_sending = {
        table.__tablename__ for table in (Referral, Consent, Rectification, StageChange)
    }
    return any(
        session.scalar(sa.select(sa.true()).where(column == person_id).limit(1))
        for table in Person.metadata.sorted_tables if table.name not in comes_with_sending
        for column in table.columns
        if any(key.column is Person.__table__.c.id for key in column.foreign_keys)
    )  # fmt: skip


def _has_the_name(one: Person, other: Person) -> bool:
    return asked.are_the_same(
        name=one.name, born_on=None, other_name=other.name, other_born_on=None
    )


def is_of_another_referral(session: Session, person_id: UUID, *, besides: UUID) -> bool:
    """Whether somebody has been referred before, whatever came of it."""
    found = sa.select(Referral.id).where(Referral.person_id == person_id, Referral.id != besides)
    return session.scalar(found.limit(1)) is not None
