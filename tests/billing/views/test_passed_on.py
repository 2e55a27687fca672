"""Where the money of a contract went: who reads how much of it, and what nobody can work out."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from billing.models import Contract, Invoice
from billing.operations.group_lines import write_all_lines
from billing.operations.invoices import write_down_money
from billing.operations.payment_files import make_payment_file, say_not_paid
from billing.queries.payment_files import make_file_page
from billing.settling import Act, Acted
from billing.sub_contracts import Size
from billing.vocabulary import Mechanism
from kernel.access import Role
from kernel.money import Money
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_ntp,
    a_practice,
    an_actor,
    an_ntp,
    signed_in,
)
from tests.cast_contracts import a_signed_contract
from tests.cast_invoices import DECEMBER, issue, some_years
from tests.cast_passed_on import (
    CLOSED_ON,
    FIFTH,
    JANUARY,
    WINTER,
    built,
    came_in,
    pay_by_bank,
)
from tests.cast_sub_contracts import some_bank_details
from tests.journeys.test_plain_words import HIGHEST_GRADE, LONGEST_SENTENCE, grade


@pytest.fixture
def late(clock):
    clock.passes(days=(CLOSED_ON - NOON.date()).days)


@pytest.fixture
def town(database, late):
    return built(database)


def as_commissioner(client):
    return signed_in(client, Role.COMMISSIONER)


def as_kitchen(client):
    return signed_in(
        client, Role.GROUP_EDITOR, at=lambda session: an_ntp(session, "The Community Kitchen")
    )


class TestTheLeadNtp:
    def test_reads_every_group_that_the_bank_paid(self, client, town):
        signed_in(client, Role.LEAD_FINANCE)
        page = client.page(town.winter)
        assert ["The Community Kitchen", Size.TINY.words, "£40.50"] in page.rows
        assert ["Chess club", Size.SMALL.words, "£13.50"] in page.rows
        assert ["All that is shown", "–", "£63.00"] in page.rows
        assert "not paid yet" not in page.words

    def test_reads_apart_what_groups_were_told_and_are_not_paid(self, client, database, late):
        town = built(database, by_bank=False)
        signed_in(client, Role.LEAD_FINANCE)
        page = client.page(town.winter)
        assert "£63.00 told to groups, not paid yet: 3 payments. The oldest waits 90" in page.words
        assert "Until 31 March 2027, 0.0% reached groups: £0.00." in page.words
        assert "£40.50" not in page.words
        file = client.get(f"{town.address}/money.csv?year=2026").get_data(as_text=True)
        assert '"Told to groups, not paid yet","","63.00"' in file

    def test_counts_what_the_bank_is_to_pay_once_its_day_has_come(self, client, database, clock):
        """It was told on the fifth of February, to be paid on the sixth."""
        town = built(database, closes=False)
        clock.passes(days=(JANUARY.last_day - NOON.date()).days + 5)
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(town.winter).words
        assert "£63.00 told to groups, not paid yet" in words and "All that is shown" not in words
        clock.passes(days=1)
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(town.winter).words
        assert "All that is shown – £63.00" in words and "not paid yet" not in words

    def test_reads_what_is_counted_and_in_no_payment_yet(self, client, database, late):
        town = built(database, closes=False)
        with database.writing() as session:
            kitchen = replace(town.kitchen, listing=session.merge(town.kitchen.listing))
            came_in(session, kitchen, 1, JANUARY.next)
            write_all_lines(session, at=JANUARY.next.ends)
        signed_in(client, Role.LEAD_MANAGER)
        assert "£4.50 was counted for groups" in client.page(town.winter).words

    def test_reads_how_long_groups_wait(self, client, database, late):
        town = built(database, by_bank=False)
        with database.writing() as session:
            pay_by_bank(session, town.kitchen, at=JANUARY.ends + FIFTH)
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(town.winter).words
        assert "Half of the payments came within 6 days. The slowest took 6 days." in words
        assert "£22.50 told to groups, not paid yet: 2 payments." in words

    def test_counts_the_payment_that_arrived(self, client, database, late):
        """The bank paid nothing on the first day, and all of it a fortnight later."""
        town = built(database, by_bank=False)
        with database.writing() as session:
            some_bank_details(session, town.kitchen)
            finance = an_actor(session, Role.LEAD_FINANCE)
            (ready,) = make_file_page(session, finance).ready
            for days in (6, 20):
                pay_on = JANUARY.last_day + timedelta(days=days)
                seen = make_file_page(session, finance).seen
                file = make_payment_file(
                    session, finance, pay_on=pay_on, seen=seen, at=JANUARY.ends
                )  # fmt: skip
                if days == 6:
                    say_not_paid(
                        session, finance, ready.remittance_id, because="It is closed.",
                        seen=str(file.id), at=JANUARY.ends,
                    )  # fmt: skip
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(town.winter).words
        assert "Half of the payments came within 20 days. The slowest took 20 days." in words
        assert "£22.50 told to groups, not paid yet: 2 payments." in words


class TestWhatWasAskedFor:
    @pytest.fixture
    def invoiced(self, database, town):
        with database.writing() as session:
            contract = session.get_one(Contract, town.contract_id)
            some_years(session, contract, 3)
            issue(session, contract, at=DECEMBER)
        return town

    @pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.COMMISSIONER_FINANCE])
    def test_is_read_by_both_sides_of_an_invoice(self, client, invoiced, role):
        signed_in(client, role)
        words = client.page(f"{invoiced.address}?year=2026").words
        assert "Asked for people’s years of help £210.00" in words
        assert "Asked for beside the tariff £36,333.35" in words
        assert "Credited £0.00 Paid £0.00 Still owed £36,543.35" in words
        file = client.get(f"{invoiced.address}/money.csv?year=2026").get_data(as_text=True)
        assert '"Asked for people’s years of help","","210.00"' in file

    def test_adds_up_line_by_line(self, client, database, invoiced):
        with database.writing() as session:
            finance = an_actor(session, Role.LEAD_FINANCE)
            row = session.scalars(sa.select(Invoice)).one()
            done = Acted(Act.PAY, DECEMBER.date(), amount=Money(543_35))
            write_down_money(session, finance, row.id, done, because="", seen=0, at=DECEMBER)
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(f"{invoiced.address}?year=2026").words
        assert "Paid −£543.35 Still owed £36,000.00" in words

    def test_names_an_invoice_that_began_in_an_earlier_year(self, client, database, late):
        with database.writing() as session:
            contract = a_signed_contract(
                session, first_day=date(2025, 4, 1), mechanism=Mechanism.BLOCK
            )
            issue(session, contract, at=DECEMBER)
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(f"/where-money-went/{contract.id}?year=2026").words
        assert "An invoice stands whole in the year in which its last month is." in words
        assert "Invoice 1 is for April 2025 to November 2026." in words

    def test_is_read_by_nobody_who_reads_no_invoice(self, client, invoiced):
        as_commissioner(client)
        page = client.page(f"{invoiced.address}?year=2026")
        assert "Asked for" not in page.words and "210.00" not in page.words


class TestTheMeter:
    def test_says_what_was_set_what_reached_groups_and_what_is_missing(self, client, town):
        as_commissioner(client)
        page = client.page(town.winter)
        assert "Fixed sum of the contract: £48,000.00." in page.words
        assert "The commissioner set 30% of the fixed sum: £14,400.00." in page.words
        assert "Until 31 March 2027, 0.1% reached groups: £60.00." in page.words
        assert "To have kept to it, £14,340.00 more should have reached groups." in page.words
        assert "Set by the commissioner 30%" in page.words

    def test_of_all_of_the_contract_counts_until_today(self, client, town):
        as_commissioner(client)
        words = client.page(f"{town.address}?year=all").words
        assert "Fixed sum of the contract until 31 March 2027: £48,000.00." in words
        assert "£14,340.00 more should have reached groups." in words

    def test_says_when_it_is_enough(self, client, database, late):
        town = built(database, sub_contract_percent=Decimal("0.1"))
        as_commissioner(client)
        assert "That is enough." in client.page(town.winter).words

    def test_that_nobody_set_is_not_nought(self, client, database, late):
        town = built(database, sub_contract_percent=None)
        as_commissioner(client)
        words = client.page(town.winter).words
        assert "Not set. The commissioner decides" in words
        assert "Set by the commissioner" not in words

    def test_is_not_drawn_where_two_contracts_share_what_was_paid(self, client, database, late):
        town = built(database)
        with database.writing() as session:
            a_signed_contract(session)
        as_commissioner(client)
        assert "has another contract for some of these days" in client.page(town.winter).words

    def test_is_drawn_until_a_second_contract_holds(self, client, database, late):
        town = built(database, of_chess=0, of_walks=0)
        with database.writing() as session:
            a_signed_contract(session, first_day=WINTER.next.first_day)
        as_commissioner(client)
        assert "Until 31 March 2027, 0.1% reached groups" in client.page(town.winter).words
        words = client.page(f"{town.address}?year=all").words
        assert "0.1% reached groups" in words and "has another contract" not in words
        signed_in(client, Role.LEAD_FINANCE)
        assert "has another contract" in client.page(f"{town.address}?year=all").words

    def test_of_a_year_that_is_over_says_what_should_have_been(self, client, town):
        as_commissioner(client)
        words = client.page(town.winter).words
        assert "To have kept to it, £14,340.00 more should have reached groups." in words
        assert "has to reach groups" not in words

    def test_of_a_year_that_goes_on_says_by_when(self, client, town):
        signed_in(client, Role.LEAD_FINANCE)
        words = client.page(town.address).words
        assert "To keep to it, £14,400.00 more has to reach groups by 31 March 2028." in words
        assert "No group was paid until 1 May 2027." in words


class TestTheCap:
    def test_stands_beside_what_went_to_own_services(self, client, database, late):
        town = built(database, own_delivery_cap=Decimal(40))
        signed_in(client, Role.LEAD_MANAGER)
        words = client.page(town.winter).words
        assert "The contract lets it do at most 40% itself." in words
        assert "Of the links to groups, 0% went to its own services." in words

    def test_may_be_none(self, client, town):
        as_commissioner(client)
        assert "No limit is set. Of the links to groups, 0% went" in client.page(town.winter).words


class TestWhoPays:
    def test_reads_groups_with_few_people_together(self, client, town):
        as_commissioner(client)
        page = client.page(town.winter)
        assert ["The Community Kitchen", Size.TINY.words, "£40.50"] not in page.rows
        assert ["Groups with few people, together (about)", "–", "£60.00"] in page.rows
        for secret in ("Chess club", "Walks", "£13.50", "£9.00", "£22.50", "£40.50", "£63.00"):
            assert secret not in page.words

    def test_reads_a_group_by_name_where_the_others_hide_each_other(self, client, database, late):
        town = built(database, of_chess=5, of_walks=4)
        as_commissioner(client)
        page = client.page(town.winter)
        assert ["The Community Kitchen", Size.TINY.words, "£40.50"] in page.rows
        assert ["Groups with few people, together (about)", "–", "£40.00"] in page.rows
        assert "Chess club" not in page.words and "£22.50" not in page.words

    def test_reads_nothing_of_one_group_with_few_people(self, client, database, late):
        town = built(database, of_kitchen=3, of_chess=0, of_walks=0)
        as_commissioner(client)
        page = client.page(town.winter)
        assert "Nothing can be shown of this time yet." in page.words
        assert "Some of it is not shown yet" in page.words
        assert "£13.50" not in page.words and "0.0%" not in page.words
        assert "How much of it reached groups cannot be shown yet." in page.words

    def test_reads_no_sum_of_what_is_not_paid(self, client, database, late):
        town = built(database, by_bank=False)
        as_commissioner(client)
        words = client.page(town.winter).words
        assert "3 payments were told to groups and are not paid yet. The oldest waits 90" in words
        assert "Some of it is not shown yet" in words and "0.0%" not in words
        assert "£63.00" not in words and "£60.00" not in words

    def test_reads_nothing_before_a_quarter_is_closed(self, client, database, clock):
        town = built(database, closes=False)
        clock.passes(days=(CLOSED_ON - NOON.date()).days - 1)
        signed_in(client, Role.COMMISSIONER_FINANCE)
        page = client.page(town.winter)
        assert "This is until 31 December 2026." in page.words
        assert "No group was paid until 31 December 2026." in page.words
        assert "Kitchen" not in page.words and "not paid yet" not in page.words
        assert "Until 31 December 2026, 0.0% reached groups" in page.words

    def test_reads_the_same_in_the_file(self, client, town):
        as_commissioner(client)
        file = client.get(f"{town.address}/money.csv?year=2026").get_data(as_text=True)
        assert '"Paid to: Groups with few people, together (about)","","60.00"' in file
        assert '"Fixed sum of the contract","","48000.00"' in file
        for secret in ("Chess", "Walks", "Kitchen", "13.50", "9.00", "40.50", "63.00"):
            assert secret not in file


class TestAGroup:
    def test_reads_its_own_alone_where_few_people_came_to_the_others(self, client, town):
        as_kitchen(client)
        page = client.page(town.winter)
        assert "Your own group was paid £40.50 until today." in page.words
        assert "The sum of all groups cannot be shown yet." in page.words
        assert "reached groups:" not in page.words and "£0.00" not in page.words
        for secret in ("Chess club", "Walks", "£13.50", "£9.00", "£63.00"):
            assert secret not in page.words

    def test_reads_the_sum_of_others_that_hide_each_other(self, client, database, late):
        town = built(database, of_chess=5, of_walks=4)
        as_kitchen(client)
        page = client.page(town.winter)
        assert ["All other groups, together (about)", "£40.00"] in page.rows
        assert "Your own group was paid £40.50 until today." in page.words
        assert "Chess club" not in page.words and "£22.50" not in page.words

    def test_reads_apart_what_it_was_told_and_is_not_paid(self, client, database, late):
        town = built(database, by_bank=False)
        as_kitchen(client)
        words = client.page(town.winter).words
        assert "Your own group was paid £0.00 until today." in words
        assert "You were told of £40.50 more that is not paid yet." in words

    def test_finds_the_way_from_its_payments(self, client, town):
        as_kitchen(client)
        assert client.page("/remittances").links["Where the money went"] == "/where-money-went"
        (title,) = [one for one, to in client.page("/where-money-went").links.items()
                    if to == town.address]  # fmt: skip
        assert title == "Better Services Enterprise, for Riverside"

    def test_that_is_not_paid_finds_nothing(self, client, town):
        signed_in(client, Role.GROUP_EDITOR, at=lambda it: an_ntp(it, "Another group"))
        assert "There is no signed contract to show yet." in client.page("/where-money-went").words
        client.page(town.address, status=404)


class TestNobodyElse:
    def test_of_another_lead_ntp_or_commissioner(self, client, town):
        signed_in(
            client, Role.LEAD_MANAGER, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False)
        )
        client.page(town.address, status=404)
        client.page(f"{town.address}/money.csv", status=404)
        signed_in(
            client, Role.COMMISSIONER, at=lambda it: a_commissioning_body(it, "Farland Council")
        )
        client.page(town.address, status=404)

    @pytest.mark.parametrize("role", [
        Role.LINK_WORKER, Role.ANALYST, Role.STEERING_MEMBER, Role.PRIVACY_OFFICER,
    ])  # fmt: skip
    def test_in_another_role(self, client, town, role):
        signed_in(client, role)
        client.page("/where-money-went", status=403)
        client.page(town.address, status=404)

    def test_of_a_practice(self, client, town):
        signed_in(client, Role.PRACTICE_MANAGER, at=a_practice)
        client.page(town.address, status=404)

    def test_who_edits_the_lead_ntps_own_listings(self, client, town):
        signed_in(client, Role.GROUP_EDITOR, at=a_lead_ntp)
        client.page(town.address, status=404)


class TestTheTime:
    def test_is_this_year_unless_another_is_wanted(self, client, town):
        as_commissioner(client)
        assert "from 1 April 2027 to 31 March 2028" in client.page(town.address).words
        assert "from 1 April 2026 to 31 March 2027" in client.page(town.winter).words
        assert "from 1 April 2026 to 31 March 2029" in client.page(f"{town.address}?year=all").words
        words = client.page(town.address).words
        assert "None of this time is closed yet." in words
        assert "The commissioner set 30% of the fixed sum: £14,400.00. How long" in words

    def test_that_the_contract_has_not_is_not_found(self, client, town):
        as_commissioner(client)
        client.page(f"{town.address}?year=2031", status=404)
        assert client.page(f"{town.address}?year=x").words == client.page(town.address).words


@pytest.mark.parametrize("who", [as_commissioner, as_kitchen])
def test_it_is_easy_to_read(client, database, late, who):
    town = built(database, of_chess=5, of_walks=4)
    who(client)
    page = client.page(town.winter)
    told = [" ".join("".join(one.itertext()).split()) for one in page.tree.iter("p")]
    assert grade(" ".join(told)) <= HIGHEST_GRADE
    for said in told:
        assert all(len(one.split()) <= LONGEST_SENTENCE for one in re.split(r"[.!?] ", said)), said
