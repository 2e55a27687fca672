"""How things are for a person, said without their link worker: at the practice, or by their own link."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.limits import Limit
from outcomes_star import permissions
from outcomes_star.forms.readings import (
    DoorForm,
    OwnScoreForm,
    PutReviewRightForm,
    ReviewScoreForm,
    asking,
    shown_of,
)
from outcomes_star.operations import readings as operations
from outcomes_star.queries import cases, stars
from outcomes_star.queries import readings as queries
from outcomes_star.queries.readings import AskPage
from outcomes_star.views.feature import chosen_language, feature, is_put_right
from referrals.operations.person_page import WRONG, note_wrong_date, tries
from web.access import anyone, can
from web.forms import once_leads_to
from web.request import actor, apart, db, london_day, network, now, shows
from web.security import private

BOTH = ["GET", "POST"]


@feature.route(
    "/referrals/<uuid:referral_id>/ask/<code>",
    methods=BOTH,
    access=can(permissions.SCORE_AT_REVIEW),
)
def score_at_review(referral_id: UUID, code: str) -> str | Response:
    case = cases.practice_case(db(), actor(), referral_id, on=london_day())
    page = queries.ask_page(
        db(), case, code, (), language=chosen_language(), on=london_day(),
        parts=request.args.getlist("pick"),
    )  # fmt: skip
    shows(case.person_id)
    if page.must_pick:
        return render_template(
            "outcomes_star/_pick.html",
            page=page,
            is_empty="picking" in request.args,
            is_at_work=False,
            occasion="",
        )
    form = asking(ReviewScoreForm, page.questions).submitted(of=page.seal, taken_on=london_day())
    if form.accepted(
        lambda: operations.take_at_review(
            db(), actor(), referral_id, code, form.said_of(page), at=now()
        )
    ):
        flash("It is kept. The link worker sees it too.")
        return redirect(url_for("referrals.follow", referral_id=referral_id), code=303)
    return render_template("outcomes_star/score_at_review.html", page=page, form=form)


@feature.route(
    "/referrals/<uuid:referral_id>/readings/<uuid:reading_id>/put-right", methods=BOTH,
    access=can(permissions.SCORE_AT_REVIEW),
)  # fmt: skip
def put_review_right(referral_id: UUID, reading_id: UUID) -> str | Response:
    case = cases.practice_case(db(), actor(), referral_id, on=london_day())
    page = queries.put_right_page(db(), case, reading_id, by_practice=case.practice_id)
    shows(case.person_id)
    form = asking(PutReviewRightForm, page.questions).submitted(**shown_of(page))
    ids = (referral_id, reading_id)
    if is_put_right(form, ids, operations.correct_review, operations.take_review_away):
        return redirect(url_for("referrals.follow", referral_id=referral_id), code=303)
    return render_template("outcomes_star/put_review_right.html", page=page, form=form)


def _tries() -> list[tuple[Limit, str]]:
    return tries((request.view_args or {}).get("token", ""), network())


@feature.route("/my-plan/<token>/ask/<code>", methods=BOTH, access=anyone, counts=_tries)
def score_yourself(token: str, code: str) -> Response:
    """First the date of birth, which brings the questions; they carry it on, so that nobody is signed in.

    Where there is much to speak about, somebody picks in between.
    """
    door = DoorForm.submitted()
    pages: list[AskPage] = []
    if not door.accepted(
        lambda: pages.append(
            operations.open_questions(
                db(),
                token,
                born_on=door.born_on.data,
                network=network(),
                code=code,
                language=chosen_language(),
                at=now(),
                parts=request.form.getlist("pick"),
            )
        )
    ):
        if WRONG in door.born_on.errors:
            with apart() as session:
                note_wrong_date(session, token, at=now())
        return private(_at_the_door(door))
    page = pages[0]
    if page.must_pick:
        return private(
            render_template(
                "outcomes_star/_pick_yourself.html",
                page=page,
                form=door,
                door=door,
                token=token,
                is_empty="picking" in request.form,
            )
        )
    form = asking(OwnScoreForm, page.questions).submitted()
    if not door.asked.data:
        form.of.data = page.seal
    form.case_id = page.case.referral_id
    if door.asked.data and form.accepted(
        lambda: operations.take_by_person(db(), page, form.said_on(page, london_day()), at=now())
    ):
        once_leads_to(url_for("referrals.my_plan", token=token))
        return private(
            render_template(
                "outcomes_star/_scored_yourself.html",
                token=token,
                star=stars.own_star(db(), page, on=london_day()),
            )
        )
    return private(
        render_template(
            "outcomes_star/score_yourself.html", page=page, form=form, door=door, token=token
        )
    )


def _at_the_door(door: DoorForm) -> str:
    """The date of birth is asked for, again if need be; whatever was answered is carried along."""
    carried = [
        (name, value) for name, values in request.form.lists() for value in values
        if name not in door.data and not name.startswith("born_on-")
    ]  # fmt: skip
    is_in_danger = crisis.is_in(*(value for _, value in carried))
    return render_template(
        "outcomes_star/_open_questions.html", form=door, carried=carried, is_in_danger=is_in_danger
    )
