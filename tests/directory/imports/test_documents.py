import io

import pytest

from directory.imports.documents import documents
from directory.imports.limits import USUAL, Limits
from kernel.errors import RuleBroken
from tests.support.sheets import a_zip


def test_a_file_alone_is_one_document():
    assert list(documents(io.BytesIO(b"[]"), (".json",), USUAL)) == [("The file", b"[]")]


def test_a_zip_gives_those_with_the_right_ending_in_order():
    packed = io.BytesIO(a_zip({"b.JSON": "2", "a.json": "1", "c.txt": "3"}))
    assert [data for _, data in documents(packed, (".json",), USUAL)] == [b"1", b"2"]


def test_a_folder_gives_files_but_no_way_out_of_it(tmp_path):
    (tmp_path / "secret.json").write_text("secret")
    feed = tmp_path / "feed"
    (feed / "pages").mkdir(parents=True)
    (feed / "pages" / "1.json").write_text("1")
    (feed / "out.json").symlink_to(tmp_path / "secret.json")
    assert [data for _, data in documents(feed, (".json",), USUAL)] == [b"1"]


@pytest.mark.parametrize("limits", [Limits(folder_files=1), Limits(folder_bytes=1)])
def test_a_folder_that_holds_too_much_is_refused(tmp_path, limits):
    for number in range(2):
        (tmp_path / f"{number}.json").write_text("{}")
    with pytest.raises(RuleBroken, match="folder"):
        list(documents(tmp_path, (".json",), limits))
