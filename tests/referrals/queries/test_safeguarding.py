"""Who sees a concern: its author and the named lead of that lead NTP, and nobody else at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from audit import operations as audit
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals.casework import Danger
from referrals.clocks import Limits
from referrals.operations.arranging import change_settings
from referrals.operations.safeguarding import close_concern, raise_concern
from referrals.queries.safeguarding import (
    FirstOpened,
    concern_page,
    concerns,
    get_concern,
    open_concerns,
    unopened_concerns,
)
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice, an_actor
from tests.cast_caseload import a_case, a_safeguarding_lead, leaves

OTHERS = [role for role in Role if role not in (Role.SAFEGUARDING_LEAD, Role.LINK_WORKER)]


@pytest.fixture
def world(session):
    """Asha raised a concern; Sophie is the named lead."""
    asha, sophie = a_link_worker(session), a_safeguarding_lead(session)
    row = a_case(session, asha)
    concern = raise_concern(session, asha, row.id, danger=Danger.NOW, words="Bruises", at=NOON)
    session.flush()
    return asha, sophie, concern


def test_author_and_named_lead_read_it(session, world):
    asha, sophie, concern = world
    assert concern_page(session, asha, concern.id).can_close is False
    assert concern_page(session, sophie, concern.id).can_close is True
    assert [line.id for line in concerns(session, sophie)] == [concern.id]
    assert (open_concerns(session, sophie), open_concerns(session, asha)) == (1, 0)


def test_a_named_lead_who_left_is_still_who_opened_it_first_and_its_author_is_not(session, world):
    asha, sophie, concern = world
    for who in (asha, sophie):
        audit.note_opened(session, who, [("concern", concern.id)], at=NOON)
    audit.seal_with("a key")(session)
    leaves(session, sophie)
    assert concern_page(session, asha, concern.id).opened == FirstOpened("Sophie Lead", NOON)


def test_one_that_is_closed_raises_no_alarm_though_nobody_opened_its_page(session, world):
    asha, sophie, concern = world
    late = NOON + timedelta(days=2)
    assert [unopened_concerns(session, who, at=late) for who in (asha, sophie)] == [1, 1]
    assert unopened_concerns(session, a_link_worker(session), at=late) == 0
    facts = {"what_was_done": "Rang", "version": 1, "at": NOON}
    close_concern(session, sophie, concern.id, **facts)
    assert unopened_concerns(session, sophie, at=late) == 0


def test_a_named_lead_who_wrote_it_down_has_opened_it_once_they_look(session, world):
    both = an_actor(session, Role.LINK_WORKER, Role.SAFEGUARDING_LEAD)
    change_settings(
        session, a_lead_manager(session), Limits(), takes_self_referrals=False,
        safeguarding_lead_id=both.user_id, version=1, at=NOON,
    )  # fmt: skip
    row = a_case(session, both, "Omar Khalid")
    made = raise_concern(session, both, row.id, danger=Danger.SOON, words="x", at=NOON)
    audit.note_opened(session, both, [("concern", made.id)], at=NOON)
    audit.seal_with("a key")(session)
    session.flush()
    assert concern_page(session, both, made.id).opened


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_can_tell_that_it_exists(session, world, role):
    who = an_actor(session, role)
    with pytest.raises(NotFound):
        get_concern(session, who, world[2].id)
    with pytest.raises(NotAllowed):
        concerns(session, who)
    assert open_concerns(session, who) == 0


@pytest.mark.parametrize("place", ["here", "another lead NTP", "the practice"])
def test_who_holds_the_role_and_is_not_named_reads_nothing(session, world, place):
    at = {
        "here": None,
        "another lead NTP": a_lead_ntp(session, "Southbank", is_host=False),
        "the practice": a_practice(session),
    }[place]
    who = an_actor(session, Role.SAFEGUARDING_LEAD, at=at)
    assert concerns(session, who) == ()
    with pytest.raises(NotFound):
        get_concern(session, who, world[2].id)


def test_a_colleague_reads_nothing(session, world):
    assert concerns(session, a_link_worker(session)) == ()


def test_a_named_lead_who_left_reads_nothing_any_more(session, world):
    _, sophie, concern = world
    leaves(session, sophie)
    with pytest.raises(NotFound):
        get_concern(session, sophie, concern.id)


def test_whoever_raised_it_and_works_with_nobody_any_more_reads_it_no_longer(session, world):
    asha, _, concern = world
    with pytest.raises(NotFound):
        get_concern(session, replace(asha, roles=frozenset({Role.LEAD_MANAGER})), concern.id)


def test_the_named_lead_reads_it_as_safeguarding_lead_and_as_nothing_else(session, world):
    _, sophie, concern = world
    assert get_concern(session, sophie, concern.id).id == concern.id
    with pytest.raises(NotFound):
        get_concern(session, replace(sophie, roles=frozenset({Role.LEAD_MANAGER})), concern.id)


def test_the_named_lead_of_another_lead_ntp_reads_none_of_ours(session, world):
    _, _, concern = world
    elsewhere = a_lead_ntp(session, "Southbank", is_host=False)
    named = an_actor(session, Role.SAFEGUARDING_LEAD, at=elsewhere)
    change_settings(
        session, a_lead_manager(session, at=elsewhere), Limits(), takes_self_referrals=False,
        safeguarding_lead_id=named.user_id, version=0, at=NOON,
    )  # fmt: skip
    assert concerns(session, named) == ()
    with pytest.raises(NotFound):
        get_concern(session, named, concern.id)
