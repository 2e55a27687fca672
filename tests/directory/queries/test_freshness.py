"""The freshness board: what is due, overdue, bounced, abandoned, and whether small groups get in."""

from datetime import timedelta

import pytest

from directory.lifecycle import Move
from directory.operations import keeping, ladder
from directory.queries import freshness
from directory.queries.freshness import Show, share
from directory.vocabulary import Domain, LegalType, Place
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed
from tests.cast import a_directory_editor, a_lead_ntp, a_link_worker, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    return an_area(session).id


@pytest.fixture
def editor(session, area):
    return a_directory_editor(session)


def board(session, actor, *, days=0, show=Show.DUE):
    session.flush()
    now = NOON + timedelta(days=days)
    return freshness.board(session, actor, show=show, now=now, today=now.date())


def counts(session, actor, *, days=0):
    return {one.show: one.count for one in board(session, actor, days=days).choices}


@pytest.mark.parametrize(
    ("days", "show"), [(90, Show.DUE), (104, Show.OVERDUE), (118, Show.OVERDUE), (150, Show.OUT)]
)
def test_a_listing_moves_from_list_to_list(session, area, editor, days, show):
    listing = a_listing(session, area_id=area)
    assert set(counts(session, editor).values()) == {0}
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=days))
    there = board(session, editor, days=days, show=show)
    assert [line.name for line in there.lines] == ["Dog walking"]
    assert sum(one.count for one in there.choices) == 1


def test_what_its_group_never_confirmed_is_a_class_of_its_own(session, area, editor):
    a_listing(session, area_id=area, group="Kept")
    brought = a_listing(session, area_id=area, group="Brought in", is_live=False)
    keeping.make(session, SYSTEM, brought, Move.PUBLISH, at=NOON)
    there = board(session, editor, show=Show.NEVER)
    (line,) = there.lines
    assert (line.group, line.says, line.tag) == (
        "Brought in",
        "Never confirmed by the group",
        "not-confirmed",
    )
    assert (there.confirmed, there.confirmed_share) == (1, "50%")
    assert there.by_locality[0].cells == ("Riverside", "2", "1", "0", "0", "0", "100%")
    later = counts(session, editor, days=104)
    assert (later[Show.NEVER], later[Show.DUE], later[Show.OVERDUE]) == (1, 0, 1)


def test_archived_ones_have_a_list_of_their_own(session, area, editor):
    listing = a_listing(session, area_id=area)
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=300))
    assert counts(session, editor, days=300)[Show.ARCHIVED] == 1


def test_who_cannot_be_written_to_is_to_be_rung_and_bounces_are_seen(session, area, editor):
    a_listing(session, area_id=area, keeper_email="")
    bounced = a_listing(session, area_id=area, group="Knit and Natter")
    bounced.group.mail_bounced_at = NOON
    there = counts(session, editor, days=90)
    assert (there[Show.RING], there[Show.BOUNCED]) == (2, 1)


def test_a_paid_group_that_has_not_confirmed_stands_out(session, area, editor):
    listing = a_listing(session, area_id=area)
    listing.group.is_funded = True
    assert counts(session, editor, days=90)[Show.FUNDED] == 0
    assert counts(session, editor, days=104)[Show.FUNDED] == 1


def test_a_registration_is_abandoned_after_a_week(session, area, editor):
    listing = a_listing(session, area_id=area, is_live=False)
    keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=NOON)
    assert counts(session, editor, days=7)[Show.ABANDONED] == 0
    assert counts(session, editor, days=8)[Show.ABANDONED] == 1


def test_the_share_of_groups_that_nobody_pays(session, area, editor):
    for number in range(4):
        a_listing(session, area_id=area, group=f"Group {number}")
    paid = a_listing(session, area_id=area, group="Paid")
    paid.group.is_funded = True
    there = board(session, editor)
    assert (there.groups, there.unfunded_share) == (5, "80%")


def test_each_part_of_the_area_and_each_kind_says_how_true_it_is_kept(session, area, editor):
    first = a_listing(session, area_id=area)
    first.group.is_funded = True
    a_listing(session, area_id=area, group="Chat", place=Place.ONLINE, postcode="",
              domains=(Domain.BEFRIENDING,), at=NOON + timedelta(days=20))  # fmt: skip
    there = board(session, editor, days=110)
    riverside, nowhere = there.by_locality[0], there.by_locality[-1]
    assert riverside.cells == ("Riverside", "1", "0", "0", "1", "0", "0%")
    assert nowhere.cells == ("On-line, hidden or anywhere", "1", "0", "1", "0", "0", "100%")
    by_kind = {one.name: one.overdue for one in there.by_domain}
    assert by_kind[Domain.PHYSICAL_ACTIVITY.words] == 1
    assert by_kind[Domain.BEFRIENDING.words] == by_kind[Domain.VOLUNTEERING.words] == 0


def test_bars_count_kinds_and_sizes_of_groups(session, area, editor):
    first = a_listing(session, area_id=area)
    first.group.legal_type, first.group.size = LegalType.CHARITY, "small"
    a_listing(session, area_id=area, group="Chat", place=Place.ONLINE, postcode="")
    charts = {
        chart.title: {bar.label: bar.count for bar in chart.bars if bar.count}
        for chart in board(session, editor).charts
    }
    assert charts["Groups by kind of organisation"] == {"Registered charity": 1, "Not said": 1}
    assert charts["Groups by size"] == {"Only volunteers": 1, "Not said": 1}


@pytest.mark.parametrize(("part", "whole", "words"), [(5, 6, "83%"), (0, 3, "0%"), (0, 0, "–")])
def test_a_share_of_nothing_is_no_share(part, whole, words):
    assert share(part, whole) == words


def test_another_areas_listings_are_not_on_it(session, area, editor):
    a_listing(session, area_id=an_area(session, "Othertown").id)
    assert board(session, editor).listings == 0


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.COMMISSIONER, Role.GROUP_EDITOR])
def test_others_do_not_see_the_board(session, area, role):
    actor = an_actor(session, role) if role is not Role.GROUP_EDITOR else a_link_worker(session)
    with pytest.raises(NotAllowed):
        board(session, actor)


def test_a_link_worker_sees_what_is_stale_near_them_the_worst_first(session, area):
    old = a_listing(session, area_id=area, name="Old")
    a_listing(session, area_id=area, name="Newer", group="Newer", at=NOON + timedelta(days=10))
    a_listing(session, area_id=area, name="Fresh", group="Fresh", at=NOON + timedelta(days=100))
    session.flush()
    today = (NOON + timedelta(days=104)).date()
    page = freshness.stale_page(session, a_link_worker(session), today=today)
    assert [line.name for line in page.lines] == ["Old", "Newer"]
    assert page.lines[0].id == old.id


def test_whoever_belongs_to_no_area_has_no_stale_listings_to_see(session):
    with pytest.raises(NotAllowed):
        freshness.stale_page(session, Actor(roles=frozenset({Role.LINK_WORKER})), today=NOON.date())
