"""A person's rights, in a real browser: a colleague's case, who looked, a request answered, a record erased."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from kernel.access import Role
from tests.cast import a_link_worker, a_user, usual_place
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral
from tests.support.browser import is_for_everybody
from tests.support.seats import WIDTHS

REASON = "Asha is away and her neighbour rang in distress"


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


@pytest.fixture
def visit(browser, browser_context_args, width):
    """A browser of one width."""
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": width, "height": 800}}
    )
    page = context.new_page()
    yield page
    context.close()


def come(page: Page, site, role: Role, name: str) -> None:
    """Sign somebody new in."""
    token = uuid4().hex
    with site.database.writing() as session:
        user = a_user(session, role, at=usual_place(session, role), name=name)
        accounts.start_session(
            session, user, token=token, awaits_code=False,
            at=site.app.extensions["petunias"].clock(),
        )  # fmt: skip
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "petunias", "value": token, "url": site.address}])


@pytest.fixture
def world(site):
    """Maya, whose case is Asha's."""
    with site.database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        a_referral(session, a_person(session, nhs_number=NHS_NUMBER), worker=asha)


def find(page: Page, site) -> None:
    page.goto(site.at("/find-person"))
    page.get_by_label("NHS number").fill("999 000 0018")
    page.get_by_role("button", name="Find").click()


def test_a_colleagues_case_is_opened_with_a_reason_and_her_manager_looks(site, world, visit):
    come(visit, site, Role.LINK_WORKER, "Daniel Crowe")
    find(visit, site)
    is_for_everybody(visit)
    visit.get_by_role("link", name="Open it with a reason").click()
    visit.get_by_label("Why do you need to read this case?").fill(REASON)
    is_for_everybody(visit)
    visit.get_by_role("button", name="Open the case to read").click()
    expect(visit.locator("main")).to_contain_text(REASON)
    is_for_everybody(visit)

    come(visit, site, Role.LEAD_MANAGER, "Mo Manager")
    visit.goto(site.at("/desk"))
    visit.get_by_role("button", name="Look at why").click()
    is_for_everybody(visit)
    visit.get_by_role("link", name="Maya Thornton").click()
    visit.get_by_text("Their rights").click()
    visit.get_by_role("link", name="Who looked at this record").click()
    expect(visit.locator("main")).to_contain_text("Daniel Crowe")
    is_for_everybody(visit)
    visit.get_by_role("link", name="Print it for the person").click()
    is_for_everybody(visit)


def test_a_request_is_answered_and_the_record_erased(site, world, visit):
    come(visit, site, Role.PRIVACY_OFFICER, "Pat Osei")
    find(visit, site)
    visit.get_by_role("link", name="Write down what they ask").click()
    is_for_everybody(visit)
    visit.get_by_label("Erase it").check()
    visit.get_by_role("button", name="Write it down").click()
    is_for_everybody(visit)
    request = visit.url
    for path in ("copy", "review", "put-right", "erase"):
        visit.goto(f"{request}/{path}")
        is_for_everybody(visit)
    visit.get_by_role("button", name="Erase everything").click()
    expect(visit.locator("main")).to_contain_text("The record is erased.")
    visit.goto(site.at("/retention"))
    is_for_everybody(visit)
