"""Zip files (XLSX is one) are looked at before they are opened: sizes, names, and what must not be in.

Python reads no more of a member than its entry declares, so the sums of the entries can be trusted.
"""

import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from directory.imports.limits import Limits
from directory.imports.sources import Source
from kernel.errors import RuleBroken

ZIP = b"PK\x03\x04"
_MEGABYTE = 1024 * 1024
_TOO_LARGE = "This file is too large to open safely. Save it as CSV, or split it, and try again."


def names_in(source: Source, limits: Limits) -> tuple[str, ...]:
    """The names of the members. Raises RuleBroken, without unpacking, when it is not safe to open."""
    if source.size > limits.packed_bytes:
        raise RuleBroken(_too_many_bytes(limits.packed_bytes))
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise RuleBroken(broken(source.name)) from None
    _refuse_if_unsafe(members, limits)
    return tuple(member.filename for member in members)


def broken(name: str) -> str:
    """What is said of a file that cannot be read at all."""
    return f"We cannot open {name[:80]}: the file is damaged. Save it again as CSV or XLSX."


def _too_many_bytes(most: int) -> str:
    return f"The file is larger than {most // _MEGABYTE} MB. Split it into smaller files."


def _refuse_if_unsafe(members: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    held = list(members)
    unpacked = sum(member.file_size for member in held)
    if len(held) > limits.members or unpacked > limits.unpacked_bytes:
        raise RuleBroken(_TOO_LARGE)
    for member in held:
        is_large = member.file_size > _MEGABYTE
        if is_large and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise RuleBroken(_TOO_LARGE)
        if not is_plain_name(member.filename):
            raise RuleBroken("This file names parts outside itself, so we will not open it.")
        if member.flag_bits & 1:
            raise RuleBroken("This file is locked with a password. Save it without one.")


def is_plain_name(name: str) -> bool:
    """Whether a member's name stays inside: no way up, no root, no drive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        not path.is_absolute() and ".." not in path.parts and ":" not in name and "\0" not in name
    )
