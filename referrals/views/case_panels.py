"""The caseload's pieces of a case's page: its clocks, its meetings and its contact log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kernel.access import Actor
from referrals.clocks import BY_HAND, ON_THE_PLAN, Clock, Due
from referrals.queries import can_work_on
from referrals.queries.assessment import AssessmentPage, assessment_page
from referrals.queries.contacts import (
    AppointmentLine,
    ContactLine,
    ContactLog,
    appointments,
    contact_log,
)
from referrals.queries.safety import can_make_safe
from referrals.queries.standing import dues_of
from web.request import london_day, now

READ_AT_ONCE = 2


@dataclass(frozen=True)
class ClocksPanel:
    """The clocks that run, and which of them whoever looks may stop: by hand, or on the plan."""

    id: UUID
    dues: Sequence[Due]
    today: date
    by_hand: frozenset[Any]
    on_the_plan: frozenset[Any]


@dataclass(frozen=True)
class MeetingsPanel:
    """The meetings of a case: the one that is booked, and those that were."""

    id: UUID
    lines: Sequence[AppointmentLine]
    can_act: bool

    @property
    def booked(self) -> Sequence[AppointmentLine]:
        """What is to come, or of which nobody has said what became of it."""
        return [line for line in self.lines if line.is_booked]

    @property
    def earlier(self) -> Sequence[AppointmentLine]:
        """What was held, missed or called off."""
        return [line for line in self.lines if not line.is_booked]


@dataclass(frozen=True)
class ContactsPanel:
    """The contact log of a case: the newest to be read at once, the earlier ones when asked for."""

    id: UUID
    log: ContactLog
    can_act: bool

    @property
    def newest(self) -> Sequence[ContactLine]:
        """Those that one looks at before one rings."""
        return self.log.lines[:READ_AT_ONCE]

    @property
    def earlier(self) -> Sequence[ContactLine]:
        """All others."""
        return self.log.lines[READ_AT_ONCE:]


@dataclass(frozen=True)
class FindingsPanel:
    """What was found at the first meeting."""

    id: UUID
    page: AssessmentPage
    can_act: bool


def clocks_panel(session: Any, actor: Actor, referral_id: UUID) -> ClocksPanel | None:
    """What is due, when anything is."""
    dues = dues_of(session, actor, referral_id, at=now())
    if not dues:
        return None
    is_own = can_work_on(session, actor, referral_id)
    by_hand, on_the_plan = (BY_HAND, ON_THE_PLAN) if is_own else ((), ())
    safety = (Clock.SAFETY,) if can_make_safe(session, actor, referral_id) else ()
    return ClocksPanel(
        referral_id, dues, london_day(), frozenset((*by_hand, *safety)), frozenset(on_the_plan)
    )


def meetings_panel(session: Any, actor: Actor, referral_id: UUID) -> MeetingsPanel:
    """What is booked and what was."""
    lines = appointments(session, actor, referral_id, at=now())
    return MeetingsPanel(referral_id, lines, can_work_on(session, actor, referral_id))


def contacts_panel(session: Any, actor: Actor, referral_id: UUID) -> ContactsPanel:
    """Every contact so far."""
    log = contact_log(session, actor, referral_id, at=now())
    return ContactsPanel(referral_id, log, can_work_on(session, actor, referral_id))


def findings_panel(session: Any, actor: Actor, referral_id: UUID) -> FindingsPanel | None:
    """The assessment, once there is one."""
    page = assessment_page(session, actor, referral_id, at=now())
    can_act = can_work_on(session, actor, referral_id)
    return FindingsPanel(referral_id, page, can_act) if page else None
