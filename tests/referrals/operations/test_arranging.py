"""A manager sets the clocks; of two who do so at once the second is told."""

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, RuleBroken
from kernel.mail import Letter
from referrals.clocks import Limits
from referrals.operations.arranging import change_settings
from referrals.queries.arranged import limits_of
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_user, actor_of
from tests.cast_caseload import leaves
from tests.cast_referrals import id_of

MORE = {"takes_self_referrals": False, "safeguarding_lead_id": None, "at": NOON}


def test_what_was_set_holds(session):
    manager, limits = a_lead_manager(session), Limits(1, 2, 3, 4, 5, 6, 7, 8)
    change_settings(session, manager, limits, version=0, **MORE)
    assert limits_of(session, manager.organisation_id) == limits


def test_of_two_the_second_is_told(session):
    manager = a_lead_manager(session)
    change_settings(session, manager, Limits(), version=0, **MORE)
    with pytest.raises(Conflict):
        change_settings(session, manager, Limits(), version=0, **MORE)
    change_settings(session, manager, Limits(read=3), version=1, **MORE)


def test_only_who_holds_the_role_can_be_named(session):
    manager, asha = a_lead_manager(session), a_link_worker(session)
    with pytest.raises(RuleBroken, match="holds the role"):
        change_settings(
            session, manager, Limits(), version=0, **MORE | {"safeguarding_lead_id": id_of(asha)}
        )


def test_a_link_worker_sets_nothing(session):
    with pytest.raises(NotAllowed):
        change_settings(session, a_link_worker(session), Limits(), version=0, **MORE)


def able(session, email):
    """Somebody who can be named."""
    place, role = a_lead_ntp(session), Role.SAFEGUARDING_LEAD
    return actor_of(a_user(session, role, at=place, email=email), place, role)


def name(session, manager, actor, *, version):
    change_settings(
        session, manager, Limits(), version=version,
        **MORE | {"safeguarding_lead_id": id_of(actor) if actor else None},
    )  # fmt: skip


def told(session):
    rows = session.scalars(sa.select(Letter)).all()
    return {(one.template, one.address, one.facts["by"]) for one in rows}


def test_who_is_named_and_who_was_hear_of_it_and_the_audit_says_who(session):
    manager = a_lead_manager(session, name="Mo Manager")
    sam, sue = (able(session, email) for email in ("sam@example.org", "sue@example.org"))
    name(session, manager, sam, version=0)
    named = ("referrals/named_for_safety", "sam@example.org", "Mo Manager")
    assert told(session) == {named}
    name(session, manager, sue, version=1)
    assert told(session) == {
        named, ("referrals/named_for_safety", "sue@example.org", "Mo Manager"),
        ("referrals/named_no_more", "sam@example.org", "Mo Manager"),
    }  # fmt: skip
    change_settings(
        session, manager, Limits(read=3), version=2,
        **MORE | {"safeguarding_lead_id": id_of(sue)},
    )  # fmt: skip
    assert len(told(session)) == 3
    lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
    acts = [one.details for one in lines if one.act == "changed the settings for cases"]
    assert acts == [
        {"named_before": None, "named_after": str(id_of(sam))},
        {"named_before": str(id_of(sam)), "named_after": str(id_of(sue))},
        {"named_before": str(id_of(sue)), "named_after": str(id_of(sue))},
    ]


def test_whoever_has_left_hears_nothing(session):
    manager = a_lead_manager(session, name="Mo Manager")
    sam = able(session, "sam@example.org")
    name(session, manager, sam, version=0)
    leaves(session, sam)
    name(session, manager, None, version=1)
    assert {template for template, _, _ in told(session)} == {"referrals/named_for_safety"}
