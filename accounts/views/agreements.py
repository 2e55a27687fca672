"""Agreements between organisations: read, recorded, ended early."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import offers, operations, permissions, queries
from accounts.forms import DataSharingForm, EndAgreementForm, ServicesForm, SubContractForm
from accounts.queries import OrganisationFacts
from accounts.views.feature import feature
from accounts.vocabulary import AgreementPurpose, DataItem, OrganisationKind
from kernel.periods import day_in_london
from web.access import can
from web.request import actor, db, now

MANAGE = can(permissions.MANAGE_AGREEMENTS)
READ = can(permissions.SEE_AGREEMENTS)


def _to(agreement_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("accounts.agreement", agreement_id=agreement_id), code=303)


@feature.route("/agreements", access=READ)
def agreements() -> str:
    lines = queries.agreements(db(), actor(), on=day_in_london(now()))
    may_add = actor().may(permissions.MANAGE_AGREEMENTS)
    return render_template(
        "accounts/agreements.html",
        lines=lines,
        may_add=may_add,
        may_sub_contract=may_add and bool(_leads(_own_sides())),
    )


@feature.route("/agreements/<uuid:agreement_id>", access=READ)
def agreement(agreement_id: UUID) -> str:
    page = queries.agreement_page(db(), actor(), agreement_id, on=day_in_london(now()))
    facts = page.line.agreement
    named = offers.services_of(db(), facts.second_id)
    return render_template(
        "accounts/agreement.html", page=page, can_choose=bool(named) and page.can_end,
        services=[named.get(one, "a service that has gone") for one in facts.services],
        data_items=[DataItem(item).words for item in facts.data_items],
    )  # fmt: skip


def _own_sides() -> list[OrganisationFacts]:
    """The sides that the visitor may record for: their own, or all for an administrator."""
    if actor().may(permissions.MANAGE_ORGANISATIONS):
        return list(queries.organisations(db()))
    return [one for one in queries.organisations(db()) if one.id == actor().organisation_id]


def _leads(sides: list[OrganisationFacts]) -> list[OrganisationFacts]:
    return [one for one in sides if one.kind is OrganisationKind.LEAD_NTP]


def _others(own: list[OrganisationFacts]) -> list[OrganisationFacts]:
    """All but one's own, when that is a single one."""
    only = own[0] if len(own) == 1 else None
    return [one for one in queries.organisations(db()) if one != only]


@feature.route("/agreements/add-data-sharing", methods=["GET", "POST"], access=MANAGE)
def add_data_sharing() -> str | Response:
    form = DataSharingForm.submitted(first=str(actor().organisation_id))
    own = _own_sides()
    form.offer(own, _others(own))
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.agree(
                db(),
                actor(),
                form.terms(AgreementPurpose.DATA_SHARING),
                data_items=form.items,
                note=form.note.data or "",
                at=now(),
            ).id
        )
    ):
        return _to(made[0], "The agreement is recorded.")
    return render_template("accounts/add_data_sharing.html", form=form)


@feature.route("/agreements/add-sub-contract", methods=["GET", "POST"], access=MANAGE)
def add_sub_contract() -> str | Response:
    form = SubContractForm.submitted(first=str(actor().organisation_id))
    own = _own_sides()
    form.offer(_leads(own), _others(own))
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.agree(
                db(),
                actor(),
                form.terms(AgreementPurpose.SUB_CONTRACT),
                outcomes=form.owed,
                note=form.note.data or "",
                at=now(),
            ).id
        )
    ):
        return _to(made[0], "The agreement is recorded.")
    return render_template("accounts/add_sub_contract.html", form=form)


@feature.route("/agreements/<uuid:agreement_id>/services", methods=["GET", "POST"], access=MANAGE)
def choose_services(agreement_id: UUID) -> str | Response:
    page = queries.agreement_page(db(), actor(), agreement_id, on=day_in_london(now()))
    form = ServicesForm.submitted(services=list(page.line.agreement.services))
    form.offer(offers.services_of(db(), page.line.agreement.second_id))
    if form.accepted(
        lambda: operations.choose_services(
            db(), actor(), agreement_id, services=form.services.data or (), at=now()
        )
    ):
        return _to(agreement_id, "The services are saved.")
    return render_template("accounts/choose_services.html", form=form, page=page)


@feature.route("/agreements/<uuid:agreement_id>/end", methods=["GET", "POST"], access=MANAGE)
def end_agreement(agreement_id: UUID) -> str | Response:
    today = day_in_london(now())
    page = queries.agreement_page(db(), actor(), agreement_id, on=today)
    form = EndAgreementForm.submitted()
    if form.accepted(
        lambda: operations.end_agreement(
            db(), actor(), agreement_id, because=form.because.data or "", on=today, at=now()
        )
    ):
        return _to(agreement_id, "The agreement has ended.")
    return render_template("accounts/end_agreement.html", form=form, page=page)
