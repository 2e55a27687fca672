"""What unmet need hears of from below: what the public says is missing, and groups that said no."""

import pytest
import sqlalchemy as sa

from directory.events import MissingActivityTold
from directory.operations.finding import tell_missing
from directory.vocabulary import Domain
from kernel.access import ANYONE
from referrals.events import OnwardLinkRefused
from referrals.operations import answering
from referrals.operations.linking import Answer
from referrals.vocabulary import GroupAnswer, RefusalReason
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_locality, an_area
from tests.cast_plans import a_funded_kitchen, a_link, a_token
from unmet_need.jobs import read_that_a_group_said_no, read_what_is_missing
from unmet_need.models import UnmetNeed
from unmet_need.vocabulary import Reason, Source


def needs(session):
    return session.scalars(sa.select(UnmetNeed)).all()


def a_refusal(session, why, *, words=""):
    lead = a_lead_ntp(session)
    link = a_link(session, a_link_worker(session), a_funded_kitchen(session, lead))
    given = Answer(GroupAnswer.REFUSE, why, words=words)
    answering.answer(session, a_token(session, link), given, at=NOON)
    return lead, link


def test_what_somebody_told_the_area_is_read_in_their_words(session):
    place = a_locality(session)
    told = tell_missing(session, ANYONE, area_id=an_area(session).id, wanted="A choir for men",
                        domain=Domain.ARTS_FOR_HEALTH, locality_id=place.id, at=NOON)  # fmt: skip
    session.flush()
    read_what_is_missing(session, MissingActivityTold(told.id), at=NOON)
    (row,) = needs(session)
    assert (row.words, row.told.domains) == ("A choir for men", (Domain.ARTS_FOR_HEALTH,))
    assert (row.source, row.reason, row.locality_id) == (Source.TOLD, Reason.NOTHING, place.id)
    assert row.organisation_id is None


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        (RefusalReason.FULL, Reason.FULL),
        (RefusalReason.TOO_FAR, Reason.TOO_FAR),
        (RefusalReason.NOT_RIGHT, Reason.TURNED_DOWN),
    ],
)
def test_a_group_that_said_no_is_read_with_its_kind_and_reason(session, why, reason):
    lead, link = a_refusal(session, why)
    read_that_a_group_said_no(session, OnwardLinkRefused(link.id), at=NOON)
    (row,) = needs(session)
    assert (row.source, row.reason, row.organisation_id) == (Source.GROUP, reason, lead.id)
    assert row.happened_on == NOON.date() and row.told.domains


def test_no_word_of_the_group_comes_along(session):
    _, link = a_refusal(session, RefusalReason.OTHER, words="Not her again")
    read_that_a_group_said_no(session, OnwardLinkRefused(link.id), at=NOON)
    (row,) = needs(session)
    assert row.words == ""


def test_heard_twice_it_is_kept_once(session):
    _, link = a_refusal(session, RefusalReason.FULL)
    for _ in range(2):
        read_that_a_group_said_no(session, OnwardLinkRefused(link.id), at=NOON)
    assert len(needs(session)) == 1


def test_a_link_that_was_not_refused_after_all_is_no_need(session):
    lead = a_lead_ntp(session)
    link = a_link(session, a_link_worker(session), a_funded_kitchen(session, lead))
    read_that_a_group_said_no(session, OnwardLinkRefused(link.id), at=NOON)
    assert needs(session) == []


def test_it_is_heard_by_itself(session):
    """The worker does it: whoever said no, or told us, waits for nothing."""
    from kernel import outbox

    a_refusal(session, RefusalReason.FULL)
    waiting = session.scalars(sa.select(outbox.OutboxItem)).all()
    assert any("read_that_a_group_said_no" in str(vars(one)) for one in waiting)
