"""The way in to billing: routes add themselves to this feature."""

from typing import Any
from uuid import UUID

from billing import permissions
from billing.forms.bands import BandForm
from billing.queries.bands import BandPanel, band_panel, reasons_at
from billing.queries.budgets import PaidFromPanel
from billing.queries.budgets import panel_of as paid_from_of
from billing.queries.contributions import is_asked_here
from billing.queries.sub_contracts import SubContractPanel, panel_of
from billing.queries.vouchers import KeptUpPanel, Sessions, kept_up_panel, own_sessions
from billing.views.desk import waiting
from kernel.access import Actor
from referrals.queries.danger_places import Part, stands_in
from web.feature import Feature, Panel
from web.request import london_day, now

stands_in(BandForm.written_in, Part("tariff-band", reasons_at))


def _of_case(session: Any, actor: Actor, referral_id: UUID) -> BandPanel | None:
    return band_panel(session, actor, referral_id, at=now())


def _of_agreement(session: Any, actor: Actor, agreement_id: UUID) -> SubContractPanel | None:
    return panel_of(session, actor, agreement_id, on=london_day())


def _paid_from(session: Any, actor: Actor, agreement_id: UUID) -> PaidFromPanel | None:
    return paid_from_of(session, actor, agreement_id, on=london_day())


def _may_see_charges(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.SEE_CHARGES) or None


def _kept_up(session: Any, actor: Actor, referral_id: UUID) -> KeptUpPanel | None:
    return kept_up_panel(session, actor, referral_id, at=now(), on=london_day())


def _own_sessions(session: Any, _actor: Actor, person_id: UUID) -> tuple[Sessions, ...] | None:
    return own_sessions(session, person_id) or None


def _contributions(session: Any, actor: Actor, referral_id: UUID) -> UUID | None:
    return referral_id if is_asked_here(session, actor, referral_id) else None


def _may_see_mix(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.SEE_MIX) or None


PANELS = (
    Panel("accounts.agreement", "billing/_sub_contract.html", _of_agreement),
    Panel("accounts.agreement", "billing/_paid_from.html", _paid_from),
    Panel("referrals.case", "billing/_band.html", _of_case),
    Panel("referrals.case", "billing/_kept_up.html", _kept_up),
    Panel("referrals.case", "billing/_contributions.html", _contributions),
    Panel("referrals.my_plan", "billing/_own_sessions.html", _own_sessions),
    Panel("referrals.inbox", "billing/_money.html", _may_see_charges),
    Panel("referrals.inbox", "billing/_bands_by_place.html", _may_see_mix),
)

feature = Feature("billing", __name__, desk=waiting, panels=PANELS)
