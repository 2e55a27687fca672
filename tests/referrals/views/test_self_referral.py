"""Somebody asks for a link worker by themselves, where that is switched on."""

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from accounts.models import Organisation
from referrals.lifecycle import State
from referrals.models import Consent, LeadSettings, Person, Referral
from referrals.queries.case import banner_of
from referrals.views.self_referral import FASTEST_PERSON
from tests.cast import NOON, a_lead_ntp, an_area
from tests.cast_directory import a_listing

MAYA = {
    "name": "Maya Thornton", "contact": "07700 900123", "why_now": "I would like company.",
    "consent": "y",
}  # fmt: skip
HERE = "/refer-yourself"


@pytest.fixture
def lead(database):
    """A lead NTP that takes people who refer themselves."""
    return switched_on(database)


def switched_on(database, name=""):
    with database.writing() as session:
        there = a_lead_ntp(session, name, is_host=not name)
        session.add(LeadSettings(lead_id=there.id, takes_self_referrals=True, changed_at=NOON))
    return there


def send(client, clock, answers, *, seconds=FASTEST_PERSON):
    """Open the page, take one's time, press the button."""
    form = client.page(HERE).form("name")
    clock.passes(seconds=seconds)
    return client.post(HERE, data=MultiDict(form.filled(answers)))


def people(database):
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Person))


def test_where_nobody_switched_it_on_it_says_what_to_do_instead(client, database):
    with database.writing() as session:
        a_lead_ntp(session)
    page = client.page(HERE)
    assert "Ask your GP practice" in page.words
    assert not page.tree.findall(".//input[@name='name']")


def test_what_somebody_writes_is_in_the_inbox_with_their_consent(client, clock, lead, database):
    answer = send(client, clock, {**MAYA, "no_voicemail": "y", "postcode": "ne61ab"})
    assert client.page(answer.location).heading == "Thank you"
    with database.reading() as session:
        row = session.scalars(sa.select(Referral)).one()
        assert (row.state, row.lead_id, row.practice_id) == (State.SENT, lead.id, None)
        assert row.link_worker_id is None
        assert (row.person.phone, row.person.no_voicemail) == ("07700 900123", True)
        assert row.person.locality_id is not None
        assert session.scalars(sa.select(Consent)).one().recipient_id == lead.id


def test_when_it_is_safe_to_ring_stands_on_the_case(client, clock, lead, database):
    send(client, clock, {**MAYA, "safe_times": "Weekdays before 3pm"})
    with database.reading() as session:
        row = session.scalars(sa.select(Referral)).one()
        assert banner_of(row.person).rules == ("Safe times: Weekdays before 3pm",)


def test_it_says_who_reads_it_and_what_is_kept(client, lead, database):
    page = client.page(HERE)
    assert f"{lead.name}, {lead.base_address}, reads what you write." in page.words
    assert page.links["What is kept, and who may see it"] == "/privacy"
    switched_on(database, "Southbank")
    assert "The organisation that you choose reads what you write." in client.page(HERE).words


def test_without_a_yes_nothing_is_kept(client, clock, lead, database):
    answer = send(client, clock, {**MAYA, "consent": []})
    assert answer.status_code == 422
    assert people(database) == 0


def test_words_of_danger_bring_the_numbers_at_once(client, clock, lead, database):
    answer = send(client, clock, {**MAYA, "why_now": "I want to die"})
    words = client.page(answer.location).words
    assert "Samaritans on 116 123" in words and "We are not an emergency service" in words
    assert "may not read them before Monday 23 November" in words
    assert "You need not do anything" not in words
    with database.reading() as session:
        assert session.scalars(sa.select(Referral.danger_at)).one()


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (
            "Monday to Friday, 9am to 5pm",
            "The hours are: Monday to Friday, 9am to 5pm. At other times",
        ),
        ("", "There may not always be an answer."),
    ],
)
def test_beside_the_number_stands_when_it_is_answered(client, clock, lead, database, hours, says):
    with database.writing() as session:
        row = session.get_one(Organisation, lead.id)
        row.phone, row.hours = "01632 960200", hours
    words = client.page(send(client, clock, MAYA).location).words
    assert f"on 01632 960200. {says}" in words


def test_a_machine_is_stopped_with_words_that_let_a_person_go_on(client, clock, lead, database):
    assert "very quick" in send(client, clock, MAYA, seconds=0).text
    answer = send(client, clock, {**MAYA, "nickname": "Bob"})
    assert "Leave the field" in answer.text
    assert people(database) == 0


def test_nobody_is_refused_by_a_contact_that_anybody_can_type(client, clock, lead):
    said = [send(client, clock, MAYA).status_code for _ in range(4)]
    assert said == [303, 303, 303, 303]


def test_one_network_can_send_ten_an_hour(client, clock, lead):
    said = [
        send(client, clock, {**MAYA, "contact": f"0770090012{n % 10}"}, seconds=4).status_code
        for n in range(11)
    ]
    assert said == [303] * 10 + [429]


def test_with_two_lead_ntps_somebody_chooses(client, clock, lead, database):
    other = switched_on(database, "Southbank Neighbours")
    send(client, clock, {**MAYA, "lead": str(other.id)})
    with database.reading() as session:
        assert session.scalars(sa.select(Referral.lead_id)).one() == other.id


def test_one_that_is_not_switched_on_gets_nothing(client, clock, lead, database):
    with database.writing() as session:
        other = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
    form = dict(client.page(HERE).form("name").filled(MAYA))
    clock.passes(seconds=FASTEST_PERSON)
    assert client.post(HERE, data={**form, "lead": str(other.id)}).status_code == 422
    assert people(database) == 0


class TestTheWayThere:
    """From public pages, where somebody takes such requests."""

    ASK = "Ask for a link worker"

    @pytest.fixture
    def pages(self, database):
        with database.writing() as session:
            listing = a_listing(session, area_id=an_area(session).id)
        return ("/", "/search?q=nothing+like+this", f"/listings/{listing.id}")

    def test_the_first_page_an_empty_search_and_a_listing_lead_there(self, client, lead, pages):
        for page in pages:
            assert client.page(page).links[self.ASK] == HERE

    def test_where_nobody_takes_them_nothing_leads_there(self, client, pages):
        for page in pages:
            assert self.ASK not in client.page(page).links
