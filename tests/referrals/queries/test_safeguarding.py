"""Who sees a concern: its author and the named lead of that lead NTP, and nobody else at all."""

import pytest

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals.casework import Danger
from referrals.operations.safeguarding import raise_concern
from referrals.queries.safeguarding import concern_page, concerns, get_concern, open_concerns
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, an_actor
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
