"""What the page of a year's list shows: sums, shares, what to watch; one's own lead NTP's alone."""

from datetime import date, timedelta

import pytest

from billing.income import Stream, StreamKind
from billing.operations.income import add_stream
from billing.queries.income import get_year, income_page, stream_page
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import NOTHING, Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_lead_ntp, a_link_worker, an_actor
from tests.cast_contracts import a_contract, a_signed_contract

TODAY = day_in_london(NOON)
THIS, NEXT = 2026, 2027


@pytest.fixture
def finance(session):
    return an_actor(session, Role.LEAD_FINANCE)


@pytest.fixture
def stranger(session):
    return an_actor(session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Southbank", is_host=False))


@pytest.fixture
def listed(session, finance):
    """A list of five: one is nil, and of one nobody knows the amount."""
    said = (
        Stream(StreamKind.OTHER, "", None),
        Stream(StreamKind.CUSTOMERS, "", Money(0)),
        Stream(StreamKind.NHS_GRANT, "Zeal Fund", Money(30_00)),
        Stream(StreamKind.NHS_GRANT, "Able Fund", Money(40_00), ends_on=TODAY + timedelta(days=9)),
        Stream(StreamKind.NHS_BLOCK, "", Money(50_00), is_ring_fenced=True),
    )
    return [add_stream(session, finance, THIS, one, at=NOON) for one in said]


def page_of(session, actor, number=None, on=TODAY):
    return income_page(session, actor, number, on=on)


def test_it_shows_every_stream_in_the_order_of_their_kinds_with_its_share(session, finance, listed):
    page = page_of(session, finance)
    shown = [(one.stream.called, str(one.share or "none")) for one in page.lines]
    assert shown == [
        ("NHS contract for a fixed sum", "41.7%"), ("NHS grant: Able Fund", "33.3%"),
        ("NHS grant: Zeal Fund", "25.0%"), ("People who pay for what they come to", "0.0%"),
        ("Anything else", "none"),
    ]  # fmt: skip


def test_it_shows_the_sums_and_what_nobody_knows(session, finance, listed):
    page = page_of(session, finance)
    assert (page.year.label, page.total, page.unknown) == ("2026 to 2027", Money(120_00), 1)
    assert (page.free, str(page.free_share)) == (Money(70_00), "58.3%")
    assert [(one.label, one.count, one.length) for one in page.by_payer] == [
        ("The NHS", "£120.00, 100.0%", 100.0), ("The public", "£0.00, 0.0%", 0.0),
    ]  # fmt: skip


def test_it_says_what_to_watch(session, finance, listed):
    payer, ending = page_of(session, finance).to_watch
    assert "comes from one payer: “The NHS”" in payer
    assert "“NHS grant: Able Fund” is sure until 1 December 2026 only." in ending


def test_where_all_is_nil_there_are_no_shares(session, finance):
    add_stream(session, finance, THIS, Stream(StreamKind.OTHER, "", NOTHING), at=NOON)
    page = page_of(session, finance)
    assert (page.total, page.free_share, page.lines[0].share) == (NOTHING, None, None)
    assert [(one.count, one.length) for one in page.by_payer] == [("£0.00", 0)]


def test_a_year_has_its_own_list(session, finance, listed):
    page = page_of(session, finance, NEXT)
    assert (page.year.label, page.lines, page.total) == ("2027 to 2028", (), NOTHING)
    assert page.earlier is not None and page.earlier.label == "2026 to 2027"


def test_a_list_that_has_begun_or_has_none_before_it_offers_no_copy(session, finance, listed):
    assert page_of(session, finance).earlier is None
    assert page_of(session, finance, 2025).earlier is None


def test_an_old_list_can_be_looked_at_for_ever(session, finance, listed):
    later = date(2035, 6, 1)
    assert [one.first_day.year for one in page_of(session, finance, on=later).years] == [
        2026, 2034, 2035, 2036,
    ]  # fmt: skip
    assert page_of(session, finance, THIS, later).total == Money(120_00)
    with pytest.raises(NotFound):
        get_year(session, finance, 2030, on=later)


def test_the_list_of_another_lead_ntp_is_not_found(session, listed, stranger):
    page = page_of(session, stranger)
    assert (page.lines, page.total, page_of(session, stranger, NEXT).earlier) == ((), NOTHING, None)
    with pytest.raises(NotFound):
        stream_page(session, stranger, listed[0].id)
    with pytest.raises(NotFound):
        page_of(session, stranger, THIS, date(2035, 6, 1))


def test_whoever_has_another_role_sees_none_of_it(session, listed):
    worker = a_link_worker(session)
    with pytest.raises(NotAllowed):
        page_of(session, worker)
    with pytest.raises(NotAllowed):
        stream_page(session, worker, listed[0].id)


def test_one_stream_is_shown_with_the_version_that_is_looked_at(session, finance, listed):
    page = stream_page(session, finance, listed[2].id)
    assert (page.stream.words, page.version, page.year.label) == ("Zeal Fund", 1, "2026 to 2027")


class TestTheCentralPot:
    def test_is_what_is_free_less_the_costs_of_contracts_that_hold(self, session, finance, listed):
        a_signed_contract(session, costs=Money(60_00))
        pot = page_of(session, finance).pot
        assert (pot.free, pot.costs, pot.left) == (Money(70_00), Money(60_00), Money(10_00))
        assert pot.missing[0] == "One amount of the list is not known yet."

    def test_counts_a_contract_for_the_months_in_which_it_holds(self, session, finance, listed):
        a_signed_contract(session, costs=Money(60_00), last_day=date(2026, 6, 30), expected=())
        assert page_of(session, finance).pot.costs == Money(15_00)
        assert page_of(session, finance, NEXT).pot.left is None

    def test_knows_no_cost_of_what_is_not_signed_or_is_another_lead_ntps(
        self, session, finance, stranger, listed
    ):
        a_contract(session, costs=Money(1_00))
        assert page_of(session, finance).pot.left is None
        a_signed_contract(session, costs=Money(60_00))
        assert page_of(session, stranger).pot.left is None

    def test_says_of_a_contract_that_it_names_no_costs(self, session, finance, listed):
        a_signed_contract(session, costs=None)
        pot = page_of(session, finance).pot
        assert (pot.left, pot.unknown_costs) == (None, 1)
