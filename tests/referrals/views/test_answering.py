"""The page of a group: no account, opening changes nothing, bad links all look the same."""

from datetime import timedelta

import pytest

from kernel.access import Role
from kernel.limits import Limit
from referrals.lifecycle import LinkState
from referrals.models import OnwardLink
from referrals.operations.links import Leave
from referrals.queries.links import standing_consent
from tests.cast import NOON, a_lead_ntp, a_link_worker, signed_in
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter, a_token

DAY = {"on-day": "22", "on-month": "11", "on-year": "2026"}


@pytest.fixture
def link(app, database):
    with database.writing() as session:
        a_lead_ntp(session)
        asha = a_link_worker(session, name="Asha Begum")
        return a_link(session, asha, a_shelter(session), leave=Leave(said_yes=True, phone=True))


@pytest.fixture
def address(database, link):
    with database.writing() as session:
        return f"/answer/{a_token(session, link)}"


def stored(database, link):
    with database.reading() as session:
        row = session.get_one(OnwardLink, link.id)
        session.expunge(row)
        return row


def test_the_letter_leads_to_a_page_with_a_first_name_and_no_more(client, letters, link):
    shown = client.page(letters()[-1].link)
    assert shown.heading == "Maya would like to come to Dog walking"
    assert "07700 900123" in shown.words
    assert "Asha Begum" in shown.words
    for secret in ("Thornton", "weight", "stairs", "husband", "1948", "maya@example.org"):
        assert secret not in shown.words


def test_it_is_for_nobodys_search_engine(client, address):
    assert '<meta name="robots" content="noindex">' in client.get(address).text


@pytest.mark.parametrize("path", ["", "/came", "/how-it-went"])
def test_no_browser_keeps_it_and_no_title_names_anybody(client, address, path):
    answer = client.get(f"{address}{path}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Maya" not in answer.text.partition("</title>")[0]


def test_opening_it_twice_by_robot_changes_nothing(client, database, link, address):
    for path in ("", "/came", "/how-it-went"):
        for _ in range(2):
            client.page(f"{address}{path}")
    assert stored(database, link).state is LinkState.INTRODUCED


def test_yes_then_who_came_then_how_it_went(client, database, link, address):
    client.submit(address, {"answer": "accept", "words": "Ask for Jo"})
    assert "The group said yes." in client.page(address).words
    client.submit(f"{address}/came", {**DAY, "came": "yes"})
    assert "22 November 2026: came" in client.page(address).words
    done = client.submit(
        f"{address}/how-it-went",
        {"coming": "finished", "words": "She laughs", "value": "More company"},
    )
    assert done.location == "/answer"
    assert "We have passed on your answer." in client.page("/answer").words
    assert "passed on" not in client.page("/answer").words
    row = stored(database, link)
    assert (row.state, row.value_words) == (LinkState.FINISHED, "More company")


def test_no_needs_a_reason_and_ends_the_page(client, database, link, address):
    assert client.refused_page(address, {"answer": "refuse"}).mistakes == ["Choose why not."]
    client.submit(address, {"answer": "refuse", "reason": "full"})
    assert stored(database, link).state is LinkState.REFUSED
    client.page(address, status=404)


def test_another_day_can_be_proposed(client, database, link, address):
    client.submit(address, {"answer": "propose", "day": "Friday at 2"})
    assert "You proposed: Friday at 2." in client.page(address).words
    assert stored(database, link).state is LinkState.INTRODUCED


def test_a_funded_group_is_asked_for_what_it_owes(client, database, app):
    with database.writing() as session:
        asha = a_link_worker(session)
        link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)))
        address = f"/answer/{a_token(session, link)}"
    assert "They cook once a week" in client.page(address).words
    client.submit(f"{address}/how-it-went", {"coming": "finished", "outcome_0": "partly"})
    row = stored(database, link)
    assert row.state is LinkState.OUTCOME_RECEIVED
    assert row.outcomes_told[0]["met"] == "partly"
    client.page(address, status=404)


def test_all_that_is_not_good_is_refused_in_the_same_bytes(client, database, link, address, clock):
    """Unknown, revoked, too old, or the yes was taken back: nobody can tell which."""
    told = []

    def look(at):
        for path in ("", "/came", "/how-it-went"):
            answer = client.get(f"{at}{path}")
            told.append((answer.status_code, answer.data))

    look("/answer/made-up")
    with database.writing() as session:
        standing_consent(session, session.get_one(OnwardLink, link.id)).withdrawn_at = NOON
    look(address)
    with database.writing() as session:
        asha = a_link_worker(session)
        other = a_link(session, asha, a_shelter(session, group="Others"))
        old = f"/answer/{a_token(session, other)}"
    client.page(old)
    clock.now = NOON + timedelta(days=181)
    look(old)
    assert len(set(told)) == 1
    assert told[0][0] == 404


def test_a_bad_link_takes_no_answer_either(client, database, link, address):
    form = client.page(address).form("answer")
    sent = dict(form.filled({"answer": "accept"}))
    answer = client.post("/answer/made-up", data=sent)
    assert answer.status_code == 404
    assert stored(database, link).state is LinkState.INTRODUCED


def test_too_many_answers_from_one_network_are_stopped(client, monkeypatch, address):
    few = Limit("few answers", 2, timedelta(hours=1), "Wait an hour, then try again.")
    monkeypatch.setattr("referrals.views.answering.ANSWERS_FROM_NETWORK", few)
    for _ in range(2):
        client.submit(f"{address}/came", {**DAY, "came": "no"})
    refused = client.submit(f"{address}/came", {**DAY, "came": "no"})
    assert refused.status_code == 429
    assert "Wait an hour" in refused.text


def test_somebody_signed_in_sees_the_groups_page_as_the_group_does(client, link, address):
    signed_in(client, Role.LINK_WORKER)
    assert client.page(address).heading == "Maya would like to come to Dog walking"
