"""Giving and taking roles."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts import operations, queries
from accounts.models import Membership
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed, NotFound, Refused, RuleBroken
from tests import cast
from tests.cast import NOON

R = Role
CHANGES = [
    # who acts, what the person holds, what they shall hold, and whether it may be
    (R.ADMINISTRATOR, {R.LINK_WORKER}, {R.PRIVACY_OFFICER}, True),
    (R.ADMINISTRATOR, {R.LINK_WORKER}, {R.ADMINISTRATOR}, True),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, {R.LINK_WORKER, R.LEAD_FINANCE}, True),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, {R.LEAD_MANAGER}, True),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, {R.ADMINISTRATOR}, False),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, {R.PRIVACY_OFFICER}, False),
    (R.LEAD_MANAGER, {R.ADMINISTRATOR}, {R.LINK_WORKER}, False),
    (R.LEAD_MANAGER, {R.PRIVACY_OFFICER, R.LINK_WORKER}, {R.LINK_WORKER}, False),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, {R.REFERRER}, False),
    (R.LEAD_MANAGER, {R.LINK_WORKER}, set(), False),
]


def change(session, actor, user, *roles, at=None):
    operations.change_roles(
        session,
        actor,
        organisation_id=(at or cast.a_lead_ntp(session)).id,
        user_id=user.id,
        roles=roles,
        at=NOON,
    )


def roles_of(session, user):
    return frozenset().union(*(seat.roles for seat in queries.seats_of(session, user.id)))


@pytest.mark.parametrize(("acting", "before", "after", "is_allowed"), CHANGES)
def test_who_may_change_what(session, acting, before, after, is_allowed):
    cast.an_administrator(session)
    actor = cast.an_actor(session, acting)
    user = cast.a_user(session, *before, at=cast.a_lead_ntp(session))
    if is_allowed:
        change(session, actor, user, *after)
        assert roles_of(session, user) == after
    else:
        with pytest.raises(RuleBroken):
            change(session, actor, user, *after)
        assert roles_of(session, user) == before


def test_nobody_else_changes_roles(session):
    lead = cast.a_lead_ntp(session)
    user = cast.a_user(session, R.LINK_WORKER)
    for role in set(Role) - {R.ADMINISTRATOR, R.LEAD_MANAGER, R.PRACTICE_MANAGER}:
        actor = Actor(organisation_id=lead.id, roles=frozenset({role}))
        with pytest.raises(NotAllowed):
            change(session, actor, user, R.LEAD_MANAGER)


class TestChangingRoles:
    def test_a_manager_cannot_raise_themselves(self, session):
        lead = cast.a_lead_ntp(session)
        user = cast.a_user(session, R.LEAD_MANAGER)
        actor = cast.actor_of(user, lead, R.LEAD_MANAGER)
        with pytest.raises(RuleBroken, match="Only an administrator"):
            change(session, actor, user, R.LEAD_MANAGER, R.ADMINISTRATOR)

    def test_in_another_organisation_there_is_nobody(self, session):
        other = cast.a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        user = cast.a_user(session, R.LINK_WORKER, at=other)
        with pytest.raises(NotFound):
            change(session, cast.a_lead_manager(session), user, R.LEAD_MANAGER, at=other)

    def test_a_person_of_another_organisation_is_not_found_in_ones_own(self, session):
        user = cast.a_user(session, R.REFERRER)
        with pytest.raises(NotFound):
            change(session, cast.a_lead_manager(session), user, R.LINK_WORKER)

    def test_whoever_it_was_is_signed_out_at_once(self, session):
        user = cast.a_user(session, R.LINK_WORKER)
        operations.start_session(session, user, token="here", awaits_code=False, at=NOON)
        change(session, cast.a_lead_manager(session), user, R.LEAD_FINANCE)
        assert queries.recognise(session, "here", at=NOON, is_demo_allowed=False) is None

    def test_what_was_held_before_stays_on_record(self, session):
        user = cast.a_user(session, R.LINK_WORKER)
        change(session, cast.a_lead_manager(session), user, R.LEAD_FINANCE)
        held = session.query(Membership).filter_by(user_id=user.id).all()
        assert {(one.role, one.ended_at) for one in held} == {
            (R.LINK_WORKER, NOON),
            (R.LEAD_FINANCE, None),
        }

    def test_the_last_manager_of_an_organisation_stays_one(self, session):
        manager = cast.a_user(session, R.LEAD_MANAGER)
        elsewhere = cast.a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        cast.a_user(session, R.LEAD_MANAGER, at=elsewhere)
        with pytest.raises(RuleBroken, match="Nobody else here is lead manager"):
            change(session, cast.an_administrator(session), manager, R.LINK_WORKER)

    def test_the_last_administrator_anywhere_stays_one(self, session):
        only = cast.a_user(session, R.ADMINISTRATOR)
        with pytest.raises(RuleBroken, match="Nobody else here is administrator"):
            change(session, SYSTEM, only, R.LINK_WORKER)
        cast.a_user(session, R.ADMINISTRATOR, at=cast.a_practice(session))
        change(session, SYSTEM, only, R.LINK_WORKER)


class TestFinanceAndCommissioning:
    def test_nobody_is_given_both_in_one_area(self, session):
        body = cast.a_commissioning_body(session)
        user = cast.a_user(session, R.ANALYST)
        with pytest.raises(RuleBroken, match="hidden numbers"):
            operations.grant(
                session,
                SYSTEM,
                user_id=user.id,
                organisation_id=body.id,
                roles=[R.COMMISSIONER_FINANCE],
                at=NOON,
            )

    def test_not_by_way_of_two_organisations_either(self, session):
        user = cast.a_user(session, R.ANALYST)
        other = cast.a_commissioning_body(session, "Anytown Public Health")
        with pytest.raises(RuleBroken, match="hidden numbers"):
            operations.grant(
                session,
                SYSTEM,
                user_id=user.id,
                organisation_id=other.id,
                roles=[R.COMMISSIONER_FINANCE],
                at=NOON,
            )

    def test_one_may_take_the_place_of_the_other(self, session):
        user = cast.a_user(session, R.ANALYST)
        change(
            session,
            cast.an_administrator(session),
            user,
            R.COMMISSIONER_FINANCE,
            at=cast.a_commissioning_body(session),
        )
        assert roles_of(session, user) == {R.COMMISSIONER_FINANCE}

    def test_in_another_area_it_is_well(self, session):
        user = cast.a_user(session, R.ANALYST)
        far = cast.an_area(session, "Othertown")
        body = cast.an_organisation(session, OrganisationKind.COMMISSIONING_BODY, area=far)
        operations.grant(
            session,
            SYSTEM,
            user_id=user.id,
            organisation_id=body.id,
            roles=[R.COMMISSIONER_FINANCE],
            at=NOON,
        )


def test_granting_twice_gives_once(session):
    user = cast.a_user(session, R.LINK_WORKER)
    operations.grant(
        session,
        SYSTEM,
        user_id=user.id,
        roles=[R.LINK_WORKER, R.LEAD_FINANCE],
        organisation_id=cast.a_lead_ntp(session).id,
        at=NOON,
    )
    assert roles_of(session, user) == {R.LINK_WORKER, R.LEAD_FINANCE}


def test_of_two_managers_who_let_each_other_go_at_once_one_stays(database):
    with database.writing() as session:
        lead = cast.a_lead_ntp(session)
        users = [cast.a_user(session, R.LEAD_MANAGER) for _ in range(2)]
        actors = [cast.actor_of(user, lead, R.LEAD_MANAGER) for user in users]
        lead_id, ids = lead.id, [user.id for user in users]

    def let_go(actor, user_id):
        try:
            with database.writing() as session:
                operations.let_leave(
                    session, actor, organisation_id=lead_id, user_id=user_id, at=NOON
                )
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(let_go, actors, reversed(ids))) == [False, True]


def acting_as(session, user):
    return queries.acting(user, queries.seats_of(session, user.id))


class TestTheRoleOfTheSafeguardingLead:
    def test_nobody_gives_it_to_themselves(self, session):
        for role in (R.LEAD_MANAGER, R.ADMINISTRATOR):
            user = cast.a_user(session, role, at=cast.a_lead_ntp(session))
            actor = acting_as(session, user)
            with pytest.raises(RuleBroken, match="Nobody makes themselves safeguarding lead"):
                change(session, actor, user, role, R.SAFEGUARDING_LEAD)
            assert roles_of(session, user) == {role}

    def test_whoever_has_it_changes_their_other_roles(self, session):
        user = cast.a_user(
            session, R.LEAD_MANAGER, R.SAFEGUARDING_LEAD, at=cast.a_lead_ntp(session)
        )
        change(session, acting_as(session, user), user, *roles_of(session, user), R.LINK_WORKER)
        assert R.LINK_WORKER in roles_of(session, user)

    def test_it_is_not_offered_for_oneself(self, session):
        lead = cast.a_lead_ntp(session)
        user = cast.a_user(session, R.LEAD_MANAGER, at=lead)
        other = cast.a_user(session, R.LINK_WORKER, at=lead)
        actor = acting_as(session, user)
        place = queries.get_organisation(session, lead.id)
        offered = {
            one.id: queries.roles_to_offer(
                actor, place, queries.get_member(session, lead.id, one.id)
            )
            for one in (user, other)
        }
        assert R.SAFEGUARDING_LEAD in offered[other.id]
        assert R.SAFEGUARDING_LEAD not in offered[user.id]

    def test_nobody_invites_themselves_to_it(self, session):
        elsewhere = cast.a_lead_ntp(session, "Southbank", is_host=False)
        user = cast.a_user(session, R.ADMINISTRATOR, at=cast.a_lead_ntp(session))
        with pytest.raises(RuleBroken, match="Nobody makes themselves safeguarding lead"):
            operations.invite(
                session, acting_as(session, user), organisation_id=elsewhere.id, name="Me",
                email=user.email.upper(), roles=[R.SAFEGUARDING_LEAD], at=NOON,
            )  # fmt: skip
