"""What each feature keeps about a person: how it is handed over, and how it is erased."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

Export = Callable[[Session, UUID], Mapping[str, Any]]
Erase = Callable[[Session, UUID], None]


@dataclass(frozen=True)
class PersonPart:
    """A feature's share in a person.

    `export` gives plain values fit for JSON, empty when it keeps nothing. `erase` may be called twice.
    """

    feature: str
    export: Export
    erase: Erase


class People:
    """Everything that is kept about people, by the feature that keeps it."""

    def __init__(self) -> None:
        self._parts: dict[str, PersonPart] = {}

    def add(self, part: PersonPart) -> None:
        """A feature says what it keeps. Raises ValueError when it has said so before."""
        if part.feature in self._parts:
            raise ValueError(f"{part.feature} already keeps a part of each person.")
        self._parts[part.feature] = part

    def features(self) -> tuple[str, ...]:
        """The features that keep something, in the order in which they were added."""
        return tuple(self._parts)

    def export_of(self, session: Session, person_id: UUID) -> dict[str, dict[str, Any]]:
        """All that is kept about a person, feature by feature, for a request to see it."""
        return {name: dict(part.export(session, person_id)) for name, part in self._parts.items()}

    def erase_from(self, feature: str, session: Session, person_id: UUID) -> None:
        """Let one feature erase its part. Each does so in its own transaction, then says it has."""
        self._parts[feature].erase(session, person_id)

    def awaited(self, answered: Iterable[str]) -> tuple[str, ...]:
        """The features that have not yet said the person is erased. Empty: the erasure is done."""
        heard = set(answered)
        return tuple(name for name in self._parts if name not in heard)
