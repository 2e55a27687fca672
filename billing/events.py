"""What others may want to hear of from billing. Each holds ids only."""

from dataclasses import dataclass
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class BandChosen(Event):
    """The band of somebody's help was chosen, for the first time or anew."""

    referral_id: UUID


@dataclass(frozen=True)
class ContractSigned(Event):
    """Every side has signed a version of a contract: what waited for it can be charged."""

    contract_id: UUID
