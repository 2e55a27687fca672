"""The states of a file that is brought in, and the moves between them."""

from enum import StrEnum

from directory.vocabulary import Worded
from kernel.lifecycle import Lifecycle, move


class BatchState(Worded):
    """Where a file stands. Until it is ready, nothing of it is in the directory."""

    MATCHING = "matching", "Say what the columns hold"
    READING = "reading", "Being read"
    READY = "ready", "Read: you can publish it"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled: nothing came in"
    FAILED = "failed", "Could not be read: nothing came in"


class BatchMove(StrEnum):
    """What somebody, or the program, does with a file."""

    READ = "read"
    BRING_IN = "bring-in"
    FAIL = "fail"
    CANCEL = "cancel"
    PUBLISH = "publish"


BATCH = Lifecycle(
    start=BatchState.MATCHING,
    moves={
        # With other columns, it can be read once more.
        BatchMove.READ: move(BatchState.MATCHING, BatchState.FAILED, to=BatchState.READING),
        BatchMove.BRING_IN: move(BatchState.READING, to=BatchState.READY),
        BatchMove.FAIL: move(BatchState.READING, to=BatchState.FAILED),
        BatchMove.CANCEL: move(
            BatchState.MATCHING, BatchState.READING, BatchState.FAILED, to=BatchState.CANCELLED
        ),
        BatchMove.PUBLISH: move(BatchState.READY, to=BatchState.PUBLISHED),
    },
)
