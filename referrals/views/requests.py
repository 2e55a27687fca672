"""Requests about one's own record: filed by whoever hears them, answered by the privacy officer."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.periods import day_in_london
from referrals import permissions
from referrals import queries as people
from referrals.forms.requests import FileForm, HoldForm, MoveForm, PutRightForm, ReviewForm
from referrals.lifecycle import RequestMove
from referrals.operations import erasing
from referrals.operations import requests as operations
from referrals.queries import erasing as erasure
from referrals.queries import requests as queries
from referrals.queries.case import banner_of
from referrals.queries.requests import RequestPage
from referrals.views.feature import feature
from referrals.vocabulary import RequestKind
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, now, shows

ANSWER = can(permissions.ANSWER_REQUEST)
MOVES = {move.value: move for move in RequestMove}


def _to(request_id: UUID) -> Response:
    return redirect(url_for("referrals.data_request", request_id=request_id), code=303)


def _page(request_id: UUID) -> RequestPage:
    page = queries.request_page(db(), actor(), request_id)
    shows(page.banner.person_id)
    return page


@feature.route("/data-requests", access=ANSWER)
def data_requests() -> str:
    lines = queries.requests(db(), actor(), on=day_in_london(now()))
    lists(*dict.fromkeys(line.person_id for line in lines))
    return render_template("referrals/data_requests.html", page=lines)


@feature.route(
    "/data-requests/new/<uuid:person_id>", methods=["GET", "POST"],
    access=can(permissions.FILE_REQUEST),
)  # fmt: skip
def file_request(person_id: UUID) -> str | Response:
    banner = banner_of(people.get_kept(db(), actor(), person_id))
    shows(person_id)
    form = FileForm.submitted(received_on=day_in_london(now()))
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.file_request(
                db(), actor(), person_id, kind=RequestKind(form.kind.data), at=now(),
                received_on=form.received_on.data, asks=form.asks.data,
            ).id
        )
    ):  # fmt: skip
        flash("It is written down. The privacy officer answers within a month.")
        if actor().may(permissions.ANSWER_REQUEST):
            return _to(made[0])
        return redirect(url_for("desk.show"), code=303)
    return render_template("referrals/file_request.html", page=banner, form=form)


@feature.route("/data-requests/<uuid:request_id>", access=ANSWER)
def data_request(request_id: UUID) -> str:
    return render_template("referrals/data_request.html", page=_page(request_id))


@feature.route(
    "/data-requests/<uuid:request_id>/<any(ask,clarify,answer,refuse):move>",
    methods=["GET", "POST"], access=ANSWER,
)  # fmt: skip
def move_request(request_id: UUID, move: str) -> str | Response:
    page, form = _page(request_id), MoveForm.submitted()
    held_back = page.held_back(MOVES[move])
    form.ask_about(held_back)
    if form.accepted(
        lambda: operations.move_request(
            db(), actor(), request_id, MOVES[move], says=form.says.data, at=now()
        )
    ):
        flash("Written down.")
        return _to(request_id)
    return render_template(
        "referrals/move_request.html", page=page, form=form, words=MOVES[move].words,
        held_back=held_back,
    )  # fmt: skip


@feature.route("/data-requests/<uuid:request_id>/copy", access=ANSWER)
def copy_of_record(request_id: UUID) -> str:
    page = queries.copy_page(db(), actor(), request_id)
    shows(page.banner.person_id)
    return render_template("referrals/copy_of_record.html", page=page, today=now())


@feature.route("/data-requests/<uuid:request_id>/copy.json", access=ANSWER)
def copy_as_data(request_id: UUID) -> FlaskResponse:
    page = queries.copy_page(db(), actor(), request_id)
    shows(page.banner.person_id)
    answer = jsonify(
        {
            "made_at": now().isoformat(),
            "record": {one.table: one.plain for one in page.copy.sections},
            "other_parts": {name: dict(facts) for name, facts in page.others.items()},
            "who_looked": [
                {"at": one.at.isoformat(), "role": one.role, "organisation": one.organisation,
                 "what": one.what, "why": one.why}
                for one in page.looks
            ],
            "withheld": [{"part": one.part, "why": one.why} for one in page.copy.withheld
                         if not one.is_quiet],
        }
    )  # fmt: skip
    answer.headers["Content-Disposition"] = "attachment; filename=record.json"
    return answer


@feature.route(
    "/data-requests/<uuid:request_id>/review", methods=["GET", "POST"],
    access=can(permissions.REVIEW_PARTS),
)  # fmt: skip
def review_parts(request_id: UUID) -> str | Response:
    page = queries.review_page(db(), actor(), request_id)
    shows(page.banner.person_id)
    form = ReviewForm.submitted()
    form.offer(page.parts)
    if form.accepted(
        lambda: operations.release(
            db(),
            actor(),
            request_id,
            parts=form.parts.data or (),
            because=form.because.data,
            at=now(),
        )
    ):
        flash("What you let go is in the copy now.")
        return redirect(url_for("referrals.review_parts", request_id=request_id), code=303)
    return render_template("referrals/review_parts.html", page=page, form=form)


@feature.route("/data-requests/<uuid:request_id>/put-right", methods=["GET", "POST"], access=ANSWER)
def put_right(request_id: UUID) -> str | Response:
    page = _page(request_id)
    person = people.get_kept(db(), actor(), page.banner.person_id)
    shown = {name: getattr(person, name) for name in operations.FIELDS}
    form = PutRightForm.submitted(**shown, version=str(person.version))
    if form.accepted(
        lambda: operations.put_right(
            db(),
            actor(),
            request_id,
            facts=form.facts,
            because=form.because.data,
            version=form.version.number,
            at=now(),
        )
    ):
        flash("It is put right, for everybody who sees it.")
        return _to(request_id)
    return render_template(
        "referrals/put_right.html", page=page, form=form, not_asked=operations.NOT_ASKED
    )


@feature.route("/data-requests/<uuid:request_id>/hold", methods=["GET", "POST"], access=ANSWER)
def hold_record(request_id: UUID) -> str | Response:
    page, form = _page(request_id), HoldForm.submitted()
    if form.accepted(
        lambda: operations.hold(db(), actor(), request_id, because=form.because.data, at=now())
    ):
        flash("Kept from being erased until you lift it.")
        return _to(request_id)
    return render_template("referrals/hold_record.html", page=page, form=form)


@feature.route("/data-requests/<uuid:request_id>/lift-hold", methods=["GET", "POST"], access=ANSWER)
def lift_hold(request_id: UUID) -> str | Response:
    page, form = _page(request_id), ButtonForm.submitted()
    if form.accepted(lambda: operations.lift_holds(db(), actor(), request_id, at=now())):
        flash("Lifted. The record is erased when its time has come.")
        return _to(request_id)
    return render_template("referrals/lift_hold.html", page=page, form=form)


@feature.route("/data-requests/<uuid:request_id>/erase", methods=["GET", "POST"], access=ANSWER)
def erase_record(request_id: UUID) -> str | Response:
    page, form = erasure.erase_page(db(), actor(), request_id), ButtonForm.submitted()
    shows(page.banner.person_id)
    if form.accepted(lambda: erasing.erase_on_request(db(), actor(), request_id, at=now())):
        flash("The record is erased. A count without a name is left.")
        return redirect(url_for("referrals.data_requests"), code=303)
    return render_template("referrals/erase_record.html", page=page, form=form)
