"""Recording what was checked about a group: apart from being listed, and with an owner (A-DIR-11)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions
from directory.checks import CheckKind, CheckResult
from directory.events import ListingChanged
from directory.models import Check
from directory.queries import checks as queries
from directory.queries import registration
from directory.wording import one_line
from kernel import outbox
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london


@dataclass(frozen=True)
class Checked:
    """What was checked: what, how it went, by whom, who owns keeping it current, until when."""

    what: CheckKind
    other_words: str
    result: CheckResult
    checked_by: str
    owner: str
    checked_on: date
    runs_out_on: date | None


def record(
    session: Session, actor: Actor, listing_id: UUID, checked: Checked, *, at: datetime
) -> Check:
    """Record a check about the group behind a listing."""
    actor.must(permissions.CHECK)
    listing = registration.get_for_editor(session, actor, listing_id)
    _must_make_sense(checked, today=day_in_london(at))
    is_other = checked.what is CheckKind.OTHER
    check = Check(
        group_id=listing.group_id,
        what=one_line(checked.other_words) if is_other else checked.what.value,
        result=checked.result.value,
        checked_by=one_line(checked.checked_by),
        owner=one_line(checked.owner),
        checked_on=checked.checked_on,
        runs_out_on=checked.runs_out_on,
        recorded_by=actor.user_id,
        recorded_at=at,
    )
    session.add(check)
    session.flush()
    _tell(session, actor, check, "recorded a check", at=at)
    return check


def _must_make_sense(checked: Checked, *, today: date) -> None:
    if checked.what is CheckKind.OTHER and not checked.other_words.strip():
        raise RuleBroken("Say what was checked.", field="other_words")
    if checked.checked_on > today:
        raise RuleBroken(
            "This day has not come yet. Enter the day of the check.", field="checked_on"
        )
    if checked.runs_out_on is not None and checked.runs_out_on <= checked.checked_on:
        raise RuleBroken("Enter a day after the day of the check.", field="runs_out_on")


def end(session: Session, actor: Actor, check_id: UUID, *, at: datetime) -> Check:
    """A check no longer counts; what was recorded stays."""
    actor.must(permissions.CHECK)
    check = queries.get_check(session, actor, check_id)
    if check.ended_at is not None:
        raise RuleBroken("This check was ended already.")
    check.ended_at = at
    _tell(session, actor, check, "ended a check", at=at)
    return check


def _tell(session: Session, actor: Actor, check: Check, act: str, *, at: datetime) -> None:
    """How far each of the group's listings was checked may be different now."""
    audit.record(session, actor, act, check, at=at)
    for listing_id in queries.listings_of(session, check.group_id):
        outbox.announce(session, ListingChanged(listing_id), at=at)
