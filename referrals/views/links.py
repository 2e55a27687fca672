"""The pages of onward links: find, offer, ask the group, write down, print a register, look at news."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.codes import drawing
from kernel.errors import NotFound, RuleBroken
from referrals import permissions
from referrals.forms.links import (
    AnswerForm,
    IntroduceForm,
    OfferForm,
    PaperForm,
    TellForm,
    TheirDayForm,
)
from referrals.lifecycle import LinkMove
from referrals.operations import another_day
from referrals.operations import links as operations
from referrals.queries import links as queries
from referrals.queries import offers, shares
from referrals.queries import plans as plan_queries
from referrals.queries.answering import get_own_register
from referrals.queries.links import LinkPage
from referrals.queries.standing import is_in_danger
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, london_day, now, shows, wiring

READ, WORK = can(permissions.SEE_CASE), can(permissions.WORK)
BOTH = ["GET", "POST"]
TOLD = "Written down. The group is told by a letter with the link to its page."
RING_THEM = "Written down. No letter goes to the group: ring them and say so."
LINK = "/cases/<uuid:referral_id>/links/<uuid:link_id>"


@feature.route("/cases/<uuid:referral_id>/links/find", access=WORK)
def find_activity(referral_id: UUID) -> str:
    """Search the directory near the person; what was ticked already goes along."""
    kept = _ticked()
    page = offers.find_page(
        db(), actor(), referral_id, what=request.args.get("q", "").strip(),
        where=request.args.get("where", "").strip(), at=now(),
    )  # fmt: skip
    shows(page.banner.person_id)
    chosen = offers.offer_page(db(), actor(), referral_id, listing_ids=kept, at=now()).offers
    return render_template("referrals/find_activity.html", page=page, chosen=chosen)


@feature.route("/cases/<uuid:referral_id>/links/offer", methods=BOTH, access=WORK)
def offer(referral_id: UUID) -> str | Response:
    """Put the choices before the person, and keep what they say."""
    ticked = _ticked()
    page = offers.offer_page(db(), actor(), referral_id, listing_ids=ticked, at=now())
    shows(page.banner.person_id)
    form = OfferForm.submitted()
    form.offer(page)
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.suggest(db(), actor(), referral_id, form.choice(ticked), at=now()).id
        )
    ):
        if form.wants_another.data:
            flash("Kept. Choose the other one.")
            again = url_for("referrals.offer", referral_id=referral_id, listing=ticked)
            return redirect(again, code=303)
        flash("Kept, with what they chose from.")
        return _to(referral_id, made[0])
    return render_template("referrals/offer.html", form=form, page=page)


def _ticked() -> Sequence[UUID]:
    """The listings that the address names; what is no id is left out."""
    found = []
    for text in request.args.getlist("listing")[: offers.MOST_OFFERED]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@feature.route(LINK, access=READ)
def link(referral_id: UUID, link_id: UUID) -> str:
    form = ButtonForm.submitted()
    page = _page(referral_id, link_id)
    return render_template(
        "referrals/link.html", form=form, page=page,
        is_in_danger=is_in_danger(db(), actor(), referral_id, at=now()),
    )  # fmt: skip


@feature.route(f"{LINK}/introduce", methods=BOTH, access=WORK)
def introduce(referral_id: UUID, link_id: UUID) -> str | Response:
    page = _page_to_work(referral_id, link_id)
    form = IntroduceForm.submitted()
    form.offer(page)
    if form.accepted(
        lambda: operations.introduce(
            db(), actor(), referral_id, link_id, leave=form.leave, by_letter=form.by_letter,
            at=now(),
        )
    ):  # fmt: skip
        flash("The group was asked.")
        return _to(referral_id, link_id)
    return render_template("referrals/introduce.html", form=form, page=page)


@feature.route(f"{LINK}/tell", methods=BOTH, access=WORK)
def tell_link(referral_id: UUID, link_id: UUID) -> str | Response:
    page = _page_to_work(referral_id, link_id)
    form = TellForm.submitted()
    form.offer(page.moves)
    if form.accepted(
        lambda: operations.tell(
            db(), actor(), referral_id, link_id, move=LinkMove(form.move.data),
            words=form.words.data, at=now(),
        )
    ):  # fmt: skip
        flash("Written down.")
        return _to(referral_id, link_id)
    return render_template("referrals/tell_link.html", form=form, page=page)


@feature.route(f"{LINK}/answer", methods=BOTH, access=WORK)
def group_answer(referral_id: UUID, link_id: UUID) -> str | Response:
    """The group said it on the telephone."""
    form = AnswerForm.submitted()
    if form.accepted(
        lambda: operations.write_answer(db(), actor(), referral_id, link_id, form.given, at=now())
    ):
        flash("Their answer is written down.")
        return _to(referral_id, link_id)
    page = _page_to_work(referral_id, link_id)
    return render_template("referrals/group_answer.html", form=form, page=page)


@feature.route(f"{LINK}/their-day", methods=BOTH, access=WORK)
def their_day(referral_id: UUID, link_id: UUID) -> str | Response:
    """The group proposes another day: it suits the person, or it does not."""
    page = _page_to_work(referral_id, link_id)
    form = TheirDayForm.submitted(version=str(page.version))
    is_told: list[bool] = []
    if form.accepted(lambda: is_told.append(_answer_day(referral_id, link_id, form))):
        flash(TOLD if is_told[0] else RING_THEM)
        return _to(referral_id, link_id)
    return render_template("referrals/their_day.html", form=form, page=page)


def _answer_day(referral_id: UUID, link_id: UUID, form: TheirDayForm) -> bool:
    version = form.version.number
    if form.is_yes:
        return another_day.agree(
            db(), actor(), referral_id, link_id, form.visit(), version=version, at=now()
        )
    return another_day.turn_down(
        db(), actor(), referral_id, link_id, words=form.words.data, version=version, at=now()
    )


@feature.route(f"{LINK}/attendance", methods=BOTH, access=WORK)
def attendance(referral_id: UUID, link_id: UUID) -> str | Response:
    """Type in a day; the page stays, for the next one on the paper."""
    form = PaperForm.submitted()
    if form.accepted(
        lambda: operations.mark(
            db(), actor(), referral_id, link_id, on=form.on.data, came=form.came.data == "yes",
            is_from_paper=form.is_from_paper.data, at=now(),
        )
    ):  # fmt: skip
        flash("That day is written down.")
        return redirect(
            url_for("referrals.attendance", referral_id=referral_id, link_id=link_id), code=303
        )
    page = _page_to_work(referral_id, link_id)
    return render_template("referrals/attendance.html", form=form, page=page)


@feature.route(f"{LINK}/register", access=WORK)
def paper_register(referral_id: UUID, link_id: UUID) -> str:
    """A sheet for the group: a first name, boxes for days, and a code to type it in by."""
    page = get_own_register(db(), actor(), referral_id, link_id)
    shows(page.person_id)
    address = wiring().address + url_for("referrals.scanned_register", sheet_code=page.code)
    return render_template(
        "referrals/paper_register.html", page=page, address=address, square=drawing(address)
    )


@feature.route("/register-sheets/<sheet_code>", access=WORK)
def scanned_register(sheet_code: str) -> Response:
    """Where the code on a sheet leads whoever works with the person; nobody else gets anywhere."""
    row = queries.find_by_code(db(), actor(), sheet_code)
    shows(row.person_id)
    return redirect(
        url_for("referrals.attendance", referral_id=row.referral_id, link_id=row.link_id)
    )


@feature.route(f"{LINK}/noted", methods=["POST"], access=WORK)
def note_link(referral_id: UUID, link_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if not form.accepted(lambda: operations.note(db(), actor(), referral_id, link_id, at=now())):
        raise RuleBroken(form.mistakes[0]["text"])
    flash("Noted.")
    return _to(referral_id, link_id)


@feature.route("/cases/to-look-at", access=WORK)
def to_look_at() -> str:
    """What is new about plans and links of one's own cases."""
    reviews = plan_queries.reviews_due(db(), actor(), today=london_day())
    lines = queries.links_to_look_at(db(), actor())
    lists(*(one.person_id for one in reviews), *(one.person_id for one in lines))
    return render_template("referrals/to_look_at.html", reviews=reviews, lines=lines)


@feature.route("/onward-links", access=can(permissions.OVERSEE))
def onward_links() -> str:
    """Own services against others, for the manager."""
    page = shares.share_page(db(), actor(), today=london_day())
    return render_template("referrals/onward_links.html", page=page)


def _page(referral_id: UUID, link_id: UUID) -> LinkPage:
    page = queries.link_page(db(), actor(), referral_id, link_id, at=now())
    shows(page.banner.person_id)
    return page


def _page_to_work(referral_id: UUID, link_id: UUID) -> LinkPage:
    """A link of a case that is the actor's own; one that they may only read is not found."""
    page = _page(referral_id, link_id)
    if not page.may_act:
        raise NotFound
    return page


def _to(referral_id: UUID, link_id: UUID) -> Response:
    return redirect(url_for("referrals.link", referral_id=referral_id, link_id=link_id), code=303)
