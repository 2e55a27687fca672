"""Own services against others, and what a refusal says about the area."""

from datetime import timedelta

import pytest

from kernel.errors import NotAllowed
from kernel.suppression import Headcount
from referrals.operations import links
from referrals.operations.linking import Answer
from referrals.queries.shares import OwnShare, find_refusal, own_share, share_page
from referrals.vocabulary import GroupAnswer, RefusalReason, Said
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter, our_own_walk

TODAY = NOON.date()


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session)


def test_the_manager_sees_how_many_went_to_our_own_services(session, asha):
    lead = a_lead_ntp(session)
    walk, shelter = our_own_walk(session, lead), a_shelter(session)
    for listing in (walk, shelter, shelter, a_funded_kitchen(session, lead), None):
        a_link(session, asha, listing)
    a_link(session, asha, shelter, said=Said.NO)
    a_link(session, asha, walk, at=NOON - timedelta(days=400))
    page = share_page(session, a_lead_manager(session), today=TODAY)
    assert {one.words: one.links for one in page.kinds} == {
        "Under our sub-contract": 1,
        "A suggestion: nothing is owed": 2,
        "A service of our own": 1,
        "Something of their own": 1,
    }
    assert (page.own, page.others, page.own_percent) == (1, 3, 25)
    assert (page.with_choice, page.total) == (5, 5)
    assert (page.groups[0].words, page.groups[0].links) == ("Anytown Cat and Dog Shelter", 2)


def test_without_links_there_is_no_share_rather_than_nought(session, asha):
    assert share_page(session, a_lead_manager(session), today=TODAY).own_percent is None


def test_link_workers_and_other_lead_ntps_do_not_see_it(session, asha):
    a_link(session, asha, a_shelter(session))
    with pytest.raises(NotAllowed):
        share_page(session, asha, today=TODAY)
    other = a_lead_manager(session, at=a_lead_ntp(session, "Elsewhere", is_host=False))
    assert share_page(session, other, today=TODAY).total == 0


class TestTheShareOfATime:
    def test_counts_links_and_people_of_its_days_alone(self, session, asha):
        lead = a_lead_ntp(session)
        walk, shelter = our_own_walk(session, lead), a_shelter(session)
        for listing in (walk, shelter, shelter, None):
            a_link(session, asha, listing)
        a_link(session, asha, shelter, said=Said.NO)
        a_link(session, asha, walk, at=NOON - timedelta(days=2))
        share = own_share(session, lead.id, since=TODAY - timedelta(days=1), until=TODAY)
        assert (share.own, share.others, share.percent) == (1, 2, 33)
        assert (share.own_people, share.other_people) == (Headcount(1), Headcount(2))
        assert own_share(session, lead.id, since=TODAY, until=TODAY - timedelta(days=1)).own == 0
        assert own_share(session, asha.user_id, since=TODAY, until=TODAY).percent is None

    @pytest.mark.parametrize(("own", "others", "people", "published"), [
        (9, 18, (9, 18), "40%"), (9, 0, (9, 0), "100%"), (0, 9, (0, 9), "0%"),
        (7, 18, (7, 18), "*"), (18, 7, (18, 7), "*"), (40, 40, (5, 30), "*"), (0, 0, (0, 0), "*"),
    ])  # fmt: skip
    def test_tells_readers_outside_nothing_of_few_people(self, own, others, people, published):
        share = OwnShare(own, others, *(Headcount(one) for one in people))
        assert share.published == published


def test_a_refusal_says_what_the_area_lacks_and_not_who_asked(session, asha):
    link = a_link(session, asha, a_shelter(session))
    assert find_refusal(session, link.id) is None
    given = Answer(GroupAnswer.REFUSE, RefusalReason.FULL)
    links.write_answer(session, asha, link.referral_id, link.id, given, at=NOON)
    refusal = find_refusal(session, link.id)
    assert (refusal.reason, refusal.domains, refusal.on) == (
        RefusalReason.FULL,
        ("physical-activity",),
        TODAY,
    )
    assert str(link.person_id) not in str(refusal)
