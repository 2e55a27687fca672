"""A report to the practice: prepared, shown, sent with consent or as codes only, acknowledged."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts.vocabulary import DataItem
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.clocks import Clock
from referrals.lifecycle import Move, ReportState, State
from referrals.models import Consent, PracticeArrangement, Report
from referrals.operations import reports
from referrals.operations.reports import Showing
from referrals.queries.standing import dues_of
from referrals.reporting import Occasion, Shown, Words
from referrals.vocabulary import Purpose
from tests.cast import NOON, a_lead_manager, a_link_worker, a_practice
from tests.cast_answer import WORDS, a_draft, a_sent_report
from tests.cast_referrals import a_practice_manager, a_referral, a_referrer

LATER = NOON + timedelta(days=1)


def send(session, worker, draft, shown=Shown.READ, **more):
    showing = Showing(shown, **more)
    reports.send(
        session, worker, draft.referral_id, draft.id, showing, digest=draft.digest, at=LATER
    )


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


class TestPreparing:
    @pytest.mark.parametrize(
        ("state", "occasion"),
        [
            (State.ASSESSED, Occasion.ASSESSMENT),
            (State.COMPLETED, Occasion.CLOSING),
            (State.LAPSED, Occasion.LAPSE),
            (State.UNREACHABLE, Occasion.UNREACHABLE),
            (State.DECLINED, Occasion.DECLINED),
            (State.RETURNED, Occasion.RETURNED),
        ],
    )
    def test_a_draft_is_ready_when_the_practice_is_owed_one(self, session, state, occasion):
        row = a_referral(session, state=state)
        reports.prepare(session, row.id, at=NOON)
        (report,) = session.scalars(sa.select(Report))
        assert (report.occasion, report.state, report.number) == (occasion, ReportState.DRAFT, 1)

    def test_twice_is_once(self, session):
        row = a_referral(session, state=State.ASSESSED)
        for _ in range(2):
            reports.prepare(session, row.id, at=NOON)
        assert len(session.scalars(sa.select(Report)).all()) == 1

    def test_a_draft_that_was_not_sent_becomes_the_next_report_and_keeps_its_words(
        self, session, asha
    ):
        draft = a_draft(session, worker=asha, state=State.COMPLETED)
        reports.prepare(session, draft.referral_id, at=LATER)
        assert (draft.occasion, draft.words) == (Occasion.CLOSING, WORDS)

    @pytest.mark.parametrize("state", [State.ALLOCATED, State.WITHDRAWN, State.BOOKED])
    def test_nothing_is_owed_elsewhere(self, session, state):
        reports.prepare(session, a_referral(session, state=state).id, at=NOON)
        assert session.scalars(sa.select(Report)).all() == []

    def test_somebody_without_a_practice_has_nobody_to_report_to(self, session, asha):
        row = a_referral(session, state=State.ASSESSED, worker=asha)
        row.practice_id = None
        session.flush()
        reports.prepare(session, row.id, at=NOON)
        with pytest.raises(RuleBroken, match="nobody to report to"):
            reports.write(session, asha, row.id, Occasion.REVIEW, Words(), at=NOON)


class TestTheClock:
    def test_sending_one_stops_the_clock_that_waits_for_it(self, session, asha):
        draft = a_draft(session, worker=asha, state=State.ASSESSED)
        assert Clock.REPORT in clocks_of(session, asha, draft)
        send(session, asha, draft)
        assert Clock.REPORT not in clocks_of(session, asha, draft)

    def test_a_draft_stops_nothing(self, session, asha):
        draft = a_draft(session, worker=asha, state=State.ASSESSED)
        reports.rewrite(
            session, asha, draft.referral_id, draft.id, Occasion.REVIEW, Words(), at=LATER
        )
        assert Clock.REPORT in clocks_of(session, asha, draft)


def clocks_of(session, worker, report):
    return {due.clock for due in dues_of(session, worker, report.referral_id, at=LATER)}


class TestWriting:
    def test_reports_of_a_referral_are_numbered(self, session, asha):
        first = a_sent_report(session, worker=asha)
        second = reports.write(session, asha, first.referral_id, Occasion.REVIEW, Words(), at=LATER)
        assert (first.number, second.number) == (1, 2)

    def test_a_short_report_is_not_a_way_round_showing_it(self, session, asha):
        row = a_referral(session, worker=asha, state=State.IN_PROGRAMME)
        with pytest.raises(RuleBroken, match="Choose another reason"):
            reports.write(session, asha, row.id, Occasion.UNREACHABLE, WORDS, at=NOON)
        draft = reports.write(session, asha, row.id, Occasion.REVIEW, WORDS, at=NOON)
        with pytest.raises(RuleBroken, match="Choose another reason"):
            reports.rewrite(session, asha, row.id, draft.id, Occasion.DECLINED, WORDS, at=NOON)

    def test_there_is_one_draft_at_a_time(self, session, asha):
        draft = a_draft(session, worker=asha)
        with pytest.raises(RuleBroken, match="not sent yet"):
            reports.write(session, asha, draft.referral_id, Occasion.REVIEW, Words(), at=NOON)

    def test_changed_words_are_in_what_it_says(self, session, asha):
        draft = a_draft(session, worker=asha)
        before = draft.digest
        reports.rewrite(
            session, asha, draft.referral_id, draft.id, Occasion.REVIEW, Words(agreed="Swims."),
            at=LATER,
        )  # fmt: skip
        assert "Swims." in str(draft.content) and "Tuesday walk" not in str(draft.content)
        assert draft.digest != before

    def test_one_that_was_thrown_away_leaves_nothing(self, session, asha):
        draft = a_draft(session, worker=asha)
        reports.throw_away(session, asha, draft.referral_id, draft.id, at=NOON)
        session.flush()
        assert session.scalars(sa.select(Report)).all() == []

    @pytest.mark.parametrize("who", [a_lead_manager, a_referrer])
    def test_only_a_link_worker_writes(self, session, asha, who):
        row = a_referral(session, worker=asha)
        with pytest.raises(NotAllowed):
            reports.write(session, who(session), row.id, Occasion.REVIEW, Words(), at=NOON)

    def test_a_colleagues_case_is_not_found(self, session, asha):
        row = a_referral(session, worker=asha)
        with pytest.raises(NotFound):
            reports.write(
                session, a_link_worker(session), row.id, Occasion.REVIEW, Words(), at=NOON
            )

    def test_a_report_is_of_its_own_case(self, session, asha):
        draft = a_draft(session, worker=asha)
        other = a_referral(session, draft.referral.person, worker=asha)
        with pytest.raises(NotFound):
            reports.throw_away(session, asha, other.id, draft.id, at=NOON)


class TestSending:
    def test_with_the_persons_yes_it_goes_as_it_was_shown(self, session, asha):
        draft = a_draft(session, worker=asha)
        shown = draft.says
        send(session, asha, draft)
        assert (draft.state, draft.says, draft.sent_at) == (ReportState.SENT, shown, LATER)
        assert draft.digest == shown.digest
        assert draft.words == Words()  # they are in what was sent, and nowhere else

    def test_without_it_only_the_codes_go(self, session, asha):
        draft = a_draft(session, worker=asha, agrees=False)
        send(session, asha, draft)
        assert draft.is_codes_only
        assert draft.says.sections == () and draft.says.codes
        assert "Tuesday walk" not in str(draft.content)

    def test_a_yes_that_is_given_there_is_noted(self, session, asha):
        draft = a_draft(session, worker=asha, agrees=False)
        send(session, asha, draft, agreed=True)
        assert not draft.is_codes_only
        kept = session.scalars(sa.select(Consent).where(Consent.purpose == Purpose.REPORT)).one()
        assert (kept.recipient_id, kept.how) == (draft.practice_id, "told the link worker")

    def test_a_practice_that_wants_codes_only_gets_no_more(self, session, asha):
        draft = a_draft(session, worker=asha)
        session.add(
            PracticeArrangement(practice_id=draft.practice_id, codes_only=True, changed_at=NOON)
        )
        session.flush()
        send(session, asha, draft)
        assert draft.is_codes_only and draft.says.sections == ()

    def test_without_an_agreement_in_force_only_the_codes_go(self, session, asha):
        draft = a_draft(session, worker=asha, shares=False)
        send(session, asha, draft)
        assert draft.is_codes_only

    def test_what_is_no_longer_agreed_between_the_two_does_not_go(self, session, asha):
        from accounts.models import Agreement

        draft = a_draft(session, worker=asha)
        session.scalars(sa.select(Agreement)).one().data_items = [DataItem.OUTCOME.value]
        session.flush()
        send(session, asha, draft)
        assert [one.key for one in draft.says.sections] == ["stands", "asks"]

    def test_what_the_person_asked_to_leave_out_stays_here(self, session, asha):
        draft = a_draft(session, worker=asha)
        send(session, asha, draft, left_out=("agreed",))
        assert "Tuesday walk" not in str(draft.content)
        assert draft.left_out == ["agreed"]

    def test_what_was_changed_after_it_was_shown_does_not_go(self, session, asha):
        draft = a_draft(session, worker=asha)
        with pytest.raises(Conflict, match="changed since you showed it"):
            reports.send(
                session, asha, draft.referral_id, draft.id, Showing(Shown.READ), digest="old",
                at=NOON,
            )  # fmt: skip

    def test_a_full_report_must_be_seen(self, session, asha):
        draft = a_draft(session, worker=asha)
        with pytest.raises(RuleBroken, match="read it out"):
            send(session, asha, draft, shown=Shown.NOT_SHOWN)

    def test_a_short_one_may_go_when_nobody_can_be_reached(self, session, asha):
        draft = a_draft(
            session, worker=asha, occasion=Occasion.UNREACHABLE, state=State.UNREACHABLE
        )
        send(session, asha, draft, shown=Shown.NOT_SHOWN)
        assert draft.state is ReportState.SENT

    def test_who_said_no_was_reached_and_is_shown_it(self, session, asha):
        draft = a_draft(session, worker=asha, occasion=Occasion.DECLINED, state=State.DECLINED)
        with pytest.raises(RuleBroken, match="Show the report"):
            send(session, asha, draft, Shown.NOT_SHOWN)

    def test_a_short_one_does_not_outlive_its_state(self, session, asha):
        draft = a_draft(
            session, worker=asha, occasion=Occasion.UNREACHABLE, state=State.UNREACHABLE
        )
        draft.referral.make(Move.CONTACT, by=asha, at=NOON)
        with pytest.raises(RuleBroken, match="Show the report"):
            send(session, asha, draft, Shown.NOT_SHOWN)

    def test_it_goes_once_and_stays_as_it_is(self, session, asha):
        report = a_sent_report(session, worker=asha)
        with pytest.raises(RuleBroken):
            send(session, asha, report)
        for act in (
            lambda: reports.throw_away(session, asha, report.referral_id, report.id, at=NOON),
            lambda: reports.rewrite(
                session, asha, report.referral_id, report.id, Occasion.REVIEW, Words(), at=NOON
            ),
        ):
            with pytest.raises(RuleBroken, match="stays as it is"):
                act()

    def test_the_practice_is_told_that_a_report_waits_and_nothing_more(self, session, asha):
        manager = a_practice_manager(session, name="Pat Manager")
        report = a_sent_report(session, worker=asha)
        letters = session.scalars(sa.select(Letter)).all()
        assert len(letters) == 2  # the manager and the nurse who referred
        assert {letter.about_id for letter in letters} == {report.id}
        assert manager.user_id
        assert all(set(letter.facts) == {"lead", "practice", "phone"} for letter in letters)


class TestAcknowledging:
    def test_the_practice_says_that_it_has_it(self, session):
        report = a_sent_report(session)
        nadia = a_referrer(session, name="Nadia Nurse")
        reports.acknowledge(session, nadia, report.id, at=LATER)
        assert (report.state, report.acknowledged_who, report.acknowledged_at) == (
            ReportState.ACKNOWLEDGED, "Nadia Nurse", LATER,
        )  # fmt: skip

    def test_another_practice_cannot_even_tell_that_it_exists(self, session):
        report = a_sent_report(session)
        stranger = a_referrer(session, at=a_practice(session, "Old Quay Practice"))
        with pytest.raises(NotFound):
            reports.acknowledge(session, stranger, report.id, at=LATER)

    def test_a_draft_is_not_there_for_the_practice(self, session):
        draft = a_draft(session)
        with pytest.raises(NotFound):
            reports.acknowledge(session, a_referrer(session), draft.id, at=LATER)


def test_a_move_made_by_hand_leads_to_a_draft(session, asha):
    from referrals.operations.moving import make_move

    row = a_referral(session, worker=asha, state=State.BOOKED)
    make_move(session, asha, row, Move.ASSESS, at=LATER)
    reports.prepare(session, row.id, at=LATER)
    assert session.scalars(sa.select(Report.occasion)).all() == [Occasion.ASSESSMENT]


def test_a_draft_is_drawn_up_anew_and_one_that_was_sent_is_not(session, asha):
    draft = a_draft(session, worker=asha)
    draft.referral.what_matters = "Her roses"
    assert "Her roses" not in draft.says.in_words
    reports.draw_up_anew(session, asha, draft.referral_id, draft.id, at=LATER)
    assert "Her roses" in draft.says.in_words and WORDS.agreed in draft.says.in_words
    assert (draft.words, draft.written_at) == (WORDS, LATER)
    send(session, asha, draft)
    with pytest.raises(RuleBroken, match="sent already"):
        reports.draw_up_anew(session, asha, draft.referral_id, draft.id, at=LATER)
