"""The matrix of who may see what (each feature's matrix.toml), read for tests."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kernel.access import Role
from tests.architecture.house import ROOT

FILES = sorted(ROOT.glob("*/matrix.toml"))
OF_PEOPLE = ("referrals.", "outcomes_star.", "billing.")
"""The features whose addresses are about people who were referred."""

OF_OBJECTS = {
    "own",
    "opened",
    "unheld",
    "ours",
    "kept",
    "named",
    "author",
    "begun",
    "area",
    "served",
}
REACHES = frozenset(OF_OBJECTS | {"all", "nameless", "token", "key"})


@dataclass(frozen=True)
class Act:
    """A kind of object, what is done with it, at which addresses, and how far each role reaches.

    `anyone` is for pages without an account.
    """

    kind: str
    name: str
    routes: tuple[str, ...]
    reach: Mapping[Role, str]
    anyone: str = ""


@cache
def acts() -> tuple[Act, ...]:
    """Every act of the matrix."""
    return tuple(
        Act(
            kind, name, tuple(lines["routes"]),
            {Role(role): reach for role, reach in lines.items() if role not in {"routes", "anyone"}},
            lines.get("anyone", ""),
        )
        for file in FILES
        for kind, named in tomllib.loads(file.read_text()).items()
        for name, lines in named.items()
    )  # fmt: skip


def act_at(endpoint: str) -> Act:
    """The act that an address is for."""
    return next(one for one in acts() if endpoint in one.routes)
