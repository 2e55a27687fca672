"""Serving: pages and worker side by side, until stopped. When one of them ends, so does the other."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

ROOT = Path(__file__).parent.parent
HERE = "127.0.0.1"
WAITING_CONNECTIONS = 512
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
LOOK_EVERY = 0.2

GUNICORN: Mapping[str, str] = {
    "--worker-class": "sync",  # threads slow a page that computes; nginx keeps slow visitors away
    "--timeout": "30",
    "--graceful-timeout": "20",
    "--limit-request-line": "8190",  # a search of two hundred words still fits
    "--limit-request-fields": "60",
    "--limit-request-field_size": "8190",
    "--max-requests": "20000",  # a process is renewed now and then, so that nothing piles up in it
    "--max-requests-jitter": "2000",
}


@dataclass(frozen=True)
class Part:
    """A process that is served by: its name in sentences, and the signal that asks it to end."""

    name: str
    process: "subprocess.Popen[bytes]"
    ends_by: signal.Signals


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """The port, taken for us before anything is begun; a sentence when somebody else has it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HERE, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} cannot be used ({error.strerror}). Perhaps Petunias is running "
                "already: stop it, or choose another port, for example PORT=8001."
            ) from error
        taken.listen(WAITING_CONNECTIONS)
        yield taken


def hand_over(taken: socket.socket, *, processes: int, data: Path, says: Sequence[str]) -> NoReturn:
    """Go on as a small process that only looks after the parts: it needs nothing of ours in memory."""
    taken.set_inheritable(True)
    os.chdir(ROOT)
    told = [str(taken.fileno()), str(processes), str(data), *says]
    os.execv(sys.executable, [sys.executable, "-m", __name__, *told])  # noqa: S606 - ourselves


@click.command()
@click.argument("descriptor", type=int)
@click.argument("processes", type=int)
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("says", nargs=-1)
def look_after(descriptor: int, processes: int, data: Path, says: tuple[str, ...]) -> None:
    """What `hand_over` goes on as."""
    with socket.socket(fileno=descriptor) as taken:
        serve(taken, processes=processes, data=data, says=says)


def serve(taken: socket.socket, *, processes: int, data: Path, says: Sequence[str]) -> None:
    """Serve until SIGINT or SIGTERM. Raises ClickException when a part ends by itself."""
    environ = _everything_under(data)
    parts: list[Part] = []
    with _until_told_to_stop():
        try:
            parts.append(_start("web server", web_command(taken.fileno(), processes, data),
                                environ, signal.SIGTERM, pass_fds=[taken.fileno()]))  # fmt: skip
            parts.append(_start("worker", WORKER, environ, signal.SIGINT))
            _wait_until_it_answers(parts, taken.getsockname()[1])
            for sentence in says:
                click.echo(sentence)
            _watch(parts)
        except KeyboardInterrupt:
            click.echo("Stopping.")
        finally:
            _stop(parts)


WORKER = (sys.executable, "-m", "flask", "--app", "wsgi", "worker")


def web_command(descriptor: int, processes: int, data: Path) -> Sequence[str]:
    """How the web server is called. The application is loaded once and shared by its processes;
    what they must not share (connections, the search index) each opens when it first needs it.
    """
    settings = [word for pair in GUNICORN.items() for word in pair]
    return (
        *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--preload", *settings),
        *("--bind", f"fd://{descriptor}", "--workers", str(processes)),
        *("--worker-tmp-dir", str(data / "run"), "wsgi:create_app()"),
    )


def _everything_under(data: Path) -> dict[str, str]:
    """The environment of the parts: whatever a library wants to write, it writes in our folder."""
    for folder in ("run", "cache"):
        (data / folder).mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(data / "run"), "XDG_CACHE_HOME": str(data / "cache")}


def _start(name: str, command: Sequence[str], environ: Mapping[str, str],
           ends_by: signal.Signals, *, pass_fds: Sequence[int] = ()) -> Part:  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env=dict(environ),
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for us alone, and we end them in order
    )
    return Part(name, process, ends_by)


@contextmanager
def _until_told_to_stop() -> Iterator[None]:
    """SIGTERM, as from systemd, ends us as Ctrl+C does."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait_until_it_answers(parts: Sequence[Part], port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        _must_run(parts)
        with suppress(OSError):
            if _answers(port):
                return
        time.sleep(LOOK_EVERY)
    raise click.ClickException(f"The web server did not answer within {SECONDS_TO_START} seconds.")


def _answers(port: int) -> bool:
    """Whether it says anything at all: what it says of its health is for /healthz to read."""
    try:
        with urllib.request.urlopen(f"http://{HERE}:{port}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return True


def _watch(parts: Sequence[Part]) -> None:
    while True:
        _must_run(parts)
        time.sleep(LOOK_EVERY)


def _must_run(parts: Sequence[Part]) -> None:
    for part in parts:
        code = part.process.poll()
        if code is not None:
            raise click.ClickException(
                f"The {part.name} has ended (exit code {code}), so everything was stopped. "
                "What it said last is above."
            )


def _stop(parts: Sequence[Part]) -> None:
    """Ask all of them to end after what they have in hand; end those that do not."""
    for part in parts:
        if part.process.poll() is None:
            part.process.send_signal(part.ends_by)
    for part in parts:
        try:
            part.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()


if __name__ == "__main__":
    look_after()
