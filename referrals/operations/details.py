"""Putting a person's details right on their case: seen by everybody at once, with what was there before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import asked, details
from referrals.asked import Answers
from referrals.models import Person, Rectification
from referrals.operations.reaching import followed
from referrals.queries import details as queries

CHANGED = (
    "Somebody else changed something about this person in the meantime. Nothing of theirs was "
    "overwritten, and nothing of yours was kept."
)
NOTHING_NEW = "Nothing is different from what we have."
LIKE_ANOTHER = (
    "Somebody else of your cases has this NHS number, or this name and date of birth. "
    "Is this another person? Then tick the box and save again."
)
WHO_THEY_ARE = frozenset({"name", "born_on", "nhs_number"})


def put_right(
    session: Session, actor: Actor, referral_id: UUID, answers: Answers,
    *, because: str, version: int, is_somebody_else: bool, at: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Put what is known of the person of a case right; which details changed.

    `version` is the one that was looked at. The records of two people are never joined by it, whatever
    number or birthday is written.
    """
    person = queries.get_person_to_put_right(session, actor, referral_id)
    if person.version != version:
        raise Conflict(CHANGED)
    told = asked.tidied(answers, on=day_in_london(at))
    wanted = details.details_of(told)
    changed = tuple(name for name in details.WORDS if wanted[name] != getattr(person, name))
    if not changed:
        raise RuleBroken(NOTHING_NEW)
    is_asked = not is_somebody_else and WHO_THEY_ARE & {*changed}
    if is_asked and queries.is_like_another(session, actor, person, told):
        raise RuleBroken(LIKE_ANOTHER, field="is_somebody_else")
    _remember(session, actor, person, wanted, changed, because=because, at=at)
    _write(session, person, wanted, changed, at=at)
    audit.record(session, actor, "put a person's details right", person, at=at,
                 fields=list(changed))  # fmt: skip
    return changed


def _remember(
    session: Session, actor: Actor, person: Person, wanted: Mapping[str, Any],
    changed: tuple[str, ...], *, because: str, at: datetime,
) -> None:  # fmt: skip
    for name in changed:
        session.add(
            Rectification(
                person_id=person.id, field=name, before=details.said(getattr(person, name)),
                after=details.said(wanted[name]), because=because, is_on_case=True,
                by=actor.user_id, who=actor.called, at=at,
            )
        )  # fmt: skip


def _write(
    session: Session, person: Person, wanted: Mapping[str, Any], changed: tuple[str, ...],
    *, at: datetime,
) -> None:  # fmt: skip
    facts = {name: wanted[name] for name in changed if name not in details.RULES}
    if "nhs_number" in facts:
        facts["is_twin"] = queries.has_number_first(session, person, facts["nhs_number"])
    rules = {name: wanted[name] for name in details.RULES}
    with followed(session, person, at=at):
        person.be_told(
            {**placed(session, facts), "contact_rules": replace(person.contact_rules, **rules)},
            at=at,
        )
        session.flush()


def placed(session: Session, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts about somebody, with the locality that follows from a postcode among them."""
    if "postcode" not in facts:
        return dict(facts)
    there = accounts.locality_of(session, facts["postcode"]) if facts["postcode"] else None
    return {**facts, "locality_id": there.id if there else None}
