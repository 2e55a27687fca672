"""Files wait in a folder of their own, one each."""

from uuid import uuid4

from directory.operations.intake import Intake


def test_bytes_a_file_and_a_folder_are_kept_as_they_are(tmp_path):
    kept, outside = Intake(tmp_path / "imports"), tmp_path / "feed"
    outside.mkdir()
    (outside / "page-1.json").write_text("{}")
    ids = [uuid4() for _ in range(3)]
    kept.keep(ids[0], b"a,b\n")
    kept.keep(ids[1], outside / "page-1.json")
    kept.keep(ids[2], outside)
    assert kept.path_of(ids[0]).read_bytes() == b"a,b\n"
    assert kept.path_of(ids[1]).read_text() == "{}"
    assert [file.name for file in kept.path_of(ids[2]).iterdir()] == ["page-1.json"]


def test_a_folder_that_is_not_there_yet_needs_no_tidying(tmp_path, session):
    assert Intake(tmp_path / "imports").tidy(session) == 0
