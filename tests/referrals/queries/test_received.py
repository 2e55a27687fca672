"""Reports as the practice receives them: its own, never a draft, and how each was shown."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals.lifecycle import ReportState
from referrals.models import Consent
from referrals.operations import reports as operations
from referrals.queries.received import (
    get_received,
    how_many_wait,
    received,
    received_report,
    shown_words,
)
from referrals.reporting import Shown
from referrals.vocabulary import Purpose
from tests.cast import NOON, a_commissioning_body, a_link_worker, a_practice, an_actor
from tests.cast_answer import a_draft, a_sent_report
from tests.cast_referrals import a_practice_manager, a_referrer


def test_a_report_waits_until_it_is_acknowledged(session):
    report, nadia = a_sent_report(session), a_referrer(session)
    page = received(session, nadia)
    assert ([line.id for line in page.waiting], page.done) == ([report.id], ())
    assert how_many_wait(session, nadia) == 1
    operations.acknowledge(session, nadia, report.id, at=NOON)
    page = received(session, nadia)
    assert (page.waiting, [line.state for line in page.done]) == ((), [ReportState.ACKNOWLEDGED])
    assert how_many_wait(session, nadia) == 0


def test_a_draft_is_not_among_them(session):
    draft, nadia = a_draft(session), a_referrer(session)
    assert received(session, nadia).waiting == ()
    with pytest.raises(NotFound):
        received_report(session, nadia, draft.id)


def test_another_practice_has_none_of_it(session):
    report = a_sent_report(session)
    stranger = a_referrer(session, at=a_practice(session, "Old Quay Practice"))
    assert received(session, stranger).waiting == ()
    assert how_many_wait(session, stranger) == 0
    with pytest.raises(NotFound):
        received_report(session, stranger, report.id)


def test_nobody_but_a_practice_reads_them(session):
    analyst = an_actor(session, Role.ANALYST, at=a_commissioning_body(session))
    for who in (analyst, a_link_worker(session)):
        with pytest.raises(NotAllowed):
            received(session, who)
        assert how_many_wait(session, who) == 0


def test_it_reads_as_it_was_sent(session):
    report = a_sent_report(session, shown=Shown.READ_OUT)
    page = received_report(session, a_referrer(session), report.id)
    assert (page.content, page.digest, page.sent_on) == (report.says, report.digest, "2026-11-22")
    assert page.shown == "It was read out to them before it was sent."
    assert page.can_acknowledge


@pytest.mark.parametrize("shown", Shown)
def test_every_way_of_showing_has_words_for_the_practice(shown):
    assert shown_words(shown).endswith(".")


def test_once_the_yes_is_taken_back_only_the_codes_are_read(session):
    report = a_sent_report(session)
    nadia = a_referrer(session)
    assert received_report(session, nadia, report.id).content.sections
    yes = session.scalar(sa.select(Consent).where(Consent.purpose == Purpose.REPORT))
    yes.withdrawn_at = NOON
    session.flush()
    page = received_report(session, nadia, report.id)
    assert (page.content.sections, page.is_codes_only) == ((), True)
    assert page.content.name


def test_the_key_of_its_own_system_is_offered_to_whoever_manages_the_practice(session):
    offered = [
        received(session, who(session)).may_connect for who in (a_practice_manager, a_referrer)
    ]
    assert offered == [True, False]


def test_whoever_follows_no_patients_of_the_practice_finds_none(session):
    report, nadia = a_sent_report(session), a_referrer(session)
    assert get_received(session, nadia, report.id).id == report.id
    with pytest.raises(NotFound):
        get_received(session, replace(nadia, roles=frozenset({Role.PRIVACY_OFFICER})), report.id)
