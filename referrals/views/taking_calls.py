"""A practice rings the lead NTP, which writes the referral down (A-LN-01)."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.refer import ONLY_DRAWN, SAVE, CallForm, NewCallForm, shown_of
from referrals.operations import refer as operations
from referrals.queries import naming
from referrals.queries import refer as queries
from referrals.views.danger import mind
from referrals.views.feature import feature
from referrals.views.refer import around, counted, pressed, read_summary, say_unfinished
from web.access import can
from web.forms import ButtonForm, to_send_again
from web.request import actor, db, london_day, now, shows

TAKE_CALL = can(permissions.TAKE_CALL)
NOBODY = "Nothing was kept. Tell the practice what it can do instead: the directory is open to all."


@feature.route(
    "/referrals/phone", methods=["GET", "POST"], access=TAKE_CALL, counts=counted,
    prepares=read_summary,
)  # fmt: skip
def phone() -> str | Response:
    form = _asked(NewCallForm.submitted(urgency="routine"))
    form.act = pressed()
    if form.was_sent and form.act in ONLY_DRAWN:
        return _drawn_phone(_asked(NewCallForm(formdata=g.filled)))
    if form.was_sent and form.says_no:
        return render_template(
            "referrals/_no_consent_call.html",
            written=to_send_again(),
            form=None,
            says=NOBODY,
            is_in_danger=around(form)["is_in_danger"],
        )
    made: list[UUID] = []

    def act() -> None:
        practice_id = UUID(form.practice.data)
        row = operations.take_call(db(), actor(), practice_id, form.to_keep(), at=now())
        made.append(row.id)
        _send_if_asked(form, row.id)

    if form.accepted(act):
        return _after(form, made[0])
    return _drawn_phone(form)


@feature.route(
    "/referrals/phone/<uuid:referral_id>", methods=["GET", "POST"], access=TAKE_CALL,
    counts=counted, prepares=read_summary,
)  # fmt: skip
def call(referral_id: UUID) -> str | Response:
    page = queries.draft_page(db(), actor(), referral_id)
    form = CallForm.submitted(**shown_of(page.answers), seen=page.seen)
    form.act = pressed()
    form.say_unfinished(page.answers)
    shows(page.banner.person_id)
    if form.was_sent and form.act in ONLY_DRAWN:
        return _drawn_call(CallForm(formdata=g.filled), page)
    if form.was_sent and form.says_no:
        operations.throw_away(db(), actor(), referral_id, at=now())
        flash(NOBODY)
        return redirect(url_for("referrals.phone"), code=303)

    def act() -> None:
        answers = form.to_keep(page.answers)
        operations.rewrite(db(), actor(), referral_id, answers, seen=form.seen.data, at=now())
        _send_if_asked(form, referral_id)

    if form.accepted(act):
        return _after(form, referral_id)
    return _drawn_call(form, page)


def _asked(form: NewCallForm) -> NewCallForm:
    form.practice.choices = {
        str(one.id): one.name for one in naming.practices_to_ring(db(), actor())
    }
    return form


def _send_if_asked(form: CallForm, referral_id: UUID) -> None:
    if not form.is_sending:
        return
    there = operations.send(
        db(), actor(), queries.get_draft(db(), actor(), referral_id), form.agreed,
        is_somebody_else=bool(form.is_somebody_else.data),
        told_by=f"{form.told_by.data} rang", at=now(),
    )  # fmt: skip
    flash(f"Sent to {there.whom}. The practice is told.")


def _after(form: CallForm, referral_id: UUID) -> Response:
    if form.act == SAVE:
        flash("Saved. Nothing was sent yet.")
        say_unfinished(form)
        return redirect(url_for("referrals.call", referral_id=referral_id), code=303)
    mind(*form.answers.free_words)
    return redirect(url_for("referrals.phone"), code=303)


def _drawn_phone(form: CallForm) -> str:
    return render_template(
        "referrals/phone.html", form=form, there=None, page=None, **around(form),
        drafts=queries.drafts(db(), actor()),
    )  # fmt: skip


def _drawn_call(form: CallForm, page: queries.DraftPage) -> str:
    there = queries.where_call_goes(db(), actor(), page.id, on=london_day())
    return render_template(
        "referrals/call.html", form=form, page=page, there=there, **around(form),
        button=ButtonForm.submitted(),
    )  # fmt: skip


@feature.route("/referrals/phone/<uuid:referral_id>/throw-away", methods=["POST"], access=TAKE_CALL)
def throw_call_away(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.throw_away(db(), actor(), referral_id, at=now())):
        flash("It is gone, with all that was in it.")
    return redirect(url_for("referrals.phone"), code=303)
