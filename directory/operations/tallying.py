"""Counting searches: in memory first, then a few seconds' counts at once, after an answer has gone."""

import logging
import threading
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from directory.operations.finding import Searched, keep_tallies
from kernel.database import Database
from kernel.errors import Refused

log = logging.getLogger("petunias.tally")

BETWEEN = timedelta(seconds=5)
"""At least so long between two writes: a search costs no write of its own."""


class Tallies:
    """The searches of this process that are not in the database yet. A crash loses seconds of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: Counter[Searched] = Counter()
        self._one_at_a_time = threading.Lock()
        self._kept_at: datetime | None = None

    def count(self, searched: Searched) -> None:
        """Count one search."""
        with self._one_at_a_time:
            self._waiting[searched] += 1

    def keep_if_due(self, *, at: datetime) -> None:
        """Keep what waits, if the last time was some seconds ago. It never fails."""
        if self._kept_at is None or abs(at - self._kept_at) >= BETWEEN:
            self._kept_at = at
            self.keep()

    def keep(self) -> None:
        """Keep what waits; what cannot be kept now waits on."""
        with self._one_at_a_time:
            counts, self._waiting = self._waiting, Counter()
        if not counts:
            return
        try:
            with self._database.writing() as session:
                keep_tallies(session, counts)
        except (SQLAlchemyError, Refused):
            log.warning("could not keep %s tallies now", len(counts))
            with self._one_at_a_time:
                self._waiting += counts
