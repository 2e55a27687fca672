"""Somebody's own list of activities: collect, print, send. It lies in their browser, not with us."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie  # noqa: TID251 - the list lies in the visitor's own cookie
from werkzeug.wrappers import Response

from directory import menus, shown
from directory.forms.finding import SendMenuForm
from directory.operations import finding as operations
from directory.queries import pages
from directory.views.feature import feature
from kernel.errors import NotFound
from kernel.limits import Limit
from web import paper
from web.access import anyone
from web.forms import ButtonForm
from web.request import actor, db, london_day, network, now, wiring

KEPT_AS = "pins"
LONGEST_SEARCH = 2_000
PDF = "application/pdf"


def pinned() -> tuple[UUID, ...]:
    """The activities that the visitor has collected."""
    try:
        return menus.listing_ids_in(str(cookie.get(KEPT_AS, "")))
    except NotFound:
        return ()


def _keep(listing_ids: tuple[UUID, ...]) -> None:
    cookie[KEPT_AS] = menus.code_of(listing_ids)


@feature.route("/pinboard", access=anyone)
def pinboard() -> str:
    return _drawn(SendMenuForm.submitted())


def _drawn(form: SendMenuForm) -> str:
    items = pages.menu_items(db(), pinned(), today=london_day())
    return render_template(
        "directory/pinboard.html",
        items=items,
        code=menus.code_of(item.id for item in items),
        form=form,
        button=ButtonForm.submitted(),
    )


@feature.route("/listings/<uuid:listing_id>/pin", methods=["POST"], access=anyone)
def pin(listing_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: _keep(menus.with_one_more(pinned(), listing_id))):
        flash("It is on your list. Your list stays in this browser.")
    else:
        flash(form.mistakes[0]["text"], "warning")
    return redirect(_pinned_from(listing_id), code=303)


def _pinned_from(listing_id: UUID) -> str:
    """The results among which the button was, or the activity's own page. Never another site."""
    if "search" not in request.form:
        return shown.address_of(listing_id)
    search = urlencode(parse_qsl(request.form["search"][:LONGEST_SEARCH]))
    return f"{url_for('directory.search')}?{search}"


@feature.route("/listings/<uuid:listing_id>/unpin", methods=["POST"], access=anyone)
def unpin(listing_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: _keep(menus.without(pinned(), listing_id))):
        flash("It is off your list.")
    back = request.args.get("back") == "list"
    return redirect(
        url_for("directory.pinboard") if back else shown.address_of(listing_id), code=303
    )


def _counted() -> list[tuple[Limit, str]]:
    return operations.counted(request.form.get("to", ""), network())


@feature.route("/pinboard/send", methods=["GET", "POST"], access=anyone, counts=_counted)
def send_menu() -> str | Response:
    form = SendMenuForm.submitted()
    if form.accepted(
        lambda: operations.send_menu(
            db(), actor(), listing_ids=pinned(), to=form.to.data or "", at=now()
        )
    ):
        flash("Your list is on its way. It can take a few minutes.")
        return redirect(url_for("directory.pinboard"), code=303)
    if not form.was_sent:
        return redirect(url_for("directory.pinboard"))
    return _drawn(form)


@feature.route("/menu/<code>", access=anyone)
def menu(code: str) -> str:
    return _menu(code, sentence="")


@feature.route("/menu/<code>/menu.pdf", access=anyone)
def menu_pdf(code: str) -> Response:
    made = paper.pdf_of(_menu(code, sentence=""))
    if made is None:
        return make_response(
            _menu(
                code,
                sentence="A PDF cannot be made here just now. "
                "You can print this page, or save it as a PDF from the print window.",
            )
        )
    answer = make_response(made)
    answer.content_type = PDF
    answer.headers["Content-Disposition"] = 'inline; filename="menu.pdf"'
    return answer


def _menu(code: str, *, sentence: str) -> str:
    items = pages.menu_items(db(), menus.listing_ids_in(code), today=london_day())
    if not items:
        raise NotFound
    size, squares = paper.square_of(wiring().address + url_for("directory.menu", code=code))
    return render_template(
        "directory/menu.html",
        items=items,
        sentence=sentence,
        back_href=url_for("directory.pinboard" if pinned() else "directory.home"),
        public_address=wiring().address,
        square_size=size,
        squares=squares,
    )
