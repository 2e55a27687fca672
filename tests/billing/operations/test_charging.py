"""A year of help is charged once, by the price of its day; a mistake is a line of its own (A-TAR-05, S7, S8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from billing.bands import Band
from billing.contracts import with_prices_from
from billing.ledger import ChargeKind
from billing.models import Charge, ChargedPerson
from billing.operations.charging import reverse_charge
from billing.operations.contracts import begin_contract
from billing.tariff import ABOUT, WhenBandChanges, a_year_after
from billing.vocabulary import Mechanism
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.money import Money, total
from kernel.periods import day_in_london
from referrals.operations.erasing import take_away
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_caseload import a_case
from tests.cast_charges import (
    a_band,
    a_case_with_a_band,
    a_paying_contract,
    at,
    charge,
    the_charges,
)
from tests.cast_contracts import a_contract, begun, here, sign, the_sides, whole

MET = day_in_london(NOON)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def laura(session):
    return a_lead_manager(session)


def amounts(session):
    return [one.amount for one in the_charges(session)]


class TestAYear:
    def test_costs_what_its_band_costs_on_its_first_day(self, session, asha):
        contract = a_paying_contract(session)
        charge(session, a_case_with_a_band(session, asha, Band.MEDIUM))
        (one,) = the_charges(session)
        assert (one.kind, one.band, one.amount) == (ChargeKind.YEAR, Band.MEDIUM, Money(150_00))
        assert (one.contract_id, one.happened_on, one.is_shadow) == (contract.id, MET, False)

    def test_keeps_what_was_suggested_and_the_evidence(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha, Band.HIGH)
        charge(session, row)
        assert the_charges(session)[0].suggested == ["low"]
        whose = session.scalars(sa.select(ChargedPerson)).one()
        assert whose.evidence["assessment_minutes"] == 45
        assert (whose.referral_id, whose.ends_on) == (row.id, a_year_after(MET))

    def test_is_charged_once_however_often_we_look(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        for _ in range(3):
            charge(session, row)
        assert amounts(session) == [Money(70_00)]

    def test_begins_again_a_year_later_while_they_are_helped(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        charge(session, row, when=at(a_year_after(MET) - timedelta(days=1)))
        assert len(the_charges(session)) == 1
        charge(session, row, when=at(a_year_after(MET)))
        assert [one.happened_on for one in the_charges(session)] == [MET, a_year_after(MET)]

    def test_is_caught_up_with_when_nobody_looked_for_long(self, session, asha):
        a_paying_contract(session)
        charge(session, a_case_with_a_band(session, asha), when=at(date(2028, 12, 31)))
        assert [one.happened_on.year for one in the_charges(session)] == [2026, 2027, 2028]

    def test_has_the_price_of_its_own_day_when_prices_rise(self, session, asha):
        dearer = replace(ABOUT, low=Money(80_00))
        spells = with_prices_from((), date(2026, 4, 1), ABOUT)
        a_paying_contract(session, spells=with_prices_from(spells, date(2027, 4, 1), dearer))
        row = a_case_with_a_band(session, asha)
        charge(session, row, when=at(a_year_after(MET)))
        assert amounts(session) == [Money(70_00), Money(80_00)]

    def test_in_the_shadow_is_marked_as_such(self, session, asha):
        a_paying_contract(session, mechanism=Mechanism.BLOCK, is_shadow=True)
        charge(session, a_case_with_a_band(session, asha))
        assert [one.is_shadow for one in the_charges(session)] == [True]


class TestWhatIsNotCharged:
    def test_nobody_without_a_first_meeting_or_a_band(self, session, asha):
        a_paying_contract(session)
        charge(session, a_case(session, asha))
        assert the_charges(session) == []

    def test_nothing_without_a_contract_and_all_of_it_once_there_is_one(self, session, asha):
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        assert the_charges(session) == []
        a_paying_contract(session)
        charge(session, row)
        assert amounts(session) == [Money(70_00)]

    def test_nothing_by_a_block(self, session, asha):
        a_paying_contract(session, mechanism=Mechanism.BLOCK)
        charge(session, a_case_with_a_band(session, asha))
        assert the_charges(session) == []

    def test_nothing_by_what_is_only_written(self, session, asha):
        a_contract(session, **vars(whole(begun(**here(session)))))
        charge(session, a_case_with_a_band(session, asha))
        assert the_charges(session) == []


def test_handed_to_another_lead_ntp_the_year_is_paid_for_once(session, asha):
    """Both contracts pay for Riverside; the days after the handover are paid for already (A-TAR-05)."""
    a_paying_contract(session)
    row = a_case_with_a_band(session, asha)
    charge(session, row)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    commissioner = the_sides(session)[0]
    terms = whole(begun(**here(session) | {"lead": other.id}))
    made = begin_contract(session, commissioner, terms, at=NOON)
    for side in (commissioner, a_lead_manager(session, at=other)):
        sign(session, side, made)
    row.hand_to(other.id)
    charge(session, row)
    assert amounts(session) == [Money(70_00)]
    charge(session, row, when=at(a_year_after(MET)))
    assert [one.lead_id for one in the_charges(session)] == [a_lead_ntp(session).id, other.id]


class TestAnotherBand:
    def test_within_the_year_costs_as_the_contract_says(self, session, asha):
        a_paying_contract(session, when_band_changes=WhenBandChanges.PRO_RATA)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        later = at(MET + timedelta(days=73))
        a_band(session, asha, row, Band.HIGH, when=later)
        for _ in range(2):
            charge(session, row, when=later)
        year, change = the_charges(session)
        assert (change.kind, change.band, change.amount) == (
            ChargeKind.CHANGE, Band.HIGH, Money(152_00),  # four fifths of £190
        )  # fmt: skip
        assert change.happened_on == MET + timedelta(days=73)
        assert year.amount == Money(70_00)

    def test_at_renewal_counts_from_the_next_year_on(self, session, asha):
        a_paying_contract(session, when_band_changes=WhenBandChanges.AT_RENEWAL)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        a_band(session, asha, row, Band.HIGH, when=at(MET + timedelta(days=30)))
        charge(session, row, when=at(a_year_after(MET)))
        assert amounts(session) == [Money(70_00), Money(260_00)]


class TestReversing:
    def back(self, session, actor, one, *, anew=False):
        made = reverse_charge(
            session, actor, one.id, because="Wrong band.", is_charged_anew=anew, at=NOON
        )
        session.flush()
        return made

    def test_adds_a_line_and_leaves_the_first(self, session, asha, laura):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        (year,) = the_charges(session)
        made = self.back(session, laura, year)
        assert (made.kind, made.amount, made.reverses_id) == (
            ChargeKind.REVERSAL, Money(-70_00), year.id,
        )  # fmt: skip
        charge(session, row)
        assert total(amounts(session)) == Money(0)
        assert session.scalars(sa.select(ChargedPerson)).one().because == "Wrong band."

    def test_anew_charges_the_band_that_stands_now(self, session, asha, laura):
        a_paying_contract(session, when_band_changes=WhenBandChanges.AT_RENEWAL)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        a_band(session, asha, row, Band.MEDIUM)
        self.back(session, laura, the_charges(session)[0], anew=True)
        charge(session, row)
        assert sorted(amounts(session)) == [Money(-70_00), Money(70_00), Money(150_00)]

    def test_a_year_takes_its_changes_along(self, session, asha, laura):
        a_paying_contract(session, when_band_changes=WhenBandChanges.PRO_RATA)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        later = at(MET + timedelta(days=73))
        a_band(session, asha, row, Band.HIGH, when=later)
        charge(session, row, when=later)
        self.back(session, laura, the_charges(session)[0])
        assert total(amounts(session)) == Money(0) and len(amounts(session)) == 4

    def test_twice_is_refused(self, session, asha, laura):
        a_paying_contract(session)
        charge(session, a_case_with_a_band(session, asha))
        (year,) = the_charges(session)
        self.back(session, laura, year)
        with pytest.raises(RuleBroken, match="already"):
            self.back(session, laura, year)

    def test_is_for_a_manager_of_that_lead_ntp(self, session, asha):
        a_paying_contract(session)
        charge(session, a_case_with_a_band(session, asha))
        (year,) = the_charges(session)
        with pytest.raises(NotAllowed):
            self.back(session, an_actor(session, Role.LEAD_FINANCE), year)
        elsewhere = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            self.back(session, elsewhere, year)


def test_when_somebody_is_erased_the_charge_stays_and_nothing_says_whose_it_was(session, asha):
    a_paying_contract(session)
    row = a_case_with_a_band(session, asha)
    charge(session, row)
    person = str(row.person_id)
    take_away(session, row.person_id)
    session.expire_all()
    (one,) = the_charges(session)
    assert one.amount == Money(70_00)
    assert session.scalars(sa.select(ChargedPerson)).all() == []
    assert person not in repr([getattr(one, column.name) for column in Charge.__table__.c])


@pytest.mark.parametrize("statement", ["UPDATE charge SET amount_pence = 1", "DELETE FROM charge"])
def test_the_database_refuses_to_change_a_charge(session, asha, statement):
    a_paying_contract(session)
    charge(session, a_case_with_a_band(session, asha))
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), session.begin_nested():
        session.execute(sa.text(statement))


def test_the_database_refuses_a_year_that_is_charged_twice(session, asha):
    a_paying_contract(session)
    charge(session, a_case_with_a_band(session, asha))
    whose = session.scalars(sa.select(ChargedPerson)).one()
    again = {one.name: getattr(whose, one.name) for one in ChargedPerson.__table__.c}
    del again["id"]
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.add(ChargedPerson(**again))
        session.flush()
