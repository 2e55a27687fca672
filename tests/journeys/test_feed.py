"""Any reader of Open Referral UK reads our feed: the published checker finds no fault in it (A-DIR-08)."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from directory.models import Listing
from tests import cast_directory as cast
from tests.support.clock import NOON

CHECKER = Path(__file__).parents[3] / "shared" / "tools" / "oruk_check.py"


def read(address: str):
    with urllib.request.urlopen(address) as answer:
        return json.loads(answer.read())


def test_the_checker_finds_no_fault_in_the_feed_of_the_demo_world(anytown):
    if not CHECKER.exists():
        pytest.skip("../shared/tools/oruk_check.py is not beside this checkout.")
    bases = [anytown.at("/api/oruk/v3"), "--v1", anytown.at("/api/oruk/v1")]
    checked = subprocess.run(
        [sys.executable, str(CHECKER), *bases, "--sample", "50"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "faults: level 1 0, level 2 0" in checked.stdout


def test_a_reader_keeps_a_copy_and_asks_for_what_changed(site, clock):
    """Reads everything once, then only what changed; what has gone is not among the ids any more."""
    with site.database.writing() as session:
        area_id = cast.anytown(session)
        walk = cast.a_listing(session, area_id=area_id, name="Dog walking").id
        knit = cast.a_listing(session, area_id=area_id, group="Knit and Natter", name="Knitting").id
    base = site.at("/api/oruk/v3/services")
    copy = {one["id"] for one in read(f"{base}?minimal=true")["contents"]}
    assert copy == {str(walk), str(knit)}

    with site.database.writing() as session:
        session.get_one(Listing, walk).changed_at = clock.passes(days=1)
        session.get_one(Listing, knit).state = "withdrawn"
    changed = read(f"{base}?modified_after={NOON.date()}T13:00:00Z")["contents"]
    assert [one["id"] for one in changed] == [str(walk)]
    assert {one["id"] for one in read(f"{base}?minimal=true")["contents"]} == {str(walk)}
