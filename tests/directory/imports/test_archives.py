import pytest

from directory.imports import archives
from directory.imports.limits import USUAL, Limits
from directory.imports.sources import source_of
from kernel.errors import RuleBroken
from tests.support.sheets import a_zip


def names_in(members, limits=USUAL):
    return archives.names_in(source_of("a.zip", a_zip(members)), limits)


def test_a_small_archive_is_opened():
    assert names_in({"services.csv": "id", "data/phones.csv": "id"}) == (
        "services.csv",
        "data/phones.csv",
    )


@pytest.mark.parametrize(
    ("members", "limits"),
    [
        ({"a": b"x" * 101}, Limits(unpacked_bytes=100)),
        ({"a": b"x" * 60, "b": b"x" * 60}, Limits(unpacked_bytes=100)),
        ({"a": b"", "b": b"", "c": b""}, Limits(members=2)),
        ({"a": b"\0" * 2_000_000}, Limits(ratio=100)),
    ],
)
def test_what_would_grow_too_large_is_refused_before_it_is_unpacked(members, limits):
    with pytest.raises(RuleBroken, match="too large"):
        names_in(members, limits)


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/../../b.csv", "/etc/a.csv", "C:\\a.csv", "..\\a.csv"]
)
def test_a_name_that_leads_outside_is_refused(name):
    with pytest.raises(RuleBroken, match="outside"):
        names_in({name: "id"})


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500])
def test_a_broken_archive_is_refused(data):
    with pytest.raises(RuleBroken, match="damaged"):
        archives.names_in(source_of("a.zip", data), USUAL)
