"""Published listings of every kind, for tests of what is made from them."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st

from directory.published import Published, PublishedGroup, Slot
from directory.vocabulary import (
    Audience,
    Checked,
    Cost,
    Domain,
    Joining,
    LegalType,
    Need,
    PartOfDay,
    Place,
)

STANDARDS = Path(__file__).parents[3] / "shared" / "standards" / "oruk-validator"
ANYTOWN = UUID("7b0d7a62-6c43-4f0e-9d0e-0c8c9c1c5a01")


def a_group(**facts: object) -> PublishedGroup:
    """Anytown Cat and Dog Shelter, unless told otherwise."""
    known = {
        "id": UUID("11111111-1111-4111-8111-111111111111"),
        "name": "Anytown Cat and Dog Shelter",
        "description": "We look after animals that nobody wants.",
        "website": "https://shelter.example",
        "email": "hello@shelter.example",
        "legal_type": LegalType.CHARITY,
        "charity_number": "1234567",
    }
    return PublishedGroup(**(known | facts))


def a_published(**facts: object) -> Published:
    """Dog walking on Tuesdays at the shelter, unless told otherwise."""
    known = {
        "id": UUID("22222222-2222-4222-8222-222222222222"),
        "area_id": ANYTOWN,
        "group": a_group(),
        "name": "Dog walking",
        "description": "Take one of our dogs for a walk.\n\nBoots are lent.",
        "domains": (Domain.PHYSICAL_ACTIVITY, Domain.VOLUNTEERING),
        "joining": Joining.TURN_UP,
        "place": Place.SOMEWHERE,
        "when": "Every Tuesday, 10am to 12 noon",
        "slots": (a_slot(),),
        "last_modified": datetime(2026, 3, 2, 9, 30, 15, 123456, UTC),
        "cost": Cost.FREE,
        "phone": "01632 960123",
        "email": "walks@shelter.example",
        "website": "https://shelter.example/walks",
        "address": "1 Kennel Lane",
        "town": "Anytown",
        "postcode": "NE6 1AB",
        "latitude": 54.975,
        "longitude": -1.58,
        "area": "Anytown",
    }
    return Published(**(known | facts))


def a_slot(**facts: object) -> Slot:
    """Tuesdays from ten to twelve, unless told otherwise."""
    known = {
        "id": UUID("33333333-3333-4333-8333-333333333333"),
        "weekday": 1,
        "opens_at": time(10),
        "closes_at": time(12),
    }
    return Slot(**(known | facts))


_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
)
_maybe_words = st.just("") | _words
_addresses = st.sampled_from(
    [
        "",
        "https://group.example/what we do",
        "http://gruppe-mü.example/straße?q=ä&x=%zz#ende",
        "https://group.example:8080/a|b",
        "group.example",
        "javascript:alert(1)",
        "https://[::1",
        "https://group.example/(walks)?day=tu%20we",
    ]
)
_emails = st.sampled_from(["", "hello@group.example", "hello", "a b@c", "o'neill+x@group.example"])
_times = st.none() | st.times()
_ages = st.none() | st.integers(0, 120)
_days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
_moments = st.integers(1_577_836_800, 1_900_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))

slots = st.builds(
    Slot,
    id=st.uuids(version=4),
    weekday=st.integers(0, 6),
    opens_at=_times,
    closes_at=_times,
    ordinals=st.sampled_from([(), (1,), (1, 3), (2, 4), (-1,)]),
)

groups = st.builds(
    PublishedGroup,
    id=st.uuids(version=4),
    name=_words.filter(str.strip),
    description=_maybe_words,
    website=_addresses,
    email=_emails,
    legal_type=st.none() | st.sampled_from(LegalType),
    charity_number=st.sampled_from(["", "1234567", "SC012345", "NIC100100"]),
    last_modified=st.none() | _moments,
)


def _some(words: type) -> st.SearchStrategy:
    return st.lists(st.sampled_from(words), unique=True, max_size=3).map(tuple)


_latitudes = st.none() | st.floats(49.8, 60.9)

listings = st.builds(
    Published,
    id=st.uuids(version=4),
    area_id=st.just(ANYTOWN),
    group=groups,
    name=_words.filter(str.strip),
    description=_maybe_words,
    domains=_some(Domain),
    joining=st.sampled_from(Joining),
    place=st.sampled_from(Place),
    when=_maybe_words,
    last_modified=_moments,
    slots=st.lists(slots, max_size=3).map(tuple),
    parts_of_day=_some(PartOfDay),
    cost=st.sampled_from(Cost),
    cost_pence=st.none() | st.integers(0, 100_000),
    cost_words=_maybe_words,
    phone=st.sampled_from(["", "01632 960123", "+44 7700 900123"]),
    email=_emails,
    website=_addresses,
    address=_maybe_words,
    town=st.sampled_from(["", "Anytown"]),
    postcode=st.sampled_from(["", "NE6 1AB"]),
    latitude=_latitudes,
    longitude=st.floats(-8.1, 1.8),
    locality=_maybe_words,
    area=st.sampled_from(["", "Anytown"]),
    needs=_some(Need),
    audiences=_some(Audience),
    audience_words=_maybe_words,
    minimum_age=_ages,
    maximum_age=_ages,
    languages=st.lists(
        st.sampled_from(["Bengali", "Welsh", "British Sign Language"]), unique=True
    ).map(tuple),
    is_step_free=st.none() | st.booleans(),
    access_words=_maybe_words,
    first_visit=_maybe_words,
    transport=_maybe_words,
    has_buddy=st.none() | st.booleans(),
    places_left=st.none() | st.integers(0, 50),
    waiting_weeks=st.none() | st.integers(0, 50),
    referral_criteria=_maybe_words,
    checked=st.sampled_from(Checked),
    confirmed_on=_days,
    checked_on=_days,
)
