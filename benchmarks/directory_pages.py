"""How fast the directory's pages are: the whole search page against the same page without the search.

Gunicorn serves with two processes, as the product does; another process asks. Pages take turns.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from socket import AF_INET, SOCK_STREAM, socket
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import urlencode

from benchmarks import load, world
from benchmarks.corpus import SEED, entries
from benchmarks.figures import Figure, due_and_lead, percentile
from benchmarks.questions import NOW, mix
from directory.queries import finding, places
from directory.search import Order, Question
from kernel.geography import KM_IN_A_MILE
from web.serving import web_command

SMALL, LARGE = 1_000, 10_000
ROUNDS, SECONDS = 15, 0.6
PROCESSES = 2
ROOT = Path(__file__).parent.parent
PRODUCT, WITH_FLOOR = "wsgi:create_app()", "benchmarks.served:app()"
SECONDS_TO_START = 60
LISTINGS_ASKED_FOR = 200


def figures() -> Iterator[Figure]:
    """The figures of the pages."""
    for size, limits in ((SMALL, _small), (LARGE, _large)):
        with TemporaryDirectory() as folder:
            pages = _pages(Path(folder), size)
            with serving(Path(folder)) as port:
                yield from limits(_Rounds(port, pages))


class _Rounds:
    """How each page did, in rounds."""

    def __init__(self, port: int, pages: load.Pages) -> None:
        self._rounds = load.asked_by_turns(port, pages, rounds=ROUNDS, seconds=SECONDS)
        for name in pages:
            a_second = median(len(one[name]) for one in self._rounds) / SECONDS
            print(f"  {name}: {a_second:.0f} a second, p95 {self._p95(name) * 1000:.1f} ms")

    def times_as_many(self, page: str, *, as_: str) -> float:
        """How many times as many requests a second one page answers, as another one does."""
        return median(len(one[page]) / len(one[as_]) for one in self._rounds)

    def times_as_long(self, page: str, *, as_: str) -> float:
        """How many times as long one page's 95th percentile is as another one's."""
        return self._p95(page) / self._p95(as_)

    def _p95(self, page: str) -> float:
        """Of all rounds together: one round alone has a handful beyond it."""
        return percentile([seconds for one in self._rounds for seconds in one[page]], 0.95)


def _small(rounds: _Rounds) -> Iterator[Figure]:
    many, long = _search(rounds)
    yield Figure("search-page-1000-requests", many, 0.65, at_least=True)
    yield Figure("search-page-1000-p95", long, 1.6)
    listing = rounds.times_as_many("listing", as_="floor")
    yield Figure("listing-page-requests", listing, 0.9, at_least=True)
    floor = rounds.times_as_many("floor", as_="memory")
    yield Figure("floor-page-requests", floor, 0.5, at_least=True)


def _large(rounds: _Rounds) -> Iterator[Figure]:
    many, long = _search(rounds)
    name = "search-page-10000"
    yield from due_and_lead(f"{name}-requests", many, due=0.45, lead=0.75, at_least=True)
    yield from due_and_lead(f"{name}-p95", long, due=3, lead=1.6)


def _search(rounds: _Rounds) -> tuple[float, float]:
    whole = rounds.times_as_many("search", as_="floor")
    print(f"  any question of the mix, however little it finds: {whole:.2f} x the floor's requests")
    return (
        rounds.times_as_many("full search", as_="floor"),
        rounds.times_as_long("full search", as_="floor"),
    )


def _pages(folder: Path, size: int) -> load.Pages:
    """What is asked for. A "full search" finds a page of twenty, as the floor shows."""
    app = world.make(folder, size)
    every = entries(size)
    questions = [question for question in mix(every) if question.words or question.near]
    full = [one for one in questions if finding.engine().find(one, now=NOW).total >= one.size]
    chosen = Random(SEED).choices(every, k=LISTINGS_ASKED_FOR)
    app.extensions["petunias"].database.close()
    return {
        "floor": ["/floor"],
        "full search": [_address(question) for question in full],
        "search": [_address(question) for question in questions],
        "listing": [f"/listings/{entry.id}" for entry in chosen],
        "memory": ["/memory"],
    }


def _address(question: Question) -> str:
    """The address that asks a question as somebody would, with the sector of the place."""
    parts = {
        "q": question.words,
        "where": (places.nearest(question.near) or "") if question.near else "",
        "within": str(round((question.within_km or 0) / KM_IN_A_MILE)) if question.near else "",
        "order": question.order.value if question.order is not Order.RELEVANCE else "",
        "domain": next((one.value for one in question.domains), ""),
        "free": "yes" if question.is_free else "",
    }
    return f"/search?{urlencode({name: value for name, value in parts.items() if value})}"


@contextmanager
def serving(folder: Path, served: str = WITH_FLOOR) -> Iterator[int]:
    """Serve the installation in a folder as the product is served; the port."""
    with socket(AF_INET, SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(512)
        (folder / "run").mkdir(exist_ok=True)
        command = [
            served if word == PRODUCT else word
            for word in web_command(taken.fileno(), PROCESSES, folder)
        ]
        process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            cwd=ROOT,
            env={**os.environ, **world.environment(folder)},
            pass_fds=[taken.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(process, taken.getsockname()[1])
            yield taken.getsockname()[1]
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = monotonic() + SECONDS_TO_START
    while monotonic() < deadline and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            sleep(0.1)
    raise RuntimeError("The server of the benchmark did not start.")


if __name__ == "__main__":
    for figure in figures():
        sys.stdout.write(f"{figure.line('directory')}\n")
