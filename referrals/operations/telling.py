"""What a referral says of its person, written down: of one human being, and with what it said before (P4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import RuleBroken
from referrals import asked, details
from referrals.asked import Answers
from referrals.models import Consent, Person, Rectification, Referral, StageChange
from referrals.operations.details import placed
from referrals.operations.reaching import followed
from referrals.queries import refer as queries

BELONGS_TO_ANOTHER = (
    "This NHS number belongs to somebody of the practice with another name or birthday. Check it, "
    "or leave it empty: the link worker can add it later. "
    "If their name has changed, ring the link worker first."
)
IS_OF_ANOTHER = (
    "This referral is of {name}, who was referred before. Is it for somebody else? Begin a new one. "
    "If their name has changed, ring the link worker first."
)
HAS_A_RECORD = (
    "More was written down about this person since it was sent. Leave the number out, and ring the "
    "link worker, who can add it."
)


class AnothersNumber(RuleBroken):
    """The number of somebody else was typed, whom the actor may see: they can look whose it is."""


def tell(session: Session, actor: Actor, row: Referral, answers: Answers, *, at: datetime) -> None:
    """Write down who a referral is of, as somebody known already where the number says so.

    Raises RuleBroken where it would turn somebody who was referred before into another human being.
    """
    known = queries.known_by_number(session, row, answers.nhs_number)
    if known is not None and queries.may_see(session, actor, known.id):
        told = queries.left_alone(session, actor, known, answers)
        anew = queries.said_anew(session, actor, known, answers)
        _let_stand(session, actor, known, {name: anew[name] for name in anew if anew[name]}, at=at)
        with followed(session, known, at=at):
            _take_over(session, actor, row, known, told, at=at)
        return
    # Nothing may be learnt of somebody whom a colleague works with: a row apart (P4).
    person = row.person
    told = queries.left_alone(session, actor, person, answers)
    facts = told.about_person
    if queries.is_of_another_referral(session, person.id, besides=row.id):
        _must_be_the_same(person, answers)
    anew = queries.said_anew(session, actor, person, answers)
    _let_stand(session, actor, person, anew, at=at)
    with followed(session, person, at=at):
        _be_told(session, actor, row, person, {**facts, "is_twin": known is not None}, at=at)


def _must_be_the_same(person: Person, answers: Answers) -> None:
    is_same = asked.are_the_same(
        name=answers.name, born_on=answers.born_on, other_name=person.name,
        other_born_on=person.born_on,
    )  # fmt: skip
    numbers = {answers.nhs_number, person.nhs_number} - {""}
    if not is_same or len(numbers) > 1:
        raise RuleBroken(IS_OF_ANOTHER.format(name=person.name), field="name")


def _take_over(
    session: Session, actor: Actor, row: Referral, known: Person, answers: Answers, *, at: datetime
) -> None:
    """The draft is of somebody known: join what is new to what is there, and drop the second row."""
    is_same = asked.are_the_same(
        name=answers.name, born_on=answers.born_on, other_name=known.name,
        other_born_on=known.born_on,
    )  # fmt: skip
    if not is_same or queries.is_of_another_referral(session, row.person_id, besides=row.id):
        raise AnothersNumber(BELONGS_TO_ANOTHER, field="nhs_number")
    was = row.person
    before = {name: getattr(known, name) for name in answers.about_person}
    _be_told(session, actor, row, known, asked.joined(before, answers.about_person), at=at)
    row.person, row.person_id = known, known.id
    if was in session:
        session.flush()
        _drop(session, was, known, at=at)


def _be_told(
    session: Session, actor: Actor, row: Referral, person: Person, facts: Mapping[str, Any],
    *, at: datetime,
) -> None:  # fmt: skip
    """Write it down; of somebody who was referred before, what it said until now is kept beside it."""
    before = _said_of(person)
    person.be_told(placed(session, facts), at=at)
    if not queries.is_of_another_referral(session, person.id, besides=row.id):
        return
    after = _said_of(person)
    for name in details.WORDS:
        if before[name] != after[name]:
            _remember(session, actor, person, name, before[name], after[name], at=at)


def _said_of(person: Person) -> dict[str, str]:
    return {name: details.said(getattr(person, name)) for name in details.WORDS}


def _let_stand(
    session: Session, actor: Actor, person: Person, anew: Mapping[str, str], *, at: datetime
) -> None:
    """From now on the practice knows these in its own words, and reads back what it wrote.

    Else it would read what was there before, and know by that that it had guessed right.
    """
    for name, words in anew.items():
        _remember(session, actor, person, name, words, words, at=at)


def _remember(
    session: Session, actor: Actor, person: Person, field: str, before: str, after: str,
    *, at: datetime,
) -> None:  # fmt: skip
    session.add(
        Rectification(
            person_id=person.id, field=field, before=before, after=after, because="",
            by=actor.user_id, who=actor.called, at=at,
        )
    )  # fmt: skip


def _drop(session: Session, was: Person, known: Person, *, at: datetime) -> None:
    """The second row of somebody goes. What they agreed to there is kept, and has to be asked again."""
    if queries.is_written_about(session, was.id):
        raise RuleBroken(HAS_A_RECORD, field="nhs_number")
    of_was = Consent.person_id == was.id
    session.execute(
        sa.update(Consent).where(of_was, Consent.withdrawn_at.is_(None)).values(withdrawn_at=at)
    )
    session.execute(sa.update(Consent).where(of_was).values(person_id=known.id))
    for table in (Rectification, StageChange):
        session.execute(sa.delete(table).where(table.person_id == was.id))
    session.delete(was)
