"""Contracts: which there are, one whole, and what its sides do with it."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from accounts.vocabulary import OrganisationKind
from billing import permissions
from billing.forms.contracts import (
    AssureForm,
    BeginForm,
    DropForm,
    EndForm,
    SendBackForm,
    SignForm,
    VaryForm,
)
from billing.operations import contracts as operations
from billing.queries import contracts as queries
from billing.queries.contract_year import has_year
from billing.queries.passed_on import has_ledger
from billing.queries.points import has_points
from billing.queries.statements import has_account
from billing.views.feature import feature
from billing.views.money import way_back
from kernel.access import Actor
from kernel.periods import day_in_london
from web.access import can
from web.request import actor, db, now

READ = can(permissions.SEE_CONTRACTS)
WRITE = can(permissions.WRITE_CONTRACTS)


@feature.route("/contracts", access=READ)
def contracts() -> str:
    lines = queries.contracts(db(), actor(), on=day_in_london(now()))
    return render_template(
        "billing/contracts.html", lines=lines, back_href=way_back(),
        may_begin=actor().may(permissions.WRITE_CONTRACTS),
    )  # fmt: skip


@feature.route("/contracts/<uuid:contract_id>", access=READ)
def contract(contract_id: UUID) -> str:
    page = queries.contract_page(db(), actor(), contract_id, on=day_in_london(now()))
    return render_template(
        "billing/contract.html", page=page, has_year=has_year(db(), actor(), contract_id),
        has_points=has_points(db(), actor(), contract_id),
        has_account=has_account(db(), actor(), contract_id),
        has_ledger=has_ledger(db(), actor(), contract_id),
    )  # fmt: skip


@feature.route("/contracts/begin", methods=["GET", "POST"], access=WRITE)
def begin_contract() -> str | Response:
    form = BeginForm.submitted(**_own_side(actor()))
    offer(form, actor())
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(operations.begin_contract(db(), actor(), form.terms, at=now()).id)
    ):
        return to_contract(
            made[0], "The contract is begun. Write the rest page by page, then sign it."
        )
    return render_template("billing/begin_contract.html", form=form)


def _own_side(by: Actor) -> dict[str, object]:
    """Where the visitor's own organisation stands."""
    own = accounts.find_organisation(db(), by.organisation_id) if by.organisation_id else None
    if own is None:
        return {}
    is_funder = own.kind is OrganisationKind.COMMISSIONING_BODY
    return {"funders": [str(own.id)]} if is_funder else {"lead": str(own.id)}


def offer(form: BeginForm, by: Actor) -> Sequence[OrganisationFacts]:
    """Say which organisations and localities of the visitor's own area may be chosen; its lead NTPs."""
    own = accounts.get_organisation(db(), by.organisation_id) if by.organisation_id else None
    there = [one for one in accounts.organisations(db()) if own and one.area_id == own.area_id]
    funders = [one for one in there if one.kind is OrganisationKind.COMMISSIONING_BODY]
    leads = [one for one in there if one.kind is OrganisationKind.LEAD_NTP]
    form.offer(funders, leads, accounts.localities(db(), own.area_id) if own else ())
    return leads


@feature.route("/contracts/<uuid:contract_id>/sign", methods=["GET", "POST"], access=WRITE)
def sign_contract(contract_id: UUID) -> str | Response:
    page = queries.contract_page(db(), actor(), contract_id, on=day_in_london(now()))
    form = SignForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.sign_contract(
            db(), actor(), contract_id, seen=form.version.number, has_read=form.has_read.data,
            at=now(),
        )
    ):  # fmt: skip
        return to_contract(contract_id, "You have signed for your side.")
    return render_template("billing/sign_contract.html", page=page, form=form)


@feature.route("/contracts/<uuid:contract_id>/send-back", methods=["GET", "POST"], access=WRITE)
def send_back_contract(contract_id: UUID) -> str | Response:
    page = queries.contract_page(db(), actor(), contract_id, on=day_in_london(now()))
    form = SendBackForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.send_back_contract(
            db(), actor(), contract_id, because=form.because.data, seen=form.version.number,
            at=now(),
        )
    ):  # fmt: skip
        return to_contract(contract_id, "It can be written again. Nobody has signed it now.")
    return render_template("billing/send_back_contract.html", page=page, form=form)


@feature.route("/contracts/<uuid:contract_id>/drop", methods=["GET", "POST"], access=WRITE)
def drop_contract(contract_id: UUID) -> str | Response:
    page = queries.contract_page(db(), actor(), contract_id, on=day_in_london(now()))
    form = DropForm.submitted()
    if form.accepted(
        lambda: operations.drop_contract(
            db(), actor(), contract_id, because=form.because.data, at=now()
        )
    ):
        return to_contract(contract_id, "What was being written is dropped.")
    return render_template("billing/drop_contract.html", page=page, form=form)


@feature.route("/contracts/<uuid:contract_id>/vary", methods=["GET", "POST"], access=WRITE)
def vary_contract(contract_id: UUID) -> str | Response:
    page = queries.held_page(db(), actor(), contract_id, on=day_in_london(now()))
    form = VaryForm.submitted()
    if form.accepted(
        lambda: operations.vary_contract(
            db(), actor(), contract_id, from_on=form["from_on"].data, because=form.because.data,
            at=now(),
        )
    ):  # fmt: skip
        return to_contract(contract_id, "Write what changes. It holds once every side has signed.")
    return render_template("billing/vary_contract.html", page=page, form=form)


@feature.route("/contracts/<uuid:contract_id>/end", methods=["GET", "POST"], access=WRITE)
def end_contract(contract_id: UUID) -> str | Response:
    page = queries.held_page(db(), actor(), contract_id, on=day_in_london(now()))
    form = EndForm.submitted()
    if form.accepted(
        lambda: operations.end_contract(
            db(), actor(), contract_id, on=form["on"].data, because=form.because.data, at=now()
        )
    ):
        return to_contract(contract_id, "The day on which it ends is written down.")
    return render_template("billing/end_contract.html", page=page, form=form)


@feature.route(
    "/contracts/<uuid:contract_id>/assurances/<int:at>/shown",
    methods=["GET", "POST"],
    access=WRITE,
)
def assure(contract_id: UUID, at: int) -> str | Response:
    page = queries.assurance_page(db(), actor(), contract_id, at, on=day_in_london(now()))
    form = AssureForm.submitted()
    if form.accepted(
        lambda: operations.assure(
            db(), actor(), contract_id, called=page.called, because=form.because.data, at=now()
        )
    ):
        return to_contract(contract_id, "It is written down as shown.")
    return render_template("billing/assure.html", page=page, form=form, contract_id=contract_id)


def to_contract(contract_id: UUID, says: str) -> Response:
    """Back to the contract, with a word of what was done."""
    flash(says)
    return redirect(url_for("billing.contract", contract_id=contract_id), code=303)
