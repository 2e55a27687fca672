"""The states of a listing, from typed to archived, and the moves between them (A10.4).

How long ago a listing was confirmed is not a state: `freshness` reads it from dates.
"""

from enum import StrEnum

from directory.vocabulary import Worded
from kernel.lifecycle import Lifecycle, move


class State(Worded):
    """Where a listing stands. Only a live or a hidden one has a public page."""

    DRAFT = "draft", "Draft: only you can see it"
    UNCONFIRMED = "unconfirmed", "Waiting for the group to confirm"
    WAITING = "waiting", "Waiting for an editor to look at it"
    LIVE = "live", "In the directory"
    HIDDEN = "hidden", "Left out of search until the group confirms it"
    SUSPENDED = "suspended", "Taken down while we check that it is safe"
    WITHDRAWN = "withdrawn", "Taken down"
    REJECTED = "rejected", "Not accepted"
    ARCHIVED = "archived", "Archived: not confirmed for a long time"

    @property
    def is_public(self) -> bool:
        """Whether anybody with its address may read it."""
        return self in (State.LIVE, State.HIDDEN)

    @property
    def is_let_pass(self) -> bool:
        """Whether what it says was let pass, and people see it, or see it again once it is confirmed."""
        return self.is_public or self is State.ARCHIVED

    @property
    def is_in_default_search(self) -> bool:
        """Whether a search shows it without being asked for unconfirmed listings."""
        return self is State.LIVE

    @property
    def is_final(self) -> bool:
        """Whether only a person who brings it back can change what happens to it."""
        return self in (State.WITHDRAWN, State.REJECTED, State.ARCHIVED)


class Move(StrEnum):
    """What somebody does to a listing."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    HOLD = "hold"
    PUBLISH = "publish"
    HIDE = "hide"
    REVIVE = "revive"
    SUSPEND = "suspend"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    REJECT = "reject"
    ARCHIVE = "archive"
    RESTORE = "restore"


# Made by a directory editor only. Without one of these nothing that waits, was suspended,
# rejected or withdrawn can come (back) into the directory: a test walks the table to prove it.
EDITORS_MOVES = frozenset({Move.PUBLISH, Move.RELEASE, Move.REJECT})

LISTING = Lifecycle(
    start=State.DRAFT,
    moves={
        # The group's way in: a link by e-mail, or an editor's ring, confirms.
        Move.SUBMIT: move(State.DRAFT, to=State.UNCONFIRMED),
        Move.CONFIRM: move(State.UNCONFIRMED, to=State.LIVE),
        # The screen found something odd, or the host looks at every listing first.
        Move.HOLD: move(State.DRAFT, State.UNCONFIRMED, State.LIVE, to=State.WAITING),
        # An imported batch, a listing made for a group, or one that waited.
        Move.PUBLISH: move(State.DRAFT, State.WAITING, to=State.LIVE),
        Move.REJECT: move(State.DRAFT, State.UNCONFIRMED, State.WAITING, to=State.REJECTED),
        # The freshness ladder, and one press of "still correct" back up it.
        Move.HIDE: move(State.LIVE, to=State.HIDDEN),
        Move.ARCHIVE: move(State.HIDDEN, to=State.ARCHIVED),
        Move.REVIVE: move(State.HIDDEN, State.ARCHIVED, to=State.LIVE),
        # Safety.
        Move.SUSPEND: move(
            State.WAITING, State.LIVE, State.HIDDEN, State.ARCHIVED, to=State.SUSPENDED
        ),
        Move.RELEASE: move(State.SUSPENDED, to=State.LIVE),
        # The group takes it away, and may ask for it back; an editor looks before it comes back.
        Move.WITHDRAW: move(
            State.DRAFT,
            State.UNCONFIRMED,
            State.WAITING,
            State.LIVE,
            State.HIDDEN,
            State.SUSPENDED,
            State.ARCHIVED,
            to=State.WITHDRAWN,
        ),
        Move.RESTORE: move(State.WITHDRAWN, State.REJECTED, to=State.WAITING),
    },
)
