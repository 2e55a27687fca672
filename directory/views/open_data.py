"""Everything that is published, for machines: Open Referral UK, and the whole directory as a file.

Open to all, without a key (requirements: open data). What is long is made while it is sent, in a
reading session of its own, so that memory does not grow with the directory.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response as FlaskResponse
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.feed import ndjson, openapi, tables, v1, v3
from directory.feed.parameters import Asked, Endpoint, parse_query
from directory.feed.shapes import Json
from directory.queries import open_data as queries
from directory.queries.open_data import Part
from directory.queries.published import every_published
from directory.views.feature import feature
from kernel.errors import NotFound, RuleBroken
from kernel.periods import day_in_london
from web.access import anyone
from web.request import db, now, wiring

V3 = "/api/oruk/v3/"
FRESH = (
    "public, no-cache"  # ask each time whether it has changed: what is withdrawn is gone at once
)


@dataclass(frozen=True)
class Collection:
    """One kind of thing in the feed: how a page, everything, and one of it are read."""

    listed: Endpoint
    single: Endpoint
    page: Callable[..., Part]
    every: Callable[..., Iterator[Json]]
    one: Callable[..., Json]


COLLECTIONS = {
    "services": Collection(
        Endpoint.SERVICES,
        Endpoint.SERVICE,
        queries.services,
        queries.every_service,
        queries.service,
    ),
    "service_at_locations": Collection(
        Endpoint.SERVICE_AT_LOCATIONS,
        Endpoint.SERVICE_AT_LOCATION,
        queries.service_at_locations,
        queries.every_service_at_location,
        queries.service_at_location,
    ),
    "organizations": Collection(
        Endpoint.ORGANIZATIONS,
        Endpoint.ORGANIZATION,
        queries.organizations,
        queries.every_organization,
        queries.organization,
    ),
    "taxonomies": Collection(
        Endpoint.TAXONOMIES,
        Endpoint.TAXONOMY,
        queries.taxonomies,
        queries.every_taxonomy,
        queries.taxonomy,
    ),
    "taxonomy_terms": Collection(
        Endpoint.TAXONOMY_TERMS,
        Endpoint.TAXONOMY_TERM,
        queries.taxonomy_terms,
        queries.every_taxonomy_term,
        queries.taxonomy_term,
    ),
}
"""What there is below /api/oruk/v3/, by the names that the standard gives."""


# ---- Open Referral UK 3.0 --------------------------------------------------------------------


@feature.route("/api/oruk/v3/", access=anyone)
def oruk() -> Response:
    """What this feed is."""
    return _answered(v3.root(openapi_url=f"{wiring().address}{V3}openapi.json"))


@feature.route("/api/oruk/v3/openapi.json", access=anyone)
def oruk_openapi() -> Response:
    """What may be asked, for programs."""
    title = "Open Referral UK feed of this directory"
    return _answered(openapi.document(title=title, base_url=f"{wiring().address}{V3}"))


@feature.route("/api/oruk/v3/<name>", access=anyone)
def oruk_list(name: str) -> Response:
    """A page of a list, or all of it as a document a line."""
    collection = _collection(name)
    try:
        asked = parse_query(collection.listed, request.args)
        if asked.is_ndjson:
            return _lines(collection, asked)
        part = collection.page(db(), asked, now=now())
    except RuleBroken as refusal:
        return _misunderstood(refusal)
    page = v3.page(part.items, total=part.total, number=asked.page, per_page=asked.per_page)
    return _answered(page)


@feature.route("/api/oruk/v3/<name>/<uuid:its_id>", access=anyone)
def oruk_item(name: str, its_id: UUID) -> Response:
    """One thing in full."""
    collection = _collection(name)
    try:
        asked = parse_query(collection.single, request.args)
    except RuleBroken as refusal:
        return _misunderstood(refusal)
    return _answered(collection.one(db(), its_id, asked, now=now()))


def _collection(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise NotFound(f"The feed has no {name[:40]}. It has {', '.join(COLLECTIONS)}.")
    return COLLECTIONS[name]


def _lines(collection: Collection, asked: Asked) -> Response:
    """Everything. What cannot be answered is found out before the first line leaves."""
    collection.every(db(), asked, now=now())
    return _streamed(
        lambda session, at: ndjson.lines(collection.every(session, asked, now=at)),
        ndjson.MEDIA_TYPE,
    )


# ---- Open Referral UK 1.0 --------------------------------------------------------------------


@feature.route("/api/oruk/v1/services", access=anyone)
def oruk_v1_services() -> Response:
    """A page of services, in the older shape."""
    try:
        asked = parse_query(Endpoint.V1_SERVICES, request.args)
        part = queries.v1_services(db(), asked, now=now())
    except RuleBroken as refusal:
        return _misunderstood(refusal)
    page = v1.page(part.items, total=part.total, number=asked.page, per_page=asked.per_page)
    return _answered(page)


@feature.route("/api/oruk/v1/services/<uuid:its_id>", access=anyone)
def oruk_v1_service(its_id: UUID) -> Response:
    """One service in full, in the older shape."""
    return _answered(queries.v1_service(db(), its_id, now=now()))


# ---- the whole directory as a file -----------------------------------------------------------


@feature.route("/data/listings.csv", access=anyone)
def listings_csv() -> Response:
    """The whole directory for a spreadsheet."""
    return _file(tables.csv_file, tables.CSV_MEDIA_TYPE)


@feature.route("/data/listings.json", access=anyone)
def listings_json() -> Response:
    """The whole directory as one JSON document."""
    return _file(tables.json_file, tables.JSON_MEDIA_TYPE)


def _file(write: Callable[..., Iterator[str]], media_type: str) -> Response:
    def pieces(session: Any, at: datetime) -> Iterator[str]:
        return write(every_published(session, today=day_in_london(at)))

    answer = _streamed(pieces, media_type)
    name = request.path.rpartition("/")[2]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@feature.route("/data/", access=anyone)
def data() -> Response:
    """What the addresses of the files begin with: to the page that lists them."""
    return redirect(url_for("directory.open_data"))


@feature.route("/open-data", access=anyone)
def open_data() -> str:
    """What there is, under which licence, and the form to paste into another site's page."""
    return render_template(
        "directory/open_data.html",
        address=wiring().address,
        collections=tuple(COLLECTIONS),
        columns=tables.COLUMNS,
    )


# ---- answers ---------------------------------------------------------------------------------


def _answered(document: Json) -> Response:
    """A JSON document. Whoever has it already is told that it is the same."""
    answer = FlaskResponse(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        content_type="application/json",
    )
    answer.headers["Cache-Control"] = FRESH
    answer.add_etag()
    return answer.make_conditional(request)


def _misunderstood(refusal: RuleBroken) -> Response:
    """400 with a sentence and the parameter that it is about."""
    said: dict[str, Any] = {"message": refusal.message}
    if refusal.field:
        said["parameter"] = refusal.field
    answer: Response = jsonify(said)
    answer.status_code = 400
    return answer


def _streamed(pieces: Callable[[Any, datetime], Iterator[str]], media_type: str) -> FlaskResponse:
    """What is made while it is sent. It reads by itself, since the request is over by then."""
    database, at = wiring().database, now()

    def send() -> Iterator[str]:
        with database.reading() as session:
            yield from pieces(session, at)

    return FlaskResponse(send(), content_type=media_type, headers={"Cache-Control": FRESH})
