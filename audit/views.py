"""The privacy officer's way in to the audit."""

from collections.abc import Iterator

from flask import Flask, Response, render_template, request

from audit import operations, permissions, queries
from audit.forms import TrailForm
from audit.queries import Wanted
from kernel.csv_safety import csv_lines
from kernel.errors import NotFound
from kernel.invariants import Invariant, Invariants
from web.access import can
from web.feature import Feature
from web.navigation import Entry, Menu
from web.request import actor, db, shows
from web.templating import as_date, as_time

feature = Feature("audit", __name__)
HEADINGS = (
    "Line",
    "Day",
    "Time",
    "Who",
    "By right of",
    "What",
    "Kind of record",
    "Record",
    "Details",
)


def wire(app: Flask, menu: Menu, *, key: str, invariants: Invariants) -> None:
    """Fill the menu and the invariants."""
    menu.add(Entry("Who did what", "audit.trail", can(permissions.READ)))
    invariants.add(
        Invariant(
            "audit-chain",
            "No line of the audit was changed, added or taken away.",
            lambda session: queries.broken_chain(session, key, operations.head_folder()),
        )
    )


@feature.route("/audit", access=can(permissions.READ))
def trail() -> str:
    form = TrailForm.asked(request.args)
    wanted = form.wanted()
    page = None
    if wanted is not None:
        _note(wanted)
        page = queries.trail(db(), actor(), wanted, page=request.args.get("page", 1, int))
    return render_template(
        "audit/trail.html", form=form, page=page, query=request.query_string.decode()
    )


@feature.route("/audit/trail.csv", access=can(permissions.READ))
def download() -> Response:
    wanted = TrailForm.asked(request.args).wanted()
    if wanted is None:
        raise NotFound
    _note(wanted)
    text = "".join(csv_lines(_rows(wanted)))
    return Response(
        text, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=trail.csv"}
    )


def _note(wanted: Wanted) -> None:
    """Whoever looks up a person or a record in the audit is noted there too."""
    shows(*(one for one in (wanted.user_id, wanted.subject_id) if one is not None))


def _rows(wanted: Wanted) -> Iterator[tuple[str | int, ...]]:
    yield HEADINGS
    for line in queries.whole_trail(db(), actor(), wanted):
        yield (
            line.number, as_date(line.at), as_time(line.at), line.who, line.right, line.act,
            line.subject_kind, str(line.subject_id or ""), line.detail_words,
        )  # fmt: skip
