"""Who is acting, and what they may do."""

from uuid import uuid4

import pytest

from kernel.access import ANYONE, SYSTEM, Actor, Role, permission
from kernel.errors import NotAllowed

EDIT = permission("trial:edit", "Edit", Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER)


@pytest.mark.parametrize("role", Role)
def test_only_the_roles_that_a_permission_names_may(role):
    actor = Actor(user_id=uuid4(), roles=frozenset({role}))
    assert actor.may(EDIT) == (role in {Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER})


def test_one_of_several_roles_is_enough():
    assert Actor(user_id=uuid4(), roles=frozenset({Role.ANALYST, Role.LEAD_MANAGER})).may(EDIT)


def test_who_must_and_may_not_is_refused_and_told_which_role_it_takes():
    with pytest.raises(NotAllowed, match="the role of directory editor or lead manager to do"):
        ANYONE.must(EDIT)
    SYSTEM.must(EDIT)


def test_one_role_and_three_are_named_as_people_would():
    one, three = ([Role.ANALYST], [Role.REFERRER, Role.ANALYST, Role.LINK_WORKER])
    assert permission("trial:one", "", *one).needs == "You need the role of analyst to do this."
    assert "analyst, link worker or referrer" in permission("trial:three", "", *three).needs


@pytest.mark.parametrize(
    ("actor", "is_known", "is_signed_in"),
    [
        (ANYONE, False, False),
        (Actor(holds=uuid4()), True, False),
        (Actor(user_id=uuid4()), True, True),
        (SYSTEM, True, False),
    ],
)
def test_who_is_known_and_who_is_signed_in(actor, is_known, is_signed_in):
    assert (actor.is_known, actor.is_signed_in) == (is_known, is_signed_in)


def test_roles_are_said_in_words():
    assert Role.COMMISSIONER_FINANCE.label == "commissioner finance"
    assert all("_" not in role.label for role in Role)


@pytest.mark.parametrize(
    ("actor", "called"),
    [
        (ANYONE, "a visitor"),
        (Actor(name="The system of Weaver Street Surgery"), "The system of Weaver Street Surgery"),
        (Actor(holds=uuid4()), "the group"),
        (Actor(user_id=uuid4(), name="Asha Begum"), "Asha Begum"),
        (SYSTEM, "Petunias"),
    ],
)
def test_what_a_history_calls_them(actor, called):
    assert actor.called == called
