"""Reading what groups and link workers said to each other about an onward link, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from referrals.models import LinkWord, OnwardLink
from referrals.queries import get_case_to_read
from referrals.queries.case import Happened
from referrals.queries.danger import answered_until
from referrals.vocabulary import Met, Saying

MET = {one.value: one.words for one in Met}
WITH_MOVE = (Saying.ACCEPT, Saying.REFUSE)
"""What is a move as well, with its reason: the line is told only for the words that came with it."""


def words_of(session: Session, link_id: UUID) -> Sequence[LinkWord]:
    """What was said of a link, newest first."""
    return session.scalars(
        sa.select(LinkWord).where(LinkWord.link_id == link_id).order_by(LinkWord.number.desc())
    ).all()


def said_of(session: Session, link_id: UUID) -> list[Happened]:
    """The same as lines of a history: an answer never takes the place of an earlier one."""
    rows = words_of(session, link_id)
    return [_happened(row) for row in rows if row.words or row.kind not in WITH_MOVE]


def _happened(row: LinkWord) -> Happened:
    what = f"{row.kind.words}: {row.answer}" if row.answer else row.kind.words
    what = "The group added" if row.kind in WITH_MOVE else what
    quoted = [f"“{one}”" for one in (row.words, row.value_words) if one]
    outcomes = [f"{one['owed']}: {MET.get(one['met'], '')}" for one in row.outcomes]
    return Happened(what, row.who, row.at, " ".join([*quoted, *outcomes]))


def turned_down(session: Session, link_id: UUID) -> LinkWord | None:
    """That the day which a group proposed last does not suit, while the group has said nothing since."""
    newest = next(iter(words_of(session, link_id)), None)
    return newest if newest is not None and newest.kind is Saying.NOT_THAT_DAY else None


def turned_down_at(session: Session, link_id: UUID) -> datetime | None:
    """When the group was asked anew, since the day that it proposed does not suit."""
    found = turned_down(session, link_id)
    return found.at if found else None


@dataclass(frozen=True)
class SaidInDanger:
    """Where words stand that may mean danger: at which link, of which group, since when, and what."""

    link_id: UUID
    title: str
    group: str
    at: datetime
    who: str
    words: str


def said_in_danger(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[SaidInDanger, ...]:
    """Words of danger in answers of groups about the person of a case, since somebody acted on any."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    since = answered_until(session, row)
    wanted = (
        sa.select(
            OnwardLink.id, OnwardLink.title, OnwardLink.group_name, LinkWord.at, LinkWord.who,
            LinkWord.words,
        )
        .join(OnwardLink, OnwardLink.id == LinkWord.link_id)
        .where(OnwardLink.person_id == row.person_id, LinkWord.has_crisis_words)
        .order_by(LinkWord.at.desc(), LinkWord.number.desc())
    )  # fmt: skip
    found = session.execute(wanted.where(LinkWord.at > since) if since else wanted)
    return tuple(SaidInDanger(*one) for one in found)
