"""The tables of the directory, by journey."""

from directory.models.finding import (
    Feedback,
    MissingActivity,
    Postcode,
    PostcodeDeprivation,
    Tally,
)
from directory.models.hosting import (
    Draw,
    DrawEntry,
    HostSettings,
    LaunchMessage,
    NamedOwner,
    Promotion,
    ServiceLevel,
    TestPanellist,
)
from directory.models.intake import ColumnMapping, ImportBatch, ImportRow, PossibleDuplicate
from directory.models.listings import (
    Check,
    ContentText,
    Group,
    HiddenPlace,
    Listing,
    ListingMove,
    ListingSlot,
    ListingVersion,
    WrongReport,
)
from directory.models.upkeep import Confirmation, LadderStep

__all__ = [
    "Check",
    "ColumnMapping",
    "Confirmation",
    "ContentText",
    "Draw",
    "DrawEntry",
    "Feedback",
    "Group",
    "HiddenPlace",
    "HostSettings",
    "ImportBatch",
    "ImportRow",
    "LadderStep",
    "LaunchMessage",
    "Listing",
    "ListingMove",
    "ListingSlot",
    "ListingVersion",
    "MissingActivity",
    "NamedOwner",
    "PossibleDuplicate",
    "Postcode",
    "PostcodeDeprivation",
    "Promotion",
    "ServiceLevel",
    "Tally",
    "TestPanellist",
    "WrongReport",
]
