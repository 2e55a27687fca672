"""A referral that was sent is acknowledged as soon as the worker has drained the outbox."""

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Referral
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import named_worker, sharing


def test_the_practice_has_a_letter_that_names_nobody(client, database, letters):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    answers = {"name": "Maya Thornton", "phone": "07700 900123", "consent": "told",
               "why_now": "She wants to die."}  # fmt: skip
    where = client.submit("/referrals/new", answers, button="Send referral").location
    posted = letters()
    assert [one.subject for one in posted if "arrived" in one.subject]
    assert [one.subject for one in posted if "danger" in one.subject]
    for one in posted:
        assert "Maya" not in one.text
        assert "die" not in one.text.split()
    assert posted[0].link in {where, where.replace("/referrals/", "/cases/")}
    with database.reading() as session:
        assert session.get(Referral, _id(where)).state is State.RECEIVED
    assert "● Received: Now" in client.page(where).words


def _id(address):
    from uuid import UUID

    return UUID(address.rpartition("/")[2])
