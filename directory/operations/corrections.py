"""What others tell us about a listing: it is wrong, it should say this, it is our group (A-ORG-05, D5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions, screening
from directory.models import Listing, WrongReport
from directory.operations import keeping
from directory.operations.registration import offer_group
from directory.operations.review import wanted_content, write
from directory.queries import proposals, registration, upkeep
from directory.queries import review as queries
from directory.queries.review import ReportKind
from directory.wording import plain
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit

CHANGE_SETTLED = "directory/change_settled"
TOLD_FROM_NETWORK = Limit(
    "things told from one network",
    20,
    timedelta(hours=1),
    "We have heard much from your network in the last hour. Wait an hour, then try again.",
)


def tell_wrong(
    session: Session, actor: Actor, listing_id: UUID, *, says: str, at: datetime
) -> WrongReport:
    """Anybody tells us that a listing is wrong. What they say is for editors alone."""
    listing = upkeep.get_public(session, listing_id)
    return _add(session, actor, listing, says=plain(says), proposal={}, at=at)


def propose(
    session: Session,
    actor: Actor,
    listing_id: UUID,
    answers: Mapping[str, Any],
    *,
    says: str,
    at: datetime,
) -> WrongReport:
    """Somebody who works in the area proposes a correction; the host's editors decide."""
    actor.must(permissions.PROPOSE_CORRECTION)
    listing = upkeep.get_in_area(session, actor, listing_id)
    wanted = wanted_content(listing, answers)
    changed = wanted.changed_from(listing.content)
    if not changed:
        raise RuleBroken("Change at least one answer. Nothing is different yet.")
    said, empty = wanted.to_json(), type(wanted)(name="")
    proposal = {name: said.get(name, getattr(empty, name)) for name in changed}
    return _add(session, actor, listing, says=plain(says), proposal=proposal, at=at)


def accept(session: Session, actor: Actor, report_id: UUID, *, at: datetime) -> WrongReport:
    """Do what was proposed: hand a claimed entry over, or let the listing say what is new."""
    actor.must(permissions.EDIT)
    report = _unsettled(queries.get_report(session, actor, report_id))
    listing = registration.get_for_editor(session, actor, report.listing_id)
    match queries.kind_of(report):
        case ReportKind.CLAIM:
            offer_group(session, listing.group, email=str(report.proposal["claim"]), at=at)
        case ReportKind.WRONG:
            pass  # the editor has put it right on the record page, or found nothing to put right
        case _:
            content = proposals.kept_hidden(listing, proposals.proposed(listing.content, report))
            screening.refuse(content)
            keeping.say(session, actor, listing, content, at=at, because=report.says)
    _settle(session, actor, report, "accepted", at=at)
    if proposals.is_of_group(report):
        write(session, listing, CHANGE_SETTLED, at=at, is_accepted=True)
    return report


def decline(session: Session, actor: Actor, report_id: UUID, *, at: datetime) -> WrongReport:
    """Leave the listing as it is."""
    actor.must(permissions.EDIT)
    report = _unsettled(queries.get_report(session, actor, report_id))
    _settle(session, actor, report, "declined", at=at)
    if proposals.is_of_group(report):
        listing = registration.get_for_editor(session, actor, report.listing_id)
        write(session, listing, CHANGE_SETTLED, at=at, is_accepted=False)
    return report


def _add(
    session: Session,
    actor: Actor,
    listing: Listing,
    *,
    says: str,
    proposal: dict[str, Any],
    at: datetime,
) -> WrongReport:
    report = WrongReport(
        listing_id=listing.id, says=says, proposal=proposal, told_by=actor.user_id, told_at=at
    )
    session.add(report)
    session.flush()
    audit.record(session, actor, "told us about a listing", report, at=at, fields=[*proposal])
    return report


def _unsettled(report: WrongReport) -> WrongReport:
    if report.settled_at is not None:
        raise RuleBroken("Somebody has settled this already.")
    return report


def _settle(
    session: Session, actor: Actor, report: WrongReport, outcome: str, *, at: datetime
) -> None:
    report.settled_at, report.settled_by, report.outcome = at, actor.user_id, outcome
    audit.record(session, actor, "settled what was told about a listing", report, at=at)
