"""Open Referral UK 1.0: the shape that most readers in the United Kingdom still expect.

The same facts as `v3` under the older names. A hidden place gives no location here either.
"""

from collections.abc import Sequence
from datetime import date

from directory.feed import recurrence, v3
from directory.feed.shapes import (
    Json,
    clock_time,
    derived,
    email_address,
    pounds,
    said,
    web_address,
)
from directory.feed.taxonomies import terms_of
from directory.published import Published, PublishedGroup
from directory.vocabulary import Cost, Joining, Place

_ACCESS = {
    Joining.TURN_UP: "drop-in",
    Joining.ASK_FIRST: "appointment",
    Joining.REFERRAL: "referral",
}


def page(content: Sequence[Json], *, total: int, number: int, per_page: int) -> Json:
    """One page of a list under the names of 1.0; `number` counts from 1."""
    pages = -(-total // per_page)
    return {
        "totalElements": total,
        "totalPages": pages,
        "number": number,
        "size": len(content),
        "first": number == 1,
        "last": number >= pages,
        "empty": not content,
        "content": list(content),
    }


def service_item(listing: Published) -> Json:
    """A service as lists show it in 1.0."""
    item = v3.service_item(listing)
    return said(
        id=item["id"],
        name=item["name"],
        description=item["description"],
        url=item.get("url"),
        email=item.get("email"),
        status="active",
        fees=_fees(listing),
        assured_date=item.get("assured_date"),
        attending_type={Place.ONLINE: "online", Place.SOMEWHERE: "venue"}.get(listing.place),
        attending_access=_ACCESS[listing.joining],
        organization=_organization(listing.group),
    )


def service(listing: Published, *, on: date) -> Json:
    """A service in full in 1.0."""
    return service_item(listing) | said(
        eligibilitys=_eligibilities(listing),
        regular_schedules=_schedules(listing, on),
        service_areas=_areas(listing),
        service_at_locations=_locations(listing),
        languages=_languages(listing),
        cost_options=_costs(listing),
        contacts=_contacts(listing),
        service_taxonomys=_taxonomies(listing),
    )


def _organization(group: PublishedGroup) -> Json:
    item = v3.organization_item(group)
    return said(
        id=item["id"],
        name=item["name"],
        description=item["description"],
        email=item.get("email"),
        url=web_address(group.website),
    )


def _fees(listing: Published) -> str:
    if listing.cost_words or listing.cost_pence is None:
        return listing.cost_words or listing.cost.words
    return f"£{listing.cost_pence / 100:.2f}"


def _eligibilities(listing: Published) -> list[Json]:
    facts = said(
        minimum_age=listing.minimum_age,
        maximum_age=listing.maximum_age,
        eligibility=listing.audience_words,
    )
    return [{"id": derived(listing.id, "eligibility")} | facts] if facts else []


def _schedules(listing: Published, on: date) -> list[Json]:
    return [
        said(
            id=str(slot.id),
            freq=recurrence.freq(slot),
            byday=",".join(recurrence.bydays(slot)),
            weekday=recurrence.WEEKDAYS[slot.weekday],
            opens_at=clock_time(slot.opens_at, on=on),
            closes_at=clock_time(slot.closes_at, on=on),
            description=listing.when,
        )
        for slot in listing.slots
    ]


def _areas(listing: Published) -> list[Json]:
    if listing.place not in (Place.WHOLE_AREA, Place.HIDDEN) or not listing.area:
        return []
    return [said(id=derived(listing.id, "service_area"), service_area=listing.area)]


def _locations(listing: Published) -> list[Json]:
    if listing.place is not Place.SOMEWHERE or not v3.has_location(listing):
        return []
    location = said(
        id=v3.location_id(listing),
        name=listing.address or listing.postcode,
        latitude=listing.latitude,
        longitude=listing.longitude,
        physical_addresses=_addresses(listing),
        accessibility_for_disabilities=_accessibility(listing),
    )
    return [{"id": v3.service_at_location_id(listing), "location": location}]


def _addresses(listing: Published) -> list[Json]:
    return [
        said(
            id=derived(listing.id, "address"),
            address_1=listing.address,
            city=listing.town,
            state_province=listing.area,
            postal_code=listing.postcode,
            country="GB",
        )
    ]


def _accessibility(listing: Published) -> list[Json]:
    steps = {True: "Step-free access", False: "There are steps", None: ""}[listing.is_step_free]
    words = said(accessibility=steps or listing.access_words, details=listing.access_words)
    return [{"id": derived(listing.id, "accessibility")} | words] if words else []


def _languages(listing: Published) -> list[Json]:
    return [
        said(id=derived(listing.id, "language", name), language=name) for name in listing.languages
    ]


def _costs(listing: Published) -> list[Json]:
    if listing.cost is Cost.ASK:
        return []
    amount = 0 if listing.cost is Cost.FREE else pounds(listing.cost_pence)
    return [
        said(
            id=derived(listing.id, "cost_option"),
            option=listing.cost.words,
            amount=amount,
            amount_description=listing.cost_words,
        )
    ]


def _contacts(listing: Published) -> list[Json]:
    if not (listing.phone or email_address(listing.email)):
        return []
    phone = said(id=derived(listing.id, "phone"), number=listing.phone)
    return [
        said(
            id=derived(listing.id, "contact"),
            title="Enquiries",
            phones=[phone] if listing.phone else [],
        )
    ]


def _taxonomies(listing: Published) -> list[Json]:
    return [
        {
            "id": derived(listing.id, "service_taxonomy", str(term.id)),
            "taxonomy": {"id": str(term.id), "name": term.name, "vocabulary": term.taxonomy},
        }
        for term in terms_of(listing)
    ]
