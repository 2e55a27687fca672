"""Support level and stage: both ways, with a reason, and dated."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.models import Person
from tests.cast import signed_in
from tests.cast_referrals import a_person, a_referral


@pytest.fixture
def case(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        return f"/cases/{a_referral(session, a_person(session), worker=asha).id}"


def test_it_goes_up_and_down_and_the_history_says_why(client, case):
    for level, because in (("minimal", "Came by herself"), ("high", "Her husband died"),
                           ("moderate", "Cooks again")):  # fmt: skip
        client.submit(f"{case}/support-level", {"level": level, "because": because})
    words = client.page(case).words
    assert "Moderate support (less support). Cooks again" in words
    assert "High support (more support). Her husband died" in words
    assert "Minimal support (first noted). Came by herself" in words


def test_words_of_danger_in_the_reason_bring_the_numbers(client, case):
    answers = {"level": "high", "because": "She wants to die"}
    page = client.page(client.submit(f"{case}/support-level", answers).location)
    assert "Samaritans: 116 123" in page.words


def test_a_reason_is_needed_and_a_real_change(client, case):
    page = client.refused_page(f"{case}/support-level", {"level": "high"})
    assert page.mistakes == ["Say why it has changed."]
    client.submit(f"{case}/support-level", {"level": "high", "because": "x"})
    page = client.refused_page(f"{case}/support-level", {"level": "high", "because": "x"})
    assert page.mistakes == ["This is their support level already."]


def test_not_from_a_day_that_has_not_come(client, case):
    page = client.refused_page(
        f"{case}/support-level", {"level": "high", "because": "x", "on-year": "2027"}
    )
    assert page.mistakes == ["Choose a day that is not in the future."]


def test_the_stage_is_noted_with_its_day(client, case):
    client.submit(f"{case}/stage", {"stage": "activities"})
    assert "Stage: Activities of their own choice." in client.page(case).words
    page = client.refused_page(f"{case}/stage", {"stage": "activities"})
    assert page.mistakes == ["This is where they stand already."]


def test_a_form_of_another_person_changes_nobody(client, case, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        mine, other = (
            a_referral(session, a_person(session, name), worker=asha) for name in ("A B", "C D")
        )
    form = client.page(f"/cases/{mine.id}/support-level").form("level")
    sent = dict(form.filled({"level": "high", "because": "x"}))
    assert client.post(f"/cases/{other.id}/support-level", data=sent).status_code == 409
    with database.reading() as session:
        assert set(session.scalars(sa.select(Person.support_level))) == {None}


def test_a_colleagues_case_is_not_found(client, case):
    signed_in(client, Role.LINK_WORKER, name="Kofi Mensah")
    client.page(f"{case}/support-level", status=404)


def test_a_manager_reads_it_and_does_not_change_it(client, case):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(case)
    assert "No support level is noted yet." in page.words
    assert "Change the support level" not in page.links
    client.page(f"{case}/stage", status=404)
