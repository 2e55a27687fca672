"""A link worker and a person score a wheel together on a phone; also where there is no connection."""

import secrets
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from accounts import operations as accounts
from kernel import links
from kernel.access import Role
from kernel.periods import day_in_london
from outcomes_star.models import Reading
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from referrals.operations.person_page import PURPOSE
from tests.cast import a_lead_ntp, a_user, actor_of
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, STATEMENTS, a_reading, asked, asked_statements
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_SEAT, PHONE

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock
SECONDS_A_TAP = 3
MOST_SECONDS = 60
THUMB = 44


@pytest.fixture
def kitchen(site):
    """Asha at Maya's table: the site, the case, and Asha's way in."""
    with site.database.writing() as session:
        lead = a_lead_ntp(session)
        asked(session, lead=lead)
        user = a_user(session, Role.LINK_WORKER, at=lead, name="Asha Begum")
        case = a_case(session, actor_of(user, lead, Role.LINK_WORKER), state=State.ASSESSED)
        token = secrets.token_urlsafe(16)
        accounts.start_session(session, user, token=token, awaits_code=False, at=NOW)
        own = links.issue(
            session, purpose=PURPOSE, subject_id=case.person_id, lifetime=timedelta(days=9), at=NOW
        )
        return SimpleNamespace(
            site=site, case=f"/cases/{case.id}", token=token, own=f"/my-plan/{own}",
            asha=actor_of(user, lead, Role.LINK_WORKER), case_id=case.id,
        )  # fmt: skip


@pytest.fixture
def visit(browser, browser_context_args, kitchen, width, has_scripts):
    context = browser.new_context(
        **browser_context_args
        | {"java_script_enabled": has_scripts, "viewport": {"width": width, "height": 640}}
    )
    context.add_cookies([{"name": "petunias", "value": kitchen.token, "url": kitchen.site.address}])
    yield context.new_page()
    context.close()


def point(page, part: str, number: int):
    """The box with a number, in the row of a part."""
    return page.get_by_role("group", name=part).locator("label.points__point").nth(number - 1)


def kept(kitchen) -> list[dict[str, int | None]]:
    with kitchen.site.database.reading() as session:
        return [dict(one.numbers) for one in session.scalars(sa.select(Reading))]


@EVERY_SEAT
def test_they_score_it_together_in_under_a_minute_and_see_it_at_once(
    kitchen, visit, width, has_scripts
):
    visit.goto(kitchen.site.at(kitchen.case))
    visit.get_by_role("button", name="Ask them now").click()
    taps = 1
    for title, number in zip(
        ("My health", "Moving about", "Food", "Sleep and rest", "People", "Looking forward",
         "Money and home", "My say"),
        LOW.values(), strict=True,
    ):  # fmt: skip
        box = point(visit, title, number)
        assert box.bounding_box()["height"] >= THUMB
        box.click()
        taps += 1
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("It is kept.")).to_be_visible()
    expect(visit.get_by_role("img", name="Petunias Wheel")).to_be_visible()
    assert (taps + 1) * SECONDS_A_TAP <= MOST_SECONDS
    assert kept(kitchen) == [LOW]


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_without_a_connection_it_waits_on_the_page_and_is_sent_once(
    kitchen, visit, width, has_scripts
):
    visit.goto(kitchen.site.at(f"{kitchen.case}/ask/petunias-wheel"))
    point(visit, "People", 1).click()
    visit.context.set_offline(True)
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("There is no connection. What you chose is kept")).to_be_visible()
    assert kept(kitchen) == []
    assert visit.evaluate("localStorage.length + sessionStorage.length") == 0
    visit.context.set_offline(False)
    expect(visit.get_by_text("It is kept.")).to_be_visible(timeout=20_000)
    assert [one["people"] for one in kept(kitchen)] == [1]


def open_own_questions(kitchen, visit):
    """Maya opens what she is asked, by the link to her own page and her date of birth."""
    visit.context.clear_cookies()
    visit.goto(kitchen.site.at(f"{kitchen.own}/ask/petunias-wheel"))
    for name, number in (("Day", "17"), ("Month", "5"), ("Year", "1948")):
        visit.get_by_label(name).fill(number)
    visit.get_by_role("button", name="Go on").click()
    point(visit, "People", 1).click()


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_without_a_connection_what_she_says_herself_waits_too_and_she_sees_it_once_it_is_sent(
    kitchen, visit, width, has_scripts
):
    open_own_questions(kitchen, visit)
    visit.context.set_offline(True)
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("There is no connection. What you chose is kept")).to_be_visible()
    assert kept(kitchen) == []
    assert visit.evaluate("localStorage.length + sessionStorage.length") == 0
    visit.context.set_offline(False)
    thanks = visit.get_by_role("heading", name="Thank you. This is how things are now")
    expect(thanks).to_be_visible(timeout=20_000)
    expect(thanks).to_be_focused()
    expect(visit.get_by_role("img", name="Petunias Wheel")).to_be_visible()
    assert barriers(visit) == []
    assert [one["people"] for one in kept(kitchen)] == [1]


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_where_the_first_answer_was_lost_she_is_told_that_it_was_done_once(
    kitchen, visit, width, has_scripts
):
    open_own_questions(kitchen, visit)
    is_lost = iter((True, False))

    def lose_one_answer(route):
        if route.request.method == "POST" and next(is_lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    visit.route("**/ask/**", lose_one_answer)
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("You sent that already.")).to_be_visible(timeout=20_000)
    assert [one["people"] for one in kept(kitchen)] == [1]


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_a_mistake_of_her_own_is_said_on_the_page(kitchen, visit, width, has_scripts):
    open_own_questions(kitchen, visit)
    visit.get_by_role("group", name="People").get_by_label("Leave it out").click()
    visit.get_by_label("What has changed").fill("I sleep better.")
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("You have not chosen a number yet.").first).to_be_visible()
    expect(visit.get_by_label("What has changed")).to_have_value("I sleep better.")


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_a_mistake_is_said_on_the_page_and_nothing_is_lost(kitchen, visit, width, has_scripts):
    visit.goto(kitchen.site.at(f"{kitchen.case}/ask/petunias-wheel"))
    visit.get_by_label("What has changed").fill("I sleep better.")
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("Answer at least one part.").first).to_be_visible()
    expect(visit.get_by_label("What has changed")).to_have_value("I sleep better.")


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, False)])
def test_the_keyboard_alone_is_enough(kitchen, visit, width, has_scripts):
    visit.goto(kitchen.site.at(f"{kitchen.case}/ask/petunias-wheel"))
    visit.locator("[name=point-health]").first.focus()
    visit.keyboard.press("Space")
    visit.keyboard.press("ArrowRight")
    visit.keyboard.press("Enter")
    expect(visit.get_by_text("You did not answer “My say”.").first).to_be_visible()
    visit.locator("[name=leaves_out]").focus()
    visit.keyboard.press("Space")
    visit.keyboard.press("Enter")
    expect(visit.get_by_text("It is kept.")).to_be_visible()
    assert kept(kitchen)[0]["health"] == 2


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_no_page_of_it_keeps_anybody_out(kitchen, visit, width, has_scripts):
    ask = f"{kitchen.case}/ask/petunias-wheel"
    visit.goto(kitchen.site.at(ask))
    point(visit, "People", 1).click()
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("You did not answer “Food”.").first).to_be_visible()
    found = {"overlooked": [*barriers(visit), *(["sideways"] if sideways(visit) > 0 else [])]}
    visit.get_by_label("Leave out every part that has no number").check()
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("It is kept.")).to_be_visible()
    star = f"{kitchen.case}/stars/petunias-wheel/1"
    for address in (kitchen.case, ask, f"{ask}/paper", star, f"{star}/print"):
        visit.goto(kitchen.site.at(address))
        found[address] = [*barriers(visit), *(["sideways"] if sideways(visit) > 0 else [])]
    visit.goto(kitchen.site.at(star))
    visit.get_by_role("link", name="Put it right").click()
    found["put right"] = barriers(visit)
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(("width", "has_scripts"), [(PHONE, True)])
def test_in_colours_of_their_own_start_and_now_still_differ(kitchen, visit, width, has_scripts):
    with kitchen.site.database.writing() as session:
        for occasion, numbers in ((Occasion.START, LOW), (Occasion.REVIEW, dict.fromkeys(LOW, 4))):
            a_reading(
                session, kitchen.asha, kitchen.case_id, numbers=numbers, occasion=occasion,
                is_another=True, at=NOW, on=day_in_london(NOW),
            )  # fmt: skip
    visit.emulate_media(forced_colors="active", color_scheme="dark")
    for address in ("", "/print"):
        visit.goto(kitchen.site.at(f"{kitchen.case}/stars/petunias-wheel/1{address}"))
        start, now = (look_of(line) for line in visit.locator("svg.star g.star__line").all())
        assert start["stroke"] == now["stroke"] == visit.evaluate(COLOUR_OF_TEXT)
        assert start["strokeDasharray"] != now["strokeDasharray"] == "none"
        full, hollow = (
            look_of(visit.locator(f"svg.star .star__mark--{one}").first) for one in ("full", "open")
        )
        assert full["fill"] == hollow["stroke"] == now["stroke"] != hollow["fill"]


COLOUR_OF_TEXT = "getComputedStyle(document.querySelector('svg.star .star__names')).fill"
LOOKS = """node => { const { stroke, strokeDasharray, fill } = getComputedStyle(node);
  return { stroke, strokeDasharray, fill }; }"""


def look_of(drawn) -> dict[str, str]:
    """How a piece of the drawing is drawn."""
    return drawn.evaluate(LOOKS)


@EVERY_SEAT
def test_out_of_many_statements_they_pick_what_they_want_to_speak_about(
    kitchen, visit, width, has_scripts
):
    with kitchen.site.database.writing() as session:
        asked_statements(session)
    found = []

    def look() -> None:
        found.extend([*barriers(visit), *(["sideways"] if sideways(visit) > 0 else [])])

    visit.goto(kitchen.site.at(f"{kitchen.case}/ask/{STATEMENTS}"))
    visit.get_by_role("button", name="Go on with these").click()
    expect(visit.get_by_text("Tick at least one.")).to_be_visible()
    if has_scripts:
        look()
    for name in ("statement-1-2", "statement-6-4"):
        visit.get_by_role("checkbox", name=f"Made-up {name}").focus()
        visit.keyboard.press("Space")
    visit.keyboard.press("Enter")
    point(visit, "Made-up statement-6-4", 3).click()
    other = visit.get_by_role("group", name="Made-up statement-1-2")
    other.get_by_label("Leave it out").click()
    if has_scripts:
        look()
    visit.get_by_role("button", name="Keep it, and see it").click()
    expect(visit.get_by_text("25 others were not picked.")).to_be_visible()
    if has_scripts:
        look()
    assert found == []
    assert [one["statement-6-4"] for one in kept(kitchen)] == [3]
    assert len(kept(kitchen)[0]) == 26
