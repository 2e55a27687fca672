"""A real site: gunicorn in a process of its own, on this machine only, with a data folder of its own.

The same installation is open in the test's process too (`site.app`), to arrange a world and to do
what waits in the outbox; so a test says when letters leave and when the index hears of a change.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
SECONDS_TO_STOP = 10


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
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:create_app()",
        "--no-control-socket",
        "--bind",
        f"fd://{listening.fileno()}",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    with log.open("wb") as written:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environ},
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, f"{environ['PETUNIAS_ADDRESS']}/healthz", log)
        yield
    finally:
        _stop(server)


def _wait_for(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError as answer:  # it answers, whatever it says of its health
            answer.close()
            return
        except OSError:  # our socket takes connections before the server is there to answer them
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()[-4000:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
