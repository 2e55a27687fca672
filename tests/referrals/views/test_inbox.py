"""The inbox's pages: give a case, give all, and two managers at once."""

from kernel.access import Role
from referrals.models import Referral
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import id_of


def test_a_manager_gives_a_case_that_nobody_has(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
        row = a_case(session, asha)
        leaves(session, asha)
    page = client.page("/inbox")
    assert "Asha had it, and does not work here now" in page.words
    assert "Sent today" in page.words and "None of them is late" in page.words
    give = page.links["Give to somebody: Maya Thornton"]
    assert client.submit(give, {"to": str(id_of(daniel))}).status_code == 303
    page = client.page("/inbox")
    assert "Every case has a link worker." in page.words
    assert give == f"/cases/{row.id}/give"


def test_the_second_of_two_managers_reads_what_happened(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha, daniel = a_link_worker(session), a_link_worker(session)
        row = a_case(session, asha)
    sent = dict(client.page(f"/cases/{row.id}/give").form("to").filled({"to": str(id_of(daniel))}))
    assert client.post(f"/cases/{row.id}/give", data=sent).status_code == 303
    again = sent | {"form_key": "another-key-of-this-page"}
    answer = client.post(f"/cases/{row.id}/give", data=again)
    assert answer.status_code == 409
    assert "Somebody else has given this case" in answer.get_data(as_text=True)


def test_whoever_has_the_case_is_not_among_those_to_choose(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
        row = a_case(session, asha)
    address = f"/cases/{row.id}/give"
    page = client.page(address)
    assert "Asha has it now." in page.words and "Asha, " not in page.words
    sent = dict(page.form("to").filled({"to": str(id_of(daniel))})) | {"to": str(id_of(asha))}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "They have this case already." in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.get_one(Referral, row.id).link_worker_id == asha.user_id


def test_where_nobody_else_is_there_the_page_says_so(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
    words = client.page(f"/cases/{row.id}/give").words
    assert "Nobody else is a link worker here today." in words


def test_all_cases_of_somebody_are_given_at_once(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
        a_case(session, asha)
        a_case(session, asha, "Omar Khalid")
    address = client.page("/inbox").links["Give all to somebody else: Asha"]
    assert "Who is to have these 2 cases?" in client.page(address).words
    client.submit(address, {"to": str(id_of(daniel)), "because": "Away until May"})
    assert "2 cases given." in client.page("/inbox").words


def test_all_that_a_manager_looks_after_is_a_link_away(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    links = client.page("/inbox").links
    for words in (
        "Practices and their link workers", "Issues", "Cases opened with a reason",
        "Where onward links go", "Clocks and settings", "Hand the whole caseload over",
    ):  # fmt: skip
        client.page(links[words])


def test_who_had_a_case_must_be_somebody_who_can_be_read(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        daniel = a_link_worker(session, name="Daniel")
        row = a_case(session, a_link_worker(session))
    sent = dict(client.page(f"/cases/{row.id}/give").form("to").filled({"to": str(id_of(daniel))}))
    answer = client.post(f"/cases/{row.id}/give", data={**sent, "had": "nobody's number"})
    assert answer.status_code == 409


def test_whoever_is_given_somebody_in_danger_reads_that_they_are_to_ring_today(
    client, database, letters
):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        daniel = a_link_worker(session, name="Daniel")
        row = a_case(session, a_link_worker(session, name="Asha"), danger_at=NOON)
    client.submit(f"/cases/{row.id}/give", {"to": str(id_of(daniel))})
    (letter,) = [one for one in letters() if "yours now" in one.subject]
    assert letter.subject == "Urgent: a case with words of danger is yours now"
    assert "Nobody has said yet what was done. Ring the person today." in letter.text
    assert "Maya" not in letter.text


def test_before_somebody_leaves_a_manager_reads_how_many_cases_they_have(client, database):
    manager = signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha, ben = a_link_worker(session), a_link_worker(session, name="Ben Carr")
        a_case(session, asha)
        a_case(session, asha, "Omar Khalid")
    address = f"/organisations/{manager.organisation_id}/people"
    assert "They have 2 cases." in client.page(f"{address}/{asha.user_id}/leave").words
    assert "They have" not in client.page(f"{address}/{ben.user_id}/leave").words
