"""What referrals add to pages of others, and for whom."""

from referrals.views.panels import PANELS
from tests.cast import a_lead_manager, a_link_worker, an_administrator
from tests.cast_caseload import a_case


def test_how_many_cases_somebody_leaves_is_for_the_manager_of_these_cases(session):
    asha = a_link_worker(session)
    a_case(session, asha)
    (panel,) = [one for one in PANELS if one.page == "accounts.let_leave"]
    assert panel.facts(session, a_lead_manager(session), asha.user_id) == 1
    assert panel.facts(session, an_administrator(session), asha.user_id) is None
    assert panel.facts(session, asha, asha.user_id) is None


def test_the_page_about_privacy_says_what_is_kept_of_people_who_were_referred(client):
    words = client.page("/privacy").words
    assert "When a link worker helps you" in words
    assert "We keep it for 8 years after we last met or spoke." in words
    assert "Your surgery hears how it goes only if you say yes." in words
