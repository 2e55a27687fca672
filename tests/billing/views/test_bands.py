"""The page on which a band is chosen, and what the page of a case says of it."""

from kernel.access import Role
from tests.cast import a_lead_ntp, signed_in
from tests.cast_billing import an_assessed_case
from tests.cast_caseload import a_case


def test_a_band_is_chosen_with_its_reasons_before_ones_eyes(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = an_assessed_case(session, asha)
    case = client.page(f"/cases/{row.id}")
    assert "Tariff band: not chosen yet" in case.words
    address = case.links["Choose the band"]
    page = client.page(address)
    assert (
        "Long-term conditions: 1 (low)" in page.words
        and "What is known suggests: low." in page.words
    )
    refused = client.refused_page(address, {"band": "high"})
    assert refused.mistakes == ["Write why it is not low."]
    client.submit(address, {"band": "high", "because": "Her sister has moved away"})
    words = client.page(f"/cases/{row.id}").words
    assert "Tariff band: high" in words and "Why: Her sister has moved away" in words
    assert "Chosen before High" in client.page(address).words


def test_before_the_first_meeting_it_says_what_comes_first(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    assert "Tariff band" not in client.page(f"/cases/{row.id}").words
    page = client.page(f"/cases/{row.id}/band")
    assert "record the first meeting first" in page.words
    refused = client.refused_page(f"/cases/{row.id}/band", {"band": "low"})
    assert "Record the first meeting first" in refused.mistakes[0]


def test_of_a_declined_case_none_is_offered_and_what_was_chosen_stays_to_be_read(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        never, before = an_assessed_case(session, asha), an_assessed_case(session, asha, "Ivy Lamb")
    client.submit(f"/cases/{before.id}/band", {"band": "low"})
    typed = {"band": "high", "because": "Her sister has moved away"}
    sent = dict(client.page(f"/cases/{never.id}/band").form("band").filled(typed))
    for row in (never, before):
        client.submit(f"/cases/{row.id}/decline", {"answer": "no"})
        assert "Choose" not in " ".join(client.page(f"/cases/{row.id}").links)
        page = client.page(f"/cases/{row.id}/band", status=409)
        assert "A band is for a year of help, so none can be chosen." in page.words
    assert "Tariff band" not in client.page(f"/cases/{never.id}").words
    assert "Tariff band: low" in client.page(f"/cases/{before.id}").words
    refused = client.post(f"/cases/{never.id}/band", data=sent)
    assert refused.status_code == 422 and typed["because"] in refused.get_data(as_text=True)


def test_a_manager_reads_it_on_the_case_and_cannot_open_the_page(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = an_assessed_case(session, asha)
        a_lead_ntp(session)
    signed_in(client, Role.LEAD_MANAGER)
    case = client.page(f"/cases/{row.id}")
    assert "What is known suggests: low." in case.words
    assert "Choose the band" not in case.links
    client.page(f"/cases/{row.id}/band", status=404)
