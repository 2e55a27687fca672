"""How an invoice stands: what is owed always comes to the whole less what was paid and credited."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.settling import (
    Act,
    Acted,
    InvoiceState,
    days_to_pay,
    must_be_creditable,
    must_be_possible,
    owed_in_all,
    settling,
)
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total

DAY = date(2026, 5, 4)
LINES = (Money(100_00), Money(40_00))


def on(days: int = 0) -> date:
    return DAY + timedelta(days=days)


def acted(act: Act, line: int | None = None, pence: int = 0, *, days: int = 0) -> Acted:
    return Acted(act, on(days), line, Money(pence), Money(pence))


def after(*acts: Acted):
    return settling(LINES, total(LINES), acts)


ASKED = acted(Act.CHALLENGE, 1)


class TestState:
    @pytest.mark.parametrize(
        ("acts", "state"),
        [
            ((), InvoiceState.ISSUED),
            ((ASKED,), InvoiceState.CHALLENGED),
            ((ASKED, acted(Act.ANSWER, 1)), InvoiceState.ANSWERED),
            ((ASKED, acted(Act.ANSWER, 1), ASKED), InvoiceState.CHALLENGED),
            ((ASKED, acted(Act.ANSWER, 1), acted(Act.SETTLE, 1)), InvoiceState.ISSUED),
            ((acted(Act.AGREE),), InvoiceState.AGREED),
            ((acted(Act.AGREE), ASKED), InvoiceState.CHALLENGED),
            ((acted(Act.AGREE), ASKED, acted(Act.SETTLE, 1)), InvoiceState.ISSUED),
            ((acted(Act.PAY, pence=100_00),), InvoiceState.ISSUED),
            ((acted(Act.PAY, pence=140_00),), InvoiceState.PAID),
            ((acted(Act.PAY, pence=140_00), acted(Act.GIVE_BACK, pence=1)), InvoiceState.ISSUED),
            ((acted(Act.CREDIT, 1, 40_00), acted(Act.PAY, pence=100_00)), InvoiceState.PAID),
            ((acted(Act.CREDIT, 0, 100_00), acted(Act.CREDIT, 1, 40_00)), InvoiceState.CREDITED),
        ],
    )
    def test_it_stands_as_what_was_done_says(self, acts, state):
        assert after(*acts).state is state

    def test_a_line_that_is_credited_whole_is_questioned_no_more(self):
        assert after(ASKED, acted(Act.CREDIT, 1, 39_00)).challenged
        assert not after(ASKED, acted(Act.CREDIT, 1, 40_00)).challenged

    def test_a_second_question_wants_a_second_answer(self):
        once = (ASKED, acted(Act.ANSWER, 1), acted(Act.SETTLE, 1))
        assert after(*once).to_answer == ()
        assert after(*once, acted(Act.CHALLENGE, 1, days=3)).to_answer == (1,)

    @given(
        st.lists(
            st.builds(
                acted,
                st.sampled_from(Act),
                st.sampled_from([0, 1]),
                st.integers(1, 150_00),
                days=st.integers(0, 90),
            ),
            max_size=20,
        )
    )
    def test_whatever_is_done_what_is_owed_is_the_whole_less_what_came_and_was_credited(
        self, tried
    ):
        done = []
        for one in tried:
            stands = after(*done)
            try:
                must_be_possible(stands, one)
                if one.act is Act.CREDIT:
                    must_be_creditable(stands, one.line, one.net)
            except RuleBroken:
                continue
            done.append(one)
        came = total(one.amount for one in done if one.act is Act.PAY)
        went = total(one.amount for one in done if one.act is Act.GIVE_BACK)
        back = total(one.amount for one in done if one.act is Act.CREDIT)
        stands = after(*done)
        assert stands.owing == total(LINES) - came + went - back
        assert stands.paid >= NOTHING and NOTHING <= stands.credited <= total(LINES)
        assert all(stands.left_of(place) >= NOTHING for place in (0, 1))


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("before", "one", "says"),
        [
            ((ASKED,), ASKED, "questioned already"),
            ((acted(Act.AGREE), acted(Act.PAY, pence=140_00)), ASKED, "is settled"),
            ((), acted(Act.ANSWER, 1), "Nobody questions"),
            ((), acted(Act.SETTLE, 1), "Nobody questions"),
            ((ASKED,), acted(Act.AGREE), "still questioned"),
            ((acted(Act.AGREE),), acted(Act.AGREE), "agreed already"),
            ((), acted(Act.PAY, pence=140_01), "up to £140.00"),
            ((), acted(Act.PAY), "up to £140.00"),
            ((acted(Act.PAY, pence=5_00),), acted(Act.GIVE_BACK, pence=5_01), "up to £5.00"),
        ],
    )
    def test_it_is_refused_in_words(self, before, one, says):
        with pytest.raises(RuleBroken, match=says):
            must_be_possible(after(*before), one)

    def test_who_asks_cannot_end_all_questions_by_saying_that_it_is_paid(self):
        must_be_possible(after(acted(Act.PAY, pence=140_00)), ASKED)

    def test_who_is_not_content_with_an_answer_asks_again(self):
        must_be_possible(after(ASKED, acted(Act.ANSWER, 1)), ASKED)
        assert after(ASKED, acted(Act.ANSWER, 1), ASKED).to_answer == (1,)

    def test_no_more_of_a_line_is_credited_than_is_left(self):
        stands = after(acted(Act.CREDIT, 1, 39_00))
        must_be_creditable(stands, 1, Money(1_00))
        with pytest.raises(RuleBroken, match="up to £1"):
            must_be_creditable(stands, 1, Money(1_01))
        with pytest.raises(RuleBroken, match="Nothing is left"):
            must_be_creditable(after(acted(Act.CREDIT, 1, 40_00)), 1, Money(1))

    def test_no_more_is_credited_than_the_whole_comes_to(self):
        stands = settling((Money(100_00), Money(-70_00)), Money(30_00), [])
        must_be_creditable(stands, 0, Money(30_00))
        with pytest.raises(RuleBroken, match="up to £30"):
            must_be_creditable(stands, 0, Money(30_01))


class TestClocks:
    def test_it_is_late_until_it_is_paid_and_stays_as_late_as_it_was(self):
        due = on(30)
        assert after().days_late(due, on=on(30)) == 0
        assert after().days_late(due, on=on(34)) == 4
        paid = after(acted(Act.PAY, pence=140_00, days=32))
        assert (paid.paid_on, paid.days_late(due, on=on(90))) == (on(32), 2)

    def test_the_last_part_counts(self):
        parts = acted(Act.PAY, pence=100_00, days=3), acted(Act.PAY, pence=40_00, days=9)
        assert after(*parts).paid_on == after(*reversed(parts)).paid_on == on(9)
        assert after(*parts, acted(Act.GIVE_BACK, pence=1, days=12)).paid_on is None

    def test_a_day_that_was_written_down_wrong_is_put_right(self):
        wrong = acted(Act.PAY, pence=140_00, days=60)
        back = acted(Act.GIVE_BACK, pence=140_00, days=60)
        assert after(wrong, back, acted(Act.PAY, pence=140_00, days=20)).paid_on == on(20)

    def test_what_is_credited_for_the_rest_is_paid_on_that_day(self):
        parts = acted(Act.PAY, pence=100_00, days=3), acted(Act.CREDIT, 1, 40_00, days=40)
        assert (after(*parts).paid_on, after(*parts).days_late(on(30), on=on(90))) == (on(40), 10)

    def test_days_to_pay(self):
        known = [(on(), on(30), on(10)), (on(), on(30), on(40)), (on(), on(30), None)]
        told = days_to_pay(known, on=on(31))
        assert (told.number, told.median, told.slowest, told.late) == (2, 25, 40, 2)
        assert days_to_pay([], on=on()).median is None

    def test_what_is_owed_of_several_is_added_up(self):
        assert owed_in_all([after(), after(acted(Act.PAY, pence=140_00))]) == Money(140_00)
