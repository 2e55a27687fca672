"""Where words of danger stand that nobody has answered: by whom, since when, and what they say (H3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import crisis
from kernel.access import Actor
from referrals.models import Contact, DangerWord, Rectification, Referral, ReferralMove
from referrals.queries import get_case_to_read
from referrals.queries.danger import answered_until, words_of_danger
from referrals.queries.refer import answers_of
from referrals.queries.said import SaidInDanger, said_in_danger

WordsOf = Callable[[Session, UUID, datetime], Iterable[str]]
"""What a higher feature holds of a case that was written at one moment."""


@dataclass(frozen=True)
class Part:
    """In which part of a case's page the words of a form stand, and who reads them there."""

    anchor: str
    words_of: WordsOf


_parts: dict[str, Part] = {}


def stands_in(where: str, part: Part) -> None:
    """Say of a form of a higher feature where what is written in it is found."""
    _parts[where] = part


def anchor_of(where: str) -> str:
    """The part of a case's page that a higher feature named; "" for any other."""
    return _parts[where].anchor if where in _parts else ""


OF_REFERRAL = ("In the referral", "When the case was reopened")
"""Where the words stand in what was asked for, which the case shows first."""


@dataclass(frozen=True)
class DangerPlace:
    """Where words of danger were written, by whom and when; `quoted` where they are found there.

    `link_id` is the onward link at which a group wrote them.
    """

    where: str
    who: str
    at: datetime
    quoted: tuple[str, ...]
    link_id: UUID | None = None


def danger_places(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[DangerPlace, ...]:
    """Where words of danger stand about the person of a case, since somebody answered any; newest first."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    since = answered_until(session, row)
    of_groups = said_in_danger(session, actor, referral_id, at=at)
    moments = {one.at for one in of_groups}
    others = [
        one
        for one in words_of_danger(session, row.id)
        if one.at not in moments and (since is None or one.at > since)
    ]
    found = [*map(_of_group, of_groups), *(_place(session, row, one) for one in others)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _of_group(one: SaidInDanger) -> DangerPlace:
    group = f" ({one.group})" if one.group else ""
    where = f"What was answered for {one.title}{group}"
    return DangerPlace(where, one.who, one.at, _dangerous([one.words]), one.link_id)


def _place(session: Session, row: Referral, word: DangerWord) -> DangerPlace:
    written = _written_then(session, row, word.at)
    if word.where in OF_REFERRAL:
        written += answers_of(row).free_words
    if word.where in _parts:
        written += _parts[word.where].words_of(session, row.id, word.at)
    return DangerPlace(word.where, word.who, word.at, _dangerous(written))


def _written_then(session: Session, row: Referral, at: datetime) -> list[str]:
    """What the contact log, the moves and the details put right of a case hold of one moment."""
    contacts = session.scalars(
        sa.select(Contact).where(Contact.referral_id == row.id, Contact.recorded_at == at)
    )
    words = [one for contact in contacts for one in (contact.note, contact.reason)]
    moves = sa.select(ReferralMove.because).where(
        ReferralMove.referral_id == row.id, ReferralMove.at == at
    )
    right = sa.select(Rectification.after, Rectification.because).where(
        Rectification.person_id == row.person_id, Rectification.at == at, Rectification.is_on_case
    )
    put_right = [one for both in session.execute(right) for one in both]
    return [*words, *session.scalars(moves), *put_right]


def _dangerous(written: Iterable[str]) -> tuple[str, ...]:
    """Those of some words that speak of danger, each once; what holds another is not said twice."""
    found = list(dict.fromkeys(one for one in written if one and crisis.is_in(one)))
    return tuple(one for one in found if not any(one != other and one in other for other in found))
