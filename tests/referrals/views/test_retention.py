"""The pages of the retention schedule."""

from kernel.access import Role
from referrals.lifecycle import State
from tests.cast import signed_in
from tests.cast_referrals import a_person, a_referral


def test_a_list_is_made_looked_at_and_signed(client, database, clock):
    with database.writing() as session:
        a_referral(session, a_person(session, "Ida Old"), state=State.COMPLETED)
    clock.passes(days=8 * 365 + 5)
    signed_in(client, Role.PRIVACY_OFFICER, name="Pat Osei")
    assert "A record: 8 years after the last contact" in client.page("/retention").words
    run = client.submit("/retention", button="List whose record is over its time").location
    assert "Ida Old" in client.page(run).words
    assert client.refused_page(run, {"name": "Ann Other"}).mistakes == [
        "Write your name as it is on your account."
    ]
    client.submit(run, {"name": "Pat Osei"})
    assert "Signed by Pat Osei, 1 erased" in client.page("/retention").words
    assert "Ida Old" not in client.page(run).words
