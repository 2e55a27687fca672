"""What waits with the star in the demo world, so that every page and form of it can be met."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import links
from kernel.access import Role
from kernel.periods import day_in_london
from outcomes_star.operations import choosing
from outcomes_star.vocabulary import Agrees
from referrals.demo_town import Town
from referrals.models import Person
from referrals.operations.person_page import PURPOSE
from tests.cast_readings import ONS4, WHEEL

WHO = "Noor Haddad"


def let_stars_wait(session: Session, *, at: datetime) -> list[str]:
    """An instrument that not all have agreed to yet, and somebody who can say how things are by their link.

    They were born on the day on which every form of the walk is filled in.
    """
    manager = Town(session, day_in_london(at)).holding(Role.LEAD_MANAGER)
    choosing.choose(session, manager, ONS4, 1, at=at)
    choosing.agree(
        session, manager, ONS4, 1, Agrees.PEOPLE, on=day_in_london(at), words="They said so.", at=at
    )
    person = session.scalars(sa.select(Person).where(Person.name == WHO)).one()
    person.born_on = day_in_london(at)
    token = links.issue(
        session, purpose=PURPOSE, subject_id=person.id, lifetime=timedelta(days=9), at=at
    )
    pages = [f"/instruments/{ONS4}/1", "/instruments/well-being-star/1"]
    return [*pages, f"/my-plan/{token}", f"/my-plan/{token}/ask/{WHEEL}"]
