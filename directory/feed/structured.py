"""What search engines read on a listing's page: schema.org as JSON-LD. Hidden places stay hidden."""

import json
from datetime import time

from directory.feed.shapes import Json, email_address, pounds, said, web_address
from directory.published import Published, Slot
from directory.vocabulary import DAYS, Audience, Cost, Place

_SCHEMA = "https://schema.org"


def json_ld(listing: Published, *, url: str) -> Json:
    """A schema.org Service for the listing whose page is at `url`."""
    return {"@context": _SCHEMA, "@type": "Service", "@id": url} | said(
        url=url,
        name=listing.name,
        description=listing.description,
        serviceType=[domain.words for domain in listing.domains],
        provider=_provider(listing),
        areaServed=listing.area,
        audience=_audience(listing),
        offers=_offers(listing),
        hoursAvailable=[_hours(slot) for slot in listing.slots if slot.opens_at],
        availableChannel=_channel(listing),
    )


def as_script(document: Json) -> str:
    """JSON fit to stand in a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(document, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _provider(listing: Published) -> Json:
    return {"@type": "Organization"} | said(
        name=listing.group.name,
        url=web_address(listing.group.website),
        telephone=listing.phone,
        email=email_address(listing.email),
    )


def _audience(listing: Published) -> Json | None:
    people = [one.words for one in listing.audiences if one is not Audience.EVERYBODY]
    facts = said(
        audienceType=", ".join(people) or listing.audience_words,
        suggestedMinAge=listing.minimum_age,
        suggestedMaxAge=listing.maximum_age,
    )
    return {"@type": "PeopleAudience"} | facts if facts else None


def _offers(listing: Published) -> Json | None:
    """A price, where there is one to name."""
    price = 0.0 if listing.cost is Cost.FREE else pounds(listing.cost_pence)
    if price is None or listing.cost not in (Cost.FREE, Cost.AMOUNT):
        return None
    return {"@type": "Offer", "price": f"{price:.2f}", "priceCurrency": "GBP"}


def _hours(slot: Slot) -> Json:
    return {"@type": "OpeningHoursSpecification"} | said(
        dayOfWeek=f"{_SCHEMA}/{DAYS[slot.weekday]}",
        opens=_clock(slot.opens_at),
        closes=_clock(slot.closes_at),
    )


def _clock(value: time | None) -> str | None:
    return value.isoformat("minutes") if value else None


def _channel(listing: Published) -> Json | None:
    facts = said(
        serviceUrl=web_address(listing.website),
        servicePhone=listing.phone,
        serviceLocation=_place(listing),
        availableLanguage=list(listing.languages),
    )
    return {"@type": "ServiceChannel"} | facts if facts else None


def _place(listing: Published) -> Json | None:
    """The place, unless there is none to show."""
    if listing.place is Place.ONLINE and (address := web_address(listing.website)):
        return {"@type": "VirtualLocation", "url": address}
    if listing.place is not Place.SOMEWHERE:
        return None
    address_facts = said(
        streetAddress=listing.address, addressLocality=listing.town, postalCode=listing.postcode
    )
    geo = said(latitude=listing.latitude, longitude=listing.longitude)
    facts = said(
        address={"@type": "PostalAddress", "addressCountry": "GB"} | address_facts,
        geo={"@type": "GeoCoordinates"} | geo if geo else None,
    )
    return {"@type": "Place"} | facts if address_facts or geo else None
