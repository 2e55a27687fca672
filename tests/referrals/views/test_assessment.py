"""The page of the first meeting: facts are asked, sums are counted, the hint decides nothing."""

from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from kernel.access import Role
from referrals.criteria import HINTS, Level
from referrals.operations.meeting import Booking, book
from referrals.vocabulary import Channel
from tests.cast import NOON, signed_in
from tests.cast_caseload import a_case

ANSWERS = {
    "minutes": "70",
    "co_morbidities": "2",
    "mental_health": "low-mood",
    "mobility": "mobile",
    "ongoing_input": "minimal",
    "support_level": "moderate",
    "severity": "some",
}


def test_the_first_meeting_is_recorded_and_put_right(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    address = client.page(f"/cases/{row.id}").links["Record the first meeting"]
    assert client.submit(address, ANSWERS).status_code == 303
    words = client.page(f"/cases/{row.id}").words
    assert "70 minutes" in words and "Low mood" in words and HINTS[Level.SOME] in words
    right = client.page(f"/cases/{row.id}").links["Put it right"]
    page = client.refused_page(right, {"support_level": "high"})
    assert page.mistakes == ["Say why they need more or less support than before."]
    client.submit(right, {"support_level": "high", "because": "Her knee"})
    assert "High support" in client.page(f"/cases/{row.id}").words


def test_nobody_says_how_many_conditions_there_are_unless_somebody_asked(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    answers = {name: value for name, value in ANSWERS.items() if name != "co_morbidities"}
    page = client.refused_page(f"/cases/{row.id}/assess", answers)
    assert page.mistakes == ["Enter how many conditions they have."]


@pytest.mark.parametrize(
    ("address", "answers", "mistake"),
    [
        ("assess", ANSWERS, "Choose how you met."),
        ("book", {"minutes": "30", "time": "10am"}, "Choose how you meet."),
    ],
)
def test_nobody_meets_in_a_way_that_is_none(client, database, address, answers, mistake):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = f"/cases/{row.id}/{address}"
    filled = client.page(page).form("minutes").filled(answers)
    sent = [*((name, given) for name, given in filled if name != "channel"), ("channel", "")]
    answer = client.post(page, data=MultiDict(sent))
    assert (answer.status_code, mistake in answer.text) == (422, True)


def test_a_meeting_booked_for_another_day_stays_and_the_page_says_so(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
        book(session, asha, row.id, Booking(Channel.PHONE, NOON + timedelta(days=4), 30), at=NOON)
    client.submit(f"/cases/{row.id}/assess", ANSWERS)
    words = client.page(f"/cases/{row.id}").words
    assert "The meeting booked for 26 November 2026 stays." in words
    assert "26 November 2026 at 12pm Held" not in words and "Move or call off" in words


def test_no_band_and_no_price_is_shown(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.submit(f"/cases/{row.id}/assess", ANSWERS)
    words = client.page(f"/cases/{row.id}/assess-again").words
    assert " band" not in words.lower() and "£" not in words


def test_every_mistake_is_named_at_its_field(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    assert client.refused_page(f"/cases/{row.id}/assess", {"minutes": ""}).mistakes == [
        "Enter how many minutes.", "Enter how many conditions they have.",
        "Choose how they are in themselves.",
        "Choose how they get about.", "Choose how you will keep in touch with them.",
        "Choose how much support they need.",
    ]  # fmt: skip


def test_nothing_is_put_right_before_the_first_meeting(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    assert client.get(f"/cases/{row.id}/assess-again").status_code == 404
