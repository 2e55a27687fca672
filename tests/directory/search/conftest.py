"""The engines, each with nothing in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from directory.search import Engine
from directory.search.engines import ENGINES
from directory.search.plain import Plain

MAKERS: dict[str, Callable[[Path], Engine]] = {**ENGINES, "plain": lambda folder: Plain()}


@pytest.fixture(params=sorted(MAKERS))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Each engine in turn, and the slow way, which must say the same."""
    made = MAKERS[request.param](tmp_path / "index")
    made.rebuild([])
    return made
