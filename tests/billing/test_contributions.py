"""People who can afford it pay a little more over time, by steps that the lead NTP writes (A-COST-05, OD7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.contributions import CanPay, Schedule, Step, Taper, asked_for
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money

STEPS = Schedule.read(Taper.SESSIONS, "0: 0\n6: 1.00\n\n12: £2.50")


def asked(schedule=STEPS, *, can_pay=CanPay.YES, is_let_off=False, sessions=20, months=0):
    return asked_for(
        schedule, can_pay=can_pay, is_let_off=is_let_off, sessions=sessions, months=months
    )


def test_nobody_pays_while_no_steps_are_written():
    assert not Schedule().is_on
    assert not Schedule.read(Taper.SESSIONS, "0: 0").is_on
    assert asked(Schedule()) == NOTHING


@pytest.mark.parametrize(("sessions", "pence"), [
    (0, 0), (5, 0), (6, 100), (11, 100), (12, 250), (500, 250),
])  # fmt: skip
def test_each_step_holds_until_the_next(sessions, pence):
    assert asked(sessions=sessions) == Money(pence)


def test_by_months_what_counts_is_how_long_it_is():
    months = Schedule(Taper.MONTHS, STEPS.steps)
    assert asked(months, sessions=20, months=5) == NOTHING
    assert asked(months, sessions=0, months=6) == Money(100)


@pytest.mark.parametrize("said", [
    {"can_pay": CanPay.NO}, {"can_pay": CanPay.NOT_ASKED}, {"is_let_off": True},
])  # fmt: skip
def test_nobody_pays_who_cannot_was_not_asked_or_is_let_off(said):
    assert asked(**said) == NOTHING


@pytest.mark.parametrize(("text", "says"), [
    ("six: 1", "Write “six: 1” as a number"),
    ("6 1", "Write “6 1” as a number"),
    ("-1: 1", "as a number"),
    ("1001: 1", "as a number"),
    ("6: lots", "Enter an amount"),
    ("6: -1", "Nobody is paid for coming"),
    ("6: 2\n12: 1", "never less"),
    ("6: 1\n6: 2", "two lines for 6"),
    ("\n".join(f"{one}: {one}" for one in range(13)), "12 lines or fewer"),
])  # fmt: skip
def test_what_cannot_be_says_what_to_change(text, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        Schedule.read(Taper.SESSIONS, text)
    assert refused.value.message


def test_it_comes_back_as_it_was_kept_and_as_it_was_typed():
    assert Schedule.from_json(Taper.SESSIONS, STEPS.to_json()) == STEPS
    assert Schedule.read(Taper.SESSIONS, STEPS.lines) == STEPS
    assert STEPS.steps[1] == Step(6, Money(100))


@given(st.integers(0, 600), st.integers(0, 600))
def test_who_came_more_often_never_pays_less(one, two):
    fewer, more = sorted((one, two))
    assert asked(sessions=fewer) <= asked(sessions=more)
