"""The pages on which a contract is written, part by part."""

from typing import Any
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from accounts import queries as accounts
from billing import permissions
from billing.contract_words import said_prices
from billing.forms.contract_money import ActivityForm, PricesForm, PricesOutForm, SharesForm
from billing.forms.contract_parts import (
    AssuranceForm,
    FixedForm,
    PartForm,
    ReportForm,
    RouteForm,
    ServicesForm,
)
from billing.forms.contracts import BasicsForm
from billing.operations import contracts as operations
from billing.queries import contracts as queries
from billing.queries.contracts import DraftPage
from billing.views.contracts import offer, to_contract
from billing.views.feature import feature
from kernel.access import Role
from kernel.errors import NotFound
from web.access import can
from web.request import actor, db, now

WRITE = can(permissions.WRITE_CONTRACTS)
SAVED = "It is saved."


def _draft(contract_id: UUID) -> DraftPage:
    return queries.draft_page(db(), actor(), contract_id)


def _written(
    page: DraftPage, form: PartForm | BasicsForm, template: str, **more: Any
) -> str | Response:
    """Save what was typed and go back to the contract, or show the page again."""
    if form.accepted(
        lambda: operations.write_contract(
            db(), actor(), page.id, form.change, seen=form.version.number, at=now()
        )
    ):
        return to_contract(page.id, SAVED)
    return render_template(template, page=page, form=form, **more)


@feature.route("/contracts/<uuid:contract_id>/basics", methods=["GET", "POST"], access=WRITE)
def contract_basics(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    names = {one.id: one.name for one in accounts.organisations(db())}
    form = BasicsForm.of(page.terms, names, page.seen, is_change=page.is_change)
    form.offer_partners(offer(form, actor()), page.terms.lead_id)
    return _written(page, form, "billing/contract_basics.html")


@feature.route("/contracts/<uuid:contract_id>/route", methods=["GET", "POST"], access=WRITE)
def contract_route(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = RouteForm.of(page.terms, page.seen)
    return _written(page, form, "billing/contract_route.html")


@feature.route("/contracts/<uuid:contract_id>/services", methods=["GET", "POST"], access=WRITE)
def contract_services(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = ServicesForm.of(page.terms, page.seen)
    return _written(page, form, "billing/contract_services.html")


@feature.route("/contracts/<uuid:contract_id>/fixed-sums", methods=["GET", "POST"], access=WRITE)
def contract_fixed(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = FixedForm.of(page.terms, page.seen)
    return _written(page, form, "billing/contract_fixed.html")


@feature.route("/contracts/<uuid:contract_id>/prices", methods=["GET", "POST"], access=WRITE)
def contract_prices(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = PricesForm.of(page.terms, page.seen)
    said = [said_prices(one) for one in page.terms.spells]
    return _written(page, form, "billing/contract_prices.html", said=said)


@feature.route(
    "/contracts/<uuid:contract_id>/prices/take-out", methods=["GET", "POST"], access=WRITE
)
def contract_prices_out(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = PricesOutForm.of(page.terms, page.seen)
    form.offer({one.begins_on.isoformat(): said_prices(one) for one in page.terms.spells})
    return _written(page, form, "billing/contract_prices_out.html")


@feature.route(
    "/contracts/<uuid:contract_id>/activity/<int:year>", methods=["GET", "POST"], access=WRITE
)
def contract_activity(contract_id: UUID, year: int) -> str | Response:
    page = _draft(contract_id)
    if not 1 <= year <= len(page.terms.years):
        raise NotFound
    form = ActivityForm.for_year(page.terms, year - 1, page.seen)
    return _written(page, form, "billing/contract_activity.html", year=year)


@feature.route("/contracts/<uuid:contract_id>/shares", methods=["GET", "POST"], access=WRITE)
def contract_shares(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = SharesForm.for_terms(
        page.terms, page.seen, is_commissioner=Role.COMMISSIONER in actor().roles
    )
    return _written(page, form, "billing/contract_shares.html")


@feature.route("/contracts/<uuid:contract_id>/reports/add", methods=["GET", "POST"], access=WRITE)
def add_contract_report(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = ReportForm.numbered(page.terms, None, page.seen)
    return _written(page, form, "billing/add_contract_report.html")


@feature.route(
    "/contracts/<uuid:contract_id>/reports/<int:at>", methods=["GET", "POST"], access=WRITE
)
def contract_report(contract_id: UUID, at: int) -> str | Response:
    page = _draft(contract_id)
    _check_place(at, page.terms.reports)
    form = ReportForm.numbered(page.terms, at - 1, page.seen)
    return _written(page, form, "billing/contract_report.html")


@feature.route(
    "/contracts/<uuid:contract_id>/assurances/add", methods=["GET", "POST"], access=WRITE
)
def add_contract_assurance(contract_id: UUID) -> str | Response:
    page = _draft(contract_id)
    form = AssuranceForm.numbered(page.terms, None, page.seen)
    return _written(page, form, "billing/add_contract_assurance.html")


@feature.route(
    "/contracts/<uuid:contract_id>/assurances/<int:at>", methods=["GET", "POST"], access=WRITE
)
def contract_assurance(contract_id: UUID, at: int) -> str | Response:
    page = _draft(contract_id)
    _check_place(at, page.terms.assurances)
    form = AssuranceForm.numbered(page.terms, at - 1, page.seen)
    return _written(page, form, "billing/contract_assurance.html")


def _check_place(at: int, those: tuple[Any, ...]) -> None:
    if not 1 <= at <= len(those):
        raise NotFound
