"""The contact log and meetings: what a link worker fills in on a doorstep, with one hand."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.periods import LONDON
from referrals import diary, permissions
from referrals.casework import ContactKind, Result
from referrals.forms.contacts import (
    BookForm,
    HeldForm,
    LogForm,
    MissForm,
    PutContactRightForm,
    moment_on,
    shown_of,
)
from referrals.lifecycle import State
from referrals.operations import calendars, meeting
from referrals.operations import contacts as operations
from referrals.operations.contacts import Said, log_contact
from referrals.queries import contacts as queries
from referrals.queries.case import case_top
from referrals.views.feature import feature
from referrals.vocabulary import Channel
from web.access import anyone, can
from web.forms import ButtonForm
from web.request import actor, db, now, shows, wiring
from web.templating import as_moment, as_time

WORK = can(permissions.WORK)
USUAL_MINUTES = 45
CALLED_OFF = {
    Channel.TEXT: "Called off. They are sent a text that says so.",
    Channel.EMAIL: "Called off. They are sent an e-mail that says so.",
    None: "Called off. Nothing is sent to them: tell them, if they do not know.",
}


def to_case(referral_id: UUID) -> Response:
    """Back to the page of the case."""
    return redirect(url_for("referrals.case", referral_id=referral_id), code=303)


@feature.route("/cases/<uuid:referral_id>/log", methods=["GET", "POST"], access=WORK)
def log(referral_id: UUID) -> str | Response:
    form = LogForm.submitted(
        channel=Channel.FACE_TO_FACE.value, result=Result.REACHED.value,
        kind=ContactKind.MEETING.value, day=now().astimezone(LONDON).date(),
    )  # fmt: skip
    page = case_top(db(), actor(), referral_id)
    form.ask_of_calls(says_not_to_ring=page.banner.says_not_to_ring)
    shows(page.banner.person_id)
    if form.accepted(lambda: log_contact(db(), actor(), page.id, form.said(at=now()), at=now())):
        flash("Written down.")
        return to_case(referral_id)
    return render_template("referrals/log.html", page=page, form=form)


@feature.route(
    "/cases/<uuid:referral_id>/contacts/<uuid:contact_id>/put-right",
    methods=["GET", "POST"],
    access=WORK,
)
def put_contact_right(referral_id: UUID, contact_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    row = queries.contact_to_put_right(db(), actor(), referral_id, contact_id)
    is_first = row.kind is ContactKind.FIRST_MEETING
    form = (HeldForm if is_first else PutContactRightForm).submitted(**shown_of(row))
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.put_contact_right(
            db(), actor(), page.id, contact_id, form.said(at=now()), at=now()
        )
    ):
        flash("Put right. What stood there before is kept.")
        if (state := case_top(db(), actor(), referral_id).state) is not page.state:
            flash(f"The case now stands at “{state.words}”.")
        return to_case(referral_id)
    return render_template(
        "referrals/put_contact_right.html", page=page, form=form, is_first=is_first
    )


@feature.route("/cases/<uuid:referral_id>/book", methods=["GET", "POST"], access=WORK)
def book(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    form = BookForm.submitted(channel=Channel.FACE_TO_FACE.value, minutes=USUAL_MINUTES)
    form.ask_of_calls(says_not_to_ring=page.banner.says_not_to_ring)
    shows(page.banner.person_id)
    made: list[Any] = []
    if form.accepted(
        lambda: made.append(
            meeting.book(
                db(), actor(), page.id, form.booking(), is_call_agreed=form.may_call, at=now()
            )
        )
    ):
        flash("Booked.")
        _say_who_else(made[0])
        return to_case(referral_id)
    return render_template("referrals/book.html", page=page, form=form)


@feature.route("/cases/<uuid:referral_id>/rearrange", methods=["GET", "POST"], access=WORK)
def rearrange(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    row = queries.get_booked(db(), actor(), referral_id)
    form = BookForm.submitted(
        day=row.begins_at.astimezone(LONDON).date(), time=as_time(row.begins_at),
        channel=row.channel.value, minutes=row.minutes, place=row.place,
        has_interpreter=row.has_interpreter, transport=row.transport, version=str(row.version),
        is_call_agreed=row.channel is Channel.PHONE,
    )  # fmt: skip
    form.ask_of_calls(says_not_to_ring=page.banner.says_not_to_ring)
    shows(page.banner.person_id)
    if form.accepted(
        lambda: meeting.rearrange(
            db(),
            actor(),
            page.id,
            form.booking(),
            version=form.version.number,
            is_call_agreed=form.may_call,
            at=now(),
        )
    ):
        flash("Moved.")
        _say_who_else(row)
        return to_case(referral_id)
    return render_template("referrals/rearrange.html", page=page, form=form)


def _say_who_else(row: Any) -> None:
    """A notice where the link worker meets somebody else at that time: it may be meant."""
    for other in queries.at_the_same_time(db(), actor(), row):
        flash(f"You also meet {other.initials}: {as_moment(other.begins_at)}. Both stay booked.")


@feature.route("/cases/<uuid:referral_id>/call-off", methods=["GET", "POST"], access=WORK)
def call_off(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    row = queries.get_booked(db(), actor(), referral_id)
    if page.state is State.BOOKED:  # of a first meeting it is asked who called it off, and why
        return redirect(url_for("referrals.missed", referral_id=page.id), code=303)
    form = ButtonForm.submitted()
    shows(page.banner.person_id)
    told: list[Channel | None] = []
    if form.accepted(lambda: told.append(meeting.call_off(db(), actor(), page.id, at=now()))):
        flash(CALLED_OFF[told[0]])
        return to_case(referral_id)
    return render_template("referrals/call_off.html", page=page, form=form, begins_at=row.begins_at)


@feature.route("/cases/<uuid:referral_id>/missed", methods=["GET", "POST"], access=WORK)
def missed(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    row = queries.find_booked(db(), page.id)
    is_to_come = row is not None and row.begins_at > now()
    form = MissForm.submitted()
    form.ask(is_to_come=is_to_come)
    shows(page.banner.person_id)

    def act() -> None:
        happened_at = min(row.begins_at, now()) if row else moment_on(None, at=now())
        said = Said(
            row.channel if row else Channel.FACE_TO_FACE, Result(form.result.data),
            form.minutes.data or 0, happened_at, reason=form.reason.data,
        )  # fmt: skip
        log_contact(db(), actor(), page.id, said, at=now())

    if form.accepted(act):
        if is_to_come and row and form.result.data == Result.CANCELLED_BY_US.value:
            flash(CALLED_OFF[meeting.told_by(row, at=now())])
        flash("Written down. Do you want to book another day?")
        return redirect(url_for("referrals.book", referral_id=page.id), code=303)
    return render_template(
        "referrals/missed.html", page=page, form=form, begins_at=row.begins_at if row else None,
        is_to_come=is_to_come,
    )  # fmt: skip


@feature.route("/my-calendar", methods=["GET", "POST"], access=WORK)
def my_calendar() -> str | Response:
    form = ButtonForm.submitted()
    made: list[str] = []
    form.accepted(lambda: made.append(calendars.make_calendar(db(), actor(), at=now())))
    address = ""
    if made:
        address = wiring().address + url_for("referrals.meetings_file", token=made[0])
    since = queries.own_feed(db(), actor())
    return render_template("referrals/my_calendar.html", form=form, address=address, since=since)


@feature.route("/my-calendar/stop", methods=["POST"], access=WORK)
def stop_calendar() -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: calendars.stop_calendar(db(), actor(), at=now())):
        flash("The address works no more.")
    return redirect(url_for("referrals.my_calendar"), code=303)


@feature.route("/calendar/<token>/meetings.ics", access=anyone)
def meetings_file(token: str) -> Response:
    found = queries.calendar_of(db(), token, address=wiring().address, at=now())
    answer = Response(diary.calendar(found), content_type=diary.MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer
