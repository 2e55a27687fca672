"""Where an index lies on disk: numbered folders, never changed once finished, and a pointer to one.

    <folder>/current        the number of the generation to read
    <folder>/000017/        a finished generation: words/, columns.npz, vocabulary.json, manifest.json
    <folder>/000018.making  one that is being written, or was when somebody pulled the plug
    <folder>/lock           held by the one process that writes

Nothing is flushed to the disk for safety: the index is a shadow, every file has a checksum, and a
damaged generation is made again from the database (reliability.md K12).
"""

import fcntl
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from directory.search import IndexBusy, IndexUnavailable

_POINTER = "current"
_MANIFEST = "manifest.json"
_MAKING = ".making"
_LOOK_AT_LOCK_EVERY = 0.02  # seconds
_KEPT = 2  # finished generations: the one to read, and one that somebody may be opening

Checksums = Mapping[str, tuple[int, int]]
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Generation:
    """A finished generation: its number, its folder, and size and CRC-32 of each of its files."""

    number: int
    path: Path
    files: Checksums


def made_at(stamp: Stamp) -> datetime:
    """When the generation of a stamp was finished."""
    return datetime.fromtimestamp(stamp[0] / 1e9, UTC)


class Generations:
    """The generations of one index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def stamp(self) -> Stamp:
        """What changes whenever there is a new generation. Raises IndexUnavailable without one."""
        try:
            status = os.stat(self._folder / _POINTER)
        except OSError as error:
            raise IndexUnavailable("There is no search index yet.") from error
        return status.st_mtime_ns, status.st_ino

    def current(self, *, known: Checksums | None = None) -> Generation:
        """The generation to read, checked; files as in `known` are not read again."""
        try:
            number = int((self._folder / _POINTER).read_text())
            path = self._folder / f"{number:06}"
            files = {name: tuple(it) for name, it in json.loads(_text(path / _MANIFEST)).items()}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise IndexUnavailable("The search index cannot be read.") from error
        _check(path, files, known or {})
        return Generation(number, path, files)

    @contextmanager
    def one_writer(self, *, patience: float | None = None) -> Iterator[None]:
        """Wait until nobody else writes, and keep others waiting.

        With `patience`, in seconds, only so long: then it raises IndexBusy.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            if patience is None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            else:
                _take(lock, until=monotonic() + patience)
            yield

    @contextmanager
    def making(self, *, after: Generation | None = None) -> Iterator[Path]:
        """A folder to write the next generation into, with the words of an earlier one in it.

        It is finished, and read from then on, when the block ends well.
        """
        number = self._last_number() + 1
        folder = self._folder / f"{number:06}{_MAKING}"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "words").mkdir(parents=True)
        if after:
            _link_all(after.path / "words", folder / "words")
        yield folder
        _write_manifest(folder, after)
        folder.rename(self._folder / f"{number:06}")
        self._point_to(number)
        self._tidy(number)

    def _point_to(self, number: int) -> None:
        new = self._folder / f"{_POINTER}{_MAKING}"
        new.write_text(f"{number}\n")
        new.replace(self._folder / _POINTER)

    def _last_number(self) -> int:
        names = (path.name for path in self._folder.iterdir())
        return max((int(name) for name in names if name.isdigit()), default=0)

    def _tidy(self, current: int) -> None:
        """Remove what nobody reads. Who still holds an old file open can read it to the end."""
        for path in self._folder.iterdir():
            is_old = path.name.isdigit() and int(path.name) <= current - _KEPT
            if is_old or (path.name.endswith(_MAKING) and path.is_dir()):
                shutil.rmtree(path, ignore_errors=True)


def _take(lock: IO[str], *, until: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if monotonic() >= until:
                raise IndexBusy("Somebody else is writing the search index.") from error
            sleep(_LOOK_AT_LOCK_EVERY)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _link_all(source: Path, target: Path) -> None:
    """Every file of a folder under a second name, or a copy where the disk knows no second names."""
    for path in source.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    return len(content), zlib.crc32(content)


def _write_manifest(folder: Path, after: Generation | None) -> None:
    """Note size and checksum of every file; of those taken over they are known."""
    known = after.files if after else {}
    files = {
        name: known[name]
        if after and name in known and (folder / name).samefile(after.path / name)
        else _checksum(folder / name)
        for name in _files(folder)
    }
    (folder / _MANIFEST).write_text(json.dumps(files), encoding="utf-8")


def _check(path: Path, files: Checksums, known: Checksums) -> None:
    for name, expected in files.items():
        try:
            size = (path / name).stat().st_size
            is_whole = size == expected[0] and (
                (name.startswith("words/") and known.get(name) == expected)
                or _checksum(path / name) == expected
            )
        except OSError as error:
            raise IndexUnavailable("A part of the search index is missing.") from error
        if not is_whole:
            raise IndexUnavailable("A part of the search index is damaged.")
