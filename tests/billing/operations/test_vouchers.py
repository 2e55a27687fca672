"""Change that was kept up pays both sides, once: £24 and six free sessions, never a relapse (A-PH-07, A-TAR-07)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from billing.ledger import ChargeKind
from billing.models import Charge, SessionSpent, SessionTakenBack, Voucher
from billing.operations.vouchers import (
    name_places,
    reward,
    spend_session,
    take_back_own_session,
    take_back_session,
)
from billing.queries.vouchers import places_to_spend, sessions_of_code, sessions_page
from billing.tariff import a_year_after
from billing.vocabulary import Mechanism
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.money import Money
from kernel.periods import day_in_london
from referrals.lifecycle import Move
from referrals.operations.erasing import take_away
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_charges import (
    A_YEAR,
    a_case_with_a_band,
    a_paying_contract,
    a_rewarded_case,
    keep_up,
    the_charges,
)
from tests.cast_referrals import a_referral

LATER = NOON + A_YEAR
LEAD = "Better Services Enterprise"


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def laura(session):
    return a_lead_manager(session)


def incentives(session):
    return [one for one in the_charges(session) if one.kind is ChargeKind.INCENTIVE]


def the_voucher(session):
    return session.scalars(sa.select(Voucher)).one()


class TestRewarding:
    def test_charges_the_incentive_and_gives_six_sessions(self, session, asha):
        a_paying_contract(session)
        row = a_rewarded_case(session, asha)
        (one,) = incentives(session)
        assert (one.amount, one.band, one.happened_on) == (
            Money(24_00), None, day_in_london(LATER),
        )  # fmt: skip
        voucher = the_voucher(session)
        assert (voucher.sessions, voucher.person_id) == (6, row.person_id)

    def test_does_so_once(self, session, asha):
        a_paying_contract(session)
        row = a_rewarded_case(session, asha)
        assert reward(session, row.id, at=LATER) is None
        assert len(incentives(session)) == 1
        the_voucher(session)

    def test_and_for_a_person_once_whatever_comes_later(self, session, asha):
        a_paying_contract(session)
        row = a_rewarded_case(session, asha)
        again = a_referral(session, row.person, worker=asha)
        again.sent_at = LATER + timedelta(days=1)
        session.flush()
        assert reward(session, again.id, at=LATER + A_YEAR) is None
        assert len(incentives(session)) == 1

    def test_not_while_it_was_not_found(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        session.add(row.make(Move.BEGIN, by=asha, at=NOON))
        session.add(row.make(Move.COMPLETE, by=asha, at=NOON))
        session.flush()
        assert reward(session, row.id, at=LATER) is None

    def test_not_after_a_relapse(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        keep_up(session, asha, row, when=LATER)
        session.add(row.make(Move.LAPSE, by=asha, at=LATER))
        session.flush()
        assert reward(session, row.id, at=LATER) is None

    def test_not_when_they_were_referred_again_within_the_year(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        again = a_referral(session, row.person, worker=asha)
        again.sent_at = NOON + timedelta(days=100)
        keep_up(session, asha, row, when=LATER)
        assert reward(session, row.id, at=LATER) is None

    @pytest.mark.parametrize("has_contract", [True, False])
    def test_not_where_nobody_pays_for_it(self, session, asha, has_contract):
        if has_contract:
            a_paying_contract(session, mechanism=Mechanism.BLOCK)
        row = a_case_with_a_band(session, asha)
        keep_up(session, asha, row, when=LATER)
        assert reward(session, row.id, at=LATER) is None

    def test_found_early_it_waits_for_the_year(self, session, asha):
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        keep_up(session, asha, row, when=NOON + timedelta(days=340))
        assert reward(session, row.id, at=NOON + timedelta(days=340)) is None
        assert reward(session, row.id, at=LATER) is not None
        assert incentives(session)[0].happened_on == a_year_after(day_in_london(NOON))


class TestSpending:
    @pytest.fixture
    def code(self, session, asha):
        a_paying_contract(session)
        a_rewarded_case(session, asha)
        return the_voucher(session).code

    def test_each_is_spent_once_until_none_is_left(self, session, code):
        for left in range(6, 0, -1):
            spend_session(session, code, place=LEAD, left=left, at=LATER)
            assert sessions_of_code(session, code).left == left - 1
        with pytest.raises(RuleBroken, match="All of these"):
            spend_session(session, code, place=LEAD, left=0, at=LATER)
        assert [one.number for one in session.query(SessionSpent)] == [1, 2, 3, 4, 5, 6]

    def test_of_two_who_press_at_once_one_is_told(self, session, code):
        spend_session(session, code, place=LEAD, left=6, at=LATER)
        with pytest.raises(Conflict):
            spend_session(session, code, place=LEAD, left=6, at=LATER)

    def test_only_where_they_can_be(self, session, code, laura):
        with pytest.raises(RuleBroken) as refused:
            spend_session(session, code, place="The Choir", left=6, at=LATER)
        assert refused.value.field == "place"
        name_places(session, laura, ["The Choir"], seen=0, at=LATER)
        spend_session(session, code, place="The Choir", left=6, at=LATER)
        assert sessions_of_code(session, code.lower()).left == 5

    def test_a_code_that_is_none_is_not_found(self, session, code):
        with pytest.raises(NotFound):
            spend_session(session, "ABCDEFGHJKLM", place=LEAD, left=6, at=LATER)

    def test_the_database_refuses_a_session_that_is_spent_twice(self, session, code):
        spend_session(session, code, place=LEAD, left=6, at=LATER)
        first = session.query(SessionSpent).one()
        twice = SessionSpent(
            voucher_id=first.voucher_id, number=1, lead_id=first.lead_id, place=LEAD, on=first.on,
            at=LATER,
        )  # fmt: skip
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            session.add(twice)
            session.flush()

    def test_erased_the_voucher_goes_and_what_was_spent_is_still_counted(self, session, code):
        spend_session(session, code, place=LEAD, left=6, at=LATER)
        take_away(session, the_voucher(session).person_id)
        session.expire_all()
        assert session.query(Voucher).all() == []
        assert session.query(SessionSpent).one().place == LEAD
        assert session.query(Charge).filter_by(kind=ChargeKind.INCENTIVE).count() == 1


class TestTakingBack:
    SOON = LATER + timedelta(hours=24)

    @pytest.fixture
    def code(self, session, asha):
        a_paying_contract(session)
        a_rewarded_case(session, asha)
        return the_voucher(session).code

    @pytest.fixture
    def spent(self, session, code):
        return spend_session(session, code, place=LEAD, left=6, at=LATER)

    def test_whoever_pressed_takes_it_back_and_it_can_be_used_again(self, session, code, spent):
        take_back_own_session(session, code.lower(), spent.id, at=self.SOON)
        assert sessions_of_code(session, code).left == 6
        spend_session(session, code, place=LEAD, left=6, at=self.SOON)
        assert [one.number for one in session.query(SessionSpent)] == [1, 2]
        assert sessions_of_code(session, code).left == 5

    def test_a_manager_does_too(self, session, code, spent, laura):
        take_back_session(session, laura, spent.id, at=self.SOON)
        assert sessions_of_code(session, code).left == 6
        page = sessions_page(session, laura, at=self.SOON)
        assert (page.spent, page.by_place) == (0, ())

    def test_once(self, session, code, spent, laura):
        take_back_session(session, laura, spent.id, at=LATER)
        with pytest.raises(Conflict, match="taken back already"):
            take_back_own_session(session, code, spent.id, at=LATER)

    def test_within_a_day(self, session, code, spent, laura):
        late = self.SOON + timedelta(seconds=1)
        for act in (
            lambda: take_back_own_session(session, code, spent.id, at=late),
            lambda: take_back_session(session, laura, spent.id, at=late),
        ):
            with pytest.raises(RuleBroken, match="within a day"):
                act()
        assert sessions_of_code(session, code).left == 5

    def test_not_by_a_code_that_it_was_not_spent_with(self, session, code, spent):
        other = Voucher(
            person_id=the_voucher(session).person_id,
            referral_id=the_voucher(session).referral_id, lead_id=spent.lead_id, sessions=6,
            code="ABCDEFGHJKLM", given_at=LATER,
        )  # fmt: skip
        session.add(other)
        session.flush()
        for said, which in ((other.code, spent.id), ("NOSUCHCODEXY", spent.id), (code, uuid4())):
            with pytest.raises(NotFound):
                take_back_own_session(session, said, which, at=LATER)

    def test_not_by_others(self, session, spent):
        stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            take_back_session(session, stranger, spent.id, at=LATER)
        for role in (Role.LEAD_FINANCE, Role.LINK_WORKER):
            with pytest.raises(NotAllowed):
                take_back_session(session, an_actor(session, role), spent.id, at=LATER)


def a_session_taken_back(database):
    with database.writing() as session:
        a_paying_contract(session)
        a_rewarded_case(session, a_link_worker(session))
        code = the_voucher(session).code
        spent = spend_session(session, code, place=LEAD, left=6, at=LATER)
        take_back_session(session, a_lead_manager(session), spent.id, at=LATER)


def test_who_took_it_back_is_noted(database):
    a_session_taken_back(database)
    with database.reading() as session:
        (kept,) = session.scalars(sa.select(SessionTakenBack))
        acts = {one.act: one.user_id for one in session.query(AuditLine)}
        assert kept.by is not None and acts["took back a free session"] == kept.by


@pytest.mark.parametrize("table", [SessionSpent, SessionTakenBack])
def test_the_database_refuses_to_change_what_was_spent_and_taken_back(database, table):
    a_session_taken_back(database)
    for act in (sa.update(table).values(id=table.id), sa.delete(table)):
        with (
            pytest.raises(sa.exc.DBAPIError, match="never changed"),
            database.writing() as session,
        ):
            session.execute(act)


class TestNamingPlaces:
    def test_adds_to_ones_own(self, session, laura):
        lead = a_lead_ntp(session)
        assert places_to_spend(session, lead.id) == (LEAD,)
        name_places(session, laura, ["The Choir", "The Garden"], seen=0, at=NOON)
        name_places(session, laura, ["The Garden"], seen=1, at=NOON)
        assert places_to_spend(session, lead.id) == (LEAD, "The Garden")

    def test_over_what_somebody_wrote_meanwhile_is_refused(self, session, laura):
        name_places(session, laura, ["The Choir"], seen=0, at=NOON)
        with pytest.raises(Conflict):
            name_places(session, laura, ["The Garden"], seen=0, at=NOON)

    def test_takes_the_role_and_not_too_many(self, session, laura):
        with pytest.raises(NotAllowed):
            name_places(session, an_actor(session, Role.LINK_WORKER), ["A"], seen=0, at=NOON)
        with pytest.raises(RuleBroken):
            name_places(session, laura, [f"Group {one}" for one in range(41)], seen=0, at=NOON)
