"""Money under attack: who pads a bill, who silences a question, who reads what they did not sign, who learns too much."""

import contextlib
import random
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from accounts import operations as accounts_operations
from accounts.models import User
from billing import invariants
from billing.bands import Band
from billing.contracts import FixedLine, Funder
from billing.models import Charge, Contract
from billing.operations import invoices as operations
from billing.operations.charging import reverse_charge
from billing.operations.contracts import (
    begin_contract,
    end_contract,
    sign_contract,
    vary_contract,
    write_contract,
)
from billing.queries.invoices import invoice_page, invoices_page
from billing.settling import Act, Acted, InvoiceState
from billing.vocabulary import FixedKind, Mechanism, Vat
from kernel import releases
from kernel.access import SYSTEM, Role
from kernel.disclosure import Table
from kernel.errors import Conflict, NotFound, Refused, RuleBroken
from kernel.mail import Letter
from kernel.money import NOTHING, Money
from kernel.periods import LONDON, FinancialYear, Month, day_in_london
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
    JANUARY,
    a_finance_lead,
    a_helping_contract,
    an_invoice,
    issue,
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


def people_alone(session, *bands, **said):
    """A contract by tariff alone."""
    return a_helping_contract(
        session, *bands, mechanism=Mechanism.TARIFF, fee=NOTHING, fixed_lines=(), **said
    )


def credit(session, row, pence, line=0, at=DECEMBER):
    finance = a_finance_lead(session)
    return operations.credit(
        session, finance, row.id, line, net=Money(pence), because="Wrong", seen=len(row.acts), at=at
    )


def pay(session, row, pence, on=date(2026, 12, 3), act=Act.PAY, at=DECEMBER):
    operations.write_down_money(
        session,
        a_finance_lead(session),
        row.id,
        Acted(act, on, amount=Money(pence)),
        because="",
        seen=len(row.acts),
        at=at,
    )


VATTED = {"vat": Vat.STANDARD, "vat_because": "So says our accountant."}


class TestCredits:
    def test_many_small_credits_take_back_no_more_tax_than_was_asked(self, session):
        row = issue(session, people_alone(session, **VATTED))
        for _ in range(20):
            credit(session, row, 3)
        credit(session, row, 69_40)
        assert row.said.total == Money(84_00)
        assert row.stands.credited == row.said.total  # 84.08
        assert row.stands.state is InvoiceState.CREDITED

    def test_an_invoice_credited_whole_in_small_parts_owes_nothing(self, session):
        row = issue(session, people_alone(session, **VATTED))
        for _ in range(20):
            credit(session, row, 2)
        credit(session, row, 69_60)
        assert row.stands.left_of(0) == NOTHING
        assert row.stands.owing == NOTHING  # eight pence of tax on nothing, for good
        assert row.stands.state is InvoiceState.CREDITED

    def test_lines_rounded_one_by_one_come_to_the_tax_of_the_whole(self, session):
        """Three lines of other amounts, each credited whole, once."""
        row = issue(
            session, a_helping_contract(session, fee=Money(48_000_04), fixed_lines=(), **VATTED)
        )
        for line, one in enumerate(row.said.lines):
            credit(session, row, one.amount.pence, line)
        assert (row.stands.owing, row.stands.state) == (NOTHING, InvoiceState.CREDITED)

    def test_no_more_is_credited_than_the_invoice_asks_for(self, session):
        """A line below nothing makes the others worth more than the whole."""
        contract = a_helping_contract(session)
        issue(session, contract)
        (one,) = session.scalars(sa.select(Charge))
        reverse_charge(session, a_lead_manager(session), one.id, because="Twice",
                       is_charged_anew=False, at=DECEMBER)  # fmt: skip
        row = issue(session, contract, at=JANUARY)
        assert min(each.amount for each in row.said.lines) == Money(-70_00)
        for line, each in enumerate(row.said.lines):
            if each.amount > NOTHING:
                with contextlib.suppress(RuleBroken):
                    credit(session, row, each.amount.pence, line, at=JANUARY)
        assert row.stands.credited <= row.said.total
        assert row.stands.owing >= NOTHING

    def test_what_was_credited_in_full_is_not_late_for_ever(self, session):
        row = issue(session, people_alone(session))
        credit(session, row, 70_00)
        assert row.stands.state is InvoiceState.CREDITED
        page = invoices_page(session, a_finance_lead(session), on=date(2027, 6, 1))
        assert page.took.late == 0

    def test_what_was_paid_in_part_and_credited_for_the_rest_is_not_late_for_ever(self, session):
        row = issue(session, people_alone(session))
        pay(session, row, 40_00)
        credit(session, row, 30_00)
        assert (row.stands.state, row.stands.owing) == (InvoiceState.PAID, NOTHING)
        page = invoices_page(session, a_finance_lead(session), on=date(2027, 6, 1))
        assert (page.took.late, page.took.number) == (0, 1)


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


def vary(
    session,
    contract,
    from_on,
    change,
    *,
    at=NOON,
    sign_at=None,
    others=(),
    is_signed=True,
    sides=None,
):
    manager = a_lead_manager(session)
    commissioner = an_actor(session, Role.COMMISSIONER)
    vary_contract(session, manager, contract.id, from_on=from_on, because="Why", at=at)
    session.flush()
    write_contract(session, manager, contract.id, change, seen=contract.newest.version, at=at)
    session.flush()
    if is_signed:
        for side in sides or (
            manager,
            commissioner,
            *(an_actor(session, Role.COMMISSIONER, at=one) for one in others),
        ):
            sign_contract(
                session,
                side,
                contract.id,
                seen=contract.newest.version,
                has_read=True,
                at=sign_at or at,
            )
            session.flush()


class TestVariations:
    def test_who_is_written_into_a_draft_reads_nothing(self, session):
        """The lead NTP writes a friend in as funder; nobody signs; the friend reads all that was asked."""
        contract = a_helping_contract(session)
        row = issue(session, contract)
        friend = a_commissioning_body(session, "A Friend")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(*terms.funders, Funder(friend.id))),
            at=DECEMBER,
            is_signed=False,
        )
        them = an_actor(session, Role.COMMISSIONER_FINANCE, at=friend)
        with pytest.raises(NotFound):
            invoice_page(session, them, row.id, on=date(2026, 12, 4))

    def test_nor_agrees_to_an_invoice(self, session):
        contract = a_helping_contract(session)
        row = issue(session, contract)
        friend = a_commissioning_body(session, "A Friend")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(*terms.funders, Funder(friend.id))),
            at=DECEMBER,
            is_signed=False,
        )
        them = an_actor(session, Role.COMMISSIONER_FINANCE, at=friend)
        with pytest.raises(NotFound):
            operations.agree(session, them, row.id, seen=0, at=DECEMBER)

    def test_the_letter_goes_to_who_pays_now_and_not_to_who_pays_next_year(self, session):
        contract = a_helping_contract(session)
        now_ = who_pays(session)
        next_body = a_commissioning_body(session, "Next Year's Body")
        an_actor(session, Role.COMMISSIONER_FINANCE, at=next_body)
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(Funder(next_body.id),)),
            sides=(a_lead_manager(session), an_actor(session, Role.COMMISSIONER, at=next_body)),
        )
        row = issue(session, contract)
        assert [one.name for one in row.said.funders] == ["Anytown Commissioning Group"]
        letters = session.scalars(
            sa.select(Letter).where(Letter.template == "billing/invoice")
        ).all()

        assert [one.address for one in letters] == [session.get_one(User, now_.user_id).email]

    def test_a_version_that_never_held_says_nothing_of_tax_or_who_pays(self, session):
        contract = a_helping_contract(session)
        next_body = a_commissioning_body(session, "Next Year's Body")
        vary(
            session,
            contract,
            date(2027, 4, 1),
            lambda terms: terms.with_answers(funders=(Funder(next_body.id),), **VATTED),
            sides=(a_lead_manager(session), an_actor(session, Role.COMMISSIONER, at=next_body)),
        )
        end_contract(
            session,
            a_lead_manager(session),
            contract.id,
            on=date(2026, 11, 29),
            because="No money.",
            at=NOON,
        )
        row = issue(session, contract)
        assert (row.said.vat, [one.name for one in row.said.funders]) == (
            Vat.EXEMPT,
            ["Anytown Commissioning Group"],
        )

    def test_tax_that_begins_late_in_november_is_not_asked_for_april(self, session):
        contract = a_helping_contract(session)
        vary(session, contract, date(2026, 11, 29), lambda terms: terms.with_answers(**VATTED))
        row = issue(session, contract)
        assert (
            row.said.tax == NOTHING
        )  # everything in it was done, and charged, while it was exempt

    def test_what_is_paid_once_and_agreed_later_is_asked_for(self, session):

        once = next(kind for kind in FixedKind if kind.is_once)
        contract = a_helping_contract(session, fixed_lines=())
        issue(session, contract)
        vary(
            session,
            contract,
            date(2027, 1, 1),
            lambda terms: terms.with_answers(fixed_lines=(FixedLine(once, Money(5_000_00)),)),
            at=DECEMBER,
        )
        row = issue(session, contract, at=datetime(2027, 3, 3, 12, tzinfo=LONDON))
        assert [one for one in row.said.lines if one.what.startswith(once.words)]

    def test_a_manager_who_keeps_the_money_hears_of_a_question(self, session):
        """No LEAD_FINANCE: the manager issues, and nobody is told that a line is questioned."""
        manager = a_lead_manager(session)
        row = issue(session, a_helping_contract(session), actor=manager)
        operations.challenge(
            session, who_pays(session), row.id, 0, because="?", seen=0, at=DECEMBER
        )
        wanted = sa.select(Letter).where(Letter.template == "billing/invoice_questioned")
        assert session.scalars(wanted).all()


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
