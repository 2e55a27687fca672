"""The cast of joining: somebody whom a lead NTP knows twice. Nobody here is real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from referrals.operations import joining
from referrals.queries import joining as queries
from referrals.vocabulary import JoinReason, Source
from tests.cast import NOON, a_link_worker, a_practice
from tests.cast_referrals import a_person, a_referral

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from accounts.models import Organisation
    from kernel.access import Actor
    from referrals.models import Referral


@dataclass(frozen=True)
class Twice:
    """A case of hers, and another one of a second record."""

    row: Referral
    other: Referral

    @property
    def address(self) -> str:
        """Where the two stand side by side."""
        return f"/cases/{self.row.id}/join/{self.other.person_id}"


def known_twice(
    session: Session,
    *,
    lead: Organisation | None = None,
    this: dict[str, Any] | None = None,
    other: dict[str, Any] | None = None,
    **more: Any,
) -> Twice:
    """Maya, whom one practice refers to Asha, and another one, in another order, to Daniel."""
    rows = []
    for name, practice, worker, facts in (
        ("Maya Thornton", "Weaver Street Surgery", "Asha Begum", this or {}),
        ("Thornton, Maya", "Old Quay Practice", "Daniel Crowe", other or {}),
    ):
        person = a_person(
            session, practice=a_practice(session, practice), lead=lead, **{"name": name} | facts
        )
        asked = {"worker": a_link_worker(session, name=worker, at=lead)} | more
        rows.append(a_referral(session, person, **asked))
    return Twice(*rows)


def asks_by_herself(session: Session, **facts: Any) -> Referral:
    """Maya once more, who asked by herself: no practice knows of it."""
    person = a_person(session, **facts)
    person.practice_id = None
    return a_referral(session, person, source=Source.SELF)


def join(
    session: Session, manager: Actor, row: Referral, person_id: UUID, *taken: str
) -> tuple[str, ...]:
    """The manager looks at both, and joins them."""
    session.flush()
    page = queries.join_page(session, manager, row.id, person_id)
    return joining.join(
        session, manager, row.id, person_id, taken=taken, because=JoinReason.THEY_SAY,
        seen=page.seen, at=NOON,
    )  # fmt: skip
