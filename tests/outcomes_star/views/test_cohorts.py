"""The page on which a manager reads how people moved."""

from datetime import timedelta

from kernel.access import Role
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, a_reading, asked


def test_it_says_who_moved_who_is_missing_and_what_it_does_not_show(client, database):
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
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/inbox").links["How people moved"])
    assert "9 people started" in page.words and "1 are still under way" in page.words
    assert "+1.5 (+1.1 to +1.9)" in page.words
    assert "Fewer than 30 people answered both times." in page.words
    assert "People come when things are bad." in page.words
    assert "Person 1" not in page.words


def test_odd_questions_show_the_usual(client, database):
    with database.writing() as session:
        asked(session)
    signed_in(client, Role.LEAD_MANAGER)
    for odd in ("of=x", "of=ons4.99999999999", "period=never&by=person", "of=%00.1"):
        assert "How people moved" in client.page(f"/how-people-moved?{odd}").heading


def test_nobody_else_finds_it(client):
    for role in (Role.LINK_WORKER, Role.REFERRER, Role.ANALYST):
        signed_in(client, role)
        assert client.get("/how-people-moved").status_code == 403
