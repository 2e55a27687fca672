"""Who looked at somebody's record: for those who look after them, and on paper for the person (P5, G6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import queries as audit
from audit.queries import Look
from kernel.access import Actor, Role
from kernel.periods import day_in_london
from referrals import permissions
from referrals.held import held
from referrals.models import CaseOpening
from referrals.queries import get_kept
from referrals.queries.case import Banner, banner_of
from referrals.queries.record import numbers_of

OPENED, LISTED, CONCERN = "opened", "saw in a list", "concern"
VISITOR, GROUP = "a visitor", "link of group"
"""How the audit calls whoever came without an account: the person, or a group by its link."""
REASONED = "opened a colleague's case"
NOT_ON_PAPER = frozenset({"wrote words of danger"})
"""What may do harm where the list lies: whoever lives with somebody may read that danger was spoken of."""


@dataclass(frozen=True)
class Looked:
    """Somebody looked or did something: who, by which role, for which organisation, when, what, why."""

    at: datetime
    who: str
    role: str
    organisation: str
    what: str
    why: str


@dataclass(frozen=True)
class LookingPage:
    """Everybody who looked, newest first."""

    banner: Banner
    lines: tuple[Looked, ...]


def who_looked(session: Session, actor: Actor, person_id: UUID) -> LookingPage:
    """As staff read it: colleagues by name, those of other organisations by role and organisation."""
    actor.must(permissions.SEE_WHO_LOOKED)
    person = get_kept(session, actor, person_id)
    lines = looks(session, person.id, named=actor.organisation_id)
    return LookingPage(banner_of(person), lines)


def who_looked_on_paper(session: Session, actor: Actor, person_id: UUID) -> LookingPage:
    """As the person reads it: by role and organisation."""
    actor.must(permissions.SEE_WHO_LOOKED)
    person = get_kept(session, actor, person_id)
    return LookingPage(banner_of(person), looks(session, person.id, named=None))


def looks(session: Session, person_id: UUID, *, named: UUID | None) -> tuple[Looked, ...]:
    """Every look at a record and all that hangs on it; what one page opened together is one line.

    A safeguarding concern is never among it: the list is printed, and may lie where it does harm. For the
    person, who is named nobody, the same by the same role on one day is one line.
    """
    numbers = numbers_of(session, person_id)
    reasons = _reasons(session, numbers)
    organisations = {one.id: one.name for one in accounts.organisations(session)}
    left_out = NOT_ON_PAPER if named is None else frozenset[str]()
    found = [
        one for one in audit.looks_at(session, numbers)
        if one.subject_kind != CONCERN and one.act not in left_out
    ]  # fmt: skip
    lines = [
        _line(list(together), reasons, organisations, named)
        for _, together in groupby(found, lambda one: (one.at, one.user_id, one.act))
    ]
    return tuple(lines) if named is not None else _once_a_day(lines)


def _once_a_day(lines: Iterable[Looked]) -> tuple[Looked, ...]:
    """The newest of the lines of a day that say the same."""
    newest: dict[tuple[object, ...], Looked] = {}
    for one in lines:
        said = (day_in_london(one.at), one.role, one.organisation, one.what, one.why)
        newest.setdefault(said, one)
    return tuple(newest.values())


def _role_words(right: str, *, is_for_person: bool) -> str:
    """A role in words. That somebody looks after safeguarding is nobody's to read here."""
    if right == VISITOR:
        return "you" if is_for_person else "the person"
    if right.startswith(GROUP):
        return "a group"
    return "colleague" if Role.SAFEGUARDING_LEAD.value in right else right.replace("_", " ")


def _reasons(session: Session, numbers: frozenset[UUID]) -> dict[str, str]:
    rows = session.execute(
        sa.select(CaseOpening.id, CaseOpening.because).where(CaseOpening.id.in_(numbers))
    )
    return {str(opening_id): because for opening_id, because in rows}


def _what(together: list[Look], *, is_for_person: bool) -> str:
    """What was done; of a page that was opened, which parts of the record were on it."""
    act = together[0].act
    if act == LISTED:
        return "saw your name in a list" if is_for_person else "saw the name in a list"
    if act != OPENED:
        return act.replace("their own", "your own") if is_for_person else act
    kinds = sorted({one.subject_kind for one in together})
    if is_for_person:
        parts = [says[:1].lower() + says[1:] for says in (held(kind).says for kind in kinds)]
        return f"opened {'; '.join(parts)}"
    return f"opened: {', '.join(kind.replace('_', ' ') for kind in kinds)}"


def _line(
    together: list[Look], reasons: Mapping[str, str], organisations: Mapping[UUID, str],
    named: UUID | None,
) -> Looked:  # fmt: skip
    first = together[0]
    place = first.organisation_id
    is_named, is_for_person = named is not None and place == named, named is None
    return Looked(
        first.at, first.name if is_named else "",
        _role_words(first.right, is_for_person=is_for_person),
        organisations.get(place, "") if place else "",
        _what(together, is_for_person=is_for_person),
        reasons.get(str(first.details.get("opening", "")), ""),
    )  # fmt: skip
