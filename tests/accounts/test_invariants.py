"""What must always be true of accounts: each fault, made past the rules, is found."""

from datetime import timedelta

import pytest

from accounts import operations
from accounts.invariants import all_of_accounts
from accounts.models import Locality, Membership, UserSession
from kernel.access import Role
from tests import cast
from tests.cast import NOON


def broken(session):
    session.flush()
    return {one.name for one in all_of_accounts() if list(one.check(session))}


def hold(session, user, role, place):
    session.add(Membership(user_id=user.id, organisation_id=place.id, role=role, began_at=NOON))


def test_a_world_made_by_the_rules_is_well(session):
    for role in Role:
        place = cast.an_ntp(session) if role is Role.GROUP_EDITOR else None
        cast.a_user(session, role, at=place)
    gone = cast.a_user(session, Role.LINK_WORKER)
    operations.start_session(session, gone, token="t", awaits_code=False, at=NOON)
    operations.let_leave(
        session,
        cast.an_administrator(session),
        user_id=gone.id,
        at=NOON,
        organisation_id=cast.a_lead_ntp(session).id,
    )
    assert broken(session) == set()


class TestFaults:
    def test_finance_and_analyst_of_one_area(self, session):
        user = cast.a_user(session, Role.ANALYST)
        hold(session, user, Role.COMMISSIONER_FINANCE, cast.a_commissioning_body(session, "Other"))
        assert broken(session) == {"accounts-roles-apart"}

    def test_a_role_that_the_organisation_does_not_have(self, session):
        hold(session, cast.a_user(session), Role.LINK_WORKER, cast.a_practice(session))
        assert broken(session) == {"accounts-roles-fit"}

    @pytest.mark.parametrize("left_behind", ["session", "role", "password"])
    def test_a_leaver_with_a_way_in(self, session, left_behind):
        user = cast.a_user(session, password="")
        user.left_at = NOON
        if left_behind == "session":
            operations.start_session(session, user, token="t", awaits_code=False, at=NOON)
        elif left_behind == "role":
            hold(session, user, Role.REFERRER, cast.a_practice(session))
        else:
            user.password_hash = "something"
        assert broken(session) == {"accounts-leavers"}

    def test_a_session_of_nobody(self, session):
        session.add(UserSession(digest="d", started_at=NOON, seen_at=NOON + timedelta(minutes=1)))
        assert broken(session) == {"accounts-sessions"}

    def test_a_host_that_is_no_lead_ntp(self, session):
        cast.a_practice(session).is_host = True
        assert broken(session) == {"accounts-hosts"}

    def test_five_localities(self, session):
        area = cast.an_area(session)
        session.add_all(
            Locality(area_id=area.id, name=f"Part {number}", postcodes=[]) for number in range(5)
        )
        assert broken(session) == {"accounts-localities"}
