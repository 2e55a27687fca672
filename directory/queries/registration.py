"""What the registration journey reads: a group's own listings, look-alikes, who is the host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from directory import permissions
from directory.content import Content
from directory.domains import disease_label
from directory.labels import Answer, differences
from directory.lifecycle import State
from directory.likeness import Known
from directory.models import Group, HostSettings, Listing
from directory.queries.history import Happened, story
from directory.queries.proposals import wanted_by_group
from directory.reasons import held_because
from directory.vocabulary import LegalType
from kernel import links
from kernel.access import Actor
from kernel.errors import NotFound

LIKELY = 400
CONFIRM = "confirm a listing"
"""What the link of our first letter is for."""
KEEP = "keep a group's listings"
CLAIM = "claim a group"
COMING_BACK = (KEEP, CLAIM)
"""What the links are for by which a group comes back to what it has."""


@dataclass(frozen=True)
class OwnListing:
    """A listing as its group sees it."""

    id: UUID
    name: str
    state: State
    state_words: str
    confirmed_on: date | None
    is_public: bool


@dataclass(frozen=True)
class Step:
    """An optional small page and whether anything is said on it."""

    slug: str
    title: str
    is_said: bool


@dataclass(frozen=True)
class OwnPage:
    """The page on which a group looks after one listing."""

    listing: OwnListing
    group: str
    group_description: str
    legal_type: LegalType | None
    charity_number: str
    size: str
    content: Content
    due_after_days: int | None
    needs_confirming: bool
    waits_for_editor: bool
    is_down: bool
    held_because: tuple[str, ...]
    letters_to: str
    steps: tuple[Step, ...]
    waiting: tuple[Answer, ...]
    history: tuple[Happened, ...]
    host: str
    host_phone: str
    gentle_word: str


STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("basics", "What, where and when", ("address", "town")),
    ("contact", "Phone, e-mail and web page", ("website",)),
    ("cost", "What it costs", ("cost_words", "cost_pence")),
    ("first-visit", "What a first visit is like", ("first_visit", "has_buddy")),
    ("access", "Getting in and getting there", ("is_step_free", "access_words", "transport")),
    ("who", "Who it is for", ("audiences", "audience_words", "minimum_age", "languages")),
    ("places", "Free places and waiting", ("places_left", "waiting_weeks")),
    ("needs", "What it is good for", ("needs", "has_volunteers")),
    ("group", "About your group", ()),
    (
        "professionals",
        "For doctors and link workers",
        ("referral_criteria", "is_targeted", "adviser_name"),
    ),
    ("rhythm", "How often we ask", ()),
)
"""The small pages: slug, title, and the facts that show whether anything was said there."""


def visible_to(actor: Actor) -> sa.Select[Listing]:
    """The listings of the group whose link somebody holds, or of their own organisation's group."""
    own = sa.select(Listing).join(Listing.group).options(joinedload(Listing.group))
    if actor.holds is not None:
        return own.where(Group.id == actor.holds)
    if actor.organisation_id is not None and actor.may(permissions.KEEP_OWN):
        return own.where(Group.organisation_id == actor.organisation_id)
    return own.where(sa.false())


def get_own(session: Session, actor: Actor, listing_id: UUID) -> Listing:
    """A listing of the actor's own group, or NotFound."""
    found = session.scalar(visible_to(actor).where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def own_listings(session: Session, actor: Actor) -> tuple[OwnListing, ...]:
    """All listings of the actor's own group, by name."""
    rows = session.scalars(visible_to(actor).order_by(Listing.started_at))
    return tuple(_own(row) for row in rows)


def own_page(session: Session, actor: Actor, listing_id: UUID) -> OwnPage:
    """One listing as its group looks after it."""
    row = get_own(session, actor, listing_id)
    group = row.group
    return OwnPage(
        listing=_own(row),
        group=group.name,
        group_description=group.description,
        legal_type=group.legal_type,
        charity_number=group.charity_number,
        size=group.size,
        content=wanted_by_group(session, row),
        due_after_days=row.due_after_days,
        needs_confirming=row.state is State.UNCONFIRMED,
        waits_for_editor=row.state is State.WAITING,
        is_down=row.state is State.WITHDRAWN,
        held_because=_held_because(session, row),
        letters_to=group.keeper_email,
        steps=_steps(row.content),
        waiting=_waiting(session, row),
        history=story(session, row.id),
        host=host_words(session, row.area_id)["name"],
        host_phone=host_words(session, row.area_id)["phone"],
        gentle_word=_gentle_word(row.content.name),
    )


def _held_because(session: Session, row: Listing) -> tuple[str, ...]:
    """Why an editor looks at it before people see it, in words; empty if nobody needs to."""
    if row.state not in (State.UNCONFIRMED, State.WAITING):
        return ()
    kinds = [str(flag["kind"]) for flag in row.flags]
    is_every_one = is_every_listing_held(session, row.area_id)
    return held_because(kinds, is_every_listing_held=is_every_one)


def _gentle_word(name: str) -> str:
    """A hint to leave the name of an illness out (A-DOM-03); never a refusal."""
    hint = disease_label(name)
    return hint.says if hint else ""


def _own(row: Listing) -> OwnListing:
    return OwnListing(
        row.id, row.content.name, row.state, row.state.words, row.confirmed_on, row.state.is_public
    )


def _steps(content: Content) -> tuple[Step, ...]:
    return tuple(
        Step(slug, title, any(getattr(content, name) not in (None, "", ()) for name in facts))
        for slug, title, facts in STEPS
    )


def _waiting(session: Session, listing: Listing) -> tuple[Answer, ...]:
    """What the group wants to say and no editor has looked at yet."""
    wanted = wanted_by_group(session, listing)
    return tuple(
        Answer(one.field, one.label, one.after or "nothing")
        for one in differences(listing.content, wanted)
    )


def get_for_editor(session: Session, actor: Actor, listing_id: UUID) -> Listing:
    """A listing of the area that the actor's organisation hosts, or NotFound (A-ORG-05)."""
    found = session.scalar(hosted_by(session, actor).where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def hosted_by(session: Session, actor: Actor) -> sa.Select[Listing]:
    """The listings of the areas that the actor's organisation hosts."""
    hosted = [
        area.id
        for area in accounts.areas(session)
        if actor.is_system or (area.host_id is not None and area.host_id == actor.organisation_id)
    ]
    return (
        sa.select(Listing)
        .join(Listing.group)
        .options(joinedload(Listing.group))
        .where(Listing.area_id.in_(hosted))
    )


def get_unclaimed(session: Session, listing_id: UUID) -> Listing:
    """A public listing that no group has claimed yet, or NotFound."""
    found = session.scalar(
        sa.select(Listing)
        .join(Listing.group)
        .options(joinedload(Listing.group))
        .where(
            Listing.id == listing_id,
            Group.claimed_at.is_(None),
            Listing.state.in_([state for state in State if state.is_public]),
        )
    )
    if found is None:
        raise NotFound
    return found


def groups_kept_by(session: Session, address: str) -> Sequence[Group]:
    """The groups whose letters go to an address."""
    if not address:
        return ()
    return session.scalars(
        sa.select(Group).where(Group.keeper_email == address).order_by(Group.made_at)
    ).all()


def unconfirmed_listing_of(session: Session, group_id: UUID) -> Listing | None:
    """A listing of the group that waits for its link to be pressed."""
    return session.scalar(
        sa.select(Listing)
        .options(joinedload(Listing.group))
        .where(Listing.group_id == group_id, Listing.state == State.UNCONFIRMED)
        .order_by(Listing.started_at.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class UsedLink:
    """A link of our first letter that was pressed already. `listing_id` is set if people see it."""

    listing_id: UUID | None
    waits_for_editor: bool
    host: str
    host_phone: str


def used_link(session: Session, token: str) -> UsedLink | None:
    """What to say of a link that was pressed already; None for any other."""
    subject_id = links.find_used(session, token, purpose=CONFIRM)
    row = session.get(Listing, subject_id) if subject_id else None
    if row is None:
        return None
    host = host_words(session, row.area_id)
    shown = row.id if row.state.is_public else None
    return UsedLink(shown, row.state is State.WAITING, host["name"], host["phone"])


def is_good_link(session: Session, token: str, *purposes: str, at: datetime) -> bool:
    """Whether the button behind a link still does something: neither used, too old nor made up."""
    return any(links.find(session, token, purpose=one, at=at) for one in purposes)


def neighbours(session: Session, listing: Listing) -> list[Known]:
    """Other groups' entries of the area to compare a listing with, newest first."""
    rows = session.execute(
        sa.select(Listing.id, Group.name, Listing.content, Group.charity_number)
        .join(Listing.group)
        .where(
            Listing.area_id == listing.area_id,
            Listing.group_id != listing.group_id,
            Listing.state.not_in([State.REJECTED, State.WITHDRAWN]),
        )
        .order_by(Listing.changed_at.desc())
        .limit(LIKELY)
    )
    return [
        Known(row.id, row.name, row.content.postcode, row.content.phone, row.charity_number)
        for row in rows
    ]


def is_every_listing_held(session: Session, area_id: UUID) -> bool:
    """Whether the host wants to look at every new listing first."""
    return bool(
        session.scalar(
            sa.select(HostSettings.is_every_listing_held).where(HostSettings.area_id == area_id)
        )
    )


def host_words(session: Session, area_id: UUID) -> dict[str, str]:
    """The host's name and phone, for pages and letters."""
    area = accounts.get_area(session, area_id)
    host = accounts.find_organisation(session, area.host_id) if area.host_id else None
    phone = session.scalar(sa.select(HostSettings.phone).where(HostSettings.area_id == area_id))
    return {
        "area": area.name,
        "name": host.name if host else area.name,
        "phone": phone or (host.phone if host else ""),
    }
