"""What belongs to one application in a process: who answers searches, who keeps the index, who reads files.

Whoever makes an application puts its own there. One that is used again later takes its place back.
"""

import sys
from collections.abc import Callable, Iterator

FEATURES = ("kernel", "web", "audit", "accounts", "directory", "referrals")


def as_it_is_wired() -> Callable[[], None]:
    """A way to put back all that is there now."""
    kept = [(holder, holder[:]) for holder in _holders()]

    def take_place() -> None:
        for holder, held in kept:
            holder[:] = held

    return take_place


def _holders() -> Iterator[list[object]]:
    """The lists of one that modules keep: `_engines`, `_keepers` and the like."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in FEATURES:
            for called, value in vars(module).items():
                if called.startswith("_") and isinstance(value, list) and len(value) == 1:
                    yield value
