"""What a group is told of somebody, and when it is asked again (A12, A10.2).

A first name, and no more than the person agreed to: never a surname, never anything about health.
Both are left out here, not where it is shown.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from referrals.vocabulary import LinkKind

TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady", "lord", "prof", "professor", "rev",
})  # fmt: skip
SOMEBODY = "Somebody"


@dataclass(frozen=True)
class Introduction:
    """A person as a group may know them. Empty text means that the person did not agree to it."""

    first_name: str
    phone: str
    email: str
    rules: tuple[str, ...]
    access_needs: str
    buddy: str

    @property
    def can_be_reached(self) -> bool:
        """Whether the group may get in touch with them itself."""
        return bool(self.phone or self.email)


def first_name(name: str, known_as: str = "") -> str:
    """What somebody likes to be called, without titles and without their surname."""
    given, surnames = _parts(name)
    liked = [word for word in _words(known_as) if word.casefold() not in surnames]
    return " ".join(liked) or given or SOMEBODY


def _parts(name: str) -> tuple[str, frozenset[str]]:
    """The given name, and every other word of the name in lower case."""
    before, comma, after = name.partition(",")
    words = [*_words(after), *_words(before)] if comma else _words(name)
    return (words[0] if words else ""), frozenset(word.casefold() for word in words[1:])


def _words(name: str) -> list[str]:
    return [word for word in name.split() if word.casefold().rstrip(".") not in TITLES]


# ---- when a group is asked again -------------------------------------------------------------

LINK_LIFETIME = timedelta(days=180)
"""How long a group may use its page; it ends sooner when there is nothing more to say."""

ANSWER_WITHIN = timedelta(days=10)
"""After this long without an answer a group under a sub-contract is asked once more."""

CLOSE_AFTER = timedelta(days=10)
"""So long after that the link is closed, and everybody is told."""

OUTCOMES_WITHIN = timedelta(days=14)
"""How long a group under a sub-contract has to say what came of it."""


class Chase(Enum):
    """What is due for a group that has not answered."""

    NOTHING = "nothing"
    ASK_AGAIN = "ask again"
    CLOSE = "close"


def chase(kind: LinkKind, *, introduced_on: date, chased_on: date | None, today: date) -> Chase:
    """Only a formal link is chased, once; then it is closed. Nobody else ever hears from us again."""
    if kind is not LinkKind.FORMAL:
        return Chase.NOTHING
    if chased_on is None:
        return Chase.ASK_AGAIN if today >= introduced_on + ANSWER_WITHIN else Chase.NOTHING
    return Chase.CLOSE if today >= chased_on + CLOSE_AFTER else Chase.NOTHING
