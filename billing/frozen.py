"""Values that are kept as plain JSON and come back the same; and documents, whose check sum shows that they did."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter

CHECK_LETTERS = 12
"""So many letters of the check sum stand on paper."""


class KeptAsJson:
    """A frozen dataclass of dates, money, words and more of its like.

    Where answers may be missing, `keeps_defaults` is False: what nobody answered is not kept.
    """

    keeps_defaults: ClassVar[bool] = True

    def to_json(self) -> dict[str, Any]:
        """The value as plain JSON."""
        kept: dict[str, Any] = _adapter(type(self)).dump_python(
            self, mode="json", exclude_defaults=not self.keeps_defaults
        )
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The value again. A word that is no longer in a closed list is an error, not a guess."""
        again: Self = _adapter(cls).validate_python(kept)
        return again


class Document(KeptAsJson):
    """What was handed out: an invoice, a credit note, an advice.

    `came_later` are facts that earlier ones do not have: empty they are not kept, so that a check sum stays.
    """

    came_later: ClassVar[tuple[str, ...]] = ()

    def to_json(self) -> dict[str, Any]:
        """The value as plain JSON."""
        kept = super().to_json()
        return {name: one for name, one in kept.items() if one or name not in self.came_later}

    @property
    def digest(self) -> str:
        """By which it shows that nothing of it was changed."""
        return digest_of(self.to_json())

    @property
    def check(self) -> str:
        """The beginning of the check sum, as it stands on paper."""
        return self.digest[:CHECK_LETTERS]


def digest_of(kept: Mapping[str, Any]) -> str:
    """The check sum of plain JSON, whatever the order of its parts."""
    words = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _adapter(of: type[Any]) -> TypeAdapter[Any]:
    """Made once for each kind of value: it reads its shape."""
    if of not in _ADAPTERS:
        _ADAPTERS[of] = TypeAdapter(of)
    return _ADAPTERS[of]


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
