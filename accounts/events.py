"""What others may want to hear about accounts."""

from dataclasses import dataclass
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class MemberLeft(Event):
    """Somebody no longer acts for an organisation."""

    user_id: UUID
    organisation_id: UUID
