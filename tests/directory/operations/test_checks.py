"""Recording what was checked about a group."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from directory.checks import CheckKind, CheckResult, CheckStanding
from directory.models import Check
from directory.operations import checks
from directory.operations.checks import Checked
from directory.queries.checks import checks_of, running_out
from directory.queries.published import find_published
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

TODAY = NOON.date()
INSURED = Checked(
    what=CheckKind.INSURANCE,
    other_words="",
    result=CheckResult.PASSED,
    checked_by="Edith Moss",
    owner="Better Services Enterprise",
    checked_on=TODAY - timedelta(days=3),
    runs_out_on=TODAY + timedelta(days=20),
)


@pytest.fixture
def listing(session):
    a_lead_ntp(session)
    return a_listing(session, area_id=an_area(session).id)


@pytest.fixture
def editor(session, listing):
    return a_directory_editor(session)


def words(session, listing):
    return find_published(session, listing.id, today=TODAY).checked.words


def test_being_checked_is_apart_from_being_listed(session, listing, editor):
    assert words(session, listing) == "New: not yet checked"
    checks.record(session, editor, listing.id, INSURED, at=NOON)
    assert words(session, listing) == "Checked"


@pytest.mark.parametrize(("days", "says"), [(60, "New: not yet checked"), (61, "Not checked")])
def test_it_is_called_new_for_two_months(session, listing, days, says):
    later = find_published(session, listing.id, today=TODAY + timedelta(days=days))
    assert later.checked.words == says


def test_a_check_that_was_not_passed_makes_nothing_checked(session, listing, editor):
    failed = replace(INSURED, result=CheckResult.NOT_PASSED)
    checks.record(session, editor, listing.id, failed, at=NOON)
    assert words(session, listing) == "New: not yet checked"


def test_who_checked_who_owns_it_and_until_when_are_kept(session, listing, editor):
    checks.record(session, editor, listing.id, INSURED, at=NOON)
    (line,) = checks_of(session, listing.group_id, today=TODAY)
    assert (line.checked_by, line.owner) == ("Edith Moss", "Better Services Enterprise")
    assert line.runs_out_on == INSURED.runs_out_on
    assert line.standing is CheckStanding.ENDS_SOON


def test_what_runs_out_within_thirty_days_is_on_the_desk(session, listing, editor):
    checks.record(session, editor, listing.id, INSURED, at=NOON)
    later = replace(INSURED, runs_out_on=TODAY + timedelta(days=90))
    checks.record(session, editor, listing.id, later, at=NOON)
    (line,) = running_out(session, area_id=listing.area_id, today=TODAY)
    assert (line.group, line.has_run_out) == ("Anytown Cat and Dog Shelter", False)


def test_an_ended_check_no_longer_counts_and_stays_in_the_list(session, listing, editor):
    check = checks.record(session, editor, listing.id, INSURED, at=NOON)
    checks.end(session, editor, check.id, at=NOON)
    assert words(session, listing) == "New: not yet checked"
    (line,) = checks_of(session, listing.group_id, today=TODAY)
    assert line.standing is CheckStanding.ENDED
    with pytest.raises(RuleBroken):
        checks.end(session, editor, check.id, at=NOON)


def test_something_else_is_said_in_words(session, listing, editor):
    other = replace(INSURED, what=CheckKind.OTHER, other_words="Kitchen hygiene")
    checks.record(session, editor, listing.id, other, at=NOON)
    assert session.scalar(sa.select(Check.what)) == "Kitchen hygiene"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": CheckKind.OTHER}, "other_words"),
        ({"checked_on": TODAY + timedelta(days=1)}, "checked_on"),
        ({"runs_out_on": date(2026, 11, 1)}, "runs_out_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(session, listing, editor, changes, field):
    with pytest.raises(RuleBroken) as refused:
        checks.record(session, editor, listing.id, replace(INSURED, **changes), at=NOON)
    assert refused.value.field == field


def test_a_link_worker_records_none(session, listing):
    with pytest.raises(NotAllowed):
        checks.record(session, an_actor(session, Role.LINK_WORKER), listing.id, INSURED, at=NOON)


def test_another_areas_editor_finds_nothing(session, listing, editor):
    check = checks.record(session, editor, listing.id, INSURED, at=NOON)
    other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
    stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
    with pytest.raises(NotFound):
        checks.record(session, stranger, listing.id, INSURED, at=NOON)
    with pytest.raises(NotFound):
        checks.end(session, stranger, check.id, at=NOON)
