import pytest

from directory.feed import tables
from directory.imports import Field, Matching, fits, guess_columns
from directory.imports.columns import recognised
from kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Org name", Field.GROUP),
        ("ORGANISATION", Field.GROUP),
        ("orgName", Field.GROUP),
        ("telephone", Field.PHONE),
        ("Tel. No.", Field.PHONE),
        ("Phone (2)", Field.PHONE),
        ("E-mail address", Field.EMAIL),
        ("postcode", Field.POSTCODE),
        ("Post Code", Field.POSTCODE),
        ("details", Field.DESCRIPTION),
        ("Address line 2", Field.ADDRESS),
        ("address_1", Field.ADDRESS),
        ("Day/Time", Field.WHEN),
        ("last_review_date", Field.REVIEWED_ON),
        ("What is the name of your organisation?", Field.GROUP),
        ("Please describe what you do", Field.DESCRIPTION),
        ("What is your telephone number?", Field.PHONE),
        ("favourite colour", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_a_heading_is_known_by_any_usual_name(heading, field):
    assert recognised(heading) is field


def test_a_heading_that_says_nothing_is_known_by_what_stands_below_it():
    headings = ("A", "B", "C", "D", "E")
    sample = [
        ("Knit", "01632 960124", "knit@group.example", "NE6 1AB", "https://knit.example"),
        ("Walk", "(01632) 960123", "walk@group.example", "ne61ac", "www.walk.example"),
    ]
    assert guess_columns(headings, sample).fields == {
        "A": None,
        "B": Field.PHONE,
        "C": Field.EMAIL,
        "D": Field.POSTCODE,
        "E": Field.WEBSITE,
    }


def test_a_guess_from_cells_does_not_take_what_a_heading_has_named():
    matching = guess_columns(("email", "other"), [("a@b.example", "c@d.example")])
    assert matching.fields["other"] is None


def test_a_fact_that_cannot_be_joined_is_taken_from_its_first_column():
    matching = guess_columns(("name", "title", "phone", "mobile"), [])
    assert matching.fields["title"] is None
    assert matching.fields["phone"] is matching.fields["mobile"] is Field.PHONE


def test_unknown_columns_are_named():
    assert guess_columns(("name", "shoe size"), []).unknown == ("shoe size",)


def test_a_matching_is_remembered_as_plain_words():
    matching = guess_columns(("name", "tel", "shoe size"), [])
    names = matching.as_names()
    assert names == {"name": "name", "tel": "phone", "shoe size": ""}
    assert Matching.from_names(names, ("name", "tel", "shoe size")) == matching
    assert fits(names, ("tel", "shoe size", "name")) and not fits(names, ("name", "tel"))


def test_a_fact_that_there_is_not_is_refused():
    with pytest.raises(RuleBroken, match="shoe"):
        Matching.from_names({"name": "shoe size"}, ("name",))


def test_every_column_of_our_own_download_that_a_draft_can_hold_is_known():
    unknown = {column.name for column in tables.COLUMNS if recognised(column.name) is None}
    assert unknown == {"group_id", "places_left", "waiting_weeks", "area", "checked"}
