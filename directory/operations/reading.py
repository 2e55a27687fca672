"""Reading a file that was brought in, beside all other work, and bringing it in when it is read.

Rows are looked at outside any transaction and kept some hundred at a time, so nobody waits for a
long file. A process that ends half-way leaves nothing in the directory; the reading begins again.
"""

import gc
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from directory.operations import bringing_in, importing
from directory.operations.intake import intake
from directory.queries import importing as queries
from kernel.database import Database
from kernel.errors import Refused

log = logging.getLogger("petunias.imports")

STALLED_AFTER = timedelta(minutes=2)
OUR_FAULT = "Something went wrong on our side, so nothing came in. You can have it read again."
Tell = Callable[[int], object]


class Reader:
    """Reads the files of one installation."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._beside: dict[UUID, threading.Thread] = {}

    def read_beside(self, batch_id: UUID) -> None:
        """Begin to read a file, in a thread of its own, unless it is being read here already."""
        with self._one_at_a_time:
            reading = self._beside.get(batch_id)
            if reading is None or not reading.is_alive():
                thread = threading.Thread(target=self.read, args=(batch_id,), daemon=True)
                self._beside[batch_id] = thread
                thread.start()

    def wait(self) -> None:
        """Wait until everything that is read beside has been read."""
        for thread in list(self._beside.values()):
            thread.join()

    def mend(self, session: Session, *, at: datetime) -> None:
        """Read again what somebody began to read and was heard no more of."""
        for batch_id in queries.stalled(session, before=at - STALLED_AFTER):
            self.read_beside(batch_id)

    def read(self, batch_id: UUID, *, tell: Tell = lambda _: None) -> None:
        """Read a file to its end and bring it in; `tell` hears how many rows were read."""
        try:
            self._read(batch_id, tell)
        except Refused as refusal:
            self._fail(batch_id, refusal.message)
        except Exception:
            log.exception("a file that was brought in could not be read")
            self._fail(batch_id, OUR_FAULT)

    def _fail(self, batch_id: UUID, says: str) -> None:
        with self._database.writing() as session:
            importing.fail(session, batch_id, says=says, at=self._clock())

    def _read(self, batch_id: UUID, tell: Tell) -> None:
        with self._database.writing() as session:
            if not importing.start_over(session, batch_id, at=self._clock()):
                return
        with self._database.reading() as session:
            path = intake().path_of(batch_id)
            rows = bringing_in.staged(session, batch_id, path=path, at=self._clock())
        # What is loaded by now stays: looking through it again and again took a third of the time.
        gc.freeze()
        done = 0
        for some in rows:
            with self._database.writing() as session:
                if not importing.keep_rows(session, batch_id, some, after=done, at=self._clock()):
                    return
            done += len(some)
            tell(done)
        with self._database.writing() as session:
            bringing_in.bring_in(session, batch_id, at=self._clock())


_readers: list[Reader] = []


def open_reader(reader: Reader) -> None:
    """Say who reads from now on."""
    _readers[:] = [reader]


def reader() -> Reader:
    """Who reads the files."""
    return _readers[0]
