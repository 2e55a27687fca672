"""Keeping the search index equal to what is published: one process, the worker, writes it.

The index is a shadow. Lost or damaged, it is made again from the database, beside the worker's other
work so that nobody waits for it (reliability.md K12).
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from directory.models import Listing
from directory.queries import finding
from directory.queries.pages import count_of_listings
from directory.queries.published import every_published, published_in_order, searchable
from directory.search import Engine, Entry, IndexUnavailable, Question, entry_of
from kernel.database import Database
from kernel.periods import LONDON

log = logging.getLogger("petunias.index")

FEW = 2_000
"""Listings that are indexed within a second or so: no need to do it beside."""
BETWEEN_CALLS = timedelta(seconds=10)
"""At least so long between two calls for help of one process: every search notices the same."""


class Keeper:
    """Writes the index of one installation. `hurry` has the worker look at it now."""

    def __init__(
        self, engine: Engine, database: Database, *, hurry: Callable[[], None] | None = None
    ) -> None:
        self._engine = engine
        self._database = database
        self._hurry = hurry
        self._called_at: datetime | None = None
        self._one_at_a_time = threading.Lock()
        self._meanwhile: set[UUID] = set()
        self._beside: threading.Thread | None = None

    def take_in(self, session: Session, listing_ids: Iterable[UUID], *, at: datetime) -> None:
        """Put what is published of these listings, remove the rest. Twice does no harm.

        Raises IndexBusy while another process makes the index again: the outbox tells us again later,
        and nobody waits for us meanwhile, who hold the lock of the database.
        """
        with self._one_at_a_time:
            if self.is_rebuilding:
                self._meanwhile |= set(listing_ids)
                return
        try:
            self._change(session, set(listing_ids), at=at)
        except IndexUnavailable:
            self.mend(session, at=at)

    def call_for_help(self, *, at: datetime) -> None:
        """Tell whoever mends the index that it was found lost: a search must not wait a minute."""
        if self._called_at is None or abs(at - self._called_at) >= BETWEEN_CALLS:
            self._called_at = at
            log.error("the search index cannot be read; the database answers")
            if self._hurry is not None:
                self._hurry()

    def mend(self, session: Session, *, at: datetime) -> None:
        """Make the index again if it cannot be read, or could not be by whoever opens it next."""
        if not self.is_rebuilding and not is_well(self._engine, at=at):
            self.make_again(session, at=at)

    def make_again(self, session: Session, *, at: datetime) -> None:
        """Make the index again: at once, or beside other work if that takes long."""
        if count_of_listings(session) <= FEW:
            self.rebuild(at=at)
        else:
            self.rebuild_beside(at=at)

    def rebuild(self, *, at: datetime) -> int:
        """Make the index again from the database; how many listings are in it."""
        with self._database.reading() as session:
            return self._engine.rebuild(_entries(session, at=at))

    def rebuild_beside(self, *, at: datetime) -> None:
        """Begin to make the index again, in a thread that holds no lock of the database."""
        with self._one_at_a_time:
            if not self.is_rebuilding:
                self._beside = threading.Thread(
                    target=self._rebuild_beside, args=(at,), daemon=True
                )
                self._beside.start()

    @property
    def is_rebuilding(self) -> bool:
        """Whether the index is being made again in this process."""
        return self._beside is not None and self._beside.is_alive()

    def wait(self) -> None:
        """Wait until what is done beside is done."""
        if self._beside is not None:
            self._beside.join()

    def _rebuild_beside(self, at: datetime) -> None:
        try:
            log.warning("the search index is made again")
            self._rebuild_in_the_end(at)
            while changed := self._take_meanwhile():
                with self._database.reading() as session:
                    self._change(session, changed, at=at)
        except Exception:
            log.exception("the search index could not be made; it is tried again in a minute")

    def _rebuild_in_the_end(self, at: datetime) -> None:
        """Rebuild; once more if what was being written was lost meanwhile."""
        try:
            self.rebuild(at=at)
        except OSError:
            log.exception("the search index was lost while it was made; once more")
            self.rebuild(at=at)

    def _take_meanwhile(self) -> set[UUID]:
        """What changed while the index was made. None: whoever comes next does not leave it to us."""
        with self._one_at_a_time:
            changed, self._meanwhile = self._meanwhile, set()
            if not changed:
                self._beside = None
            return changed

    def _change(self, session: Session, listing_ids: set[UUID], *, at: datetime) -> None:
        today = at.astimezone(LONDON).date()
        published = published_in_order(session, sorted(listing_ids), today=today)
        gone = listing_ids - {one.id for one in published}
        if published:
            self._engine.put(entry_of(one) for one in published)
        if gone:
            self._engine.remove(gone)


def is_well(engine: Engine, *, at: datetime) -> bool:
    """Whether the index can be read, here and by whoever opens it next."""
    try:
        engine.find(Question(size=1, with_counts=False), now=at)
    except IndexUnavailable:
        return False
    return engine.is_whole()


def _entries(session: Session, *, at: datetime) -> Iterator[Entry]:
    today = at.astimezone(LONDON).date()
    return (entry_of(one) for one in every_published(session, today=today))


_keepers: list[Keeper] = []


def open_keeper(keeper: Keeper) -> None:
    """Say who writes the index from now on."""
    _keepers[:] = [keeper]


def keeper() -> Keeper:
    """Who writes the index."""
    return _keepers[0]


def differences(session: Session) -> Iterator[str]:
    """Where the index is not what is published, a sentence each; for doctor."""
    known = finding.indexed_ids()
    if known is None:
        yield "The search index cannot be read. Run: flask --app wsgi directory rebuild-index"
        return
    published = set(session.scalars(searchable().with_only_columns(Listing.id)))
    for listing_id in sorted(published - known):
        yield f"Listing {listing_id} is published and cannot be found."
    for listing_id in sorted(known - published):
        yield f"Listing {listing_id} is in the search index and not published."
