"""Where tests write: in memory, where there is room, since they copy a database thousands of times."""

import os
import shutil
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made by tempfile, for us alone
ROOM = 6 * 1024**3
"""Bytes that must be free: a large directory, PostgreSQL's files, and what Chromium wants."""


def write_in_memory() -> None:
    """Let this process, and those that it starts, keep temporary files in memory, if that can be done.

    Whoever chose a place (TMPDIR) keeps it.
    """
    if "TMPDIR" in os.environ or not os.access(IN_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None
