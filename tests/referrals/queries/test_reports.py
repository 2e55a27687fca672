"""Reports as the link worker follows them: how far each came, and when it is late."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from audit import operations as audit
from kernel.errors import NotFound
from kernel.mail import Letter
from referrals.models import LeadSettings, PracticeArrangement
from referrals.operations import reports as operations
from referrals.queries import reports
from referrals.queries.reports import case_report, reports_of_case, terms_of, waiting
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_draft, a_sent_report, a_yes_to_reports
from tests.cast_referrals import a_person, a_referral, a_referrer, sharing

TODAY = NOON.date()


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def reached(session, report):
    return reports.reached(session, [report])[report.id]


class TestHowFarItCame:
    def test_a_draft_has_not_gone(self, session):
        assert reached(session, a_draft(session)) == "Not sent yet"

    def test_it_was_sent_then_told_then_opened_then_acknowledged(self, session):
        report = a_sent_report(session)
        nadia = a_referrer(session, name="Nadia Nurse")
        assert reached(session, report) == "Sent on 22 November 2026, not opened yet"
        for letter in session.scalars(sa.select(Letter)):
            letter.sent_at = NOON
        session.flush()
        assert "and the practice was told" in reached(session, report)
        audit.note_opened(session, nadia, [("report", report.id)], at=NOON)
        audit.seal_with("k" * 40)(session)
        assert reached(session, report).startswith("Opened at the practice on 22 November")
        operations.acknowledge(session, nadia, report.id, at=NOON + timedelta(days=1))
        assert reached(session, report) == "Nadia Nurse acknowledged it on 23 November 2026"

    def test_its_own_link_worker_who_looks_is_not_the_practice(self, session, asha):
        report = a_sent_report(session, worker=asha)
        audit.note_opened(session, asha, [("report", report.id)], at=NOON)
        audit.seal_with("k" * 40)(session)
        assert "not opened yet" in reached(session, report)

    def test_a_letter_that_came_back_is_said(self, session):
        report = a_sent_report(session)
        for letter in session.scalars(sa.select(Letter)):
            letter.refused = "unknown"
        session.flush()
        assert "ring the practice" in reached(session, report)


class TestTerms:
    def test_full_with_agreement_and_yes(self, session, asha):
        sharing(session, a_practice(session), a_lead_ntp(session))
        person = a_person(session)
        row = a_referral(session, person, worker=asha)
        a_yes_to_reports(session, person)
        terms = terms_of(session, row, on=TODAY)
        assert (terms.has_consent, terms.codes_only) == (True, "")
        assert not terms.codes_only_unless(agreed=False)

    def test_the_support_yes_is_not_a_yes_to_reports(self, session, asha):
        sharing(session, a_practice(session), a_lead_ntp(session))
        terms = terms_of(session, a_referral(session, worker=asha), on=TODAY)
        assert not terms.has_consent
        assert terms.codes_only_unless(agreed=False)
        assert not terms.codes_only_unless(agreed=True)

    def test_an_agreement_with_another_lead_ntp_counts_for_nothing(self, session, asha):
        sharing(session, a_practice(session), a_lead_ntp(session, "Other Links", is_host=False))
        terms = terms_of(session, a_referral(session, worker=asha), on=TODAY)
        assert terms.shared == frozenset()
        assert "no agreement in force" in terms.codes_only

    def test_a_practice_may_want_codes_only(self, session, asha):
        row = a_referral(session, worker=asha)
        session.add(
            PracticeArrangement(practice_id=row.practice_id, codes_only=True, changed_at=NOON)
        )
        session.flush()
        terms = terms_of(session, row, on=TODAY)
        assert terms.codes_only == "This practice takes codes only."
        assert terms.codes_only_unless(agreed=True)


class TestTheCasesPanel:
    def test_newest_first_and_one_draft_at_a_time(self, session, asha):
        report = a_sent_report(session, worker=asha)
        panel = reports_of_case(session, asha, report.referral_id, at=NOON)
        assert (panel.can_write, [line.number for line in panel.lines]) == (True, [1])
        operations.write(session, asha, report.referral_id, report.occasion, report.words, at=NOON)
        panel = reports_of_case(session, asha, report.referral_id, at=NOON)
        assert (panel.can_write, [line.number for line in panel.lines]) == (False, [2, 1])

    def test_somebody_without_a_practice_has_none(self, session, asha):
        row = a_referral(session, worker=asha)
        row.practice_id = None
        session.flush()
        assert reports_of_case(session, asha, row.id, at=NOON) is None


class TestReadingOne:
    def test_a_manager_reads_and_does_not_act(self, session, asha):
        draft = a_draft(session, worker=asha)
        where = (draft.referral_id, draft.id)
        assert case_report(session, asha, *where, at=NOON).can_act
        assert not case_report(session, a_lead_manager(session), *where, at=NOON).can_act

    def test_one_that_was_sent_cannot_be_changed(self, session, asha):
        report = a_sent_report(session, worker=asha)
        assert not case_report(session, asha, report.referral_id, report.id, at=NOON).can_act

    def test_a_strange_one_is_not_found(self, session, asha):
        draft = a_draft(session, worker=asha)
        for where in ((draft.referral_id, uuid4()), (uuid4(), draft.id)):
            with pytest.raises(NotFound):
                case_report(session, asha, *where, at=NOON)
        with pytest.raises(NotFound):
            case_report(session, a_link_worker(session), draft.referral_id, draft.id, at=NOON)


class TestWhatWaits:
    def test_a_draft_waits_at_once(self, session, asha):
        a_draft(session, worker=asha)
        (line,) = waiting(session, asha, at=NOON)
        assert (line.practice, line.sent_on) == ("Weaver Street Surgery", None)

    def test_a_report_waits_after_the_lead_ntps_clock(self, session, asha):
        a_sent_report(session, worker=asha)  # on a Sunday: two working days are Tuesday
        assert waiting(session, asha, at=NOON + timedelta(days=2)) == ()
        assert len(waiting(session, asha, at=NOON + timedelta(days=3))) == 1
        session.add(
            LeadSettings(lead_id=asha.organisation_id, report_within_days=5, changed_at=NOON)
        )
        session.flush()
        assert waiting(session, asha, at=NOON + timedelta(days=3)) == ()

    def test_an_acknowledged_one_waits_no_more(self, session, asha):
        report = a_sent_report(session, worker=asha)
        operations.acknowledge(session, a_referrer(session), report.id, at=NOON)
        assert waiting(session, asha, at=NOON + timedelta(days=30)) == ()

    def test_a_colleagues_wait_for_the_colleague(self, session, asha):
        a_draft(session, worker=asha)
        assert waiting(session, a_link_worker(session), at=NOON) == ()
        assert waiting(session, a_lead_manager(session), at=NOON) == ()
