"""The directory's cast: groups and listings with believable answers, so a test says only what matters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import operations as accounts
from accounts.operations import LocalBase
from accounts.vocabulary import OrganisationKind
from directory.content import Content
from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import keeping
from directory.operations.registration import SixAnswers
from directory.vocabulary import Domain, Joining, Place
from kernel.access import SYSTEM
from tests.support.clock import NOON

POSTCODE = "NE6 1AB"


def anytown(session: Session, *, at: datetime = NOON) -> UUID:
    """An area with one locality and a lead NTP that hosts its directory; the area's id."""
    area = accounts.add_area(session, SYSTEM, name="Anytown", at=at)
    session.flush()
    riverside = accounts.add_locality(
        session, SYSTEM, area_id=area.id, name="Riverside", postcodes=["NE6"], at=at
    )
    host = accounts.add_organisation(
        session,
        SYSTEM,
        kind=OrganisationKind.LEAD_NTP,
        name="Better Services Enterprise",
        area_id=area.id,
        serves=[riverside.id],
        base=LocalBase(phone="0191 498 0123"),
        at=at,
    )
    accounts.name_host(session, SYSTEM, area_id=area.id, organisation_id=host.id, at=at)
    return area.id


def six_answers(**changes: Any) -> SixAnswers:
    """What the volunteer of the cat and dog shelter answers."""
    facts = {
        "group_name": "Anytown Cat and Dog Shelter",
        "area_id": None,
        "what": "Walk one of our dogs by the river. We show you how.",
        "place": Place.SOMEWHERE,
        "postcode": POSTCODE,
        "when": "Tuesdays 10am to 12",
        "joining": Joining.TURN_UP,
        "contact": "jo@shelter.example",
        **changes,
    }
    return SixAnswers(**facts)


def shelter_form(**changes: Any) -> dict[str, Any]:
    """The same answers as typed into the form."""
    return {
        "group_name": "Anytown Cat and Dog Shelter",
        "what": "Walk one of our dogs by the river. We show you how.",
        "where": "somewhere",
        "postcode": "ne61ab",
        "when": "Tuesdays 10am to 12",
        "joining": "turn-up",
        "contact": "jo@shelter.example",
        **changes,
    }


def a_listing(
    session: Session,
    *,
    area_id: UUID,
    group: str = "Anytown Cat and Dog Shelter",
    keeper_email: str = "jo@shelter.example",
    is_live: bool = True,
    at: datetime = NOON,
    **content: Any,
) -> Listing:
    """A listing, in the directory unless said otherwise."""
    made = keeping.add_group(
        session, SYSTEM, area_id=area_id, name=group, at=at, keeper_email=keeper_email
    )
    facts = {
        "name": "Dog walking",
        "description": "Walk one of our dogs by the river.",
        "postcode": POSTCODE,
        "when": "Tuesdays 10am to 12",
        "joining": Joining.TURN_UP,
        "phone": "0191 498 0101",
        "domains": (Domain.PHYSICAL_ACTIVITY,),
        **content,
    }
    listing = keeping.begin(session, SYSTEM, group=made, content=Content(**facts), at=at)
    if is_live:
        keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=at)
        listing.confirm(by=SYSTEM, on=at.date(), at=at)
        keeping.make(session, SYSTEM, listing, Move.CONFIRM, at=at)
    return listing
