"""What onward links add up to: own services against others, and what refusals say of the area."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.queries.published import find_published
from kernel.access import Actor
from kernel.periods import day_in_london
from kernel.suppression import HIDDEN, Headcount, percentage
from referrals import permissions, reviews
from referrals.lifecycle import LinkState
from referrals.models import OnwardLink
from referrals.vocabulary import LinkKind, RefusalReason

TOOK_IT = [state for state in LinkState if state not in (LinkState.SUGGESTED, LinkState.DECLINED)]
A_YEAR = 12


@dataclass(frozen=True)
class Share:
    """How many links went to whom: own services against others (B0-46)."""

    words: str
    links: int


@dataclass(frozen=True)
class SharePage:
    """Own services, other groups and nobody, since a day; and what each group was sent."""

    since: date
    kinds: tuple[Share, ...]
    groups: tuple[Share, ...]
    own: int
    others: int
    with_choice: int
    total: int

    @property
    def own_percent(self) -> int | None:
        """How many of a hundred links to a group went to a service of our own; None without any."""
        linked = self.own + self.others
        return round(100 * self.own / linked) if linked else None


@dataclass(frozen=True)
class OwnShare:
    """Links to own services and to other groups in a time, and how many people were linked to each (B3-11)."""

    own: int
    others: int
    own_people: Headcount
    other_people: Headcount

    @property
    def percent(self) -> int | None:
        """How many of a hundred links went to own services, exactly; None without any."""
        linked = self.own + self.others
        return round(100 * self.own / linked) if linked else None

    @property
    def published(self) -> str:
        """The same for readers outside: "35%" of rounded numbers, or "*" where few people are on either side."""
        if HIDDEN in (self.own_people.published(), self.other_people.published()):
            return HIDDEN
        return percentage(Headcount(self.own), of=Headcount(self.own + self.others))


@dataclass(frozen=True)
class Refusal:
    """A group said no: what a feature above may know. Nothing here says who the person is."""

    link_id: UUID
    lead_id: UUID
    practice_id: UUID | None
    locality_id: UUID | None
    listing_id: UUID
    domains: tuple[str, ...]
    reason: RefusalReason
    on: date


def share_page(session: Session, actor: Actor, *, today: date) -> SharePage:
    """How links of the last twelve months fell on own services and on others, in exact numbers."""
    actor.must(permissions.OVERSEE)
    since = reviews.months_after(today, -A_YEAR)
    rows = session.execute(
        sa.select(OnwardLink.kind, OnwardLink.group_name, OnwardLink.choices, OnwardLink.made_at)
        .where(OnwardLink.lead_id == actor.organisation_id, OnwardLink.state.in_(TOOK_IT))
        .order_by(OnwardLink.made_at)
    )
    taken = [row for row in rows if day_in_london(row.made_at) >= since]
    kinds = Counter(row.kind for row in taken)
    groups = Counter(row.group_name for row in taken if row.kind is not LinkKind.SELF_DIRECTED)
    own = kinds[LinkKind.OWN]
    return SharePage(
        since=since,
        kinds=tuple(Share(kind.words, kinds[kind]) for kind in LinkKind),
        groups=tuple(
            Share(name, number)
            for name, number in sorted(groups.items(), key=lambda one: (-one[1], one[0]))
        ),
        own=own,
        others=sum(groups.values()) - own,
        with_choice=sum(len(row.choices) > 1 for row in taken),
        total=len(taken),
    )


def own_share(session: Session, lead_id: UUID, *, since: date, until: date) -> OwnShare:
    """How the links that a lead NTP made from a day until the end of another fell; what was declined is none."""
    rows = session.execute(
        sa.select(OnwardLink.kind, OnwardLink.person_id, OnwardLink.made_at).where(
            OnwardLink.lead_id == lead_id,
            OnwardLink.state.in_(TOOK_IT),
            OnwardLink.kind != LinkKind.SELF_DIRECTED,
        )
    )
    made = [row for row in rows if since <= day_in_london(row.made_at) <= until]
    own = [row.person_id for row in made if row.kind is LinkKind.OWN]
    others = [row.person_id for row in made if row.kind is not LinkKind.OWN]
    return OwnShare(len(own), len(others), Headcount(len(set(own))), Headcount(len(set(others))))


def find_refusal(session: Session, link_id: UUID) -> Refusal | None:
    """What a refusal says about the area; None when there was none, or it was taken up after all."""
    row = session.get(OnwardLink, link_id)
    if row is None or row.refusal is None or row.answered_at is None or row.listing_id is None:
        return None
    on = day_in_london(row.answered_at)
    listed = find_published(session, row.listing_id, today=on)
    return Refusal(
        row.id, row.lead_id, row.person.practice_id, row.person.locality_id, row.listing_id,
        tuple(one.value for one in listed.domains) if listed else (), row.refusal, on,
    )  # fmt: skip
