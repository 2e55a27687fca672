"""Onward links: from an action plan to a group, to a service of our own, or to nothing but a dog."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals.lifecycle import ONWARD_LINK, LinkMove, LinkState
from referrals.models.people import Person
from referrals.vocabulary import LinkKind, News, RefusalReason, Saying, ToldBy


class OnwardLink(Base):
    """Somebody linked to an activity (A10.2). What it is called is kept as it was then.

    `choices` are all that were offered, this one among them; `tells_*` is what the person agreed that
    the group is told. `group_id` is the group in the directory, whose consent this needs. `comes_on` is
    the day agreed for the first visit, `comes_at` its hour if one was named. `group_says` and `proposes`
    are the newest words of the group: all of them are kept as `LinkWord`.
    """

    __tablename__ = "onward_link"
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'self-directed') = (listing_id IS NULL)", name="a_listing_unless_self_directed"
        ),
        sa.CheckConstraint(
            "(kind = 'formal') = (agreement_id IS NOT NULL)", name="an_agreement_if_formal"
        ),
        sa.Index("ix_onward_link_lead_made", "lead_id", "made_at"),
        sa.Index("ix_onward_link_referral_news", "referral_id", "news"),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("action_plan.id"), index=True)
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    goal_id: Mapped[UUID]
    kind: Mapped[LinkKind] = mapped_column(one_of(LinkKind, "kind"))
    state: Mapped[LinkState] = mapped_column(one_of(LinkState, "state"))
    listing_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    group_id: Mapped[UUID | None]
    agreement_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agreement.id"))
    title: Mapped[str]
    group_name: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[dict[str, Any]]]
    outcomes_owed: Mapped[list[str]]
    outcomes_told: Mapped[list[dict[str, Any]]]
    places_left: Mapped[int | None]
    buddy: Mapped[str] = mapped_column(default="")
    tells_phone: Mapped[bool] = mapped_column(default=False)
    tells_email: Mapped[bool] = mapped_column(default=False)
    tells_access: Mapped[bool] = mapped_column(default=False)
    introduced_at: Mapped[datetime | None]
    by_letter: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[ToldBy | None] = mapped_column(one_of(ToldBy, "answered_by"))
    refusal: Mapped[RefusalReason | None] = mapped_column(one_of(RefusalReason, "refusal"))
    group_says: Mapped[str] = mapped_column(default="")
    proposes: Mapped[str] = mapped_column(default="")
    comes_on: Mapped[date | None]
    comes_at: Mapped[datetime | None]
    value_words: Mapped[str] = mapped_column(default="")
    chased_at: Mapped[datetime | None]
    outcome_due_on: Mapped[date | None]
    news: Mapped[News | None] = mapped_column(one_of(News, "news"))
    short_code: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    moves_made: Mapped[int] = mapped_column(default=0)
    words_said: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def make(self, move: LinkMove, *, by: Actor, at: datetime, because: str = "") -> "LinkStep":
        """Make a move; the row that remembers it is to be added."""
        before, self.state = self.state, ONWARD_LINK.after(self.state, move)
        self.changed_at, self.moves_made = at, self.moves_made + 1
        return LinkStep(
            link_id=self.id, number=self.moves_made, move=move, before=before, after=self.state,
            by=by.user_id, who=by.called, at=at, because=because,
        )  # fmt: skip


class LinkStep(Base):
    """A move of an onward link, never edited."""

    __tablename__ = "onward_link_move"
    __table_args__ = (sa.UniqueConstraint("link_id", "number"),)

    link_id: Mapped[UUID] = mapped_column(sa.ForeignKey("onward_link.id"))
    number: Mapped[int]
    move: Mapped[LinkMove] = mapped_column(one_of(LinkMove, "move"))
    before: Mapped[LinkState] = mapped_column(one_of(LinkState, "before"))
    after: Mapped[LinkState] = mapped_column(one_of(LinkState, "after"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")


class LinkWord(Base):
    """An answer of a group about an onward link, or one to it; a line each, never edited.

    `answer` is what was chosen, or which day; `told_by` says how it came to us, for what the group said.
    """

    __tablename__ = "onward_link_word"
    __table_args__ = (sa.UniqueConstraint("link_id", "number"),)

    link_id: Mapped[UUID] = mapped_column(sa.ForeignKey("onward_link.id"))
    number: Mapped[int]
    kind: Mapped[Saying] = mapped_column(one_of(Saying, "kind"))
    answer: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    value_words: Mapped[str] = mapped_column(default="")
    outcomes: Mapped[list[dict[str, Any]]]
    has_crisis_words: Mapped[bool] = mapped_column(default=False)
    told_by: Mapped[ToldBy | None] = mapped_column(one_of(ToldBy, "told_by"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class Attendance(Base):
    """Whether somebody came on a day, and who told us. It never decides whether a plan succeeded."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("link_id", "on"),)

    link_id: Mapped[UUID] = mapped_column(sa.ForeignKey("onward_link.id"))
    on: Mapped[date]
    came: Mapped[bool]
    told_by: Mapped[ToldBy] = mapped_column(one_of(ToldBy, "told_by"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
