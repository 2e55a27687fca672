"""Open Referral UK 3.0 (HSDS-UK 3.0): a published listing as a service, with all that belongs to it.

A hidden place gives no location at all (reliability.md D7), and nothing about the person who keeps
the listing comes in here: `Published` does not hold it. Times carry the offset of `on`, the day
that the feed is read.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from directory.feed import recurrence
from directory.feed.shapes import (
    Json,
    clock_time,
    derived,
    email_address,
    moment,
    pounds,
    said,
    twin,
    web_address,
)
from directory.feed.taxonomies import attributes_of
from directory.published import Published, PublishedGroup, Slot
from directory.vocabulary import Cost, Place

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile"


def root(*, openapi_url: str) -> Json:
    """What `/` says: version, profile, and where the OpenAPI document is."""
    return said(version=VERSION, profile=PROFILE, openapi_url=openapi_url)


def page(contents: Sequence[Json], *, total: int, number: int, per_page: int) -> Json:
    """One page of a list: `number` counts from 1; a page past the end is empty, not an error."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def service_item(listing: Published) -> Json:
    """A service as lists show it: its own facts and its organisation."""
    return said(
        id=str(listing.id),
        organization_id=str(listing.group.id),
        name=listing.name,
        description=listing.description or listing.name,
        url=web_address(listing.website),
        email=email_address(listing.email),
        status="active",
        minimum_age=listing.minimum_age,
        maximum_age=listing.maximum_age,
        eligibility_description=listing.audience_words,
        application_process=_how_to_join(listing),
        assured_date=_assured(listing),
        last_modified=moment(listing.last_modified),
        organization=organization_item(listing.group),
    )


def service(listing: Published, *, on: date) -> Json:
    """A service in full."""
    return service_item(listing) | said(
        organization=organization(listing.group),
        schedules=_schedules(listing, on),
        service_areas=_areas(listing),
        service_at_locations=_own_locations(listing),
        languages=_languages(listing),
        cost_options=_costs(listing),
        contacts=_contacts(listing),
        service_capacity=_capacity(listing),
        attributes=attributes_of(listing),
    )


def service_minimal(listing: Published) -> Json:
    """Only the id and when it changed, for those who keep a copy."""
    return {"id": str(listing.id), "last_modified": moment(listing.last_modified)}


def organization_item(group: PublishedGroup) -> Json:
    """An organisation as lists show it."""
    return said(
        id=str(group.id),
        name=group.name,
        description=group.description or f"{group.name} is listed in this directory.",
        email=email_address(group.email),
        website=web_address(group.website),
        legal_status=group.legal_type.words if group.legal_type else None,
    )


def organization(group: PublishedGroup, services: Iterable[Json] = ()) -> Json:
    """An organisation in full; with `services` as items or in full, as was asked for."""
    return organization_item(group) | said(
        organization_identifiers=_identifiers(group), services=list(services)
    )


def service_at_location_item(listing: Published) -> Json:
    """Where a service happens, as lists show it. Raises ValueError where `has_location` is false."""
    location = _location(listing)
    for detail in ("addresses", "accessibility"):
        location.pop(detail, None)
    return said(
        id=service_at_location_id(listing),
        service_id=str(listing.id),
        location_id=location_id(listing),
        location=location,
        service=service_item(listing),
    )


def service_at_location(listing: Published, *, on: date) -> Json:
    """Where a service happens, in full, with the service in full."""
    whole = service(listing, on=on)
    whole.pop("service_at_locations", None)
    return said(
        id=service_at_location_id(listing),
        service_id=str(listing.id),
        location_id=location_id(listing),
        location=_location(listing),
        service=whole,
        schedules=_schedules(listing, on),
    )


def has_location(listing: Published) -> bool:
    """Whether there is a place to publish: on-line, or somewhere that is not hidden."""
    if listing.place is Place.ONLINE:
        return True
    is_known = listing.latitude is not None or bool(listing.postcode or listing.address)
    return listing.place is Place.SOMEWHERE and is_known


def service_at_location_id(listing: Published) -> str:
    """The id of the link between a service and its place: the service's own, turned over."""
    return str(twin(listing.id))


def location_id(listing: Published) -> str:
    """The id of the place of a service."""
    return derived(listing.id, "location")


def _assured(listing: Published) -> str | None:
    """The day the facts were last checked: by an editor, or by the group that confirmed them."""
    days = [day for day in (listing.checked_on, listing.confirmed_on) if day]
    return max(days).isoformat() if days else None


def _how_to_join(listing: Published) -> str:
    return ". ".join(words for words in (listing.joining.words, listing.referral_criteria) if words)


def _schedules(listing: Published, on: date) -> list[Json]:
    if listing.slots:
        return [_schedule(listing, slot, on) for slot in listing.slots]
    whole = said(service_id=str(listing.id), description=listing.when)
    return [{"id": derived(listing.id, "schedule")} | whole] if listing.when.strip() else []


def _schedule(listing: Published, slot: Slot, on: date) -> Json:
    return said(
        id=str(slot.id),
        service_id=str(listing.id),
        freq=recurrence.freq(slot),
        byday=",".join(recurrence.bydays(slot)),
        opens_at=clock_time(slot.opens_at, on=on),
        closes_at=clock_time(slot.closes_at, on=on),
        description=listing.when,
        attending_type=listing.place.words,
    )


def _areas(listing: Published) -> list[Json]:
    """Whom a service without a published place is for: everybody in the area."""
    if listing.place not in (Place.WHOLE_AREA, Place.HIDDEN) or not listing.area:
        return []
    return [
        said(
            id=derived(listing.id, "service_area"),
            service_id=str(listing.id),
            name=listing.area,
            extent=listing.area,
            extent_type="text",
            service_area=listing.area,
        )
    ]


def _own_locations(listing: Published) -> list[Json]:
    if not has_location(listing):
        return []
    return [
        said(
            id=service_at_location_id(listing),
            service_id=str(listing.id),
            location_id=location_id(listing),
            location=_location(listing),
        )
    ]


def _location(listing: Published) -> Json:
    if listing.place is Place.ONLINE:
        return said(
            id=location_id(listing),
            location_type="virtual",
            name=listing.place.words,
            url=web_address(listing.website),
        )
    if not has_location(listing):
        raise ValueError("There is no place to publish.")
    return said(
        id=location_id(listing),
        location_type="physical",
        name=listing.address or listing.postcode,
        latitude=listing.latitude,
        longitude=listing.longitude,
        transportation=listing.transport,
        addresses=_addresses(listing),
        accessibility=_accessibility(listing),
    )


def _addresses(listing: Published) -> list[Json]:
    """The address, where enough of it is known: the standard takes it whole or not at all."""
    region = listing.area or listing.locality or listing.town
    city = listing.town or listing.locality or listing.area
    if not (listing.postcode and city):
        return []
    return [
        said(
            id=derived(listing.id, "address"),
            location_id=location_id(listing),
            address_1=listing.address or city,
            city=city,
            state_province=region,
            postal_code=listing.postcode,
            country="GB",
            address_type="physical",
        )
    ]


def _accessibility(listing: Published) -> list[Json]:
    steps = {True: "Step-free access", False: "There are steps", None: ""}[listing.is_step_free]
    words = said(
        description=steps or listing.access_words, accessibility=steps, details=listing.access_words
    )
    if not words:
        return []
    ids = {"id": derived(listing.id, "accessibility"), "location_id": location_id(listing)}
    return [ids | words]


def _languages(listing: Published) -> list[Json]:
    return [
        said(id=derived(listing.id, "language", name), service_id=str(listing.id), name=name)
        for name in listing.languages
    ]


def _costs(listing: Published) -> list[Json]:
    """What it costs; nothing while the answer is "ask the group"."""
    facts: dict[Cost, Json] = {
        Cost.ASK: {},
        Cost.FREE: {"option": listing.cost.words, "amount": 0},
        Cost.DONATION: {"option": listing.cost.words},
        Cost.AMOUNT: {"option": "Price", "amount": pounds(listing.cost_pence)},
    }
    words = facts[listing.cost]
    if not words:
        return []
    ids = {"id": derived(listing.id, "cost_option"), "service_id": str(listing.id)}
    return [ids | said(**words, currency="GBP", amount_description=listing.cost_words)]


def _contacts(listing: Published) -> list[Json]:
    """How the public gets in touch: never the person who keeps the listing."""
    email = email_address(listing.email)
    if not (listing.phone or email):
        return []
    contact = derived(listing.id, "contact")
    phone = said(id=derived(listing.id, "phone"), contact_id=contact, number=listing.phone)
    return [
        said(
            id=contact,
            service_id=str(listing.id),
            title="Enquiries",
            email=email,
            phones=[phone] if listing.phone else [],
        )
    ]


def _capacity(listing: Published) -> list[Json]:
    """Places left, as HSDS 3.1 will say it."""
    if listing.places_left is None:
        return []
    unit = {"id": derived(listing.id, "unit"), "name": "places"}
    return [
        said(
            id=derived(listing.id, "service_capacity"),
            service_id=str(listing.id),
            unit_id=unit["id"],
            unit=unit,
            available=listing.places_left,
            updated=moment(listing.last_modified),
        )
    ]


def _identifiers(group: PublishedGroup) -> list[Json]:
    """The charity number, under the register it belongs to (org-id.guide)."""
    number = group.charity_number.strip().upper()
    if not number:
        return []
    register = {"SC": "GB-SC", "NI": "GB-NIC"}.get(number[:2], "GB-CHC")
    return [
        said(
            id=derived(group.id, "identifier"),
            organization_id=str(group.id),
            identifier_scheme=register,
            identifier_type="Charity number",
            identifier=number,
        )
    ]
