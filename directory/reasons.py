"""Why an editor looks at a listing first, or says no to it: the words that the group reads.

Spam is told nothing, and nobody reads which of their words the screen found.
"""

from collections.abc import Iterable, Mapping

from directory.screening import FlagKind
from directory.vocabulary import Worded


class RejectReason(Worded):
    """A reason, as the letter puts it."""

    NOT_LOCAL = "not-local", "It does not happen in our area."
    NOT_AN_ACTIVITY = "not-an-activity", "It is not an activity that people can join."
    TWICE = "twice", "It is in the directory already."
    UNCLEAR = "unclear", "We could not tell what people can do there, and could not reach you."
    UNSAFE = "unsafe", "We are not sure that it is safe for everybody who might come."
    SELLING = "selling", "It is mainly about selling something."
    SPAM = "spam", "It is not meant for this directory."

    @property
    def is_told(self) -> bool:
        """Whether the group gets a letter: spammers learn nothing, and may have used a stranger's
        address."""
        return self is not RejectReason.SPAM


EVERY_LISTING = "They look at every new listing."
TO_BE_SAFE = "They look at some listings first, so that everybody who comes is safe."
_HELD: Mapping[str, str] = {
    FlagKind.LINK: "It has a web or e-mail address in its words, and they check where it leads.",
    FlagKind.WEBSITE: "They check where its web page leads.",
    FlagKind.PHONE: "They check its phone number.",
    "untried": "They try the phone number or e-mail address that people will see.",
    FlagKind.LOOK_ALIKE: "Its name is much like one that is here already.",
}


def held_because(kinds: Iterable[str], *, is_every_listing_held: bool) -> tuple[str, ...]:
    """Why an editor looks first, by the kinds of the flags; empty if nobody needs to."""
    said = [_HELD.get(kind, TO_BE_SAFE) for kind in kinds]
    return tuple(dict.fromkeys([*said, *([EVERY_LISTING] if is_every_listing_held else [])]))
