"""Areas, localities and organisations, for administrators."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import operations, permissions, queries
from accounts.forms import (
    AreaForm,
    ChangeOrganisationForm,
    HostForm,
    LocalityForm,
    OrganisationForm,
)
from accounts.places import read_beginnings
from accounts.queries import OrganisationPage
from accounts.views.feature import feature
from accounts.vocabulary import OrganisationKind
from web.access import can
from web.request import actor, db, now

MANAGE = can(permissions.MANAGE_ORGANISATIONS)


def _back() -> Response:
    return redirect(url_for("accounts.organisations"), code=303)


@feature.route("/organisations", access=MANAGE)
def organisations() -> str:
    return render_template("accounts/organisations.html", pages=queries.area_pages(db(), actor()))


@feature.route("/areas/add", methods=["GET", "POST"], access=MANAGE)
def add_area() -> str | Response:
    form = AreaForm.submitted()
    if form.accepted(
        lambda: operations.add_area(db(), actor(), name=form.name.data or "", at=now())
    ):
        flash(f"{form.name.data} is added. Now add its localities.")
        return _back()
    return render_template("accounts/add_area.html", form=form)


@feature.route("/areas/<uuid:area_id>/edit", methods=["GET", "POST"], access=MANAGE)
def edit_area(area_id: UUID) -> str | Response:
    area = queries.get_area(db(), area_id)
    form = AreaForm.submitted(name=area.name)
    if form.accepted(
        lambda: operations.rename_area(db(), actor(), area_id, name=form.name.data or "", at=now())
    ):
        flash(f"{form.name.data} is changed.")
        return _back()
    return render_template("accounts/edit_area.html", form=form, area=area)


@feature.route("/areas/<uuid:area_id>/host", methods=["GET", "POST"], access=MANAGE)
def name_host(area_id: UUID) -> str | Response:
    area = queries.get_area(db(), area_id)
    leads = queries.organisations(db(), area_id=area_id, kind=OrganisationKind.LEAD_NTP)
    form = HostForm.submitted(host=str(area.host_id or ""))
    form.offer(leads)
    if form.accepted(
        lambda: operations.name_host(
            db(), actor(), area_id=area_id, organisation_id=UUID(form.host.data), at=now()
        )
    ):
        flash(f"The host of {area.name} is named.")
        return _back()
    return render_template("accounts/name_host.html", form=form, area=area, leads=leads)


@feature.route("/areas/<uuid:area_id>/localities/add", methods=["GET", "POST"], access=MANAGE)
def add_locality(area_id: UUID) -> str | Response:
    area = queries.get_area(db(), area_id)
    form = LocalityForm.submitted()
    if form.accepted(
        lambda: operations.add_locality(
            db(),
            actor(),
            area_id=area_id,
            name=form.name.data or "",
            at=now(),
            postcodes=read_beginnings(form.postcodes.data or ""),
            deprivation_rank=form.deprivation_rank.data,
        )
    ):
        flash(f"{form.name.data} is added.")
        return _back()
    return render_template("accounts/add_locality.html", form=form, area=area)


@feature.route("/localities/<uuid:locality_id>/edit", methods=["GET", "POST"], access=MANAGE)
def edit_locality(locality_id: UUID) -> str | Response:
    locality = queries.get_locality(db(), locality_id)
    form = LocalityForm.submitted(
        name=locality.name,
        postcodes=", ".join(locality.postcodes),
        deprivation_rank=locality.deprivation_rank,
    )
    if form.accepted(
        lambda: operations.change_locality(
            db(),
            actor(),
            locality_id,
            name=form.name.data or "",
            at=now(),
            postcodes=read_beginnings(form.postcodes.data or ""),
            deprivation_rank=form.deprivation_rank.data,
        )
    ):
        flash(f"{form.name.data} is changed.")
        return _back()
    return render_template("accounts/edit_locality.html", form=form, locality=locality)


@feature.route("/areas/<uuid:area_id>/organisations/add", methods=["GET", "POST"], access=MANAGE)
def add_organisation(area_id: UUID) -> str | Response:
    area = queries.get_area(db(), area_id)
    form = OrganisationForm.submitted()
    form.offer(queries.localities(db(), area_id))
    if form.accepted(
        lambda: operations.add_organisation(
            db(),
            actor(),
            kind=OrganisationKind(form.kind.data),
            name=form.name.data or "",
            area_id=area_id,
            serves=form.served,
            base=form.base,
            at=now(),
        )
    ):
        flash(f"{form.name.data} is added. Now invite its people.")
        return _back()
    return render_template("accounts/add_organisation.html", form=form, area=area)


@feature.route("/organisations/<uuid:organisation_id>", access=MANAGE)
def organisation(organisation_id: UUID) -> str:
    page = queries.organisation_page(db(), actor(), organisation_id)
    return render_template("accounts/organisation.html", page=page)


@feature.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"], access=MANAGE)
def edit_organisation(organisation_id: UUID) -> str | Response:
    page = queries.organisation_page(db(), actor(), organisation_id)
    form = ChangeOrganisationForm.submitted(**_shown(page))
    form.offer(queries.localities(db(), page.area.id))
    if form.accepted(
        lambda: operations.change_organisation(
            db(),
            actor(),
            organisation_id,
            name=form.name.data or "",
            serves=form.served,
            base=form.base,
            at=now(),
        )
    ):
        flash(f"{form.name.data} is changed.")
        return redirect(url_for("accounts.organisation", organisation_id=organisation_id), code=303)
    return render_template("accounts/edit_organisation.html", form=form, page=page)


def _shown(page: OrganisationPage) -> dict[str, object]:
    one = page.organisation
    return {
        "name": one.name, "base_address": one.base_address, "phone": one.phone,
        "hours": one.hours, "code": one.code, "serves": [str(place.id) for place in page.serves],
    }  # fmt: skip
