"""The pages on which a lead NTP writes down what it agreed with a smaller group."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.sub_contracts import AgreedForm, CheckForm, shown_of
from billing.operations import sub_contracts as operations
from billing.queries import group_lines
from billing.queries import sub_contracts as queries
from billing.views.feature import feature
from web.access import can
from web.request import actor, db, london_day, now

SEE, WRITE = can(permissions.SEE_SUB_CONTRACTS), can(permissions.WRITE_SUB_CONTRACTS)
BOTH = ["GET", "POST"]


def _to_agreement(agreement_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("accounts.agreement", agreement_id=agreement_id), code=303)


@feature.route("/sub-contracts/<uuid:agreement_id>/agree", methods=BOTH, access=WRITE)
def agree_sub_contract(agreement_id: UUID) -> str | Response:
    page = queries.write_page(db(), actor(), agreement_id, on=london_day())
    shown = shown_of(page.newest.terms) if page.newest else {"from_on": page.contract.facts.from_on}
    form = AgreedForm.submitted(**shown, version=str(page.seen))
    if form.accepted(
        lambda: operations.agree_sub_contract(
            db(), actor(), agreement_id, form.terms, from_on=form.from_on.data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _to_agreement(
            agreement_id, "What you agreed is written down. Print it for the group."
        )
    return render_template("billing/agree_sub_contract.html", page=page, form=form)


@feature.route("/sub-contracts/<uuid:agreement_id>/check", methods=BOTH, access=WRITE)
def check_sub_contract(agreement_id: UUID) -> str | Response:
    page = queries.write_page(db(), actor(), agreement_id, on=london_day())
    form = CheckForm.submitted()
    if form.accepted(
        lambda: operations.check_sub_contract(db(), actor(), agreement_id, form.check, at=now())
    ):
        return _to_agreement(agreement_id, "What you found is written down.")
    return render_template("billing/check_sub_contract.html", page=page, form=form)


@feature.route("/sub-contracts/<uuid:agreement_id>/sheet", access=SEE)
def agreed_sheet(agreement_id: UUID) -> str:
    """One page on paper for the group."""
    page = queries.sheet(db(), actor(), agreement_id, on=london_day())
    return render_template("billing/agreed_sheet.html", page=page)


@feature.route("/sub-contracts/<uuid:agreement_id>/lines", access=SEE)
def group_lines_of(agreement_id: UUID) -> str:
    page = group_lines.lines_page(db(), actor(), agreement_id, on=london_day())
    return render_template("billing/group_lines_of.html", page=page)
