"""Tests write in memory where there is room, and where somebody says otherwise if they do."""

import tempfile

from tests.support import quick_disk


def test_with_room_it_is_in_memory(monkeypatch, tmp_path):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(quick_disk, "IN_MEMORY", tmp_path)
    monkeypatch.setattr(quick_disk, "ROOM", 1)
    quick_disk.write_in_memory()
    assert tempfile.gettempdir() == str(tmp_path)


def test_without_room_or_where_somebody_chose_a_place_nothing_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    quick_disk.write_in_memory()
    assert tempfile.gettempdir() == str(tmp_path)
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(quick_disk, "ROOM", 1 << 80)
    quick_disk.write_in_memory()
    assert tempfile.gettempdir() != str(quick_disk.IN_MEMORY)
