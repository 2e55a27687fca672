"""Danger after a case went on, changed hands or is written by another: what a second attack found."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import queries as accounts
from kernel.access import ANYONE, Actor, Role
from kernel.mail import Letter
from referrals.forms.heeding import NOTICE, TOLD, TOLD_OVER
from referrals.lifecycle import State
from referrals.models import Consent, DangerWord, Referral
from referrals.operations import consents, links, refer, working
from referrals.operations.acknowledging import acknowledge
from referrals.operations.allocating import give
from referrals.operations.clocks import make_safe
from referrals.operations.handover import hand_over
from referrals.operations.heeding import Heeded, heed
from referrals.operations.links import Choice, Leave
from referrals.operations.silence import raise_alarms
from referrals.queries.danger import is_unanswered
from referrals.queries.danger_places import danger_places
from referrals.queries.desk import managers_desk, workers_desk
from referrals.queries.standing import is_in_danger
from referrals.views.given_on import MEANWHILE, UNTOLD
from referrals.vocabulary import ReturnReason, Said
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case, leaves
from tests.cast_danger import BANNER, DIES, LATER, agreed_practice, filled
from tests.cast_plans import a_link, a_shelter, a_token, an_agreed_case, the_plan
from tests.cast_referrals import a_referrer, id_of, sharing


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


def told_of_danger(session):
    session.flush()
    return [one.address for one in session.query(Letter).filter_by(template="referrals/in_danger")]


def two_links(session):
    """The tokens of two groups that the same person was introduced to."""
    a_lead_ntp(session)
    asha = a_link_worker(session, name="Asha Begum")
    one = a_link(session, asha, a_shelter(session), leave=Leave(said_yes=True))
    choir = a_shelter(session, group="The choir", name="Singing", keeper_email="c@choir.example")
    (goal,) = the_plan(session, session.get_one(Referral, one.referral_id)).content.open_goals
    offer = Choice(
        offered=[choir.id], chosen=choir.id, own_idea="A dog of her own", goal_id=goal.id,
        said=Said.YES,
    )  # fmt: skip
    two = links.suggest(session, asha, one.referral_id, offer, at=NOON)
    links.introduce(
        session, asha, one.referral_id, two.id, leave=Leave(said_yes=True, how="Told me"),
        by_letter=True, at=NOON,
    )  # fmt: skip
    return a_token(session, one), a_token(session, two)


def test_of_a_second_groups_words_of_danger_a_letter_goes_too(client, database, clock, letters):
    with database.writing() as session:
        first, second = two_links(session)

    def told():
        return len([one for one in letters() if "words of danger" in one.subject.lower()])

    for token, words, number in (
        (first, "She says she wants to die", 1),
        (first, "She wants to die tonight", 1),
        (second, "He hits her", 2),
    ):
        client.submit(f"/answer/{token}", {"answer": "accept", "words": words})
        assert told() == number
        clock.passes(minutes=30)


def test_a_referral_of_oneself_in_danger_does_not_keep_a_groups_letter_back(session):
    a_link_worker(session)
    a_lead_manager(session)
    row = a_case(session, a_link_worker(session), state=State.SENT, danger_at=NOON)
    row.started_by = None
    session.flush()
    acknowledge(session, row.id, at=NOON)
    before = len(told_of_danger(session))
    heed(session, ANYONE, row.id, where="In the answer of a group: Singing", at=LATER)
    assert len(told_of_danger(session)) > before > 0


def test_danger_about_a_case_that_went_on_and_is_over_stands_in_the_newest(session):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    old = a_case(session, asha, state=State.DECLINED)
    row = old
    for days in (1, 2):
        at = NOON + timedelta(days=days)
        row = working.reopen(session, asha, row.id, why_now="She would like to walk", at=at)
        session.flush()
        working.redirect(session, asha, row.id, where_to="The choir", at=at + timedelta(hours=1))
    at = NOON + timedelta(days=3)
    assert heed(session, asha, old.id, where="In the contact log", at=at) is Heeded.OVER
    assert row.danger_at == at and old.danger_at is None
    assert managers_desk(session, laura, at=at).in_danger == 1
    assert workers_desk(session, asha, at=at).in_danger == 1


def test_in_the_browser_danger_about_an_earlier_case_is_on_a_desk(client, database, asha, clock):
    with database.writing() as session:
        old = a_case(session, asha, state=State.DECLINED)
    new = client.submit(f"/cases/{old.id}/reopen", {"why_now": "She would like to walk"}).location
    clock.passes(minutes=5)
    client.submit(f"{new}/decline", {"answer": "no", "because": "Not her time"})
    clock.passes(minutes=5)
    client.submit(f"/cases/{old.id}/log", {"took": "5", "note": DIES})
    client.page(f"/cases/{old.id}")  # which shows the notice once
    assert "in danger" in client.page("/desk").words


def test_whoever_has_a_case_now_is_told_of_new_words_though_another_was_told(session):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    daniel = a_link_worker(session, name="Daniel Crowe")
    row = a_case(session, asha, state=State.ASSESSED)
    group, where = Actor(holds=uuid4()), "On the page of an onward link"
    heed(session, group, row.id, where=where, at=NOON)
    at = NOON + timedelta(minutes=10)
    give(session, laura, row.id, to=id_of(daniel), had=id_of(asha), because="Away", at=at)
    assert heed(session, group, row.id, where=where, at=LATER) is Heeded.NOW
    assert accounts.email_of(session, id_of(daniel)) in told_of_danger(session)
    assert heed(session, group, row.id, where=where, at=LATER) is Heeded.EARLIER


def answered_and_sent_again(session, asha):
    """Danger of which Asha said, as she sent the referral back, that it was seen to; it came once more."""
    agreed_practice(session, asha)
    row = a_case(session, asha, state=State.RECEIVED)
    a_yes_to_reports(session, row.person)
    heed(session, asha, row.id, where="On an earlier day", at=NOON - timedelta(days=2))
    make_safe(session, asha, row.id, how="Rang her", seen=NOON, at=NOON - timedelta(days=1))
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    working.send_back(
        session, asha, row.id, reason=ReturnReason("too-little-information"), because="Number?",
        made_safe=NOON, at=NOON + timedelta(minutes=5),
    )  # fmt: skip
    agreed = refer.Agreed("told", may_report=True)
    refer.send(session, a_referrer(session), row, agreed, is_somebody_else=True, at=LATER)
    session.flush()
    return row


def test_where_danger_stands_anew_its_words_are_said_to_be_where_they_are(session):
    asha = a_link_worker(session)
    row = answered_and_sent_again(session, asha)
    assert is_in_danger(session, asha, row.id, at=LATER)
    assert is_unanswered(session, row)
    places = danger_places(session, asha, row.id, at=LATER)
    assert [one.where for one in places] == ["In the contact log"]
    make_safe(session, asha, row.id, how="Rang her", seen=LATER, at=LATER)
    session.flush()
    assert not is_unanswered(session, row)
    assert danger_places(session, asha, row.id, at=LATER) == ()


def test_taken_back_while_danger_stands_anew_is_told(session):
    asha, _ = a_link_worker(session), a_lead_manager(session)
    row = answered_and_sent_again(session, asha)
    before = len(told_of_danger(session))
    refer.take_back(session, a_referrer(session), row.id, because="By mistake", at=LATER)
    assert len(told_of_danger(session)) == before + 2


def test_an_alarm_is_raised_anew_where_a_case_was_handed_over(session):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha, state=State.DECLINED)
    other = a_lead_ntp(session, "Next Lead", is_host=False)
    lena = a_lead_manager(session, at=other)
    sharing(session, a_practice(session), other)
    sharing(session, a_lead_ntp(session), other)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    late, later = NOON + timedelta(days=3), NOON + timedelta(days=9)
    assert raise_alarms(session, at=late) == 1
    hand_over(session, laura, to=other.id, stay=[], because="It went", at=late)
    session.flush()
    assert managers_desk(session, lena, at=later).in_danger == 1
    before = session.query(Letter).count()
    assert [raise_alarms(session, at=later), raise_alarms(session, at=later)] == [1, 0]
    told = [one.address for one in session.query(Letter).filter_by(template="referrals/silent")]
    assert session.query(Letter).count() == before + 1
    assert accounts.email_of(session, id_of(lena)) in told


def words_of_danger_in(session):
    return [one.where for one in session.query(DangerWord)]


def test_of_a_case_that_ended_meanwhile_danger_that_was_typed_is_told_of(
    client, database, asha, letters
):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    address = f"/cases/{row.id}/decline"
    sent = filled(client, address, {"answer": "no", "because": DIES})
    client.submit(address, {"answer": "no", "because": "Not her time"})
    forged = client.post(address, data=sent | {"csrf_token": "guessed"})
    assert NOTICE not in forged.get_data(as_text=True) and not letters()
    answer = client.post(address, data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and DIES in text
    assert NOTICE in text and TOLD_OVER.format(those="the link worker") in text
    assert len([one for one in letters() if "words of danger" in one.subject]) == 1
    assert BANNER in client.page(f"/cases/{row.id}").words


def test_a_plan_that_was_changed_meanwhile_passes_over_no_danger(client, database, asha):
    with database.writing() as session:
        row, goal = an_agreed_case(session, asha)
    address = f"/cases/{row.id}/plan/goals/{goal}/reword"
    sent = filled(client, address, {"words": DIES})
    client.submit(f"/cases/{row.id}/plan/add-goal", {"words": "To walk"})
    answer = client.post(address, data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and DIES in text and NOTICE in text and TOLD in text
    with database.reading() as session:
        assert words_of_danger_in(session) == [MEANWHILE]


def test_details_that_were_changed_meanwhile_pass_over_no_danger(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    address = f"/cases/{row.id}/put-details-right"
    sent = filled(client, address, {"access_needs": DIES, "because": "She told me"})
    client.submit(address, {"carer": "Her son", "because": "She told me"})
    answer = client.post(address, data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and DIES in text and NOTICE in text and TOLD in text


def test_a_referral_that_was_changed_meanwhile_says_whom_to_ring_and_nothing_of_the_case(
    client, database, asha
):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=State.RETURNED)
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    address = f"/referrals/{row.id}/draft"
    sent = filled(client, address, {"why_now": DIES, "consent": "told"})
    client.submit(address, {"carer": "Her son"}, button="Save and finish later")
    answer = client.post(address, data=sent | {"act": "send"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and DIES in text and f"{NOTICE} {UNTOLD}" in text
    with database.reading() as session:
        assert words_of_danger_in(session) == []


def her_words_come_back(client, row, sent, name="Maya Thornton"):
    """Asha reads her words and whom to ring; nothing of the case, and nothing where another site sends it."""
    address = f"/cases/{row.id}/log"
    forged = client.post(address, data=sent | {"csrf_token": "guessed"})
    assert forged.status_code == 404 and DIES not in forged.get_data(as_text=True)
    answer = client.post(address, data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and DIES in text and NOTICE in text
    assert "Nobody was told: tell your manager at once." in text
    assert name not in text and "Next Lead" not in text


def test_danger_typed_as_a_yes_was_taken_back_is_spoken_of(client, database, asha):
    with database.writing() as session:
        laura = a_lead_manager(session)
        row = a_case(session, asha, state=State.ASSESSED)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": DIES})
    with database.writing() as session:
        yes = session.query(Consent).filter_by(person_id=row.person_id).one()
        consents.take_back(session, laura, row.person_id, yes.id, at=NOON)
    her_words_come_back(client, row, sent)
    olu = signed_in(client, Role.LINK_WORKER, name="Olu Link")
    with database.writing() as session:
        own = a_case(session, olu, "Omar Khalid", state=State.ASSESSED)
    sent = filled(client, f"/cases/{own.id}/log", {"took": "5", "note": DIES})
    assert client.post(f"/cases/{row.id}/log", data=sent).status_code == 404


def test_a_caseload_handed_over_loses_no_words_of_danger(client, database, asha):
    with database.writing() as session:
        laura = a_lead_manager(session)
        row = a_case(session, asha, state=State.ASSESSED)
        other = a_lead_ntp(session, "Next Lead", is_host=False)
        sharing(session, a_practice(session), other)
        sharing(session, a_lead_ntp(session), other)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": DIES})
    with database.writing() as session:
        hand_over(session, laura, to=other.id, stay=[], because="Contract", at=NOON)
    her_words_come_back(client, row, sent)


@pytest.mark.parametrize(("note", "is_said"), [(DIES, True), ("She likes the dogs", False)])
def test_whoever_lost_her_role_while_she_wrote_of_danger_is_told_whom_to_ring(
    client, database, asha, note, is_said
):
    with database.writing() as session:
        a_lead_manager(session)
        row = a_case(session, asha, state=State.ASSESSED)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": note})
    with database.writing() as session:
        leaves(session, asha)
    answer = client.post(f"/cases/{row.id}/log", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 403 and (NOTICE in text) is is_said and "Maya" not in text
