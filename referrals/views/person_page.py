"""A person's own page, by link and date of birth; and how a link worker sends, ends and prints it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.limits import Limit
from referrals import permissions
from referrals.forms.person_page import DateOfBirthForm, SendLinkForm
from referrals.operations import person_page as operations
from referrals.queries import person_page as queries
from referrals.queries.case import case_top
from referrals.queries.person_page import LinkPanel, OwnPage
from referrals.views.feature import feature
from web.access import anyone, can
from web.forms import ButtonForm
from web.request import actor, apart, db, network, now, shows
from web.security import private

WORK = can(permissions.WORK)
BY_DAY = "in the morning, at 8am: we send nothing at night"


def _tries() -> list[tuple[Limit, str]]:
    return operations.tries((request.view_args or {}).get("token", ""), network())


@feature.route("/my-plan/<token>", methods=["GET", "POST"], access=anyone, counts=_tries)
def my_plan(token: str) -> Response:
    form = DateOfBirthForm.submitted()
    opened: list[OwnPage] = []
    if form.accepted(
        lambda: opened.append(
            operations.open_page(
                db(), token, born_on=form.born_on.data, network=network(), at=now()
            )
        )
    ):
        return private(render_template("referrals/_my_plan_open.html", page=opened[0], token=token))
    if operations.WRONG in form.born_on.errors:
        with apart() as session:
            operations.note_wrong_date(session, token, at=now())
    return private(render_template("referrals/my_plan.html", form=form))


def _back(referral_id: UUID) -> Response:
    return redirect(url_for("referrals.case", referral_id=referral_id), code=303)


@feature.route("/cases/<uuid:referral_id>/their-page/send", methods=["POST"], access=WORK)
def send_their_link(referral_id: UUID) -> str | Response:
    form = SendLinkForm.submitted()
    if form.accepted(
        lambda: operations.send_link(
            db(), actor(), referral_id, is_safe_now=bool(form.is_safe_now.data), at=now()
        )
    ):
        flash(_when(queries.link_panel(db(), actor(), referral_id, at=now())))
        return _back(referral_id)
    page = case_top(db(), actor(), referral_id)
    shows(page.banner.person_id)
    return render_template("referrals/send_their_link.html", page=page, form=form)


def _when(panel: LinkPanel) -> str:
    goes = "goes now" if panel.is_day or panel.safe_times else f"goes {BY_DAY}"
    return f"The link to their page {goes}. If they had a link before, that one no longer opens it."


@feature.route("/cases/<uuid:referral_id>/their-page/take-back", methods=["POST"], access=WORK)
def take_their_link_back(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.take_link_back(db(), actor(), referral_id, at=now())):
        flash("The link to their page no longer works.")
    return _back(referral_id)


@feature.route("/cases/<uuid:referral_id>/summary", access=can(permissions.SEE_CASE))
def printed_summary(referral_id: UUID) -> str:
    page = queries.printed_summary(db(), actor(), referral_id, at=now())
    shows(page.banner.person_id)
    return render_template("referrals/printed_summary.html", page=page)
