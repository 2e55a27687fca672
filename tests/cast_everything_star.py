"""What waits with the star in the demo world, so that every page and form of it can be met."""

from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import operations as agreements
from accounts import queries as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, DataItem, OrganisationKind
from directory.models import Group, Listing
from kernel import links, releases
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotFound, RuleBroken
from kernel.periods import FinancialYear, day_in_london
from outcomes_star import published, said, shelf
from outcomes_star.change import Sums
from outcomes_star.cohort import Counts, Course
from outcomes_star.instruments import Way
from outcomes_star.models import Reading
from outcomes_star.operations import choosing, loading, public_lines, readings
from outcomes_star.operations.choosing import Licensed
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.queries.cases import TAKES
from outcomes_star.queries.rows import periods_ready
from outcomes_star.vocabulary import Agrees, Occasion
from referrals.cuts import Cut
from referrals.demo_town import Town
from referrals.models import Person
from referrals.operations.person_page import PURPOSE
from referrals.queries import visible_to
from tests.cast_readings import (
    LOW,
    ONS4,
    OURS,
    STATEMENTS,
    WHEEL,
    in_languages,
    in_own_words,
)
from tests.cast_star import made_up_words

WHO = "Noor Haddad"
SHELTER, KEPT = "Anytown Cat and Dog Shelter", "Kept by Letter"


def let_stars_wait(session: Session, *, at: datetime) -> list[str]:
    """An instrument that not all have agreed to yet, a file that nobody chose, one in two languages with a
    part that people name, and somebody who can say how things are by their link.

    They were born on the day on which every form of the walk is filled in.
    """
    manager = Town(session, day_in_london(at)).holding(Role.LEAD_MANAGER)
    choosing.choose(session, manager, ONS4, 1, at=at)
    choosing.agree(
        session, manager, ONS4, 1, Agrees.PEOPLE, on=day_in_london(at), words="They said so.", at=at
    )
    for text in (in_languages("bn").replace(OURS, "spare-wheel"), in_own_words(in_languages("bn"))):
        loading.load(session, manager, text, at=at)
    choosing.choose(session, manager, OURS, 1, at=at)
    for one in Agrees:
        choosing.agree(session, manager, OURS, 1, one, on=day_in_london(at), words="Yes.", at=at)
    person = session.scalars(sa.select(Person).where(Person.name == WHO)).one()
    person.born_on = day_in_london(at)
    token = links.issue(
        session, purpose=PURPOSE, subject_id=person.id, lifetime=timedelta(days=9), at=at
    )
    _reached_by_email(session, Town(session, day_in_london(at)).holding(Role.LINK_WORKER))
    _may_pick(session, manager, at=at)
    _at_a_review(session, Town(session, day_in_london(at)).holding(Role.REFERRER), at=at)
    _are_published(session, manager, at=at)
    codes = (ONS4, "friends-and-family", "well-being-star", "spare-wheel")
    pages = [f"/instruments/{code}/1" for code in codes]
    worker = Town(session, day_in_london(at)).holding(Role.LINK_WORKER)
    case = next(one for one in session.scalars(visible_to(worker)) if one.state in TAKES)
    pages.append(f"/cases/{case.id}/ask/{STATEMENTS}?pick=statement-1-1&pick=statement-4-2")
    _may_have_rows(session, at=at)
    own = f"/my-plan/{token}"
    asked = (WHEEL, STATEMENTS, f"{OURS}?language=bn")
    return [*pages, own, *(f"{own}/ask/{one}" for one in asked)]


def _may_pick(session: Session, manager: Actor, *, at: datetime) -> None:
    """Permission for statements in made-up words, to which all four agreed."""
    one, today = shelf.get(STATEMENTS, 1), day_in_london(at)
    licensed = Licensed("Permission of 3 May", None, made_up_words(one))
    choosing.enter_licence(session, manager, STATEMENTS, 1, licensed, seen=0, at=at)
    choosing.choose(session, manager, STATEMENTS, 1, at=at)
    for agrees in Agrees:
        choosing.agree(
            session, manager, STATEMENTS, 1, agrees, on=today, words="They said so.", at=at
        )


def _are_published(session: Session, manager: Actor, *, at: datetime) -> None:
    """Figures of the lead NTP, and of two activities: of one everybody may read what people said."""
    assert manager.organisation_id
    last = FinancialYear.containing(at).previous.previous  # Anytown has figures of the year between
    wheel = shelf.get(WHEEL, 1)
    moved = {one.code: Sums(30, 40, 70, 30, 60, 20, 4) for one in wheel.aspects}
    counts = {Cut.ALL: {"": Counts(Course(45, 30, 33, 5, 4, 3), moved)}}
    shown, hidden = (
        session.scalars(sa.select(Listing).join(Listing.group).where(Group.name == name)).first()
        for name in (SHELTER, KEPT)
    )
    answers = {said.GOOD: 20, said.NEITHER: 3, said.POOR: 0}
    told = dict.fromkeys(("", str(shown.id), str(hidden.id)), answers)
    for kind, tables in (
        (published.kind_of(wheel), published.tables(counts, wheel)),
        (said.KIND, said.tables(told)),
    ):
        releases.issue(
            session, reader=published.reader_of(manager.organisation_id), period=last, kind=kind,
            table=next(iter(tables))(), at=at,
        )  # fmt: skip
    public_lines.agree(session, Actor(holds=shown.group_id), shown.id, at=at)


def _reached_by_email(session: Session, worker: Actor) -> None:
    """Whoever was asked by her has an e-mail address, so that their star can be sent there."""
    asked = sa.select(Reading.person_id).where(Reading.by == worker.user_id)
    for person in session.scalars(
        sa.select(Person).where(Person.id.in_(asked), Person.email == "")
    ):
        person.email = "somebody@people.example"


def _may_have_rows(session: Session, *, at: datetime) -> None:
    """The analyst's organisation may have rows without names, and enough people started in a quarter."""
    ready = periods_ready(day_in_london(at))[0]
    starts = sa.select(Reading).where(
        Reading.occasion == Occasion.START, Reading.taken_on > ready.last_day
    )
    for one in session.scalars(starts.order_by(Reading.taken_on).limit(5)):
        one.taken_on = ready.last_day
    reader = Town(session, day_in_london(at)).holding(Role.ANALYST).organisation_id
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        terms = Terms(
            AgreementPurpose.DATA_SHARING, lead.id, reader, day_in_london(at), until_on=None
        )
        agreements.agree(session, SYSTEM, terms, data_items=[DataItem.ROWS_WITHOUT_NAMES], at=at)


def _at_a_review(session: Session, nurse: Actor, *, at: datetime) -> None:
    """A practice has written down what the latest patient said who agreed that it hears of them."""
    answers = {part: Answered(number) for part, number in LOW.items()}
    said = Said(Occasion.ANNUAL, Way.PRACTICE, day_in_london(at), answers, "Much better.")
    for row in session.scalars(visible_to(nurse).order_by(sa.text("sent_at DESC"))).all():
        with suppress(NotFound, RuleBroken):
            readings.take_at_review(session, nurse, row.id, WHEEL, said, at=at)
            return
    raise LookupError("No patient of the demo world may be asked at their practice.")
