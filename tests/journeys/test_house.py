"""The house itself, in a real browser: signing in and out, the desk, the menu, and pages that refuse."""

import pytest
from playwright.sync_api import Page, expect

from kernel.access import Role
from tests.support.browser import barriers, is_for_everybody, sideways
from tests.support.seats import EVERY_SEAT, EVERY_WIDTH

PASSWORD = "thanks for the petunias"


@pytest.fixture
def visit(browser, browser_context_args, width, has_scripts):
    """A browser of one width, with or without scripts, whose complaints fail the test."""
    context = browser.new_context(
        **{
            **browser_context_args,
            "viewport": {"width": width, "height": 800},
            "java_script_enabled": has_scripts,
        }
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [said for said in complaints if "404" not in said and "403" not in said
            and "422" not in said] == []  # fmt: skip


def sign_in(page: Page, site, role: Role, password: str = PASSWORD) -> None:
    page.goto(site.at("/sign-in"))
    page.locator("main [name=email]").fill(f"{role.value}@anytown.example")
    page.locator("main [name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()


@EVERY_SEAT
def test_somebody_signs_in_sees_their_desk_and_signs_out(anytown, visit, has_scripts):
    visit.goto(anytown.at("/desk"))
    expect(visit).to_have_url(anytown.at("/sign-in?next=/desk"))
    is_for_everybody(visit, has_scripts)

    sign_in(visit, anytown, Role.DIRECTORY_EDITOR, "not the password")
    expect(visit).to_have_title("Error: Sign in – Petunias")
    assert visit.locator("[name=email]").input_value() == "directory_editor@anytown.example"
    is_for_everybody(visit, has_scripts)

    sign_in(visit, anytown, Role.DIRECTORY_EDITOR)
    expect(visit).to_have_url(anytown.at("/desk"))
    expect(visit.get_by_role("navigation", name="Account")).to_contain_text("directory editor")
    is_for_everybody(visit, has_scripts)

    visit.get_by_role("button", name="Sign out").click()
    expect(visit).to_have_url(anytown.at("/"))
    visit.goto(anytown.at("/desk"))
    expect(visit).to_have_url(anytown.at("/sign-in?next=/desk"))


@EVERY_SEAT
def test_the_back_button_does_not_bring_a_private_page_back(anytown, visit, has_scripts):
    sign_in(visit, anytown, Role.LEAD_MANAGER)
    expect(visit).to_have_url(anytown.at("/desk"))
    visit.get_by_role("button", name="Sign out").click()
    expect(visit).to_have_url(anytown.at("/"))
    visit.go_back()
    expect(visit.get_by_role("button", name="Sign out")).to_have_count(0)


@EVERY_SEAT
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [("/nothing", 404, "We cannot find that page"), ("/audit", 403, "You cannot do this")],
)
def test_a_page_that_refuses_is_a_page_like_any_other(
    anytown, visit, has_scripts, address, status, heading
):
    sign_in(visit, anytown, Role.GROUP_EDITOR)
    answer = visit.goto(anytown.at(address))
    assert answer is not None and answer.status == status
    expect(visit.get_by_role("heading", level=1)).to_have_text(heading)
    is_for_everybody(visit, has_scripts)


@EVERY_SEAT
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTORY_EDITOR])
def test_the_menu_can_be_walked_with_the_keyboard_alone(anytown, visit, has_scripts, role):
    sign_in(visit, anytown, role)
    visit.goto(anytown.at("/desk"))
    visit.keyboard.press("Tab")
    expect(visit.get_by_role("link", name="Skip to main content")).to_be_focused()
    wanted = visit.locator(".nhsuk-header__navigation-link:visible").last
    for _ in range(25):
        visit.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            break
    expect(wanted).to_be_focused()


DESKS = {
    Role.REFERRER: ("/desk", "/referrals", "/reports"),
    Role.LINK_WORKER: ("/desk", "/cases"),
    Role.LEAD_MANAGER: ("/inbox", "/cases"),
    Role.PRIVACY_OFFICER: ("/data-requests", "/retention"),
    Role.SAFEGUARDING_LEAD: ("/concerns",),
}
"""Pages that are full in the demo world, where a long name or a long list shows."""


@EVERY_WIDTH
def test_full_pages_of_referrals_keep_nobody_out(anytown, browser, browser_context_args, width):
    for role, addresses in DESKS.items():
        context = browser.new_context(
            **{**browser_context_args, "viewport": {"width": width, "height": 800}}
        )
        page = context.new_page()
        sign_in(page, anytown, role)
        for address in addresses:
            answer = page.goto(anytown.at(address))
            assert answer is not None and answer.status == 200, address
            assert (address, barriers(page), sideways(page) > 0) == (address, [], False)
        context.close()
