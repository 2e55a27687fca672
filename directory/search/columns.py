"""Everything about listings but their words, as columns in memory: what is filtered, counted, sorted.

A listing has a row and keeps it for as long as it is in the index. Facets are bits: one string of
bits a facet value, one bit a row, so that a filter is an "and" and a count is a population count.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from directory.published import Slot
from directory.search import FACETS, Entry
from directory.search.sessions import minute_of
from kernel.geography import Point

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]
Numbers = NDArray[np.float64]

WEEKS = (1, 2, 3, 4, 5, -1)
NO_SUCH_WEEK = 1 << len(WEEKS)
SLOT_KINDS = 2 * NO_SUCH_WEEK
_CLOSED = [(facet, value) for facet, values in FACETS.items() for value in values]
_NO_POINT = (np.nan, np.nan, np.nan)
_WORD_BITS = 64
_HALF = (1 << _WORD_BITS) - 1
_MOST_WORDS = 65_535


@dataclass(frozen=True)
class Columns:
    """The columns; the last axis is the row. Nothing changes in place: `changed` gives others.

    `ids` and `areas` hold the two halves of a UUID; `area` points into `areas`; `xyz` is the point on
    a sphere of radius one, not a number without a point; `lengths` the number of words of title,
    organisation and text; `bits` one string a facet value in the order of `facet_values`; `slots` has
    a column a session, sorted by row: row, weekday, minute of the day, weeks of the month as bits.
    """

    ids: NDArray[np.uint64]
    is_used: Mask
    is_hidden: Mask
    is_ranked_lower: Mask
    area: NDArray[np.int32]
    areas: NDArray[np.uint64]
    freshness: NDArray[np.int32]
    xyz: Numbers
    lengths: NDArray[np.uint16]
    bits: Bits
    languages: NDArray[np.str_]
    slots: NDArray[np.int32]

    @classmethod
    def empty(cls) -> "Columns":
        """Columns without rows."""
        return cls(
            ids=np.zeros((2, 0), np.uint64),
            is_used=np.zeros(0, np.bool_),
            is_hidden=np.zeros(0, np.bool_),
            is_ranked_lower=np.zeros(0, np.bool_),
            area=np.zeros(0, np.int32),
            areas=np.zeros((2, 0), np.uint64),
            freshness=np.zeros(0, np.int32),
            xyz=np.zeros((3, 0)),
            lengths=np.zeros((3, 0), np.uint16),
            bits=np.zeros((len(_CLOSED), 0), np.uint64),
            languages=np.zeros(0, "U1"),
            slots=np.zeros((4, 0), np.int32),
        )

    @classmethod
    def load(cls, path: Path) -> "Columns":
        """The columns as they were saved."""
        with np.load(path, allow_pickle=False) as saved:
            return cls(**{field.name: saved[field.name] for field in fields(cls)})

    def save(self, path: Path) -> None:
        """Keep the columns in a file whose name ends in .npz."""
        arrays: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        np.savez(path, **arrays)

    def __len__(self) -> int:
        return len(self.is_used)

    def id_of(self, row: int) -> UUID:
        """The listing of a row."""
        return _uuid(self.ids[:, row])

    @cached_property
    def row_of(self) -> dict[UUID, int]:
        """The row of each listing."""
        return {self.id_of(row): row for row in np.flatnonzero(self.is_used).tolist()}

    @cached_property
    def facet_values(self) -> dict[tuple[str, Hashable], int]:
        """Which string of bits belongs to a facet's value."""
        languages = [("languages", language) for language in self.languages.tolist()]
        return {key: i for i, key in enumerate([*_CLOSED, *languages])}

    @cached_property
    def facets(self) -> dict[str, tuple[slice, list[Hashable]]]:
        """Where each facet's strings of bits lie, and its values in the same order."""
        values: dict[str, list[Hashable]] = {facet: [] for facet in FACETS}
        for facet, value in self.facet_values:
            values[facet].append(value)
        starts = {facet: self._start(facet) for facet in values}
        return {f: (slice(starts[f], starts[f] + len(all_)), all_) for f, all_ in values.items()}

    @cached_property
    def rank(self) -> Numbers:
        """The order of results that nothing else sorts: marked late, then freshest, then by id."""
        order = np.lexsort((self.ids[1], self.ids[0], -self.freshness, self.is_ranked_lower))
        rank = np.empty(len(self))
        rank[order] = np.arange(len(self))
        return rank

    @cached_property
    def mean_lengths(self) -> list[float]:
        """The mean number of words of each field, at least one."""
        used = self.lengths[:, self.is_used]
        return [max(float(mean), 1.0) for mean in used.mean(axis=1)] if used.size else [1.0] * 3

    @cached_property
    def slot_kinds(self) -> tuple[tuple[int, ...], NDArray[np.intp]]:
        """The different pairs of weekday and weeks (weekday * 128 + weeks), and which each slot is."""
        kinds, which = np.unique(self.slots[1] * SLOT_KINDS + self.slots[3], return_inverse=True)
        return tuple(kinds.tolist()), which

    def in_areas(self, area_ids: frozenset[UUID] | None) -> Mask:
        """The rows of these areas; every row for None."""
        if area_ids is None:
            return self.is_used
        asked = [i for i in range(self.areas.shape[1]) if _uuid(self.areas[:, i]) in area_ids]
        return np.isin(self.area, asked) & self.is_used

    def _start(self, facet: str) -> int:
        return next((i for (name, _), i in self.facet_values.items() if name == facet), 0)


def to_bits(masks: Mask) -> Bits:
    """Masks (the last axis is the row) as strings of bits, filled up with zeros."""
    packed = np.packbits(masks, axis=-1, bitorder="little")
    bytes_wanted = -(-masks.shape[-1] // _WORD_BITS) * (_WORD_BITS // 8)
    filled = np.zeros((*packed.shape[:-1], bytes_wanted), np.uint8)
    filled[..., : packed.shape[-1]] = packed
    return filled.view("<u8")


def to_masks(bits: Bits, *, count: int) -> Mask:
    """Strings of bits as masks of so many rows."""
    unpacked = np.unpackbits(bits.view(np.uint8), axis=-1, count=count, bitorder="little")
    return unpacked.view(np.bool_)


def unit_vector(point: Point) -> tuple[float, float, float]:
    """A point on a sphere of radius one."""
    north, east = math.radians(point.lat), math.radians(point.lon)
    across = math.cos(north)
    return across * math.cos(east), across * math.sin(east), math.sin(north)


def changed(
    before: Columns,
    *,
    put: Mapping[int, Entry],
    removed: Iterable[int],
    lengths: Sequence[Sequence[int]],
) -> Columns:
    """The columns after these rows were written and those were given up.

    `lengths` are the numbers of words of each entry put, in the order of `put`.
    """
    entries, at = list(put.values()), np.fromiter(put, np.intp, len(put))
    gone = np.fromiter(removed, np.intp)
    areas = _extended(before.areas, entries)
    languages = _all_languages(before.languages, entries)
    count = max(len(before), *(row + 1 for row in put)) if put else len(before)
    is_used = _written(before.is_used, count, at, True)
    is_used[gone] = False
    return Columns(
        ids=_written(before.ids, count, at, _halves(entry.id for entry in entries)),
        is_used=is_used,
        is_hidden=_written(before.is_hidden, count, at, [e.is_hidden for e in entries]),
        is_ranked_lower=_written(
            before.is_ranked_lower, count, at, [e.is_ranked_lower for e in entries]
        ),
        area=_written(before.area, count, at, _places_in(areas, entries)),
        areas=areas,
        freshness=_written(before.freshness, count, at, [e.freshness for e in entries]),
        xyz=_written(before.xyz, count, at, _points(entries)),
        lengths=_written(before.lengths, count, at, _capped(lengths)),
        bits=_bits(before, count, at, entries, languages),
        languages=languages,
        slots=_slots(before.slots, put, at, gone),
    )


def _uuid(halves: NDArray[np.uint64]) -> UUID:
    return UUID(int=(int(halves[0]) << _WORD_BITS) | int(halves[1]))


def _halves(ids: Iterable[UUID]) -> NDArray[np.uint64]:
    both = [(it.int >> _WORD_BITS, it.int & _HALF) for it in ids]
    return np.array(both, np.uint64).reshape(-1, 2).T


def _written(column: NDArray[Any], count: int, at: Rows, values: object) -> NDArray[Any]:
    """A copy of the column, grown to so many rows, with these values at these rows."""
    grown = np.zeros((*column.shape[:-1], count), column.dtype)
    grown[..., : column.shape[-1]] = column
    if len(at):
        grown[..., at] = values
    return grown


def _extended(areas: NDArray[np.uint64], entries: Iterable[Entry]) -> NDArray[np.uint64]:
    known = {_uuid(areas[:, i]) for i in range(areas.shape[1])}
    new = dict.fromkeys(entry.area_id for entry in entries if entry.area_id not in known)
    return np.concatenate([areas, _halves(new)], axis=1)


def _places_in(areas: NDArray[np.uint64], entries: Iterable[Entry]) -> list[int]:
    place = {_uuid(areas[:, i]): i for i in range(areas.shape[1])}
    return [place[entry.area_id] for entry in entries]


def _all_languages(known: NDArray[np.str_], entries: Iterable[Entry]) -> NDArray[np.str_]:
    spoken = {str(language) for entry in entries for language in entry.facets["languages"]}
    return np.array([*known.tolist(), *sorted(spoken - set(known.tolist()))] or np.zeros(0, "U1"))


def _points(entries: Iterable[Entry]) -> Numbers:
    vectors = [unit_vector(entry.point) if entry.point else _NO_POINT for entry in entries]
    return np.array(vectors, np.float64).reshape(-1, 3).T


def _capped(lengths: Sequence[Sequence[int]]) -> NDArray[np.uint16]:
    return np.minimum(np.array(lengths, np.int64).reshape(-1, 3), _MOST_WORDS).astype(np.uint16).T


def _bits(
    before: Columns, count: int, at: Rows, entries: Iterable[Entry], languages: NDArray[np.str_]
) -> Bits:
    """The facets' bits with those of the entries at their rows."""
    index = {
        key: i for i, key in enumerate([*_CLOSED, *(("languages", lang) for lang in languages)])
    }
    masks = np.zeros((len(index), count), np.bool_)
    masks[: len(before.bits), : len(before)] = to_masks(before.bits, count=len(before))
    masks[:, at] = False
    for row, entry in zip(at.tolist(), entries, strict=True):
        held = [index[facet, value] for facet, all_ in entry.facets.items() for value in all_]
        masks[held, row] = True
    return to_bits(masks)


def _slots(
    before: NDArray[np.int32], put: Mapping[int, Entry], at: Rows, gone: Rows
) -> NDArray[np.int32]:
    kept = before[:, ~np.isin(before[0], np.concatenate([at, gone]))]
    lines = [
        (row, slot.weekday, minute_of(slot.opens_at), _weeks(slot))
        for row, entry in put.items()
        for slot in entry.slots
    ]
    both = np.concatenate([kept, np.array(lines, np.int32).reshape(-1, 4).T], axis=1)
    return both[:, np.argsort(both[0], kind="stable")]


def _weeks(slot: Slot) -> int:
    """The weeks of the month as bits; none is every week."""
    bits = sum(1 << WEEKS.index(week) for week in set(slot.ordinals) if week in WEEKS)
    return bits or (NO_SUCH_WEEK if slot.ordinals else 0)
