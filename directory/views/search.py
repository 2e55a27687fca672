"""Looking for something to do: results, and the small answers that make typing easier."""

from flask import jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from directory import asked, permissions
from directory.asked import Asked
from directory.operations.finding import Searched
from directory.operations.indexing import keeper
from directory.operations.tallying import Tallies
from directory.queries import finding, places
from directory.queries.finding import ResultsPage
from directory.queries.searches import FOUND, NOTHING
from directory.views.feature import feature
from directory.views.pinboard import pinned
from kernel import crisis
from kernel.errors import RuleBroken
from kernel.geography import Point
from web.access import anyone
from web.forms import ButtonForm
from web.request import actor, db, extension, london_day, now

LONGEST_TYPED = 100


def _asked() -> Asked:
    return asked.read(request.args.to_dict(flat=False), today=london_day())


@feature.route("/search", access=anyone)
def search() -> Response:
    page = finding.results_page(db(), _asked(), now=now())
    answer = make_response(drawn(page))
    _count_after(answer, page)
    return answer


def drawn(page: ResultsPage) -> str:
    """A page of results, as everybody sees it."""
    settings = extension("petunias_settings")
    return render_template(
        "directory/search.html",
        page=page,
        is_in_danger=crisis.is_searched(page.asked.what),
        button=ButtonForm.submitted(),
        pinned=pinned(),
        may_list=actor().may(permissions.LIST_FOR_GROUP),
        tiles=settings.tiles,
        tiles_credit=settings.tiles_credit,
    )


def _count_after(answer: Response, page: ResultsPage) -> None:
    """Count the search, without its words, when the answer has gone; call for a lost index."""
    tallies: Tallies = extension("directory_tallies")
    at = now()
    tallies.count(
        Searched(
            day=london_day(),
            domain=page.asked.spoken_domain,
            locality=str((page.located and page.located.counts_for_id) or ""),
            outcome=NOTHING if page.is_nothing else FOUND,
        )
    )
    answer.call_on_close(lambda: tallies.keep_if_due(at=at))
    if not page.is_by_index:
        answer.call_on_close(lambda: keeper().call_for_help(at=at))


@feature.route("/search/map.json", access=anyone)
def search_map() -> Response:
    """Where the results of a page are, for the map beside them. No hidden place is among them."""
    shown = finding.map_of(db(), _asked(), now=now())
    return jsonify(shown)


@feature.route("/suggest", access=anyone)
def suggest() -> Response:
    """What the words typed so far may become."""
    typed = request.args.get("q", "")[:LONGEST_TYPED]
    return jsonify({"suggestions": finding.suggestions(typed)})


@feature.route("/nearest", access=anyone)
def nearest() -> Response:
    """What to call the place where somebody stands: a part of a town, never an exact place."""
    point = _point(request.args.get("lat", ""), request.args.get("lon", ""))
    return jsonify({"where": (places.nearest(point) if point else None) or ""})


def _point(latitude: str, longitude: str) -> Point | None:
    try:
        return Point(lat=float(latitude), lon=float(longitude))
    except (ValueError, RuleBroken):
        return None
