"""Files that were brought in are read beside other work; what stopped half-way begins again."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.events import FileToRead
from directory.operations.intake import intake
from directory.operations.reading import reader
from kernel import outbox

A_DAY = 24 * 60


@outbox.on(FileToRead)
def read_it(session: Session, event: FileToRead, *, at: datetime) -> None:
    """Begin to read a file."""
    reader().read_beside(event.import_batch_id)


@outbox.every(minutes=1)
def read_again(session: Session, *, at: datetime) -> None:
    """Read again what nobody reads any more."""
    reader().mend(session, at=at)


@outbox.every(minutes=A_DAY)
def tidy(session: Session, *, at: datetime) -> None:
    """Take away files that have been read."""
    intake().tidy(session)
