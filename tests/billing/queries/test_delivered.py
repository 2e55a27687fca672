"""What was paid and not done, and the other way round: by group, and of people's years for a manager alone."""

from datetime import timedelta

import pytest

from billing.bands import Band
from billing.delivered import NotInTouch
from billing.ledger import Uncharged
from billing.operations.charging import reverse_charge
from billing.operations.group_lines import write_all_lines
from billing.operations.remittances import make_remittance
from billing.queries.delivered import paid_and_done
from billing.sub_contracts import PriceKind
from billing.tariff import a_year_after
from billing.vocabulary import Mechanism
from kernel.access import Role
from kernel.errors import NotAllowed
from kernel.money import NOTHING, Money
from kernel.periods import day_in_london
from referrals.casework import ContactKind, Result
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_billing import an_assessed_case
from tests.cast_caseload import a_contact
from tests.cast_charges import a_case_with_a_band, a_paying_contract, at, charge, the_charges
from tests.cast_sub_contracts import a_paid_group

MET = day_in_london(NOON)
A_DAY = timedelta(days=1)
DECEMBER = NOON + 12 * A_DAY
LOOKED = DECEMBER.date()
LATER = MET + timedelta(weeks=9)


def looked(session, actor, on=LOOKED):
    return paid_and_done(session, actor, on=on)


def only(rows):
    (found,) = rows
    return found


class TestGroups:
    def pay(self, session, paid, *, seen, when=DECEMBER):
        write_all_lines(session, at=when)
        return make_remittance(session, paid.manager, paid.group_id, seen=seen, at=when)

    def test_what_was_counted_and_is_on_no_remittance_is_done_and_not_paid(self, session):
        paid = a_paid_group(session)
        for _ in range(2):
            paid.came(session)
        write_all_lines(session, at=NOON + A_DAY)
        row = only(looked(session, paid.manager).owed)
        assert (row.group, row.to_pay, row.to_pay_amount) == (
            "The Community Kitchen", 1, Money(9_00),
        )  # fmt: skip
        assert looked(session, paid.manager, on=NOON.date()).owed == ()
        self.pay(session, paid, seen=1)
        page = looked(session, paid.manager)
        assert (page.owed, page.overpaid) == ((), ())

    def test_visits_before_a_price_held_are_done_and_not_paid(self, session):
        paid = a_paid_group(session, has_price=False)
        paid.came(session)
        row = only(looked(session, paid.manager).owed)
        assert (row.unpriced, row.to_pay) == (1, 0)
        assert looked(session, paid.manager, on=NOON.date()).owed == ()

    def test_what_was_paid_and_taken_back_since_is_paid_and_not_done(self, session):
        paid = a_paid_group(session)
        link = paid.came(session)
        paid.came(session)
        self.pay(session, paid, seen=1)
        paid.mark(session, link, came=False, at=DECEMBER)
        write_all_lines(session, at=DECEMBER + A_DAY)
        page = looked(session, paid.manager)
        row = only(page.overpaid)
        assert (row.taken_back, row.taken_back_amount, row.to_pay_amount) == (
            1, Money(4_50), NOTHING,
        )  # fmt: skip
        assert page.owed == ()

    def test_what_was_taken_back_before_it_was_paid_is_neither(self, session):
        paid = a_paid_group(session)
        link = paid.came(session)
        write_all_lines(session, at=NOON + A_DAY)
        paid.mark(session, link, came=False, at=NOON + A_DAY)
        write_all_lines(session, at=NOON + 2 * A_DAY)
        page = looked(session, paid.manager)
        assert (page.owed, page.overpaid) == ((), ())

    def test_months_of_a_fixed_sum_are_looked_at_in_which_nobody_came(self, session):
        paid = a_paid_group(session, kind=PriceKind.BLOCK, amount=Money(100_00))
        paid.came(session)
        self.pay(session, paid, seen=3)
        row = only(looked(session, paid.manager).overpaid)
        assert [one.label for one in row.empty] == ["September 2026", "October 2026"]

    def test_are_those_of_ones_own_lead_ntp_alone(self, session):
        paid = a_paid_group(session)
        paid.came(session)
        write_all_lines(session, at=NOON + A_DAY)
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        assert looked(session, other).groups == ()


class TestPeople:
    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session)

    @pytest.fixture
    def laura(self, session):
        return a_lead_manager(session)

    @pytest.fixture
    def row(self, session, asha):
        """Somebody who was charged for."""
        a_paying_contract(session)
        made = a_case_with_a_band(session, asha, Band.LOW)
        charge(session, made)
        return made

    def why(self, session, actor, on=LATER):
        return [one.why for one in looked(session, actor, on=on).years]

    def test_a_year_without_a_word_after_the_first_meeting_is_looked_at(self, session, laura, row):
        found = only(looked(session, laura, on=LATER).years)
        assert (found.why, found.referral_id) == (NotInTouch.NOBODY, row.id)
        assert self.why(session, laura, on=MET + timedelta(weeks=8)) == []

    @pytest.mark.parametrize(("said", "why"), [
        ({"at": NOON + timedelta(days=3)}, []),
        ({"at": NOON + timedelta(days=3), "result": Result.NO_ANSWER}, [NotInTouch.NOBODY]),
        ({"at": NOON, "kind": ContactKind.FIRST_MEETING}, [NotInTouch.NOBODY]),
        ({"at": NOON + timedelta(weeks=8, days=3)}, [NotInTouch.LATE]),
    ])  # fmt: skip
    def test_what_counts_is_that_they_were_reached_early(self, session, laura, row, said, why):
        a_contact(session, row, **said)
        assert self.why(session, laura) == why

    def test_a_next_year_is_looked_at_by_what_was_in_it(self, session, laura, row):
        a_contact(session, row, at=NOON + timedelta(days=3))
        begins = a_year_after(MET)
        charge(session, row, when=at(begins))
        later = begins + timedelta(weeks=9)
        assert [one.begins_on for one in looked(session, laura, on=later).years] == [begins]
        a_contact(session, row, at=at(begins + A_DAY))
        assert self.why(session, laura, on=later) == []

    def test_a_year_that_was_reversed_is_looked_at_no_more(self, session, laura, row):
        reverse_charge(
            session, laura, the_charges(session)[0].id, because="Nobody came.",
            is_charged_anew=False, at=NOON + A_DAY,
        )  # fmt: skip
        assert self.why(session, laura) == []

    def test_a_year_in_the_shadow_is_paid_by_nobody(self, session, asha, laura):
        a_paying_contract(session, mechanism=Mechanism.BLOCK, is_shadow=True)
        charge(session, a_case_with_a_band(session, asha))
        assert self.why(session, laura) == []

    def test_who_was_met_and_is_not_charged_is_counted_by_why(self, session, asha, laura, row):
        for name in ("Ned Sand", "Olive Tern"):
            an_assessed_case(session, asha, name)
        (line,) = looked(session, laura).waits
        assert (line.why, line.people) == (Uncharged.NO_BAND, 2)

    def test_whoever_looks_after_money_sees_no_person(self, session, asha, row):
        an_assessed_case(session, asha, "Ned Sand")
        page = looked(session, an_actor(session, Role.LEAD_FINANCE), on=LATER)
        assert (page.years, page.number, page.waits, page.may_see_people) == ((), 0, (), False)

    def test_another_lead_ntp_sees_nobody(self, session, row):
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        assert looked(session, other, on=LATER).years == ()

    def test_nobody_who_pays_may_look(self, session):
        with pytest.raises(NotAllowed):
            looked(session, an_actor(session, Role.COMMISSIONER))
