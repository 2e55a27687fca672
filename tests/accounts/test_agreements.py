"""The rules about agreements."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.agreements import SOON, Terms, check_can_end, check_terms, overlaps, state_on
from accounts.vocabulary import AgreementPurpose, AgreementState, OrganisationKind
from kernel.errors import RuleBroken

TODAY = date(2026, 11, 22)
ONE, OTHER, THIRD = uuid4(), uuid4(), uuid4()
SHARING = Terms(AgreementPurpose.DATA_SHARING, ONE, OTHER, TODAY, TODAY + timedelta(days=365))
SUB_CONTRACT = replace(SHARING, purpose=AgreementPurpose.SUB_CONTRACT)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


class TestHowAnAgreementStands:
    @pytest.mark.parametrize(("from_on", "until_on", "state"), [
        (TODAY, None, AgreementState.IN_FORCE),
        (TODAY + timedelta(days=1), None, AgreementState.NOT_YET),
        (date(2026, 1, 1), TODAY, AgreementState.ENDS_SOON),
        (date(2026, 1, 1), TODAY + SOON, AgreementState.ENDS_SOON),
        (date(2026, 1, 1), TODAY + SOON + timedelta(days=1), AgreementState.IN_FORCE),
        (date(2026, 1, 1), TODAY - timedelta(days=1), AgreementState.ENDED),
    ])  # fmt: skip
    def test_by_its_days(self, from_on, until_on, state):
        assert state_on(TODAY, from_on=from_on, until_on=until_on) is state

    def test_ended_early_is_ended(self):
        assert AgreementState.ENDED is state_on(TODAY, from_on=TODAY, until_on=None, is_ended=True)

    def test_what_has_ended_cannot_end_again(self):
        with pytest.raises(RuleBroken, match="ended already"):
            check_can_end(AgreementState.ENDED)
        check_can_end(AgreementState.NOT_YET)


class TestOverlapping:
    @given(days, days, days, days)
    def test_it_is_to_share_a_day(self, one, two, three, four):
        first = replace(SHARING, from_on=min(one, two), until_on=max(one, two))
        second = replace(SHARING, from_on=min(three, four), until_on=max(three, four))
        shared = max(first.from_on, second.from_on) <= min(first.until_on, second.until_on)
        assert overlaps(first, second) is overlaps(second, first) is shared

    def test_no_last_day_means_for_ever(self):
        endless = replace(SHARING, until_on=None)
        assert overlaps(endless, replace(SHARING, from_on=date(2090, 1, 1), until_on=None))

    def test_whoever_is_named_first(self):
        assert overlaps(SHARING, replace(SHARING, first_id=OTHER, second_id=ONE))

    def test_not_with_another_party_or_for_another_purpose(self):
        assert not overlaps(SHARING, replace(SHARING, second_id=THIRD))
        assert not overlaps(SHARING, SUB_CONTRACT)

    def test_only_about_the_same_services(self):
        walking = replace(SUB_CONTRACT, services=frozenset({"walking"}))
        assert overlaps(walking, SUB_CONTRACT)
        assert not overlaps(walking, replace(SUB_CONTRACT, services=frozenset({"knitting"})))


class TestTerms:
    @pytest.mark.parametrize(("terms", "facts", "field"), [
        (replace(SHARING, second_id=ONE), {"data_items": ["reason"]}, "second"),
        (replace(SHARING, until_on=date(2026, 1, 1)), {"data_items": ["reason"]}, "until_on"),
        (SHARING, {}, "data_items"),
        (SUB_CONTRACT, {}, "outcomes"),
        (SUB_CONTRACT, {"outcomes": ["more"], "first": OrganisationKind.PRACTICE}, "first"),
        (SUB_CONTRACT, {"outcomes": ["more"], "second": OrganisationKind.PRACTICE}, "second"),
    ])  # fmt: skip
    def test_what_says_nothing_or_cannot_be_is_refused(self, terms, facts, field):
        with pytest.raises(RuleBroken) as refusal:
            self.check(terms, **facts)
        assert refusal.value.field == field

    def test_one_day_is_long_enough(self):
        self.check(replace(SHARING, until_on=TODAY), data_items=["reason"])
        self.check(SUB_CONTRACT, outcomes=["20 people come each week"])

    def check(
        self,
        terms,
        *,
        data_items=(),
        outcomes=(),
        first=OrganisationKind.LEAD_NTP,
        second=OrganisationKind.NTP,
    ):
        check_terms(terms, kinds=(first, second), data_items=data_items, outcomes=outcomes)
