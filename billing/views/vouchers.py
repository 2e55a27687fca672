"""Free sessions: on paper, on a phone, spent without an account, and what a lead NTP sees of them."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.vouchers import PlacesForm, SpendForm, TakeBackForm
from billing.operations import vouchers as operations
from billing.operations.guesses import CODES_FROM_NETWORK
from billing.queries import vouchers as queries
from billing.views.feature import feature
from billing.views.money import way_back
from kernel.limits import Limit
from web.access import anyone, can
from web.paper import square_of
from web.request import actor, db, network, now, shows, wiring
from web.security import private


def _counted() -> list[tuple[Limit, str]]:
    return [(CODES_FROM_NETWORK, network())]


@feature.route("/cases/<uuid:referral_id>/free-sessions", access=can(permissions.SEE_BAND))
def print_voucher(referral_id: UUID) -> str:
    page = queries.voucher_page(db(), actor(), referral_id, at=now())
    shows(page.banner.person_id)
    address = wiring().address + url_for("billing.spend_session", code=page.sessions.code)
    return render_template(
        "billing/print_voucher.html", page=page, referral_id=referral_id, address=address,
        square=square_of(address),
    )  # fmt: skip


@feature.route("/free-sessions/<code>", methods=["GET", "POST"], access=anyone, counts=_counted)
def spend_session(code: str) -> Response:
    page = queries.sessions_of_code(db(), code)
    form = SpendForm.submitted(left=str(page.left))
    form.offer(page.places)
    spent: list[UUID] = []
    if form.accepted(
        lambda: spent.append(
            operations.spend_session(
                db(), code, place=form.place.data, left=form.left.number, at=now()
            ).id
        )
    ):
        flash(f"One session is spent. {_left(page.left - 1)}")
        return redirect(url_for("billing.session_spent", code=code, spent_id=spent[0]), code=303)
    return private(render_template("billing/spend_session.html", page=page, form=form))


@feature.route(
    "/free-sessions/<code>/spent/<uuid:spent_id>", methods=["GET", "POST"], access=anyone,
    counts=_counted,
)  # fmt: skip
def session_spent(code: str, spent_id: UUID) -> Response:
    """For whoever pressed: what was spent, and the way to take it back within a day."""
    page = queries.spent_page(db(), code, spent_id, at=now())
    form = TakeBackForm.submitted()
    if form.accepted(lambda: operations.take_back_own_session(db(), code, spent_id, at=now())):
        flash(f"The session is taken back. {_left(page.sessions.left + 1)}")
        return redirect(url_for("billing.spend_session", code=code), code=303)
    return private(render_template("billing/session_spent.html", page=page, form=form, code=code))


def _left(number: int) -> str:
    return "None is left." if not number else f"{number} {'is' if number == 1 else 'are'} left."


@feature.route(
    "/free-sessions/spent/<uuid:spent_id>/take-back", methods=["GET", "POST"],
    access=can(permissions.TAKE_BACK_SESSIONS),
)  # fmt: skip
def take_back_session(spent_id: UUID) -> str | Response:
    page = queries.take_back_page(db(), actor(), spent_id, at=now())
    form = TakeBackForm.submitted()
    if form.accepted(lambda: operations.take_back_session(db(), actor(), spent_id, at=now())):
        flash("The session is taken back.")
        return redirect(url_for("billing.free_sessions"), code=303)
    return render_template("billing/take_back_session.html", page=page, form=form)


@feature.route("/free-sessions", methods=["GET", "POST"], access=can(permissions.SEE_SESSIONS))
def free_sessions() -> str | Response:
    page = queries.sessions_page(db(), actor(), at=now())
    form = PlacesForm.submitted(names="\n".join(page.names), version=str(page.seen))
    if form.accepted(
        lambda: operations.name_places(db(), actor(), form.said, seen=form.version.number, at=now())
    ):
        flash("The list is saved.")
        return redirect(url_for("billing.free_sessions"), code=303)
    return render_template("billing/free_sessions.html", page=page, form=form, back_href=way_back())
