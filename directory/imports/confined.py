"""Reading what may be hostile in a process of its own, with limits on memory and processor time.

The child gets the file on its standard input (a folder by its path), holds no secret, may write no
file, and answers with numbered rows, one JSON list a line. If it is stopped, the file is refused.
"""

import contextlib
import gc
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from directory.imports.limits import Limits
from directory.imports.sheet import Line
from directory.imports.sources import Source
from kernel.errors import RuleBroken

_ROOT = Path(__file__).parents[2]
_END = "end"
_REFUSED = "refused"
_TOO_MUCH = "This file is too large or too tangled to open safely. Save it as CSV and try again."
_DAMAGED = "We cannot read this file: it is damaged. Save it again and try once more."

# Takes the bytes as a stream, or the path of a folder where it can read one.
Reader = Callable[[Any, Limits], Iterator[Line]]


def lines(reader: str, source: Source, limits: Limits) -> Iterator[Line]:
    """The rows that a reader (a name in `_readers`) makes of a source, as the child finds them.

    Raises RuleBroken when the child refuses, or runs into a limit.
    """
    with _child(reader, source, limits) as child:
        try:
            _hand_over(child, source)
            yield from _answers(child)
        finally:
            child.kill()


def _child(reader: str, source: Source, limits: Limits) -> subprocess.Popen[bytes]:
    folder = str(source.data) if source.is_folder else ""
    order = json.dumps({"reader": reader, "folder": folder, "limits": asdict(limits)})
    return subprocess.Popen(  # noqa: S603 - our own module, with words of our own
        [sys.executable, "-B", "-X", "utf8", "-m", __name__, order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
    )


def _hand_over(child: subprocess.Popen[bytes], source: Source) -> None:
    """Give the child the file; if it has already stopped, what it answered says why."""
    stdin = child.stdin
    if stdin is None:
        raise AssertionError("The child has a standard input.")
    with contextlib.suppress(BrokenPipeError):
        if not source.is_folder:
            with source.open() as stream:
                while piece := stream.read(io.DEFAULT_BUFFER_SIZE * 16):
                    stdin.write(piece)
    with contextlib.suppress(BrokenPipeError):
        stdin.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[Line]:
    for line in child.stdout or ():
        match _read(line):
            case [str(word)] if word == _END:
                return
            case [str(word), str(says)] if word == _REFUSED:
                raise RuleBroken(says)
            case [int(number), list(cells)]:
                yield number, cells
            case _:
                break
    raise RuleBroken(_TOO_MUCH)


def _read(line: bytes) -> Any:
    """What one line says; a line that was broken off says nothing."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def _answer(order: dict[str, Any], out: Callable[[str], object]) -> None:
    """What the child does: limit itself, read, and write rows to `out`."""
    limits = Limits(**order["limits"])
    _limit_myself(limits)
    try:
        if order["folder"]:
            found = _readers()[order["reader"]](Path(order["folder"]), limits)
        else:
            found = _readers()[order["reader"]](io.BytesIO(sys.stdin.buffer.read()), limits)
        for number, cells in found:
            out(json.dumps([number, list(cells)]) + "\n")
        out(json.dumps([_END]) + "\n")
    except RuleBroken as refusal:
        out(json.dumps([_REFUSED, refusal.message]) + "\n")
    except (MemoryError, RecursionError):
        out(json.dumps([_REFUSED, _TOO_MUCH]) + "\n")
    except Exception:  # whatever else a hostile file makes a library raise
        out(json.dumps([_REFUSED, _DAMAGED]) + "\n")


def _readers() -> dict[str, Reader]:
    from directory.imports import hsds_tables, open_referral, workbooks

    return {
        "workbook": workbooks.lines,
        "open-referral": open_referral.lines,
        "hsds-tables": hsds_tables.lines,
    }


def _limit_myself(limits: Limits) -> None:
    """Memory, processor seconds, open files, and not a byte written to disk."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that cannot limit this one
            resource.setrlimit(what, (most, most))
    gc.disable()  # a short life; looking through millions of lists for rubbish takes seconds
    # openpyxl uses numpy where it finds it; it does not need it, and it takes a lot of memory.
    sys.modules["numpy"] = None  # type: ignore[assignment]


if __name__ == "__main__":
    _answer(json.loads(sys.argv[1]), sys.stdout.write)
