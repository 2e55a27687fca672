"""What a desk says of referrals that were not sent: to the practice, and to who took a call."""

from kernel.access import Role
from referrals.lifecycle import State
from tests.cast import a_lead_ntp, a_practice, signed_in
from tests.cast_referrals import a_referral, sharing


def test_a_draft_of_a_practice_is_a_referral_there_and_no_call(client, database):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
    signed_in(client, Role.REFERRER)
    client.submit("/referrals/new", {"name": "Maya Thornton"}, button="Save and finish later")
    words = client.page("/desk").words
    assert "1 referral is not sent yet." in words and "call" not in words


def test_a_call_is_for_who_took_it_and_is_no_referral_of_theirs(client, database):
    with database.writing() as session:
        practice = a_practice(session)
        sharing(session, practice, a_lead_ntp(session))
    signed_in(client, Role.LINK_WORKER)
    call = {"name": "Maya Thornton", "practice": str(practice.id)}
    client.submit("/referrals/phone", call, button="Save and finish later")
    words = client.page("/desk").words
    assert "1 call that you took is not sent yet." in words and "1 referral" not in words


def test_what_came_back_is_for_the_practice_and_not_for_who_sent_it_back(client, app, database):
    asha, nurse = signed_in(client, Role.LINK_WORKER), app.test_client()
    signed_in(nurse, Role.REFERRER)
    with database.writing() as session:
        a_referral(session, state=State.RETURNED, worker=asha)
    heard = ["1 referral came back to you." in one.page("/desk").words for one in (nurse, client)]
    assert heard == [True, False]
