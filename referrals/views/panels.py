"""The pieces of a case's page, by journey, in the order in which they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kernel.access import Actor
from referrals import permissions
from referrals.forms.person_page import SendLinkForm
from referrals.queries import links, plans, support
from referrals.queries.case import person_looked_after
from referrals.queries.codes import codes_to_copy_of
from referrals.queries.inbox import cases_of
from referrals.queries.openings import openings_of
from referrals.queries.person_page import link_panel
from referrals.queries.received import received_of
from referrals.queries.reports import reports_of_case
from referrals.queries.self_referral import open_leads
from referrals.retention import Kept, schedule
from referrals.views.case_panels import clocks_panel, contacts_panel, findings_panel, meetings_panel
from web.feature import Panel
from web.forms import ButtonForm
from web.request import now

CASE = "referrals.case"
"""The page of a case: a panel's facts are asked for with the id of its referral."""


def _plan(session: Any, actor: Actor, referral_id: UUID) -> plans.PlanPage:
    return plans.plan_page(session, actor, referral_id, at=now())


def _links(session: Any, actor: Actor, referral_id: UUID) -> links.LinksPanel | None:
    return links.links_panel(session, actor, referral_id, at=now())


def _reports(session: Any, actor: Actor, referral_id: UUID) -> Any:
    return reports_of_case(session, actor, referral_id, at=now())


def _own_page(session: Any, actor: Actor, referral_id: UUID) -> Any:
    facts = link_panel(session, actor, referral_id, at=now())
    return {"page": facts, "button": ButtonForm.submitted(), "send": SendLinkForm.submitted()}


NOW = "referrals.case.now"
"""The same page, above the facts about the person: what one looks at before ringing the bell."""
FOLLOW = "referrals.follow"
"""The page on which a practice follows one of its referrals."""


def _received(session: Any, actor: Actor, referral_id: UUID) -> Any:
    return received_of(session, actor, referral_id) or None


def _codes(session: Any, actor: Actor, referral_id: UUID) -> Any:
    return codes_to_copy_of(session, actor, referral_id) or None


def _open_leads(session: Any, _actor: Actor, _subject: object) -> Any:
    """Who takes people that ask by themselves; None where nobody does, and nothing is shown."""
    return open_leads(session) or None


def _how_long(_session: Any, _actor: Actor, _subject: object) -> Kept:
    """How long the record of somebody is kept."""
    return schedule().of("record")


def _cases_left(session: Any, actor: Actor, user_id: UUID) -> int | None:
    """How many cases somebody leaves behind; for a manager of these cases alone."""
    if not actor.may(permissions.OVERSEE):
        return None
    return len(cases_of(session, actor, user_id)) or None


PANELS: Sequence[Panel] = (
    Panel("accounts.let_leave", "referrals/_leaves.html", _cases_left),
    Panel("directory.home", "referrals/_ask_home.html", _open_leads),
    Panel("directory.privacy", "referrals/_privacy.html", _how_long),
    Panel("directory.nothing_found", "referrals/_ask.html", _open_leads),
    Panel("directory.listing", "referrals/_ask.html", _open_leads),
    Panel(FOLLOW, "referrals/_received.html", _received),
    Panel(FOLLOW, "referrals/_codes.html", _codes),
    Panel(NOW, "referrals/_opened.html", openings_of),
    Panel(NOW, "referrals/_clocks.html", clocks_panel),
    Panel(NOW, "referrals/_meetings.html", meetings_panel),
    Panel(CASE, "referrals/_plan.html", _plan),
    Panel(CASE, "referrals/_links.html", _links),
    Panel(CASE, "referrals/_contacts.html", contacts_panel),
    Panel(CASE, "referrals/_reports.html", _reports),
    Panel(CASE, "referrals/_support.html", support.panel),
    Panel(CASE, "referrals/_assessment.html", findings_panel),
    Panel(CASE, "referrals/_own_page.html", _own_page),
    Panel(CASE, "referrals/_rights.html", person_looked_after),
)
