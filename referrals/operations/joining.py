"""Joining two records of one person: all that hangs on the other one goes to the record that was opened."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import outbox
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from referrals import joining, permissions
from referrals.events import ConsentWithdrawn
from referrals.joining import Settled, Yes
from referrals.models import Consent, Person, Rectification
from referrals.operations.consents import stop_telling
from referrals.operations.person_page import end_link
from referrals.operations.requests import FIELDS, said
from referrals.operations.writing import CHANNELS
from referrals.queries import joining as queries
from referrals.queries.joining import Pair, facts_of
from referrals.queries.record import JOINED, naming_columns
from referrals.vocabulary import JoinReason

CHANGED = (
    "One of the two was changed since this page was opened. Nothing was joined. "
    "Open the page again, and look at them once more."
)
WHY = "Two records of theirs were joined. {reason}."
NOT_ALLOWED = "what they said about being reached has changed"
ONCE_EACH = frozenset({"action_plan", "consent", "equality_answers"})
"""The tables that may name a person once only: what happens to two such rows is settled here."""


def join(
    session: Session, actor: Actor, referral_id: UUID, person_id: UUID, *,
    taken: Collection[str], because: JoinReason, seen: str, at: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Make one record of a case's person and another; what is left to do is told.

    `taken` names the facts that the other record has right; `seen` is what the manager looked at.
    """
    actor.must(permissions.JOIN)
    pair = queries.get_pair_alone(session, actor, referral_id, person_id)
    if seen != queries.seen(pair):
        raise Conflict(CHANGED)
    if obstacle := queries.obstacle(session, pair):
        raise RuleBroken(obstacle)
    kept, facts = pair.kept, joining.joined(facts_of(pair.kept), facts_of(pair.other), taken=taken)
    ended = _settle(session, pair)
    end_link(session, pair.other, at=at)
    _move(session, pair)
    _tell(session, actor, kept, facts, because=because, at=at)
    for consent in ended:
        stop_telling(session, consent)
    _stop_letters(session, kept)
    outbox.announce(session, ConsentWithdrawn(kept.id), at=at)
    audit.record(session, actor, JOINED, kept, at=at, other=person_id, because=because)
    return queries.left_to_do(session, kept)


def _settle(session: Session, pair: Pair) -> list[Consent]:
    """What a person may have once only is one before the rows are; the yeses that this ended."""
    for older in queries.answers_on_equality(session, pair)[1:]:
        session.delete(older)
    ended: list[Consent] = []
    for here, there in queries.yeses(session, pair):
        became = joining.settled([_yes(row) for row in here], [_yes(row) for row in there])
        if became is not None:
            ended += _agree(session, {row.id: row for row in (*here, *there)}, became)
    session.flush()
    return ended


def _yes(row: Consent) -> Yes:
    return Yes(row.id, row.given_at, row.withdrawn_at, row.how)


def _agree(session: Session, rows: dict[UUID, Consent], became: Settled) -> list[Consent]:
    standing = rows[became.stands]
    standing.how = became.how
    if became.goes is not None:
        session.delete(rows[became.goes])
    if became.ends_with is None:
        return []
    no = rows[became.ends_with]
    standing.withdrawn_at, standing.withdrawn_by = no.withdrawn_at, no.withdrawn_by
    return [standing]


def _move(session: Session, pair: Pair) -> None:
    """Every row that names the other record names the kept one from now on; then the other one goes."""
    kept_id, other_id = pair.kept.id, pair.other.id
    session.flush()
    for column in naming_columns():
        session.execute(
            update(column.table).where(column == other_id).values({column.name: kept_id})
        )
    session.expire_all()
    session.delete(pair.other)
    session.flush()


def _tell(
    session: Session, actor: Actor, kept: Person, facts: dict[str, Any], *,
    because: JoinReason, at: datetime,
) -> None:  # fmt: skip
    """The kept record says what was chosen; what it said before is kept with the reason (G5)."""
    before = {name: getattr(kept, name) for name in FIELDS}
    kept.be_told(facts, at=at)
    kept.is_twin = queries.is_number_taken(session, kept)
    for name in FIELDS:
        if getattr(kept, name) != before[name]:
            session.add(
                Rectification(
                    person_id=kept.id, field=name, before=said(before[name]),
                    after=said(getattr(kept, name)), because=WHY.format(reason=because.words),
                    by=actor.user_id, who=actor.called, at=at,
                )
            )  # fmt: skip
    session.flush()


def _stop_letters(session: Session, kept: Person) -> None:
    """No letter goes out that the rules of both forbid, or to an address that is theirs no more (P16)."""
    rules = kept.contact_rules
    allowed = {CHANNELS[channel] for channel in CHANNELS if rules.allow(channel)}
    for letter in queries.waiting_letters(session, kept.id):
        if letter.channel not in allowed or letter.address not in (kept.phone, kept.email):
            letter.refused, letter.facts, letter.link = NOT_ALLOWED, {}, {}
