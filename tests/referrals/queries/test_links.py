"""Whose links have news: those of one's own cases, while one works with them."""

from dataclasses import replace

import pytest

from kernel.access import Role
from referrals.queries.links import links_of_case, links_panel, links_to_look_at
from referrals.vocabulary import News
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_plans import a_link, a_shelter


@pytest.fixture
def asha(session):
    """A link worker with a link of which there is news."""
    asha = a_link_worker(session)
    a_link(session, asha, a_shelter(session)).news = News.ACCEPTED
    session.flush()
    return asha


def test_news_is_for_whoever_has_the_case_and_for_no_colleague(session, asha):
    (line,) = links_to_look_at(session, asha)
    assert line.news is News.ACCEPTED
    both = an_actor(session, Role.LINK_WORKER, Role.LEAD_MANAGER)
    for colleague in (a_link_worker(session), both):
        assert links_to_look_at(session, colleague) == ()


def test_a_manager_looks_at_no_news_of_cases_she_had_as_a_link_worker(session, asha):
    manager = replace(asha, roles=frozenset({Role.LEAD_MANAGER}))
    assert links_to_look_at(session, manager) == ()


def test_only_her_manager_is_led_to_how_many_links_go_to_our_own(session):
    asha = a_link_worker(session)
    link = a_link(session, asha, a_shelter(session))
    led = [
        links_panel(session, who, link.referral_id, at=NOON).may_see_share
        for who in (a_lead_manager(session), asha)
    ]
    assert led == [True, False]


def test_the_links_of_a_case_are_those_of_its_person(session):
    asha = a_link_worker(session)
    own, _ = (a_link(session, asha, a_shelter(session, group=name)) for name in ("Cats", "Dogs"))
    lines = links_of_case(session, asha, own.referral_id, at=NOON)
    assert [one.id for one in lines] == [own.id]
