"""What waits on a Monday morning for those who keep Anytown's directory. Everybody here is made up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.checks import CheckKind, CheckResult
from directory.models import Group, Listing
from directory.operations import (
    checks,
    corrections,
    draws,
    finding,
    importing,
    ladder,
    registration,
    reports,
    upkeep,
)
from directory.operations.checks import Checked
from directory.operations.finding import Searched
from directory.operations.registration import SixAnswers
from directory.queries.searches import FOUND, NOTHING
from directory.vocabulary import Domain, Joining, Place
from kernel.access import ANYONE, Actor, Role
from kernel.periods import Month, day_in_london

LIST = Path(__file__).parent / "anytown_list.csv"
NEIGHBOURS = "Groups of the next town.csv"

BY_PHONE = SixAnswers(
    group_name="Whist and Whispers",
    area_id=None,
    what="Card games in the back room. We teach you whist in an afternoon.",
    place=Place.SOMEWHERE,
    postcode="NE8 4AA",
    when="Wednesdays 2pm to 4pm",
    joining=Joining.TURN_UP,
    contact="0191 498 0161",
)
ODD = replace(
    BY_PHONE,
    group_name="Quick Coins Circle",
    what="Learn to invest. Guaranteed returns. Send your bank details and we do the rest.",
    when="Any time",
    contact="0191 498 0162",
)
LOOKED_FOR = (
    ("befriending", "Riverside", FOUND, 31),
    ("physical-activity", "Hilltop", FOUND, 27),
    ("", "", FOUND, 19),
    ("arts-for-health", "Southbank", NOTHING, 6),
    ("welfare-rights", "Southbank", NOTHING, 4),
    ("", "Hilltop", NOTHING, 2),
)
"""Searches of one day: for what, near which locality, with which outcome, how many."""


def arrange(session: Session, area_id: UUID, *, late: Mapping[str, int], at: datetime) -> UUID:
    """Let something wait in every part of the desk; the list that is to be read next.

    `late` are the groups that were last confirmed so many days ago.
    """
    session.flush()
    editor = somebody(session, Role.DIRECTORY_EDITOR)
    _register(session, editor, at=at - timedelta(days=2))
    _tell(session, area_id, at=at - timedelta(days=1))
    _answer(session, editor, at=at)
    _let_a_check_run_out(session, editor, at=at)
    _draw(session, somebody(session, Role.LEAD_MANAGER), at=at)
    _search(session, area_id, at=at)
    for name in late:
        ladder.take_step(session, listing_of(session, name).id, at=at)
    return _bring_a_list(session, editor, area_id, at=at)


def somebody(session: Session, role: Role) -> Actor:
    """The person who signs in to the demo in a role."""
    user = accounts.find_user_by_email(session, f"{role.value}@anytown.example")
    if user is None:
        raise LookupError(f"Nobody in Anytown is its {role.label}.")
    return accounts.acting(user, accounts.seats_of(session, user.id))


def listing_of(session: Session, group: str) -> Listing:
    """The first listing of a group."""
    return session.scalars(
        sa.select(Listing).join(Listing.group).where(Group.name == group).order_by(Listing.id)
    ).first() or _lost(group)


def _lost(group: str) -> Listing:
    raise LookupError(f"Anytown has no {group}.")


def _register(session: Session, editor: Actor, *, at: datetime) -> None:
    """One group waits to be rung; one was rung, and the screen found it odd."""
    registration.register(session, ANYONE, BY_PHONE, token="", signs=(), at=at)
    odd = registration.register(session, ANYONE, ODD, token="", signs=(), at=at)
    session.flush()
    registration.confirm_by_ring(session, editor, odd.id, at=at)


def _tell(session: Session, area_id: UUID, *, at: datetime) -> None:
    """What people and a link worker told us, of listings, of what is missing, of the site."""
    beach, knitting = (listing_of(session, name) for name in ("Beach Cleaners", "Knit and Natter"))
    says = "We were there on Sunday and nobody came. A notice said that they start again in spring."
    corrections.tell_wrong(session, ANYONE, beach.id, says=says, at=at)
    worker, answers = somebody(session, Role.LINK_WORKER), {"when": "Mondays 1pm to 3pm"}
    corrections.propose(
        session, worker, knitting.id, answers, says="Beth told me on the phone", at=at
    )
    finding.tell_missing(
        session, ANYONE, area_id=area_id, wanted="Walking football for women",
        domain=Domain.PHYSICAL_ACTIVITY, locality_id=None, at=at,
    )  # fmt: skip
    reports.tell(
        session, ANYONE, says="I would like to see at once which ones have a lift.",
        was_useful=True, was_easy=False, page="/search", at=at,
    )  # fmt: skip


def _answer(session: Session, editor: Actor, *, at: datetime) -> None:
    """Somebody said, and we did."""
    said = reports.tell(
        session, ANYONE, says="The letters are too small for me.", was_useful=True, was_easy=None,
        page="/print", at=at - timedelta(days=30),
    )  # fmt: skip
    reports.answer(
        session, editor, said.id, says="Everything you print from here is now in large letters.",
        is_public=True, at=at - timedelta(days=20),
    )  # fmt: skip


def _let_a_check_run_out(session: Session, editor: Actor, *, at: datetime) -> None:
    today = day_in_london(at)
    insured = Checked(
        what=CheckKind.INSURANCE,
        other_words="",
        result=CheckResult.PASSED,
        checked_by=editor.name,
        owner="The treasurer of the Men's Shed",
        checked_on=today - timedelta(days=356),
        runs_out_on=today + timedelta(days=9),
    )
    shed = listing_of(session, "Hilltop Men's Shed")
    checks.record(session, editor, shed.id, insured, at=at - timedelta(days=356))


def _draw(session: Session, manager: Actor, *, at: datetime) -> None:
    """The draw before the last was made; the last one can be."""
    last = Month.containing(at).previous
    for month, names in (
        (last.previous, ("Knit and Natter", "Paintbox", "Anytown Community Choir")),
        (last, ("Paintbox", "Salsa con Sal", "Gentle Chairs", "Drum Circle Hilltop")),
    ):
        noon = month.begins + timedelta(days=9, hours=12)
        for name in names:
            listing = listing_of(session, name)
            keeper = Actor(holds=listing.group_id)
            upkeep.confirm(session, keeper, listing, how=upkeep.BY_LETTER, at=noon)
    session.flush()
    draws.make(session, manager, last.previous, at=last.begins + timedelta(hours=10))


def _search(session: Session, area_id: UUID, *, at: datetime) -> None:
    near = {one.name: str(one.id) for one in accounts.localities(session, area_id)}
    yesterday = day_in_london(at) - timedelta(days=1)
    counts = {
        Searched(yesterday, domain, near.get(locality, ""), outcome): count
        for domain, locality, outcome, count in LOOKED_FOR
    }
    finding.keep_tallies(session, counts)


def _bring_a_list(session: Session, editor: Actor, area_id: UUID, *, at: datetime) -> UUID:
    batch = importing.begin_batch(
        session, editor, area_id=area_id, name=NEIGHBOURS, data=LIST.read_bytes(), at=at
    )
    importing.read_batch(
        session, editor, batch.id, names=batch.mapping, known_as=batch.known_as, at=at
    )
    return batch.id
