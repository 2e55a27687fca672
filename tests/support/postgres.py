"""A PostgreSQL of our own for one run of the tests: no password, no network, no care for its disk.

It lives in a temporary folder and listens on a socket there. PostgreSQL refuses to run as root, so
root starts it as the user that Debian's package makes.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15
SETTINGS = {  # quick rather than safe: nothing here is worth keeping
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}


def provide(config: pytest.Config, *, is_wanted: bool) -> None:
    """One for the run, at `config.petunias_postgres`: that of the environment, or one of our own."""
    config.petunias_postgres = os.environ.get("PETUNIAS_TEST_POSTGRES", "")
    if not is_wanted or config.petunias_postgres:
        return
    if said := missing():
        if config.getoption("--database") == "postgresql" or os.environ.get("CI"):
            raise pytest.UsageError(said)
        config.petunias_missing = f"{said} Nothing is tested on it."
        return
    cluster = start()
    config.add_cleanup(cluster.stop)
    config.petunias_postgres = cluster.url


def missing() -> str:
    """What is needed before a PostgreSQL can be started, in a sentence; "" when nothing is."""
    if _programs() is None:
        return f"PostgreSQL {OLDEST} or newer is not installed (Debian's package: postgresql)."
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and runuser (Debian's package: util-linux) is missing."
    return ""


def _programs() -> Path | None:
    """The folder of the newest initdb and pg_ctl."""
    versions = sorted(
        (int(folder.parent.name), folder)
        for folder in DEBIAN.glob("*/bin")
        if folder.parent.name.isdecimal() and (folder / "initdb").exists()
    )
    if versions and versions[-1][0] >= OLDEST:
        return versions[-1][1]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL. `url` is the address of its first, empty database."""

    folder: Path
    programs: Path

    @property
    def url(self) -> str:
        return f"postgresql:///postgres?host={self.folder}&user=postgres"

    def stop(self) -> None:
        """Stop it and take its folder away."""
        _run(self.programs / "pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Cluster:
    """Make a cluster and start it: about two seconds. Call `missing()` first."""
    programs = _programs()
    assert programs is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="petunias-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run(
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    )
    options = [f"-c {name}='{value}'" for name, value in SETTINGS.items()]
    _run(
        programs / "pg_ctl",
        "start",
        "--wait",
        "-D",
        folder / "data",
        "-l",
        folder / "log",
        "-o",
        " ".join([*options, f"-c unix_socket_directories='{folder}'"]),
    )
    return Cluster(folder, programs)


def _run(*words: str | Path) -> None:
    """Run one of PostgreSQL's programs, not as root."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*user, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{done.stdout}{done.stderr}")
