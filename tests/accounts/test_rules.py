"""The rules about people who sign in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts import rules
from accounts.vocabulary import OrganisationKind, Step
from kernel.access import Role
from kernel.errors import RuleBroken

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HERE, THERE = uuid4(), uuid4()


class TestTheSecondStep:
    @pytest.mark.parametrize("role", sorted(rules.SEES_PEOPLE))
    def test_whoever_sees_people_needs_a_phone(self, role):
        assert rules.needs_second_step({role}, is_demo=False)

    @pytest.mark.parametrize("role", sorted(set(Role) - rules.SEES_PEOPLE))
    def test_nobody_else_does(self, role):
        assert not rules.needs_second_step({role}, is_demo=False)

    def test_the_demo_is_exempt(self):
        assert not rules.needs_second_step(set(Role), is_demo=True)

    @pytest.mark.parametrize(("has_phone", "awaits_code", "step"), [
        (False, False, Step.SET_UP_PHONE),
        (False, True, Step.SET_UP_PHONE),
        (True, True, Step.GIVE_CODE),
        (True, False, Step.NOTHING),
    ])  # fmt: skip
    def test_a_link_worker_does_it_before_anything_else(self, has_phone, awaits_code, step):
        assert step is rules.next_step(
            {Role.LINK_WORKER}, is_demo=False, has_phone=has_phone, awaits_code=awaits_code
        )

    def test_an_analyst_with_a_phone_gives_its_code_too(self):
        assert Step.GIVE_CODE is rules.next_step(
            {Role.ANALYST}, is_demo=False, has_phone=True, awaits_code=True
        )

    def test_an_analyst_without_a_phone_is_in(self):
        assert Step.NOTHING is rules.next_step(
            {Role.ANALYST}, is_demo=False, has_phone=False, awaits_code=False
        )


class TestRolesTogether:
    @pytest.mark.parametrize(
        "other", [Role.COMMISSIONER, Role.ANALYST, Role.STEERING_MEMBER, Role.BOARD_READER]
    )
    def test_finance_and_who_reads_figures_of_one_area_are_never_one_person(self, other):
        with pytest.raises(RuleBroken) as refusal:
            rules.check_roles_together({HERE: {Role.COMMISSIONER_FINANCE, other}})
        assert refusal.value.field == "roles"

    def test_they_may_be_of_two_areas(self):
        rules.check_roles_together({HERE: {Role.COMMISSIONER_FINANCE}, THERE: {Role.ANALYST}})

    def test_other_roles_go_together(self):
        rules.check_roles_together({HERE: set(Role) - {Role.COMMISSIONER_FINANCE}})


class TestRolesThatFit:
    def test_every_kind_of_organisation_has_its_roles(self):
        assert set(rules.ROLES_OF) == {kind.value for kind in OrganisationKind}

    def test_every_role_has_a_place(self):
        assert frozenset().union(*rules.ROLES_OF.values()) == set(Role)

    def test_a_practice_has_no_link_worker(self):
        with pytest.raises(RuleBroken, match="no link worker"):
            rules.check_roles_fit("practice", {Role.LINK_WORKER})

    def test_somebody_holds_at_least_one_role(self):
        with pytest.raises(RuleBroken, match="at least one"):
            rules.check_roles_fit("practice", set())


class TestGivingRoles:
    def test_an_administrator_may_give_all(self):
        assert rules.grantable({Role.ADMINISTRATOR}) == set(Role)

    @pytest.mark.parametrize("watching", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
    @pytest.mark.parametrize("manager", [Role.LEAD_MANAGER, Role.PRACTICE_MANAGER])
    def test_who_is_watched_does_not_choose_who_watches(self, manager, watching):
        with pytest.raises(RuleBroken, match="Only an administrator"):
            rules.check_may_grant({manager}, {watching})

    @pytest.mark.parametrize("role", sorted(set(Role) - set(rules.MAY_GRANT)))
    def test_all_others_may_give_none(self, role):
        assert rules.grantable({role}) == set()

    def test_a_manager_gives_only_what_their_kind_of_organisation_has(self):
        assert rules.grantable({Role.LEAD_MANAGER}) <= rules.ROLES_OF["lead-ntp"]
        assert rules.grantable({Role.PRACTICE_MANAGER}) <= rules.ROLES_OF["practice"]

    @pytest.mark.parametrize("role", sorted(rules.KEEPERS))
    def test_the_last_who_lets_people_in_stays(self, role):
        with pytest.raises(RuleBroken, match=f"Nobody else here is {role.label}"):
            rules.check_not_last(role, others=0)
        rules.check_not_last(role, others=1)

    def test_the_last_link_worker_may_go(self):
        rules.check_not_last(Role.LINK_WORKER, others=0)


class TestTheLengthOfASession:
    @pytest.mark.parametrize(("idle", "in_all", "is_over"), [
        (timedelta(minutes=29, seconds=59), timedelta(hours=1), False),
        (timedelta(minutes=30), timedelta(hours=1), True),
        (timedelta(0), timedelta(hours=11, minutes=59), False),
        (timedelta(0), timedelta(hours=12), True),
    ])  # fmt: skip
    def test_half_an_hour_idle_or_twelve_hours_in_all(self, idle, in_all, is_over):
        assert is_over is rules.is_over(started_at=NOON - in_all, seen_at=NOON - idle, at=NOON)


class TestPasswords:
    @pytest.mark.parametrize(("password", "score", "says"), [
        ("short", 4, "10 characters"), ("x" * 201, 4, "200 characters"), ("password12", 0, "easy"),
    ])  # fmt: skip
    def test_short_endless_and_easy_ones_are_refused(self, password, score, says):
        with pytest.raises(RuleBroken, match=says) as refusal:
            rules.check_password(password, score=score)
        assert refusal.value.field == "password"

    def test_three_random_words_are_good(self):
        rules.check_password("otter lamp window", score=3)


def test_an_address_is_compared_without_blanks_and_capitals():
    assert rules.tidy_email("  Asha.Begum@Anytown.Example ") == "asha.begum@anytown.example"
