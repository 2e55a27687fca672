"""Work that is for no one person, one's own profile, issues, and equality answers."""

from uuid import UUID

from flask import flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from referrals import permissions
from referrals.equality import QUESTIONS
from referrals.faces import Portrait, portrait
from referrals.forms.work import AnswerIssueForm, EqualityForm, IssueForm, ProfileForm, WorkForm
from referrals.operations import work as operations
from referrals.queries import faces
from referrals.queries import work as queries
from referrals.queries.case import case_top
from referrals.views.contacts import WORK, to_case
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now, shows

READ_ISSUES = can(permissions.READ_ISSUES)


@feature.route("/work-log", access=can(permissions.SEE_CASE))
def work_log() -> str:
    page = queries.work_log(db(), actor())
    return render_template(
        "referrals/work_log.html", page=page, may_add=actor().may(permissions.WORK)
    )


@feature.route("/work-log/add", methods=["GET", "POST"], access=WORK)
def log_work() -> str | Response:
    form = WorkForm.submitted(on=london_day())
    if form.accepted(lambda: operations.log_work(db(), actor(), form.work(), at=now())):
        flash("Written down.")
        return redirect(url_for("referrals.work_log"), code=303)
    return render_template("referrals/log_work.html", form=form)


def _draw() -> None:
    """Draw the photograph that came anew; what is wrong with it is said at its field, like the rest."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return
    try:
        g.drawn = portrait(sent.read())
    except RuleBroken as refusal:
        g.drawn = refusal


def _drawn() -> Portrait | None:
    drawn: Portrait | RuleBroken | None = g.get("drawn")
    if isinstance(drawn, RuleBroken):
        raise drawn
    return drawn


@feature.route("/my-profile", methods=["GET", "POST"], access=WORK, prepares=_draw)
def my_profile() -> str | Response:
    page = queries.own_profile(db(), actor())
    form = ProfileForm.submitted(
        languages=page.languages, training=page.training, about=page.about,
        localities=[str(one) for one in page.locality_ids],
    )  # fmt: skip
    form.offer(queries.localities_to_offer(db(), actor()))
    if form.accepted(lambda: _write_profile(form)):
        flash("Your profile is up to date.")
        return redirect(url_for("referrals.cases"), code=303)
    form.ask_for_photo_again()
    return render_template("referrals/my_profile.html", page=page, form=form)


def _write_profile(form: ProfileForm) -> None:
    photo = _drawn()
    if form.takes_photo_away.data:
        operations.take_photograph_away(db(), actor(), at=now())
    operations.write_profile(
        db(), actor(), languages=form.languages.data, training=form.training.data,
        about=form.about.data, locality_ids=form.chosen, photo=photo, at=now(),
    )  # fmt: skip


@feature.route("/link-workers/<uuid:profile_id>/photograph", access=can(permissions.SEE_PHOTOGRAPH))
def photograph(profile_id: UUID) -> Response:
    answer = make_response(faces.photograph(db(), actor(), profile_id))
    answer.content_type = "image/jpeg"
    answer.headers["Content-Disposition"] = "inline"
    return answer


@feature.route("/issues", access=READ_ISSUES)
def issues() -> str:
    lines = queries.issues(db(), actor())
    return render_template(
        "referrals/issues.html", page=lines, may_raise=actor().may(permissions.WORK),
        may_answer=actor().may(permissions.OVERSEE),
    )  # fmt: skip


@feature.route("/issues/raise", methods=["GET", "POST"], access=WORK)
def raise_issue() -> str | Response:
    form = IssueForm.submitted()
    if form.accepted(
        lambda: operations.raise_issue(db(), actor(), words=form.words.data, at=now())
    ):
        flash("Your manager finds it on the desk.")
        return redirect(url_for("referrals.issues"), code=303)
    return render_template("referrals/raise_issue.html", form=form)


@feature.route(
    "/issues/<uuid:issue_id>/answer", methods=["GET", "POST"], access=can(permissions.OVERSEE)
)
def answer_issue(issue_id: UUID) -> str | Response:
    page = queries.issue_line(db(), actor(), issue_id)
    form = AnswerIssueForm.submitted(
        answer=page.answer, passes_on=page.is_passed_on, version=str(page.version)
    )
    if form.accepted(
        lambda: operations.answer_issue(
            db(), actor(), issue_id, answer=form.answer.data, passes_on=form.passes_on.data,
            version=form.version.number, at=now(),
        )
    ):  # fmt: skip
        flash("Answered.")
        return redirect(url_for("referrals.issues"), code=303)
    return render_template("referrals/answer_issue.html", page=page, form=form)


@feature.route("/cases/<uuid:referral_id>/equality", methods=["GET", "POST"], access=WORK)
def equality(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    row = queries.find_equality(db(), page.banner.person_id)
    form = EqualityForm.submitted()
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.keep_equality_answers(db(), actor(), page.id, form.said, at=now())
    ):
        flash("Kept apart from the case. Nobody who helps them sees it.")
        return to_case(page.id)
    return render_template(
        "referrals/equality.html", page=page, form=form, questions=QUESTIONS,
        answered_at=row.answered_at if row else None,
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/equality/forget", methods=["POST"], access=WORK)
def forget_equality(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.forget_equality_answers(db(), actor(), referral_id, at=now())
    ):
        flash("Forgotten.")
    return to_case(referral_id)
