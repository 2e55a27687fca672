"""A real site: gunicorn in a process of its own, on this machine only, with a data folder of its own.

The same installation is open in the test's process too (`site.app`), to arrange a world and to do
what waits in the outbox; so a test says when letters leave and when the index hears of a change.
"""

import multiprocessing
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask

from config import Settings
from kernel import mail, outbox
from kernel.database import Database
from tests.support.databases import close
from tests.support.letters import Posted, letters_in
from wsgi import create_app

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Site:
    """A site that is being served."""

    address: str
    app: Flask

    @property
    def database(self) -> Database:
        opened: Database = self.app.extensions["petunias"].database
        return opened

    def at(self, path: str) -> str:
        """The whole address of a path: `page.goto(site.at("/search"))`."""
        return self.address + path

    def work(self) -> int:
        """Do everything that waits in the outbox; how many things were done."""
        return int(self.app.extensions["petunias_worker"].drain())

    def letters(self) -> list[Posted]:
        """The letters so far, oldest first; what waits is sent first, at night as if it were morning."""
        self.work()
        outbox.drain(self.database, lambda: mail.by_day(self.app.extensions["petunias"].clock()))
        return letters_in(self.app.extensions["petunias_settings"].data / "mail")

    def load_demo(self) -> None:
        """Make Anytown, and let the index hear of it."""
        from web.commands import load_demo

        with self.app.app_context():
            load_demo()
        self.work()


@contextmanager
def a_site(data: Path, database_url: str) -> Iterator[Site]:
    """Serve a migrated database, in demo mode, until the block ends."""
    data.mkdir(exist_ok=True)
    with _listening() as listening:
        port = listening.getsockname()[1]
        environ = {
            "PETUNIAS_DATA": str(data),
            "PETUNIAS_DATABASE_URL": database_url,
            "PETUNIAS_ADDRESS": f"http://127.0.0.1:{port}",
            "PETUNIAS_DEMO": "1",
            "PORT": str(port),
        }
        settings = Settings.from_environment(environ)
        app = create_app(settings)
        with _serving(listening, environ, data / "site.log"):
            yield Site(settings.address, app)
        close(app)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    """A free port, taken at once and handed to the server, so that nobody else can have it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening


@contextmanager
def _serving(listening: socket.socket, environ: Mapping[str, str], log: Path) -> Iterator[None]:
    server = _ready().Process(target=_gunicorn, args=(listening, dict(environ), log))
    server.start()
    try:
        _wait_for(server, f"{environ['PETUNIAS_ADDRESS']}/healthz", log)
        yield
    finally:
        _stop(server)


@lru_cache(maxsize=1)
def _ready() -> ForkServerContext:
    """A process that has imported and compiled everything already; each site is a copy, and starts at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.warm"])
    return context


def _gunicorn(listening: socket.socket, environ: Mapping[str, str], log: Path) -> None:
    """What the process of a site does: gunicorn, as it is run from its command line."""
    from gunicorn.app.wsgiapp import run

    os.setsid()
    os.chdir(ROOT)
    os.environ.update(environ)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(written, stream)
    sys.argv = [
        "gunicorn",
        "tests.support.warm:create_app()",
        "--no-control-socket",
        "--bind",
        f"fd://{listening.detach()}",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    run()


def _wait_for(server: BaseProcess, address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.is_alive():
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError as answer:  # it answers, whatever it says of its health
            answer.close()
            return
        except OSError:  # our socket takes connections before the server is there to answer them
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()[-4000:]}")


def _stop(server: BaseProcess) -> None:
    """End the site and all that it began, at once: whoever it still answers is the test's own browser.

    What it acknowledged is kept, whatever ends it (tests/faults). gunicorn takes a third of a second to end.
    """
    if server.pid and server.is_alive():
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
    server.kill()
    server.join()
