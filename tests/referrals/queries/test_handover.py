"""The dated list and the page before a handover: one's own people, and what is still missing."""

from datetime import timedelta

import pytest

from kernel.errors import NotAllowed
from referrals.lifecycle import State
from referrals.queries.handover import HEADINGS, dated_list, handover_page, lacking
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case


def test_the_list_holds_the_waiting_list_and_the_day_it_was_made(session):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    a_case(session, asha, "Omar Khalid", state=State.SENT, sent_at=NOON - timedelta(days=9))
    a_case(session, asha, "Over", state=State.DECLINED)
    people, (row,) = dated_list(session, manager, at=NOON)
    named = dict(zip(HEADINGS, row, strict=True))
    assert len(people) == 1
    assert (named["Person"], named["Waiting list"], named["Days waited"]) == (
        "Omar Khalid",
        "yes",
        9,
    )
    assert (named["List made on"], named["Link worker"]) == (NOON.date(), "Asha Begum")
    assert named["Practice"] == "Weaver Street Surgery"


def test_the_page_counts_who_waits(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    a_case(session, asha, "Omar Khalid", state=State.SENT)
    a_case(session, asha, "Maya Thornton")
    page = handover_page(session, manager)
    assert [(one.name, one.is_waiting) for one in page.people] == [
        ("Maya Thornton", False),
        ("Omar Khalid", True),
    ]
    assert ([one.id for one in page.leads], page.waiting) == ([other.id], 1)


def test_what_is_missing_is_said_by_name(session):
    manager = a_lead_manager(session)
    a_lead_ntp(session, "Southbank", is_host=False)
    (other,) = handover_page(session, manager).leads
    assert lacking(session, manager.organisation_id, other, [], on=NOON.date()) == (
        "Better Services Enterprise",
    )


def test_a_link_worker_takes_no_list(session):
    with pytest.raises(NotAllowed):
        dated_list(session, a_link_worker(session), at=NOON)
