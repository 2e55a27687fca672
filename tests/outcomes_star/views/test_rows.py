"""The page of rows without names: what an analyst reads there, and the file that comes out."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.access import Role
from outcomes_star.models import AnalystFile
from referrals.models import Person
from tests.cast import a_commissioning_body, signed_in
from tests.cast_rows import rows_agreed, spring

ADDRESS = "/analyst-rows"


def analyst(client):
    return signed_in(client, Role.ANALYST, at=a_commissioning_body, name="Anna Analyst")


@pytest.fixture
def started(database):
    with database.writing() as session:
        spring(session)


def test_without_an_agreement_it_says_what_is_missing_and_whom_to_talk_to(client, started):
    analyst(client)
    page = client.page(client.page("/desk").links["Rows without names"])
    assert page.heading == "Rows without names"
    assert "no agreement in date that shares these rows" in page.words
    assert "Talk to the manager of Better Services Enterprise" in page.words
    assert "Take the file" not in page.words


def test_with_one_but_too_few_people_it_says_so(client, database):
    with database.writing() as session:
        rows_agreed(session)
    analyst(client)
    words = client.page(ADDRESS).words
    assert "There is no file yet." in words
    assert "somebody was erased since is not given again" in words


def test_a_file_has_a_row_for_each_and_nothing_that_names_them(client, database, started):
    with database.writing() as session:
        rows_agreed(session)
        for at, one in enumerate(session.query(Person)):
            one.nhs_number, one.postcode, one.address = f"999000123{at}", "NE6 1AB", "3 Quay Lane"
    anna = analyst(client)
    form = client.page(ADDRESS).form("file")
    (wanted,) = form.offered("file")
    answer = client.submit(ADDRESS, {"file": wanted})
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="rows-2026-04-01-2026-06-30.csv"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    headings, *rows = csv.reader(io.StringIO(answer.text))
    assert headings[:6] == [
        "person", "age", "locality", "deprivation fifth", "quarter of the start", "course",
    ]  # fmt: skip
    assert len(rows) == 8 and {row[1] for row in rows} == {"70 to 79"}
    assert {row[4] for row in rows} == {"April to June 2026"}
    # Who somebody is stands as a word of chance, which may spell a year: it is looked at apart.
    assert all(re.fullmatch("p[0-9a-f]{20}", row[0]) for row in rows)
    read = str([headings, *(row[1:] for row in rows)])
    for secret in ("Person", "1948", "999000", "NE6", "Quay", "maya@", "07700", "Asha"):
        assert secret not in read
    again = client.submit(ADDRESS, {"file": wanted})
    assert again.text == answer.text
    with database.reading() as session:
        act = AuditLine.act == "took a file of rows without names"
        lines = session.scalars(sa.select(AuditLine).where(act)).all()
        assert [one.user_id for one in lines] == [anna.user_id] * 2
        file = session.scalars(sa.select(AnalystFile)).one()
        assert {one.subject_id for one in lines} == {file.id}
        assert lines[0].details["rows"] == 8


def test_a_file_that_is_not_offered_is_not_given(client, database, started):
    with database.writing() as session:
        rows_agreed(session)
    analyst(client)
    form = client.page(ADDRESS).form("file")
    sent = dict(form.filled({})) | {"file": "of-another.Quarter.2026-04-01"}
    assert client.post(ADDRESS, data=sent).status_code == 422


@pytest.mark.parametrize(
    "role", [Role.COMMISSIONER, Role.LEAD_MANAGER, Role.STEERING_MEMBER, Role.REFERRER]
)
def test_nobody_else_gets_in(client, role):
    signed_in(client, role)
    assert client.get(ADDRESS).status_code == 403
    assert "Rows without names" not in client.page("/desk").links
