import io
import json

import pytest

from directory.imports import USUAL, open_referral
from kernel.errors import RuleBroken
from tests.support.sheets import a_feed_service, as_json

ONE, TWO = a_feed_service(id="one", name="Choir"), a_feed_service(id="two", name="Band")


def names_in(source):
    source = io.BytesIO(source) if isinstance(source, bytes) else source
    (_, headings), *rows = open_referral.lines(source, USUAL)
    return [cells[headings.index("name")] for _, cells in rows]


@pytest.mark.parametrize(
    "document",
    [
        {"total_items": 2, "contents": [ONE, TWO]},
        {"totalElements": 2, "content": [ONE, TWO]},
        [ONE, TWO],
        {"services": [ONE, TWO]},
        {"contents": [{"id": "at-1", "service": ONE}, {"id": "at-2", "service": TWO}]},
        {"contents": [{"name": "Anytown Arts", "services": [ONE, TWO]}]},
    ],
    ids=["3.0", "1.0", "list", "services", "at locations", "organisations"],
)
def test_services_are_found_however_they_are_wrapped(document):
    assert names_in(as_json(document)) == ["Choir", "Band"]


def test_one_service_alone_is_found():
    assert names_in(as_json(ONE)) == ["Choir"]


def test_a_document_a_line_is_found():
    assert names_in(as_json(ONE) + b"\n\n" + as_json(TWO) + b"\n") == ["Choir", "Band"]


def test_json_with_a_mark_or_in_utf_16_is_found():
    assert names_in(json.dumps([ONE]).encode("utf-8-sig")) == ["Choir"]
    assert names_in(json.dumps([ONE]).encode("utf-16")) == ["Choir"]


def test_an_organisation_owns_the_services_below_it():
    service = {"id": "one", "name": "Choir"}
    data = as_json({"name": "Anytown Arts", "services": [service]})
    (_, headings), (_, cells) = open_referral.lines(io.BytesIO(data), USUAL)
    assert cells[headings.index("group")] == "Anytown Arts"


def test_of_two_with_one_id_the_fuller_is_kept(tmp_path):
    (tmp_path / "page-1.json").write_bytes(as_json({"contents": [{"id": "one", "name": "Short"}]}))
    (tmp_path / "one.json").write_bytes(as_json(ONE))
    (tmp_path / "notes.txt").write_text("not this")
    assert names_in(tmp_path) == ["Choir"]


def test_flat_tables_in_one_document_are_joined():
    document = {
        "services": [{"id": "s1", "organization_id": "o1", "name": "Choir"}],
        "organizations": [{"id": "o1", "name": "Anytown Arts"}],
    }
    (_, headings), (_, cells) = open_referral.lines(io.BytesIO(as_json(document)), USUAL)
    assert cells[headings.index("group")] == "Anytown Arts"


@pytest.mark.parametrize("data", [b"{}", b"[]", b"[1, 2]", b'{"contents": {}}', b'"text"'])
def test_a_document_without_services_is_refused(data):
    with pytest.raises(RuleBroken, match="no services"):
        names_in(data)
