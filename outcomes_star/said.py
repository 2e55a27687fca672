"""What people who went somewhere said of our help, as it leaves the lead NTP (B02, B12, B0-38).

Everybody who answered counts once a year. Somebody may have gone to several places, so what they said is
of our help as a whole: the pages that show it say so.
"""

from collections.abc import Callable, Iterator, Mapping

from kernel.disclosure import Cell, Figure, Sum, Table, cell, partly, split
from kernel.suppression import FEWEST_SHOWN, Headcount
from referrals.cuts import Cut

KIND = "what people said"
CODE = "friends-and-family"
VERSION = 1
"""The instrument that asks it, as it is shipped: another version may have another scale."""

GOOD, NEITHER, POOR, ASKED = "good", "neither", "poor", "asked"
SAID = "said "
WAYS = (GOOD, NEITHER, POOR)
WORDS_OF = {1: POOR, 2: POOR, 3: NEITHER, 4: GOOD, 5: GOOD}
"""What each answer of the question is counted as; somebody who does not know left it out."""

Answers = Mapping[str, int]
"""How many people gave each answer, by the words that they are counted as."""


def tables(said: Mapping[str, Answers]) -> Iterator[Callable[[], Table]]:
    """What may be published of what was said, by the activity that people went to; "" is everybody.

    An activity of which fewer than eight were asked has no line, as if nobody had gone.
    """
    if sum(said.get("", {}).values()) < FEWEST_SHOWN:
        yield lambda: Table({})
        return
    enough = {
        key: answers
        for key, answers in said.items()
        if not key or sum(answers.values()) >= FEWEST_SHOWN
    }
    yield lambda: _table(enough)
    yield lambda: _table({"": said.get("", {})})
    yield lambda: Table({})


def _table(said: Mapping[str, Answers]) -> Table:
    figures: dict[Cell, Headcount] = {}
    for key, answers in sorted(
        said.items(), reverse=True
    ):  # everybody last, made of nobody's parts
        figures |= {_cell(one, key): Headcount(answers.get(one, 0)) for one in WAYS}
        figures[_cell(ASKED, key)] = Headcount(sum(answers.values()))
    sums = tuple(one for key in said for one in _sums(key))
    return Table(figures, sums, sensitive=True, may_have_gaps=True)


def _sums(key: str) -> Iterator[Sum]:
    """What adds up of those who went somewhere, of those who did not, and of both; "" is everybody.

    Those who did not go are a line that nobody is shown, and every two answers together are a quantity too:
    without these a reader of two activities could tell that somebody who did not go said "poor".
    """
    yield from split(lambda one: _cell(one, key), ASKED, WAYS)
    if not key:
        return

    def rest(one: str) -> Cell:
        return _cell(f"{one}, not among", key)

    yield from split(rest, ASKED, WAYS)
    for one in (*WAYS, *partly(WAYS), ASKED):
        yield Sum(_cell(one, ""), (_cell(one, key), rest(one)))


def _cell(counted: str, key: str) -> Cell:
    return cell(f"{SAID}{counted}", **({Cut.SERVICE.value: key} if key else {}))


def shown_for(figures: Mapping[Cell, Figure], key: str) -> Mapping[str, str]:
    """What was published of an activity, or of everybody for ""; empty where nothing was."""
    named = [(dict(quantity), figure.shown) for quantity, figure in figures.items()]
    return {
        names["counted"].removeprefix(SAID): text
        for names, text in named
        if names.get(Cut.SERVICE.value, "") == key
    }
