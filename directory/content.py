"""Content: all that a listing says, as one value. Each version of a listing keeps it whole.

Only the first few fields must be answered (A-DIR-05); empty text and None mean "not said". The
address of a hidden place is never part of it (reliability.md D7).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import cache
from typing import Any, Self, get_args, get_origin, get_type_hints

from directory.vocabulary import Audience, Cost, Domain, Joining, Need, Place

_NOT_SAID = ("", None, ())


@dataclass(frozen=True)
class Content:
    """What people can do, where, when, for whom, and how to join."""

    name: str
    description: str = ""
    place: Place = Place.SOMEWHERE
    postcode: str = ""
    address: str = ""
    town: str = ""
    when: str = ""
    joining: Joining = Joining.ASK_FIRST
    phone: str = ""
    email: str = ""
    website: str = ""
    domains: tuple[Domain, ...] = ()
    proposed_domain: str = ""
    needs: tuple[Need, ...] = ()
    cost: Cost = Cost.ASK
    cost_pence: int | None = None
    cost_words: str = ""
    audiences: tuple[Audience, ...] = ()
    audience_words: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: tuple[str, ...] = ()
    is_step_free: bool | None = None
    access_words: str = ""
    first_visit: str = ""
    transport: str = ""
    has_buddy: bool | None = None
    places_left: int | None = None
    waiting_weeks: int | None = None
    referral_criteria: str = ""
    is_targeted: bool | None = None
    distance_from_traditional: int | None = None
    has_volunteers: bool | None = None
    adviser_name: str = ""
    adviser_role: str = ""
    notes: str = ""

    def to_json(self) -> dict[str, Any]:
        """The value as plain JSON; what was not said is left out."""
        return {name: _plain(value) for name, value in vars(self).items() if value not in _NOT_SAID}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The value again. A word that is no longer in a closed list is an error, not a guess."""
        read = {name: reader(kept[name]) for name, reader in _readers_of_values() if name in kept}
        return cls(**{**kept, **read})

    def changed_from(self, earlier: "Content") -> tuple[str, ...]:
        """The names of the fields that differ from an earlier version."""
        return tuple(
            field.name
            for field in fields(self)
            if getattr(self, field.name) != getattr(earlier, field.name)
        )

    @property
    def is_place_known(self) -> bool:
        """Whether anything says where it is, unless it is at no one place, or at a hidden one."""
        said = self.address or self.town or self.postcode
        return self.place is not Place.SOMEWHERE or bool(said)

    def with_answers(self, **answers: Any) -> Self:
        """The same with some answers changed."""
        return replace(self, **answers)


@cache
def _readers() -> Mapping[str, Callable[[Any], Any]]:
    """How each field is read back: worked out once, since a page reads hundreds."""
    return {name: _reader(hint) for name, hint in get_type_hints(Content).items()}


@cache
def _readers_of_values() -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The same for the few fields that are not kept as they are: most are text, and a page reads many."""
    return tuple(it for it in _readers().items() if it[1] is not _as_kept)


def _plain(value: Any) -> Any:
    if value is None or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is tuple:
        read = _reader(get_args(hint)[0])
        return lambda values: tuple(map(read, values))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return _as_kept


def _as_kept(value: Any) -> Any:
    return value
