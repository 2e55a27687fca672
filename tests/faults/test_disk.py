"""A disk that is full or may not be written to: said plainly, nothing half done, well again after (K5, K6)."""

import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from config import Settings, SettingWrong
from kernel.access import Role
from tests.cast import signed_in
from tests.support.client import WatchfulClient
from tests.support.databases import close
from wsgi import create_app

SIZE = "24m"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 24 MB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("Only root can mount a small disk to fill.")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], capture_output=True,
        check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"No disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def visitor(small_disk, sqlite_stock, settings, clock):
    """Somebody signed in to a site on that disk."""
    url = sqlite_stock.fresh(small_disk)
    made = create_app(replace(settings, data=small_disk, database_url=url), clock=clock)
    made.test_client_class = WatchfulClient
    client = made.test_client()
    signed_in(client, Role.LINK_WORKER)
    yield client
    close(made)


def fill(disk):
    """Fill it to the last byte; the file that does so."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as filling:
        for size in (1 << 20, 4096, 1):
            try:
                while filling.write(bytes(size)):
                    pass
            except OSError:
                continue
    return filler


def test_a_full_disk_refuses_writes_with_a_page_and_recovers_by_itself(visitor, small_disk):
    sent = dict(visitor.page("/account/name").form("name").filled({"name": "x" * 100}, None))
    filler = fill(small_disk)
    answers = [visitor.post("/account/name", data=sent) for _ in range(30)]
    refused = answers[-1]
    assert refused.status_code == 503
    assert "Nothing was half done" in refused.text and refused.headers["Retry-After"] == "10"
    assert visitor.get("/search?q=dogs").status_code == 200, "Reading goes on."

    filler.unlink()
    assert visitor.post("/account/name", data=sent).status_code == 303
    database = visitor.application.extensions["petunias"].database
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_copy_that_does_not_fit_is_no_copy_and_the_old_one_stays(visitor, small_disk):
    run = visitor.application.test_cli_runner().invoke
    assert run(args=["backup", str(small_disk / "copy")]).exit_code == 0
    before = (small_disk / "copy").read_bytes()
    fill(small_disk)
    said = run(args=["backup", str(small_disk / "copy")])
    assert said.exit_code == 1 and said.output.startswith("Error: No copy was made.")
    assert (small_disk / "copy").read_bytes() == before
    assert not (small_disk / "copy.unfinished").exists()


def test_a_disk_that_may_not_be_written_to_is_named_at_the_start(small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(SettingWrong, match="PETUNIAS_DATA: nothing can be written"):
        Settings.from_environment({"PETUNIAS_DATA": str(small_disk)})
