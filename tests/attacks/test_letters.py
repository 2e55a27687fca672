"""Every letter that is written because of somebody: while it waits, as it leaves, by post or as a text.

The sweep of canaries reads what the timetable sends. Here each act that writes does so once, of one
person whose every word is a canary; a letter of a later day is missed by name.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from billing.models import Contract
from billing.operations.bank_details import drop_bank_details
from billing.operations.group_lines import write_all_lines
from billing.operations.invoices import challenge
from billing.operations.remittances import make_remittance
from kernel.mail import Letter
from outcomes_star.instruments import Way
from outcomes_star.operations import readings
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.operations.sending import Wish, send_star
from outcomes_star.vocabulary import Occasion as Start
from referrals.casework import Danger
from referrals.clocks import Limits
from referrals.lifecycle import LinkMove, State
from referrals.models import Referral
from referrals.operations import (
    another_day,
    linking,
    links,
    meeting,
    person_page,
    reports,
    safeguarding,
    working,
)
from referrals.operations.acknowledging import acknowledge
from referrals.operations.allocating import give
from referrals.operations.arranging import change_settings
from referrals.operations.handover import hand_over
from referrals.operations.leaving import tell_of_cases_left
from referrals.operations.linking import Answer
from referrals.operations.links import Choice, Leave
from referrals.operations.meeting import Booking
from referrals.operations.refer import take_back
from referrals.operations.reports import Showing
from referrals.operations.silence import raise_alarms
from referrals.reporting import Occasion, Shown, Words
from referrals.vocabulary import Channel, GroupAnswer, ReturnReason, ToldBy
from referrals.vocabulary import Said as SaidYes
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_contact, a_safeguarding_lead, leaves
from tests.cast_invoices import DECEMBER, a_finance_lead, who_pays
from tests.cast_invoices import issue as issue_an_invoice
from tests.cast_plans import a_funded_kitchen, a_goal, a_shelter, the_plan
from tests.cast_points import a_contract_with_points, award
from tests.cast_readings import LOW, TODAY, WHEEL, asked
from tests.cast_referrals import (
    a_person,
    a_referral,
    a_referrer,
    id_of,
    sharing,
)
from tests.cast_sub_contracts import a_paid_group, some_bank_details

EVERY_LETTER = {
    f"{feature}/{one.stem}"
    for feature in ("referrals", "outcomes_star", "billing")
    for one in Path(f"templates/email/{feature}").glob("*.txt")
}
CANARIES = {
    one: f"Canary{one.title().replace('_', '')}bird"
    for one in (
        "name", "known_as", "address", "carer", "access_needs", "why_now", "what_matters", "in_place",
        "goal", "note", "words", "buddy", "reason", "worry",
    )
}  # fmt: skip
PHONE, EMAIL, NHS_NUMBER = "07700900987", "canary@example.org", "9990000018"
ALL = {*CANARIES.values(), PHONE, EMAIL, NHS_NUMBER}
DUE = NOON + timedelta(days=11)


def planted(session, asha, *, state, no_text=False, **facts):
    """Somebody whose every word is a canary, and a case of theirs."""
    about = {one: CANARIES[one] for one in ("name", "known_as", "address", "carer", "access_needs")}
    person = a_person(
        session,
        **about,
        nhs_number=NHS_NUMBER,
        phone=PHONE,
        email=EMAIL,
        is_twin=True,
        no_text=no_text,
    )
    said = {one: CANARIES[one] for one in ("why_now", "what_matters", "in_place")}
    nadia = a_referrer(session, name="Nadia Nurse")
    return a_referral(session, person, worker=asha, state=state, sent_by=nadia, **said, **facts)


def linked(session, asha, row, listing):
    goal_id = the_plan(session, row).content.goals[0].id
    choice = Choice(offered=[listing.id], chosen=listing.id, own_idea=CANARIES["words"],
                    goal_id=goal_id, said=SaidYes.YES, buddy=CANARIES["buddy"])  # fmt: skip
    made = links.suggest(session, asha, row.id, choice, at=NOON)
    leave = Leave(True, CANARIES["words"], phone=True, email=True, access=True)
    links.introduce(session, asha, row.id, made.id, leave=leave, by_letter=True, at=NOON)
    return made


def tell(session, asha, link, move):
    row = session.get_one(Referral, link.referral_id)
    links.tell(session, asha, row.id, link.id, move=move, words=CANARIES["words"], at=NOON)


def ask_groups(session, asha, row):
    """An introduction, a second asking, no answer; one that is taken back; outcomes that are late."""
    lead = a_lead_ntp(session)
    kitchen = a_funded_kitchen(session, lead)
    linked(session, asha, row, kitchen)
    links.chase_groups(session, at=DUE)
    links.chase_groups(session, at=DUE + timedelta(days=11))
    tell(session, asha, linked(session, asha, row, a_shelter(session)), LinkMove.TAKE_BACK)
    late = linked(session, asha, row, kitchen)
    for move in (LinkMove.ATTEND, LinkMove.FINISH):
        tell(session, asha, late, move)
    links.chase_groups(session, at=NOON + timedelta(days=60))
    for answers in (_turned_down, _agreed):
        proposing = linked(session, asha, row, a_shelter(session))
        words = Answer(GroupAnswer.PROPOSE, day=CANARIES["words"], words=CANARIES["words"])
        linking.answer(session, asha, proposing, words, told_by=ToldBy.WORKER, at=NOON)
        session.flush()
        answers(session, asha, row, proposing)


def _agreed(session, asha, row, link):
    visit = another_day.Visit(NOON.date() + timedelta(days=9))
    another_day.agree(session, asha, row.id, link.id, visit, version=link.version, at=NOON)


def _turned_down(session, asha, row, link):
    words = CANARIES["words"]
    another_day.turn_down(
        session, asha, row.id, link.id, words=words, version=link.version, at=NOON
    )


def work_with(session, asha, row):
    """A goal, a note, a meeting and its reminder, their own page, a report."""
    a_goal(session, asha, row, CANARIES["goal"])
    a_contact(session, row).note = CANARIES["note"]
    begins_at = NOON + timedelta(days=2)
    meeting.book(session, asha, row.id, Booking(Channel.FACE_TO_FACE, begins_at, 30), at=NOON)
    meeting.remind(session, at=begins_at - timedelta(hours=24))
    meeting.call_off(session, asha, row.id, at=NOON)
    person_page.send_link(session, asha, row.id, at=NOON)
    a_yes_to_reports(session, row.person)
    words = Words(CANARIES["words"], CANARIES["words"], CANARIES["words"])
    report = reports.write(session, asha, row.id, Occasion.ASSESSMENT, words, at=NOON)
    showing = Showing(Shown.READ)
    reports.send(session, asha, row.id, report.id, showing, digest=report.digest, at=NOON)


def score_with(session, asha, row):
    """How things are for them, with words and a note; and the e-mail of it that they asked for."""
    asked(session)
    answers = {part: Answered(number, CANARIES["note"]) for part, number in LOW.items()}
    said = Said(Start.START, Way.TOGETHER, TODAY, answers, CANARIES["words"])
    readings.take(session, asha, row.id, WHEEL, said, at=NOON)
    send_star(session, asha, row.id, WHEEL, 1, Wish(is_asked_for=True), at=NOON)


def worry(session, asha, row):
    """A concern while nobody is named for it, and one more when somebody is; who then is no more."""
    said = {"danger": Danger.NOW, "words": CANARIES["worry"], "at": NOON}
    safeguarding.raise_concern(session, asha, row.id, **said)
    a_safeguarding_lead(session)
    safeguarding.raise_concern(session, asha, row.id, **said)
    change_settings(
        session, a_lead_manager(session), Limits(), takes_self_referrals=False,
        safeguarding_lead_id=None, version=1, at=NOON,
    )  # fmt: skip


def change_hands(session, asha, manager, row):
    """Given to a colleague who leaves, gone silent, and handed over."""
    daniel = a_link_worker(session, name="Daniel Crowe")
    because = CANARIES["reason"]
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because=because, at=NOON)
    raise_alarms(session, at=NOON + timedelta(days=90))
    leaves(session, daniel)
    tell_of_cases_left(session, user_id=id_of(daniel), organisation_id=row.lead_id, at=NOON)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    a_lead_manager(session, at=other)
    for party in (a_lead_ntp(session), a_practice(session)):
        sharing(session, party, other)
    hand_over(session, manager, to=other.id, stay=(), because=because, at=NOON)


def pay_groups(session, asha, row):
    """They came to something that is paid for; its group is told what it is paid."""
    paid = a_paid_group(session)
    link = linked(session, asha, row, paid.listing)
    linking.mark(session, asha, link, on=TODAY, came=True, told_by=ToldBy.PAGE, at=NOON)
    write_all_lines(session, at=NOON + timedelta(days=1))
    later = NOON + timedelta(days=12)
    make_remittance(session, paid.manager, paid.group_id, seen=1, at=later)
    some_bank_details(session, paid)
    some_bank_details(session, paid, is_confirmed=False)
    drop_bank_details(session, paid.manager, paid.group_id, version=1, at=NOON)


def ask_funders(session):
    """Points are earned, what was done is asked for, and a line is questioned: in words that may name somebody."""
    payer, finance = who_pays(session), a_finance_lead(session)
    contract = session.scalars(sa.select(Contract)).one()
    award(session, contract, 1, because=f"{CANARIES['reason']} kept coming")
    made = issue_an_invoice(session, contract, actor=finance)
    because = f"Is it {CANARIES['reason']}?"
    challenge(session, payer, made.id, 0, because=because, seen=0, at=DECEMBER)


def everything_that_writes(database, *, no_text):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        a_contract_with_points(session)
        asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
        sent = planted(session, asha, state=State.SENT, danger_at=NOON)
        acknowledge(session, sent.id, at=NOON)
        back = planted(session, asha, state=State.CONTACTING)
        a_yes_to_reports(session, back.person)
        take_back(session, a_referrer(session), back.id, because=CANARIES["reason"], at=NOON)
        wrong = planted(session, asha, state=State.RECEIVED)
        working.send_back(session, asha, wrong.id, reason=ReturnReason.INAPPROPRIATE,
                          because=CANARIES["reason"], at=NOON)  # fmt: skip
        row = planted(session, asha, state=State.ASSESSED, no_text=no_text)
        work_with(session, asha, row)
        score_with(session, asha, row)
        ask_groups(session, asha, row)
        pay_groups(session, asha, row)
        ask_funders(session)
        worry(session, asha, row)
        change_hands(session, asha, manager, row)


@pytest.mark.parametrize("no_text", [True, False], ids=["by e-mail", "by text"])
def test_no_letter_says_a_word_of_anybody(app, database, letters, clock, no_text):
    everything_that_writes(database, no_text=no_text)
    with database.reading() as session:
        waiting = session.scalars(sa.select(Letter)).all()
        assert {one.template for one in waiting} >= EVERY_LETTER
        for one in waiting:
            said = json.dumps([one.facts, one.link])
            assert not [word for word in ALL if word in said], one.template
    clock.passes(days=100)
    sent = letters()
    assert len(sent) >= len(waiting)
    for one in sent:
        said = f"{one.subject} {one.text} {one.html}"
        assert not [word for word in ALL if word in said], one.subject
    assert (EMAIL if no_text else PHONE) in {one.to for one in sent}
