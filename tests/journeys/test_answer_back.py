"""The answer back (A-LN-05, A-LN-06, B22, B26): to the practice, and to the person herself.

Asha writes a report, shows it to Maya, leaves out what she asks, and sends it. The practice is told by a
letter that names nobody, reads it, and says that it has it. Maya opens her own page by link and date of
birth. In a real browser, narrow and wide, with scripts and without.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, DataItem
from kernel.access import SYSTEM, Actor, Role
from tests.cast import a_lead_ntp, a_practice, a_user, actor_of
from tests.cast_messages import ODS_CODE, a_message
from tests.cast_referrals import a_person, a_referral, named_worker
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_SEAT, EVERY_WIDTH

LONG_AGO = date(2020, 1, 1)
PLACES = {
    Role.LINK_WORKER: a_lead_ntp, Role.REFERRER: a_practice, Role.PRACTICE_MANAGER: a_practice,
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A served site in which Maya is on Asha's caseload, and who is signed in by which token."""

    site: Any
    tokens: dict[Role, str]
    case: str

    def at(self, path: str) -> str:
        return str(self.site.at(path))


@pytest.fixture
def town(site):
    now = site.app.extensions["petunias"].clock()
    tokens = {role: uuid4().hex for role in PLACES}
    with site.database.writing() as session:
        lead, practice = a_lead_ntp(session), a_practice(session)
        practice.code = ODS_CODE
        terms = Terms(AgreementPurpose.DATA_SHARING, practice.id, lead.id, LONG_AGO, None)
        accounts.agree(session, SYSTEM, terms, data_items=list(DataItem), at=now)
        actors = {role: _begin(session, role, tokens[role], now) for role in PLACES}
        asha = actors[Role.LINK_WORKER]
        named_worker(session, practice, asha)
        person = a_person(session, known_as="May", no_text=True)
        case = a_referral(
            session, person, worker=asha, sent_by=actors[Role.REFERRER], what_matters="My garden"
        )
    return Town(site, tokens, f"/cases/{case.id}")


def _begin(session, role: Role, token: str, at) -> Actor:
    place = PLACES[role](session)
    name = {Role.LINK_WORKER: "Asha Begum", Role.REFERRER: "Nadia Nurse"}.get(role, "Pat Manager")
    user = a_user(session, role, at=place, name=name, email=f"{role.value}@anytown.example")
    accounts.start_session(session, user, token=token, awaits_code=False, at=at)
    return actor_of(user, place, role)


@pytest.fixture
def visit(browser, browser_context_args, town):
    """A function that opens a browser of a width, signed in in a role if one is named."""
    opened = []

    def open_(width: int, role: Role | None = None, *, has_scripts: bool = True) -> Page:
        context = browser.new_context(
            **{
                **browser_context_args,
                "java_script_enabled": has_scripts,
                "viewport": {"width": width, "height": 800},
            }
        )
        if role is not None:
            context.add_cookies(
                [{"name": "petunias", "value": town.tokens[role], "url": town.site.address}]
            )
        opened.append(context)
        return context.new_page()

    yield open_
    for context in opened:
        context.close()


def write_show_and_send(page: Page, town: Town) -> None:
    """Asha's part."""
    page.goto(town.at(town.case))
    page.get_by_role("button", name="Write a report").click()
    page.get_by_label("After a review").check()
    page.locator("[name=agreed]").fill("She joins the Tuesday walk.")
    page.locator("[name=next_steps]").fill("Asha rings her in two weeks.")
    page.locator("[name=asks]").fill("Look at her tablets with her.")
    page.get_by_role("button", name="Save, then show it").click()
    page.get_by_role("button", name="Show it and send it").click()
    page.get_by_label("Yes, I read it out to them").check()
    page.get_by_label("What happens next").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Send it to Weaver Street Surgery").click()


@EVERY_SEAT
def test_the_practice_hears_what_maya_agreed_to_and_says_that_it_has_it(
    town, visit, width, has_scripts
):
    asha = visit(width, Role.LINK_WORKER, has_scripts=has_scripts)
    write_show_and_send(asha, town)
    expect(asha.get_by_text("The report is on its way")).to_be_visible()
    expect(asha.get_by_text("Asha rings her")).to_have_count(0)

    letters = town.site.letters()
    told = {"practice_manager@anytown.example", "referrer@anytown.example"}
    assert {letter.to for letter in letters} == told
    assert "Maya" not in letters[0].text and "Thornton" not in letters[0].text

    nadia = visit(width, Role.REFERRER, has_scripts=has_scripts)
    nadia.goto(town.at("/desk"))
    expect(nadia.get_by_text("1 report about your patients waits for you.")).to_be_visible()
    nadia.goto(town.at(letters[0].link))
    nadia.get_by_role("link", name="Maya Thornton").click()
    expect(nadia.get_by_text("She joins the Tuesday walk.")).to_be_visible()
    expect(nadia.get_by_text("Asha rings her")).to_have_count(0)
    asha.reload()
    expect(asha.get_by_text("Opened at the practice").first).to_be_visible()
    nadia.get_by_role("button", name="We have it").click()
    expect(nadia.get_by_text("The link worker can see that you have it.")).to_be_visible()

    asha.goto(town.at(town.case))
    expect(asha.get_by_text("Nadia Nurse acknowledged it")).to_be_visible()


@EVERY_SEAT
def test_maya_opens_her_own_page(town, visit, width, has_scripts):
    asha = visit(width, Role.LINK_WORKER, has_scripts=has_scripts)
    asha.goto(town.at(town.case))
    asha.get_by_text("Their own page").click()
    asha.get_by_role("button", name="Send them the link").click()
    (letter,) = town.site.letters()
    assert letter.to == "maya@example.org"  # she wants no texts

    maya = visit(width, has_scripts=has_scripts)
    maya.goto(town.at(letter.link))
    for year in ("1949", "1948"):
        for part, typed in (("day", "17"), ("month", "5"), ("year", year)):
            maya.locator(f"[name=born_on-{part}]").fill(typed)
        maya.get_by_role("button", name="Open my page").click()
        if year == "1949":
            expect(maya.locator(".nhsuk-error-summary")).to_contain_text("We cannot open a page")
    expect(maya.get_by_role("heading", level=1)).to_have_text("Hello May")
    expect(maya.get_by_text("link worker, Better Services Enterprise").first).to_be_visible()
    expect(maya.get_by_text("husband")).to_have_count(0)

    asha.goto(town.at(town.case))
    asha.get_by_text("Their own page").click()
    asha.get_by_role("button", name="Take the link back").click()
    maya.goto(town.at(letter.link))
    for part, typed in (("day", "17"), ("month", "5"), ("year", "1948")):
        maya.locator(f"[name=born_on-{part}]").fill(typed)
    maya.get_by_role("button", name="Open my page").click()
    expect(maya.locator(".nhsuk-error-summary")).to_contain_text("We cannot open a page")


def test_a_practices_own_system_sends_a_referral_and_asha_finds_it(town, visit):
    pat = visit(1280, Role.PRACTICE_MANAGER)
    pat.goto(town.at("/practice-keys"))
    pat.get_by_role("button", name="Make a key").click()
    key = pat.locator("code", has_text="petunias-").inner_text()
    message = a_message(Patient={"name": [{"text": "Ivy Lamb"}], "identifier": []})
    answer = pat.request.post(
        town.at("/api/fhir/$process-message"), data=message,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/fhir+json"},
    )  # fmt: skip
    assert answer.status == 200
    asha = visit(1280, Role.LINK_WORKER)
    asha.goto(town.at("/cases"))
    asha.get_by_role("link", name="Ivy Lamb").click()
    happened = asha.get_by_role("region", name="What has happened")
    expect(happened).to_contain_text("The system of Weaver Street Surgery")


@EVERY_WIDTH
def test_nothing_on_these_pages_keeps_anybody_out(town, visit, tmp_path, width):
    asha, nadia, pat, maya = (
        visit(width, role)
        for role in (Role.LINK_WORKER, Role.REFERRER, Role.PRACTICE_MANAGER, None)
    )
    asha.goto(town.at(town.case))
    asha.get_by_text("Their own page").click()
    asha.get_by_role("button", name="Send them the link").click()
    link = town.site.letters()[-1].link
    write_show_and_send(asha, town)
    report = asha.url.removeprefix(town.site.address)
    asha.goto(town.at(town.case))
    asha.get_by_role("button", name="Write a report").click()
    asha.get_by_label("After a review").check()
    asha.get_by_role("button", name="Save, then show it").click()
    draft = asha.url.removeprefix(town.site.address)
    nadia.goto(town.at("/reports"))
    nadia.get_by_role("link", name="Maya Thornton").click()
    sent = nadia.url.removeprefix(town.site.address)

    pages: list[tuple[Page, str]] = [
        *((asha, path) for path in (
            town.case, "/desk", report, draft, f"{draft}/send", f"{draft}/edit",
            f"{draft}/to-read", f"{town.case}/summary", f"{town.case}/reports/write",
        )),
        *((nadia, path) for path in ("/desk", "/reports", sent, "/reports/codes")),
        (pat, "/practice-keys"), (maya, link),
    ]  # fmt: skip
    for page, path in pages:
        page.goto(town.at(path))
        _look(page, tmp_path, f"{width}-{path}")
    asha.goto(town.at(f"{draft}/send"))
    asha.get_by_role("button", name="Send it to").click()
    _look(asha, tmp_path, f"{width}-send-mistake")
    pat.get_by_role("button", name="Make a key").click()
    _look(pat, tmp_path, f"{width}-new-key")
    for part, typed in (("day", "17"), ("month", "5"), ("year", "1948")):
        maya.locator(f"[name=born_on-{part}]").fill(typed)
    maya.get_by_role("button", name="Open my page").click()
    _look(maya, tmp_path, f"{width}-own-page")


def _look(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name.strip('/').replace('/', '_')}.png", full_page=True)
    assert barriers(page) == []
    assert sideways(page) <= 0
