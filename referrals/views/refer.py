"""A practice refers somebody: one screen, a draft from the first save, sent to the named link worker."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.errors import RuleBroken
from kernel.limits import Limit
from referrals import nhs_numbers, permissions, summaries, unfinished
from referrals.asked import Answers
from referrals.forms.refer import FILL, ONLY_DRAWN, SAVE, SEND, LookUpForm, ReferForm, shown_of
from referrals.leftovers import unused
from referrals.operations import refer as operations
from referrals.operations.telling import AnothersNumber
from referrals.queries import refer as queries
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm, to_send_again
from web.request import actor, db, london_day, now, shows, wiring

REFER = can(permissions.REFER)
PARTS = ("day", "month", "year")


def counted() -> list[tuple[Limit, str]]:
    """An NHS number that is new on the form is a look-up, and counted as one (P4)."""
    try:
        number = nhs_numbers.read(request.form.get("nhs_number", ""))
    except RuleBroken:
        return []
    if not number:
        return []
    referral_id = (request.view_args or {}).get("referral_id")
    if referral_id is not None:
        with wiring().database.reading() as session:
            if queries.has_number(session, actor(), referral_id, number):
                return []
    return [(operations.LOOK_UPS, str(actor().user_id))]


def pressed() -> str:
    """The button that was pressed."""
    return request.form.get("act", SEND)


def read_summary() -> None:
    """Read a pasted summary, which may be long, while nobody waits for the database."""
    if pressed() in ONLY_DRAWN:
        g.filled = filled(request.form)


@feature.route(
    "/referrals/new", methods=["GET", "POST"], access=REFER, counts=counted, prepares=read_summary
)
def new() -> str | Response:
    form = ReferForm.submitted(urgency="routine")
    form.act = pressed()
    if form.was_sent and form.act in ONLY_DRAWN:
        return _drawn_new(ReferForm(formdata=g.filled))
    if form.was_sent and form.says_no:
        return no_consent(form)
    made: list[UUID] = []

    def act() -> None:
        row = operations.start(db(), actor(), form.to_keep(), at=now())
        made.append(row.id)
        if form.is_sending:
            _send(form, row.id)

    if form.accepted(act):
        return _after(form, made[0])
    return _drawn_new(form)


@feature.route(
    "/referrals/<uuid:referral_id>/draft", methods=["GET", "POST"], access=REFER, counts=counted,
    prepares=read_summary,
)  # fmt: skip
def draft(referral_id: UUID) -> str | Response:
    page = queries.draft_page(db(), actor(), referral_id)
    form = ReferForm.submitted(**shown_of(page.answers), seen=page.seen)
    form.act = pressed()
    form.say_unfinished(page.answers)
    shows(page.banner.person_id)
    if form.was_sent and form.act in ONLY_DRAWN:
        form = ReferForm(formdata=g.filled)
        return _drawn_draft(form, page)
    if form.was_sent and form.says_no:
        return no_consent(form, page)

    def act() -> None:
        keep = operations.rewrite if form.is_sending else operations.save
        keep(
            db(), actor(), referral_id, form.to_keep(page.answers), seen=form.seen.data, at=now()
        )  # fmt: skip
        if form.is_sending:
            _send(form, referral_id)

    if form.accepted(act):
        return _after(form, referral_id)
    return _drawn_draft(form, page)


def _send(form: ReferForm, referral_id: UUID) -> None:
    there = operations.send(
        db(), actor(), queries.get_draft(db(), actor(), referral_id), form.agreed,
        is_somebody_else=bool(form.is_somebody_else.data), at=now(),
    )  # fmt: skip
    flash(f"Sent to {there.whom}.")


def _after(form: ReferForm, referral_id: UUID) -> Response:
    if form.act == SAVE:
        flash("Saved. Nothing was sent. Only your practice sees it.")
        say_unfinished(form)
        return redirect(url_for("referrals.draft", referral_id=referral_id), code=303)
    return redirect(url_for("referrals.follow", referral_id=referral_id), code=303)


def say_unfinished(form: ReferForm) -> None:
    """Say what was kept as it was typed, since it could not be read."""
    if form.unfinished:
        flash(
            f"Not finished yet: {unfinished.named(form.unfinished)}. Each is kept as you typed it."
        )


def _drawn_new(form: ReferForm) -> str:
    return render_template(
        "referrals/new.html", form=form, page=None, **around(form),
        there=queries.where_to(db(), actor(), on=london_day()),
    )  # fmt: skip


def _drawn_draft(form: ReferForm, page: queries.DraftPage) -> str:
    return render_template(
        "referrals/draft.html", form=form, page=page, **around(form), button=ButtonForm.submitted(),
        there=queries.where_to(db(), actor(), on=london_day()),
    )  # fmt: skip


def around(form: ReferForm) -> dict[str, object]:
    """What the form's page is told beside: whether danger is spoken of, and whether a double is likely."""
    return {
        "is_in_danger": crisis.is_in(*form.answers.free_words),
        "may_be_double": bool(form.is_somebody_else.errors or form.is_somebody_else.data),
        "under_way": _under_way(),
        "whose_number": _whose_number(),
        "unused": unused(form.summary.data or "") if pressed() == FILL else (),
    }


def _under_way() -> UUID | None:
    """The referral under way that the form was refused for, where whoever sent it can open it."""
    refusal = g.get("form_refusal")
    if not isinstance(refusal, operations.UnderWay) or not actor().may(permissions.FOLLOW):
        return None
    return refusal.referral_id


def _whose_number() -> str:
    """Where whoever typed the number of somebody else can look whose it is; "" for any other refusal."""
    if not isinstance(g.get("form_refusal"), AnothersNumber):
        return ""
    return url_for(
        "referrals.look_up" if actor().may(permissions.REFER) else "referrals.find_person"
    )


def filled(typed: "MultiDict[str, str]") -> "MultiDict[str, str]":
    """What was typed, with what a pasted summary says where nothing was typed yet."""
    answers = MultiDict(typed)
    said = summaries.read(typed.get("summary", ""))
    for name, value in _fields_of(said).items():
        if value and not answers.get(name):
            answers[name] = value
    answers.pop("act", None)
    return answers


def _fields_of(said: Answers) -> dict[str, str]:
    """A summary as the fields of the form."""
    plain = ("name", "known_as", "phone", "email", "address", "postcode", "language",
             "access_needs", "carer", "why_now", "what_matters", "in_place")  # fmt: skip
    day = said.born_on
    parts = zip(PARTS, (day.day, day.month, day.year), strict=True) if day else ()
    return {
        **{name: getattr(said, name) for name in plain},
        **{f"born_on-{part}": str(value) for part, value in parts},
        "conditions": "\n".join(said.conditions),
        "nhs_number": nhs_numbers.shown(said.nhs_number),
        "needs_interpreter": "y" if said.needs_interpreter else "",
    }


def no_consent(form: ReferForm, page: queries.DraftPage | None = None) -> str:
    """Without a yes nothing is kept: what was written is in the page alone, for the way back."""
    return render_template(
        "referrals/_no_consent.html", page=page, written=to_send_again(), form=None,
        button=ButtonForm(formdata=None), is_in_danger=around(form)["is_in_danger"],
    )  # fmt: skip


@feature.route("/referrals/<uuid:referral_id>/throw-away", methods=["POST"], access=REFER)
def throw_away(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.throw_away(db(), actor(), referral_id, at=now())):
        flash("The draft is gone, with all that was in it.")
    return redirect(url_for("referrals.referrals"), code=303)


@feature.route("/referrals/<uuid:referral_id>/again", methods=["POST"], access=REFER)
def again(referral_id: UUID) -> Response:
    form = ButtonForm.submitted()
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(operations.start_again(db(), actor(), referral_id, at=now()).id)
    ):
        return redirect(url_for("referrals.draft", referral_id=made[0]), code=303)
    return redirect(url_for("referrals.referrals"), code=303)


@feature.route("/referrals/look-up", methods=["GET", "POST"], access=REFER, counts=counted)
def look_up() -> str:
    form = LookUpForm.submitted()
    found: list[queries.KnownLine] = []

    def act() -> None:
        number = nhs_numbers.read(form.nhs_number.data or "")
        found.extend(operations.look_up(db(), actor(), number, named=form.named.data, at=now()))

    is_answered = form.accepted(act)
    return render_template(
        "referrals/look_up.html", form=form, found=found, is_answered=is_answered,
        button=ButtonForm.submitted(),
    )  # fmt: skip
