"""Need that nobody met, as it was written down."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from directory.vocabulary import Domain
from kernel.database import Base, one_of
from unmet_need.needs import Counted, Told
from unmet_need.vocabulary import Match, Reason, Source, Wish


class UnmetNeed(Base):
    """Need that somebody wrote down, or that the program read from elsewhere: `number` times, on a day in London.

    `origin` says from what it was read, so that it is read once; "" where somebody wrote it. `organisation_id` is
    whose record it is, None where nobody's. What was struck out is a mistake, and counted nowhere.
    """

    __tablename__ = "unmet_need"
    __table_args__ = (
        sa.CheckConstraint("number > 0", name="number"),
        sa.Index("ix_unmet_need_organisation_day", "organisation_id", "happened_on"),
        sa.Index("ix_unmet_need_area_day", "area_id", "happened_on"),
        sa.Index(
            "uq_unmet_need_origin", "origin", unique=True, sqlite_where=sa.text("origin <> ''"),
            postgresql_where=sa.text("origin <> ''"),
        ),
    )  # fmt: skip

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    locality_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("locality.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    reason: Mapped[Reason] = mapped_column(one_of(Reason, "reason"))
    wish: Mapped[Wish | None] = mapped_column(one_of(Wish, "wish"))
    match: Mapped[Match | None] = mapped_column(one_of(Match, "match"))
    domains: Mapped[list[str]]
    words: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=1)
    wanted_by: Mapped[date | None]
    happened_on: Mapped[date]
    origin: Mapped[str] = mapped_column(default="")
    by: Mapped[UUID | None]
    who: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
    struck_because: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def told(self) -> Told:
        """What was wanted."""
        domains = tuple(Domain(one) for one in self.domains)
        return Told(domains, self.words, self.reason, self.wish, self.wanted_by, self.match)

    @property
    def counted(self) -> Counted:
        """The same, as it is added up."""
        return Counted(self.told.domains, self.reason, self.source, self.number)

    def say(self, told: Told) -> None:
        """Write what was wanted."""
        self.domains = [one.value for one in told.domains]
        self.words, self.reason, self.wish = told.words, told.reason, told.wish
        self.wanted_by, self.match = told.wanted_by, told.match

    def strike_out(self, because: str, *, at: datetime) -> None:
        """It was a mistake: it counts no longer, and is still to be read."""
        self.struck_at, self.struck_because = at, because
