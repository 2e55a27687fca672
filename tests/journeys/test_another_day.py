"""A group says "yes, but on another day", twice: the first does not suit, the second does.

The group answers by the link in its letter; Asha asks Maya and answers on the case; each time the group
is told by a letter that leads to its own page. In the end the day stands on all three pages.
"""

import pytest

from accounts.models import User
from kernel.access import Role
from kernel.links import issue
from referrals.operations import person_page
from tests.cast import NOON, a_lead_ntp, a_link_worker, signed_in
from tests.cast_plans import a_link, a_shelter

FRIDAY = {"suits": "yes", "on-day": "4", "on-month": "12", "on-year": "2026", "time": "2pm"}
BORN = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}


@pytest.fixture
def link(client, database):
    with database.writing() as session:
        a_lead_ntp(session)
        asha = a_link_worker(session, name="Asha Begum")
        made = a_link(session, asha, a_shelter(session))
        user = session.get_one(User, asha.user_id)
    signed_in(client, Role.LINK_WORKER, user=user)
    return made


def test_from_a_day_that_does_not_suit_to_one_that_does(app, client, database, link, letters):
    group, maya = app.test_client(), app.test_client()
    page = f"/cases/{link.referral_id}/links/{link.id}"
    first = letters()[-1].link
    group.submit(first, {"answer": "propose", "day": "Mondays at 10"})
    client.submit(
        client.page(page).links["Answer the day they propose"],
        {"suits": "no", "words": "Any Friday"},
    )
    assert "The group is told by a letter" in client.page(page).words
    letter = letters()[-1]
    assert "They cannot come on that day." in letter.text and "Maya" not in letter.text
    words = group.page(letter.link).words
    assert "The day that you proposed does not suit them: Mondays at 10." in words
    assert "What would suit them: Any Friday" in words
    group.submit(letter.link, {"answer": "propose", "day": "Fridays at 2"})
    address = client.page(page).links["Answer the day they propose"]
    assert client.refused_page(address, {"suits": "yes"}).mistakes == [
        "Enter the day on which they come."
    ]
    client.submit(address, FRIDAY)
    letter = letters()[-1]
    assert "They come on Friday 4 December 2026 at 2pm." in letter.text
    assert "They come on Friday 4 December 2026 at 2pm." in group.page(letter.link).words
    words = client.page(page).words
    for line in ("Mondays at 10", "Any Friday", "Fridays at 2", "A day was agreed"):
        assert line in words
    assert "Answer the day they propose" not in client.page(page).links
    assert "You go to Dog walking" in own_page(maya, database, link)


def own_page(maya, database, link):
    with database.writing() as session:
        token = issue(session, purpose=person_page.PURPOSE, subject_id=link.person_id,
                      lifetime=person_page.LIFETIME, at=NOON)  # fmt: skip
    answer = maya.submit(f"/my-plan/{token}", BORN, button="Open my page")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
