"""The floor page in this process: what a question's seconds are held against."""

from collections.abc import Callable
from pathlib import Path

from benchmarks import served, world


def floor_page(folder: Path, size: int) -> Callable[[], object]:
    """A request for the floor page of so many listings, ready to be made again and again."""
    app = world.make(folder, size)
    app.register_blueprint(served.feature)
    client = app.test_client(use_cookies=False)
    return lambda: client.get("/floor")
