"""What is to pay, and what was paid: to the two sides of it, and to nobody else."""

from datetime import date, timedelta

import pytest

from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file, say_not_paid
from billing.operations.remittances import make_remittance
from billing.queries.payment_files import check_sum, ready_to_pay
from billing.queries.remittances import make_page, remittance_page, remittances_page
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import Money
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor, an_ntp
from tests.cast_passed_on import another_paid_group
from tests.cast_sub_contracts import a_paid_group, some_bank_details

A_DAY = timedelta(days=1)
DECEMBER = NOON + 12 * A_DAY
TODAY = DECEMBER.date()


@pytest.fixture
def paid(session):
    made = a_paid_group(session)
    made.came(session)
    write_all_lines(session, at=NOON + A_DAY)
    return made


@pytest.fixture
def kitchen(session, paid):
    return an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "The Community Kitchen"))


@pytest.fixture
def stranger(session):
    return a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))


@pytest.fixture
def made(session, paid):
    return make_remittance(session, paid.manager, paid.group_id, seen=1, at=DECEMBER)


class TestTheList:
    def test_what_is_to_pay_until_the_end_of_last_month(self, session, paid):
        page = remittances_page(session, paid.manager, on=TODAY)
        assert page.month.label == "November 2026" and page.may_make
        assert [(one.group, one.amount) for one in page.to_pay] == [
            ("The Community Kitchen", Money(4_50))
        ]
        assert remittances_page(session, paid.manager, on=NOON.date()).to_pay == ()

    def test_what_was_paid_is_to_pay_no_more(self, session, paid, made):
        page = remittances_page(session, paid.manager, on=TODAY)
        assert page.to_pay == ()
        assert [(one.number, one.group, one.amount) for one in page.made] == [
            (1, "The Community Kitchen", Money(4_50))
        ]

    def test_the_group_sees_what_it_was_paid_and_pays_nothing(self, session, made, kitchen):
        page = remittances_page(session, kitchen, on=TODAY)
        assert (page.to_pay, page.may_make, len(page.made)) == ((), False, 1)

    def test_another_lead_ntp_is_not_shown_what_this_one_has_to_pay(self, session, paid, stranger):
        assert remittances_page(session, stranger, on=TODAY).to_pay == ()

    def test_only_finance_finds_the_way_to_the_bank(self, session, paid):
        finance = an_actor(session, Role.LEAD_FINANCE)
        for actor, may_pay in ((paid.manager, False), (finance, True)):
            assert remittances_page(session, actor, on=TODAY).may_pay is may_pay

    def test_only_the_remittances_of_a_group_that_is_named(self, session, paid, made):
        chess = another_paid_group(session, paid, "Chess club")
        chess.came(session, on=NOON.date())
        write_all_lines(session, at=NOON + A_DAY)
        make_remittance(session, paid.manager, chess.group_id, seen=1, at=DECEMBER)
        page = remittances_page(session, paid.manager, on=TODAY)
        assert [name for _id, name in page.groups] == ["Chess club", "The Community Kitchen"]
        assert len(page.made) == 2
        page = remittances_page(session, paid.manager, on=TODAY, group_id=chess.group_id)
        assert [one.group for one in page.made] == ["Chess club"]
        page = remittances_page(session, paid.manager, on=TODAY, group_id=paid.lead_id)
        assert (len(page.made), page.group_id) == (2, None)

    def test_a_group_reads_of_its_own_agreement_and_account_alone(
        self, session, paid, made, kitchen
    ):
        some_bank_details(session, paid)
        another_paid_group(session, paid, "Chess club")
        page = remittances_page(session, kitchen, on=TODAY)
        assert [(one.id, one.has_price) for one in page.agreements] == [(paid.agreement_id, True)]
        assert [(one.lead, one.masked, one.waits) for one in page.accounts] == [
            ("Better Services Enterprise", "The Community Kitchen, account ending in 78", False)
        ]
        club = an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "Chess club"))
        assert remittances_page(session, club, on=TODAY).accounts == ()
        page = remittances_page(session, paid.manager, on=TODAY)
        assert (page.agreements, page.accounts) == ((), ())

    def test_others_see_nothing_of_it(self, session, paid, made, stranger):
        page = remittances_page(session, stranger, on=TODAY)
        assert (page.to_pay, page.made) == ((), ())
        club = an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "Chess club"))
        assert remittances_page(session, club, on=TODAY).made == ()
        with pytest.raises(NotAllowed):
            remittances_page(session, a_link_worker(session), on=TODAY)


class TestMaking:
    def test_the_page_says_what_it_would_pay(self, session, paid):
        page = make_page(session, paid.manager, paid.group_id, on=TODAY)
        assert (page.total, page.seen, page.writes_to) == (Money(4_50), 1, 1)

    def test_it_is_for_those_who_pay(self, session, paid, kitchen, stranger):
        with pytest.raises(NotAllowed):
            make_page(session, kitchen, paid.group_id, on=TODAY)
        with pytest.raises(NotFound):
            make_page(session, stranger, paid.group_id, on=TODAY)

    def test_why_nothing_can_be_made(self, session, paid, made):
        page = make_page(session, paid.manager, paid.group_id, on=TODAY)
        assert page.made_id == made.id and "nothing to pay" in page.why_not


class TestOne:
    def test_why_the_bank_did_not_pay_is_for_the_lead_ntp(self, session, paid, made, kitchen):
        some_bank_details(session, paid)
        finance = an_actor(session, Role.LEAD_FINANCE)
        seen = check_sum(ready_to_pay(session, finance))
        file = make_payment_file(session, finance, pay_on=TODAY, seen=seen, at=DECEMBER)
        for actor, may in ((finance, True), (paid.manager, False), (kitchen, False)):
            assert remittance_page(session, actor, made.id, on=TODAY).may_say_not_paid is may
        say_not_paid(
            session, finance, made.id, because="The account is closed.", seen=str(file.id),
            at=DECEMBER,
        )  # fmt: skip
        for actor, because in ((paid.manager, "The account is closed."), (kitchen, "")):
            page = remittance_page(session, actor, made.id, on=TODAY)
            assert [(one.pay_on, one.because) for one in page.bounces] == [(TODAY, because)]
            assert page.paid_on is None and not page.may_say_not_paid

    def test_both_sides_read_it(self, session, paid, made, kitchen):
        for actor in (paid.manager, kitchen):
            page = remittance_page(session, actor, made.id, on=TODAY)
            assert (page.advice.total, page.advice.month) == (Money(4_50), date(2026, 11, 1))
            assert page.digest == page.advice.digest

    def test_only_those_who_keep_it_are_led_to_the_account(self, session, paid, made, kitchen):
        editor = an_actor(session, Role.GROUP_EDITOR, at=a_lead_ntp(session))
        for actor, is_led in ((paid.manager, True), (kitchen, False), (editor, False)):
            assert remittance_page(session, actor, made.id, on=TODAY).may_keep_bank is is_led

    def test_nobody_else_does(self, session, made, stranger):
        club = an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "Chess club"))
        for actor in (stranger, club):
            with pytest.raises(NotFound):
                remittance_page(session, actor, made.id, on=TODAY)
        with pytest.raises(NotAllowed):
            remittance_page(session, a_link_worker(session), made.id, on=TODAY)
