"""A year of the guide's money: a contract agreed page by page, a year charged, a change kept up, a session spent."""

import secrets
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from accounts import operations as accounts
from billing.models import Voucher
from billing.operations.vouchers import reward
from kernel.access import Role
from referrals.models import Referral
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, a_user, actor_of
from tests.cast_billing import an_assessed_case
from tests.cast_charges import A_YEAR, keep_up
from tests.support.browser import is_for_everybody
from tests.support.seats import EVERY_SEAT

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock
LEAD = "Better Services Enterprise"


@pytest.fixture
def anytown(site):
    """Everybody who has a hand in it, each with a way in."""
    tokens = {}
    with site.database.writing() as session:
        lead, body = a_lead_ntp(session), a_commissioning_body(session)
        for role, at in (
            (Role.COMMISSIONER, body), (Role.LEAD_MANAGER, lead), (Role.LEAD_FINANCE, lead),
            (Role.COMMISSIONER_FINANCE, body), (Role.LINK_WORKER, lead),
        ):  # fmt: skip
            user = a_user(session, role, at=at, name=f"The {role.label}")
            tokens[role] = secrets.token_urlsafe(16)
            accounts.start_session(session, user, token=tokens[role], awaits_code=False, at=NOW)
        worker = actor_of(user, lead, Role.LINK_WORKER)
        case = an_assessed_case(session, worker)
        return SimpleNamespace(site=site, tokens=tokens, case=case.id, worker=worker)


@pytest.fixture
def come(browser, browser_context_args, anytown, width, has_scripts):
    """Somebody opens a browser of their own; no role is whoever holds a code."""
    opened = []

    def open_(role=None):
        context = browser.new_context(
            **browser_context_args
            | {"java_script_enabled": has_scripts, "viewport": {"width": width, "height": 640}}
        )
        opened.append(context)
        if role is not None:
            context.add_cookies(
                [{"name": "petunias", "value": anytown.tokens[role], "url": anytown.site.address}]
            )
        return context.new_page()

    yield open_
    for context in opened:
        context.close()


def day(page, legend, moment):
    group = page.get_by_role("group", name=legend)
    for part, number in (("Day", moment.day), ("Month", moment.month), ("Year", moment.year)):
        group.get_by_label(part, exact=True).fill(str(number))


def begin(page, site):
    """The commissioner begins with what is known, and writes what is missing."""
    page.goto(site.at("/contracts"))
    page.get_by_role("button", name="Begin a contract").click()
    page.get_by_label("Lead NTP", exact=True).select_option(label=LEAD)
    page.get_by_label("Riverside").check()
    day(page, "First day", NOON - timedelta(days=200))
    day(page, "Last day", NOW + timedelta(days=900))
    page.get_by_label("Hybrid", exact=False).check()
    page.get_by_role("textbox", name="Fixed sum a year").fill("48000")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text("Being written")).to_be_visible()
    page.get_by_role("link", name="Write “Prices”").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Write “What is done for people”").click()
    page.get_by_label("What is done for people? (optional)").fill(
        "Link workers: a plan of your own"
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is saved.")).to_be_visible()


def sign(page, address):
    page.goto(address)
    page.get_by_role("button", name="Sign it").click()
    page.get_by_label("We have read the warnings, and sign").check()
    page.get_by_role("button", name="Sign for your side").click()
    expect(page.get_by_text("You have signed for your side.")).to_be_visible()


def issue_an_invoice(finance, site, has_scripts):
    """The desk says that a month can be asked for; what it comes to is looked at, and issued."""
    finance.goto(site.at("/desk"))
    expect(finance.get_by_text("can be invoiced.")).to_be_visible()
    finance.goto(site.at("/invoices"))
    finance.get_by_role("link", name=f"{LEAD}, for Riverside").click()
    is_for_everybody(finance, has_scripts)
    finance.get_by_role("button", name="Issue the invoice").click()
    expect(finance.get_by_text("The invoice is issued.")).to_be_visible()
    is_for_everybody(finance, has_scripts)


def question_and_agree(finance, payer, site, has_scripts):
    """Who pays questions a line, has an answer, and agrees."""
    payer.goto(site.at("/invoices"))
    payer.get_by_role("link", name=f"Number 1 of {LEAD}").click()
    payer.get_by_role("link", name="Question line 1").click()
    payer.get_by_label("What is your question?").fill("Which months are these?")
    payer.get_by_role("button", name="Send the question").click()
    expect(payer.get_by_text("Your question is sent.")).to_be_visible()
    finance.reload()
    finance.get_by_role("link", name="Answer the question about line 1").click()
    finance.get_by_label("What is your answer?").fill("From the first day on.")
    finance.get_by_role("button", name="Keep the answer").click()
    expect(finance.get_by_text("Your answer is kept.")).to_be_visible()
    payer.reload()
    payer.get_by_role("link", name="The question about line 1 is settled").click()
    payer.get_by_role("button", name="It is settled").click()
    expect(payer.get_by_text("The question is settled.").first).to_be_visible()
    payer.get_by_role("button", name="Agree to it").click()
    expect(payer.get_by_text("Once you agree, it can be paid.")).to_be_visible()
    payer.get_by_role("button", name="Agree to it").click()
    expect(payer.get_by_text("You agreed to this invoice.")).to_be_visible()
    is_for_everybody(payer, has_scripts)


def pay(finance, has_scripts):
    """The lead NTP writes down that all of it came in."""
    finance.reload()
    owed = finance.locator("strong", has_text="£").first.inner_text().removeprefix("£")
    finance.get_by_role("button", name="Money came in or went back").click()
    finance.get_by_label("It came in").check()
    finance.get_by_role("textbox", name="How much?").fill(owed)
    day(finance, "On which day?", NOW)
    finance.get_by_role("button", name="Write it down").click()
    expect(finance.get_by_text("Still owed: £0.00.")).to_be_visible()
    is_for_everybody(finance, has_scripts)


def ask_for_money(finance, payer, site, has_scripts):
    """An invoice, from the desk of who issues it until it is paid."""
    issue_an_invoice(finance, site, has_scripts)
    question_and_agree(finance, payer, site, has_scripts)
    pay(finance, has_scripts)


@EVERY_SEAT
def test_from_the_contract_to_the_session_that_is_free(anytown, come, has_scripts):
    site = anytown.site
    commissioner, manager, asha = map(
        come, (Role.COMMISSIONER, Role.LEAD_MANAGER, Role.LINK_WORKER)
    )
    begin(commissioner, site)
    is_for_everybody(commissioner, has_scripts)
    address = commissioner.url
    for side in (commissioner, manager):
        sign(side, address)
    expect(manager.get_by_text("In force")).to_be_visible()

    asha.goto(site.at(f"/cases/{anytown.case}/band"))
    asha.get_by_label("Low", exact=True).check()
    asha.get_by_role("button", name="Choose it").click()
    site.work()
    manager.goto(site.at("/charges"))
    expect(manager.get_by_role("cell", name="A year of help, low").first).to_be_visible()
    expect(manager.get_by_role("cell", name="£70.00").first).to_be_visible()
    is_for_everybody(manager, has_scripts)

    ask_for_money(come(Role.LEAD_FINANCE), come(Role.COMMISSIONER_FINANCE), site, has_scripts)

    with site.database.writing() as session:  # a year goes by
        keep_up(session, anytown.worker, session.get_one(Referral, anytown.case), when=NOW + A_YEAR)
        reward(session, anytown.case, at=NOW + A_YEAR)
        code = session.query(Voucher).one().code
    asha.goto(site.at(f"/cases/{anytown.case}/free-sessions"))
    expect(asha.get_by_text("Here are 6 free sessions for you.")).to_be_visible()

    choir = come()
    choir.goto(site.at(f"/free-sessions/{code}"))
    choir.get_by_label(LEAD).check()
    choir.get_by_role("button", name="Use one session").click()
    expect(choir.get_by_text("One session is spent. 5 are left.")).to_be_visible()
    is_for_everybody(choir, has_scripts)
