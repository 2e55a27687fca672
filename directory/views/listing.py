"""One activity: its page, and its sessions for somebody's own calendar."""

from uuid import UUID

from flask import make_response, render_template
from werkzeug.wrappers import Response

from directory import shown
from directory.feed import calendars
from directory.queries import pages
from directory.queries.published import get_published
from directory.views.feature import feature
from directory.views.pinboard import pinned
from kernel.errors import NotFound
from web.access import anyone
from web.forms import ButtonForm
from web.request import actor, db, london_day, now, wiring


@feature.route("/listings/<uuid:listing_id>", access=anyone)
def listing(listing_id: UUID) -> str:
    page = pages.listing_page(db(), actor(), listing_id, public_address=wiring().address, now=now())
    return render_template(
        "directory/listing.html",
        page=page,
        button=ButtonForm.submitted(),
        is_pinned=listing_id in pinned(),
    )


@feature.route("/listings/<uuid:listing_id>/sessions.ics", access=anyone)
def sessions(listing_id: UUID) -> Response:
    today = london_day()
    published = get_published(db(), listing_id, today=today)
    if not published.slots:
        raise NotFound
    url = wiring().address + shown.address_of(listing_id)
    answer = make_response(calendars.calendar(published, url=url, starting_on=today))
    answer.content_type = calendars.MEDIA_TYPE
    answer.headers["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    return answer
