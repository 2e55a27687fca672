"""What others may want to hear of from referrals. Each holds ids only."""

from dataclasses import dataclass
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class ReferralSent(Event):
    """A practice, or somebody for it, sent a referral."""

    referral_id: UUID


@dataclass(frozen=True)
class ReferralAccepted(Event):
    """A link worker accepted a referral: the moment of the SNOMED CT code."""

    referral_id: UUID


@dataclass(frozen=True)
class ReferralMoved(Event):
    """A referral is in another state; listeners read the newest facts."""

    referral_id: UUID


@dataclass(frozen=True)
class ReferralAssessed(Event):
    """The first meeting was held and the facts for a tariff band are there."""

    referral_id: UUID


@dataclass(frozen=True)
class ReferralEnded(Event):
    """The work with a person is over, whichever way it ended."""

    referral_id: UUID


@dataclass(frozen=True)
class ReferralLapsed(Event):
    """What a person had gained slipped; the practice is told (A-PH-05)."""

    referral_id: UUID


@dataclass(frozen=True)
class SupportLevelChanged(Event):
    """A person needs more or less support than before."""

    person_id: UUID


@dataclass(frozen=True)
class OnwardLinkRefused(Event):
    """A group said no to somebody: a fact about what the area lacks."""

    link_id: UUID


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """A person took back their yes; nothing more goes to that recipient."""

    person_id: UUID


@dataclass(frozen=True)
class PersonErased(Event):
    """All that referrals kept about a person is gone; higher features erase their part."""

    person_id: UUID
