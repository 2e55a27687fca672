import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from directory.feed import tables, v1, v3
from directory.imports import (
    Complaint,
    Draft,
    Limits,
    Tally,
    Weight,
    drafts,
    guess_columns,
    outcome_of,
    read,
)
from directory.vocabulary import Audience, Cost, Domain, Joining, Need, Place
from kernel.errors import RuleBroken
from tests.support.published import a_published
from tests.support.sheets import (
    HEADINGS,
    KNITTING,
    WALKING,
    a_csv,
    a_feed_service,
    a_workbook,
    as_json,
)

TODAY = date(2026, 3, 1)
SHEFFIELD = Path(__file__).parents[4] / "shared" / "data" / "sheffield_providers.csv"

needs_sheffield = pytest.mark.skipif(
    not SHEFFIELD.exists(), reason="the Sheffield file (../shared/data) is not here"
)


def all_of(name, data, **limits):
    sheet = read(name, data, limits=Limits(**limits))
    matching = guess_columns(sheet.headings, [row.cells for row in sheet.sample()])
    return list(drafts(sheet, matching, today=TODAY))


def one(headings, *cells):
    (item,) = all_of("a.csv", a_csv(headings.split(","), cells))
    return item


def known_after(items):
    return {item.key: item.fingerprint for item in items if isinstance(item, Draft)}


def tally(items, known):
    return Tally.of(outcome_of(item, known) for item in items).line()


class TestGoodRows:
    def test_a_row_becomes_a_draft(self):
        (draft,) = all_of("groups.csv", a_csv(HEADINGS, WALKING))
        assert (draft.row, draft.key) == (2, "id:1")
        assert (draft.group, draft.name) == ("Anytown Shelter", "Dog walking")
        assert (draft.phone, draft.postcode, draft.place) == (
            "01632 960123",
            "NE6 1AB",
            Place.SOMEWHERE,
        )
        assert draft.notes == draft.also_said == ()

    def test_html_becomes_plain_text_with_its_paragraphs(self):
        draft = one("name,details", "Knit &amp; Natter", "<p>Bring wool.</p><p>Or <b>not</b>.</p>")
        assert (draft.name, draft.description) == ("Knit & Natter", "Bring wool.\n\nOr not.")

    def test_one_name_is_the_name_of_both(self):
        assert one("organisation,details", "Knit", "x").name == "Knit"
        assert one("name,details", "Knit", "x").group == "Knit"

    def test_several_columns_of_one_fact_are_put_together(self):
        draft = one("name,address 1,address 2,town", "Knit", "Town Hall", "High Street", "Anytown")
        assert (draft.address, draft.town) == ("Town Hall, High Street", "Anytown")

    def test_words_of_any_column_find_their_list(self):
        draft = one(
            "name,town,tags,how to join,cost,languages,step free",
            "Knit",
            "Anytown",
            "volunteering; company; carers; shoes",
            "Drop-in",
            "£2",
            "Welsh / Bengali",
            "yes",
        )
        assert draft.domains == (Domain.VOLUNTEERING,)
        assert (draft.needs, draft.audiences) == ((Need.COMPANY,), (Audience.CARERS,))
        assert (draft.joining, draft.cost, draft.cost_pence) == (Joining.TURN_UP, Cost.AMOUNT, 200)
        assert (draft.languages, draft.is_step_free) == (("Welsh", "Bengali"), True)
        assert draft.also_said == ("Words that describe it: shoes",)

    def test_our_own_download_comes_back_as_it_was(self):
        listing = a_published(needs=(Need.MOVING,), minimum_age=16, languages=("Welsh",))
        text = "".join(tables.csv_file([listing]))
        (draft,) = all_of("listings.csv", text.encode())
        for fact in (
            "name",
            "description",
            "domains",
            "needs",
            "joining",
            "when",
            "cost",
            "phone",
            "email",
            "website",
            "place",
            "address",
            "town",
            "postcode",
            "latitude",
            "longitude",
            "minimum_age",
            "languages",
        ):
            assert getattr(draft, fact) == getattr(listing, fact), fact
        assert draft.group == listing.group.name and draft.key == f"id:{listing.id}"

    @pytest.mark.parametrize(
        "shape",
        [lambda one: v3.service(one, on=TODAY), lambda one: v1.service(one, on=TODAY)],
        ids=["3.0", "1.0"],
    )
    def test_our_own_feed_comes_back_as_it_was(self, shape):
        listing = a_published(minimum_age=16, languages=("Welsh",), is_step_free=True)
        (draft,) = all_of("feed.json", as_json({"contents": [shape(listing)]}))
        for fact in (
            "name",
            "description",
            "domains",
            "joining",
            "when",
            "cost",
            "phone",
            "website",
            "place",
            "address",
            "town",
            "postcode",
            "latitude",
            "minimum_age",
            "languages",
            "is_step_free",
        ):
            assert getattr(draft, fact) == getattr(listing, fact), fact
        assert draft.group == listing.group.name

    def test_a_feed_brings_drafts(self):
        (draft,) = all_of("feed.json", as_json([a_feed_service(status="inactive")]))
        assert (draft.key, draft.cost_pence) == ("id:ac148810-d857-441c-9679-408f346de14b", 250)
        assert draft.reviewed_on == date(2026, 1, 5)
        assert "inactive" in draft.notes[0].says


class TestBadRows:
    def test_only_a_row_without_a_name_or_without_anything_is_refused(self):
        nameless, empty, fine = all_of(
            "a.csv",
            a_csv(
                ("name", "details", "tel"),
                ("", "x", ""),
                ("Knit", "N/A", "-"),
                ("Walk", "<p>&nbsp;x</p>", ""),
            ),
        )
        assert (nameless.weight, nameless.row) == (Weight.REFUSED, 2)
        assert "no name" in nameless.says
        assert (empty.weight, empty.row) == (Weight.REFUSED, 3)
        assert isinstance(fine, Draft)

    @pytest.mark.parametrize(
        ("heading", "cell"),
        [
            ("phone", "ring the bell"),
            ("postcode", "NE6"),
            ("website", "ask us"),
            ("email", "knit at group"),
            ("charity number", "1.12E+06"),
            ("minimum age", "old"),
        ],
    )
    def test_what_cannot_be_used_is_kept_and_noted_with_row_and_column(self, heading, cell):
        draft = one(f"name,{heading},details", "Knit", cell, "Bring wool.")
        (note,) = draft.notes
        assert (note.row, note.column, note.weight) == (2, heading, Weight.NOTE)
        assert cell.lower() in draft.also_said[0].lower()

    def test_a_nonsense_day_is_left_out(self):
        draft = one("name,details,last_review_date", "Knit", "x", "1969-12-31")
        assert draft.reviewed_on is None and len(draft.notes) == 1

    def test_cells_beyond_the_headings_are_kept(self):
        draft = one("name,details", "Knit", "x", "see the board")
        assert draft.also_said == ("see the board",) and len(draft.notes) == 1

    def test_text_that_is_too_long_is_cut_and_noted(self):
        draft = one("name,details", "Knit", "wool " * 3000)
        assert len(draft.description) <= 5000 and draft.description.endswith("…")
        assert draft.notes[0].column == "details"


class TestAgain:
    def test_a_second_run_changes_nothing(self):
        items = all_of("groups.csv", a_csv(HEADINGS, WALKING, KNITTING))
        assert tally(items, {}) == "2 new, 0 changed, 0 unchanged, 0 refused"
        assert tally(items, known_after(items)) == "0 new, 0 changed, 2 unchanged, 0 refused"

    def test_a_workbook_of_the_same_rows_changes_nothing_either(self):
        known = known_after(all_of("groups.csv", a_csv(HEADINGS, WALKING, KNITTING)))
        items = all_of("groups.xlsx", a_workbook(HEADINGS, KNITTING, WALKING))
        assert tally(items, known) == "0 new, 0 changed, 2 unchanged, 0 refused"

    def test_a_changed_row_is_known_by_its_id(self):
        known = known_after(all_of("groups.csv", a_csv(HEADINGS, WALKING)))
        moved = (*WALKING[:-1], "NE6 1AC")
        items = all_of("groups.csv", a_csv(HEADINGS, moved))
        assert tally(items, known) == "0 new, 1 changed, 0 unchanged, 0 refused"

    def test_without_an_id_the_name_and_the_postcode_say_which_row_it_is(self):
        (first,) = all_of("a.csv", a_csv(("name", "postcode", "details"), ("Knit", "NE6 1AB", "x")))
        (second,) = all_of("a.csv", a_csv(("name", "postcode", "details"), ("KNIT", "ne61ab", "y")))
        assert first.key == second.key and first.fingerprint != second.fingerprint

    def test_a_repeated_row_is_read_once(self):
        items = all_of("groups.csv", a_csv(HEADINGS, WALKING, KNITTING, WALKING))
        assert [type(item) for item in items] == [Draft, Draft, Complaint]
        assert "row 2" in items[2].says
        assert tally(items, {}) == "2 new, 0 changed, 1 unchanged, 0 refused"

    def test_rows_that_share_an_id_but_not_their_facts_are_both_kept(self):
        other = (WALKING[0], *KNITTING[1:])
        items = all_of("groups.csv", a_csv(HEADINGS, WALKING, other, other))
        assert [item.key for item in items[:2]] == ["id:1", "id:1#2"]
        assert items[2].weight is Weight.REPEATED

    def test_many_rows_may_share_an_id(self):
        rows = [("1", f"Group {n}", "Knit", "Wool", "", "") for n in range(3000)]
        assert len({item.key for item in all_of("a.csv", a_csv(HEADINGS, *rows))}) == 3000


@needs_sheffield
class TestSheffield:
    """199 real organisations: each has a name and at least one contact, place or description."""

    def test_every_row_is_read_and_none_is_refused(self):
        items = all_of(SHEFFIELD.name, SHEFFIELD)
        assert tally(items, {}) == "199 new, 0 changed, 0 unchanged, 0 refused"
        assert tally(items, known_after(items)) == "0 new, 0 changed, 199 unchanged, 0 refused"

    def test_no_mark_of_html_is_left(self):
        for draft in all_of(SHEFFIELD.name, SHEFFIELD):
            assert not {"<p", "<br", "</", "&#", "&nbsp;"} & set(draft.description.split())
            assert "<p>" not in draft.description and "&#160;" not in draft.description

    def test_what_is_odd_is_noted(self):
        notes = Counter(
            note.column for draft in all_of(SHEFFIELD.name, SHEFFIELD) for note in draft.notes
        )
        assert notes == {"last_review_date": 7, "phone": 1}


class TestDirtyFiles:
    """reliability.md F4: two hundred files with something wrong, always the same ones."""

    @pytest.mark.parametrize("seed", range(160))
    def test_a_spoilt_csv_file_is_read_or_refused_in_words(self, seed):
        check_spoilt(spoilt_csv(random.Random(seed)))

    @pytest.mark.parametrize("seed", range(40))
    def test_a_spoilt_workbook_is_read_or_refused_in_words(self, seed):
        check_spoilt(spoilt_workbook(random.Random(seed)))


def check_spoilt(data):
    try:
        first = all_of("groups", data)
    except RuleBroken as refusal:
        assert refusal.message.endswith(".")
        return
    for item in first:
        assert isinstance(item, Draft | Complaint)
    known = known_after(first)
    again = [outcome_of(item, known) for item in all_of("groups", data)]
    assert not {"new", "changed"} & set(again)


ODD_CELLS = (
    "",
    "4.57E+11",
    "9.434765919E+09",
    "1900-01-00",
    "31/02/2020",
    "a\r\nb\nc",
    '"',
    "'",
    "=1+1",
    "\ufeff",
    "\x00\x01",
    "é" * 300,
    "<p>x",
    "&#99999999;",
    "NaN",
    "-",
    "🙂",
    "x" * 30_000,
)


def spoilt_rows(chance):
    rows = [list(HEADINGS), *([str(n), *WALKING[1:]] for n in range(20))]
    for _ in range(chance.randrange(1, 12)):
        row = chance.choice(rows)
        place = chance.randrange(len(row)) if row else 0
        match chance.randrange(6):
            case 0:
                row[place : place + 1] = [chance.choice(ODD_CELLS)]
            case 1:
                del row[place : place + 1]
            case 2:
                row.insert(place, chance.choice(ODD_CELLS))
            case 3:
                rows.insert(chance.randrange(len(rows)), [])
            case 4:
                rows.append(list(row))
            case 5:
                rows[0].append(chance.choice([*HEADINGS, "", "shoe size"]))
    return rows


def spoilt_csv(chance):
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
    text = a_csv(*spoilt_rows(chance), delimiter=chance.choice(",;\t|")).decode()
    data = bytearray(text.encode(encoding, "replace"))
    for _ in range(chance.choice([0, 0, 1, 5, 50])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice([len(data), len(data) - 7, len(data) // 2])])


def spoilt_workbook(chance):
    rows = [
        ["".join(letter for letter in cell if letter >= " ") for cell in row]
        for row in spoilt_rows(chance)
    ]
    data = bytearray(a_workbook(*rows))
    for _ in range(chance.choice([0, 0, 1, 5, 50])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice([len(data), len(data), len(data) - 7, len(data) // 2])])
