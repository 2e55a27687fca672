"""What people of Anytown wanted and could not have: said in a practice, said to a link worker, counted on paper."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from directory.vocabulary import Domain
from kernel.access import Actor, Role
from kernel.database import Database
from kernel.periods import day_in_london
from unmet_need.models import UnmetNeed
from unmet_need.needs import Told
from unmet_need.operations import Sheet, record, type_in
from unmet_need.queries import own_places
from unmet_need.vocabulary import Match, Reason, Source, Wish

SAID = (
    Told((Domain.HEALTHY_EATING,), "Cooking for one, in the evening", Reason.WRONG_DAY, Wish.GROUP),
    Told((Domain.BEFRIENDING,), "Somebody to go to the match with", Reason.NOTHING, Wish.ONE_TO_ONE,
         match=Match.LACKING),
    Told((Domain.PHYSICAL_ACTIVITY,), "Swimming with a hoist", Reason.ACCESS, match=Match.LACKING),
    Told((Domain.WELFARE_RIGHTS,), "Help with a form, in Bengali", Reason.LANGUAGE, match=Match.THERE),
)  # fmt: skip
COUNTED = {Domain.ARTS_FOR_HEALTH: 3, Domain.VOLUNTEERING: 2}


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Let each practice and lead NTP of Anytown write down what they heard, once."""
    with database.writing() as session:
        if (
            session.scalar(sa.select(UnmetNeed.id).where(UnmetNeed.origin == "").limit(1))
            is not None
        ):
            return []
        made = sum(_hear(session, one, place, at=at) for place, one in enumerate(_hearers(session)))
    return [f"{made} needs that nobody met are written down in Anytown."]


def _hearers(session: Session) -> list[Actor]:
    kinds = {OrganisationKind.PRACTICE: Role.REFERRER, OrganisationKind.LEAD_NTP: Role.LINK_WORKER}
    return [
        Actor(organisation_id=one.id, area_id=one.area_id, roles=frozenset({role}), name="Petunias")
        for kind, role in kinds.items()
        for one in accounts.organisations(session, kind=kind)
    ]


def _hear(session: Session, actor: Actor, place: int, *, at: datetime) -> int:
    localities = own_places(session, actor)
    there = localities[place % len(localities)].id
    for days, told in enumerate(SAID, start=1):
        record(session, actor, told, locality_id=there, at=at - timedelta(days=days))
    sheet = Sheet(Source.FOCUS_GROUP, day_in_london(at), there, Reason.NOT_SAID, COUNTED)
    return len(SAID) + type_in(session, actor, sheet, at=at)
