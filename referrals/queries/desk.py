"""What waits for a link worker, a manager and the safeguarding lead today, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.clocks import Clock
from referrals.lifecycle import State
from referrals.queries.arranged import own_lead, practices_served, safeguarding_lead
from referrals.queries.caseload import own_standings
from referrals.queries.inbox import count_without_worker, loads_among
from referrals.queries.standing import Standing, count_in_danger


@dataclass(frozen=True)
class WorkersDesk:
    """Counts for a link worker's own cases."""

    in_danger: int = 0
    at_once: int = 0
    """Whom the referral says to help as soon as can be; whoever is in danger is counted there."""
    to_accept: int = 0
    to_reach: int = 0
    to_meet: int = 0
    """First meetings to be booked; one that is booked has a line of its own on its day."""
    to_report: int = 0
    to_agree: int = 0
    to_arrange: int = 0
    again: int = 0
    """Who would like help again, and nobody has answered."""


@dataclass(frozen=True)
class ManagersDesk:
    """Counts for all cases of a lead NTP."""

    in_danger: int = 0
    at_once: int = 0
    without_worker: int = 0
    unnamed: int = 0
    """Practices with cases here, for which nobody here is named."""
    silent: int = 0
    overloaded: int = 0
    lacks_safeguarding_lead: bool = False


def workers_desk(session: Session, actor: Actor, *, at: datetime) -> WorkersDesk:
    """What a link worker is to do today."""
    if not actor.may(permissions.WORK) or actor.user_id is None:
        return WorkersDesk()
    today = day_in_london(at)
    own = [one for one in own_standings(session, actor) if one.link_worker_id == actor.user_id]
    near = [{due.clock for due in one.near(today)} for one in own]
    return WorkersDesk(
        count_in_danger(own),
        _at_once(own),
        sum(one.state.is_waiting for one in own),
        sum(
            Clock.CONTACT in clocks and not one.state.is_waiting
            for one, clocks in zip(own, near, strict=True)
        ),
        sum(
            Clock.MEET in clocks and one.state not in (State.BOOKED, State.MISSED)
            for one, clocks in zip(own, near, strict=True)
        ),
        sum(Clock.REPORT in clocks for clocks in near),
        sum(Clock.PLAN in clocks for clocks in near),
        sum(one.state is State.MISSED for one in own),
        sum(one.asks_again for one in own),
    )


def _at_once(there: Sequence[Standing]) -> int:
    return sum(one.is_at_once and not one.is_in_danger for one in there)


def managers_desk(session: Session, actor: Actor, *, at: datetime) -> ManagersDesk:
    """What a manager is to look at today."""
    if not actor.may(permissions.OVERSEE) or actor.organisation_id is None:
        return ManagersDesk()
    lead_id, today = own_lead(actor), day_in_london(at)
    there: tuple[Standing, ...] = own_standings(session, actor)
    return ManagersDesk(
        count_in_danger(there),
        _at_once(there),
        count_without_worker(session, lead_id),
        len(
            {one.practice_id for one in there if one.practice_id and not one.is_over}
            - practices_served(session, lead_id)
        ),
        sum(bool(one.silent(today)) for one in there),
        sum(one.is_overloaded for one in loads_among(session, lead_id, there, at=at)),
        bool(there) and safeguarding_lead(session, lead_id) is None,
    )
