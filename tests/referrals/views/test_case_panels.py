"""The pieces of a case's page: a colleague who opened it with a reason reads, and finds no button."""

from datetime import timedelta

from kernel.access import Role
from referrals.models import CaseOpening
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case, a_contact
from tests.cast_referrals import id_of

BUTTONS = {
    "Write down a contact", "Book a meeting", "It is done", "Put this case first",
    "Worried about somebody’s safety?",
}  # fmt: skip


def test_whose_case_it_is_finds_buttons_and_what_is_due(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.page(f"/cases/{row.id}")
    assert {"Write down a contact", "Book a meeting", "Put this case first"} <= set(page.links)
    assert "Reach the person: by 4 December 2026" in page.words


def test_a_colleague_reads_the_log_and_has_nothing_to_press(client, database):
    daniel = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
        a_contact(session, row)
        opening = CaseOpening(
            user_id=id_of(daniel), referral_id=row.id, because="Asha is ill", at=NOON,
            until=NOON + timedelta(hours=12),
        )  # fmt: skip
        session.add(opening)
    page = client.page(f"/cases/{row.id}")
    assert "1 contact, 20 minutes in all." in page.words
    assert not BUTTONS & set(page.links)


def test_a_manager_can_give_it_and_put_it_first_and_works_on_nothing(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
    links = set(client.page(f"/cases/{row.id}").links)
    assert {"Give to another link worker", "Put this case first"} <= links
    assert "Write down a contact" not in links
