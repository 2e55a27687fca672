"""The files that a feed or an export is made of: those of a folder, those of a zip, or the one there is."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from directory.imports.archives import ZIP
from directory.imports.limits import Limits
from kernel.errors import RuleBroken


def documents(
    source: BinaryIO | Path, suffixes: tuple[str, ...], limits: Limits
) -> Iterator[tuple[str, bytes]]:
    """Each file by name: those of a folder, those of a zip, or the one there is."""
    if isinstance(source, Path):
        yield from _in_folder(source, suffixes, limits)
    elif source.read(len(ZIP)) == ZIP:
        source.seek(0)
        with zipfile.ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(suffixes):
                    yield name, archive.read(name)
    else:
        source.seek(0)
        yield "The file", source.read()


def _in_folder(
    folder: Path, suffixes: tuple[str, ...], limits: Limits
) -> Iterator[tuple[str, bytes]]:
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes and path.is_file() and not path.is_symlink()
    )
    if len(paths) > limits.folder_files:
        raise RuleBroken(f"The folder holds more than {limits.folder_files:,} files.")
    if sum(path.stat().st_size for path in paths) > limits.folder_bytes:
        raise RuleBroken("The folder holds too much. Split it into smaller folders.")
    for path in paths:
        yield path.name, path.read_bytes()
