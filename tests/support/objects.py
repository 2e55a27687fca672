"""Which object an address names: every uuid in an address is a row of a table, or a part of a plan.

A new kind of object is one line in TABLES; `tests/attacks/test_matrix.py` fails until it is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.models import Organisation
from accounts.vocabulary import OrganisationKind
from kernel.access import Role
from kernel.database import Base
from referrals.lifecycle import ReportState, State
from referrals.models import (
    ActionPlan,
    CaseOpening,
    Concern,
    Consent,
    LeadSettings,
    Referral,
    WorkerOfPractice,
    WorkerProfile,
)
from referrals.vocabulary import Purpose, Recipient, Source
from tests.cast import NOON

TABLES = {
    "person_id": "person",
    "referral_id": "referral",
    "request_id": "data_request",
    "run_id": "retention_run",
    "link_id": "onward_link",
    "sheet_code": "onward_link",
    "report_id": "report",
    "reading_id": "reading",
    "contact_id": "contact",
    "concern_id": "concern",
    "goal_id": "action_plan",
    "step_id": "action_plan",
    "obstacle_id": "action_plan",
    "issue_id": "issue",
    "named_id": "worker_of_practice",
    "trained_id": "trained_in_care_planning",
    "key_id": "practice_key",
    "practice_id": "organisation",
    "worker_id": "user_account",
    "profile_id": "worker_profile",
    "charge_id": "charge",
    "spent_id": "session_spent",
}
"""The table whose rows a part of an address names; goals, steps and obstacles are inside a plan."""

ABOVE = {"person": "person_id", "referral": "referral_id", "data_request": "request_id"}
"""The rows that others hang on, and that stand before them in an address."""


@dataclass(frozen=True)
class Thing:
    """An object at an address: what each part of the address says, and to whom it belongs.

    `near` are the lead NTPs of a practice's area; `serves` are the practices that
    a link worker is named for; `authors` wrote it, or a concern about them;
    `begun_by` still writes it down; `is_unheld` where no link worker has it who works there.
    """

    table: str
    names: Mapping[str, UUID | str]
    lead_id: UUID | None = None
    practice_id: UUID | None = None
    owners: frozenset[UUID] = frozenset()
    readers: frozenset[UUID] = frozenset()
    named: UUID | None = None
    authors: frozenset[UUID] = frozenset()
    begun_by: frozenset[UUID] = frozenset()
    near: frozenset[UUID] = frozenset()
    serves: frozenset[UUID] = frozenset()
    is_unheld: bool = False
    is_sent: bool = True
    is_agreed: bool = True
    is_real: bool = True
    words: str = field(default="", compare=False)

    def reaches(self, *, user_id: UUID | None, organisation_id: UUID | None) -> set[str]:
        """Which reaches of the matrix take somebody here."""
        if not self.is_real or organisation_id is None:
            return set()
        found = {"ours"} if organisation_id == self.practice_id else set()
        found |= {"area"} if organisation_id in self.near else set()
        found |= {"served"} if organisation_id in self.serves else set()
        if organisation_id != self.lead_id:
            return found
        found |= {"begun"} if user_id in self.begun_by and self.is_agreed else set()
        return found | self._reaches_at_lead(user_id) if self.is_sent else found

    def _reaches_at_lead(self, user_id: UUID | None) -> set[str]:
        found = {"kept"}
        found |= {"named"} if user_id and user_id == self.named else set()
        found |= {"author"} if user_id in self.authors else set()
        if self.is_agreed:
            found.add("ours")
            found |= {"own", "opened"} if user_id in self.owners else set()
            found |= {"opened"} if user_id in self.readers else set()
            found |= {"unheld"} if self.is_unheld else set()
        return found


def missing(names: Sequence[str]) -> Thing:
    """An object that never was."""
    return Thing("", {name: uuid4() for name in names}, is_real=False)


def things(session: Session, names: Sequence[str]) -> list[Thing]:
    """Every object that an address with these parts may name."""
    if not names:
        return [Thing("", {})]
    lowest = next((name for name in names if TABLES[name] not in ABOVE), names[0])
    found = [one for one in _rows(session, lowest) if set(names) <= set(one.names)]
    return [*found, *_mixed(found, lowest, names)]


def things_of_all(
    session: Session, many: Iterable[Sequence[str]]
) -> dict[tuple[str, ...], list[Thing]]:
    """The same for many addresses: those with the same parts are looked up once."""
    return {names: things(session, names) for names in dict.fromkeys(map(tuple, many))}


def _mixed(found: Sequence[Thing], lowest: str, names: Sequence[str]) -> Iterator[Thing]:
    """Above, one's own; below, that of somebody else, near or far: it is not there (P1)."""
    if len(names) < 2:
        return
    for one in found:
        strangers = [two for two in found if two.names["person_id"] != one.names["person_id"]]
        for is_near in (True, False):
            other = next(
                (two for two in strangers if (two.lead_id == one.lead_id) == is_near), None
            )
            if other is not None:
                names_of_both = {**one.names, lowest: other.names[lowest]}
                yield Thing("mixed", names_of_both, is_real=False)


def _rows(session: Session, name: str) -> Iterator[Thing]:
    special = {"practice_id": _practices, "worker_id": _workers, "profile_id": _photographs}
    if name in special:
        yield from special[name](session)
        return
    table = TABLES[name]
    for row in session.execute(sa.select(Base.metadata.tables[table])).mappings():
        above = _above(session, table, row)
        for part in _parts(name, row):
            yield _belonging(session, table, {**above, name: part}, row)


def _parts(name: str, row: Mapping[str, Any]) -> list[UUID | str]:
    """What of a row a part of an address names: its number, its code, or what is inside a plan."""
    if name == "sheet_code":
        return [row["short_code"]]
    if TABLES[name] != ActionPlan.__tablename__:
        return [row["id"]]
    plan = row["content"]
    inside = {
        "goal_id": plan.goals,
        "step_id": [step for goal in plan.goals for step in goal.steps],
        "obstacle_id": plan.obstacles,
    }
    return [one.id for one in inside[name]]


def _above(session: Session, table: str, row: Mapping[str, Any]) -> dict[str, UUID | str]:
    """The rows that a row hangs on, as parts of an address."""
    names: dict[str, UUID | str] = {}
    for key in Base.metadata.tables[table].foreign_keys:
        above = key.target_fullname.partition(".")[0]
        if above in ABOVE and above != table and (number := row[key.parent.name]) is not None:
            higher = Base.metadata.tables[above]
            found = session.execute(sa.select(higher).where(higher.c.id == number)).mappings()
            names |= {ABOVE[above]: number, **_above(session, above, found.one())}
    return names


def _practices(session: Session) -> Iterator[Thing]:
    """The practices, each near the lead NTPs of its area."""
    every = session.scalars(sa.select(Organisation)).all()
    for one in every:
        if one.kind is OrganisationKind.PRACTICE:
            near = frozenset(
                two.id for two in every
                if two.kind is OrganisationKind.LEAD_NTP and two.area_id == one.area_id
            )  # fmt: skip
            yield Thing("organisation", {"practice_id": one.id}, near=near)


def _workers(session: Session) -> Iterator[Thing]:
    """Those who have cases, at the lead NTP of their cases."""
    for user_id, lead_id in session.execute(
        sa.select(Referral.link_worker_id, Referral.lead_id)
        .where(Referral.link_worker_id.is_not(None), Referral.state != State.DRAFT)
        .distinct()
    ):
        yield Thing("user_account", {"worker_id": user_id}, lead_id=lead_id)


def _photographs(session: Session) -> Iterator[Thing]:
    """The photographs of link workers, each near the practices that they are named for; none of who left."""
    for row in session.scalars(sa.select(WorkerProfile)):
        there = session.scalars(accounts.holding(Role.LINK_WORKER, row.lead_id)).all()
        serves = sa.select(WorkerOfPractice.practice_id).where(
            WorkerOfPractice.user_id == row.user_id, WorkerOfPractice.lead_id == row.lead_id,
            WorkerOfPractice.ended_at.is_(None),
        )  # fmt: skip
        yield Thing(
            "worker_profile", {"profile_id": row.id}, lead_id=row.lead_id,
            serves=frozenset(session.scalars(serves)),
            is_real=row.photo is not None and row.user_id in there,
        )  # fmt: skip


def _belonging(
    session: Session, table: str, names: Mapping[str, UUID | str], row: Mapping[str, Any]
) -> Thing:
    wanted = sa.select(Referral)
    if "referral_id" in names:
        wanted = wanted.where(Referral.id == names["referral_id"])
    elif "person_id" in names:
        wanted = wanted.where(Referral.person_id == names["person_id"])
    else:
        return Thing(
            table, names, lead_id=row.get("lead_id"),
            authors=frozenset({row["raised_by"]}) if "raised_by" in row else frozenset(),
            practice_id=row["practice_id"] if "lead_id" not in row else None,
        )  # fmt: skip
    found = _of_cases(session, table, names, session.scalars(wanted).all())
    if "raised_by" in row:
        found = replace(found, authors=frozenset({row["raised_by"]}))
    is_unsent = row.get("state") is ReportState.DRAFT  # a report that the practice knows nothing of
    return replace(found, practice_id=None) if is_unsent else found


def _of_cases(
    session: Session, table: str, names: Mapping[str, UUID | str], rows: Sequence[Referral]
) -> Thing:
    sent = [one for one in rows if one.state is not State.DRAFT]
    calls = [one for one in rows if one.state is State.DRAFT and one.source is Source.PHONE]
    authors = sa.select(Concern.raised_by).where(Concern.person_id == rows[0].person_id)
    readers = session.scalars(
        sa.select(CaseOpening.user_id).where(
            CaseOpening.referral_id.in_([one.id for one in rows]),
            CaseOpening.until > NOON,
        )
    )
    return Thing(
        table, names, rows[0].lead_id, None if len(calls) == len(rows) else rows[0].practice_id,
        frozenset(one.link_worker_id for one in sent if one.link_worker_id),
        frozenset(readers), _named(session, rows[0].lead_id),
        authors=frozenset(session.scalars(authors)), is_unheld=_is_unheld(session, sent),
        begun_by=frozenset(one.started_by for one in calls if one.started_by),
        is_sent=bool(sent), is_agreed=_agrees(session, rows[0]), words=rows[0].person.name,
    )  # fmt: skip


def _is_unheld(session: Session, sent: Sequence[Referral]) -> bool:
    """Whether none of these cases has a link worker who works at its lead NTP."""
    return all(
        one.link_worker_id not in session.scalars(accounts.holding(Role.LINK_WORKER, one.lead_id))
        for one in sent
    )  # fmt: skip


def _named(session: Session, lead_id: UUID) -> UUID | None:
    return session.scalar(
        sa.select(LeadSettings.safeguarding_lead_id).where(LeadSettings.lead_id == lead_id)
    )


def _agrees(session: Session, row: Referral) -> bool:
    yes = session.scalars(
        sa.select(Consent.withdrawn_at).where(
            Consent.person_id == row.person_id, Consent.recipient == Recipient.LEAD_NTP,
            Consent.purpose == Purpose.SUPPORT,
        )
    ).all()  # fmt: skip
    return not yes or None in yes
