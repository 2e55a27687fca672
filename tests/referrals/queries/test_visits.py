"""How many came under an agreement: people and never who, each once a day, those who were erased too."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accounts.models import Agreement
from kernel.access import Role
from referrals.models import Attendance, CountedVisit, Person
from referrals.operations import erasing, linking
from referrals.queries.visits import Visit, VisitCount, people_who_came, visits_under
from referrals.vocabulary import ErasureCause, ToldBy
from tests.cast import NOON, a_lead_ntp, a_link_worker, an_actor
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter

TODAY = NOON.date()
LATER = NOON + timedelta(days=1)


@pytest.fixture
def worker(session):
    return a_link_worker(session)


@pytest.fixture
def kitchen(session, worker):
    return a_funded_kitchen(session, a_lead_ntp(session))


@pytest.fixture
def agreement_id(session, kitchen):
    return session.scalar(sa.select(Agreement.id))


def mark(session, worker, link, *, on=TODAY, came=True):
    linking.mark(session, worker, link, on=on, came=came, told_by=ToldBy.WORKER, at=LATER)


def test_each_person_counts_once_a_day(session, worker, kitchen, agreement_id):
    for _ in range(2):
        mark(session, worker, a_link(session, worker, kitchen))
    third = a_link(session, worker, kitchen)
    mark(session, worker, third, came=False)
    mark(session, worker, third, on=LATER.date())
    assert visits_under(session, agreement_id) == (
        VisitCount(kitchen.id, TODAY, 2), VisitCount(kitchen.id, LATER.date(), 1),
    )  # fmt: skip


def test_a_mark_that_is_put_right_counts_no_longer(session, worker, kitchen, agreement_id):
    link = a_link(session, worker, kitchen)
    mark(session, worker, link)
    mark(session, worker, link, came=False)
    assert visits_under(session, agreement_id) == ()


def test_what_nobody_pays_for_is_not_counted(session, worker, kitchen, agreement_id):
    mark(session, worker, a_link(session, worker, a_shelter(session)))
    assert visits_under(session, agreement_id) == ()


def test_somebody_with_two_links_to_an_activity_is_one_person(
    session, worker, kitchen, agreement_id
):
    first, second = (a_link(session, worker, kitchen) for _ in range(2))
    for link in (first, second):
        mark(session, worker, link)
    second.person_id = first.person_id
    session.flush()
    assert visits_under(session, agreement_id) == (VisitCount(kitchen.id, TODAY, 1),)


def test_who_is_erased_still_counts_and_is_not_known_any_more(app, database):
    """The group was paid for the visit: taking it back would take money from those who did the work."""
    with database.writing() as session:
        worker = a_link_worker(session)
        kitchen = a_funded_kitchen(session, a_lead_ntp(session))
        links = [a_link(session, worker, kitchen) for _ in range(2)]
        for link in links:
            mark(session, worker, link)
        agreement_id = session.scalar(sa.select(Agreement.id))
        person_id = links[0].person_id
        before = visits_under(session, agreement_id)
        officer = an_actor(session, Role.PRIVACY_OFFICER)
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        erasing.erase(session, officer, person, ErasureCause.REQUEST, at=LATER)
    with database.reading() as session:
        assert before[0].people == 2 and visits_under(session, agreement_id) == before
        assert len(session.scalars(sa.select(Attendance)).all()) == 1
        (left,) = session.scalars(sa.select(CountedVisit))
        assert (left.agreement_id, left.on) == (agreement_id, TODAY)


def test_the_days_come_in_order(session, worker, kitchen, agreement_id):
    link = a_link(session, worker, kitchen)
    for day in (LATER.date(), TODAY):
        mark(session, worker, link, on=day)
    assert [one.on for one in visits_under(session, agreement_id)] == [TODAY, date(2026, 11, 23)]


class TestPeopleWhoCame:
    def people(self, session, *agreements, counts=lambda one: True):
        return people_who_came(session, agreements, counts=counts)

    def test_are_different_people_however_often_they_came(
        self, session, worker, kitchen, agreement_id
    ):
        links = [a_link(session, worker, kitchen) for _ in range(2)]
        for link in links:
            mark(session, worker, link)
        mark(session, worker, links[0], on=LATER.date())
        mark(session, worker, a_link(session, worker, kitchen), came=False)
        assert self.people(session, agreement_id) == 2
        assert self.people(session) == 0

    def test_are_those_of_the_visits_that_count(self, session, worker, kitchen, agreement_id):
        mark(session, worker, a_link(session, worker, kitchen))
        mark(session, worker, a_link(session, worker, kitchen), on=LATER.date())
        wanted = Visit(agreement_id, kitchen.id, TODAY)
        assert self.people(session, agreement_id, counts=lambda one: one == wanted) == 1

    def test_who_were_erased_count_as_many_as_came_at_once(self, session, kitchen, agreement_id):
        days = (TODAY, TODAY, LATER.date())
        session.add_all(
            CountedVisit(agreement_id=agreement_id, listing_id=kitchen.id, on=on) for on in days
        )
        session.flush()
        assert self.people(session, agreement_id) == 2
        assert self.people(session, agreement_id, counts=lambda one: one.on > TODAY) == 1
