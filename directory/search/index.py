"""The search index: words kept by Whoosh, columns in memory, a spelling dictionary, in generations.

One process writes; any number ask, and pick up a new generation within a second by themselves.
"""

import gc
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from time import monotonic
from uuid import UUID

from directory.search import Entry, Found, IndexState, IndexUnavailable, Question
from directory.search.answering import answer
from directory.search.columns import Columns, changed
from directory.search.generation import Generation, Generations, Stamp, made_at
from directory.search.ranking import Ranking
from directory.search.reading import read
from directory.search.spelling import Spelling
from directory.search.vocabulary import Vocabulary, words_in
from directory.search.whoosh_index import Document, WhooshWords, create, write
from directory.search.words import MOST_CHARACTERS, stems_of, words_of

LOOK_EVERY = 0.5  # seconds
PATIENCE = 0.5  # seconds that a change waits for another: whoever makes it may hold other locks
NEVER = float("-inf")
_COLUMNS, _VOCABULARY, _WORDS = "columns.npz", "vocabulary.json", "words"
MOST_TRIES = 10
"""A slow reader and a quick writer: so many generations may go by while one is being opened."""

_MANY_WORDS = 1_000


@dataclass(frozen=True)
class _Kept:
    """What a generation holds besides its words, in memory."""

    generation: Generation
    columns: Columns
    vocabulary: Vocabulary


@dataclass(frozen=True)
class _Open:
    """A generation that questions are answered from."""

    stamp: Stamp
    kept: _Kept
    words: WhooshWords
    ranking: Ranking
    spelling: Spelling


class Index:
    """An engine (see `directory.search.Engine`) whose generations lie in a folder."""

    def __init__(self, folder: Path, *, look_every: float = LOOK_EVERY) -> None:
        self._generations = Generations(folder)
        self._look_every = look_every
        self._looked_at = NEVER
        self._refusal = "There is no search index yet."
        self._open: _Open | None = None
        self._one_at_a_time = threading.Lock()

    def find(self, question: Question, *, now: datetime) -> Found:
        """One page of what is found. Raises IndexUnavailable, and nothing else."""
        it = self._latest()
        reading = read(question, vocabulary=it.kept.vocabulary, spelling=it.spelling)
        return answer(question, now=now, reading=reading, words=it.ranking, columns=it.kept.columns)

    def completions(self, typed: str) -> tuple[str, ...]:
        """What the last word typed may become, commonest first. Raises IndexUnavailable."""
        words = words_of(typed[-MOST_CHARACTERS:])
        return self._latest().kept.vocabulary.completions(words[-1]) if words else ()

    def state(self) -> IndexState:
        """Which generation is read, when it was made, and how much is in it. Raises IndexUnavailable."""
        it = self._latest()
        listings = int(it.kept.columns.is_used.sum())
        return IndexState(it.kept.generation.number, made_at(it.stamp), listings)

    def is_whole(self) -> bool:
        """Whether every file of the generation on the disk is there and as it was written."""
        try:
            self._generations.current()
        except IndexUnavailable:
            return False
        return True

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries, as one generation."""
        self.change(put=entries)

    def remove(self, ids: Iterable[UUID]) -> None:
        """Remove entries, as one generation. One that is not there is no error."""
        self.change(remove=ids)

    def change(self, *, put: Iterable[Entry] = (), remove: Iterable[UUID] = ()) -> None:
        """Add, replace and remove entries, as one generation.

        Raises IndexUnavailable without one, and IndexBusy while it is made again elsewhere.
        """
        with self._generations.one_writer(patience=PATIENCE):
            kept = _kept(self._generations.current(), self._open)
            entries = {entry.id: entry for entry in put}
            gone = [kept.columns.row_of[it] for it in set(remove) if it in kept.columns.row_of]
            gone = [row for row in gone if kept.columns.id_of(row) not in entries]
            if entries or gone:
                self._write(kept, entries, gone)

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Start again from these entries, and say how many there were.

        `entries` is read when no other process can write, so what it reads from the database then
        holds every change that was announced before.
        """
        with self._generations.one_writer():
            every = {entry.id: entry for entry in entries}
            self._write(None, every, [])
        return len(every)

    def _write(self, before: _Kept | None, entries: Mapping[UUID, Entry], gone: list[int]) -> None:
        columns = before.columns if before else Columns.empty()
        rows = dict(zip(_rows_for(entries, columns), entries.values(), strict=True))
        replaced = [row for row in rows if row < len(columns) and columns.is_used[row]]
        documents = [_document(row, entry) for row, entry in rows.items()]
        with self._generations.making(after=before.generation if before else None) as folder:
            if not before:
                create(folder / _WORDS)
            lost = write(folder / _WORDS, put=documents, removed=[*gone, *replaced])
            lengths = [(len(it.title), len(it.organisation), len(it.text)) for it in documents]
            changed(columns, put=rows, removed=gone, lengths=lengths).save(folder / _COLUMNS)
            _save_words(folder, before, documents, lost)
        self._looked_at = NEVER

    def _latest(self) -> _Open:
        """The newest generation, looked for at most every half second."""
        now = monotonic()
        if now - self._looked_at >= self._look_every and self._one_at_a_time.acquire(
            blocking=self._open is None
        ):
            try:
                self._look()
            finally:
                self._looked_at = monotonic()
                self._one_at_a_time.release()
        if self._refusal or not self._open:
            raise IndexUnavailable(self._refusal)
        return self._open

    def _look(self) -> None:
        try:
            stamp = self._generations.stamp()
            if not self._open or self._open.stamp != stamp:
                self._open = self._opened(stamp)
            self._refusal = ""
        except IndexUnavailable as refused:
            self._refusal = str(refused)

    def _opened(self, stamp: Stamp) -> _Open:
        """The generation pointed to; from the start again when it was tidied away meanwhile."""
        for _ in range(MOST_TRIES):
            try:
                return _opened(self._generations, stamp, self._open)
            except IndexUnavailable:
                latest = self._generations.stamp()
                if latest == stamp:
                    raise
                stamp = latest
        return _opened(self._generations, stamp, self._open)


def _opened(generations: Generations, stamp: Stamp, earlier: _Open | None) -> _Open:
    generation = generations.current(known=earlier.kept.generation.files if earlier else None)
    kept = _kept(generation, earlier)
    try:
        words = WhooshWords(generation.path / _WORDS, earlier=earlier.words if earlier else None)
    except Exception as error:  # a damaged file shows itself in any of a dozen ways
        raise IndexUnavailable("The search index cannot be read.") from error
    spelling = earlier.spelling if earlier else Spelling()
    if spelling.follow(kept.vocabulary) > _MANY_WORDS:
        # Its million small objects live as long as the process: keep them out of every collection.
        gc.collect()
        gc.freeze()
    return _Open(stamp, kept, words, Ranking(words, kept.columns), spelling)


def _kept(generation: Generation, earlier: _Open | None) -> _Kept:
    if earlier and earlier.kept.generation == generation:
        return earlier.kept
    try:
        columns = Columns.load(generation.path / _COLUMNS)
        counts = json.loads((generation.path / _VOCABULARY).read_text(encoding="utf-8"))
        return _Kept(generation, columns, Vocabulary(counts))
    except Exception as error:  # a damaged file shows itself in any of a dozen ways
        raise IndexUnavailable("The search index cannot be read.") from error


def _rows_for(ids: Iterable[UUID], columns: Columns) -> Iterator[int]:
    """The row that each listing has, or else one that is free, or else a new one."""
    free = iter((~columns.is_used).nonzero()[0].tolist())
    new = count(len(columns))
    for it in ids:
        row = columns.row_of.get(it)
        yield row if row is not None else next(chain(free, new))


def _document(row: int, entry: Entry) -> Document:
    return Document(
        row=row,
        title=stems_of(entry.title),
        organisation=stems_of(entry.organisation),
        text=stems_of(entry.text),
        words=tuple(words_in(entry)),
    )


def _save_words(
    folder: Path, before: _Kept | None, documents: Iterable[Document], lost: list[list[str]]
) -> None:
    earlier = before.vocabulary if before else Vocabulary({})
    new = earlier.changed(added=[document.words for document in documents], removed=lost)
    (folder / _VOCABULARY).write_text(json.dumps(new.counts), encoding="utf-8")
