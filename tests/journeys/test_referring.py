"""A nurse with forty seconds refers a patient, and the practice hears at once (issue of referrals, part 1)."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from kernel.access import Role
from referrals.models import LeadSettings, Person, Referral
from referrals.views.self_referral import FASTEST_PERSON
from tests.cast import (
    a_lead_ntp,
    a_link_worker,
    a_practice,
    a_user,
    usual_place,
)
from tests.cast_referrals import NHS_NUMBER, named_worker, sharing
from tests.support.browser import barriers, is_for_everybody, sideways
from tests.support.seats import DESK, PHONE
from web.feature import SENT_BEFORE

MOST_REQUIRED = 4
MOST_SECONDS = 60
LETTERS_A_SECOND = 3
"""How fast a nurse types who does it all day."""
SECONDS_A_CHOICE = 3
ANSWERS = {
    "name": "Maya Thornton",
    "phone": "07700 900123",
    "why_now": "Since her husband died she sees nobody and has stopped cooking.",
}


class Seat(NamedTuple):
    """A browser: how wide, and with scripts or without."""

    width: int
    has_scripts: bool

    def __str__(self) -> str:
        return f"{self.width}-{'scripts' if self.has_scripts else 'no-scripts'}"


SEATS = [
    Seat(PHONE, True),
    Seat(DESK, False),
    *(
        pytest.param(seat, marks=pytest.mark.full_size)
        for seat in (Seat(PHONE, False), Seat(DESK, True))
    ),
]
WITH_SCRIPTS = pytest.mark.parametrize(
    "seat",
    [Seat(PHONE, True), pytest.param(Seat(DESK, True), marks=pytest.mark.full_size)],
    indirect=True,
    ids=str,
)
ONE_SEAT = pytest.mark.parametrize("seat", [Seat(DESK, True)], indirect=True, ids=str)


@pytest.fixture
def town(site):
    """A practice that shares data with a lead NTP, which named Asha for it."""
    with site.database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    return site


@pytest.fixture(params=SEATS, ids=str)
def seat(request):
    """How wide the browser is, and whether it has scripts."""
    return request.param


@pytest.fixture
def has_scripts(seat):
    return seat.has_scripts


@pytest.fixture
def visit(browser, browser_context_args, seat, town):
    """Somebody of the practice, signed in, before a browser of that seat."""
    context = browser.new_context(
        **{
            **browser_context_args,
            "viewport": {"width": seat.width, "height": 800},
            "java_script_enabled": seat.has_scripts,
        }
    )
    page = context.new_page()
    sign_in(page, town, Role.REFERRER, "Nadia Nurse")
    yield page
    context.close()


def sign_in(page: Page, site, role: Role, name: str) -> None:
    """Come in with a session that was begun in the database: the door has journeys of its own."""
    token = f"{role.value}-{name}".replace(" ", "-").lower()
    with site.database.writing() as session:
        user = a_user(session, role, name=name, at=usual_place(session, role))
        begun = accounts.start_session(
            session,
            user,
            token=token,
            awaits_code=False,
            at=datetime.now(UTC),  # noqa: TID251
        )
        begun.organisation_id = usual_place(session, role).id
    page.context.add_cookies([{"name": "petunias", "value": token, "url": site.address}])


def fill(page: Page, **answers: str) -> None:
    for name, answer in {**ANSWERS, **answers}.items():
        page.locator(f"main [name={name}]").fill(answer)


def send(page: Page) -> None:
    page.get_by_label("Yes, they told me").check()
    page.locator("button[value=send]:not(.not-for-people)").click()


def kept(site):
    with site.database.reading() as session:
        return sorted(session.execute(sa.select(Person.name, Person.phone)).all())


def test_a_nurse_refers_and_follows_it_step_by_step(town, visit, has_scripts):
    visit.goto(town.at("/desk"))
    visit.goto(town.at("/referrals/new"))
    expect(visit.get_by_text("It goes to Asha Begum")).to_be_visible()
    is_for_everybody(visit, has_scripts)
    visit.locator("button[value=send]:not(.not-for-people)").click()
    expect(visit).to_have_title("Error: Refer a patient – Petunias")
    is_for_everybody(visit, has_scripts)
    fill(visit)
    send(visit)
    expect(visit.get_by_text("Sent to Asha Begum of Better Services Enterprise.")).to_be_visible()
    expect(visit.locator("[aria-current=step]")).to_contain_text("Sent")
    is_for_everybody(visit, has_scripts)
    letters = town.letters()
    assert "has your referral" in letters[-1].text
    visit.goto(town.at(letters[-1].link))
    expect(visit.locator("[aria-current=step]")).to_contain_text("Received")


@ONE_SEAT
def test_four_answers_are_required_and_it_takes_less_than_a_minute(town, visit):
    """What is counted is what somebody must do, not how fast this machine is."""
    visit.goto(town.at("/referrals/new"))
    groups = visit.locator("main form .nhsuk-form-group:visible")
    required = [
        text
        for text in groups.locator("> .nhsuk-label, > fieldset > legend").all_inner_texts()
        if text.strip() and "(optional)" not in text
    ]
    assert len(required) == MOST_REQUIRED, required
    letters = sum(len(answer) for answer in ANSWERS.values())
    assert letters / LETTERS_A_SECOND + SECONDS_A_CHOICE * 2 <= MOST_SECONDS


@ONE_SEAT
def test_it_can_be_done_with_the_keyboard_alone_and_enter_sends_it(town, visit):
    visit.goto(town.at("/referrals/new"))
    visit.locator("[name=name]").focus()
    visit.keyboard.type(ANSWERS["name"])
    visit.keyboard.press("Tab")
    visit.keyboard.type(ANSWERS["phone"])
    for _ in range(2):  # past what is folded away
        visit.keyboard.press("Tab")
    visit.keyboard.type(ANSWERS["why_now"])
    for _ in range(4):
        visit.keyboard.press("Tab")
    visit.keyboard.press("Space")
    visit.keyboard.press("Enter")
    expect(visit.get_by_text("Sent to Asha Begum")).to_be_visible()


def test_pressing_twice_sends_once(town, visit):
    visit.goto(town.at("/referrals/new"))
    fill(visit)
    visit.get_by_label("Yes, they told me").check()
    visit.locator("button[value=send]:not(.not-for-people)").dblclick()
    either = re.compile(
        f"Sent to Asha Begum|{SENT_BEFORE}"
    )  # the second press may end the first answer
    expect(visit.get_by_text(either).first).to_be_visible(timeout=20_000)
    visit.go_back()
    visit.locator("button[value=send]:not(.not-for-people)").click()
    with town.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 1


def test_words_of_danger_bring_the_numbers_before_and_after(town, visit, has_scripts):
    visit.goto(town.at("/referrals/new"))
    expect(
        visit.get_by_text("Ring 999, NHS 111 (option 2), or Samaritans on 116 123")
    ).to_be_visible()
    fill(visit, why_now="She says that she wants to die.")
    visit.get_by_role("button", name="Save and finish later").click()
    expect(visit.get_by_role("heading", name="Somebody may be in danger")).to_be_visible()
    is_for_everybody(visit, has_scripts)
    send(visit)
    expect(visit.get_by_text("It is marked as urgent")).to_be_visible()
    expect(visit.get_by_text("Samaritans on 116 123")).to_be_visible()
    is_for_everybody(visit, has_scripts)


def test_a_pasted_summary_fills_the_form(town, visit, has_scripts):
    visit.goto(town.at("/referrals/new"))
    visit.get_by_text("Fill it in from your record system").click()
    visit.locator("[name=summary]").fill(
        f"Patient: THORNTON, Maya (Mrs)\nDOB: 17-May-1948\nNHS Number: {NHS_NUMBER}\n"
        "Mobile: 07700 900123\nProblems:\n- COPD\n- Diabetes\n\nReason for referral: lonely"
    )
    visit.get_by_role("button", name="Fill in from this").click()
    assert visit.locator("[name=name]").input_value() == "Maya Thornton"
    assert visit.locator("[name=nhs_number]").input_value() == "999 000 0018"
    expect(visit.locator("[name=conditions]")).to_be_visible()
    is_for_everybody(visit, has_scripts)
    send(visit)
    expect(visit.get_by_text("Sent to Asha Begum")).to_be_visible()


def test_nothing_is_lost_when_a_session_ends_while_somebody_writes(town, visit, has_scripts):
    visit.goto(town.at("/referrals/new"))
    fill(visit)
    visit.get_by_label("Yes, they told me").check()
    nadia = visit.context.cookies()
    visit.context.clear_cookies()
    visit.locator("button[value=send]:not(.not-for-people)").click()
    expect(visit.get_by_text("Nothing you wrote is lost")).to_be_visible()
    is_for_everybody(visit, has_scripts)
    with visit.context.expect_page() as opened:
        visit.get_by_role("link", name="Sign in (opens in another window)").click()
    expect(opened.value).to_have_url(town.at("/sign-in"))
    visit.context.add_cookies([one for one in nadia if one["name"] == "petunias"])
    opened.value.goto(town.at("/desk"))
    visit.get_by_role("button", name="Send it again").click()
    expect(visit.get_by_text("Sent to Asha Begum")).to_be_visible()
    assert kept(town) == [("Maya Thornton", "07700 900123")]


def test_and_nobody_else_who_signs_in_there_is_shown_what_was_written(town, visit):
    visit.goto(town.at("/referrals/new"))
    fill(visit)
    visit.context.clear_cookies()
    visit.locator("button[value=save]").click()
    sign_in(visit, town, Role.REFERRER, "Somebody Else")
    visit.get_by_role("button", name="Send it again").click()
    expect(visit.get_by_text("Somebody else was signed in when this form")).to_be_visible()
    assert "Maya" not in visit.content()
    assert kept(town) == []


@ONE_SEAT
def test_two_tabs_never_save_one_patients_words_to_another(town, visit):
    """P14: what was opened for one is saved to that one, or refused; never to another."""
    first, second = visit, visit.context.new_page()
    for page, name in ((first, "Maya Thornton"), (second, "John Okafor")):
        page.goto(town.at("/referrals/new"))
        page.locator("[name=name]").fill(name)
        page.get_by_role("button", name="Save and finish later").click()
        expect(page.locator(".person-banner")).to_contain_text(name)
    first.locator("[name=phone]").fill("07700 900123")
    first.get_by_role("button", name="Save and finish later").click()
    assert kept(town) == [("John Okafor", ""), ("Maya Thornton", "07700 900123")]
    johns = second.url
    first.locator("[name=phone]").fill("07700 900999")
    first.evaluate(
        "where => document.querySelector('form.form').setAttribute('action', where)", johns
    )
    first.get_by_role("button", name="Save and finish later").click()
    expect(first.get_by_text("This form was opened for somebody else")).to_be_visible()
    expect(first.get_by_text("07700 900999")).to_be_visible()
    assert kept(town) == [("John Okafor", ""), ("Maya Thornton", "07700 900123")]
    second.close()


def test_without_a_yes_it_ends_kindly_and_a_signpost_is_counted(town, visit, has_scripts):
    visit.goto(town.at("/referrals/new"))
    fill(visit)
    visit.get_by_label("No, or not yet").check()
    visit.locator("button[value=send]:not(.not-for-people)").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text("Nothing was sent")
    is_for_everybody(visit, has_scripts)
    assert kept(town) == []
    visit.get_by_role("link", name="Count a signpost").click()
    visit.get_by_label("Helping out").check()
    visit.get_by_role("button", name="Count a signpost").click()
    expect(visit.get_by_text("Nothing about the person was kept.")).to_be_visible()
    is_for_everybody(visit, has_scripts)


@WITH_SCRIPTS
@pytest.mark.parametrize("role", [Role.PRACTICE_MANAGER, Role.LEAD_MANAGER])
def test_nothing_on_the_other_pages_keeps_anybody_out(town, visit, role):
    with town.database.reading() as session:
        practice_id = a_practice(session).id
    sign_in(visit, town, role, "Paul Manners")
    own = ("/our-practice", "/our-practice/trained", "/our-practice/reporting",
           "/our-practice/waiting-room-card", "/referrals", "/referrals/results",
           "/referrals/look-up", "/signposts")  # fmt: skip
    theirs = ("/practices", f"/practices/{practice_id}", "/referrals/phone", "/signposts")
    for path in own if role is Role.PRACTICE_MANAGER else theirs:
        answer = visit.goto(town.at(path))
        assert answer is not None and answer.status == 200, path
        assert barriers(visit) == [], path
        assert sideways(visit) <= 0, path


def test_somebody_asks_for_a_link_worker_by_themselves(town, visit, has_scripts):
    with town.database.writing() as session:
        session.add(
            LeadSettings(
                lead_id=a_lead_ntp(session).id, takes_self_referrals=True,
                changed_at=datetime.now(UTC) - timedelta(days=1),  # noqa: TID251
            )
        )  # fmt: skip
    visit.context.clear_cookies(name="petunias")
    visit.goto(town.at("/refer-yourself"))
    is_for_everybody(visit, has_scripts)
    visit.get_by_label("Your name").fill("Maya Thornton")
    visit.locator("[name=contact]").fill("07700 900123")
    visit.locator("[name=why_now]").fill("I would like company.")
    visit.get_by_label("may keep what I wrote").check()
    visit.wait_for_timeout(FASTEST_PERSON * 1000)
    visit.get_by_role("button", name="Ask for a link worker").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text("Thank you")
    is_for_everybody(visit, has_scripts)
    assert kept(town) == [("Maya Thornton", "07700 900123")]
