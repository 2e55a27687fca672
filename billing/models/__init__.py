"""The tables of billing, by journey."""

from billing.models.bands import BandChoice
from billing.models.contracts import (
    Contract,
    ContractDeed,
    ContractParty,
    ContractPrice,
    ContractVersion,
    Deed,
)

__all__ = [
    "BandChoice",
    "Contract",
    "ContractDeed",
    "ContractParty",
    "ContractPrice",
    "ContractVersion",
    "Deed",
]
