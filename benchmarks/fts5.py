"""The reference engine, for measuring only: SQLite FTS5 for the words, and everything else the same."""

import gc
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np

from directory.search import Entry, Found, Question
from directory.search.answering import answer
from directory.search.columns import Columns, Mask, changed
from directory.search.ranking import FIELD_WORTH, Scores
from directory.search.reading import Unit, read
from directory.search.spelling import Spelling
from directory.search.vocabulary import Vocabulary
from directory.search.words import stems_of

_FILE = "words.sqlite"
_TABLE = """CREATE VIRTUAL TABLE words USING fts5(
    title, organisation, text, tokenize = "unicode61 remove_diacritics 0 tokenchars ''''"
)"""
_WORTH = ", ".join(str(worth) for worth in FIELD_WORTH.values())
_RANKED = f"SELECT rowid, bm25(words, {_WORTH}) FROM words WHERE words MATCH ?"  # noqa: S608 - numbers


class Fts5:
    """Stems in an FTS5 table in a file; columns, dictionary and reading as the engine has them."""

    def __init__(self, folder: Path) -> None:
        self._columns = Columns.load(folder / "columns.npz")
        self._words = _Words(folder, len(self._columns))
        counts = json.loads((folder / "vocabulary.json").read_text())
        self._vocabulary, self._spelling = Vocabulary(counts), Spelling()
        self._spelling.follow(self._vocabulary)
        gc.collect()
        gc.freeze()

    def find(self, question: Question, *, now: datetime) -> Found:
        """One page of what is found."""
        reading = read(question, vocabulary=self._vocabulary, spelling=self._spelling)
        return answer(question, now=now, reading=reading, words=self._words, columns=self._columns)


def build(folder: Path, entries: Iterable[Entry]) -> None:
    """Write everything that `Fts5` opens."""
    rows = dict(enumerate(entries))
    texts = [
        [stems_of(it.title), stems_of(it.organisation), stems_of(it.text)] for it in rows.values()
    ]
    _write_words(folder, texts)
    lengths = [[len(stems) for stems in fields] for fields in texts]
    changed(Columns.empty(), put=rows, removed=[], lengths=lengths).save(folder / "columns.npz")
    vocabulary = Vocabulary.of(rows.values())
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary.counts))


def _write_words(folder: Path, texts: Sequence[Sequence[Sequence[str]]]) -> None:
    (folder / _FILE).unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / _FILE)) as database:
        database.execute(_TABLE)
        database.executemany(
            "INSERT INTO words (rowid, title, organisation, text) VALUES (?, ?, ?, ?)",
            ((row, *(" ".join(stems) for stems in fields)) for row, fields in enumerate(texts)),
        )
        database.commit()


class _Words:
    def __init__(self, folder: Path, count: int) -> None:
        self._count = count
        self._database = sqlite3.connect(folder / _FILE)

    def match(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of every unit."""
        return self._matching(" AND ".join(_either(unit) for unit in units))

    def match_any(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of at least one unit."""
        return self._matching(" OR ".join(_either(unit) for unit in units))

    def _matching(self, query: str) -> tuple[Mask, Scores]:
        matched, scores = np.zeros(self._count, np.bool_), np.zeros(self._count, np.float32)
        found = self._database.execute(_RANKED, [query]).fetchall()
        if found:
            rows, ranks = zip(*found, strict=True)
            at = np.array(rows, np.intp)
            matched[at] = True
            scores[at] = -np.array(ranks, np.float32)
        return matched, scores


def _either(unit: Unit) -> str:
    ways = (" AND ".join(f'"{stem}"' for stem in way.stems) for way in unit)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"
