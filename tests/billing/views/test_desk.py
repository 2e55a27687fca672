"""What of contracts waits on somebody's desk."""

from datetime import timedelta

import pytest

from billing.contracts import SOON
from kernel.access import Role
from kernel.periods import day_in_london
from tests.cast import NOON, signed_in
from tests.cast_contracts import a_contract, a_signed_contract, begun, here, sign, the_sides, whole

TODAY = day_in_london(NOON)


def desk(client, database, make, role=Role.LEAD_MANAGER):
    with database.writing() as session:
        make(session)
    signed_in(client, role)
    return client.page("/desk").words


def offered(session):
    made = a_contract(session, **vars(whole(begun(**here(session)))))
    sign(session, the_sides(session)[0], made)


def test_a_signature_of_ones_own_side_alone(client, database):
    assert "waits for your side to sign" in desk(client, database, offered)
    signed_in(client, Role.COMMISSIONER)
    assert "waits for your side to sign" not in client.page("/desk").words


def test_what_was_not_shown_in_time(client, database):
    words = desk(client, database, a_signed_contract)
    assert "for Riverside: one thing has not been shown in time." in words


@pytest.mark.parametrize(("days", "said"), [(SOON, True), (SOON + timedelta(days=1), False)])
def test_a_contract_that_ends_within_six_months(client, database, days, said):
    words = desk(client, database, lambda it: a_signed_contract(it, last_day=TODAY + days))
    assert ("Agree what comes after." in words) is said


def test_nothing_for_who_signs_nothing(client, database):
    assert "The contract of" not in desk(client, database, offered, Role.LEAD_FINANCE)
