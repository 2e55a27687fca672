"""A person is exported from every feature, and erased only when all have answered."""

from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from kernel.people import People, PersonPart

ROSE, FERN = UUID(int=1), UUID(int=2)


def part(feature: str, table: str) -> PersonPart:
    def export(session, person_id):
        found = session.execute(
            text(f"SELECT name FROM {table} WHERE person = :id"),
            {"id": person_id.hex},
        ).scalar()
        return {"name": found} if found else {}

    def erase(session, person_id):
        session.execute(
            text(f"DELETE FROM {table} WHERE person = :id"),
            {"id": person_id.hex},
        )

    return PersonPart(feature, export, erase)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        for table in ("referred", "star"):
            session.execute(text(f"CREATE TABLE {table} (person TEXT, name TEXT)"))
        for table, person, name in (
            ("referred", ROSE, "Rose"),
            ("star", ROSE, "R."),
            ("star", FERN, "F."),
        ):
            session.execute(
                text(f"INSERT INTO {table} VALUES (:id, :name)"),
                {"id": person.hex, "name": name},
            )
        yield session
    engine.dispose()


@pytest.fixture
def people():
    people = People()
    people.add(part("referrals", "referred"))
    people.add(part("outcomes_star", "star"))
    return people


def test_an_export_holds_what_every_feature_keeps(session, people):
    assert people.export_of(session, ROSE) == {
        "referrals": {"name": "Rose"},
        "outcomes_star": {"name": "R."},
    }


def test_a_feature_that_keeps_nothing_says_so(session, people):
    assert people.export_of(session, FERN)["referrals"] == {}


def test_one_feature_erases_its_part_and_no_other(session, people):
    people.erase_from("outcomes_star", session, ROSE)
    assert people.export_of(session, ROSE) == {"referrals": {"name": "Rose"}, "outcomes_star": {}}
    assert people.export_of(session, FERN)["outcomes_star"] == {"name": "F."}


def test_erasing_twice_is_the_same_as_once(session, people):
    people.erase_from("referrals", session, ROSE)
    people.erase_from("referrals", session, ROSE)
    assert people.export_of(session, ROSE)["referrals"] == {}


def test_an_erasure_waits_for_every_feature(people):
    assert people.awaited([]) == ("referrals", "outcomes_star")
    assert people.awaited(["outcomes_star"]) == ("referrals",)
    assert people.awaited(["outcomes_star", "referrals"]) == ()


def test_a_feature_speaks_for_itself_once(people):
    with pytest.raises(ValueError, match="referrals"):
        people.add(part("referrals", "referred"))
    assert people.features() == ("referrals", "outcomes_star")
