"""The cast of plans and links: somebody with a goal in her own words, somebody linked to a group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose
from kernel import links as one_use
from kernel.access import SYSTEM
from referrals.introductions import LINK_LIFETIME
from referrals.lifecycle import State
from referrals.models import ActionPlan, OnwardLink, Referral
from referrals.operations import links, plans
from referrals.operations.links import Choice, Leave
from referrals.queries.answering import ANSWER
from referrals.queries.plans import find_plan
from referrals.vocabulary import Said
from tests.cast import NOON, an_area, an_ntp
from tests.cast_directory import a_listing
from tests.cast_referrals import a_person, a_referral

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from accounts.models import Organisation
    from directory.models import Listing
    from kernel.access import Actor

GOAL = "I want to lose weight, so that I can get up the stairs."


def a_goal(
    session: Session, worker: Actor, referral: Referral, words: str = GOAL, *, at: datetime = NOON
) -> UUID:
    """A goal in the plan of a case; the plan begins with it."""
    return plans.set_goal(session, worker, referral.id, words=words, at=at)


def the_plan(session: Session, referral: Referral) -> ActionPlan:
    """The plan of the person of a case."""
    found = find_plan(session, referral.person_id)
    assert found is not None
    return found


def an_agreed_case(
    session: Session, worker: Actor, *, at: datetime = NOON, **more: Any
) -> tuple[Referral, UUID]:
    """A case whose plan was agreed, with one goal; the referral and the goal."""
    referral = a_referral(session, worker=worker, state=State.ASSESSED, **more)
    goal_id = a_goal(session, worker, referral, at=at)
    plans.agree(session, worker, referral.id, seen=the_plan(session, referral).version, at=at)
    return referral, goal_id


def a_shelter(session: Session, **more: Any) -> Listing:
    """Dog walking with the shelter, which is no party to anything."""
    return a_listing(session, area_id=an_area(session).id, **more)


def our_own_walk(session: Session, lead: Organisation) -> Listing:
    """A listing of the lead NTP's own."""
    made = a_listing(session, area_id=lead.area_id, group="Our own", name="Health walk")
    made.group.organisation_id = lead.id
    session.flush()
    return made


def a_funded_kitchen(
    session: Session, lead: Organisation, *, outcomes: tuple[str, ...] = ("They cook once a week",)
) -> Listing:
    """A listing under a sub-contract that names what is owed."""
    kitchen = an_ntp(session, "The Community Kitchen")
    made = a_listing(
        session, area_id=lead.area_id, group=kitchen.name, name="Cooking together",
        keeper_email="kim@kitchen.example",
    )  # fmt: skip
    made.group.organisation_id = kitchen.id
    session.flush()
    terms = Terms(AgreementPurpose.SUB_CONTRACT, lead.id, kitchen.id, NOON.date(), None)
    accounts.agree(session, SYSTEM, terms, outcomes=outcomes, at=NOON)
    return made


def a_link(
    session: Session,
    worker: Actor,
    listing: Listing | None,
    *,
    said: Said = Said.YES,
    is_asked: bool = True,
    at: datetime = NOON,
    leave: Leave | None = None,
    **choice: Any,
) -> OnwardLink:
    """Somebody linked to a listing, or to her own idea; the group was asked, if there is one."""
    referral, goal_id = an_agreed_case(session, worker, person=a_person(session))
    facts = {"own_idea": "A dog of her own", "goal_id": goal_id, "said": said, **choice}
    chosen = listing.id if listing else None
    offered = [listing.id] if listing else [a_shelter(session, group="The gym", name="Gym").id]
    made = links.suggest(
        session, worker, referral.id, Choice(offered=offered, chosen=chosen, **facts), at=at
    )
    if listing is not None and said is Said.YES and is_asked:
        links.introduce(
            session, worker, referral.id, made.id, leave=leave or Leave(said_yes=True, how="Told me"),
            by_letter=True, at=at,
        )  # fmt: skip
    return made


def a_token(session: Session, link: OnwardLink, *, at: datetime = NOON) -> str:
    """The token of a letter to the group of a link."""
    token = one_use.issue(
        session, purpose=ANSWER, subject_id=link.id, lifetime=LINK_LIFETIME, at=at
    )
    session.flush()
    return token
