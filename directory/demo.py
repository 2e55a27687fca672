"""The groups of Anytown, and as many made-up listings more as somebody wants to measure with.

Everybody and everything here is made up.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from accounts import queries as accounts
from audit import operations as audit
from directory import demo_corpus, demo_desk
from directory.content import Content
from directory.demo_corpus import DemoArea
from directory.lifecycle import Move, State
from directory.models import Check, Group, HostSettings, Listing
from directory.operations import indexing, keeping, keeping_many
from directory.operations.keeping_many import NewGroup, NewListing, batched
from directory.operations.reading import reader
from directory.published import Published
from directory.vocabulary import LegalType
from kernel.access import SYSTEM
from kernel.database import Database
from kernel.geography import Point
from kernel.periods import day_in_london

GROUPS = Path(__file__).parent / "anytown.toml"
AREA = "Anytown"
HOST = "Better Services Enterprise"
HOSTS_PHONE = "0191 498 0123"
CENTRE = Point(lat=54.975, lon=-1.6)
CHECKED = ("Anytown Advice Centre", "Good Neighbours Anytown", "Riverside Community Garden")
FORGOTTEN = {"Book Bunch": 120, "Pedal Slow": 110, "Line Dance Southbank": 92}
"""Groups whose listings were last confirmed so many days ago, so that the ladder has work."""
UNREACHABLE = "Line Dance Southbank"
"""A group without an e-mail address: somebody has to ring."""
NEW, OLD = 3, 200
NEWCOMERS = ("Anytown Repair Café", "Signs of Life")
"""Groups that were first listed a few days ago; the others are known longer."""

AT_A_TIME = 2_000
TOLD_EVERY = 10_000
CONFIRMED_WITHIN = 80
"""Days: so that what is measured is not on its way out of the directory."""
SAID = tuple({one.name for one in fields(Content)} & {one.name for one in fields(Published)})


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Make the groups of Anytown, once, and as many made-up listings more as are asked for."""
    said: list[str] = []
    with database.writing() as session:
        area_id = next(area.id for area in accounts.areas(session) if area.name == AREA)
        if session.scalar(sa.select(Group.id).where(Group.area_id == area_id).limit(1)) is None:
            count = _make(session, area_id, at)
            waiting = demo_desk.arrange(session, area_id, late=FORGOTTEN, at=at)
            said.append(f"Anytown has {count} activities to find.")
    if said:
        reader().read(waiting)
    if listings:
        made = _make_many(database, area_id, listings, seed=seed, at=at)
        found = indexing.keeper().rebuild(at=at)
        said.append(f"{made:,} made-up listings more. {found:,} can be found.")
    return said


# ---- the forty groups ------------------------------------------------------------------------


def _make(session: Session, area_id: UUID, at: datetime) -> int:
    session.add(HostSettings(area_id=area_id, phone=HOSTS_PHONE))
    organisations = {one.name: one.id for one in accounts.organisations(session, area_id=area_id)}
    groups = tomllib.loads(GROUPS.read_text())["group"]
    return sum(
        _make_group(session, area_id, facts, organisations.get(facts["name"]), at)
        for facts in groups
    )


def _make_group(
    session: Session,
    area_id: UUID,
    facts: Mapping[str, Any],
    organisation_id: UUID | None,
    at: datetime,
) -> int:
    name = facts["name"]
    began = at - timedelta(days=NEW if name in NEWCOMERS else OLD)
    confirmed = max(began, at - timedelta(days=FORGOTTEN.get(name, 10)))
    email = "" if name == UNREACHABLE else f"{_slug(name)}@groups.example"
    group = keeping.add_group(
        session, SYSTEM, area_id=area_id, name=name, at=began, keeper_email=email
    )
    group.legal_type = LegalType(facts["legal_type"])
    group.organisation_id, group.claimed_at = organisation_id, began
    for said in facts["listings"]:
        listing = _make_listing(session, group, dict(said), began)
        keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=began)
        listing.confirm(by=SYSTEM, on=confirmed.date(), at=confirmed)
        keeping.make(session, SYSTEM, listing, Move.CONFIRM, at=began)
    if name in CHECKED:
        session.add(_check(group, began=began, at=at))
    return len(facts["listings"])


def _check(group: Group, *, began: datetime, at: datetime) -> Check:
    return Check(
        group_id=group.id,
        what="Insurance and safeguarding policy",
        result="passed",
        checked_by="Edith Moss",
        owner=HOST,
        checked_on=began.date(),
        runs_out_on=(at + timedelta(days=300)).date(),
        recorded_at=began,
    )


def _make_listing(session: Session, group: Group, said: dict[str, Any], at: datetime) -> Listing:
    hidden_address = said.pop("hidden_address", "")
    content = Content.from_json(said)
    listing = keeping.begin(session, SYSTEM, group=group, content=content, at=at, source="demo")
    if hidden_address:
        keeping.hide_place(session, SYSTEM, listing, address=hidden_address, at=at)
    return listing


def _slug(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


# ---- listings by the thousand ----------------------------------------------------------------


def _make_many(database: Database, area_id: UUID, count: int, *, seed: int, at: datetime) -> int:
    """So many made-up listings, the same for the same seed; those that are there stay."""
    made = seen = 0
    with database.reading() as session:
        localities = tuple((one.id, one.name) for one in accounts.localities(session, area_id))
    area = DemoArea(area_id, AREA, CENTRE, localities)
    for some in batched(demo_corpus.listings(count, seed=seed, area=area), AT_A_TIME):
        with database.writing() as session:
            made += _add(session, some, area_id, at=at)
        seen += len(some)
        if seen % TOLD_EVERY == 0:
            click.echo(f"{seen:,} of {count:,} listings")
    return made


def _add(session: Session, some: Sequence[Published], area_id: UUID, *, at: datetime) -> int:
    new = list(_not_there(session, Listing.id, {one.id: one for one in some}))
    groups = {one.group.id: one.group for one in new}
    keeping_many.add_groups(
        session,
        (
            NewGroup(one.name, one.description, legal_type=one.legal_type, id=one.id)
            for one in _not_there(session, Group.id, groups)
        ),
        area_id=area_id,
        at=at,
    )
    begun = [_new(one, at) for one in new]
    because = "Made up"
    keeping_many.begin_many(session, SYSTEM, begun, area_id=area_id, at=at, because=because)
    ids = [one.id for one in new]
    keeping_many.make_many_unheard(
        session, SYSTEM, ids, Move.PUBLISH, before=State.DRAFT, at=at, because=because
    )
    audit.record(session, SYSTEM, "made listings up", at=at, count=len(new))
    return len(new)


def _not_there(
    session: Session, column: InstrumentedAttribute[UUID], by_id: Mapping[UUID, Any]
) -> Iterator[Any]:
    """Those whose ids are not in the database yet, in order."""
    there = set(session.scalars(sa.select(column).where(column.in_(list(by_id)))))
    return (one for one_id, one in by_id.items() if one_id not in there)


def _new(one: Published, at: datetime) -> NewListing:
    since = demo_corpus.MADE_AT.date() - (one.confirmed_on or demo_corpus.MADE_AT.date())
    known_where = one.latitude is not None and one.longitude is not None
    return NewListing(
        id=one.id,
        group_id=one.group.id,
        content=Content(**{name: getattr(one, name) for name in SAID}),
        point=Point(one.latitude or 0, one.longitude or 0) if known_where else None,
        locality_id=one.locality_id,
        source="demo",
        confirmed_on=day_in_london(at) - timedelta(days=since.days % CONFIRMED_WITHIN),
        short_code=keeping.code_of(one.id.int),
    )
