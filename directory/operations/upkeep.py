"""Still correct: one press by letter, on paper, on the group's own page or by telephone (A-DIR-10)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions
from directory.models import Confirmation, LadderStep, Listing
from directory.operations import keeping
from directory.queries import registration
from directory.queries import upkeep as queries
from directory.queries.upkeep import STILL_CORRECT
from kernel import limits, links, mail
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit

LINK_LIFETIME = timedelta(days=60)
"""A letter may lie on a kitchen table for weeks; the link can confirm and do nothing else."""

BY_LETTER = "By the link in our e-mail"
BY_PAPER = "By paper slip"
BY_OWN_PAGE = "On the group's own page"
BY_PHONE = "On the telephone"
ASKED = "asked"

CODES_FROM_NETWORK = Limit(
    "codes typed from one network",
    20,
    timedelta(hours=1),
    "Many codes were typed from your network in the last hour. Wait an hour, then try again.",
)
REMINDERS = Limit(
    "reminders about one listing",
    1,
    timedelta(days=7),
    "Somebody reminded this group a few days ago. Wait a week, or ring them.",
)


def confirm(session: Session, actor: Actor, listing: Listing, *, how: str, at: datetime) -> None:
    """All of it is still correct: the clock starts again, and what had left search comes back."""
    if reason := queries.why_not(listing.state):
        raise RuleBroken(reason)
    session.add(
        Confirmation(listing_id=listing.id, how=how, who=actor.called, by=actor.user_id, at=at)
    )
    keeping.confirm(session, actor, listing, at=at)


def confirm_by_letter(session: Session, token: str, *, at: datetime) -> Listing | None:
    """The button behind the link in our letter. Earlier letters about the listing end with it."""
    listing_id = links.use(session, token, purpose=STILL_CORRECT, at=at)
    if listing_id is None:
        return None
    listing = queries.get_listing(session, listing_id)
    links.revoke(session, purpose=STILL_CORRECT, subject_id=listing.id, at=at)
    listing.group.mail_bounced_at = None
    confirm(session, Actor(holds=listing.group_id), listing, how=BY_LETTER, at=at)
    return listing


def confirm_by_code(session: Session, code: str, *, at: datetime) -> Listing:
    """The button behind the short address on a paper slip: it confirms, and can do nothing else."""
    listing = queries.get_by_code(session, code)
    confirm(session, Actor(holds=listing.group_id), listing, how=BY_PAPER, at=at)
    return listing


def confirm_own(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> None:
    """The button on the group's own page."""
    listing = registration.get_own(session, actor, listing_id)
    confirm(session, actor, listing, how=BY_OWN_PAGE, at=at)


def confirm_by_phone(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> None:
    """An editor rang, and the group said that it is still correct."""
    actor.must(permissions.REVIEW)
    listing = registration.get_for_editor(session, actor, listing_id)
    confirm(session, actor, listing, how=BY_PHONE, at=at)


def remind(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> None:
    """Somebody who works with the group nudges it, once a week at most (A-HLW-15)."""
    actor.must(permissions.PROPOSE_CORRECTION)
    listing = queries.get_in_area(session, actor, listing_id)
    if not can_write_to(listing):
        phone = listing.group.keeper_phone or listing.content.phone
        tail = f" Ring {phone}." if phone else ""
        raise RuleBroken(f"We have no e-mail address that works for this group.{tail}")
    limits.count(session, REMINDERS, str(listing.id), at=at)
    write_to_keeper(session, listing, step=ASKED, at=at)
    session.add(
        LadderStep(
            listing_id=listing.id,
            round_on=queries.began_on(listing),
            step=ASKED,
            told="letter",
            who=actor.called,
            at=at,
        )
    )
    audit.record(session, actor, "reminded a group", listing, at=at)


def can_write_to(listing: Listing) -> bool:
    """Whether a letter to the group's keeper is likely to arrive."""
    return bool(listing.group.keeper_email) and listing.group.mail_bounced_at is None


def write_about(
    session: Session,
    listing_id: UUID,
    *,
    template: str,
    facts: Mapping[str, Any],
    at: datetime,
    link: mail.Link | None = None,
) -> bool:
    """Write to whoever keeps a listing, for a feature above; False when no letter would arrive.

    The address stays here: who asks for the letter never learns it.
    """
    listing = queries.get_listing(session, listing_id)
    if not can_write_to(listing):
        return False
    about = {"listing": listing.content.name, "group": listing.group.name, **facts}
    to = listing.group.keeper_email
    group_id = listing.group_id
    mail.write(session, template=template, to=to, facts=about, at=at, link=link, about=group_id)
    return True


def write_to_keeper(session: Session, listing: Listing, *, step: str, at: datetime) -> None:
    """One letter, one link: is this still correct? It also says what happens at this step."""
    mail.write_routine(
        session,
        template="directory/still_correct",
        to=listing.group.keeper_email,
        facts={
            "step": step,
            "listing": listing.content.name,
            "host": registration.host_words(session, listing.area_id),
        },
        at=at,
        link=mail.Link(STILL_CORRECT, listing.id, "/still-correct/", LINK_LIFETIME),
        about=listing.group_id,
    )


def note_bounces(session: Session, *, at: datetime) -> int:
    """Remember whose letters come back, and forget it once one has arrived; how many changed."""
    came_back = queries.bounces(session)
    changed = 0
    for group in queries.bounced_groups(session, set(came_back)):
        if group.mail_bounced_at != came_back.get(group.id):
            group.mail_bounced_at = came_back.get(group.id)
            audit.record(session, SYSTEM, "noted whether letters arrive", group, at=at)
            changed += 1
    return changed
