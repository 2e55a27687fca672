"""What is here already, as a list that comes in is held against it."""

from uuid import uuid4

from directory.likeness import Known
from directory.models import Postcode
from directory.queries import importing
from directory.queries.importing import Neighbourhood
from kernel.geography import Point, distance_km
from tests import cast_directory as cast
from tests.cast_importing import WALKS, brought_in

SHELTER = Known(uuid4(), "Anytown Cat and Dog Shelter", "NE6 1AB")
KNIT = Known(uuid4(), "Knit and Natter", "NE3 1AA")


class TestNeighbours:
    AROUND = Neighbourhood([SHELTER, KNIT])

    def test_a_name_that_looks_or_reads_the_same_is_near(self):
        assert self.AROUND.near(["Anytown Cat and D0g Shelter"], "") == [SHELTER]
        assert self.AROUND.near(["The Knit & Natter Group"], "") == [KNIT]

    def test_so_is_whoever_has_the_same_postcode_and_nobody_else(self):
        assert self.AROUND.near(["Salsa"], "NE3 1AA") == [KNIT]
        assert self.AROUND.near(["Salsa"], "NE9 9ZZ") == []

    def test_each_is_named_once(self):
        assert self.AROUND.near(["Knit and Natter", "Knit & Natter"], "NE3 1AA") == [KNIT]

    def test_nobody_is_near_where_nobody_is(self):
        assert Neighbourhood([]).near(["Salsa"], "NE3 1AA") == []


def test_a_postcode_is_where_it_was_loaded_else_in_the_middle_of_its_part_of_town(session):
    session.add(Postcode(key="NE61AB", latitude_e5=5497500, longitude_e5=-157500))
    session.flush()
    found = importing.positions(session, ["NE6 1AB", "NE6 1AD", "ZZ99 9ZZ"])
    assert found["NE6 1AB"] == Point(54.975, -1.575)
    assert distance_km(found["NE6 1AD"], found["NE6 1AB"]) < 3
    assert "ZZ99 9ZZ" not in found


def test_a_postcode_lies_in_the_locality_that_names_its_beginning(session):
    area_id = cast.anytown(session)
    found = importing.localities_of(session, area_id, ["NE6 1AB", "NE30 4AA"])
    assert found["NE6 1AB"] is not None and found["NE30 4AA"] is None


def test_rows_of_one_list_are_not_those_of_another(app, database):
    with database.writing() as session:
        cast_area = cast.anytown(session)
    brought_in(database, WALKS)
    with database.reading() as session:
        assert set(importing.known_rows(session, cast_area, "neighbours")) == {"id:1"}
        assert importing.known_rows(session, cast_area, "another list") == {}
        assert [one.name for one in importing.others(session, cast_area, "another list")] == [
            "Hill Walkers"
        ]
        assert list(importing.others(session, cast_area, "neighbours")) == []
