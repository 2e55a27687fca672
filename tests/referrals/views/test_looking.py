"""The pages of who looked."""

from kernel.access import Role
from tests.cast import signed_in
from tests.cast_referrals import a_referral


def test_a_link_worker_sees_who_looked_and_prints_it(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_referral(session, worker=asha)
    page = client.page(f"/cases/{row.id}")
    page = client.page(page.links["Who looked at this record"])
    assert "Asha Begum, link worker" in page.words
    paper = client.page(page.links["Print it for the person"])
    assert "link worker at Better Services Enterprise" in paper.words
    assert "Asha Begum" not in paper.words
