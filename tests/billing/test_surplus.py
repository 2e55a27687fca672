"""What is left over: shared to the penny by a setting, and what could go to a central pot (N-86, A-FIN-03)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.surplus import Cost, SurplusRule, pot, split
from kernel.money import NOTHING, Money, total

AS_ONE_CONTRACT_DID = SurplusRule(Decimal(5), Decimal(50))


class TestSharing:
    def test_the_first_part_is_kept_and_the_rest_is_shared(self):
        made = split(Money.pounds("10000"), AS_ONE_CONTRACT_DID)
        assert (made.kept, made.ours, made.theirs) == (
            Money.pounds("500"), Money.pounds("4750"), Money.pounds("4750"),
        )  # fmt: skip
        assert made.to_lead == Money.pounds("5250")

    @pytest.mark.parametrize("surplus", [NOTHING, Money(-1), Money.pounds("-9000")])
    def test_nothing_is_shared_where_nothing_is_left(self, surplus):
        made = split(surplus, AS_ONE_CONTRACT_DID)
        assert made.kept == made.ours == made.theirs == NOTHING

    @pytest.mark.parametrize(("kept", "share", "to_lead"), [
        ("100", "0", 1_001), ("0", "100", 1_001), ("0", "0", 0), ("0", "50", 501),
    ])  # fmt: skip
    def test_the_numbers_are_a_setting(self, kept, share, to_lead):
        rule = SurplusRule(Decimal(kept), Decimal(share))
        assert split(Money(1_001), rule).to_lead == Money(to_lead)

    @given(
        st.integers(-10_000, 10**10),
        st.decimals(0, 100, places=2),
        st.decimals(0, 100, places=2),
    )
    def test_the_parts_always_make_the_whole(self, pence, kept, share):
        made = split(Money(pence), SurplusRule(kept, share))
        parts = (made.kept, made.ours, made.theirs)
        assert total(parts) == Money(max(pence, 0))
        assert all(one >= NOTHING for one in parts)


class TestThePot:
    def test_is_what_is_not_ring_fenced_less_the_known_costs(self):
        made = pot(Money.pounds("90000"), [Cost(Money.pounds("60000"), 12)], unknown_amounts=0)
        assert (made.costs, made.left) == (Money.pounds("60000"), Money.pounds("30000"))
        assert len(made.missing) == 1

    def test_takes_the_months_in_which_a_contract_holds(self):
        made = pot(Money.pounds("90000"), [Cost(Money.pounds("60000"), 3)], unknown_amounts=0)
        assert made.costs == Money.pounds("15000")

    def test_is_nothing_where_costs_are_more(self):
        made = pot(Money.pounds("1"), [Cost(Money.pounds("2"), 12)], unknown_amounts=0)
        assert made.left == NOTHING

    def test_is_not_known_while_no_cost_is_and_says_what_is_missing(self):
        made = pot(Money.pounds("1"), [Cost(None, 12), Cost(None, 6)], unknown_amounts=2)
        assert made.left is None
        assert made.missing[:2] == (
            "2 amounts of the list are not known yet.",
            "2 contracts do not say what their work costs.",
        )

    def test_says_of_one_contract_among_two_that_it_does_not_say(self):
        made = pot(Money(100), [Cost(None, 12), Cost(Money(40), 12)], unknown_amounts=1)
        assert (made.left, made.unknown_costs) == (Money(60), 1)
        assert made.missing[0] == "One amount of the list is not known yet."
        assert made.missing[1] == "One contract does not say what its work costs."

    def test_knows_of_no_cost_where_there_is_no_contract(self):
        assert pot(Money(100), [], unknown_amounts=0).left is None
