"""A side of a contract has power over what it signed, and is held to nothing that only others signed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.contracts import Funder, with_prices_from
from billing.lifecycle import VersionState
from billing.models import Contract
from billing.operations.contracts import (
    assure,
    drop_contract,
    end_contract,
    send_back_contract,
    sign_contract,
    vary_contract,
    write_contract,
)
from billing.queries.contracts import (
    assurance_page,
    contract_page,
    contracts,
    get_contract,
    held_page,
    waiting_for,
)
from billing.tariff import ABOUT
from billing.vocabulary import ContractState
from kernel.access import Role
from kernel.errors import NotFound, RuleBroken
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, an_actor, signed_in
from tests.cast_contracts import FIRST, a_contract, a_signed_contract, sign, the_sides

TODAY = day_in_london(NOON)
A_DAY = timedelta(days=1)
TOMORROW = TODAY + A_DAY
DEAR = Money(98_765_00)
CHEAP = Money(12_345_00)


def write(session, actor, contract, **said):
    session.flush()
    write_contract(
        session, actor, contract.id, lambda terms: terms.with_answers(**said),
        seen=contract.newest.version, at=NOON,
    )  # fmt: skip
    session.flush()


def vary(session, actor, contract, *, from_on=TOMORROW, at=NOON, **said):
    vary_contract(session, actor, contract.id, from_on=from_on, because="Why", at=at)
    write(session, actor, contract, **said)


def another_funder(session, name="A Friend"):
    body = a_commissioning_body(session, name)
    return body, an_actor(session, Role.COMMISSIONER, at=body)


@pytest.fixture
def sides(session):
    return the_sides(session)


@pytest.fixture
def contract(session, sides):
    return a_signed_contract(session, fee=DEAR)


@pytest.fixture
def friend(session, sides, contract):
    """Somebody whom the lead NTP wrote into a change, as one of those who pay."""
    body, them = another_funder(session)
    vary(session, sides[1], contract, funders=(*contract.newest.terms.funders, Funder(body.id)),
         fee=CHEAP)  # fmt: skip
    return them


class TestWhoIsOnlyWrittenIntoAChange:
    def test_has_no_power_over_what_others_signed(self, session, contract, friend):
        called = contract.signed[-1].terms.assurances[0].called
        for act in (
            lambda: end_contract(session, friend, contract.id, on=TODAY, because="!", at=NOON),
            lambda: assure(session, friend, contract.id, called=called, because="!", at=NOON),
            lambda: vary_contract(
                session, friend, contract.id, from_on=TOMORROW, because="!", at=NOON
            ),
            lambda: assurance_page(session, friend, contract.id, 1, on=TODAY),
            lambda: held_page(session, friend, contract.id, on=TODAY),
        ):
            with pytest.raises(NotFound):
                act()

    def test_is_offered_none_of_it(self, session, sides, contract, friend):
        for _ in range(2):
            page = contract_page(session, friend, contract.id, on=TODAY)
            assert not (page.can_vary or page.can_end or page.can_assure)
            assert page.can_sign
            if page.is_open:
                sign(session, sides[1], contract)

    def test_reads_what_it_is_asked_to_sign_and_nothing_that_was_signed(
        self, session, sides, contract, friend
    ):
        page = contract_page(session, friend, contract.id, on=TODAY)
        assert (page.terms.fee, page.newest.from_on, page.is_change) == (CHEAP, TOMORROW, True)
        assert [(one.number, one.differences) for one in page.versions] == [(2, ())]
        assert [one.what for one in page.story] == ["A change was begun"]
        assert (page.assurances, page.due) == ((), ())
        assert str(DEAR) not in repr(page)
        both = contract_page(session, sides[0], contract.id, on=TODAY)
        assert str(DEAR) in repr(both) and len(both.versions) == 2 and both.assurances

    def test_finds_it_in_the_list_as_what_is_being_written(self, session, sides, contract, friend):
        (line,) = contracts(session, friend, on=TODAY)
        assert (line.state, line.overdue) == (ContractState.WRITING, 0)
        assert "A Friend" in line.funders
        sign(session, sides[1], contract)
        (line,) = contracts(session, friend, on=TODAY)
        assert line.state is ContractState.WAITING
        assert waiting_for(session, friend) == (contract.id,)

    def test_sends_it_back_or_signs_it_and_reads_all_once_every_side_has_signed(
        self, session, sides, contract, friend
    ):
        sign(session, sides[1], contract)
        send_back_contract(
            session, friend, contract.id, because="No", seen=contract.newest.version, at=NOON
        )
        for side in (friend, *sides):
            sign(session, side, contract)
        assert contract.newest.state is VersionState.SIGNED
        page = contract_page(session, friend, contract.id, on=TODAY)
        assert str(DEAR) in repr(page) and not page.can_end
        assert contract_page(session, friend, contract.id, on=TOMORROW).can_end

    def test_knows_nothing_of_it_once_the_change_is_dropped(self, session, sides, contract, friend):
        drop_contract(session, sides[0], contract.id, because="No", at=NOON)
        session.flush()
        session.expire(contract)
        assert contracts(session, friend, on=TODAY) == ()
        with pytest.raises(NotFound):
            get_contract(session, friend, contract.id)

    def test_nor_once_the_contract_is_ended(self, session, sides, contract, friend):
        sign(session, sides[1], contract)
        end_contract(session, sides[0], contract.id, on=TOMORROW, because="No", at=NOON)
        session.flush()
        session.expire(contract)
        with pytest.raises(NotFound):
            get_contract(session, friend, contract.id)


def test_by_the_browser_there_is_no_page_to_vary_or_end_it_with(client, database):
    with database.writing() as session:
        sides = the_sides(session)
        made = a_signed_contract(session, fee=DEAR)
        body, _ = another_funder(session)
        vary(session, sides[1], made, funders=(*made.newest.terms.funders, Funder(body.id)),
             fee=CHEAP)  # fmt: skip
        address, body_id = f"/contracts/{made.id}", body.id
    signed_in(client, Role.COMMISSIONER, at=lambda session: session.get_one(type(body), body_id))
    page = client.page(address)
    assert "a change from 23 November 2026" in page.words and "“Versions”" not in page.words
    assert "£12,345.00" in page.words and "£98,765.00" not in page.words
    for path in ("/vary", "/end", "/assurances/1/shown"):
        client.page(address + path, status=404)
    client.page(f"{address}/sign")


class TestWhoIsTakenOut:
    def test_is_asked_too(self, session, sides, contract):
        commissioner, manager = sides
        body, them = another_funder(session, "Who comes after")
        vary(session, manager, contract, funders=(Funder(body.id),))
        for side in (manager, them):
            sign(session, side, contract)
        assert contract.newest.state is VersionState.OFFERED
        assert contract.newest.awaits == (commissioner.organisation_id,)
        assert waiting_for(session, commissioner) == (contract.id,)
        sign(session, commissioner, contract)
        assert contract.newest.state is VersionState.SIGNED

    def test_has_power_until_then_and_reads_it_after(self, session, sides, contract):
        commissioner, manager = sides
        body, them = another_funder(session, "Who comes after")
        vary(session, manager, contract, funders=(Funder(body.id),))
        for side in (manager, them, commissioner):
            sign(session, side, contract)
        for day, powerful, powerless in (
            (TODAY, commissioner, them),
            (TOMORROW, them, commissioner),
        ):
            assert contract_page(session, powerful, contract.id, on=day).can_end
            assert not contract_page(session, powerless, contract.id, on=day).can_end
            with pytest.raises(NotFound):
                end_contract(
                    session, powerless, contract.id, on=TOMORROW, because="!",
                    at=NOON + (day - TODAY),
                )  # fmt: skip
        page = contract_page(session, commissioner, contract.id, on=TOMORROW)
        assert len(page.versions) == 2


class TestWhatIsFixedOnceItIsSigned:
    @pytest.mark.parametrize(("said", "field"), [
        (lambda session: {"lead_id": a_lead_ntp(session, "Southbank", is_host=False).id}, "lead"),
        (lambda session: {"first_day": TOMORROW}, "first_day"),
    ])  # fmt: skip
    def test_the_lead_ntp_and_the_first_day(self, session, sides, contract, said, field):
        before = contract.newest.kept
        with pytest.raises(RuleBroken, match="signed contract stays") as refused:
            vary(session, sides[0], contract, **said(session))
        assert refused.value.field == field
        assert contract.newest.kept == before

    def test_a_contract_that_nobody_signed_still_changes_both(self, session, sides):
        other = a_lead_ntp(session, "Southbank", is_host=False)
        made = a_contract(session)
        write(session, sides[0], made, lead_id=other.id, first_day=TOMORROW)
        assert (made.lead_id, made.newest.from_on) == (other.id, TOMORROW)

    def test_the_form_asks_for_neither_and_changes_the_rest(self, client, database):
        signed_in(client, Role.COMMISSIONER)
        with database.writing() as session:
            made = a_signed_contract(session)
            vary_contract(
                session, the_sides(session)[1], made.id, from_on=TOMORROW, because="Why", at=NOON
            )
            contract_id, lead_id = made.id, made.lead_id
        address = f"/contracts/{contract_id}/basics"
        sent = dict(client.page(address).form("mechanism").filled({"fee": "50,000"}))
        assert not [name for name in sent if name == "lead" or name.startswith("first_day")]
        typed = {"lead": str(contract_id), "first_day-day": "1", "first_day-month": "1",
                 "first_day-year": "2027"}  # fmt: skip
        assert client.post(address, data=sent | typed).status_code == 303
        with database.reading() as session:
            terms = session.get_one(Contract, contract_id).newest.terms
        assert (terms.lead_id, terms.first_day, terms.fee) == (lead_id, FIRST, Money(50_000_00))


class TestAChangeThatIsSignedLate:
    def sign(self, session, actor, contract, *, at):
        session.flush()
        sign_contract(
            session, actor, contract.id, seen=contract.newest.version, has_read=True, at=at
        )
        session.flush()

    @pytest.mark.parametrize(("days", "begins_on"), [
        (0, TOMORROW), (1, TOMORROW), (2, TODAY + 2 * A_DAY), (40, TODAY + 40 * A_DAY),
    ])  # fmt: skip
    def test_begins_on_the_day_of_the_last_signature(
        self, session, sides, contract, days, begins_on
    ):
        dearer = with_prices_from(
            contract.newest.terms.spells, TOMORROW, replace(ABOUT, low=Money(80_00))
        )
        vary(session, sides[1], contract, fee=CHEAP, spells=dearer)
        for side, at in zip(sides, (NOON, NOON + days * A_DAY), strict=True):
            self.sign(session, side, contract, at=at)
        assert contract.newest.from_on == begins_on
        for day in (TODAY, begins_on - A_DAY):
            terms = contract.in_force(day).terms
            assert (terms.fee, terms.tariff.on(day).low) == (DEAR, Money(70_00))
        terms = contract.in_force(begins_on).terms
        assert (terms.fee, terms.tariff.on(begins_on).low) == (CHEAP, Money(80_00))

    def test_says_so_in_the_story(self, session, sides, contract):
        vary(session, sides[1], contract, fee=CHEAP)
        for side in sides:
            self.sign(session, side, contract, at=NOON + 9 * A_DAY)
        assert [one.about for one in contract.story[-2:]] == ["", "it begins on 1 December 2026"]

    def test_is_not_signed_where_it_would_hold_on_no_day(self, session, sides, contract):
        vary(session, sides[1], contract, last_day=TOMORROW)
        self.sign(session, sides[0], contract, at=NOON)
        with pytest.raises(RuleBroken, match="over before it begins"):
            self.sign(session, sides[1], contract, at=NOON + 2 * A_DAY)
        self.sign(session, sides[1], contract, at=NOON + A_DAY)
        assert contract.in_force(TOMORROW) is contract.newest

    def test_nor_is_one_whose_last_day_comes_before_its_first(self, session, sides, contract):
        vary(session, sides[1], contract, from_on=TOMORROW + A_DAY, last_day=TOMORROW)
        with pytest.raises(RuleBroken, match="over before it begins"):
            self.sign(session, sides[0], contract, at=NOON)

    def test_is_said_before_anybody_signs(self, client, database):
        with database.writing() as session:
            made = a_signed_contract(session)
            address = f"/contracts/{made.id}"
        signed_in(client, Role.LEAD_MANAGER)
        late = "it begins on the day on which it signs."
        assert late in client.page(f"{address}/vary").words
        with database.writing() as session:
            vary(session, the_sides(session)[1], session.get_one(Contract, made.id), fee=CHEAP)
        words = client.page(f"{address}/sign").words
        assert "This is a change from 23 November 2026." in words and late in words

    def test_a_first_version_begins_on_its_first_day_however_late(self, session, contract):
        assert contract.newest.from_on == FIRST < TODAY
