"""What waits with the star in the demo world, so that every page and form of it can be met."""

from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import links
from kernel.access import Actor, Role
from kernel.errors import NotFound, RuleBroken
from kernel.periods import day_in_london
from outcomes_star.instruments import Way
from outcomes_star.operations import choosing, readings
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.vocabulary import Agrees, Occasion
from referrals.demo_town import Town
from referrals.models import Person
from referrals.operations.person_page import PURPOSE
from referrals.queries import visible_to
from tests.cast_readings import LOW, ONS4, WHEEL

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
    _at_a_review(session, Town(session, day_in_london(at)).holding(Role.REFERRER), at=at)
    codes = (ONS4, "friends-and-family", "well-being-star")
    pages = [f"/instruments/{code}/1" for code in codes]
    return [*pages, f"/my-plan/{token}", f"/my-plan/{token}/ask/{WHEEL}"]


def _at_a_review(session: Session, nurse: Actor, *, at: datetime) -> None:
    """A practice has written down what the first patient said who agreed that it hears of them."""
    answers = {part: Answered(number) for part, number in LOW.items()}
    said = Said(Occasion.ANNUAL, Way.PRACTICE, day_in_london(at), answers, "Much better.")
    for row in session.scalars(visible_to(nurse).order_by(sa.text("sent_at"))).all():
        with suppress(NotFound, RuleBroken):
            readings.take_at_review(session, nurse, row.id, WHEEL, said, at=at)
            return
    raise LookupError("No patient of the demo world may be asked at their practice.")
