"""Figures from a soak, with date and machine, written to docs/evidence.md: a line a figure."""

import fcntl
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "evidence.md"
HEAD = """# Evidence

What `make soak` has seen: the same tests as `make check`, at full size. The newest lines are last.

| Day | What | Figure | Machine |
| --- | --- | --- | --- |
"""


def record(what: str, figure: str, *, file: Path = FILE) -> None:
    """Add a line. Several processes may write at once."""
    day = datetime.now(UTC).date()  # noqa: TID251 - the day on which something was really seen
    line = f"| {day} | {_cell(what)} | {_cell(figure)} | {machine()} |\n"
    file.parent.mkdir(exist_ok=True)
    with file.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0, os.SEEK_END)
        kept.write(line if kept.tell() else HEAD + line)


def machine() -> str:
    """What ran it, in a few words that name nobody's computer."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "/").split())
