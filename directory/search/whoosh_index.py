"""Words on disk, kept by Whoosh. The only file that names it.

Whoosh writes and merges segments and knows where each stem is; its own collector visits one listing
at a time in Python, so whole posting lists are read instead and ranked as arrays (ranking.py).
"""

import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns as whoosh_columns
from whoosh import fields
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, TermNotFound

from directory.search import IndexUnavailable

Rows = NDArray[np.int32]
Frequencies = NDArray[np.float32]

_NOWHERE: tuple[Rows, Frequencies] = (np.zeros(0, np.int32), np.zeros(0, np.float32))
_MEMORY_MB = 256


@dataclass(frozen=True)
class Document:
    """What is written of a listing: its row, the stems of its fields, its different words."""

    row: int
    title: list[str]
    organisation: list[str]
    text: list[str]
    words: tuple[str, ...]


def _schema() -> fields.Schema:
    # The words are stemmed before they come here: Whoosh's own stemmer makes "swimm" of "swimming".
    stems = fields.TEXT(phrase=False)
    return fields.Schema(
        row=fields.ID(),
        row_number=fields.COLUMN(whoosh_columns.NumericColumn("i")),
        title=stems,
        organisation=stems,
        text=stems,
        words=fields.STORED(),
    )


def create(folder: Path) -> None:
    """Start with nothing in an empty folder."""
    FileStorage(str(folder), supports_mmap=False).create_index(_schema())


def write(folder: Path, *, put: Iterable[Document], removed: Iterable[int]) -> list[list[str]]:
    """Add documents after removing those of some rows; says which words the removed ones held.

    Only one process may write to a folder at a time, and nobody may be reading it yet.
    """
    index = _open(folder)
    with index.reader() as reader:
        doomed = [number for row in removed for number in _numbers(reader, row)]
        words = [list(reader.stored_fields(number)["words"]) for number in doomed]
    # Not one file a segment: without a memory map, Whoosh never closes those.
    writer = index.writer(limitmb=_MEMORY_MB, compound=False)
    for number in doomed:
        writer.delete_document(number)
    for document in put:
        writer.add_document(
            row=str(document.row),
            row_number=document.row,
            title=document.title,
            organisation=document.organisation,
            text=document.text,
            words=document.words,
        )
    writer.commit()
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)  # it says nothing to the next generation
    return words


class WhooshWords:
    """Where each stem is. What an earlier reader took from segments that are still there is kept."""

    def __init__(self, folder: Path, *, earlier: "WhooshWords | None" = None) -> None:
        known = {segment.id: segment for segment, _ in earlier.segments} if earlier else {}
        self.segments: list[tuple[_Segment, NDArray[np.bool_]]] = []
        for leaf, _ in _open(folder).reader().leaf_readers():
            if leaf.doc_count_all():
                are_live = _are_live(leaf)
                self.segments.append((_taken_over(leaf, known) or _Segment(leaf), are_live))

    def postings(self, field: str, stem: str) -> tuple[Rows, Frequencies]:
        """The rows whose field holds the stem, each once, and how often each holds it."""
        found = [_NOWHERE]
        for segment, are_live in self.segments:
            numbers, often = segment.postings(field, stem)
            live = are_live[numbers]
            found.append((segment.rows[numbers[live]], often[live]))
        return np.concatenate([rows for rows, _ in found]), np.concatenate([n for _, n in found])


class _Segment:
    """A part of the index that never changes, apart from which of its documents are deleted."""

    def __init__(self, leaf: Any) -> None:
        self.id = leaf.segment().segment_id()
        column = leaf.column_reader("row_number")
        self.rows: Rows = np.array([column[i] for i in range(leaf.doc_count_all())], np.int32)
        self._schema = leaf.schema
        self._terms = leaf.codec().terms_reader(leaf.storage(), leaf.segment())
        weakref.finalize(self, _close, self._terms, leaf)
        self._kept: dict[tuple[str, str], tuple[Rows, Frequencies]] = {}
        self._one_at_a_time = Lock()  # one file, and so one place in it

    def postings(self, field: str, stem: str) -> tuple[Rows, Frequencies]:
        """The numbers of the documents whose field holds the stem, deleted ones too; how often."""
        kept = self._kept.get((field, stem))
        if kept is None:
            kept = self._kept[field, stem] = self._read(field, stem)
        return kept

    def _read(self, field: str, stem: str) -> tuple[Rows, Frequencies]:
        with self._one_at_a_time:
            try:
                matcher = self._terms.matcher(field, stem.encode(), self._schema[field].format)
                return _all_postings(matcher)
            except TermNotFound:
                return _NOWHERE
            except Exception as error:  # a damaged file shows itself in any of a dozen ways
                raise IndexUnavailable("A part of the search index is damaged.") from error


def _open(folder: Path) -> FileIndex:
    # Without memory maps: a file that is cut short under a map kills the process.
    return FileIndex(FileStorage(str(folder), supports_mmap=False))


def _taken_over(leaf: Any, known: Mapping[str, _Segment]) -> _Segment | None:
    """The segment as it was read before, if it was."""
    segment = known.get(leaf.segment().segment_id())
    if segment:
        leaf.close()
    return segment


def _close(terms: Any, leaf: Any) -> None:
    terms.close()
    leaf.close()


def _are_live(leaf: Any) -> NDArray[np.bool_]:
    are_live = np.ones(leaf.doc_count_all(), np.bool_)
    are_live[list(leaf.segment().deleted_docs())] = False
    return are_live


def _numbers(reader: IndexReader, row: int) -> list[int]:
    """The numbers of the live documents of a row: one, or none."""
    try:
        return list(reader.postings("row", str(row)).all_ids())
    except TermNotFound:
        return []


def _all_postings(matcher: Any) -> tuple[Rows, Frequencies]:
    numbers: list[int] = []
    often: list[float] = []
    while matcher.is_active():
        numbers.append(matcher.id())
        often.append(matcher.weight())
        if isinstance(matcher, W3LeafMatcher):
            # Its next() takes one document at a time, which is ten times slower than a block.
            numbers[-1:], often[-1:] = matcher._ids, matcher._weights
            matcher._next_block()
        else:
            matcher.next()
    return np.array(numbers, np.int32), np.array(often, np.float32)
