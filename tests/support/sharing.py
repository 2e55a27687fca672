"""How the processes of a run share the tests, so that what is dear to make is made once.

Tests of a file go to one process. All that walk about one world go to one too: making it and walking to
every page of it takes longer than most of what is asked there. So do all that look at the demo
world, and at the one that is served.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[2]
WORLD = "everywhere"
SLOW = ("tests/journeys", "tests/attacks", "tests/faults", "tests/architecture/test_migrations.py")
"""What takes long begins first: else one process would end with it, and the other wait."""


BUSY = len(os.sched_getaffinity(0))
"""How many processes do what only computes: each keeps a processor busy. What waits for a browser leaves a
quarter of the processors idle, which one process more can use."""


class ByWorld(LoadScopeScheduling):
    """Gives a process a file at a time, or a world; as they come, and not the longest file first."""

    def schedule(self) -> None:
        """Give out what there is."""
        self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def _reschedule(self, node: Any) -> None:
        """Give a process more to do; one too many for what is left ends when it has done what it has."""
        left: dict[str, bool] = next(iter(self.workqueue.values()), {})
        only_computes = bool(left) and not is_slow(next(iter(left)))
        if only_computes and node in self.nodes[BUSY:] and not node.shutting_down:
            node.shutdown()
            return
        super()._reschedule(node)


def unit_of(nodeid: str) -> str:
    """What a test is done together with."""
    file, _, name = nodeid.partition("::")
    if _says(file, r"\(demo_world\)"):
        return "the demo world"
    if _says(file, r"def \w+\((self, )?anytown\b") and not _says(file, r"def anytown\("):
        return "anytown"
    if not _says(file, "from tests.support.everywhere import"):
        return file
    return f"{WORLD} on {'postgresql' if 'postgresql' in name else 'sqlite'}"


def is_slow(nodeid: str) -> bool:
    """Whether a test begins early, since it takes long and waits for much."""
    return place_of(nodeid) < 2


def place_of(nodeid: str) -> int:
    """How early a test begins, the lowest first."""
    if unit_of(nodeid).startswith(WORLD):
        return 0
    return 1 if nodeid.startswith(SLOW) else 2


@cache
def _says(file: str, words: str) -> bool:
    return re.search(words, (ROOT / file).read_text()) is not None
