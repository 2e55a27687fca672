"""The pages on which an editor brings in a list (A-DIR-06)."""

import io

import pytest
import sqlalchemy as sa

from directory.imports.batches import BatchState
from directory.lifecycle import State
from directory.models import ImportBatch, ImportRow, Listing
from directory.operations.reading import reader
from kernel.access import Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_importing import ODD, SWIMS, WALKS, a_list, brought_in, changed
from tests.support.clock import NOON
from tests.support.sheets import a_workbook, hostile_files

IMPORTS = "/directory/imports"


@pytest.fixture
def editor(client):
    return signed_in(client, Role.DIRECTORY_EDITOR)


def upload(client, data: bytes, name: str = "neighbours.csv"):
    form = client.page(IMPORTS).form("file")
    sent = dict(form.filled({}, None)) | {"file": (io.BytesIO(data), name)}
    return client.post(IMPORTS, data=sent, content_type="multipart/form-data")


def read(client, address: str, work, **answers: str):
    sent = client.submit(address, answers, button="Read the list")
    assert sent.status_code == 303, sent.text
    work()
    reader().wait()


def test_an_editor_brings_a_list_from_the_file_to_the_directory(client, editor, work, database):
    address = upload(client, a_list()).location
    page = client.page(address)
    assert "We do not know what 1 column holds: Colour" in page.words
    read(client, address, work, known_as="The neighbours")
    page = client.page(address)
    assert "3 new, 0 changed, 0 unchanged, 2 refused" in page.words
    assert "Nobody sees these yet. 2 activities go into the directory" in page.words
    refused = client.page(f"{address}?show=out")
    assert "Row 5" in refused.words and "This row has no name" in refused.words

    published = client.submit(address, button="Publish this list")
    assert published.location == address
    assert "2 activities came into the directory. 1 waits" in client.page(address).words
    work()
    assert "Slow walks" in client.page("/search?q=slow+walks").words
    assert "The neighbours" in client.page(IMPORTS).words


def test_ticks_are_kept_page_by_page(client, editor, database):
    batch_id = brought_in(database, WALKS, SWIMS, actor=editor)
    with database.reading() as session:
        walks = session.scalar(sa.select(ImportRow.id).where(ImportRow.key == "id:1"))
    address = f"{IMPORTS}/{batch_id}"
    client.submit(address, {"row": [str(walks)]}, button="Keep this choice")
    client.submit(address, button="Publish this list")
    with database.reading() as session:
        states = {row.content.name: row.state for row in session.scalars(sa.select(Listing))}
    assert states == {"Slow walks": State.LIVE, "Sea swims": State.DRAFT}


def test_before_it_publishes_the_editor_is_told_what_lies_outside_the_area(
    client, editor, database
):
    here = changed(WALKS, Postcode="NE6 1AB")
    nowhere = changed(ODD, id="9", Activity="Tea", Description="Tea for all.", Postcode="")
    address = f"{IMPORTS}/{brought_in(database, here, SWIMS, nowhere, actor=editor)}"
    page = client.page(address)
    assert "1 activity lies outside Anytown" in page.words
    assert "Of 1 activity the place is not known." in page.words
    assert "Sea swims" in client.page(f"{address}?show=outside").words
    assert "Place not known" in client.page(f"{address}?show=unplaced").words

    client.submit(address, button="Leave out what lies outside")
    assert "outside Anytown" not in client.page(address).words
    client.submit(address, button="Publish this list")
    with database.reading() as session:
        states = {row.content.name: row.state for row in session.scalars(sa.select(Listing))}
    assert states == {"Slow walks": State.LIVE, "Sea swims": State.DRAFT, "Tea": State.LIVE}


def test_a_list_of_another_town_is_called_so_and_can_be_published_knowingly(
    client, editor, database
):
    address = f"{IMPORTS}/{brought_in(database, SWIMS, actor=editor)}"
    assert "All of it lies outside Anytown" in client.page(address).words
    client.submit(address, button="Publish this list")
    assert "1 activity came into the directory." in client.page(address).words


def test_a_published_list_is_taken_back_after_a_page_that_says_what_leaves(
    client, editor, database
):
    address = f"{IMPORTS}/{brought_in(database, WALKS, SWIMS, actor=editor)}"
    assert "Take the list back" not in client.page(address).words
    client.submit(address, button="Publish this list")
    with database.writing() as session:
        session.scalars(sa.select(Listing)).all()[0].confirmed_on = NOON.date()
    page = client.page(f"{address}/take-back")
    assert "1 activity of the list “neighbours” leaves the directory at once." in page.words
    assert "1 other stays" in page.words
    client.submit(f"{address}/take-back", button="Take it back")
    words = client.page(address).words
    assert "1 activity has left the directory." in words
    assert "Take the list back" not in words


def test_a_workbook_is_read_too(client, editor, work):
    address = upload(
        client, a_workbook(("Name", "Phone"), ("Walks", "01632 960111")), "list.xlsx"
    ).location
    read(client, address, work)
    assert "1 new, 0 changed, 0 unchanged, 0 refused" in client.page(address).words


def test_columns_without_a_name_come_back_with_the_mistake(client, editor):
    address = upload(client, a_list()).location
    answers = {"column_1": "", "column_2": ""}
    page = client.refused_page(address, answers, button="Read the list")
    assert "Say which column holds the name" in page.words


@pytest.mark.parametrize(
    "name", ["bomb.xlsx", "macros.xlsm", "old.xls", "report.pdf", "laughs.xlsx"]
)
def test_a_file_that_means_harm_is_refused_with_a_sentence(client, editor, database, name):
    answer = upload(client, hostile_files()[name], name)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    with database.reading() as session:
        assert session.scalars(sa.select(ImportBatch)).all() == []


def test_no_file_and_too_large_a_file_are_refused(client, editor):
    assert "Choose a file" in upload(client, b"", "").text
    body, kind = b"a," * 4_000_000, "multipart/form-data; boundary=x"
    assert client.post(IMPORTS, data=body, content_type=kind).status_code == 413


def test_a_list_can_be_cancelled_before_anything_came_in(client, editor, database):
    address = upload(client, a_list()).location
    client.submit(address, button="Cancel: bring nothing in")
    with database.reading() as session:
        assert session.scalars(sa.select(ImportBatch.state)).one() is BatchState.CANCELLED
        assert session.scalars(sa.select(Listing)).all() == []


def test_while_it_is_read_the_page_says_how_far_it_is_and_a_program_may_ask(client, editor):
    address = upload(client, a_list()).location
    client.submit(address, button="Read the list")
    reader().wait()
    page = client.page(address)
    assert "0 rows read so far" in page.words and page.links["Look again"] == address
    batch_id = address.rpartition("/")[2]
    answer = client.get(f"{IMPORTS}/progress.json?list={batch_id}")
    assert answer.json == {"state": "reading", "done": 0}
    assert client.get(f"{IMPORTS}/progress.json?list=x").status_code == 404


class TestOthers:
    @pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.REFERRER, Role.COMMISSIONER])
    def test_who_may_not_bring_lists_finds_nothing(self, client, database, role):
        signed_in(client, Role.DIRECTORY_EDITOR)
        batch_id = brought_in(database, WALKS, ODD)
        signed_in(client, role)
        assert client.get(IMPORTS).status_code == 403
        assert client.get(f"{IMPORTS}/{batch_id}").status_code == 404

    def test_another_hosts_editor_finds_nothing_and_can_do_nothing(self, client, database):
        signed_in(client, Role.DIRECTORY_EDITOR)
        batch_id = brought_in(database, WALKS)

        def other_lead(session):
            return a_lead_ntp(session, "Other Lead", area=an_area(session, "Othertown"))

        signed_in(client, Role.DIRECTORY_EDITOR, at=other_lead)
        address = f"{IMPORTS}/{batch_id}"
        assert client.get(address).status_code == 404
        assert client.get(f"{IMPORTS}/progress.json?list={batch_id}").status_code == 404
        assert str(batch_id) not in client.get(IMPORTS).text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(IMPORTS).location.startswith("/sign-in")
