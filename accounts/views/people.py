"""The people of an organisation: who they are, their roles, and letting them leave."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import operations, permissions, queries
from accounts.forms import ChangeEmailForm, RolesForm
from accounts.views.feature import feature
from accounts.views.here import buttons, own_organisation
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, now


def back_to(organisation_id: UUID) -> Response:
    """To the people of an organisation."""
    return redirect(url_for("accounts.people", organisation_id=organisation_id), code=303)


@feature.route("/people", access=can(permissions.MANAGE_PEOPLE))
def own_people() -> Response:
    return redirect(url_for("accounts.people", organisation_id=own_organisation()))


@feature.route(
    "/organisations/<uuid:organisation_id>/people", access=can(permissions.MANAGE_PEOPLE)
)
def people(organisation_id: UUID) -> str:
    page = queries.people_page(db(), actor(), organisation_id, at=now())
    return render_template("accounts/people.html", page=page, form=buttons())


@feature.route(
    "/organisations/<uuid:organisation_id>/people/<uuid:user_id>",
    access=can(permissions.MANAGE_PEOPLE),
)
def person(organisation_id: UUID, user_id: UUID) -> str:
    page = queries.person_page(db(), actor(), organisation_id, user_id)
    may_change_email = actor().may(permissions.MANAGE_ORGANISATIONS)
    return render_template("accounts/person.html", page=page, may_change_email=may_change_email)


@feature.route(
    "/organisations/<uuid:organisation_id>/people/<uuid:user_id>/roles",
    methods=["GET", "POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def change_roles(organisation_id: UUID, user_id: UUID) -> str | Response:
    page = queries.person_page(db(), actor(), organisation_id, user_id)
    form = RolesForm.submitted(roles=[role.value for role in page.member.roles])
    form.offer(queries.roles_to_offer(actor(), page.organisation, page.member))
    if form.accepted(
        lambda: operations.change_roles(
            db(),
            actor(),
            organisation_id=organisation_id,
            user_id=user_id,
            roles=form.chosen,
            at=now(),
        )
    ):
        flash(f"{page.member.name} is signed out, and has the new roles from the next sign-in.")
        return back_to(organisation_id)
    return render_template("accounts/change_roles.html", form=form, page=page)


@feature.route(
    "/organisations/<uuid:organisation_id>/people/<uuid:user_id>/leave",
    methods=["GET", "POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def let_leave(organisation_id: UUID, user_id: UUID) -> str | Response:
    page = queries.person_page(db(), actor(), organisation_id, user_id)
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.let_leave(
            db(), actor(), organisation_id=organisation_id, user_id=user_id, at=now()
        )
    ):
        flash(f"{page.member.name} can no longer act for {page.organisation.name}.")
        return back_to(organisation_id)
    return render_template("accounts/let_leave.html", form=form, page=page)


@feature.route(
    "/organisations/<uuid:organisation_id>/people/<uuid:user_id>/phone",
    methods=["GET", "POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def forget_phone(organisation_id: UUID, user_id: UUID) -> str | Response:
    page = queries.person_page(db(), actor(), organisation_id, user_id)
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.forget_phone(
            db(), actor(), organisation_id=organisation_id, user_id=user_id, at=now()
        )
    ):
        flash(f"{page.member.name} sets up a new phone at the next sign-in.")
        return back_to(organisation_id)
    return render_template("accounts/forget_phone.html", form=form, page=page)


@feature.route(
    "/organisations/<uuid:organisation_id>/people/<uuid:user_id>/email",
    methods=["GET", "POST"],
    access=can(permissions.MANAGE_ORGANISATIONS),
)
def change_email(organisation_id: UUID, user_id: UUID) -> str | Response:
    page = queries.person_page(db(), actor(), organisation_id, user_id)
    form = ChangeEmailForm.submitted()
    if form.accepted(
        lambda: operations.change_email(
            db(),
            actor(),
            organisation_id=organisation_id,
            user_id=user_id,
            email=form.email.data or "",
            at=now(),
        )
    ):
        flash(f"{page.member.name} signs in with the new address from now on.")
        return back_to(organisation_id)
    return render_template("accounts/change_email.html", form=form, page=page)
