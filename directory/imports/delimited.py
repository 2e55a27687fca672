"""CSV files as people's programs write them: any usual encoding and separator, read in one stream."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from directory.imports.columns import recognised
from directory.imports.sheet import Line
from directory.imports.sources import Source
from kernel.errors import RuleBroken

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
_HEAD = 64 * 1024
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MOST_ODD_BYTES = 0.02
_HALF = 0.5


def encoding_of(source: Source) -> str:
    """How the text is written: by its mark, else UTF-8 if all of it is, else Windows (cp1252).

    Raises RuleBroken for a file that is not text.
    """
    head = source.head(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if unmarked := _utf_16_without_mark(head):
        return unmarked
    if len(_NOT_TEXT.findall(head)) > _MOST_ODD_BYTES * len(head):
        raise RuleBroken("This file is not a spreadsheet. Save it as CSV or XLSX and try again.")
    return "utf-8" if _is_utf_8(source) else "cp1252"


def _utf_16_without_mark(head: bytes) -> str | None:
    """Text of Latin letters in UTF-16 has a zero in every second place."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > _HALF * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > _HALF * half else None


def _is_utf_8(source: Source) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as stream:
        try:
            while piece := stream.read(_HEAD):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def separator_of(source: Source, encoding: str) -> str:
    """The separator that makes the most known headings, and of two such, the most columns."""
    with _text(source, encoding) as stream:
        head = stream.read(_HEAD)
    return max(_SEPARATORS, key=lambda separator: _score(head, separator))


def _score(head: str, separator: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    try:
        scores = [
            (sum(recognised(cell) is not None for cell in row), len(row))
            for row in islice(rows, 10)
        ]
    except csv.Error:
        return (0, 0)
    return max(scores, default=(0, 0))


def lines(source: Source, encoding: str, separator: str) -> Iterator[Line]:
    """Numbered rows as a spreadsheet program would number them. Raises RuleBroken where it breaks."""
    number, last, is_open = 0, [""], _has_odd_quotes(source)
    with _text(source, encoding) as stream:
        reader = csv.reader(stream, delimiter=separator)
        try:
            for number, last in enumerate(reader, start=1):
                yield number, last
        except csv.Error:
            raise _never_closed(number + 1) from None
    if is_open and any("\n" in cell or "\r" in cell for cell in last):
        raise _never_closed(number)


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, errors="replace", newline="")


def _has_odd_quotes(source: Source) -> bool:
    with source.open() as stream:
        pieces = iter(lambda: stream.read(_HEAD), b"")
        return sum(piece.count(b'"') for piece in pieces) % 2 == 1


def _never_closed(number: int) -> RuleBroken:
    return RuleBroken(
        f"Row {number} opens a quotation mark that is never closed, or holds far too "
        "much text. Put the mark right, then try again."
    )
