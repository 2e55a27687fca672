"""The page of a group: no account, opening changes nothing, bad links all look the same."""

from datetime import timedelta

import pytest

from accounts import queries as accounts
from kernel.access import Role
from kernel.limits import Limit
from referrals.lifecycle import LinkState, State
from referrals.models import OnwardLink, Referral
from referrals.operations.links import Leave, introduce
from referrals.queries.links import standing_consent
from referrals.vocabulary import News
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


def test_the_letter_says_near_you_only_where_we_know_where_they_live(
    client, database, letters, link
):
    assert "near you" not in letters()[-1].text
    with database.writing() as session:
        asha = a_link_worker(session)
        other = a_link(session, asha, a_shelter(session, group="Others"), is_asked=False)
        place = accounts.locality_of(session, "NE6 1AB")
        assert place is not None
        other.person.locality_id = place.id
        introduce(
            session, asha, other.referral_id, other.id, leave=Leave(said_yes=True, how="Told me"),
            by_letter=True, at=NOON,
        )  # fmt: skip
    assert "Somebody who lives near you" in letters()[-1].text


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
    assert "You said yes." in client.page(address).words
    client.submit(f"{address}/came", {**DAY, "came": "yes"})
    assert "Days that are written down 22 November 2026: came" in client.page(address).words
    done = client.submit(
        f"{address}/how-it-went",
        {"coming": "finished", "words": "She laughs", "value": "More company"},
    )
    assert done.location == "/answer"
    assert "We have passed on your answer." in client.page("/answer").words
    assert "passed on" not in client.page("/answer").words
    row = stored(database, link)
    assert (row.state, row.value_words) == (LinkState.FINISHED, "More company")


def test_an_answer_says_what_can_be_chosen(client, address):
    assert client.refused_page(address, {}).mistakes == ["Choose yes, no, or another day."]


def test_no_needs_a_reason_and_can_be_put_right_behind_the_same_link(
    client, database, link, address
):
    assert client.refused_page(address, {"answer": "refuse"}).mistakes == ["Choose why not."]
    client.submit(address, {"answer": "refuse", "reason": "full"})
    assert stored(database, link).state is LinkState.REFUSED
    assert "Open the link in our letter once more." in client.page("/answer").words
    page = client.page(address)
    assert "You said no." in page.words
    assert "07700 900123" not in page.words
    for path in ("/came", "/how-it-went"):
        client.page(f"{address}{path}", status=404)
    client.submit(address, {"answer": "refuse", "reason": "other", "words": "We have moved"})
    assert stored(database, link).group_says == "We have moved"
    client.submit(address, {"answer": "propose", "day": "Friday at 2"})
    assert stored(database, link).state is LinkState.INTRODUCED
    client.submit(address, {"answer": "refuse", "reason": "full"})
    client.submit(address, {"answer": "accept"})
    assert (stored(database, link).state, stored(database, link).news) == (
        LinkState.ACCEPTED, News.ACCEPTED,
    )  # fmt: skip


def test_a_yes_can_be_put_right_too(client, database, link, address):
    client.submit(address, {"answer": "accept"})
    client.submit(address, {"answer": "refuse", "reason": "full"})
    assert stored(database, link).state is LinkState.REFUSED


def test_after_a_no_the_link_ends_with_the_case(client, database, link, address):
    client.submit(address, {"answer": "refuse", "reason": "full"})
    with database.writing() as session:
        session.get_one(Referral, link.referral_id).state = State.COMPLETED
    client.page(address, status=404)


def test_where_the_page_is_gone_it_says_to_ring(client, address):
    client.submit(address, {"answer": "accept"})
    done = client.submit(f"{address}/how-it-went", {"coming": "stopped"})
    client.page(address, status=404)
    assert "Ring the number in our letter." in client.page(done.location).words


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
