import io

import pytest

from directory.imports import USUAL, hsds_tables
from kernel.errors import RuleBroken
from tests.support.sheets import TABLES, a_zip


def row_of(tables):
    (_, headings), (_, cells) = hsds_tables.lines(io.BytesIO(a_zip(tables)), USUAL)
    return dict(zip(headings, cells, strict=True))


def test_tables_are_joined_by_their_ids():
    row = row_of(TABLES)
    assert (row["group"], row["group_description"]) == ("Anytown Arts", "We sing")
    assert (row["name"], row["phone"]) == ("Community choir", "01632 960125")
    assert (row["address"], row["town"], row["postcode"]) == ("1 High Street", "Anytown", "NE6 1AB")
    assert (row["when"], row["terms"]) == ("Thursday, 19:00 to 21:00", "arts-for-health")
    assert (row["latitude"], row["longitude"]) == ("54.97", "-1.58")


def test_only_the_services_must_be_there():
    assert row_of({"services.csv": TABLES["services.csv"]})["name"] == "Community choir"
    with pytest.raises(RuleBroken, match=r"services\.csv"):
        row_of({"organizations.csv": TABLES["organizations.csv"]})


def test_links_that_lead_nowhere_are_passed_over():
    broken = TABLES | {
        "services_at_location.csv": "id,service_id,location_id\nx,s1,nowhere\ny,,l1\n",
        "service_attributes.csv": "id,service_id,taxonomy_term_id\nb,s1,nothing\n",
    }
    assert row_of(broken)["postcode"] == ""


@pytest.mark.parametrize("name", ["services.csv", "Data/Services.CSV", "x\\service.csv"])
def test_a_table_is_known_by_the_name_of_its_file(name):
    assert hsds_tables.table_name(name) == "services"


def test_ids_of_any_kind_do_no_harm():
    tables = {
        "services": [{"id": ["a"], "name": "x", "organization_id": {}}, {"id": 1}],
        "contacts": [{"service_id": [1]}],
        "locations": [{"id": None}],
    }
    assert len(list(hsds_tables.nested(tables))) == 2
