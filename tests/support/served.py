"""`flask --app wsgi serve`, really run: the whole tree of processes, to be looked at and to be killed."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 60
PR_SET_PDEATHSIG = 1


class Served:
    """A `serve` that was really started, in a folder and at a port of its own."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.data, self.home = folder / "data", folder / "home"
        self.elsewhere = folder / "elsewhere"
        self.home.mkdir()
        self.elsewhere.mkdir()
        self.port = a_free_port()
        self.environ = {
            **os.environ,
            "TMPDIR": str(self.elsewhere),
            "PETUNIAS_DATA": str(self.data),
            "PORT": str(self.port),
            "HOME": str(self.home),
            "PETUNIAS_PROCESSES": "1",
            **environ,
        }

    def __enter__(self) -> "Served":
        self.process = self.started()
        return self

    def started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=ROOT, env=self.environ,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=end_with_the_tests,  # noqa: PLW1509 - we start it from the main thread
        )  # fmt: skip

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=SECONDS)

    def wait(self) -> None:
        """Wait until it says where it is."""
        assert self.process.stdout
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if "Petunias is at" in line:
                return
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def parts(self) -> dict[str, int]:
        """The processes that it has started, by what they are."""
        return {
            "worker" if "worker" in words_of(pid) else "web": pid
            for pid in children_of(self.process.pid)
        }

    def kill(self) -> None:
        """End the whole tree with SIGKILL, at once: nobody can tidy up."""
        for pid in [self.process.pid, *descendants_of(self.process.pid)]:
            os.kill(pid, signal.SIGKILL)
        self.process.communicate(timeout=SECONDS)

    def is_there(self) -> bool:
        with socket.socket() as visitor:
            return visitor.connect_ex(("127.0.0.1", self.port)) == 0


def end_with_the_tests() -> None:
    """Ask the kernel to end the site, in order, should the tests themselves be killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def descendants_of(pid: int) -> list[int]:
    """Those, and all that they have started."""
    return [one for child in children_of(pid) for one in (child, *descendants_of(child))]


def words_of(pid: int) -> list[str]:
    """What was typed to start a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
