"""The action plan: one row, every version of what it said, every move, every review."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column

from kernel.access import Actor
from kernel.database import Base, Json, one_of
from referrals.lifecycle import PLAN, PlanMove, PlanState
from referrals.plans import Plan
from referrals.vocabulary import HowItGoes, ReviewKind

IS_ACTIVE = sa.text("state IN ('drafting', 'agreed', 'active', 'under-review')")


class PlanColumn(sa.types.TypeDecorator[Plan]):
    """A Plan, kept as JSON."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: Plan | None, dialect: Dialect) -> dict[str, Any] | None:
        return value.to_json() if value is not None else None

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Plan | None:
        return Plan.from_json(value) if value is not None else None


class ActionPlan(Base):
    """What a person and their link worker work on, across all conditions.

    A person has one active plan at most; the database keeps it to one. `referral_id` is the episode in
    which it was begun.
    """

    __tablename__ = "action_plan"
    __table_args__ = (
        sa.Index(
            "ix_action_plan_one_active",
            "person_id",
            unique=True,
            sqlite_where=IS_ACTIVE,
            postgresql_where=IS_ACTIVE,
        ),
        sa.Index("ix_action_plan_review", "review_on"),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    state: Mapped[PlanState] = mapped_column(one_of(PlanState, "state"))
    content: Mapped[Plan] = mapped_column(PlanColumn)
    agreed_on: Mapped[date | None]
    next_review: Mapped[ReviewKind | None] = mapped_column(one_of(ReviewKind, "next_review"))
    review_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    versions_made: Mapped[int] = mapped_column(default=0)
    moves_made: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @classmethod
    def begin(cls, *, person_id: UUID, referral_id: UUID, at: datetime) -> Self:
        """An empty plan, to be written."""
        return cls(
            person_id=person_id, referral_id=referral_id, state=PLAN.start, content=Plan(),
            begun_at=at, changed_at=at, versions_made=0, moves_made=0,
        )  # fmt: skip

    def say(self, content: Plan, *, by: Actor, because: str, at: datetime) -> "PlanVersion":
        """Say something else from now on; the row that keeps this version is to be added."""
        changed = content.changed_from(self.content)
        self.content, self.changed_at, self.versions_made = content, at, self.versions_made + 1
        return PlanVersion(
            plan_id=self.id, number=self.versions_made, content=content, changed=list(changed),
            by=by.user_id, who=by.called, at=at, because=because,
        )  # fmt: skip

    def make(
        self, move: PlanMove, *, by: Actor, at: datetime, because: str = ""
    ) -> "ActionPlanMove":
        """Make a move; the row that remembers it is to be added."""
        before, self.state = self.state, PLAN.after(self.state, move)
        self.changed_at, self.moves_made = at, self.moves_made + 1
        return ActionPlanMove(
            plan_id=self.id, number=self.moves_made, move=move, before=before, after=self.state,
            by=by.user_id, who=by.called, at=at, because=because,
        )  # fmt: skip

    def review_next(self, kind: ReviewKind | None, on: date | None) -> None:
        """When it is looked over next; None when nobody asks any more."""
        self.next_review, self.review_on = kind, on


class PlanVersion(Base):
    """What a plan said at one time, whole; never edited."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("action_plan.id"))
    number: Mapped[int]
    content: Mapped[Plan] = mapped_column(PlanColumn)
    changed: Mapped[list[str]]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")


class ActionPlanMove(Base):
    """A move of a plan, never edited."""

    __tablename__ = "action_plan_move"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("action_plan.id"))
    number: Mapped[int]
    move: Mapped[PlanMove] = mapped_column(one_of(PlanMove, "move"))
    before: Mapped[PlanState] = mapped_column(one_of(PlanState, "before"))
    after: Mapped[PlanState] = mapped_column(one_of(PlanState, "after"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")


class PlanReview(Base):
    """A review that was held: which one, what was said, and which version it came to.

    `goes` is said only once the work is done: whether it is kept up.
    """

    __tablename__ = "plan_review"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("action_plan.id"))
    number: Mapped[int]
    kind: Mapped[ReviewKind] = mapped_column(one_of(ReviewKind, "kind"))
    goes: Mapped[HowItGoes | None] = mapped_column(one_of(HowItGoes, "goes"))
    words: Mapped[str] = mapped_column(default="")
    plan_number: Mapped[int]
    on: Mapped[date]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
