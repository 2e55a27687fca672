"""Which engine answers: one line each. A setting says which."""

from collections.abc import Callable, Mapping
from pathlib import Path

from directory.search import Engine
from directory.search.index import Index

ENGINES: Mapping[str, Callable[[Path], Engine]] = {"whoosh": Index}
