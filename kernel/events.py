"""Event: what happened, by id only, so that no detail of a person is copied into a queue."""

from dataclasses import dataclass, fields
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Something that happened. Every field is an id; a listener reads the newest facts itself."""

    def payload(self) -> dict[str, str]:
        """The ids as text, to be kept in the outbox."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The event again, from what was kept."""
        return cls(**{name: UUID(value) for name, value in payload.items()})
