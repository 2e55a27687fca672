"""Money under attack: who pads a bill, who silences a question, who reads what they did not sign, who learns too much."""

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accounts import operations as accounts_operations
from billing import invariants
from billing.bands import Band
from billing.contracts import Funder
from billing.models import Charge, Contract
from billing.operations import invoices as operations
from billing.operations.charging import reverse_charge
from billing.operations.contracts import (
    begin_contract,
)
from billing.queries.invoices import invoice_page
from billing.settling import Act
from billing.vocabulary import Mechanism
from kernel import releases
from kernel.access import SYSTEM, Role
from kernel.disclosure import Table
from kernel.errors import Conflict, NotFound, Refused
from kernel.mail import Letter
from kernel.periods import FinancialYear, Month, day_in_london
from kernel.releases import Release
from kernel.releases import issue as issue_release
from outcomes_star import published
from referrals import figures
from referrals.cuts import Cut
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_locality,
    a_user,
    actor_of,
    an_actor,
)
from tests.cast_charges import a_case_with_a_band, charge
from tests.cast_contracts import a_signed_contract, begun, here, sign, the_sides, whole
from tests.cast_invoices import (
    DECEMBER,
    a_finance_lead,
    a_helping_contract,
    an_invoice,
    issue,
    pay,
    people_alone,
    who_pays,
)
from tests.outcomes_star import test_published as star

YEAR = FinancialYear(date(2026, 4, 1))


def months(year):
    month = Month(year.first_day)
    for _ in range(12):
        yield month
        month = month.next


def publish_year(session, reader, people=60):
    chance = random.Random(1)
    counts = star.counted([star.somebody(chance) for _ in range(people)])
    counts = {cut: by for cut, by in counts.items() if cut in (Cut.ALL, Cut.LOCALITY)}
    return issue_release(
        session,
        reader=reader,
        period=YEAR,
        kind="star",
        at=star.AT,
        table=next(iter(published.tables(counts, star.ONS4)))(),
        coarser=[lambda: Table({})],
    )


def invoices_of_year(session, reader, kinds=3):
    for month in months(YEAR):
        table = Table(
            {
                frozenset(
                    {("counted", "charges"), ("what", f"A year of help {n}"), ("each", "£70.00")}
                ): 9 + n
                for n in range(kinds)
            }
        )
        issue_release(
            session, reader=reader, period=month, kind="invoice of x", table=table, at=star.AT
        )


class TestTheGate:
    def test_a_year_of_invoices_says_nothing_of_stars_and_is_not_reckoned_with(
        self, session, monkeypatch
    ):
        """Else time would be cut at every month for every quantity: it took 23 times as long."""
        without = publish_year(session, "a")
        invoices_of_year(session, "b")
        seen = []
        cut = releases.sums_over_time
        monkeypatch.setattr(
            releases,
            "sums_over_time",
            lambda quantities, *more, **said: (
                seen.extend(quantities) or cut(quantities, *more, **said)
            ),
        )
        assert publish_year(session, "b").figures() == without.figures()
        assert seen and not [one for one in seen if dict(one).get("counted") == "charges"]

    def test_a_lead_with_two_contracts_at_the_guides_prices_invoices_both(self, session):
        """Two localities, two contracts, the same £70: 2 people here, 1 there."""
        one = a_helping_contract(session, Band.LOW, Band.LOW)
        there = a_locality(session, "Hilltop", postcodes=("NE9",))
        two = a_signed_contract(session, localities=(there.id,))
        row = a_case_with_a_band(session, a_link_worker(session), Band.LOW, name="Hill Person")
        row.person.locality_id = there.id
        charge(session, row)
        issue(session, one)
        made = issue(session, two)
        assert made.number == 2

    def test_shadow_prices_tell_numbers_and_so_does_the_gate_know(self, session):
        row = an_invoice(session, *[Band.LOW] * 3, mechanism=Mechanism.BLOCK, is_shadow=True)
        assert row.said.shadow[0].number == 3
        assert session.scalars(sa.select(Release)).all(), "The gate was told nothing of it."

    def test_the_return_by_practice_reckons_with_invoices_too(self, session):
        """S3: the commissioner's return goes to another reader, who is told of no invoice."""
        row = an_invoice(session, *[Band.LOW] * 3)
        area = session.get_one(Contract, row.contract_id).lead_id and a_lead_ntp(session).area_id
        readers = set(session.scalars(sa.select(Release.reader)))
        assert figures.reader_of(area) in readers

    def test_the_gate_hears_which_days_an_invoice_counts(self, session):
        """The first invoice asks for April to November; the gate hears that all of it was November."""
        an_invoice(session, Band.LOW, Band.LOW, Band.HIGH)
        for told in session.scalars(sa.select(Release)):
            assert {dict(one)["from"] for one in told.figures()} == {"2026-04-01"}


def doctor(session):
    session.flush()
    return [said for one in invariants.INVARIANTS for said in one.check(session)]


class TestSettling:
    def test_who_asks_cannot_close_an_invoice_to_questions(self, session):
        row = an_invoice(session)
        pay(session, row, row.pence)  # nothing came in: the lead NTP only says so
        operations.challenge(
            session, who_pays(session), row.id, 0, because="We paid nothing.", seen=1, at=DECEMBER
        )
        assert row.stands.to_answer == (0,)

    def test_a_day_that_was_typed_wrong_can_be_put_right(self, session):
        row = issue(session, people_alone(session))
        later = DECEMBER + timedelta(days=60)
        pay(session, row, 70_00, on=day_in_london(later), at=later)
        pay(session, row, 70_00, on=day_in_london(later), act=Act.GIVE_BACK, at=later)
        pay(session, row, 70_00, on=date(2026, 12, 20), at=later)
        assert row.stands.paid_on == date(2026, 12, 20)
        assert row.stands.days_late(row.said.due_on, on=day_in_london(later)) == 0

    def test_who_is_not_content_with_an_answer_asks_again(self, session):
        row, payer = an_invoice(session), who_pays(session)
        operations.challenge(session, payer, row.id, 0, because="Why?", seen=0, at=DECEMBER)
        operations.answer(
            session, a_finance_lead(session), row.id, 0, because="So.", seen=1, at=DECEMBER
        )
        operations.challenge(
            session, payer, row.id, 0, because="That is no answer.", seen=2, at=DECEMBER
        )
        assert row.stands.to_answer == (0,)

    def test_the_letter_about_a_question_holds_no_words_that_somebody_typed(self, session):
        a_finance_lead(session)
        row = an_invoice(session)
        operations.challenge(
            session,
            who_pays(session),
            row.id,
            0,
            seen=0,
            at=DECEMBER,
            because="Is the high one Mrs Maya Hall of Weaver Street?",
        )
        letters = session.scalars(
            sa.select(Letter).where(Letter.template == "billing/invoice_questioned")
        ).all()
        assert letters and not [one for one in letters if "Maya Hall" in str(one.facts)]

    def test_only_who_asked_settles_its_question(self, session):
        other = a_commissioning_body(session, "Anytown Council")
        body = a_commissioning_body(session)
        terms_funders = (Funder(body.id), Funder(other.id))
        contract = a_signed_by_all(session, other, funders=terms_funders)
        row = issue(session, contract)
        asked = who_pays(session)
        stranger = an_actor(session, Role.COMMISSIONER_FINANCE, at=other)
        operations.challenge(session, asked, row.id, 0, because="Why?", seen=0, at=DECEMBER)
        with pytest.raises(Refused):
            operations.settle(session, stranger, row.id, 0, seen=1, at=DECEMBER)

    def test_nobody_agrees_to_what_they_issued(self, session):
        """One person, two organisations: nothing refuses these two roles together."""
        lead, body = a_lead_ntp(session), a_commissioning_body(session)
        contract = a_helping_contract(session)
        user = a_user(session, Role.LEAD_FINANCE, at=lead)

        try:
            accounts_operations.grant(
                session,
                SYSTEM,
                user_id=user.id,
                organisation_id=body.id,
                roles=[Role.COMMISSIONER_FINANCE],
                at=NOON,
            )
        except Refused:
            return
        row = issue(session, contract, actor=actor_of(user, lead, Role.LEAD_FINANCE))
        with pytest.raises(Refused):
            operations.agree(
                session,
                actor_of(user, body, Role.COMMISSIONER_FINANCE),
                row.id,
                seen=0,
                at=DECEMBER,
            )


def a_signed_by_all(session, *others, **said):

    commissioner, manager = the_sides(session)
    made = begin_contract(session, commissioner, whole(begun(**here(session)), **said), at=NOON)
    for side in (
        commissioner,
        manager,
        *(an_actor(session, Role.COMMISSIONER, at=one) for one in others),
    ):
        sign(session, side, made)
    return made


class TestWhoReads:
    def test_who_settles_invoices_does_not_read_the_return_by_practice_too(self, session):
        """The reader of the return is the steering group; finance may sit in it."""
        with pytest.raises(Refused):
            a_user(
                session,
                Role.COMMISSIONER_FINANCE,
                Role.STEERING_MEMBER,
                at=a_commissioning_body(session),
            )

    def test_a_new_funder_reads_what_others_paid_before_it_came_alone_where_all_signed(
        self, session
    ):
        """Held: somebody of another area, group or lead NTP reads nothing."""
        row = an_invoice(session)
        other = a_lead_ntp(session, "Another Lead NTP", is_host=False)
        for role in (Role.LEAD_FINANCE, Role.LEAD_MANAGER):
            with pytest.raises(NotFound):
                invoice_page(
                    session, an_actor(session, role, at=other), row.id, on=date(2026, 12, 4)
                )


class TestReversals:
    def test_what_was_reversed_before_it_was_asked_for_is_not_asked_for(self, session):
        contract = people_alone(session, Band.LOW, Band.LOW)
        one = session.scalars(sa.select(Charge)).first()
        reverse_charge(session, a_lead_manager(session), one.id, because="Never came",
                       is_charged_anew=False, at=DECEMBER - timedelta(days=1))  # fmt: skip
        assert issue(session, contract).pence == 70_00

    def test_a_charge_that_comes_while_an_invoice_is_issued_is_not_lost(self, session, monkeypatch):
        """On PostgreSQL each statement sees what others kept: lines are added up by one, noted by another."""
        contract = people_alone(session)
        late = a_case_with_a_band(session, a_link_worker(session), Band.LOW, name="Late")
        as_before = operations.next_number

        def meanwhile(session, *more):
            charge(session, late)  # the nightly job, whose `at` is its start
            return as_before(session, *more)

        monkeypatch.setattr(operations, "next_number", meanwhile)
        with pytest.raises(Conflict, match="Something changed"):
            issue(session, contract)
