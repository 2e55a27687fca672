"""Words that others read, or that are lost: what an attack of November 2026 found."""

from dataclasses import replace
from datetime import date

import pytest

from accounts import operations as accounts
from kernel.access import SYSTEM, Role
from referrals.forms.heeding import TOLD
from referrals.lifecycle import State
from referrals.models import DangerWord, Referral
from referrals.operations import working
from referrals.operations.acknowledging import IN_IT
from referrals.operations.allocating import give
from referrals.operations.details import put_right
from referrals.operations.heeding import heed
from referrals.queries import refer as referring
from referrals.queries.follow import follow_page
from referrals.queries.standing import sooner_reach_by
from referrals.vocabulary import Urgency
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    a_user,
    actor_of,
    carry,
    held_token,
    signed_in,
)
from tests.cast_answer import a_yes_to_reports
from tests.cast_billing import an_assessed_case
from tests.cast_caseload import a_case, leaves
from tests.cast_danger import BANNER, DIES, agreed_practice, filled, given_on
from tests.cast_referrals import a_referral, a_referrer, id_of

SAVE = "Save and finish later"


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


def test_a_link_worker_who_is_at_the_practice_too_is_not_read_there(session):
    user = a_user(session, Role.LINK_WORKER, name="Asha Begum")
    lead, practice = a_lead_ntp(session), a_practice(session)
    accounts.grant(
        session,
        SYSTEM,
        user_id=user.id,
        organisation_id=practice.id,
        roles=[Role.REFERRER],
        at=NOON,
    )
    asha = actor_of(user, lead, Role.LINK_WORKER)
    row = a_case(session, asha, state=State.ASSESSED)
    a_yes_to_reports(session, row.person)
    working.redirect(session, asha, row.id, where_to="The women's refuge", at=NOON)
    page = follow_page(session, a_referrer(session), row.id)
    assert "refuge" not in str(page.story)


def test_her_words_are_not_wiped_by_an_empty_answer(client, database, asha):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=State.DECLINED)
        a_yes_to_reports(session, row.person)
    mine = held_token(client)
    new = client.submit(f"/cases/{row.id}/reopen", {"why_now": "Her husband drinks"}).location
    client.submit(
        f"{new}/send-back", {"reason": "too-little-information", "because": "We need her number"}
    )
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    client.submit(
        f"/referrals/{new.split('/')[2]}/draft",
        {"phone": "07700 900124"},
        button="Save and finish later",
    )
    carry(client, mine)
    assert "Her husband drinks" in client.page(new).words


def test_the_urgency_of_a_case_opened_again_is_not_the_practices(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha, state=State.DECLINED)
        a_yes_to_reports(session, row.person)
    new = client.submit(f"/cases/{row.id}/reopen", {"why_now": "She wants to die"}).location
    signed_in(client, Role.REFERRER, name="Nadia Two")
    assert "It is urgent" not in client.page(f"/referrals/{new.split('/')[2]}").words


@pytest.mark.parametrize(
    ("page", "answers"),
    [("log", {"took": "5", "note": DIES}), ("decline", {"answer": "no", "because": DIES})],
)
def test_danger_in_words_given_back_is_told_of_and_its_words_are_not_kept(
    client, database, asha, letters, page, answers
):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    sent = filled(client, f"/cases/{row.id}/{page}", answers)
    given_on(database, row)
    text = client.post(f"/cases/{row.id}/{page}", data=sent).get_data(as_text=True)
    assert DIES in text and "116 123" in text and TOLD in text
    told = [one for one in letters() if one.subject == "Urgent: words of danger were written"]
    assert len(told) == 2 and not any(DIES in one.text for one in told)
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page(f"/cases/{row.id}").words
    assert BANNER in words and "In words that were not kept" in words and DIES not in words


def test_a_concern_given_back_is_told_to_nobody_else(client, database, asha, letters):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    sent = filled(client, f"/cases/{row.id}/concern", {"danger": "now", "words": DIES})
    given_on(database, row)
    text = client.post(f"/cases/{row.id}/concern", data=sent).get_data(as_text=True)
    assert DIES in text and "tell your safeguarding lead at once" in text
    with database.reading() as session:
        assert session.get_one(Referral, row.id).danger_at is None


@pytest.mark.parametrize("page", ["log", "decline"])
def test_what_another_site_sends_is_not_given_back_nor_heeded(client, database, asha, page):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    given_on(database, row)
    for token in ({}, {"csrf_token": "guessed"}):
        answer = client.post(f"/cases/{row.id}/{page}", data={"note": f"Ring 0900. {DIES}"} | token)
        assert answer.status_code == 404 and "0900" not in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.get_one(Referral, row.id).danger_at is None


def test_of_a_case_that_moved_on_another_site_is_given_nothing_back(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha, state=State.DECLINED)
    answer = client.post(f"/cases/{row.id}/decline", data={"answer": "no", "because": "Ring 0900"})
    assert answer.status_code == 409 and "0900" not in answer.get_data(as_text=True)


def test_words_of_the_band_are_given_back_too(client, database, asha):
    with database.writing() as session:
        row = an_assessed_case(session, asha)
    sent = filled(
        client, f"/cases/{row.id}/band", {"band": "high", "because": "Her sister has moved away"}
    )
    given_on(database, row)
    assert "Her sister has moved away" in client.post(f"/cases/{row.id}/band", data=sent).get_data(
        as_text=True
    )


def test_one_word_is_given_back(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    sent = filled(client, f"/cases/{row.id}/plan/add-goal", {"words": "Suicidal."})
    given_on(database, row)
    assert "Suicidal." in client.post(f"/cases/{row.id}/plan/add-goal", data=sent).get_data(
        as_text=True
    )


def test_a_letter_that_looks_like_nothing_is_no_reason(client, database, asha):
    with database.writing() as session:
        row = an_assessed_case(session, asha)
    sent = filled(client, f"/cases/{row.id}/band", {"band": "high", "because": "\u3164"})
    assert client.post(f"/cases/{row.id}/band", data=sent).status_code == 422


def test_what_a_practice_saved_of_one_that_came_back_is_read_by_it_alone(client, database, asha):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=State.RETURNED)
    mine = held_token(client)
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    address = f"/referrals/{row.id}/draft"
    half = {"phone": "0770 half", "nhs_number": "12345 not sure", "why_now": "It was her son"}
    answer = client.submit(address, half, button=SAVE)
    page = client.page(answer.location)
    assert "Only your practice sees it" in page.words
    shown = dict(page.form("phone").filled({}))
    assert {name: shown[name] for name in half} == half
    hers, _ = held_token(client), carry(client, mine)
    words = client.page(f"/cases/{row.id}").words
    assert row.why_now in words
    assert not any(one in words for one in ("Not finished", "12345", "0770 half", "her son"))
    carry(client, hers)
    whole = {"phone": "07700 900124", "nhs_number": "", "consent": "told"}
    client.submit(address, whole, button="Send referral")
    with database.reading() as session:
        row = session.get_one(Referral, row.id)
        assert (row.why_now, row.person.phone, row.saved) == ("It was her son", "07700 900124", {})


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_line_that_looks_like_something_unfinished_stays_where_it_is(
    client, database, asha, state
):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=state)
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    said = {"why_now": "Not finished, phone number: she is alone and low", "phone": "0770 half"}
    answer = client.submit(f"/referrals/{row.id}/draft", said, button=SAVE)
    again = client.submit(answer.location, {"carer": "Her son"}, button=SAVE)
    shown = dict(client.page(again.location).form("phone").filled({}))
    assert {name: shown[name] for name in said} == said


def test_nobody_who_has_left_is_named_as_the_one_to_ask(client, database, asha):
    with database.writing() as session:
        olu = a_link_worker(session, name="Olu Link")
        row = a_case(session, asha, state=State.ASSESSED)
        theirs = a_case(session, olu, "Omar Khalid", state=State.ASSESSED)
        both = a_case(session, asha, "Ivy Lamb")
        a_referral(session, both.person, worker=olu)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": "She likes the dogs"})
    address = f"/cases/{theirs.id}/open-anyway"
    assert "another open case here, with Olu Link" in client.page(f"/cases/{both.id}").words
    assert "Olu Link: perhaps you can ask" in client.page(address).words
    with database.writing() as session:
        manager = a_lead_manager(session)
        give(session, manager, row.id, to=id_of(olu), had=id_of(asha), because="", at=NOON)
        leaves(session, olu)
    said = client.post(f"/cases/{row.id}/log", data=sent).get_data(as_text=True)
    assert "This case is with nobody now. Here is what you wrote" in said
    words = client.page(address).words
    assert "Olu Link" not in said + words and "No link worker has this case now" in words
    assert "with nobody yet" in client.page(f"/cases/{both.id}").words
    signed_in(client, Role.LEAD_MANAGER)
    assert "Link worker Nobody now" in client.page(f"/cases/{row.id}").words


def test_danger_in_why_a_band_was_chosen_is_named_and_quoted(client, database, asha):
    with database.writing() as session:
        row = an_assessed_case(session, asha)
    client.submit(f"/cases/{row.id}/band", {"band": "high", "because": DIES})
    page = client.page(f"/cases/{row.id}")
    assert f"“{DIES}”" in page.words
    assert page.links["Where the band was chosen"] == f"/cases/{row.id}#tariff-band"
    assert any(one.get("id") == "tariff-band" for one in page.with_class("nhsuk-details"))


class TestSentAgainAfterALinkWorkerWroteOfDanger:
    """She sends it back, and the practice sends it anew: her words are hers, and she is in no doubt of them."""

    @pytest.fixture
    def row(self, client, database, asha, clock, work):
        with database.writing() as session:
            agreed_practice(session, asha)
            row = a_case(session, asha, state=State.RECEIVED)
            a_yes_to_reports(session, row.person)
            heed(session, asha, row.id, where="In the contact log", at=NOON)
        self.mine = held_token(client)
        clock.passes(minutes=5)
        client.submit(
            f"/cases/{row.id}/send-back",
            {"reason": "too-little-information", "because": "We need her number", "is_safe": "y"},
        )
        clock.passes(minutes=5)
        return row

    def send(self, client, row, work, **answers):
        signed_in(client, Role.REFERRER, name="Nadia Nurse")
        said = {"why_now": "Sees nobody", "consent": "told"} | answers
        client.submit(f"/referrals/{row.id}/draft", said, button="Send referral")
        work()

    def test_no_letter_tells_the_practice_of_it(self, client, row, work, letters):
        self.send(client, row, work)
        (told,) = [one for one in letters() if "referral has arrived" in one.subject]
        assert "danger" not in told.subject and "danger" not in told.text

    def test_the_page_of_the_practice_tells_no_urgency_of_hers(self, client, row, work):
        self.send(client, row, work)
        words = client.page(f"/referrals/{row.id}").words
        assert "It is urgent" not in words and "As soon as can be" not in words
        assert "danger" not in words

    def test_no_earlier_day_tells_of_it(self, client, database, row, work):
        self.send(client, row, work, urgency="soon")
        with database.reading() as session:
            there = session.get_one(Referral, row.id)
            assert there.urgency is Urgency.SOON
            days = {sooner_reach_by(session, there, hears=hears) for hears in (True, False)}
            assert days == {date(2026, 11, 27)}

    def test_the_practices_own_words_of_danger_are_heeded(self, client, row, work, letters):
        self.send(client, row, work, why_now="She wants to die")
        (told,) = [one for one in letters() if "referral has arrived" in one.subject]
        assert "Do not wait for us" in told.subject
        assert "As soon as can be" in client.page(f"/referrals/{row.id}").words

    def test_what_the_practice_wrote_of_a_carer_is_quoted(self, client, row, work):
        self.send(client, row, work, carer="Her husband, who hits her")
        carry(client, self.mine)
        assert "“Her husband, who hits her”" in client.page(f"/cases/{row.id}").words

    def test_her_words_are_not_put_down_to_the_practice(self, client, database, row, work, letters):
        before = len(self.alarms(letters))
        self.send(client, row, work)
        with database.reading() as session:
            assert [one.where for one in session.query(DangerWord)] == ["In the contact log"]
        told = self.alarms(letters)[before:]
        assert told and not any("the practice" in one.text for one in told)

    def test_the_practices_own_are_put_down_to_it(self, client, database, row, work):
        self.send(client, row, work, why_now="She wants to die")
        with database.reading() as session:
            found = {(one.who, one.where) for one in session.query(DangerWord)}
        assert found == {("Asha Begum", "In the contact log"), ("Nadia Nurse", IN_IT)}

    def alarms(self, letters):
        return [one for one in letters() if one.subject == "Urgent: words of danger were written"]

    def test_danger_stands_for_her_as_before(self, client, row, work):
        self.send(client, row, work)
        carry(client, self.mine)
        assert BANNER in client.page(f"/cases/{row.id}").words


@pytest.mark.parametrize("field", ["carer", "safe_times", "access_needs", "because"])
def test_danger_in_details_put_right_is_quoted(client, database, asha, field):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    answers = {"carer": "Her son", "because": "She told me"} | {field: DIES}
    client.submit(f"/cases/{row.id}/put-details-right", answers)
    client.page(f"/cases/{row.id}")  # which shows once what was noticed
    assert f"“{DIES}”" in client.page(f"/cases/{row.id}").words


@pytest.mark.parametrize("hears", [True, False])
def test_what_was_put_right_since_a_practice_saved_stays(client, database, asha, hears):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=State.RETURNED)
        if hears:
            a_yes_to_reports(session, row.person)
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    address = f"/referrals/{row.id}/draft"
    client.submit(address, {"why_now": "It was her son", "phone": "0770 half"}, button=SAVE)
    assert "was put right since" not in client.page(address).words
    with database.writing() as session:
        person = session.get_one(Referral, row.id).person
        now = referring.answers_about(person)
        rules = replace(now.rules, no_voicemail=True, no_text=True)
        put_right(
            session, asha, row.id, replace(now, phone="07700 900999", rules=rules),
            because="He reads her phone", version=person.version, is_somebody_else=False, at=NOON,
        )  # fmt: skip
    page = client.page(address)
    assert "was put right since" in page.words and "leave no message" in page.words.casefold()
    client.submit(address, {"consent": "told"}, button="Send referral")
    with database.reading() as session:
        sent = session.get_one(Referral, row.id)
        rules = sent.person.contact_rules
        assert (rules.no_voicemail, rules.no_text, sent.person.phone) == (
            True,
            True,
            "07700 900999",
        )
        assert sent.why_now == "It was her son"
