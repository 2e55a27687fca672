"""What needs processes of its own: memory, how two share the work, how soon a change is seen.

python -m benchmarks.processes memory ENGINE FOLDER          bytes held after a few questions
python -m benchmarks.processes ask FOLDER SIZE BEGIN SECONDS questions answered in that time
python -m benchmarks.processes watch FOLDER WORD             seconds on the clock when it is found
"""

import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from benchmarks.corpus import entries
from benchmarks.fts5 import Fts5
from benchmarks.questions import NOW, mix
from directory.search import Question
from directory.search.index import Index

LONGEST_WATCH = 10.0
_TIME_TO_LOAD = 6.0


def memory(engine: str, folder: Path) -> int:
    """The memory of a process that has an engine open, in bytes."""
    return int(_output("memory", engine, str(folder)))


def asked_together(folder: Path, size: int, *, processes: int, seconds: float) -> int:
    """How many questions so many processes answer in that time, together."""
    begin = monotonic() + _TIME_TO_LOAD
    words = ("ask", str(folder), str(size), str(begin), str(seconds))
    running = [_start(*words) for _ in range(processes)]
    return sum(int(_ended(process)) for process in running)


def seen_by(folder: Path, word: str, *, processes: int) -> "Watch":
    """Processes that watch for a word, once all of them are ready."""
    running = [_start("watch", str(folder), word) for _ in range(processes)]
    for process in running:
        if not (process.stdout and process.stdout.readline().strip() == "ready"):
            raise RuntimeError("A process of the benchmark failed: see above.")
    return Watch(running)


class Watch:
    """Processes that wait for a change."""

    def __init__(self, running: list["subprocess.Popen[str]"]) -> None:
        self._running = running

    def latest(self) -> float:
        """When the last of them saw it, on the clock that all processes share."""
        return max(float(_ended(process)) for process in self._running)


def _start(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.processes", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words


def _ended(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("A process of the benchmark failed: see above.")
    return said.strip().splitlines()[-1]


def _output(*words: str) -> str:
    return _ended(_start(*words))


def _memory(engine: str, folder: Path) -> int:
    questions = mix(entries(200))  # few, or the listings would be counted with the engine
    it = Index(folder) if engine == "index" else Fts5(folder)
    for question in questions:
        it.find(question, now=NOW)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _ask(folder: Path, size: int, begin: float, seconds: float) -> int:
    index, questions, answered = Index(folder), mix(entries(size)), 0
    for question in questions:
        index.find(question, now=NOW)
    sleep(max(begin - monotonic(), 0))  # all begin together, on the clock that they share
    while monotonic() < begin + seconds:
        index.find(questions[answered % len(questions)], now=NOW)
        answered += 1
    return answered


def _watch(folder: Path, word: str) -> float:
    index, started = Index(folder), monotonic()
    index.find(Question(word), now=NOW)
    print("ready", flush=True)
    while monotonic() - started < LONGEST_WATCH:
        if index.find(Question(word), now=NOW).total:
            return monotonic()
        sleep(0.01)
    raise TimeoutError("The change was not seen.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["memory", engine, folder]:
            print(_memory(engine, Path(folder)))
        case ["ask", folder, size, begin, seconds]:
            print(_ask(Path(folder), int(size), float(begin), float(seconds)))
        case ["watch", folder, word]:
            print(_watch(Path(folder), word))
