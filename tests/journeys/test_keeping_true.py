"""The directory is kept true: a letter, one press; editors and link workers chase the rest.

Given a group that was listed 104 days ago, when its letter's button is pressed, then everybody sees
that it was confirmed today (A-DIR-10 to -13, P12).
"""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from directory.checks import CheckKind, CheckResult
from directory.lifecycle import Move
from directory.models import Draw, PossibleDuplicate
from directory.operations import checks, corrections, hosting, keeping, ladder, reports
from directory.operations.checks import Checked
from directory.queries.hosting import BOOKS
from directory.vocabulary import Joining
from kernel.access import ANYONE, SYSTEM, Role
from tests.cast import a_lead_ntp, a_user, actor_of, an_area
from tests.cast_directory import a_listing
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_SEAT, EVERY_WIDTH

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock
LONG_AGO = NOW - timedelta(days=104)
BUTTON = "Yes, all of this is still correct"


@pytest.fixture
def town(site):
    """Anytown with something in every state that editors meet: site, ids, an editor's token."""
    return arrange(site)


def arrange(site):
    with site.database.writing() as session:
        host = a_lead_ntp(session)
        area = an_area(session).id
        dogs = a_listing(session, area_id=area, at=LONG_AGO)
        odd = a_listing(session, area_id=area, group="Odd group", at=NOW, name="Odd offers")
        odd.flags = [{"kind": "money", "field": "name", "says": "It speaks of money."}]
        keeping.make(session, SYSTEM, odd, Move.HOLD, at=NOW)
        ring = a_listing(
            session, area_id=area, group="By phone", keeper_email="", is_live=False, at=NOW
        )
        keeping.make(session, SYSTEM, ring, Move.SUBMIT, at=NOW)
        twin = a_listing(session, area_id=area, group="Anytown Dogs", at=NOW)
        refuge = a_listing(session, area_id=area, group="A safe place", at=NOW)
        keeping.hide_place(session, SYSTEM, refuge, address="1 Secret Street", at=NOW)
        user = a_user(session, Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER, Role.LINK_WORKER, at=host)
        editor = actor_of(user, host, Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER, Role.LINK_WORKER)
        session.flush()
        made = _make_the_rest(session, editor, dogs=dogs, twin=twin, area=area)
        made |= {"dogs": dogs.id, "odd": odd.id, "ring": ring.id, "refuge": refuge.id}
        token = secrets.token_urlsafe(16)
        accounts.start_session(session, user, token=token, awaits_code=False, at=NOW)
    with site.database.writing() as session:
        ladder.take_step(session, made["dogs"], at=NOW)
    return site, made, token


def _make_the_rest(session, editor, *, dogs, twin, area):
    """Reports, a likely duplicate, checks, a past draw, opinions and the host's records."""
    corrections.tell_wrong(session, ANYONE, dogs.id, says="They meet on Fridays", at=NOW)
    report = corrections.propose(
        session, editor, dogs.id, {"when": "Fridays 2pm", "joining": Joining.ASK_FIRST},
        says="Jo told me", at=NOW,
    )  # fmt: skip
    pair = PossibleDuplicate(
        first_id=dogs.id, second_id=twin.id, why="Same phone number", found_at=NOW
    )
    session.add(pair)
    today = NOW.date()
    insured = Checked(
        CheckKind.INSURANCE, "", CheckResult.PASSED, "Edith", "The host", today,
        today + timedelta(days=9),
    )  # fmt: skip
    checks.record(session, editor, dogs.id, insured, at=NOW)
    keeping.say(session, editor, dogs, dogs.content.with_answers(when="Tuesdays 10am"), at=NOW)
    session.add(
        Draw(
            area_id=area, month="2026-01", seed="5" * 32, pool=1, prize_pence=10_000,
            winner_id=dogs.group_id, drawn_by=editor.user_id, drawn_at=NOW,
        )
    )  # fmt: skip
    keeping.enter_draw(session, twin, at=NOW.replace(day=1) - timedelta(days=2))
    told = reports.tell(
        session, ANYONE, says="Larger letters", was_useful=True, was_easy=False, page="", at=NOW
    )
    reports.answer(session, editor, told.id, says="They are larger", is_public=True, at=NOW)
    hosting.name_owner(session, editor, part="Commissions it", name="Jo", role="CCG", at=NOW)
    session.flush()
    return {"report": report.id, "pair": pair.id, "told": told.id}


def visit(browser, browser_context_args, site, *, width, token="", has_scripts=True):
    """A browser of a width, signed in when there is a token."""
    context = browser.new_context(
        **{
            **browser_context_args,
            "java_script_enabled": has_scripts,
            "viewport": {"width": width, "height": 800},
        }
    )
    if token:
        context.add_cookies([{"name": "petunias", "value": token, "url": site.address}])
    return context.new_page()


@EVERY_SEAT
def test_one_press_from_the_letter_and_everybody_sees_it(
    town, browser, browser_context_args, width, has_scripts
):
    site, made, _ = town
    page = visit(browser, browser_context_args, site, width=width, has_scripts=has_scripts)
    listing = site.at(f"/listings/{made['dogs']}")
    page.goto(listing)
    expect(page.get_by_text("Not confirmed lately").first).to_be_visible()

    letter = next(one for one in site.letters() if one.to == "jo@shelter.example")
    page.goto(site.at(letter.link))
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    site.work()

    page.goto(listing)
    expect(page.get_by_text("Not confirmed lately")).to_have_count(0)
    page.goto(site.at(letter.link))
    expect(page.get_by_role("heading", level=1)).to_have_text("You have told us already")
    page.context.close()


def test_with_the_keyboard_alone(town, browser, browser_context_args):
    site, _, _ = town
    page = visit(browser, browser_context_args, site, width=1280)
    letter = next(one for one in site.letters() if one.to == "jo@shelter.example")
    page.goto(site.at(letter.link))
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == BUTTON:
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.context.close()


def pages_of(made, site) -> dict[str, str]:
    """Every page of this journey, by the name of its picture."""
    record = f"/directory/review/{made['dogs']}"
    letter = next(one for one in site.letters() if one.to == "jo@shelter.example")
    return {
        "review": "/directory/review",
        "record": record,
        "record-flagged": f"/directory/review/{made['odd']}",
        "record-hidden": f"/directory/review/{made['refuge']}",
        "record-ring": f"/directory/review/{made['ring']}",
        "reject": f"/directory/review/{made['odd']}/reject",
        "take-down": f"{record}/take-down",
        "edit": f"{record}/edit",
        "check": f"{record}/checks",
        "version": f"{record}/versions/1",
        "suspend": f"/directory/listings/{made['dogs']}/suspend",
        "release": f"/directory/listings/{made['dogs']}/release",
        "correct": f"/directory/listings/{made['dogs']}/correct",
        "report": f"/directory/review/reports/{made['report']}",
        "pair": f"/directory/review/pairs/{made['pair']}",
        "freshness": "/directory/freshness?show=overdue",
        "stale": "/directory/stale",
        "draw": "/directory/draw",
        "prize-draw": "/prize-draw",
        "wrong": f"/listings/{made['dogs']}/wrong",
        "feedback": "/feedback",
        "thank-you": "/thank-you",
        "you-said": "/you-said-we-did",
        "new": "/new-activities",
        "type-code": "/s",
        "letter": letter.link,
        "letter-over": "/still-correct/never-sent",
        "thanked": "/still-correct",
        "slip": f"/directory/slips/{made['dogs']}",
        "desk": "/desk",
        "host": "/directory/host",
        "settings": "/directory/host/settings",
        "procurement": "/directory/host/procurement",
        "benefit": "/directory/host/benefit",
        "opinions": "/directory/host/feedback",
        "opinion": f"/directory/host/feedback/{made['told']}",
        **{slug: f"/directory/host/{slug}" for slug in BOOKS},
    }


@EVERY_WIDTH
def test_every_page_is_open_to_everybody_and_never_scrolls_sideways(
    town, browser, browser_context_args, width
):
    site, made, token = town
    page: Page = visit(browser, browser_context_args, site, width=width, token=token)
    found = {}
    for name, address in pages_of(made, site).items():
        answer = page.goto(site.at(address))
        assert answer is not None and answer.status == 200, f"{name}: {answer and answer.status}"
        found[name] = [*barriers(page), *(["scrolls sideways"] if sideways(page) > 0 else [])]
    assert {name: faults for name, faults in found.items() if faults} == {}
    page.context.close()


FORMS = ("reject", "take-down", "suspend", "check", "wrong", "feedback", "type-code", "owners")


@EVERY_WIDTH
def test_every_form_says_what_is_wrong_to_everybody(town, browser, browser_context_args, width):
    site, made, token = town
    page = visit(browser, browser_context_args, site, width=width, token=token)
    pages, found = pages_of(made, site), {}
    for name in FORMS:
        page.goto(site.at(pages[name]))
        page.locator("main form button[type=submit]").last.click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        found[name] = [*barriers(page), *(["scrolls sideways"] if sideways(page) > 0 else [])]
    assert {name: faults for name, faults in found.items() if faults} == {}
    page.context.close()
