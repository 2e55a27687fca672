"""A contract: its versions, who signed which, what happened to it, and the prices that were agreed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.contracts import ContractTerms
from billing.lifecycle import VERSION, VersionMove, VersionState
from billing.tariff import Prices, Spell
from billing.vocabulary import Side
from directory.vocabulary import Worded
from kernel.access import Actor
from kernel.database import Base, Json, one_of
from kernel.money import Money
from kernel.periods import day_in_london


class Deed(Worded):
    """What somebody did with a contract, as its story tells it."""

    BEGIN = "begin", "Begun"
    VARY = "vary", "A change was begun"
    SIGN = "sign", "Signed"
    SEND_BACK = "send-back", "Sent back to be written anew: nobody's signature holds"
    DROP = "drop", "What was being written is dropped"
    ASSURE = "assure", "Shown"
    END = "end", "Ended before its last day"


class Contract(Base):
    """One contract of a lead NTP; what it says stands in its versions (A-R1-01).

    `ended_on` is the first day on which it no longer holds, where a side ended it before its last day.
    """

    __tablename__ = "contract"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    begun_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="")

    versions: Mapped[list["ContractVersion"]] = relationship(
        order_by="ContractVersion.number", back_populates="contract"
    )
    story: Mapped[list["ContractDeed"]] = relationship(order_by="ContractDeed.number")
    parties: Mapped[list["ContractParty"]] = relationship()

    @property
    def newest(self) -> "ContractVersion":
        """The version with the highest number that was not dropped; the last one where all were."""
        kept = [one for one in self.versions if one.state is not VersionState.DROPPED]
        return (kept or self.versions)[-1]

    @property
    def signed(self) -> Sequence["ContractVersion"]:
        """Those that everybody signed, oldest first."""
        return [one for one in self.versions if one.state is VersionState.SIGNED]

    def in_force(self, on: date) -> "ContractVersion | None":
        """The signed version that holds on a day: the latest that had begun, unless the contract is over."""
        if self.ended_on is not None and self.ended_on <= on:
            return None
        held = [one for one in self.signed if one.from_on <= on]
        found = max(held, key=lambda one: (one.from_on, one.number), default=None)
        return found if found is not None and on <= found.terms.last_day else None

    def standing(self, on: date) -> "ContractVersion | None":
        """The signed version that holds on a day; before the first day the first, after the end what held last.

        One that would have begun after the contract was ended never held.
        """
        day = on if self.ended_on is None else min(on, self.ended_on - timedelta(days=1))
        begun = [one for one in self.signed if one.from_on <= day] or self.signed[:1]
        return max(begun, key=lambda one: (one.from_on, one.number), default=None)

    def stands(self, organisation_id: UUID | None, *, on: date) -> bool:
        """Whether an organisation stands in what holds on a day; where nothing does, in what held last or comes first."""
        held = self.standing(on)
        return held is not None and organisation_id in held.terms.parties

    def ever_signed(self, organisation_id: UUID | None) -> bool:
        """Whether an organisation stands in any version that everybody signed."""
        return any(organisation_id in one.terms.parties for one in self.signed)

    def end_after(self, last_day: date, *, because: str) -> None:
        """It holds until the end of a day, and no longer."""
        self.ended_on, self.ended_because = last_day + timedelta(days=1), because

    def note(self, deed: Deed, by: Actor, *, at: datetime, version: int, **said: Any) -> None:
        """Add to the story what somebody did; `said` are because, about and read."""
        line = ContractDeed(
            contract_id=self.id, number=len(self.story) + 1, deed=deed, version=version,
            organisation_id=by.organisation_id, by=by.user_id, who=by.called, at=at, **said,
        )  # fmt: skip
        self.story.append(line)


class ContractParty(Base):
    """An organisation that stands in a contract, in what was signed or in what is being written.

    Who only stands in what is being written reads that alone.
    """

    __tablename__ = "contract_party"
    __table_args__ = (sa.UniqueConstraint("contract_id", "organisation_id"),)

    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    side: Mapped[Side] = mapped_column(one_of(Side, "side"))


class ContractVersion(Base):
    """What the contract says from a day on. Once it is signed the database refuses every change.

    `offer` counts how often it was offered: signatures are those of the offer that stands.
    """

    __tablename__ = "contract_version"
    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)

    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    because: Mapped[str] = mapped_column(default="")
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[VersionState] = mapped_column(one_of(VersionState, "state"))
    signed_by: Mapped[list[str]]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    contract: Mapped[Contract] = relationship(back_populates="versions")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def terms(self) -> ContractTerms:
        """What it says."""
        return ContractTerms.from_json(self.kept)

    @property
    def is_open(self) -> bool:
        """Whether it can still be written in."""
        return self.state is VersionState.DRAFT

    @property
    def awaits(self) -> tuple[UUID, ...]:
        """Whose signature is missing, of those in it and in the version before: nobody is taken out unasked."""
        before = [one.terms.parties for one in self.contract.signed if one.number < self.number]
        asked = dict.fromkeys((*self.terms.parties, *(before[-1] if before else ())))
        return tuple(one for one in asked if str(one) not in self.signed_by)

    def say(self, terms: ContractTerms, *, at: datetime) -> None:
        """Write what it says from now on."""
        self.kept, self.changed_at = terms.to_json(), at

    def sign(self, organisation_id: UUID, *, at: datetime) -> None:
        """One side signs. The first signature closes it, the last makes it hold.

        A change never holds for days gone by: signed after its day, it begins on that of the last signature.
        """
        if not self.signed_by:
            self.state = VERSION.after(self.state, VersionMove.OFFER)
        self.signed_by = [*self.signed_by, str(organisation_id)]
        self.changed_at = at
        if not self.awaits:
            self.state = VERSION.after(self.state, VersionMove.COMPLETE)
            if self.number > 1:
                self.from_on = max(self.from_on, day_in_london(at))

    def send_back(self, *, at: datetime) -> None:
        """It is to be written anew: nobody's signature holds."""
        self.state = VERSION.after(self.state, VersionMove.SEND_BACK)
        self.signed_by, self.changed_at = [], at

    def drop(self, *, at: datetime) -> None:
        """Nobody goes on with it."""
        self.state = VERSION.after(self.state, VersionMove.DROP)
        self.changed_at = at


class ContractDeed(Base):
    """A line of a contract's story; never changed.

    `about` is what was shown, `read` the warnings that stood when it was signed.
    """

    __tablename__ = "contract_deed"
    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)

    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    deed: Mapped[Deed] = mapped_column(one_of(Deed, "deed"))
    version: Mapped[int]
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    read: Mapped[list[str]] = mapped_column(default=list)


class ContractPrice(Base):
    """Prices of a signed version, from a day to before another; never changed, no day has two (A-TAR-01).

    The database refuses an overlap within a version.
    """

    __tablename__ = "contract_price"
    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until > begins_on", name="holds_for_a_day"),
        sa.UniqueConstraint("version_id", "begins_on"),
    )

    version_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract_version.id"))
    begins_on: Mapped[date]
    until: Mapped[date | None]
    low_pence: Mapped[int]
    medium_pence: Mapped[int]
    high_pence: Mapped[int]
    incentive_pence: Mapped[int]
    credits: Mapped[int]

    @classmethod
    def of(cls, version: ContractVersion, spell: Spell) -> "ContractPrice":
        """The row of a spell of prices that was signed."""
        prices = spell.prices
        return cls(
            version_id=version.id, begins_on=spell.begins_on, until=spell.until,
            low_pence=prices.low.pence, medium_pence=prices.medium.pence,
            high_pence=prices.high.pence, incentive_pence=prices.incentive.pence,
            credits=prices.credits,
        )  # fmt: skip

    @property
    def spell(self) -> Spell:
        """The prices as the rules know them."""
        prices = Prices(
            low=Money(self.low_pence), medium=Money(self.medium_pence), high=Money(self.high_pence),
            incentive=Money(self.incentive_pence), credits=self.credits,
        )  # fmt: skip
        return Spell(self.begins_on, self.until, prices)
