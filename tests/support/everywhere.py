"""Petunias with the demo world, something waiting in every corner, and everybody there to see it."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from directory.operations.reading import reader
from kernel import outbox
from kernel.database import Database
from tests import cast_everything as cast
from tests.support.compiled import COMPILED
from tests.support.databases import close
from tests.support.letters import Posted, letters_in
from tests.support.rewind import Rewind, rewinding
from tests.support.walk import Seen, asking, walk
from tests.support.wired import as_it_is_wired
from web.commands import load_demo
from wsgi import create_app

WALKERS = {"sqlite": 1, "postgresql": 4}
"""In a sample one of so many people walks. Everybody walks on SQLite."""

OWN_ADDRESS = re.compile(r"https?://[^/\s]+(/\S+)")


@dataclass
class Everywhere:
    """The whole of it, made once for a run.

    `take_place` makes it the application of this process again, after others were made.
    """

    app: Flask
    clock: Callable[[], datetime]
    people: dict[str, FlaskClient]
    starts: list[str]
    take_place: Callable[[], None]
    _put_back: Rewind
    _looked: dict[tuple[bool, int], Seen] = field(default_factory=dict, init=False)

    @property
    def database(self) -> Database:
        opened: Database = self.app.extensions["petunias"].database
        return opened

    def rewind(self) -> set[str]:
        """Put the database back as everybody found it, when nobody reads a file any more."""
        reader().wait()
        return self._put_back()

    def seen(self, *, is_whole: bool = False, one_of: int = 1) -> Seen:
        """What a walk of everybody shows, a quick one usually, before anybody has done anything. Walked once.

        `one_of=4` lets one of four people walk.
        """
        if (is_whole, one_of) not in self._looked:
            who = set(islice(self.people, 0, None, one_of))
            self._looked[is_whole, one_of] = self.walk(is_whole=is_whole, who=who)
            self.rewind()
        return self._looked[is_whole, one_of]

    def walk(self, *, is_whole: bool, who: set[str] | None = None) -> Seen:
        """Let everybody, or some, walk to every page that they can open."""
        people = {name: one for name, one in self.people.items() if who is None or name in who}
        with asking(self.app) as asked:
            seen = walk(self.app, people, starts=self.starts, is_whole=is_whole)
        seen.asked.update(asked)
        return seen

    def work(self) -> list[str]:
        """Do what waits, to the end of what is done beside it; the faults that came of it."""
        before = set(threading.enumerate())
        outbox.drain(self.database, self.clock)
        for beside in set(threading.enumerate()) - before:
            beside.join()
        with self.database.reading() as session:
            return list(
                session.scalars(
                    outbox.sa.select(outbox.OutboxItem.error).where(
                        outbox.OutboxItem.done_at.is_(None), outbox.OutboxItem.error != ""
                    )
                )
            )

    def letters(self) -> list[Posted]:
        """The letters that went out."""
        return letters_in(self.app.extensions["petunias_settings"].data / "mail")


@contextmanager
def all_of_it(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Everywhere]:
    """Make it, on an empty database."""
    app = create_app(replace(settings, is_demo=True), clock=clock)
    app.test_client_class = FlaskClient
    app.jinja_env.bytecode_cache = COMPILED
    database = app.extensions["petunias"].database
    with app.app_context():
        load_demo()
    starts = cast.let_everything_wait(database, at=clock())
    outbox.drain(database, clock)
    letters = letters_in(settings.data / "mail")
    starts += [link for one in letters for link in OWN_ADDRESS.findall(one.text)]
    people = cast.everybody(app, at=clock())
    with rewinding(database.engine) as rewind:
        yield Everywhere(app, clock, people, starts, as_it_is_wired(), rewind)
    close(app)
