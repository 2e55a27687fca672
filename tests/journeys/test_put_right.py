"""Somebody asks for a link worker by themselves, and gets their own page in the end.

They were not asked for a date of birth, and wrote a digit of their number wrong. Their link worker puts
both right on the case, sends the link, and the page opens with that date. A mistake in the date is put
right too: then the old link opens nothing, and a new one asks for the new date.
"""

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from kernel.access import Role
from referrals.models import LeadSettings, Referral
from referrals.views.self_referral import FASTEST_PERSON
from tests.cast import NOON, a_lead_ntp, signed_in

WRONG, RIGHT = "07700 900123", "07700 900132"


def born(day):
    return {"born_on-day": str(day), "born_on-month": "5", "born_on-year": "1948"}


@pytest.fixture
def person(app):
    return app.test_client()


def refer_yourself(person, clock):
    form = person.page("/refer-yourself").form("name")
    clock.passes(seconds=FASTEST_PERSON)
    answers = {"name": "Maya Thornton", "contact": WRONG, "why_now": "Company.", "consent": "y"}
    assert person.post("/refer-yourself", data=MultiDict(form.filled(answers))).status_code == 303


def test_from_a_wrong_number_to_their_own_page(client, person, database, clock, letters):
    with database.writing() as session:
        lead = a_lead_ntp(session)
        session.add(LeadSettings(lead_id=lead.id, takes_self_referrals=True, changed_at=NOON))
    refer_yourself(person, clock)
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = session.scalars(sa.select(Referral)).one()
        row.link_worker_id = asha.user_id
    case = f"/cases/{row.id}"
    address = client.page(case).links["Write it down"]
    client.submit(address, {"phone": RIGHT, "because": "They rang us"} | born(18))
    client.submit(case, button="Send them the link")
    letter = letters()[-1]
    assert letter.to == RIGHT
    assert "Hello Maya Thornton" in opened(person, letter.link, 18)
    client.submit(address, born(17) | {"known_as": "May"})
    for day in (18, 17):
        assert person.submit(letter.link, born(day), button="Open my page").status_code == 422
    client.submit(case, button="Send them the link")
    new = letters()[-1]
    assert new.link != letter.link
    assert "Hello May" in opened(person, new.link, 17)


def opened(person, link, day):
    answer = person.submit(link, born(day), button="Open my page")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
