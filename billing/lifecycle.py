"""What a version of a contract can be, and what each side can do with it."""

from directory.vocabulary import Worded
from kernel.lifecycle import Lifecycle, move


class VersionState(Worded):
    """Where a version of a contract stands."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Waits for the other side"
    SIGNED = "signed", "Signed"
    DROPPED = "dropped", "Dropped"


class VersionMove(Worded):
    """What is done with a version. The words are those of the story."""

    OFFER = "offer", "Signed first: it cannot be changed now"
    COMPLETE = "complete", "Signed by everybody"
    SEND_BACK = "send-back", "Sent back to be written anew: nobody's signature holds"
    DROP = "drop", "Dropped"


VERSION = Lifecycle(
    start=VersionState.DRAFT,
    moves={
        VersionMove.OFFER: move(VersionState.DRAFT, to=VersionState.OFFERED),
        VersionMove.COMPLETE: move(VersionState.OFFERED, to=VersionState.SIGNED),
        VersionMove.SEND_BACK: move(VersionState.OFFERED, to=VersionState.DRAFT),
        VersionMove.DROP: move(VersionState.DRAFT, to=VersionState.DROPPED),
    },
)
