"""A contract is begun with little, written page by page, signed by each side, and never edited after (A-R1-01)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts.queries import email_of
from audit.models import AuditLine
from billing.contracts import Funder, with_prices_from
from billing.lifecycle import VersionState
from billing.models import ContractPrice, Deed
from billing.operations.contracts import (
    assure,
    begin_contract,
    drop_contract,
    end_contract,
    send_back_contract,
    sign_contract,
    vary_contract,
    write_contract,
)
from billing.queries.contracts import get_contract
from billing.tariff import ABOUT
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, a_locality, an_actor, an_area
from tests.cast_contracts import (
    a_contract,
    a_signed_contract,
    begun,
    here,
    sign,
    the_sides,
    whole,
)

TODAY = day_in_london(NOON)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def sides(session):
    return the_sides(session)


@pytest.fixture
def commissioner(sides):
    return sides[0]


@pytest.fixture
def manager(sides):
    return sides[1]


def write(session, actor, contract, **said):
    session.flush()
    write_contract(
        session, actor, contract.id, lambda terms: terms.with_answers(**said),
        seen=contract.newest.version, at=NOON,
    )  # fmt: skip
    session.flush()


class TestBeginning:
    def test_takes_no_more_than_who_where_when_how_and_how_much(self, session, commissioner):
        made = a_contract(session, commissioner)
        assert (made.newest.state, made.newest.number) == (VersionState.DRAFT, 1)
        assert made.newest.terms == begun(**here(session))

    def test_either_side_may(self, session, manager):
        assert a_contract(session, manager).newest.is_open

    def test_of_somebody_elses_is_refused(self, session, commissioner):
        theirs = here(session) | {"body": a_commissioning_body(session, "Elsewhere").id}
        with pytest.raises(RuleBroken, match="Your own organisation"):
            begin_contract(session, commissioner, begun(**theirs), at=NOON)

    @pytest.mark.parametrize(("said", "field"), [
        (lambda there: {"lead_id": there["body"], "funders": (Funder(there["lead"]),)}, "lead"),
        (lambda there: {"lead_id": uuid4()}, "lead"),
        (lambda there: {"funders": (Funder(there["body"]), Funder(uuid4()))}, "funders"),
        (lambda there: {"partners": (uuid4(),)}, "partners"),
        (lambda there: {"localities": (uuid4(),)}, "localities"),
    ])  # fmt: skip
    def test_each_stands_on_the_side_that_fits_it(self, session, commissioner, said, field):
        there = here(session)
        with pytest.raises(RuleBroken) as refused:
            begin_contract(session, commissioner, replace(begun(**there), **said(there)), at=NOON)
        assert refused.value.field == field

    def test_all_are_of_one_area(self, session, commissioner):
        far = a_locality(session, "Far", area=an_area(session, "Othertown"), postcodes=["EH1"])
        with pytest.raises(RuleBroken) as refused:
            a_contract(session, commissioner, localities=(far.id,))
        assert refused.value.field == "localities"

    @pytest.mark.parametrize(
        "role", [Role.LEAD_FINANCE, Role.COMMISSIONER_FINANCE, Role.LINK_WORKER]
    )
    def test_takes_the_role(self, session, sides, role):
        with pytest.raises(NotAllowed):
            a_contract(session, an_actor(session, role))


class TestWriting:
    def test_each_side_writes_what_it_knows(self, session, sides):
        made = a_contract(session)
        write(session, sides[0], made, core_funding="A grant.")
        write(session, sides[1], made, costs=Money(5_00))
        assert (made.newest.terms.core_funding, made.newest.terms.costs) == (
            "A grant.",
            Money(5_00),
        )

    def test_over_what_somebody_wrote_meanwhile_is_refused(self, session, sides):
        made = a_contract(session)
        seen = made.newest.version
        write(session, sides[0], made, core_funding="A grant.")
        with pytest.raises(Conflict):
            write_contract(session, sides[1], made.id, lambda it: it, seen=seen, at=NOON)

    def test_what_makes_no_sense_is_refused(self, session, manager):
        with pytest.raises(RuleBroken):
            write(session, manager, a_contract(session), localities=())

    def test_only_the_commissioner_says_what_must_reach_small_groups(self, session, sides):
        made = a_contract(session)
        with pytest.raises(RuleBroken, match="commissioner"):
            write(session, sides[1], made, sub_contract_percent=Decimal(1))
        write(session, sides[0], made, sub_contract_percent=Decimal(30))
        assert made.newest.terms.sub_contract_percent == Decimal(30)

    def test_another_organisation_finds_nothing(self, session):
        made = a_contract(session)
        stranger = an_actor(
            session, Role.LEAD_MANAGER, at=a_lead_ntp(session, "Southbank", is_host=False)
        )
        with pytest.raises(NotFound):
            write(session, stranger, made, core_funding="Ours.")

    def test_who_is_named_may_read_and_who_is_taken_out_before_a_signature_may_not(
        self, session, commissioner
    ):
        made = a_contract(session)
        other = a_commissioning_body(session, "The Council")
        reader = an_actor(session, Role.COMMISSIONER, at=other)
        own = made.newest.terms.funders
        write(session, commissioner, made, funders=(*own, Funder(other.id)))
        assert get_contract(session, reader, made.id) is made
        write(session, commissioner, made, funders=own)
        session.expire(made)
        with pytest.raises(NotFound):
            get_contract(session, reader, made.id)

    def test_nobody_writes_themselves_out(self, session, commissioner):
        made = a_contract(session)
        other = a_commissioning_body(session, "The Council")
        with pytest.raises(RuleBroken, match="Your own organisation"):
            write(session, commissioner, made, funders=(Funder(other.id),))


class TestSigning:
    def test_the_first_signature_closes_it_and_the_last_makes_it_hold(self, session, sides):
        made = a_contract(session, **vars_of(whole(begun(**here(session)))))
        sign(session, sides[1], made)
        assert made.newest.state is VersionState.OFFERED
        assert made.in_force(TODAY) is None
        sign(session, sides[0], made)
        assert made.newest.state is VersionState.SIGNED
        assert made.in_force(TODAY) is made.newest

    def test_whoever_can_sign_for_the_other_side_gets_a_letter_once(self, session, sides):
        made = a_contract(session, **vars_of(whole(begun(**here(session)))))
        sign(session, sides[0], made)
        letters = session.scalars(sa.select(Letter)).all()
        assert {one.template for one in letters} == {"billing/to_sign"}
        assert {one.facts["who"] for one in letters} == {"Anytown Commissioning Group"}
        told = {one.address for one in letters}
        assert email_of(session, sides[1].user_id) in told
        assert email_of(session, sides[0].user_id) not in told
        sign(session, sides[1], made)
        assert len(session.scalars(sa.select(Letter)).all()) == len(letters)

    def test_its_prices_become_rows(self, session):
        made = a_signed_contract(session)
        (row,) = session.scalars(sa.select(ContractPrice))
        assert (row.version_id, row.spell) == (made.newest.id, made.newest.terms.spells[0])

    def test_every_funder_signs(self, session, sides):
        council = a_commissioning_body(session, "The Council")
        terms = whole(begun(**here(session)))
        terms = replace(terms, funders=(*terms.funders, Funder(council.id)))
        made = begin_contract(session, sides[0], terms, at=NOON)
        for side in sides:
            sign(session, side, made)
        assert made.newest.awaits == (council.id,)
        sign(session, an_actor(session, Role.COMMISSIONER, at=council), made)
        assert made.newest.state is VersionState.SIGNED

    def test_over_warnings_takes_a_tick_and_they_are_kept(self, session, commissioner):
        made = a_contract(session, **vars_of(whole(begun(**here(session)), vat=None)))
        with pytest.raises(RuleBroken) as refused:
            sign(session, commissioner, made, has_read=False)
        assert refused.value.field == "has_read"
        sign(session, commissioner, made)
        assert made.story[-1].read == ["Nobody has said how VAT is treated. Ask an accountant."]

    def test_with_something_missing_is_refused_in_words(self, session, commissioner):
        with pytest.raises(RuleBroken, match="There are no prices from 1 April 2026 on"):
            sign(session, commissioner, a_contract(session))

    def test_twice_or_what_was_changed_meanwhile_is_refused(self, session, sides):
        made = a_contract(session, **vars_of(whole(begun(**here(session)))))
        sign(session, sides[0], made)
        with pytest.raises(RuleBroken, match="nothing here for your side"):
            sign(session, sides[0], made)
        with pytest.raises(Conflict):
            sign_contract(session, sides[1], made.id, seen=1, has_read=True, at=NOON)

    def test_what_is_offered_cannot_be_written(self, session, sides):
        made = a_contract(session, **vars_of(whole(begun(**here(session)))))
        sign(session, sides[0], made)
        with pytest.raises(NotFound):
            write(session, sides[0], made, core_funding="Something else.")

    def test_sent_back_nobodys_signature_holds(self, session, sides):
        made = a_contract(session, **vars_of(whole(begun(**here(session)))))
        sign(session, sides[0], made)
        send_back_contract(
            session, sides[1], made.id, because="The fee.", seen=made.newest.version, at=NOON
        )
        assert (made.newest.state, made.newest.signed_by) == (VersionState.DRAFT, [])
        assert (made.story[-1].deed, made.story[-1].because) == (Deed.SEND_BACK, "The fee.")
        write(session, sides[1], made, fee=Money(50_000_00))
        sign(session, sides[1], made)
        assert len(made.newest.awaits) == 1

    def test_dropped_it_is_over(self, session, manager):
        made = a_contract(session)
        drop_contract(session, manager, made.id, because="Another way.", at=NOON)
        assert made.newest.state is VersionState.DROPPED
        with pytest.raises(RuleBroken):
            sign(session, manager, made)


def vars_of(terms):
    """All that terms say, by name."""
    return dict(vars(terms))


class TestVarying:
    def vary(self, session, actor, made, **said):
        session.flush()
        said = {"from_on": TOMORROW, "because": "More people came."} | said
        vary_contract(session, actor, made.id, at=NOON, **said)
        session.flush()

    def test_a_new_version_holds_from_its_day_once_every_side_has_signed(self, session, sides):
        made = a_signed_contract(session)
        first = made.newest
        self.vary(session, sides[1], made)
        write(session, sides[1], made, fee=Money(60_000_00))
        for side in sides:
            assert made.in_force(TOMORROW) is first
            sign(session, side, made)
        assert made.in_force(TODAY) is first
        assert made.in_force(TOMORROW).terms.fee == Money(60_000_00)

    def test_prices_of_days_before_it_stay_what_they_were(self, session, sides):
        made = a_signed_contract(session)
        self.vary(session, sides[0], made)
        dearer = replace(ABOUT, low=Money(80_00))
        spells = with_prices_from(made.newest.terms.spells, TOMORROW, dearer)
        write(session, sides[0], made, spells=spells)
        for side in sides:
            sign(session, side, made)
        low = [made.in_force(day).terms.tariff.on(day).low for day in (TODAY, TOMORROW)]
        assert low == [Money(70_00), Money(80_00)]

    @pytest.mark.parametrize("from_on", [TODAY - timedelta(days=1), date(2026, 4, 1)])
    def test_it_never_begins_behind_what_was_charged(self, session, manager, from_on):
        with pytest.raises(RuleBroken) as refused:
            self.vary(session, manager, a_signed_contract(session), from_on=from_on)
        assert refused.value.field == "from_on"

    def test_one_after_the_other(self, session, manager):
        made = a_signed_contract(session)
        self.vary(session, manager, made)
        with pytest.raises(Conflict):
            self.vary(session, manager, made)

    def test_dropped_the_one_before_still_holds_and_another_may_begin(self, session, manager):
        made = a_signed_contract(session)
        first = made.newest
        self.vary(session, manager, made)
        drop_contract(session, manager, made.id, because="Not now.", at=NOON)
        session.flush()
        assert made.newest is first
        self.vary(session, manager, made)
        assert made.newest.number == 3

    def test_not_from_the_day_of_the_one_before(self, session, sides):
        made = a_signed_contract(session)
        self.vary(session, sides[0], made)
        for side in sides:
            sign(session, side, made)
        with pytest.raises(RuleBroken, match="Choose a later day"):
            self.vary(session, sides[0], made)


class TestEnding:
    def test_it_holds_until_the_end_of_the_day(self, session, manager):
        made = a_signed_contract(session)
        end_contract(session, manager, made.id, on=TOMORROW, because="No money.", at=NOON)
        assert made.in_force(TOMORROW) is not None
        assert made.in_force(TOMORROW + timedelta(days=1)) is None
        assert made.story[-1].about == f"its last day is {TOMORROW.day} {TOMORROW:%B %Y}"

    def test_what_was_being_written_is_dropped(self, session, sides):
        made = a_signed_contract(session)
        vary_contract(session, sides[0], made.id, from_on=TOMORROW, because="Why.", at=NOON)
        sign(session, sides[0], made)
        end_contract(session, sides[1], made.id, on=TOMORROW, because="No money.", at=NOON)
        assert made.versions[-1].state is VersionState.DROPPED
        with pytest.raises(RuleBroken, match="was ended"):
            vary_contract(session, sides[0], made.id, from_on=TOMORROW, because="Why.", at=NOON)

    @pytest.mark.parametrize("on", [TODAY - timedelta(days=1), date(2029, 3, 31)])
    def test_not_yesterday_and_not_when_it_ends_anyway(self, session, manager, on):
        with pytest.raises(RuleBroken) as refused:
            end_contract(
                session, manager, a_signed_contract(session).id, on=on, because="No.", at=NOON
            )
        assert refused.value.field == "on"

    def test_only_what_was_signed(self, session, manager):
        with pytest.raises(RuleBroken, match="Only a contract that was signed"):
            end_contract(session, manager, a_contract(session).id, on=TODAY, because="No.", at=NOON)


class TestShowing:
    def test_what_a_contract_asks_for(self, session, manager):
        made = a_signed_contract(session)
        called = made.newest.terms.assurances[0].called
        assure(session, manager, made.id, called=called, because="The paper.", at=NOON)
        assert (made.story[-1].deed, made.story[-1].about) == (Deed.ASSURE, called)

    def test_and_nothing_else(self, session, manager):
        with pytest.raises(RuleBroken, match="does not ask"):
            assure(
                session, manager, a_signed_contract(session).id, called="A dog", because="It.",
                at=NOON,
            )  # fmt: skip
        with pytest.raises(RuleBroken, match="Sign the contract first"):
            assure(session, manager, a_contract(session).id, called="", because="It.", at=NOON)


class TestTheDatabase:
    """Nothing that was signed is edited, also by whoever asks the database itself (S8)."""

    @pytest.mark.parametrize("statement", [
        "UPDATE contract_version SET because = 'else'",
        "DELETE FROM contract_version",
        "UPDATE contract_deed SET who = 'else'",
        "DELETE FROM contract_deed",
        "UPDATE contract_price SET low_pence = 1",
        "DELETE FROM contract_price",
    ])  # fmt: skip
    def test_refuses_to_change_what_was_signed(self, session, statement):
        a_signed_contract(session)
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), session.begin_nested():
            session.execute(sa.text(statement))

    def test_lets_what_is_being_written_be_written(self, session):
        a_contract(session)
        changed = session.execute(sa.text("UPDATE contract_version SET because = 'else'"))
        assert changed.rowcount == 1

    @pytest.mark.parametrize(("begins_on", "until", "is_refused"), [
        (date(2027, 1, 1), None, True),
        (date(2026, 1, 1), date(2026, 4, 2), True),
        (date(2026, 1, 1), date(2026, 4, 1), False),
    ])  # fmt: skip
    def test_refuses_two_prices_of_one_day(self, session, begins_on, until, is_refused):
        made = a_signed_contract(session)
        spell = replace(made.newest.terms.spells[0], begins_on=begins_on, until=until)
        session.flush()
        if not is_refused:
            session.add(ContractPrice.of(made.newest, spell))
            session.flush()
            return
        with (
            pytest.raises(sa.exc.DBAPIError, match="prices for those days"),
            session.begin_nested(),
        ):
            session.add(ContractPrice.of(made.newest, spell))
            session.flush()


def test_each_act_is_audited(database):
    with database.writing() as session:
        made = a_signed_contract(session)
        commissioner = the_sides(session)[0]
        vary_contract(session, commissioner, made.id, from_on=TOMORROW, because="Why.", at=NOON)
    with database.reading() as session:
        acts = session.scalars(
            sa.select(AuditLine.act)
            .where(AuditLine.subject_id == made.id)
            .order_by(AuditLine.number)
        ).all()
    assert acts == [
        "began a contract", "signed a contract", "signed a contract", "began to vary a contract",
    ]  # fmt: skip
