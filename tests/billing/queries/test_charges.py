"""What was charged in a month, what of somebody was, and whose year is not charged and why."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from billing.bands import Band
from billing.ledger import Uncharged
from billing.models import Charge
from billing.operations.charging import reverse_charge
from billing.queries import charges
from billing.queries.charges import (
    charges_of_case,
    charges_page,
    get_charged,
    reversal_page,
    to_look_at,
    uncharged,
)
from billing.tariff import a_year_after
from billing.vocabulary import Mechanism
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import Money
from kernel.periods import Month, day_in_london
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_locality, an_actor
from tests.cast_billing import an_assessed_case
from tests.cast_charges import (
    a_case_with_a_band,
    a_paying_contract,
    at,
    charge,
    the_charges,
)

MET = day_in_london(NOON)
NOVEMBER = Month.containing(NOON)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def laura(session):
    return a_lead_manager(session)


@pytest.fixture
def charged(session, asha):
    """Two people who were charged for: one in the low band, one in the high one."""
    a_paying_contract(session)
    rows = [
        a_case_with_a_band(session, asha, band, name=name)
        for band, name in ((Band.LOW, "Maya Thornton"), (Band.HIGH, "Ned Sand"))
    ]
    for row in rows:
        charge(session, row)
    return rows


class TestAMonth:
    def test_is_added_up_by_band(self, session, laura, charged):
        page = charges_page(session, laura, NOVEMBER, on=MET)
        assert [(one.words, one.number, one.amount) for one in page.sums] == [
            ("A year of help, low", 1, Money(70_00)), ("A year of help, high", 1, Money(260_00)),
        ]  # fmt: skip
        assert (page.amount, page.shadow, page.waits) == (Money(330_00), Money(0), ())

    def test_shows_the_newest_and_adds_up_all(self, session, laura, charged, monkeypatch):
        monkeypatch.setattr(charges, "MOST", 1)
        page = charges_page(session, laura, NOVEMBER, on=MET)
        assert (len(page.lines), page.number, page.amount) == (1, 2, Money(330_00))

    def test_begins_with_what_happened_last(self, session, laura, charged):
        """Of what was written down in the same night."""
        written = the_charges(session)[0]
        said = {one.key: getattr(written, one.key) for one in sa.inspect(Charge).columns}
        for days in (3, 9, 1, 5):
            day = MET - timedelta(days=days)
            session.add(Charge(**(said | {"id": uuid4(), "happened_on": day})))
        session.flush()
        days = [one.happened_on for one in charges_page(session, laura, NOVEMBER, on=MET).lines]
        assert days == sorted(days, reverse=True) and len(set(days)) == 5

    def test_holds_what_was_written_in_it(self, session, laura, charged):
        assert charges_page(session, laura, NOVEMBER.next, on=MET).lines == ()
        charge(session, charged[0], when=at(a_year_after(MET)))
        (one,) = charges_page(session, laura, Month.containing(a_year_after(MET)), on=MET).lines
        assert one.happened_on == a_year_after(MET)

    def test_counts_no_shadow_among_what_is_billed(self, session, asha, laura):
        a_paying_contract(session, mechanism=Mechanism.BLOCK, is_shadow=True)
        charge(session, a_case_with_a_band(session, asha))
        page = charges_page(session, laura, NOVEMBER, on=MET)
        assert (page.amount, page.shadow, page.sums) == (Money(0), Money(70_00), ())

    def test_shows_what_was_reversed(self, session, laura, charged):
        reverse_charge(
            session, laura, the_charges(session)[0].id, because="Wrong.", is_charged_anew=False,
            at=NOON + timedelta(hours=1),
        )  # fmt: skip
        page = charges_page(session, laura, NOVEMBER, on=MET)
        assert page.amount == Money(260_00)
        assert [one.is_reversed for one in page.lines].count(True) == 1

    def test_is_of_ones_own_lead_ntp_alone(self, session, charged):
        elsewhere = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        assert charges_page(session, elsewhere, NOVEMBER, on=MET).lines == ()
        with pytest.raises(NotAllowed):
            charges_page(session, an_actor(session, Role.COMMISSIONER), NOVEMBER, on=MET)

    def test_names_nobody_to_who_looks_after_money(self, session, asha, charged):
        an_assessed_case(session, asha, "Olive Tern")
        finance = an_actor(session, Role.LEAD_FINANCE)
        page = charges_page(session, finance, NOVEMBER, on=MET)
        assert len(page.lines) == 2 and page.waits == () and not page.can_reverse


class TestWhatWaits:
    def why(self, session, actor):
        return [one.why for one in uncharged(session, actor, on=MET)]

    def test_for_a_band(self, session, asha, laura):
        a_paying_contract(session)
        an_assessed_case(session, asha)
        assert self.why(session, laura) == [Uncharged.NO_BAND]

    def test_for_a_contract(self, session, asha, laura):
        a_case_with_a_band(session, asha)
        assert self.why(session, laura) == [Uncharged.NO_CONTRACT]

    def test_for_one_where_they_live(self, session, asha, laura):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        far = a_locality(session, "Far", postcodes=["NE9"])
        row.person.locality_id = far.id
        session.flush()
        assert self.why(session, laura) == [Uncharged.ELSEWHERE]

    def test_not_by_a_block_and_not_once_it_is_charged(self, session, asha, laura):
        a_paying_contract(session, mechanism=Mechanism.BLOCK)
        a_case_with_a_band(session, asha)
        assert self.why(session, laura) == []
        assert to_look_at(session, on=MET) == ()

    def test_nothing_of_what_was_charged(self, session, laura, charged):
        assert self.why(session, laura) == []


def test_what_is_looked_at_is_what_was_never_charged_or_is_over(session, asha, charged):
    assert to_look_at(session, on=MET) == ()
    new = a_case_with_a_band(session, asha, name="Olive Tern")
    assert to_look_at(session, on=MET) == (new.id,)
    assert len(to_look_at(session, on=a_year_after(MET))) == 3
    charge(session, charged[0], when=at(a_year_after(MET)))
    assert len(to_look_at(session, on=a_year_after(MET))) == 2


def test_a_case_shows_what_was_charged_for_it(session, charged):
    (one,) = charges_of_case(session, charged[1].id)
    assert (one.band, one.amount) == (Band.HIGH, Money(260_00))


def test_a_page_to_reverse_a_charge_is_of_who_manages_it(session, laura, charged):
    one = the_charges(session)[0]
    page = reversal_page(session, laura, one.id)
    assert page.person_id == get_charged(session, one.id).person_id
    elsewhere = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    with pytest.raises(NotFound):
        reversal_page(session, elsewhere, one.id)
    made = reverse_charge(session, laura, one.id, because="Wrong.", is_charged_anew=False, at=NOON)
    session.flush()
    for gone in (one.id, made.id):
        with pytest.raises(NotFound):
            reversal_page(session, laura, gone)
