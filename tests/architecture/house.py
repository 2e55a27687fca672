"""What the architecture tests look at: our own files, and nothing that was generated or installed."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FEATURES = ("accounts", "audit", "directory", "referrals", "outcomes_star", "billing", "unmet_need")
PACKAGES = ("kernel", "web", *FEATURES)


def sources(*folders: str) -> list[Path]:
    """The Python files of some folders (default: everything that is not a test), sorted."""
    wanted = folders or (*PACKAGES, "migrations", "tools", "config.py", "wsgi.py")
    return sorted(file for name in wanted for file in _python(ROOT / name))


def _python(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    yield from place.rglob("*.py")


def name_of(file: Path) -> str:
    """A file as it is spoken of: its path from the top of the checkout."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(file.read_text())


def texts_in(file: Path) -> set[str]:
    """Every text written in a Python file."""
    return {
        node.value
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
