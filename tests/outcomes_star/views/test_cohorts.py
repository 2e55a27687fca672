"""The pages on which a manager, and those outside, read how people moved."""

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.releases import Release
from outcomes_star.operations.publishing import issue_due
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from tests.cast import NOON, a_commissioning_body, a_link_worker, a_locality, an_area, signed_in
from tests.cast_caseload import a_case
from tests.cast_published import DUE
from tests.cast_readings import LOW, ONS4, a_reading, asked


def test_it_says_who_moved_who_is_missing_and_what_it_does_not_show(client, clock, database):
    with database.writing() as session:
        asked(session)
        asha = a_link_worker(session)
        for at in range(8):
            row = a_case(session, asha, f"Person {at}", state=State.COMPLETED)
            a_reading(session, asha, row.id)
            a_reading(
                session, asha, row.id, numbers=LOW | {"people": 2 + at % 2}, occasion=Occasion.END,
                is_another=True, at=NOON + timedelta(hours=1),
            )  # fmt: skip
        a_reading(session, asha, a_case(session, asha, "No End").id)
    clock.passes(hours=2)
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/inbox").links["How people moved"])
    assert "9 people started" in page.words and "1 is still under way" in page.words
    assert "+1.5 (+1.1 to +1.9)" in page.words
    assert "8 of 8" in page.words and "%" not in page.words
    assert "On average at the start On average at the end" in page.words
    assert "Fewer than 30 people answered both times." in page.words
    assert "People come when things are bad." in page.words
    assert "Person 1" not in page.words


def test_odd_questions_show_the_usual(client, database):
    with database.writing() as session:
        asked(session)
    signed_in(client, Role.LEAD_MANAGER)
    for odd in (
        "of=x",
        "of=ons4.99999999999",
        f"of=ons4.{'9' * 4400}",
        "period=never&by=person",
        "of=%00.1",
    ):
        assert "How people moved" in client.page(f"/how-people-moved?{odd}").heading


def test_nobody_else_finds_it(client):
    for role in (Role.LINK_WORKER, Role.REFERRER, Role.ANALYST):
        signed_in(client, role)
        assert client.get("/how-people-moved").status_code == 403


def test_a_manager_chooses_with_which_places_to_compare(client, database):
    with database.writing() as session:
        asked(session)
        places = [a_locality(session), a_locality(session, "Hill", postcodes=["NE7"])]
        ids = [str(one.id) for one in places]
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page("/how-people-moved")
    address = page.links["Compare with places where your help has not started"]
    refused = client.submit(address, {"localities": ids})
    assert refused.status_code == 422 and "at least one" in refused.text
    client.submit(address, {"localities": ids[:1]})
    assert "Saved." in client.page("/how-people-moved?by=live").words


class TestPublished:
    """Those outside read rounded figures of their own area, on the page and as a file; nobody else."""

    def publish(self, database, place=None):
        with database.writing() as session:
            asked(session)
            asha = a_link_worker(session)
            for at in range(9):
                row = a_case(session, asha, f"Person {at}", state=State.COMPLETED)
                row.person.locality_id = place.id if place else None
                a_reading(session, asha, row.id)
                a_reading(
                    session, asha, row.id, numbers=LOW | {"people": 4}, occasion=Occasion.END,
                    is_another=True, at=NOON + timedelta(hours=1),
                )  # fmt: skip
            issue_due(session, at=DUE)

    def test_a_commissioner_reads_what_was_published(self, client, database):
        self.publish(database)
        signed_in(client, Role.COMMISSIONER)
        page = client.page(client.page("/desk").links["How people moved"])
        assert "who started in 2026 to 2027" in page.words
        assert "10" in page.words and "Person 1" not in page.words
        assert "a gain alone does not show that the help did it" in page.words
        file = client.get(page.links["All of these figures as a file (CSV)"])
        rows = list(csv.reader(io.StringIO(file.text)))
        assert ["", "everybody", "started", "", "10"] in rows
        assert ["", "everybody", "better", "People", "10"] in rows
        assert not [row for row in rows if row[-1].isdecimal() and int(row[-1]) % 5]

    def test_rounded_numbers_are_said_to_be_about_so_many(self, client, database):
        with database.writing() as session:
            place = a_locality(session)
        self.publish(database, place)
        signed_in(client, Role.COMMISSIONER)
        words = client.page("/published/how-people-moved").words
        assert "about 10 of about 10" in words

    def test_before_anything_was_published_it_says_when(self, client, database):
        signed_in(client, Role.STEERING_MEMBER)
        assert "There are no figures yet." in client.page("/published/how-people-moved").words

    def test_another_area_finds_none_of_it(self, client, database):
        self.publish(database)
        with database.reading() as session:
            (first, *_) = session.scalars(sa.select(Release.id))
        signed_in(client, Role.COMMISSIONER, at=far_away)
        assert "There are no figures yet." in client.page("/published/how-people-moved").words
        for address in (
            f"/published/how-people-moved?release={first}",
            f"/published/how-people-moved/{first}/figures.csv",
        ):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        "role", [Role.LINK_WORKER, Role.REFERRER, Role.GROUP_EDITOR, Role.ANALYST]
    )
    def test_nobody_else_opens_it(self, client, role):
        signed_in(client, role)
        assert client.get("/published/how-people-moved").status_code == 403

    def test_another_release_can_be_chosen(self, client, database):
        self.publish(database)
        with database.writing() as session:
            asked(session, ONS4)
            asha = a_link_worker(session)
            for at in range(9):
                row = a_case(session, asha, f"More {at}", state=State.IN_PROGRAMME)
                a_reading(session, asha, row.id, ONS4, numbers={"happy": 5})
            issue_due(session, at=DUE)
        signed_in(client, Role.LEAD_MANAGER)
        page = client.page(client.page("/how-people-moved").links["the figures that are published"])
        with database.reading() as session:
            releases = session.scalars(
                sa.select(Release).where(Release.kind == "how people moved, petunias-wheel 1")
            )
            ids = [one.id for one in releases if one.rows]
        again = client.page(f"/published/how-people-moved?release={ids[0]}")
        assert page.words != again.words and "who started in 2026 to 2027" in again.words


def far_away(session):
    return a_commissioning_body(session, "Far", area=an_area(session, "Elsewhere"))
