"""Which bands people are put in, by how deprived the place is where they live: a check, never a verdict (B3-30).

A tariff must not make it worth while to help those who need least. Nothing here says that anybody did so: where
numbers are small they differ by chance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from billing.bands import Band
from kernel.suppression import FEWEST_SHOWN, HIDDEN, Headcount, percentage, total

MOST_DEPRIVED = "1"
"""The first fifth: where people have least."""

TOO_FEW = (
    f"Fewer than {FEWEST_SHOWN} people of the most deprived fifth, or of all others, have a band. "
    "That is too few to compare."
)
WHAT_IT_MAY_MEAN = (
    "It may mean that people there need less, that those who need most are not reached, or that "
    "their bands were chosen lower. With small numbers it may be chance.",
    "Look at what was suggested and why another band was chosen, case by case, before you decide.",
)


@dataclass(frozen=True)
class Mix:
    """How many people of a part were put in each band."""

    people: Mapping[Band, Headcount]

    @classmethod
    def of(cls, bands: Iterable[Band]) -> "Mix":
        """The mix of these people's bands."""
        known = tuple(bands)
        return cls({band: Headcount(known.count(band)) for band in Band})

    @property
    def all(self) -> Headcount:
        """Everybody of it."""
        return total(self.people.values())

    @property
    def is_shown(self) -> bool:
        """Whether there are enough people to compare."""
        return self.all.people >= FEWEST_SHOWN

    @property
    def high(self) -> Fraction:
        """The exact part of them who are in the high band, to compare by and never to show."""
        return Fraction(self.people[Band.HIGH].people, self.all.people)

    @property
    def high_said(self) -> str:
        """The same as it may be shown; "" where a number behind it is too small."""
        said = percentage(self.people[Band.HIGH], of=self.all)
        return "" if said == HIDDEN else said

    def with_(self, other: "Mix") -> "Mix":
        """Both together."""
        return Mix({band: self.people[band] + other.people[band] for band in Band})


NOBODY = Mix.of(())


def together(mixes: Iterable[Mix]) -> Mix:
    """All of them as one."""
    made = NOBODY
    for one in mixes:
        made = made.with_(one)
    return made


def compared(by_fifth: Mapping[str, Mix]) -> tuple[str, ...]:
    """What the most deprived fifth shows beside all others, in sentences. Of whom it is not known counts with none."""
    most = by_fifth.get(MOST_DEPRIVED, NOBODY)
    others = together(mix for fifth, mix in by_fifth.items() if fifth and fifth != MOST_DEPRIVED)
    if not (most.is_shown and others.is_shown):
        return (TOO_FEW,)
    if most.high < others.high:
        return (_said("rarer", most, others), *WHAT_IT_MAY_MEAN)
    word = "more frequent" if most.high > others.high else "as frequent"
    return (_said(word, most, others),)


def _said(word: str, most: Mix, others: Mix) -> str:
    than = "as" if word.startswith("as ") else "than"
    one, two = (f" ({mix.high_said})" if mix.high_said else "" for mix in (most, others))
    return (
        f"High bands are {word} among people of the most deprived fifth{one} {than} among all "
        f"others{two}."
    )
