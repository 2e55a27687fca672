"""Asks a server for pages, from a process of its own: python -m benchmarks.load PORT ROUNDS SECONDS.

Pages come in as JSON, the paths of each by its name, and take turns, A B C A B C, so that a slow
spell of the machine hits all. Some visitors ask at once, each for one path after another, over a
new connection each time as the product's server gives one answer to a connection. What comes out is
JSON: for each round and page, how long each answer took, in seconds.
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from threading import Thread
from time import perf_counter

VISITORS = 4
FINE = 200

Pages = Mapping[str, Sequence[str]]
Round = Mapping[str, Sequence[float]]


def asked_by_turns(port: int, pages: Pages, *, rounds: int, seconds: float) -> list[Round]:
    """How long each answer took, in seconds, of as many as there were in a page's turn.

    Each page has one turn more, before all others, that is not told: the first opens the index.
    """
    command = [sys.executable, "-m", "benchmarks.load", str(port), str(rounds), str(seconds)]
    done = subprocess.run(  # noqa: S603 - our own words
        command, input=json.dumps(pages), stdout=subprocess.PIPE, text=True, check=True
    )
    taken: list[Round] = json.loads(done.stdout)
    return taken


def _ask(port: int, path: str) -> float:
    started = perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != FINE:
        raise RuntimeError(f"{path} was answered with {answer.status}.")
    return perf_counter() - started


def _visit(
    port: int, paths: Sequence[str], *, first: int, until: float, taken: list[float]
) -> None:
    for path in islice(cycle(paths), first, None):
        if perf_counter() >= until:
            return
        taken.append(_ask(port, path))


def _load(port: int, paths: Sequence[str], seconds: float) -> list[float]:
    taken: list[float] = []
    until = perf_counter() + seconds
    visitors = [
        Thread(
            target=_visit,
            args=(port, paths),
            kwargs={"first": at * len(paths) // VISITORS, "until": until, "taken": taken},
        )
        for at in range(VISITORS)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return taken


def _by_turns(port: int, pages: Pages, rounds: int, seconds: float) -> list[Round]:
    turns = [
        {name: _load(port, paths, seconds) for name, paths in pages.items()}
        for _ in range(rounds + 1)
    ]
    return turns[1:]


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    print(json.dumps(_by_turns(int(sys.argv[1]), wanted, int(sys.argv[2]), float(sys.argv[3]))))
