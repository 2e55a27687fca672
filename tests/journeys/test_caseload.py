"""A link worker's day on a phone, in a real browser, without JavaScript; and every page without barriers.

Given a referral in Asha's caseload, when she accepts it, tries, books, is stood up, books again and
meets, then each step is one question, and what she wrote is on the case (A10.1, A-HLW-11, A-TAR-04).
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from accounts.models import User
from kernel.access import Actor, Role
from kernel.periods import LONDON
from referrals.casework import Danger, Inequality, Result, WorkKind
from referrals.lifecycle import State
from referrals.operations.allocating import put_first
from referrals.operations.meeting import Booking, book
from referrals.operations.safeguarding import raise_concern
from referrals.operations.work import Work, log_work, raise_issue
from referrals.vocabulary import Channel
from tests.cast import a_lead_ntp, a_user, actor_of
from tests.cast_caseload import a_case, a_contact, a_safeguarding_lead, leaves
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_WIDTH

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock
PHONE = 320
THUMB = 44
"""Pixels: the smallest target that a thumb finds while its owner is walking."""
SECONDS_A_TAP = 3
MOST_SECONDS = 20


@dataclass(frozen=True)
class Day:
    """The site with Asha's caseload, and who can sign in."""

    site: Any
    tokens: dict[str, str]
    cases: dict[str, UUID]


@pytest.fixture
def day(site):
    """Asha has a referral to accept, somebody to reach, somebody met, somebody she is worried about."""
    with site.database.writing() as session:
        lead = a_lead_ntp(session)
        people = {
            "asha": (Role.LINK_WORKER, "Asha Begum"),
            "gone": (Role.LINK_WORKER, "Daniel Crowe"),
            "manager": (Role.LEAD_MANAGER, "Mary Manager"),
        }
        users = {who: a_user(session, role, at=lead, name=name)
                 for who, (role, name) in people.items()}  # fmt: skip
        actors = {who: actor_of(users[who], lead, role) for who, (role, _) in people.items()}
        sophie = a_safeguarding_lead(session)
        cases = _cases(session, actors)
        tokens = {who: _token(session, user) for who, user in users.items() if who != "gone"}
        tokens["sophie"] = _token(session, _user_of(session, sophie))
        leaves(session, actors["gone"], at=NOW)
    return Day(site, tokens, cases)


def _cases(session, actors: dict[str, Actor]) -> dict[str, UUID]:
    asha = actors["asha"]
    sent = {"sent_at": NOW - timedelta(days=1)}
    new = a_case(session, asha, "Maya Thornton", state=State.RECEIVED, **sent)
    met = a_case(session, asha, "Omar Khalid", state=State.IN_PROGRAMME, **sent)
    late = a_case(session, asha, "Ivy Lamb", sent_at=NOW - timedelta(days=40))
    left = a_case(session, actors["gone"], "Rose Okafor", **sent)
    met.person.no_voicemail, met.person.known_as = True, "Om"
    put_first(session, asha, late.id, group=Inequality.HOMELESS, at=NOW)
    a_contact(session, met, at=NOW - timedelta(hours=2))
    a_contact(session, met, result=Result.DID_NOT_COME, minutes=5, at=NOW - timedelta(hours=3))
    booking = Booking(Channel.FACE_TO_FACE, NOW + timedelta(days=3), 45, "The library", True)
    book(session, asha, met.id, booking, at=NOW)
    concern = raise_concern(
        session, asha, met.id, danger=Danger.SOON, words="Bruises on both arms", at=NOW
    )
    log_work(session, asha, Work(WorkKind.OUTREACH, NOW.date(), "The market", 90, 12, 4), at=NOW)
    issue = raise_issue(session, asha, words="No bus on Sundays", at=NOW)
    session.flush()
    return {"new": new.id, "met": met.id, "late": late.id, "left": left.id,
            "concern": concern.id, "issue": issue.id, "gone": actors["gone"].user_id}  # fmt: skip


def _user_of(session, actor: Actor):
    return session.get_one(User, actor.user_id)


def _token(session, user) -> str:
    token = secrets.token_urlsafe(16)
    accounts.start_session(session, user, token=token, awaits_code=False, at=NOW)
    return token


def visit(
    browser, browser_context_args, day: Day, who: str, *, width: int = PHONE, scripts: bool = False
) -> Page:
    """Somebody's browser, signed in: a narrow phone without JavaScript unless told otherwise."""
    context = browser.new_context(
        **browser_context_args
        | {"java_script_enabled": scripts, "viewport": {"width": width, "height": 640}}
    )
    context.add_cookies([{"name": "petunias", "value": day.tokens[who], "url": day.site.address}])
    return context.new_page()


def press(page: Page, name: str) -> None:
    """Tap a button or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).first.click()


def test_from_a_new_referral_to_the_first_meeting_with_one_hand(day, browser, browser_context_args):
    page = visit(browser, browser_context_args, day, "asha")
    page.goto(day.site.at("/desk"))
    expect(page.get_by_text("1 referral waits for your answer.")).to_be_visible()
    page.goto(day.site.at("/cases?show=waiting"))
    page.get_by_role("link", name="Maya Thornton").click()
    press(page, "Accept")
    press(page, "Accept")
    expect(page.get_by_text("Accepted. The practice does not see it")).to_be_visible()

    press(page, "Write down a contact")
    page.get_by_label("No answer").check()
    page.get_by_label("5", exact=True).check()
    press(page, "Save")
    expect(page.get_by_text("1 contact, 5 minutes in all.")).to_be_visible()

    book_for(page, NOW + timedelta(days=2))
    press(page, "Say that you did not meet")
    page.get_by_label("They cancelled").check()
    press(page, "Call it off, and arrange it again")
    fill_meeting(page, NOW + timedelta(days=4))
    press(page, "Book")

    press(page, "Record the first meeting")
    page.get_by_label("How many minutes did you meet?").fill("70")
    page.get_by_label("How many long-term conditions do they have?").fill("2")
    for answer in ("Low mood", "Gets about", "A meeting at the end, and a call at six months",
                   "Moderate support"):  # fmt: skip
        page.get_by_label(answer, exact=True).check()
    press(page, "Record the first meeting")
    expect(page.get_by_text("70 minutes", exact=True).first).to_be_visible()
    expect(page.get_by_text("What was found")).to_be_visible()
    assert sideways(page) <= 0
    page.context.close()


def book_for(page: Page, when: datetime) -> None:
    """Book a meeting from the page of a case."""
    press(page, "Book a meeting")
    fill_meeting(page, when)
    press(page, "Book")


def fill_meeting(page: Page, when: datetime) -> None:
    """Type the day and the time as people do."""
    local = when.astimezone(LONDON)
    for part, value in (("Day", local.day), ("Month", local.month), ("Year", local.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Time", exact=True).fill("2.30pm")


def test_a_visit_is_written_down_in_twenty_seconds(day, browser, browser_context_args):
    """What is counted is what must be tapped; each target is one that a thumb finds."""
    page = visit(browser, browser_context_args, day, "asha")
    page.goto(day.site.at(f"/cases/{day.cases['met']}"))
    taps = 0
    for target in (
        page.get_by_role("button", name="Write down a contact"),
        page.get_by_label("30", exact=True),
        page.get_by_role("button", name="Save"),
    ):
        box = target.bounding_box()
        assert box and min(box["height"], box["width"]) >= 40
        target.click(force=True)
        taps += 1
    expect(page.get_by_text("Written down.")).to_be_visible()
    assert taps * SECONDS_A_TAP <= MOST_SECONDS
    page.context.close()


def test_buttons_of_a_case_are_large_enough_for_a_thumb(day, browser, browser_context_args):
    page = visit(browser, browser_context_args, day, "asha")
    page.goto(day.site.at(f"/cases/{day.cases['met']}"))
    boxes = [one.bounding_box() for one in page.locator(".acts > .nhsuk-button").all()]
    assert boxes
    assert all(box and box["height"] >= THUMB and box["width"] >= 200 for box in boxes)
    page.context.close()


def test_a_manager_gives_away_what_somebody_left(day, browser, browser_context_args):
    page = visit(browser, browser_context_args, day, "manager")
    page.goto(day.site.at("/desk"))
    expect(page.get_by_text("1 case has no link worker.")).to_be_visible()
    page.goto(day.site.at("/inbox"))
    expect(page.get_by_text("Daniel Crowe had it, and does not work here now")).to_be_visible()
    page.get_by_role("button", name="Give to somebody").click()
    page.get_by_label("Asha Begum").check()
    press(page, "Give the case")
    expect(page.get_by_text("Every case has a link worker.")).to_be_visible()
    page.context.close()


def test_a_worry_reaches_the_named_lead_and_is_closed(day, browser, browser_context_args):
    page = visit(browser, browser_context_args, day, "sophie")
    page.goto(day.site.at("/desk"))
    expect(page.get_by_text("1 safeguarding concern waits for you.")).to_be_visible()
    page.goto(day.site.at(f"/concerns/{day.cases['concern']}"))
    expect(page.get_by_text("Bruises on both arms")).to_be_visible()
    page.get_by_label("What was done?").fill("Rang the council")
    press(page, "Close it")
    expect(page.get_by_text("Closed").first).to_be_visible()
    assert "Bruises" not in "".join(letter.text for letter in day.site.letters())
    page.context.close()


PAGES = {
    "asha": [
        "/desk", "/cases", "/cases?show=due&by=need", "/cases?show=missed", "/cases/{new}",
        "/cases/{met}", "/cases/{late}", "/cases/{new}/accept", "/cases/{new}/send-back",
        "/cases/{new}/decline", "/cases/{met}/log", "/cases/{late}/book", "/cases/{met}/rearrange",
        "/cases/{met}/call-off", "/cases/{met}/pass-on", "/cases/{met}/concern",
        "/cases/{met}/equality", "/cases/{late}/assess", "/cases/{late}/put-first",
        "/cases/{met}/done/report", "/my-calendar", "/my-profile", "/work-log", "/work-log/add",
        "/issues", "/issues/raise", "/concerns", "/concerns/{concern}",
    ],
    "manager": [
        "/desk", "/cases", "/cases/{left}", "/inbox", "/cases/{left}/give", "/inbox/{gone}/give-all",
        "/lead-settings", "/handover", "/issues", "/issues/{issue}/answer",
    ],
    "sophie": ["/desk", "/concerns", "/concerns/{concern}"],
}  # fmt: skip


@EVERY_WIDTH
@pytest.mark.parametrize("who", PAGES)
def test_no_page_keeps_anybody_out_or_scrolls_sideways(
    day, browser, browser_context_args, who, width
):
    page = visit(browser, browser_context_args, day, who, width=width, scripts=True)
    for pattern in PAGES[who]:
        address = pattern.format(**day.cases)
        answer = page.goto(day.site.at(address))
        assert answer is not None and answer.status == 200, address
        assert (address, barriers(page)) == (address, [])
        assert (address, sideways(page)) == (address, 0) or sideways(page) < 0
    page.context.close()
