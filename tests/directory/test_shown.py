"""A listing in the words of cards, pages and menus."""

from datetime import UTC, date, datetime, time

import pytest

from directory import shown
from directory.vocabulary import Audience, Checked, Cost, Joining, Place
from tests.support.published import a_published, a_slot

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"town": "Anytown", "postcode": "NE6 1AB"}, "Anytown, NE6 1AB"),
        ({"town": "", "locality": "Riverside", "postcode": "NE6 1AB"}, "Riverside, NE6 1AB"),
        ({"town": "", "locality": "", "postcode": ""}, "Ask where it is"),
        ({"place": Place.ONLINE}, "On-line"),
        ({"place": Place.WHOLE_AREA}, "Anywhere in Anytown"),
        ({"place": Place.HIDDEN}, "In Anytown: the group tells you where"),
        ({"place": Place.HIDDEN, "area": ""}, "The group tells you where"),
    ],
)
def test_where_in_a_few_words(facts, words):
    assert shown.place_words(a_published(**facts)) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"joining": Joining.ASK_FIRST, "phone": "01632 960123"}, "Ask before you come"),
        ({"joining": Joining.TURN_UP, "phone": ""}, Joining.TURN_UP.words),
        (
            {"joining": Joining.ASK_FIRST, "phone": ""},
            "Ask whoever keeps this directory how to join",
        ),
    ],
)
def test_on_paper_nobody_is_told_to_ask_whom_nobody_can_reach(facts, words):
    assert shown.joining_on_paper(a_published(**{"email": "", "website": "", **facts})) == words


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({"address": "1 High Street", "town": "Anytown"}, ("1 High Street", "Anytown, NE6 1AB")),
        (
            {"address": "1 High Street", "town": "", "locality": "", "postcode": ""},
            ("1 High Street", "Anytown"),
        ),
        ({"address": "", "place": Place.ONLINE}, ("On-line",)),
    ],
)
def test_where_line_by_line(facts, lines):
    assert shown.place_lines(a_published(**{"postcode": "NE6 1AB", **facts})) == lines


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"cost": Cost.FREE}, "Free"),
        ({"cost": Cost.ASK}, "Ask the group what it costs"),
        ({"cost": Cost.AMOUNT, "cost_pence": 350, "cost_words": "a session"}, "£3.50 a session"),
        ({"cost": Cost.AMOUNT, "cost_pence": 500}, "£5"),
        ({"cost": Cost.AMOUNT, "cost_pence": 100, "cost_words": "For tea."}, "£1. For tea."),
        ({"cost": Cost.AMOUNT}, "There is a charge"),
        ({"cost": Cost.DONATION, "cost_words": "Tea included"}, "Give what you like. Tea included"),
    ],
)
def test_what_it_costs(facts, words):
    assert shown.cost_words(a_published(**facts)) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Everybody"),
        ({"audiences": (Audience.EVERYBODY,)}, "Everybody"),
        (
            {"audiences": (Audience.MEN, Audience.CARERS, Audience.LGBT)},
            "Men, carers, LGBT+ people",
        ),
        ({"audiences": (Audience.MEN,), "minimum_age": 50}, "Men. Aged 50 and over"),
        ({"minimum_age": 5, "maximum_age": 11}, "Aged 5 to 11"),
        ({"maximum_age": 25}, "Aged up to 25"),
    ],
)
def test_who_it_is_for(facts, words):
    assert shown.audience_words(a_published(**facts)) == words


def test_when_it_is_next():
    assert shown.next_words(a_published(), SUNDAY) == "Next: Tuesday 24 November, 10am"
    without = a_published(slots=(a_slot(opens_at=None, closes_at=None),))
    assert shown.next_words(without, SUNDAY) == "Next: Tuesday 24 November"
    assert shown.next_words(a_published(slots=(), when="Ring us"), SUNDAY) == "Ring us"


def test_a_card_says_what_one_chooses_by():
    card = shown.card(a_published(checked=Checked.CHECKED, joining=Joining.ASK_FIRST), km=0.2)
    assert card.facts == (
        "Under half a mile away", "Every Tuesday, 10am to 12 noon", "Anytown, NE6 1AB", "Free",
        "Ask before you come",
    )  # fmt: skip
    assert [tag.words for tag in card.tags] == ["Checked"]
    assert card.text == "Take one of our dogs for a walk. Boots are lent."
    assert card.href == f"/listings/{card.id}"


def test_a_hidden_place_stands_apart():
    assert shown.card(a_published(place=Place.HIDDEN)).is_apart
    assert not shown.card(a_published()).is_apart


def test_a_number_is_dialled_without_spaces():
    assert shown.dialled("0191 498 (0102)") == "01914980102"
    assert shown.dialled("+44 7700 900123") == "+447700900123"


def test_a_time_of_day_is_said_as_people_say_it():
    evening = a_published(slots=(a_slot(opens_at=time(18, 30), closes_at=None),))
    assert shown.next_words(evening, SUNDAY).endswith(", 6:30pm")


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (Checked.NEW, ["New: not yet checked"]),
        (Checked.UNCHECKED, []),
        (Checked.NOT_CONFIRMED, ["Not confirmed lately"]),
    ],
)
def test_a_card_says_what_is_unusual_of_how_far_it_was_checked(checked, words):
    assert [tag.words for tag in shown.card(a_published(checked=checked)).tags] == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"checked": Checked.CHECKED}, "Last confirmed 3 March 2026"),
        ({"checked": Checked.UNCHECKED}, "Last confirmed 3 March 2026"),
        ({"checked": Checked.NEW, "confirmed_on": None}, "Not confirmed yet"),
        ({"checked": Checked.NOT_CONFIRMED},
         "Not confirmed since 3 March 2026: ring or write before you go"),
        ({"checked": Checked.NOT_CONFIRMED, "confirmed_on": None},
         "Not confirmed yet: ring or write before you go"),
    ],
)  # fmt: skip
def test_when_the_group_last_said_that_it_is_right(facts, words):
    said = {"confirmed_on": date(2026, 3, 3), **facts}
    assert shown.confirmed_words(a_published(**said)) == words
