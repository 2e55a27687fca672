"""The caseload, and what is set for all cases of a lead NTP."""

from typing import TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.vocabulary import Worded
from referrals import permissions
from referrals.casework import Inequality
from referrals.clocks import Clock
from referrals.forms.caseload import (
    NOBODY,
    LeadSettingsForm,
    MadeSafeForm,
    PutFirstForm,
    StopClockForm,
)
from referrals.operations import allocating, arranging, clocks
from referrals.queries import arranged
from referrals.queries import caseload as queries
from referrals.queries.case import case_top, made_safe_page
from referrals.queries.caseload import By, Show
from referrals.queries.priority import find_flag
from referrals.views.danger import ask_of_danger, places_of
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, now

WRITTEN_DOWN = "Written down. It is not asked for any more."

Choice = TypeVar("Choice", bound=Worded)


def chosen(kind: type[Choice], name: str, default: Choice) -> Choice:
    """What the address asks for, or the default when it asks for something else."""
    asked = request.args.get(name, "")
    return next((one for one in kind if one.value == asked), default)


@feature.route("/cases", access=can(permissions.SEE_CASE))
def cases() -> str:
    page = queries.caseload(
        db(), actor(), at=now(), show=chosen(Show, "show", Show.ALL), by=chosen(By, "by", By.DUE),
        page=request.args.get("page", 1, type=int),
    )  # fmt: skip
    lists(*(line.person_id for line in page.lines))
    return render_template("referrals/cases.html", page=page, orders=tuple(By))


@feature.route("/lead-settings", methods=["GET", "POST"], access=can(permissions.OVERSEE))
def lead_settings() -> str | Response:
    page = arranged.settings_page(db(), actor())
    form = LeadSettingsForm.submitted(
        **{name: getattr(page.limits, name) for name in page.limits.__dataclass_fields__},
        safeguarding_lead_id=str(page.safeguarding_lead_id or NOBODY),
        takes_self_referrals=page.takes_self_referrals, version=str(page.version),
    )  # fmt: skip
    form.safeguarding_lead_id.choices = {
        **{str(one.id): one.name for one in page.safeguarding_leads}, NOBODY: "Nobody yet",
    }  # fmt: skip
    if form.accepted(lambda: _change(form)):
        flash("The settings hold from now on.")
        return redirect(url_for("referrals.cases"), code=303)
    return render_template("referrals/lead_settings.html", page=page, form=form)


def _change(form: LeadSettingsForm) -> None:
    named = form.safeguarding_lead_id.data
    arranging.change_settings(
        db(), actor(), form.limits, takes_self_referrals=form.takes_self_referrals.data,
        safeguarding_lead_id=None if named == NOBODY else UUID(named),
        version=form.version.number, at=now(),
    )  # fmt: skip


@feature.route(
    "/cases/<uuid:referral_id>/put-first",
    methods=["GET", "POST"],
    access=can(permissions.SEE_CASE),
)
def put_first(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    flag = find_flag(db(), referral_id)
    form = PutFirstForm.submitted(group=flag.group.value if flag else None)
    if form.accepted(
        lambda: allocating.put_first(
            db(), actor(), referral_id, group=Inequality(form.group.data), at=now()
        )
    ):
        flash("They come first among those who wait.")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/put_first.html", page=page, form=form)


@feature.route(
    "/cases/<uuid:referral_id>/take-turn", methods=["POST"], access=can(permissions.SEE_CASE)
)
def take_turn(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: allocating.take_its_turn(db(), actor(), referral_id, at=now())):
        flash("They wait their turn again.")
    return redirect(url_for("referrals.case", referral_id=referral_id), code=303)


@feature.route(
    "/cases/<uuid:referral_id>/done/safety",
    methods=["GET", "POST"],
    access=can(permissions.MAKE_SAFE),
)
def made_safe(referral_id: UUID) -> str | Response:
    page = made_safe_page(db(), actor(), referral_id)
    form = MadeSafeForm.submitted()
    form.show_danger(page.since)
    if form.accepted(
        lambda: clocks.make_safe(
            db(), actor(), referral_id, how=form.how.data, seen=form.danger_read, at=now()
        )
    ):
        if page.is_left:
            flash(WRITTEN_DOWN)
            return redirect(url_for("referrals.cases"), code=303)
        return _written_down(referral_id)
    places = [] if page.is_left else places_of(referral_id)
    return render_template("referrals/made_safe.html", page=page, form=form, places=places)


@feature.route(
    "/cases/<uuid:referral_id>/done/<any(report,again):clock>",
    methods=["GET", "POST"],
    access=can(permissions.WORK),
)
def stop_clock(referral_id: UUID, clock: str) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    form = StopClockForm.submitted()
    form.ask_about(Clock(clock))
    places = ask_of_danger(form, page.id) if form.is_safe is not None else []
    if form.accepted(
        lambda: clocks.stop_by_hand(
            db(),
            actor(),
            referral_id,
            Clock(clock),
            how=form.how.data,
            made_safe=form.made_safe,
            at=now(),
        )
    ):
        return _written_down(referral_id)
    return render_template(
        "referrals/stop_clock.html", page=page, form=form, clock=Clock(clock), places=places
    )


def _written_down(referral_id: UUID) -> Response:
    flash(WRITTEN_DOWN)
    return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
