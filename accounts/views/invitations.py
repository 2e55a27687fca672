"""Inviting people, and accepting an invitation. Opening its link changes nothing; the button does."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import operations, permissions, queries
from accounts.forms import InviteForm, JoinForm
from accounts.queries import JoinPage
from accounts.views.feature import feature
from accounts.views.here import begun, onwards
from accounts.views.people import back_to
from accounts.vocabulary import Step
from web.access import anyone, can
from web.forms import ButtonForm
from web.request import actor, db, now

NOT_FOUND = 404


@feature.route(
    "/organisations/<uuid:organisation_id>/invite",
    methods=["GET", "POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def invite(organisation_id: UUID) -> str | Response:
    organisation = queries.get_managed(db(), actor(), organisation_id)
    form = InviteForm.submitted()
    form.offer(queries.roles_to_offer(actor(), organisation))
    if form.accepted(
        lambda: operations.invite(
            db(),
            actor(),
            organisation_id=organisation_id,
            name=form.name.data or "",
            email=form.email.data or "",
            roles=form.chosen,
            at=now(),
        )
    ):
        flash(f"An invitation is on its way to {form.name.data}.")
        return back_to(organisation_id)
    return render_template("accounts/invite.html", form=form, organisation=organisation)


@feature.route(
    "/invitations/<uuid:invitation_id>/send-again",
    methods=["POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def invite_again(invitation_id: UUID) -> Response:
    form = ButtonForm.submitted()
    organisation_id = queries.get_invitation(db(), actor(), invitation_id).organisation_id
    if form.accepted(lambda: operations.invite_again(db(), actor(), invitation_id, at=now())):
        flash("The invitation is on its way again. The link in the earlier e-mail has ended.")
    return back_to(organisation_id)


@feature.route(
    "/invitations/<uuid:invitation_id>/withdraw",
    methods=["POST"],
    access=can(permissions.MANAGE_PEOPLE),
)
def withdraw_invitation(invitation_id: UUID) -> Response:
    form = ButtonForm.submitted()
    organisation_id = queries.get_invitation(db(), actor(), invitation_id).organisation_id
    if form.accepted(
        lambda: operations.withdraw_invitation(db(), actor(), invitation_id, at=now())
    ):
        flash("The invitation is withdrawn. Its link has ended.")
    return back_to(organisation_id)


@feature.route("/join/<token>", methods=["GET", "POST"], access=anyone)
def join(token: str) -> str | Response | tuple[str, int]:
    page = _invited(token)
    if page is None:
        return render_template("accounts/_invitation_ended.html"), NOT_FOUND
    form = JoinForm.submitted(name=page.invitation.name)
    if page.has_account:
        form.ask_nothing()

    def act(new_token: str) -> Step:
        return operations.join(db(), link=token, **form.facts(), token=new_token, at=now())

    next_step = begun(form, act)
    if next_step is None:
        return render_template("accounts/join.html", form=form, page=page)
    if page.has_account:
        flash(f"You can act for {page.organisation} now. Sign in as always.")
        return redirect(url_for("accounts.sign_in"), code=303)
    flash("Your account is made.")
    return onwards(next_step)


def _invited(token: str) -> JoinPage | None:
    invitation_id = operations.find_invited(db(), token, at=now())
    return queries.join_page(db(), invitation_id, at=now()) if invitation_id else None
