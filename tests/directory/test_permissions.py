"""Who may do what in the directory: role by act (A12, A-ORG-05, D7)."""

from uuid import UUID, uuid4

import pytest

from directory import permissions
from directory.permissions import may_edit, may_keep, may_see_hidden_place
from kernel.access import ANYONE, SYSTEM, Actor, Permission, Role

HOST, OTHER, AREA, GROUP = uuid4(), uuid4(), uuid4(), uuid4()
EDITORS = {Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER}

TABLE = [
    (permissions.LIST_FOR_GROUP, EDITORS | {Role.LINK_WORKER}),
    (permissions.KEEP_OWN, {Role.GROUP_EDITOR}),
    (permissions.PROPOSE_CORRECTION, EDITORS | {Role.LINK_WORKER}),
    (permissions.EDIT, EDITORS),
    (permissions.REVIEW, EDITORS),
    (permissions.PUBLISH, EDITORS),
    (permissions.IMPORT, EDITORS),
    (permissions.CHECK, EDITORS),
    (permissions.FRESHNESS, EDITORS),
    (permissions.DRAW, {Role.LEAD_MANAGER}),
    (permissions.PROMOTE, EDITORS),
    (permissions.READ_FEEDBACK, EDITORS),
    (permissions.SUSPEND, EDITORS | {Role.SAFEGUARDING_LEAD}),
    (permissions.UNDO, EDITORS),
    (permissions.SETTINGS, {Role.LEAD_MANAGER}),
    (permissions.SEE_PROFESSIONAL_LAYER, set(Role) - {Role.GROUP_EDITOR}),
    (permissions.SEE_HIDDEN_PLACE, {Role.DIRECTORY_EDITOR, Role.LINK_WORKER}),
]


def an_actor(
    *roles: Role, at: UUID | None = None, area: UUID | None = None, holds: UUID | None = None
) -> Actor:
    return Actor(
        user_id=uuid4(), organisation_id=at, area_id=area, roles=frozenset(roles), holds=holds
    )


@pytest.mark.parametrize(("allowed", "roles"), TABLE)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(
    allowed: Permission, roles: set[Role], role: Role
) -> None:
    assert an_actor(role).may(allowed) == (role in roles)


@pytest.mark.parametrize(("allowed", "roles"), TABLE)
def test_a_visitor_may_do_none_of_it(allowed: Permission, roles: set[Role]) -> None:
    assert not ANYONE.may(allowed)


def test_the_table_has_every_permission() -> None:
    written = {found for found in vars(permissions).values() if isinstance(found, Permission)}
    assert written == {allowed for allowed, _ in TABLE}


def test_every_permission_is_named_for_the_directory() -> None:
    assert all(allowed.name.startswith("directory:") and allowed.says for allowed, _ in TABLE)


class TestEditing:
    def test_the_hosts_editor_changes_listings(self) -> None:
        assert may_edit(an_actor(Role.DIRECTORY_EDITOR, at=HOST), host_id=HOST)

    def test_an_editor_of_another_lead_does_not(self) -> None:
        assert not may_edit(an_actor(Role.DIRECTORY_EDITOR, at=OTHER), host_id=HOST)

    def test_the_hosts_link_worker_proposes_instead(self) -> None:
        actor = an_actor(Role.LINK_WORKER, at=HOST)
        assert not may_edit(actor, host_id=HOST)
        assert actor.may(permissions.PROPOSE_CORRECTION)

    def test_the_program_does(self) -> None:
        assert may_edit(SYSTEM, host_id=HOST)


class TestKeepingOnesOwn:
    def test_a_group_comes_by_its_own_link(self) -> None:
        assert may_keep(Actor(holds=GROUP), group_id=GROUP)

    def test_the_link_of_another_group_opens_nothing_even_with_an_account(self) -> None:
        actor = an_actor(Role.GROUP_EDITOR, at=GROUP, holds=OTHER)
        assert not may_keep(actor, group_id=GROUP)

    def test_a_group_editor_keeps_the_listings_of_their_group_alone(self) -> None:
        actor = an_actor(Role.GROUP_EDITOR, at=GROUP)
        assert may_keep(actor, group_id=GROUP)
        assert not may_keep(actor, group_id=OTHER)

    def test_another_role_in_the_group_keeps_nothing(self) -> None:
        assert not may_keep(an_actor(Role.LEAD_FINANCE, at=GROUP), group_id=GROUP)


class TestHiddenPlaces:
    @pytest.mark.parametrize(
        ("actor", "may"),
        [
            (an_actor(Role.DIRECTORY_EDITOR, at=HOST, area=AREA), True),
            (an_actor(Role.LINK_WORKER, at=OTHER, area=AREA), True),
            (an_actor(Role.DIRECTORY_EDITOR, at=OTHER, area=AREA), False),
            (an_actor(Role.LINK_WORKER, at=OTHER, area=uuid4()), False),
            (an_actor(Role.LEAD_MANAGER, at=HOST, area=AREA), False),
            (an_actor(Role.GROUP_EDITOR, at=HOST, area=AREA), False),
            (ANYONE, False),
            (SYSTEM, False),
        ],
    )
    def test_are_told_to_the_hosts_editor_and_the_areas_link_workers(
        self, actor: Actor, may: bool
    ) -> None:
        assert may_see_hidden_place(actor, host_id=HOST, area_id=AREA) == may
