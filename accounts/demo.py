"""The accounts of Anytown: one commissioning body, three localities, two lead NTPs, four practices.

Everybody and everything here is made up.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import operations
from accounts.agreements import Terms
from accounts.models import Area
from accounts.operations import LocalBase
from accounts.passwords import hash_password
from accounts.vocabulary import AgreementPurpose, DataItem, OrganisationKind
from kernel.access import SYSTEM, Role
from kernel.database import Database
from kernel.periods import day_in_london

PASSWORD = "thanks for the petunias"  # noqa: S105 - it is shown on the sign-in page of the demo
DOMAIN = "anytown.example"
AREA = "Anytown"
PHONE = "0191 498 0123"
HOURS = "Monday to Friday, 9am to 5pm"
HOST = "Better Services Enterprise"
NEIGHBOURS = "Southbank Neighbours"
SERVED_BY_HOST = ("Riverside", "Hilltop")
AGREED_BEFORE = timedelta(days=1000)
"""Longer ago than the first referral of the demo."""

LOCALITIES = {
    "Riverside": ("NE6", "NE1", "NE2", "NE7", "NE12", "NE28", "NE30", "NE29"),
    "Hilltop": ("NE3", "NE4", "NE5", "NE13", "NE15"),
    "Southbank": ("NE8", "NE9", "NE10", "NE11", "NE16", "NE31", "NE33", "NE34"),
}
TENTH_OF = {"Riverside": 1, "Hilltop": 6, "Southbank": 3}
PRACTICES = {
    "Weaver Street Surgery": "Riverside",
    "Hilltop Medical Practice": "Hilltop",
    "Old Quay Practice": "Southbank",
    "Orchard Park Surgery": "Hilltop",
}
CODES = dict(zip(PRACTICES, ("Z99901", "Z99902", "Z99903", "Z99904"), strict=True))
"""Made-up ODS codes: no practice's begins with a Z."""
COLLEAGUES = (
    ("Harriet Fell", Role.REFERRER, "Hilltop Medical Practice"),
    ("Olga Kerr", Role.REFERRER, "Old Quay Practice"),
    ("Piers Holt", Role.REFERRER, "Orchard Park Surgery"),
    ("Tessa Ward", Role.LINK_WORKER, "Southbank Neighbours"),
    ("Marcus Vane", Role.LEAD_MANAGER, "Southbank Neighbours"),
)
"""Who works in the other places, so that there is somebody on both ends of a referral."""

LINK_WORKERS = ("Asha Begum", "Daniel Crowe", "Fiona Marsh", "Kofi Mensah", "Ruth Ellwood")
NAMES = {
    Role.ADMINISTRATOR: "Adele Norton",
    Role.PRIVACY_OFFICER: "Percy Vance",
    Role.DIRECTORY_EDITOR: "Edith Moss",
    Role.LEAD_MANAGER: "Laura Meadows",
    Role.LINK_WORKER: "Asha Begum",
    Role.LEAD_FINANCE: "Fergus Penny",
    Role.REFERRER: "Nadia Nurse",
    Role.PRACTICE_MANAGER: "Paul Manners",
    Role.ANALYST: "Anna Lister",
    Role.COMMISSIONER: "Colin Mission",
    Role.COMMISSIONER_FINANCE: "Connie Funds",
    Role.STEERING_MEMBER: "Stella Ring",
    Role.BOARD_READER: "Boris Reade",
    Role.SAFEGUARDING_LEAD: "Sophie Lead",
    Role.GROUP_EDITOR: "Gwen Roup",
}
SEAT_OF = {
    Role.ADMINISTRATOR: HOST,
    Role.PRIVACY_OFFICER: HOST,
    Role.DIRECTORY_EDITOR: HOST,
    Role.LEAD_MANAGER: HOST,
    Role.LINK_WORKER: HOST,
    Role.LEAD_FINANCE: HOST,
    Role.SAFEGUARDING_LEAD: HOST,
    Role.REFERRER: "Weaver Street Surgery",
    Role.PRACTICE_MANAGER: "Weaver Street Surgery",
    Role.ANALYST: "Anytown Commissioning Group",
    Role.COMMISSIONER: "Anytown Commissioning Group",
    Role.COMMISSIONER_FINANCE: "Anytown Commissioning Group",
    Role.STEERING_MEMBER: "Anytown Commissioning Group",
    Role.BOARD_READER: "Anytown Commissioning Group",
    Role.GROUP_EDITOR: "Anytown Cat and Dog Shelter",
}


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Make the accounts of Anytown, once."""
    with database.writing() as session:
        if session.scalar(sa.select(Area.id).where(Area.name == AREA)) is None:
            _make(session, at)
    return [
        f"Sign in at /sign-in as {Role.DIRECTORY_EDITOR.value}@{DOMAIN}, "
        f"or any other role @{DOMAIN}; the password is: {PASSWORD}"
    ]


def sign_ins() -> Sequence[tuple[str, str]]:
    """Who can sign in to the demo: role in words, e-mail address."""
    return [(role.label, f"{role.value}@{DOMAIN}") for role in Role]


def _make(session: Session, at: datetime) -> None:
    area_id = operations.add_area(session, SYSTEM, name=AREA, at=at).id
    session.flush()
    localities = {
        name: operations.add_locality(
            session,
            SYSTEM,
            area_id=area_id,
            name=name,
            at=at,
            postcodes=postcodes,
            deprivation_rank=TENTH_OF[name],
        ).id
        for name, postcodes in LOCALITIES.items()
    }
    organisations = _make_organisations(session, area_id, localities, at)
    operations.name_host(
        session, SYSTEM, area_id=area_id, organisation_id=organisations[HOST], at=at
    )
    _agree(session, organisations, at)
    for role, name in NAMES.items():
        _seat(session, name, f"{role.value}@{DOMAIN}", organisations[SEAT_OF[role]], role, at)
    colleagues = [(name, Role.LINK_WORKER, HOST) for name in LINK_WORKERS[1:]]
    for name, role, place in (*colleagues, *COLLEAGUES):
        _seat(session, name, address_of(name), organisations[place], role, at)


@cache
def _hashed() -> str:
    """The hash of the password of all of them: making one takes long, as it should."""
    return hash_password(PASSWORD)


def address_of(name: str) -> str:
    """The address that somebody signs in with who is not the first in their role."""
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def _make_organisations(
    session: Session, area_id: UUID, localities: dict[str, UUID], at: datetime
) -> dict[str, UUID]:
    kinds = OrganisationKind
    rows = [
        (kinds.COMMISSIONING_BODY, "Anytown Commissioning Group", (), "1 Market Square, Anytown"),
        (kinds.LEAD_NTP, HOST, SERVED_BY_HOST, "The Old Library, Weaver Street, Anytown"),
        (kinds.LEAD_NTP, NEIGHBOURS, ("Southbank",), "Ferry House, Quay Road, Anytown"),
        (kinds.NTP, "Anytown Cat and Dog Shelter", (), "Shelter Lane, Anytown"),
        *(
            (kinds.PRACTICE, name, (locality,), f"{name}, Anytown")
            for name, locality in PRACTICES.items()
        ),
    ]
    return {
        name: operations.add_organisation(
            session,
            SYSTEM,
            kind=kind,
            name=name,
            area_id=area_id,
            at=at,
            serves=[localities[one] for one in serves],
            base=LocalBase(base, PHONE, HOURS, CODES.get(name, "")),
        ).id
        for kind, name, serves, base in rows
    }


def _agree(session: Session, organisations: dict[str, UUID], at: datetime) -> None:
    """Practices share data with their lead NTP; one lead NTP pays the shelter for dog walking."""
    host, today = organisations[HOST], day_in_london(at)
    begun, next_year = today - AGREED_BEFORE, today + timedelta(days=365)
    for practice, locality in PRACTICES.items():
        lead = host if locality in SERVED_BY_HOST else organisations[NEIGHBOURS]
        sharing = Terms(
            AgreementPurpose.DATA_SHARING, organisations[practice], lead, begun, None
        )  # fmt: skip
        operations.agree(
            session, SYSTEM, sharing, at=at,
            data_items=[DataItem.NAME_AND_CONTACT, DataItem.REASON, DataItem.ACTION_PLAN,
                        DataItem.OUTCOME, DataItem.STAR_SCORES],
        )  # fmt: skip
    paid = Terms(
        AgreementPurpose.SUB_CONTRACT, host, organisations["Anytown Cat and Dog Shelter"], begun,
        next_year,
    )  # fmt: skip
    operations.agree(session, SYSTEM, paid, at=at, outcomes=["They walk a dog each week"])


def _seat(
    session: Session, name: str, email: str, organisation_id: UUID, role: Role, at: datetime
) -> None:
    user = operations.add_user(session, SYSTEM, name=name, email=email, at=at, is_demo=True)
    user.password_hash = _hashed()
    operations.grant(
        session, SYSTEM, user_id=user.id, organisation_id=organisation_id, roles=[role], at=at
    )
