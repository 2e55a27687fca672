import csv
import io
import json
from datetime import date

import pytest

from directory.feed import tables
from directory.vocabulary import Place
from tests.support.published import a_group, a_published

FORMULAS = ["=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "\r=1"]


def rows_of(*listings):
    text = "".join(tables.csv_file(listings)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_listing_is_one_row():
    (row,) = rows_of(a_published(languages=("Welsh", "Bengali"), confirmed_on=date(2026, 2, 6)))
    assert row["name"] == "Dog walking"
    assert row["description"] == "Take one of our dogs for a walk.\n\nBoots are lent."
    assert row["domains"] == "physical-activity; volunteering"
    assert (row["longitude"], row["latitude"]) == ("-1.58", "54.975")
    assert (row["confirmed_on"], row["languages"]) == ("2026-02-06", "Welsh; Bengali")


def test_the_file_tells_spreadsheets_that_it_is_utf_8():
    assert next(iter(tables.csv_file([]))) == "\ufeff"


def test_a_hidden_place_leaves_its_columns_empty():
    hidden = a_published(place=Place.HIDDEN, address="Canary Refuge House", town="Canary")
    (row,) = rows_of(hidden)
    assert row["address"] == row["town"] == row["postcode"] == row["latitude"] == ""
    assert "Canary" not in "".join(tables.json_file([hidden]))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_that_people_typed_can_run(formula):
    listing = a_published(
        name=formula, description=formula, address=formula, group=a_group(name=formula)
    )
    (row,) = rows_of(listing)
    for column in ("name", "description", "address", "group"):
        assert row[column].startswith("'")


def test_the_json_holds_the_same_rows_without_gaps():
    held = json.loads("".join(tables.json_file([a_published(), a_published(town="")])))
    assert [row["name"] for row in held["listings"]] == ["Dog walking", "Dog walking"]
    assert "town" not in held["listings"][1]
    assert json.loads("".join(tables.json_file([]))) == {"listings": []}


def test_every_column_says_what_it_means():
    assert all(column.says.endswith(".") for column in tables.COLUMNS)
    names = [column.name for column in tables.COLUMNS]
    assert len(names) == len(set(names))
