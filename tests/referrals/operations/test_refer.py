"""Referring: a draft is a row, it is sent whole or not at all, and it is always about the right person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accounts.models import Agreement
from audit.models import AuditLine
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.lifecycle import Move, State
from referrals.models import Consent, Person, Referral
from referrals.operations import refer as operations
from referrals.operations.details import put_right
from referrals.operations.moving import make_move
from referrals.operations.refer import Agreed
from referrals.queries import refer as queries
from referrals.queries.consents import find_consent
from referrals.queries.danger import was_sent_with_danger
from referrals.vocabulary import Purpose, Recipient, Source, Urgency
from tests.cast import NOON, a_lead_manager, a_link_worker, a_practice, an_area
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import (
    NHS_NUMBER,
    a_nurse_who_refers,
    a_person,
    a_practice_manager,
    a_referral,
    a_referrer,
    id_of,
)

MAYA = Answers(name="Maya Thornton", phone="07700 900123", why_now="Sees nobody.")
YES = Agreed("told the referrer")
REPORTS = Agreed("told the referrer", may_report=True)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def nadia(session, asha):
    return a_nurse_who_refers(session, asha)


def referred(session, actor, answers=MAYA, agreed=YES, *, is_somebody_else=False):
    row = operations.start(session, actor, answers, at=NOON)
    operations.send(session, actor, row, agreed, is_somebody_else=is_somebody_else, at=NOON)
    return row


def sent_once(session, actor, **more):
    """Somebody of whom a referral is over, so that she can be referred again."""
    row = a_referral(session, a_person(session, **more), state=State.DECLINED, sent_by=actor)
    session.flush()
    return row


class TestSending:
    def test_it_goes_to_the_practices_own_link_worker(self, session, nadia, asha):
        row = referred(session, nadia)
        assert (row.state, row.link_worker_id) == (State.SENT, id_of(asha))
        assert row.source is Source.PRACTICE

    def test_consent_is_kept_for_each_recipient_and_purpose_by_itself(self, session, nadia):
        row = referred(session, nadia, agreed=Agreed("on paper", may_report=True))
        found = session.scalars(sa.select(Consent).where(Consent.person_id == row.person_id)).all()
        assert {(one.recipient, one.recipient_id, one.purpose, one.how) for one in found} == {
            (Recipient.LEAD_NTP, row.lead_id, Purpose.SUPPORT, "on paper"),
            (Recipient.PRACTICE, row.practice_id, Purpose.REPORT, "on paper"),
        }

    def test_the_practice_hears_nothing_unless_the_person_said_so(self, session, nadia):
        row = referred(session, nadia)
        there = find_consent(
            session, row.person_id, Recipient.PRACTICE, row.practice_id, Purpose.REPORT
        )
        assert there is None

    @pytest.mark.parametrize(
        ("field", "answers"),
        [
            ("name", Answers(phone="07700 900123", why_now="x")),
            ("phone", Answers(name="Maya", why_now="x")),
            ("why_now", Answers(name="Maya", phone="07700 900123")),
        ],
    )
    def test_four_answers_are_needed_and_no_more(self, session, nadia, field, answers):
        with pytest.raises(RuleBroken) as refusal:
            referred(session, nadia, answers)
        assert refusal.value.field == field

    @pytest.mark.parametrize("way", [{"email": "maya@example.org"}, {"address": "14 Weaver St"}])
    def test_any_one_way_to_reach_somebody_will_do(self, session, nadia, way):
        row = referred(session, nadia, Answers(name="Maya", why_now="x", **way))
        assert row.state is State.SENT

    def test_without_an_agreement_in_force_nothing_is_sent_and_it_says_whom_to_ask(
        self, session, nadia
    ):
        a_practice_manager(session, name="Paul Manners")
        ended = NOON.date() - timedelta(days=1)
        session.execute(sa.update(Agreement).values(from_on=ended, until_on=ended))
        with pytest.raises(RuleBroken) as refusal:
            referred(session, nadia)
        assert "Paul Manners, your practice manager" in refusal.value.message
        assert "Better Services Enterprise on 0191 498 0123" in refusal.value.message

    def test_a_practice_without_a_lead_ntp_cannot_begin(self, session):
        with pytest.raises(RuleBroken, match="No lead organisation"):
            operations.start(session, a_referrer(session), MAYA, at=NOON)

    def test_it_cannot_be_sent_twice(self, session, nadia):
        row = referred(session, nadia)
        with pytest.raises(RuleBroken):
            operations.send(session, nadia, row, YES, is_somebody_else=False, at=NOON)

    def test_a_link_worker_cannot_refer(self, session, nadia, asha):
        with pytest.raises(NotAllowed):
            operations.start(session, asha, MAYA, at=NOON)


class TestDanger:
    def test_words_of_danger_make_it_urgent_whatever_was_chosen(self, session, nadia):
        row = referred(
            session, nadia, Answers(name="Maya", phone="07700 900123", why_now="She wants to die.")
        )
        assert (row.danger_at, row.urgency) == (NOON, Urgency.URGENT)

    def test_and_when_they_are_gone_from_the_draft_so_is_the_flag(self, session, nadia):
        row = operations.start(session, nadia, Answers(what_matters="She wants to die."), at=NOON)
        assert row.danger_at
        operations.rewrite(session, nadia, row.id, MAYA, seen=queries.seen(row), at=NOON)
        assert (row.danger_at, row.urgency) == (None, Urgency.ROUTINE)

    def test_words_that_were_written_before_it_was_sent_go_with_it(self, session, nadia):
        answers = replace(MAYA, why_now="She wants to die.")
        row = operations.start(session, nadia, answers, at=NOON - timedelta(days=1))
        operations.send(session, nadia, row, YES, is_somebody_else=False, at=NOON)
        session.flush()
        assert was_sent_with_danger(session, row)


class TestDrafts:
    def test_a_draft_may_hold_next_to_nothing(self, session, nadia):
        row = operations.start(session, nadia, Answers(name="Maya"), at=NOON)
        assert row.state is State.DRAFT
        assert [one.name for one in queries.drafts(session, nadia)] == ["Maya"]

    def test_a_colleague_goes_on_with_it_and_the_lead_ntp_does_not_see_it(
        self, session, nadia, asha
    ):
        row = operations.start(session, nadia, MAYA, at=NOON)
        colleague = a_referrer(session, name="Hugo Reception")
        assert queries.draft_page(session, colleague, row.id).answers.name == "Maya Thornton"
        for stranger in (asha, a_lead_manager(session)):
            with pytest.raises(NotFound):
                queries.draft_page(session, stranger, row.id)

    def test_a_form_of_somebody_else_or_of_an_older_version_is_refused(self, session, nadia):
        maya = operations.start(session, nadia, MAYA, at=NOON)
        john = operations.start(session, nadia, Answers(name="John"), at=NOON)
        for seen in (queries.seen(john), "", queries.seen(maya)[:-1] + "9"):
            with pytest.raises(Conflict, match="somebody else"):
                operations.rewrite(session, nadia, maya.id, MAYA, seen=seen, at=NOON)

    def test_one_that_came_back_is_saved_apart_and_not_over_a_newer_version(self, session, nadia):
        row = a_referral(session, state=State.RETURNED, sent_by=nadia)
        said, before = row.why_now, queries.seen(row)
        operations.save(session, nadia, row.id, MAYA, seen=before, at=NOON)
        assert row.why_now == said
        assert queries.draft_page(session, nadia, row.id).answers.why_now == MAYA.why_now
        with pytest.raises(Conflict, match="somebody else"):
            operations.save(session, nadia, row.id, MAYA, seen=before, at=NOON)

    def test_thrown_away_it_is_gone_with_the_person(self, session, nadia):
        row = operations.start(session, nadia, MAYA, at=NOON)
        operations.throw_away(session, nadia, row.id, at=NOON)
        session.flush()
        assert session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0

    def test_but_somebody_known_stays(self, session, nadia):
        before = sent_once(session, nadia)
        row = operations.start_again(session, nadia, before.id, at=NOON)
        session.flush()
        operations.throw_away(session, nadia, row.id, at=NOON)
        session.flush()
        assert session.scalars(sa.select(Referral)).all() == [before]

    def test_what_was_sent_cannot_be_thrown_away(self, session, nadia):
        row = referred(session, nadia)
        with pytest.raises(NotFound):
            operations.throw_away(session, nadia, row.id, at=NOON)


class TestWaysToReachThem:
    def test_rules_that_leave_no_way_bring_a_question_at_them(self, session, nadia):
        rules = ContactRules(no_phone=True, no_text=True)
        with pytest.raises(RuleBroken, match="How may we reach them") as refused:
            referred(session, nadia, replace(MAYA, rules=rules))
        assert refused.value.field == "rules"
        by_letter = replace(MAYA, name="May Thorn", rules=rules, address="1 High Street")
        assert referred(session, nadia, by_letter).state is State.SENT


class TestComingBack:
    def test_one_that_came_back_is_completed_and_sent_again(self, session, nadia, asha):
        row = referred(session, nadia)
        make_move(session, asha, row, Move.RETURN, at=NOON, because="We need her number")
        operations.rewrite(session, nadia, row.id, MAYA, seen=queries.seen(row), at=NOON)
        operations.send(session, nadia, row, YES, is_somebody_else=False, at=NOON)
        assert row.state is State.SENT

    def test_one_under_way_is_taken_back_with_a_reason(self, session, nadia):
        row = referred(session, nadia, agreed=REPORTS)
        operations.take_back(session, nadia, row.id, because="She moved away", at=NOON)
        assert row.state is State.WITHDRAWN

    @pytest.mark.parametrize(
        ("state", "written"), [(State.RECEIVED, []), (State.CONTACTING, ["referrals/taken_back"])]
    )
    def test_whoever_had_accepted_it_is_written_to(self, session, nadia, state, written):
        row = a_referral(session, state=state, sent_by=nadia)
        a_yes_to_reports(session, row.person)
        operations.take_back(session, nadia, row.id, because="She moved away", at=NOON)
        letters = session.scalars(sa.select(Letter)).all()
        assert [one.template for one in letters if one.template.endswith("taken_back")] == written
        assert "moved" not in str([one.facts for one in letters])

    @pytest.mark.parametrize("state", [State.ASSESSED, State.IN_PROGRAMME])
    def test_once_they_have_met_only_the_person_ends_it(self, session, nadia, state):
        row = a_referral(session, state=state, sent_by=nadia)
        a_yes_to_reports(session, row.person)
        with pytest.raises(RuleBroken, match="has met them"):
            operations.take_back(session, nadia, row.id, because="She moved away", at=NOON)
        assert row.state is state

    def test_one_that_is_over_is_not(self, session, nadia):
        row = sent_once(session, nadia)
        a_yes_to_reports(session, row.person)
        with pytest.raises(RuleBroken, match="under way"):
            operations.take_back(session, nadia, row.id, because="x", at=NOON)

    def test_another_practice_finds_neither(self, session, nadia):
        row = referred(session, nadia)
        stranger = a_referrer(session, at=a_practice(session, "Orchard Park Surgery"))
        with pytest.raises(NotFound):
            operations.take_back(session, stranger, row.id, because="x", at=NOON)


class TestKnownAlready:
    def test_somebody_with_the_same_number_and_name_is_the_same_person(self, session, nadia):
        before = sent_once(
            session, nadia, nhs_number=NHS_NUMBER, no_voicemail=True, email="maya@example.org"
        )
        row = referred(
            session, nadia,
            Answers(name="Maya Thornton", phone="07700 900456", nhs_number=NHS_NUMBER,
                    why_now="x", rules=ContactRules(no_post=True)),
        )  # fmt: skip
        assert row.person_id == before.person_id
        assert (row.person.phone, row.person.email) == ("07700 900456", "maya@example.org")
        assert row.person.contact_rules == ContactRules(no_voicemail=True, no_post=True)
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1

    @pytest.mark.parametrize("now", ["", "new@example.org"])
    def test_what_a_practice_leaves_out_tells_it_nothing_of_what_was_put_right(
        self, session, nadia, asha, now
    ):
        before = sent_once(session, nadia, nhs_number=NHS_NUMBER)
        before.link_worker_id = asha.user_id
        answers = replace(queries.answers_about(before.person), email=now)
        put_right(
            session, asha, before.id, answers, because="She told me", is_somebody_else=False,
            version=before.person.version, at=NOON,
        )  # fmt: skip
        row = operations.start(
            session, nadia, replace(MAYA, nhs_number=NHS_NUMBER), at=NOON + timedelta(hours=1)
        )
        session.flush()
        assert queries.draft_page(session, nadia, row.id).answers.email == "maya@example.org"

    def test_also_when_the_number_is_added_to_a_draft_later(self, session, nadia):
        before = sent_once(session, nadia, nhs_number=NHS_NUMBER)
        row = operations.start(session, nadia, MAYA, at=NOON)
        number = Answers(**{**vars(MAYA), "nhs_number": NHS_NUMBER})
        operations.rewrite(session, nadia, row.id, number, seen=queries.seen(row), at=NOON)
        session.flush()
        assert row.person_id == before.person_id
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1

    def test_with_another_name_and_birthday_it_is_refused(self, session, nadia):
        sent_once(session, nadia, nhs_number=NHS_NUMBER)
        with pytest.raises(RuleBroken) as refusal:
            operations.start(
                session, nadia, Answers(name="John Okafor", nhs_number=NHS_NUMBER), at=NOON
            )
        assert refusal.value.field == "nhs_number"

    def test_two_referrals_at_once_are_not_sent(self, session, nadia):
        row = a_referral(session, a_person(session, nhs_number=NHS_NUMBER), sent_by=nadia)
        assert row.state.is_open
        with pytest.raises(RuleBroken, match="under way"):
            referred(session, nadia, Answers(**{**vars(MAYA), "nhs_number": NHS_NUMBER}))

    def test_a_likely_double_is_asked_about_once(self, session, nadia):
        a_referral(session, a_person(session), sent_by=nadia)
        twin = Answers(**{**vars(MAYA), "born_on": date(1948, 5, 17)})
        with pytest.raises(RuleBroken) as refusal:
            referred(session, nadia, twin)
        assert refusal.value.field == "is_somebody_else"
        assert referred(session, nadia, twin, is_somebody_else=True).state is State.SENT

    def test_another_practices_patient_is_nobody_here(self, session, nadia):
        other = a_practice(session, "Orchard Park Surgery")
        theirs = a_person(session, practice=other, nhs_number=NHS_NUMBER)
        a_referral(session, theirs, sent_by=a_referrer(session, at=other))
        assert operations.look_up(session, nadia, NHS_NUMBER, at=NOON) == ()
        row = referred(session, nadia, Answers(**{**vars(MAYA), "nhs_number": NHS_NUMBER}))
        assert row.person_id != theirs.id
        assert not row.person.is_twin

    def test_one_of_the_own_practice_is_found_and_the_look_is_noted(self, session, nadia):
        before = sent_once(session, nadia, nhs_number=NHS_NUMBER)
        found = operations.look_up(session, nadia, NHS_NUMBER, at=NOON)
        assert [one.referral_id for one in found] == [before.id]
        line, seen = session.info["audit"][-2:]
        assert isinstance(line, AuditLine)
        assert line.act == "looked an NHS number up"
        assert (seen.act, seen.subject_id) == ("saw in a list", before.person_id)
        assert NHS_NUMBER not in str([line.details, seen.details])

    def test_a_name_that_is_near_is_noted_as_seen_like_any_other(self, session, nadia):
        before = sent_once(session, nadia, name="Tomasz Wilk")
        (found,) = operations.look_up(session, nadia, "", named="Tomas Wilk", at=NOON)
        assert (found.referral_id, found.is_near) == (before.id, True)
        line, seen = session.info["audit"][-2:]
        assert line.act == "looked a name up"
        assert (seen.act, seen.subject_id) == ("saw in a list", before.person_id)


class TestTakingACall:
    def test_the_lead_ntp_writes_it_down_and_it_goes_to_the_named_worker(
        self, session, nadia, asha
    ):
        laura = a_lead_manager(session)
        row = operations.take_call(session, laura, nadia.organisation_id, MAYA, at=NOON)
        operations.send(
            session, laura, row, YES, is_somebody_else=False, told_by="Nadia rang", at=NOON
        )
        assert (row.source, row.link_worker_id) == (Source.PHONE, id_of(asha))

    def test_only_whoever_took_it_sees_it_before_it_is_sent(self, session, nadia, asha):
        kofi = a_link_worker(session, name="Kofi Mensah")
        row = operations.take_call(session, kofi, nadia.organisation_id, MAYA, at=NOON)
        assert [one.id for one in queries.drafts(session, kofi)] == [row.id]
        assert queries.drafts(session, asha) == ()
        assert queries.drafts(session, nadia) == ()
        for stranger in (asha, nadia):
            with pytest.raises(NotFound):
                queries.draft_page(session, stranger, row.id)

    def test_what_somebody_began_at_a_practice_before_is_no_call_of_theirs(self, session, asha):
        row = a_referral(session, state=State.DRAFT)
        row.started_by = id_of(asha)
        session.flush()
        assert queries.drafts(session, asha) == ()
        with pytest.raises(NotFound):
            queries.draft_page(session, asha, row.id)

    def test_what_was_sent_back_is_the_practices_to_write_on(self, session, nadia, asha):
        row = a_referral(session, state=State.RETURNED, worker=asha, sent_by=nadia)
        assert queries.get_draft(session, nadia, row.id) is row
        with pytest.raises(NotFound):
            queries.get_draft(session, asha, row.id)

    def test_a_colleagues_case_with_this_number_stays_unknown(self, session, nadia, asha):
        person = a_person(session, nhs_number=NHS_NUMBER)
        a_referral(session, person, worker=asha, sent_by=nadia)
        kofi = a_link_worker(session, name="Kofi Mensah")
        for name in ("Maya Thornton", "Somebody Else"):
            answers = Answers(**{**vars(MAYA), "name": name, "nhs_number": NHS_NUMBER})
            row = operations.take_call(session, kofi, nadia.organisation_id, answers, at=NOON)
            assert row.person_id != person.id
            assert row.person.is_twin

    def test_a_practice_of_another_area_cannot_ring_here(self, session, asha):
        far = a_practice(session, "Far Surgery", area=an_area(session, "Farawaytown"))
        with pytest.raises(NotFound):
            operations.take_call(session, asha, far.id, MAYA, at=NOON)

    def test_a_practice_takes_no_calls(self, session, nadia):
        with pytest.raises(NotAllowed):
            operations.take_call(session, nadia, nadia.organisation_id, MAYA, at=NOON)
