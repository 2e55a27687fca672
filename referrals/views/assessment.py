"""The first meeting: recorded once, put right as often as need be."""

from uuid import UUID

from flask import flash, render_template
from werkzeug.wrappers import Response

from referrals.criteria import PROFILE
from referrals.forms.assessment import AssessForm, FindingsForm
from referrals.forms.contacts import moment_on
from referrals.lifecycle import Move
from referrals.operations import assessing, working
from referrals.queries import assessment as queries
from referrals.queries.case import case_top
from referrals.queries.contacts import find_booked
from referrals.views.contacts import WORK, to_case
from referrals.views.feature import feature
from referrals.vocabulary import Channel
from web.request import actor, db, london_day, now, shows
from web.templating import as_date

STAYS = "The meeting booked for {day} stays. Was it moved to another day? Then move or call it off."


@feature.route("/cases/<uuid:referral_id>/assess", methods=["GET", "POST"], access=WORK)
def assess(referral_id: UUID) -> str | Response:
    working.ready(db(), actor(), referral_id, Move.ASSESS)
    page = case_top(db(), actor(), referral_id)
    known = queries.prefilled(db(), actor(), referral_id, at=now())
    form = AssessForm.submitted(
        co_morbidities=known.co_morbidities, channel=Channel.FACE_TO_FACE.value, day=london_day(),
        support_level=known.support_level.value if known.support_level else None,
    )  # fmt: skip
    shows(page.banner.person_id)
    if form.accepted(
        lambda: assessing.assess(
            db(), actor(), page.id, form.found(), channel=form.way, minutes=form.minutes.data or 0,
            happened_at=moment_on(form.day.data, at=now()), at=now(),
        )
    ):  # fmt: skip
        flash("Recorded.")
        if (booked := find_booked(db(), page.id)) is not None:
            flash(STAYS.format(day=as_date(booked.begins_at)))
        return to_case(page.id)
    return render_template(
        "referrals/assess.html", page=page, form=form, known=known, profile=PROFILE
    )


@feature.route("/cases/<uuid:referral_id>/assess-again", methods=["GET", "POST"], access=WORK)
def assess_again(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    known = queries.prefilled(db(), actor(), referral_id, at=now())
    stands = queries.answers(db(), actor(), referral_id, at=now())
    form = FindingsForm.submitted(
        **stands, support_level=known.support_level.value if known.support_level else None
    )
    shows(page.banner.person_id)
    if form.accepted(
        lambda: assessing.assess_again(db(), actor(), page.id, form.found(), at=now())
    ):
        flash("Recorded. What was written before stays in the history.")
        return to_case(page.id)
    return render_template(
        "referrals/assess_again.html", page=page, form=form, known=known, profile=PROFILE
    )
