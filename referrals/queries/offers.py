"""Activities to offer somebody: found in the directory near them, those with places left first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from accounts.vocabulary import AgreementPurpose
from directory import shown
from directory.asked import Asked
from directory.published import Published
from directory.queries import finding
from directory.queries.offered import services_of
from directory.queries.published import find_published, published_in_order
from directory.search import Order
from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.models import Person
from referrals.plans import Goal
from referrals.queries.case import Banner, banner_of
from referrals.queries.links import open_links_of
from referrals.queries.plans import find_plan, get_own_case
from referrals.vocabulary import LinkKind

MILES = 20
MOST_OFFERED = 8
LEAST_CHOICES = 2
"""Who is offered one thing has no choice."""


@dataclass(frozen=True)
class Terms:
    """On which footing somebody is linked to a listing: the agreement and what it owes, if any."""

    kind: LinkKind
    agreement_id: UUID | None = None
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """An activity that may be offered. `places_left` is None where the group has not said."""

    listing_id: UUID
    group_id: UUID
    name: str
    group: str
    href: str
    text: str
    facts: tuple[str, ...]
    has_buddy: bool
    places_left: int | None
    places: str
    terms: Terms


@dataclass(frozen=True)
class FindPage:
    """What was found near somebody, for the link worker to offer."""

    referral_id: UUID
    banner: Banner
    what: str
    where: str
    near: str
    offers: tuple[Offer, ...]
    total: int


@dataclass(frozen=True)
class OfferPage:
    """What is being offered, and the goals that it may serve. `taken` are those they are linked to."""

    referral_id: UUID
    banner: Banner
    offers: tuple[Offer, ...]
    taken: frozenset[UUID]
    goals: tuple[Goal, ...]

    @property
    def to_choose(self) -> tuple[Offer, ...]:
        """Those that may still be chosen."""
        return tuple(one for one in self.offers if one.listing_id not in self.taken)

    @property
    def ideas_needed(self) -> int:
        """How many ideas of their own are needed, so that there are two things to choose from."""
        return max(LEAST_CHOICES - len(self.offers), 0)


class Footing:
    """What is read once for many listings: our own services, and our sub-contracts in force."""

    def __init__(self, session: Session, lead_id: UUID, *, on: date) -> None:
        self._own = services_of(session, lead_id)
        agreements = accounts.agreements_in_force(
            session, on=on, purpose=AgreementPurpose.SUB_CONTRACT, party_id=lead_id
        )
        self._formal = [
            (one, services_of(session, one.second_id))
            for one in agreements
            if one.first_id == lead_id and one.outcomes
        ]

    def terms(self, listing_id: UUID) -> Terms:
        """Own service, under a sub-contract that covers it, or a suggestion."""
        wanted = str(listing_id)
        if wanted in self._own:
            return Terms(LinkKind.OWN)
        for agreement, offered in self._formal:
            if wanted in offered and _covers(agreement, wanted):
                return Terms(LinkKind.FORMAL, agreement.id, agreement.outcomes)
        return Terms(LinkKind.INFORMAL)


def _covers(agreement: AgreementFacts, listing: str) -> bool:
    """No services named means all that the group offers."""
    return not agreement.services or listing in agreement.services


def find_page(
    session: Session, actor: Actor, referral_id: UUID, *, what: str, where: str, at: datetime
) -> FindPage:
    """What the directory has near somebody, or near another place that the link worker typed."""
    referral = get_own_case(session, actor, referral_id)
    near = where or place_of(session, referral.person)
    order = Order.DISTANCE if near and not what else Order.RELEVANCE
    today = day_in_london(at)
    asked = Asked(what=what, where=near, miles=MILES, order=order, today=today)
    given = finding.answer(session, asked, now=at)
    footing = Footing(session, referral.lead_id, on=today)
    found = published_in_order(session, given.found.ids, today=today)
    return FindPage(
        referral_id=referral.id,
        banner=banner_of(referral.person),
        what=what,
        where=where,
        near=given.located.label if given.located else "",
        offers=_places_first(_offer(one, footing) for one in found),
        total=given.found.total,
    )


def place_of(session: Session, person: Person) -> str:
    """Where somebody lives, as well as we know: a postcode, or the name of a locality."""
    if person.postcode or person.locality_id is None:
        return person.postcode
    return accounts.get_locality(session, person.locality_id).name


def offer_page(
    session: Session, actor: Actor, referral_id: UUID, *, listing_ids: Sequence[UUID], at: datetime
) -> OfferPage:
    """The activities that the link worker puts before somebody."""
    referral = get_own_case(session, actor, referral_id)
    plan = find_plan(session, referral.person_id)
    goals = plan.content.open_goals if plan and plan.state.is_active else ()
    return OfferPage(
        referral.id, banner_of(referral.person),
        offers(session, referral.lead_id, listing_ids, on=day_in_london(at)),
        _taken(session, referral.person_id), goals,
    )  # fmt: skip


def _taken(session: Session, person_id: UUID) -> frozenset[UUID]:
    """The listings that somebody is linked to already."""
    listed = (one.listing_id for one in open_links_of(session, person_id))
    return frozenset(one for one in listed if one is not None)


def offers(
    session: Session, lead_id: UUID, listing_ids: Sequence[UUID], *, on: date
) -> tuple[Offer, ...]:
    """The offers of these listings that are still in the directory, in their order."""
    footing = Footing(session, lead_id, on=on)
    wanted = list(dict.fromkeys(listing_ids))[:MOST_OFFERED]
    found = (find_published(session, one, today=on) for one in wanted)
    return tuple(_offer(one, footing) for one in found if one is not None)


def _offer(listing: Published, footing: Footing) -> Offer:
    card = shown.card(listing)
    return Offer(
        listing_id=listing.id,
        group_id=listing.group.id,
        name=listing.name,
        group=listing.group.name,
        href=card.href,
        text=card.text,
        facts=card.facts,
        has_buddy=bool(listing.has_buddy),
        places_left=listing.places_left,
        places=_places(listing),
        terms=footing.terms(listing.id),
    )


def _places(listing: Published) -> str:
    weeks = "1 week" if listing.waiting_weeks == 1 else f"{listing.waiting_weeks} weeks"
    wait = f" The wait is {weeks}." if listing.waiting_weeks else ""
    match listing.places_left:
        case None:
            return f"The group has not said how many places are left.{wait}"
        case 0:
            return f"It is full.{wait}"
        case 1:
            return f"1 place is left.{wait}"
        case number:
            return f"{number} places are left.{wait}"


def _places_first(found: Iterable[Offer]) -> tuple[Offer, ...]:
    """Those with places left, then those of which nobody knows, then the full ones."""
    return tuple(sorted(found, key=lambda one: {None: 1, 0: 2}.get(one.places_left, 0)))
