"""A file of any kind we know, looked at, checked, and opened as a sheet."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from directory.imports import archives, confined, delimited, hsds_tables, workbooks
from directory.imports.archives import ZIP
from directory.imports.limits import USUAL, Limits
from directory.imports.open_referral import SUFFIXES
from directory.imports.sheet import Kind, Line, Sheet, sheet_from
from directory.imports.sources import Source, source_of
from kernel.errors import RuleBroken

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_MEGABYTE = 1024 * 1024
_NOT_OURS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
    b"BZh",
    b"\xfd7zXZ",
    b"OggS",
    b"ID3",
    b"SQLite format",
)
_SAVE_AS = "Save it as CSV or XLSX and try again."


def read(name: str, data: bytes | Path | str, *, limits: Limits = USUAL) -> Sheet:
    """The sheet in a file or folder: `data` is its bytes or its path, `name` what it is called.

    Raises RuleBroken, in words for the person who chose the file, when it cannot be read.
    """
    source = source_of(name, data)
    if source.is_folder:
        return _folder(source, limits)
    head = source.head(_HEAD)
    _refuse_others(source, head)
    if head.startswith(ZIP):
        return _zip(source, limits)
    if source.size > limits.text_bytes:
        raise RuleBroken(
            f"The file is larger than {limits.text_bytes // _MEGABYTE} MB. "
            "Split it into smaller files."
        )
    if _text_start(head)[:1] in ("{", "["):
        return _confined(source, Kind.OPEN_REFERRAL, limits)
    return _csv(source, limits)


def _refuse_others(source: Source, head: bytes) -> None:
    """What is plainly not a sheet: each with a sentence of its own."""
    if not head.strip():
        raise RuleBroken("The file is empty. Choose another one.")
    if head.startswith(_OLD_OFFICE):
        raise RuleBroken(
            "This is an old Excel file (.xls), or one with a password. "
            "Save it as XLSX without a password and try again."
        )
    start = _text_start(head).casefold()
    is_markup = start.startswith(("<!doctype", "<html", "<?xml", "<table"))
    if head.startswith(_NOT_OURS) or is_markup:
        raise RuleBroken(f"{source.name[:80]} is not a spreadsheet. {_SAVE_AS}")


def _text_start(head: bytes) -> str:
    """The first letters, whatever the encoding: enough to tell JSON and HTML from a table."""
    text = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return text.replace(b"\0", b"").lstrip()[:20].decode("ascii", "replace")


def _zip(source: Source, limits: Limits) -> Sheet:
    names = archives.names_in(source, limits)
    lowered = [name.lower() for name in names]
    if "xl/workbook.xml" in lowered:
        if workbooks.holds_macros(names):
            raise RuleBroken(
                f"This workbook holds macros (programs), so we will not open it. {_SAVE_AS}"
            )
        return _confined(source, Kind.WORKBOOK, limits)
    if any(hsds_tables.table_name(name) == "services" for name in lowered if name.endswith(".csv")):
        return _confined(source, Kind.HSDS_TABLES, limits)
    if any(name.endswith(SUFFIXES) for name in lowered):
        return _confined(source, Kind.OPEN_REFERRAL, limits)
    raise RuleBroken(f"There is no spreadsheet that we know in {source.name[:80]}. {_SAVE_AS}")


def _folder(source: Source, limits: Limits) -> Sheet:
    folder = Path(str(source.data))
    names = [path.name.lower() for path in folder.rglob("*")][: limits.folder_files * 2]
    if any(hsds_tables.table_name(name) == "services" for name in names if name.endswith(".csv")):
        return _confined(source, Kind.HSDS_TABLES, limits)
    if any(name.endswith(SUFFIXES) for name in names):
        return _confined(source, Kind.OPEN_REFERRAL, limits)
    raise RuleBroken("The folder holds no services.csv and no Open Referral UK files (.json).")


def _confined(source: Source, kind: Kind, limits: Limits) -> Sheet:
    return sheet_from(
        source.name, kind, partial(confined.lines, kind.value, source, limits), limits=limits
    )


def _csv(source: Source, limits: Limits) -> Sheet:
    encoding = delimited.encoding_of(source)
    separator = delimited.separator_of(source, encoding)

    def lines() -> Iterator[Line]:
        return delimited.lines(source, encoding, separator)

    return sheet_from(
        source.name,
        Kind.CSV,
        lines,
        limits=limits,
        read_as=f"{encoding}, separated by {_SEPARATOR_NAMES[separator]}",
    )


_SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
