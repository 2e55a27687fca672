"""How things are for a person: asked with their link worker, seen at once, put right, printed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from outcomes_star import permissions
from outcomes_star.forms.readings import PutRightForm, ScoreForm, asking, shown_of, ways_of
from outcomes_star.instruments import Way
from outcomes_star.operations import readings as operations
from outcomes_star.queries import cases, stars
from outcomes_star.queries import readings as queries
from outcomes_star.queries.cases import Case
from outcomes_star.queries.readings import AskPage, PutRightPage
from outcomes_star.views.feature import chosen_language, feature, is_put_right
from outcomes_star.vocabulary import Occasion
from web import paper
from web.access import can
from web.request import actor, db, london_day, now, shows

SCORE, SEE = can(permissions.SCORE), can(permissions.SEE_READINGS)
BOTH = ["GET", "POST"]
NO_PDF = "A PDF cannot be made here just now. Print this page, or save it as a PDF from the print window."


@feature.route("/cases/<uuid:referral_id>/ask/<code>", methods=BOTH, access=SCORE)
def score(referral_id: UUID, code: str) -> str | Response:
    case = cases.case_to_ask(db(), actor(), referral_id)
    page = _asked(case, code, parts=request.args.getlist("pick"))
    shows(case.person_id)
    if page.must_pick:
        return render_template(
            "outcomes_star/_pick.html",
            page=page,
            is_empty="picking" in request.args,
            is_at_work=True,
            occasion=_chosen_occasion(),
        )
    form = asking(ScoreForm, page.questions).submitted(
        of=page.seal,
        occasion=_chosen_occasion() or page.occasion.value,
        way=page.way.value,
        taken_on=london_day(),
    )
    form.way.choices = ways_of(page.instrument)
    if form.accepted(
        lambda: operations.take(db(), actor(), referral_id, code, form.said_of(page), at=now())
    ):
        flash("It is kept.")
        return _to_star(page)
    return render_template("outcomes_star/score.html", page=page, form=form, summary=_summary(form))


def _chosen_occasion() -> str:
    """The occasion for which a link leads here, "" where it names none."""
    named = request.args.get("occasion", "")
    return named if named in {one.value for one in Occasion if one is not Occasion.ANNUAL} else ""


def _summary(form: Any) -> str:
    """When and how it is asked, as it is chosen now: "At a review, by telephone"."""
    chosen = {**Occasion.__members__, **Way.__members__}.values()
    words = [one.words for one in chosen if one.value in (form.occasion.data, form.way.data)]
    return ", ".join(words)


def _asked(case: Case, code: str, *, parts: Collection[str] = ()) -> AskPage:
    goals = queries.goals_of_plan(db(), actor(), case, at=now())
    return queries.ask_page(
        db(), case, code, goals, language=chosen_language(), on=london_day(), parts=parts
    )


def _to_star(page: AskPage | PutRightPage) -> Response:
    address = url_for(
        "outcomes_star.star", referral_id=page.case.referral_id, code=page.instrument.code,
        version=page.instrument.version,
    )  # fmt: skip
    return redirect(address, code=303)


@feature.route("/cases/<uuid:referral_id>/stars/<code>/<int:version>", access=SEE)
def star(referral_id: UUID, code: str, version: int) -> str:
    page = stars.star_page(db(), actor(), referral_id, code, version, at=now())
    shows(page.banner.person_id)
    return render_template("outcomes_star/star.html", page=page, star=page.star)


@feature.route(
    "/cases/<uuid:referral_id>/readings/<uuid:reading_id>/put-right", methods=BOTH, access=SCORE
)
def put_reading_right(referral_id: UUID, reading_id: UUID) -> str | Response:
    case = cases.case_to_ask(db(), actor(), referral_id)
    page = queries.put_right_page(db(), case, reading_id)
    shows(case.person_id)
    form = asking(PutRightForm, page.questions).submitted(**shown_of(page))
    form.way.choices = ways_of(page.instrument, besides=page.reading.way)
    ids = (referral_id, reading_id)
    if is_put_right(form, ids, operations.correct, operations.take_away):
        if form.is_not_theirs.data:
            return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
        return _to_star(page)
    return render_template("outcomes_star/put_reading_right.html", page=page, form=form)


@feature.route("/cases/<uuid:referral_id>/ask/<code>/paper", access=SCORE)
def paper_sheet(referral_id: UUID, code: str) -> str:
    case = cases.case_to_ask(db(), actor(), referral_id)
    shows(case.person_id)
    return render_template("outcomes_star/paper_sheet.html", page=_asked(case, code))


@feature.route("/cases/<uuid:referral_id>/stars/<code>/<int:version>/print", access=SEE)
def printed_star(referral_id: UUID, code: str, version: int) -> str:
    return _printed(referral_id, code, version)


@feature.route("/cases/<uuid:referral_id>/stars/<code>/<int:version>/star.pdf", access=SEE)
def star_pdf(referral_id: UUID, code: str, version: int) -> Response:
    made = paper.pdf_of(_printed(referral_id, code, version))
    if made is None:
        return make_response(_printed(referral_id, code, version, sentence=NO_PDF))
    answer = make_response(made)
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="star.pdf"'
    return answer


def _printed(referral_id: UUID, code: str, version: int, *, sentence: str = "") -> str:
    page = stars.star_page(
        db(), actor(), referral_id, code, version, shown_in=chosen_language(), at=now()
    )
    shows(page.banner.person_id)
    return render_template(
        "outcomes_star/printed_star.html", page=page, star=page.star, sentence=sentence,
        with_words="words" in request.args,
    )  # fmt: skip
