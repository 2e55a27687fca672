"""Putting somebody's details right on their case: what changes, what is kept, and what nobody learns."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.casework import Reminder
from referrals.contact_rules import ContactRules
from referrals.lifecycle import State
from referrals.models import Person, Rectification
from referrals.operations import details as operations
from referrals.operations import meeting, person_page, refer, requests
from referrals.queries import follow
from referrals.queries import refer as referring
from referrals.queries.case import case_page
from referrals.queries.details import details_page
from referrals.queries.requests import request_page
from referrals.vocabulary import Channel, RequestKind
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_locality,
    a_practice,
    an_actor,
)
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer, sharing

OMARS = "9990000026"


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_referral(session, worker=asha)


def right(session, actor, row, *, rules=None, version=None, is_somebody_else=False, **facts):
    now = referring.answers_about(row.person)
    answers = replace(now, rules=replace(now.rules, **(rules or {})), **facts)
    return operations.put_right(
        session, actor, row.id, answers, because="She told me", is_somebody_else=is_somebody_else,
        version=row.person.version if version is None else version, at=NOON,
    )  # fmt: skip


class TestPuttingRight:
    def test_her_link_worker_does_it_and_what_was_there_is_kept(self, session, asha, row):
        changed = right(session, asha, row, phone="07700900999", born_on=date(1948, 5, 18),
                        rules={"no_voicemail": True}, needs_interpreter=True)  # fmt: skip
        assert changed == ("born_on", "phone", "no_voicemail", "needs_interpreter")
        assert row.person.phone == "07700 900999"
        assert row.person.contact_rules.no_voicemail
        kept = {one.field: (one.before, one.after, one.who, one.because)
                for one in session.scalars(sa.select(Rectification))}  # fmt: skip
        told = ("Asha Begum", "She told me")
        assert kept == {
            "phone": ("07700 900123", "07700 900999", *told),
            "born_on": ("1948-05-17", "1948-05-18", *told),
            "no_voicemail": ("", "yes", *told), "needs_interpreter": ("", "yes", *told),
        }  # fmt: skip

    def test_the_audit_names_the_columns_and_not_what_they_say(self, session, asha, row):
        right(session, asha, row, phone="07700 900999")
        lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
        (line,) = [one for one in lines if one.act == "put a person's details right"]
        assert line.details["fields"] == ["phone"]
        assert "900999" not in str(line.details) and "900123" not in str(line.details)

    def test_the_manager_may_and_nobody_else(self, session, asha, row):
        right(session, a_lead_manager(session), row, name="Maya Thorne")
        with pytest.raises(NotFound):
            right(session, a_link_worker(session), row, name="Maya")
        with pytest.raises(NotAllowed):
            right(session, a_referrer(session), row, name="Maya")

    def test_once_it_is_over_a_colleague_who_has_them_now_does_it(self, session, asha, row):
        row.state = State.DECLINED
        old = a_referral(session, row.person, worker=asha, state=State.DECLINED)
        right(session, asha, row, phone="07700 900997")
        right(session, asha, old, phone="07700 900998")
        bee = a_link_worker(session, name="Bee New")
        theirs = a_referral(session, row.person, worker=bee)
        with pytest.raises(NotFound):
            right(session, asha, row, phone="07700 900999")
        right(session, bee, theirs, phone="07700 900996")
        right(session, a_lead_manager(session), row, phone="07700 900995")
        row.state = State.CONTACTING
        session.flush()
        right(session, asha, row, phone="07700 900994")
        theirs.state = State.DECLINED
        row.state = State.COMPLETED
        session.flush()
        right(session, asha, row, phone="07700 900993")

    def test_of_two_at_once_the_second_is_told_and_the_first_stands(self, session, asha, row):
        seen = row.person.version
        right(session, asha, row, phone="07700 900999")
        with pytest.raises(Conflict):
            right(session, a_lead_manager(session), row, version=seen, email="new@example.org")
        assert (row.person.phone, row.person.email) == ("07700 900999", "maya@example.org")

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"nhs_number": "999 000 0019"}, "nhs_number"),
            ({"born_on": date(2027, 1, 1)}, "born_on"),
            ({"phone": "twelve"}, "phone"),
            ({"postcode": "here"}, "postcode"),
            ({}, None),
        ],
    )
    def test_what_cannot_be_or_is_not_new_is_refused(self, session, asha, row, facts, field):
        with pytest.raises(RuleBroken) as refusal:
            right(session, asha, row, **facts)
        assert refusal.value.field == field

    def test_a_new_postcode_brings_its_own_part_of_town(self, session, asha, row):
        right(session, asha, row, postcode="ne6 1ab")
        assert row.person.locality_id == a_locality(session).id
        right(session, asha, row, postcode="")
        assert row.person.locality_id is None


class TestNobodyElse:
    """Whatever number or birthday is written: two records stay two, and neither is told of."""

    def test_a_number_that_another_record_has_is_kept_apart_and_not_told_of(
        self, session, asha, row
    ):
        other = a_person(session, "Omar Khalid", nhs_number=OMARS)
        a_referral(session, other, worker=a_link_worker(session))
        right(session, asha, row, nhs_number=OMARS)
        session.flush()
        assert (row.person.nhs_number, row.person.is_twin) == (OMARS, True)
        assert (other.nhs_number, other.is_twin) == (OMARS, False)
        assert row.person_id != other.id
        right(session, asha, row, nhs_number=NHS_NUMBER)
        assert not row.person.is_twin

    def test_it_asks_only_about_cases_that_the_actor_may_see(self, session, asha, row):
        other = a_person(session, "Maya Thornton", nhs_number=OMARS, born_on=date(1948, 5, 18))
        daniel = a_link_worker(session)
        hidden = a_referral(session, other, worker=daniel)
        manager = a_lead_manager(session)
        for facts in ({"nhs_number": OMARS}, {"born_on": date(1948, 5, 18)}):
            with pytest.raises(RuleBroken) as refusal:
                right(session, manager, row, **facts)
            assert refusal.value.field == "is_somebody_else"
        right(session, asha, row, nhs_number=OMARS, born_on=date(1948, 5, 18))
        hidden.link_worker_id = asha.user_id
        session.flush()
        with pytest.raises(RuleBroken):
            right(session, asha, row, name="Thornton, Maya")
        right(session, asha, row, name="Thornton, Maya", is_somebody_else=True)
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2


class TestReachingThem:
    def test_a_letter_that_waits_goes_where_they_can_be_reached_now(self, session, asha, row):
        person_page.send_link(session, asha, row.id, at=NOON)
        letter = session.scalars(sa.select(Letter)).one()
        right(session, asha, row, phone="07700 900999")
        assert letter.address == "07700 900999"
        right(session, asha, row, rules={"no_text": True})
        assert letter.address == "maya@example.org"
        right(session, asha, row, rules={"no_email": True})
        assert letter.refused and not letter.link

    def test_a_reminder_is_promised_as_soon_as_it_can_be_sent(self, session, asha):
        row = a_referral(session, a_person(session, phone="", email=""), worker=asha)
        booking = meeting.Booking(Channel.PHONE, NOON + timedelta(days=3), 30)
        made = meeting.book(session, asha, row.id, booking, at=NOON)
        assert made.reminder is Reminder.NOT_POSSIBLE
        right(session, asha, row, email="maya@example.org")
        assert made.reminder is Reminder.WAITING
        right(session, asha, row, rules={"safe_times": "Mornings"})
        assert made.reminder is Reminder.SAFE_TIMES


class TestTheirOwnPage:
    def opened(self, session, token, born_on):
        return person_page.open_page(session, token, born_on=born_on, network="192.0.2.1", at=NOON)

    def a_link(self, session, row):
        return person_page.links.issue(
            session, purpose=person_page.PURPOSE, subject_id=row.person_id,
            lifetime=person_page.LIFETIME, at=NOON,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        [
            {"born_on": date(1948, 5, 18)}, {"born_on": None}, {"phone": "07700 900999"},
            {"email": "new@example.org"}, {"rules": {"no_text": True}},
            {"rules": {"safe_times": "When he is out"}},
        ],
    )  # fmt: skip
    def test_a_link_that_may_lie_in_the_wrong_hands_ends(self, session, asha, row, change):
        other = a_referral(session, a_person(session, "Omar Khalid"), worker=asha)
        token, theirs = self.a_link(session, row), self.a_link(session, other)
        right(session, asha, row, **change)
        for born_on in (date(1948, 5, 17), date(1948, 5, 18)):
            with pytest.raises(RuleBroken):
                self.opened(session, token, born_on)
        assert self.opened(session, theirs, other.person.born_on).called == "Omar Khalid"

    def test_a_new_name_or_language_leaves_the_link_as_it_is(self, session, asha, row):
        token = self.a_link(session, row)
        right(session, asha, row, name="Maya Thorne", known_as="May", language="Bengali")
        assert self.opened(session, token, date(1948, 5, 17)).called == "May"


class TestThePractice:
    """What the link worker was told is the practice's to read only if it may hear of the case."""

    @pytest.fixture
    def nadia(self, session):
        return a_referrer(session, name="Nadia Nurse")

    def told(self, session, asha, row):
        right(session, asha, row, phone="07700 900999", name="Maya Thorne",
              rules={"no_text": True, "safe_times": "When he is at work"})  # fmt: skip

    def test_it_sees_who_she_is_and_what_it_sent(self, session, asha, row, nadia):
        self.told(session, asha, row)
        page = follow.follow_page(session, nadia, row.id)
        assert (page.banner.name, page.answers.phone) == ("Maya Thorne", "07700 900123")
        assert page.banner.rules == ("Send no text messages.",)
        assert not any("Put right" in one.what or "told me" in one.why for one in page.story)

    def test_its_list_and_its_page_speak_of_the_same_danger(self, session, asha, row, nadia):
        def danger():
            (line,) = follow.referrals(session, nadia, show=follow.Show.UNDER_WAY, page=1).lines
            page = follow.follow_page(session, nadia, row.id)
            return line.danger is not None, page.danger is not None

        right(session, asha, row, access_needs="She says she will kill herself")
        session.flush()
        assert danger() == (False, False)
        a_yes_to_reports(session, row.person)
        session.flush()
        assert danger() == (True, True)

    def test_it_sees_all_of_it_where_she_agreed_that_it_hears(self, session, asha, row, nadia):
        self.told(session, asha, row)
        a_yes_to_reports(session, row.person)
        page = follow.follow_page(session, nadia, row.id)
        assert page.answers.phone == "07700 900999"
        assert "Safe times: When he is at work" in page.banner.rules

    def test_referring_her_again_undoes_nothing_that_it_cannot_see(self, session, asha, nadia):
        person = a_person(session, nhs_number=NHS_NUMBER)
        row = a_referral(session, person, worker=asha, sent_by=nadia)
        self.told(session, asha, row)
        row.state = State.DECLINED
        draft = refer.start_again(session, nadia, row.id, at=NOON)
        session.flush()
        page = referring.draft_page(session, nadia, draft.id)
        assert page.answers.phone == "07700 900123"
        refer.rewrite(session, nadia, draft.id, page.answers, seen=page.seen, at=NOON)
        assert person.phone == "07700 900999"
        assert person.contact_rules == ContactRules(no_text=True, safe_times="When he is at work")

    @pytest.mark.parametrize("guess", ["12 Refuge Street", "9 Other Road", ""])
    def test_it_reads_back_what_it_wrote_whether_it_guessed_right_or_not(
        self, session, asha, nadia, guess
    ):
        person = a_person(session, nhs_number=NHS_NUMBER, address="14 Weaver Street")
        row = a_referral(session, person, worker=asha, sent_by=nadia)
        right(session, asha, row, address="12 Refuge Street", needs_interpreter=True)
        row.state = State.DECLINED
        draft = refer.start_again(session, nadia, row.id, at=NOON)
        session.flush()
        page = referring.draft_page(session, nadia, draft.id)
        assert page.answers.address == "14 Weaver Street"
        written = replace(page.answers, address=guess, needs_interpreter=True)
        later = NOON + timedelta(hours=1)
        refer.rewrite(session, nadia, draft.id, written, seen=page.seen, at=later)
        session.flush()
        read = referring.draft_page(session, nadia, draft.id).answers
        assert (read.address, read.needs_interpreter) == (guess, True)
        assert person.address == guess
        shown = details_page(session, asha, row.id).before
        assert {one.what for one in shown} == {"address", "interpreter"}
        assert all(one.before != one.after for one in shown)

    @pytest.mark.parametrize("guess", ["12 Refuge Street", "9 Other Road"])
    def test_so_it_does_where_it_refers_them_by_their_number(self, session, asha, nadia, guess):
        sharing(session, a_practice(session), a_lead_ntp(session))
        person = a_person(session, nhs_number=NHS_NUMBER, address="14 Weaver Street")
        row = a_referral(session, person, worker=asha, sent_by=nadia)
        right(session, asha, row, address="12 Refuge Street", language="")
        written = replace(
            referring.answers_about(person), address=guess, language="", why_now="Sees nobody."
        )
        draft = refer.start(session, nadia, written, at=NOON + timedelta(hours=1))
        session.flush()
        assert draft.person_id == person.id
        assert referring.draft_page(session, nadia, draft.id).answers.address == guess

    def test_a_message_from_its_own_system_with_the_old_number_undoes_nothing(
        self, session, asha, nadia
    ):
        person = a_person(session, nhs_number=NHS_NUMBER)
        row = a_referral(session, person, worker=asha, sent_by=nadia)
        self.told(session, asha, row)
        written = replace(
            referring.answers_about(person), phone="07700 900123", name="Maya Thorne",
            rules=ContactRules(),
        )  # fmt: skip
        assert referring.left_alone(session, nadia, person, written).phone == "07700 900999"


def test_the_page_shows_what_was_there_before_as_people_read_it(session, asha, row):
    right(session, asha, row, nhs_number=NHS_NUMBER, born_on=date(1948, 5, 18))
    page = details_page(session, asha, row.id)
    assert {(one.what, one.before, one.after) for one in page.before} == {
        ("NHS number", "", "999 000 0018"),
        ("date of birth", "17 May 1948", "18 May 1948"),
    }


def test_why_an_officer_put_something_right_is_not_the_link_workers_to_read(session, asha, row):
    officer = an_actor(session, Role.PRIVACY_OFFICER, at=a_lead_ntp(session))
    asked = requests.file_request(
        session, officer, row.person_id, kind=RequestKind.RECTIFICATION, received_on=NOON.date(),
        asks="x", at=NOON,
    )  # fmt: skip
    told = {
        "facts": {"name": "Maya Thorne"}, "because": "Asha wrote it wrong on purpose",
        "version": row.person.version,
    }  # fmt: skip
    requests.put_right(session, officer, asked.id, **told, at=NOON)
    right(session, asha, row, phone="07700 900999")
    page = details_page(session, asha, row.id)
    assert {one.what: one.because for one in page.before} == {
        "name": "", "phone number": "She told me",
    }  # fmt: skip
    theirs = request_page(session, officer, asked.id)
    assert "Asha wrote it wrong on purpose" in str(theirs)


def test_nobody_elses_history_or_meeting_is_touched(session, asha, row):
    other = a_referral(session, a_person(session, "Omar Khalid", phone="", email=""), worker=asha)
    booking = meeting.Booking(Channel.PHONE, NOON + timedelta(days=3), 30)
    theirs = meeting.book(session, asha, other.id, booking, at=NOON)
    theirs.reminder = Reminder.WAITING
    right(session, asha, row, phone="07700 900999")
    session.flush()
    assert details_page(session, asha, other.id).before == ()
    assert not any(
        "Put right" in one.what for one in case_page(session, asha, other.id, at=NOON).story
    )
    assert theirs.reminder is Reminder.WAITING
    told = [one.what for one in case_page(session, asha, row.id, at=NOON).story]
    assert "Put right: phone number" in told


def test_a_call_taken_at_the_lead_writes_what_it_is_told(session, asha, row):
    """Whoever works at the lead NTP sees what is there, and means what they write."""
    right(session, asha, row, phone="07700 900999")
    written = replace(referring.answers_about(row.person), phone="07700 900123")
    assert referring.left_alone(session, asha, row.person, written).phone == "07700 900123"
