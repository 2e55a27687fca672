"""The clock goes on for years: the right records go, after a dry run and a name, and only those (G4)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from referrals.lifecycle import State
from referrals.models import CountedCase, Erasure, Hold, Person, Referral
from referrals.operations import retention as operations
from referrals.queries import retention as reading
from referrals.vocabulary import ErasureCause
from tests.cast import NOON, a_lead_ntp, an_actor
from tests.cast_referrals import a_person, a_referral

YEARS = NOON + timedelta(days=8 * 365 + 5)


@pytest.fixture
def officer(session):
    return an_actor(session, Role.PRIVACY_OFFICER, name="Pat Osei")


@pytest.fixture
def people(session):
    """Everybody of eight years ago, and what keeps each."""
    made = {
        "over": a_referral(session, a_person(session, "Over"), state=State.COMPLETED),
        "a child": a_referral(
            session, a_person(session, "Child", born_on=date(2015, 1, 1)), state=State.COMPLETED
        ),
        "held": a_referral(session, a_person(session, "Held"), state=State.COMPLETED),
        "open": a_referral(session, a_person(session, "Open"), state=State.IN_PROGRAMME),
        "came again": a_referral(session, a_person(session, "Again"), state=State.COMPLETED),
    }
    again = a_referral(session, made["came again"].person, state=State.DECLINED)
    again.moved_at = YEARS - timedelta(days=300)
    session.add(Hold(person_id=made["held"].person_id, because="Inquiry", who="Pat Osei", at=NOON))
    session.flush()
    return {name: row.person_id for name, row in made.items()}


def there(session):
    return set(session.scalars(sa.select(Person.name)))


def test_a_dry_run_lists_and_erases_nothing(session, officer, people):
    run = operations.dry_run(session, officer, at=YEARS)
    assert set(run.person_ids) == {str(people["over"]), str(people["held"])}
    assert len(there(session)) == len(people)
    page = reading.run_page(session, officer, run.id, on=YEARS.date())
    assert {one.name: one.is_held for one in page.people} == {"Over": False, "Held": True}


def test_whoever_may_be_in_danger_stays(session, officer, people):
    row = session.scalars(sa.select(Referral).where(Referral.person_id == people["over"])).one()
    row.danger_at = NOON
    run = operations.dry_run(session, officer, at=YEARS)
    page = reading.run_page(session, officer, run.id, on=YEARS.date())
    assert {one.name: one.is_held for one in page.people} == {"Over": True, "Held": True}
    assert operations.sign(session, officer, run.id, name="Pat Osei", at=YEARS) == 0
    assert len(there(session)) == len(people)


def test_a_day_too_early_nobody_is_on_it(session, officer, people):
    early = NOON.replace(year=NOON.year + 8)
    assert operations.dry_run(session, officer, at=early).person_ids == []
    assert len(operations.dry_run(session, officer, at=early + timedelta(days=1)).person_ids) == 2


def test_signed_with_a_name_the_right_ones_go_and_only_those(session, officer, people):
    run = operations.dry_run(session, officer, at=YEARS)
    run_id = run.id
    assert operations.sign(session, officer, run_id, name="pat  osei", at=YEARS) == 1
    assert there(session) == {"Child", "Held", "Open", "Again"}
    (erased,) = session.scalars(sa.select(Erasure)).all()
    assert (erased.person_id, erased.cause, erased.who) == (
        people["over"], ErasureCause.RETENTION, "Pat Osei",
    )  # fmt: skip
    assert len(session.scalars(sa.select(CountedCase)).all()) == 1
    signed = reading.get_run(session, officer, run_id)
    assert (signed.signed_as, signed.signed_by, signed.erased) == ("pat  osei", officer.user_id, 1)


def test_another_name_signs_nothing(session, officer, people):
    run = operations.dry_run(session, officer, at=YEARS)
    with pytest.raises(RuleBroken):
        operations.sign(session, officer, run.id, name="Somebody Else", at=YEARS)
    assert "Over" in there(session)


def test_a_list_is_signed_once(session, officer, people):
    run_id = operations.dry_run(session, officer, at=YEARS).id
    operations.sign(session, officer, run_id, name="Pat Osei", at=YEARS)
    with pytest.raises(RuleBroken):
        operations.sign(session, officer, run_id, name="Pat Osei", at=YEARS)


def test_who_came_back_since_the_list_was_made_stays(session, officer, people):
    run = operations.dry_run(session, officer, at=YEARS)
    person = session.get_one(Person, people["over"])
    a_referral(session, person, state=State.RECEIVED)
    assert operations.sign(session, officer, run.id, name="Pat Osei", at=YEARS) == 0
    assert "Over" in there(session)


def test_another_lead_ntps_list_is_not_found(session, officer, people):
    run = operations.dry_run(session, officer, at=YEARS)
    other = an_actor(
        session, Role.PRIVACY_OFFICER, at=a_lead_ntp(session, "Southbank", is_host=False)
    )
    with pytest.raises(NotFound):
        operations.sign(session, other, run.id, name=other.name, at=YEARS)
    assert operations.dry_run(session, other, at=YEARS).person_ids == []
    with pytest.raises(NotAllowed):
        operations.dry_run(session, an_actor(session, Role.LEAD_MANAGER), at=YEARS)


class TestDrafts:
    def test_one_that_nobody_sent_goes_after_ninety_days_by_itself(self, session):
        a_referral(session, a_person(session, "Draft"), state=State.DRAFT)
        assert operations.forget_drafts(session, at=NOON + timedelta(days=90)) == 0
        assert operations.forget_drafts(session, at=NOON + timedelta(days=91)) == 1
        assert there(session) == set()

    def test_a_person_with_something_else_stays(self, session):
        row = a_referral(session, state=State.COMPLETED)
        a_referral(session, row.person, state=State.DRAFT)
        assert operations.forget_drafts(session, at=YEARS) == 0
