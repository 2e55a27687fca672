"""The sessions of a listing as an iCalendar file (RFC 5545), for somebody's own calendar."""

from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vRecur

from directory.feed import recurrence
from directory.feed.shapes import LONDON
from directory.published import Published, Slot
from directory.vocabulary import Place
from directory.wording import one_line, plain

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar(listing: Published, *, url: str, starting_on: date) -> bytes:
    """The file: each session from a day on, in Europe/London. `url` is the listing's page.

    The UID of a session is the id of its slot, so a file taken again replaces the one before.
    """
    file = Calendar()
    file.add("prodid", "-//Petunias//Health directory//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", one_line(listing.name))
    for slot in listing.slots:
        file.add_component(_session(listing, slot, url=url, starting_on=starting_on))
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _session(listing: Published, slot: Slot, *, url: str, starting_on: date) -> Event:
    first = recurrence.first_on_or_after(slot, starting_on)
    session = Event()
    session.add("uid", str(slot.id))
    session.add("dtstamp", listing.last_modified)
    session.add("summary", one_line(listing.name))
    session.add("description", _description(listing, url))
    session.add("url", url)
    if where := _where(listing):
        session.add("location", where)
    _add_times(session, slot, first)
    session.add("rrule", vRecur(FREQ=recurrence.freq(slot), BYDAY=list(recurrence.bydays(slot))))
    return session


def _add_times(session: Event, slot: Slot, first: date) -> None:
    """Begin and end; a session without a time fills the day, one past midnight ends the day after."""
    if slot.opens_at is None:
        session.add("dtstart", first)
        return
    session.add("dtstart", datetime.combine(first, slot.opens_at, LONDON))
    if slot.closes_at is not None and slot.closes_at != slot.opens_at:
        last = first + timedelta(days=slot.closes_at < slot.opens_at)
        session.add("dtend", datetime.combine(last, slot.closes_at, LONDON))


def _where(listing: Published) -> str:
    if listing.place is not Place.SOMEWHERE:
        return listing.place.words
    parts = (listing.address, listing.town, listing.postcode)
    return one_line(", ".join(part for part in parts if part))


def _description(listing: Published, url: str) -> str:
    lines = (
        listing.description,
        listing.when,
        listing.joining.words,
        f"Phone: {listing.phone}" if listing.phone else "",
        url,
    )
    return plain("\n\n".join(line for line in lines if line))
