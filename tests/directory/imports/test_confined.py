import pytest

from directory.imports import Limits, confined
from directory.imports.sources import source_of
from kernel.errors import RuleBroken
from tests.support.sheets import HEADINGS, WALKING, a_workbook


def lines(reader, data, limits=Limits()):  # noqa: B008 - frozen
    return list(confined.lines(reader, source_of("file", data), limits))


def test_rows_come_as_the_child_finds_them():
    assert lines("workbook", a_workbook(HEADINGS, WALKING)) == [
        (1, list(HEADINGS)),
        (2, list(WALKING)),
    ]


def test_what_the_child_refuses_is_refused():
    with pytest.raises(RuleBroken, match="not JSON"):
        lines("open-referral", b"[{]")


def test_too_little_memory_is_a_refusal():
    with pytest.raises(RuleBroken, match="too large"):
        lines("open-referral", b"[" + b"[]," * 2_000_000 + b"[]]", Limits(memory_bytes=10**8))


def test_too_little_time_is_a_refusal():
    with pytest.raises(RuleBroken, match="too large"):
        lines("open-referral", b"[" + b'{"name": "x"},' * 400_000 + b"1]", Limits(seconds=1))


def test_the_child_goes_when_nobody_reads_on():
    rows = confined.lines(
        "workbook", source_of("f", a_workbook(HEADINGS, *[WALKING] * 5000)), Limits()
    )
    next(rows)
    rows.close()
    with pytest.raises(StopIteration):
        next(rows)
