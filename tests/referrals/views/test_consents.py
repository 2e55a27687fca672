"""The page on which a yes is taken back."""

import sqlalchemy as sa

from kernel.access import Role
from referrals.models import Consent
from referrals.vocabulary import Recipient
from tests.cast import signed_in
from tests.cast_plans import a_link, a_shelter
from tests.cast_referrals import a_referral


def test_a_link_worker_records_that_a_yes_was_taken_back(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_referral(session, worker=asha)
    address = client.page(f"/cases/{row.id}").links["What they said yes to"]
    assert client.refused_page(address, button="Take it back").mistakes == ["Choose one."]
    words = client.page(address).words
    assert "Given on 22 November 2026" in words
    assert "open cases are taken back" in words
    (yes,) = client.page(address).form("consent").offered("consent")
    assert client.submit(address, {"consent": yes}).location == "/desk"
    assert "Maya Thornton took back their consent." in client.page("/desk").words
    client.page(f"/cases/{row.id}", status=404)
    assert "There are no cases here." in client.page("/cases").words


def test_a_groups_yes_is_named_and_the_case_goes_on(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session))
    address = f"/consents/{link.person_id}"
    page = client.page(address)
    assert "Anytown Cat and Dog Shelter: " in page.words
    assert "Given on 22 November 2026, Told me." in page.words
    assert "its page about them no longer opens. The case goes on." in page.words
    with database.reading() as session:
        wanted = sa.select(Consent.id).where(Consent.recipient == Recipient.GROUP)
        yes = str(session.scalars(wanted).one())
    case = client.submit(address, {"consent": yes}).location
    assert case == f"/cases/{link.referral_id}"
    assert "What rested on it has stopped." in client.page(case).words
