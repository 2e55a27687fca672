"""How fast the directory is: the search engine against FTS5 with the same columns and dictionary."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import monotonic
from uuid import uuid4

from benchmarks import fts5, processes
from benchmarks.corpus import entries
from benchmarks.figures import Figure, by_turns, due_and_lead, percentile, seconds
from benchmarks.floor import floor_page
from benchmarks.questions import NOW, hostile, mix, slips, without_counts
from directory.search import Engine, Entry, Question
from directory.search.index import Index
from directory.search.plain import Plain

_INDEX, _REFERENCE = "index", "fts5"
SMALL, LARGE = 1_000, 10_000
HELD_AGAINST_EACH_OTHER = 60
UPDATES = 40


def figures() -> Iterator[Figure]:
    """The figures of the search engine."""
    for size, measure in ((SMALL, _small), (LARGE, _large)):
        with TemporaryDirectory() as folder:
            (Path(folder) / _REFERENCE).mkdir()
            for figure in measure(Path(folder)):
                yield replace(figure, name=f"engine-{size}-{figure.name}")


def _small(folder: Path) -> Iterator[Figure]:
    every, index = entries(SMALL), Index(folder / _INDEX)
    yield _build(index, folder, every)
    yield from _mean(index, fts5.Fts5(folder / _REFERENCE), every)


def _large(folder: Path) -> Iterator[Figure]:
    every, index = entries(LARGE), Index(folder / _INDEX)
    yield _build(index, folder, every)
    yield _slowest(index, folder)
    yield from _mean(index, fts5.Fts5(folder / _REFERENCE), every)
    yield _recall(index, every)
    yield _totals(index, every)
    yield _counts(index, every)
    yield _memory(folder)
    yield _two_processes(folder)
    yield _change_seen(index, folder, every)


def _build(index: Index, folder: Path, every: Sequence[Entry]) -> Figure:
    rebuild, build = by_turns(
        lambda: index.rebuild(every), lambda: fts5.build(folder / _REFERENCE, every), rounds=3
    )
    _tell(f"build {rebuild:.2f} s, FTS5 {build:.2f} s")
    return Figure("build", rebuild / build, 25)


def _mean(index: Engine, reference: fts5.Fts5, every: Sequence[Entry]) -> tuple[Figure, Figure]:
    questions = mix(every)
    ours, theirs = by_turns(_all(index.find, questions), _all(reference.find, questions), rounds=9)
    _tell(
        f"mean {ours / len(questions) * 1000:.3f} ms, FTS5 {theirs / len(questions) * 1000:.3f} ms"
    )
    return due_and_lead("mean", ours / theirs, due=3.5, lead=1.5)


def _slowest(index: Engine, folder: Path) -> Figure:
    """The slowest question, each asked several times, against the 95th percentile of the floor page."""
    page = floor_page(folder / "floor", SMALL)
    floor = percentile([seconds(page) for _ in range(300)], 0.95)
    asked = [*mix(entries(LARGE)), *hostile(entries(LARGE))]
    index.find(Question(), now=NOW)
    first_time = max(seconds(_all(index.find, [question])) for question in asked)
    times = by_turns(*(_all(index.find, [question]) for question in asked), rounds=5)
    slowest, question = max(zip(times, asked, strict=True), key=lambda pair: pair[0])
    _tell(
        f"slowest {slowest * 1000:.2f} ms ({question.words[:30]!r}), floor p95 {floor * 1000:.2f} ms"
    )
    _tell(f"slowest the first time a word is asked for {first_time * 1000:.2f} ms")
    return Figure("slowest", slowest / floor, 2)


def _recall(index: Engine, every: Sequence[Entry]) -> Figure:
    """Of what the right word finds first, how much the word with a slip finds first."""
    shares = []
    for slip in slips(every):
        meant = set(index.find(slip.meant, now=NOW).ids)
        shares.append(len(meant & set(index.find(slip.typed, now=NOW).ids)) / len(meant))
    return Figure("typo-recall", mean(shares), 0.95, at_least=True)


def _totals(index: Engine, every: Sequence[Entry]) -> Figure:
    """In how many questions the total is that of reading every listing."""
    plain, questions = Plain(every), mix(every, count=HELD_AGAINST_EACH_OTHER)
    alike = [index.find(q, now=NOW).total == plain.find(q, now=NOW).total for q in questions]
    return Figure("totals-right", mean(alike), 0.95, at_least=True)


def _counts(index: Engine, every: Sequence[Entry]) -> Figure:
    questions = mix(every)
    bare = [without_counts(question) for question in questions]
    counted, plain = by_turns(_all(index.find, questions), _all(index.find, bare), rounds=9)
    return Figure("counts", counted / plain, 2.5)


def _memory(folder: Path) -> Figure:
    ours, theirs = (processes.memory(name, folder / name) for name in (_INDEX, _REFERENCE))
    _tell(f"memory {ours / 1e6:.0f} MB, FTS5 {theirs / 1e6:.0f} MB")
    return Figure("memory", ours / theirs, 1.4)


def _two_processes(folder: Path) -> Figure:
    """How much more two processes answer: the best of some rounds, A B A B, as others share the machine."""
    rounds = [[_asked_a_second(folder, count) for count in (1, 2)] for _ in range(3)]
    one, two = (max(answered) for answered in zip(*rounds, strict=True))
    _tell(f"one process answers {one:.0f} a second, two {two:.0f}")
    return Figure("two-processes", two / one, 1.7, at_least=True)


def _asked_a_second(folder: Path, count: int) -> float:
    return processes.asked_together(folder / _INDEX, LARGE, processes=count, seconds=2) / 2


def _change_seen(index: Index, folder: Path, every: Sequence[Entry]) -> Figure:
    """From the change to the last of two other processes that found it, as a share of a second."""
    watch = processes.seen_by(folder / _INDEX, "zeppelin", processes=2)
    changed_at = monotonic()
    index.put([replace(every[0], id=uuid4(), title="Zeppelin flights")])
    seen = watch.latest() - changed_at
    times = [seconds(partial(index.put, [entry])) for entry in every[:UPDATES]]
    _tell(f"a change is seen after {seen:.2f} s; writing one p95 {percentile(times, 0.95):.3f} s")
    return Figure("change-seen", seen, 1)


def _all(find: Callable[..., object], questions: Sequence[Question]) -> Callable[[], None]:
    def ask() -> None:
        for question in questions:
            find(question, now=NOW)

    return ask


def _tell(what: str) -> None:
    print(f"  {what}", flush=True)
