"""Three stories that the guide tells, in a browser: a cookery club, a widower, a practice that refers badly.

A-CASE-03: whoever looks by language, culture or food finds the Bengali men's cookery sessions, and reads
who they are for and why. A-CASE-04: a man whose wife did the cooking needs more help, and later less.
A-CASE-06: what a practice sends that does not fit, and whom it does not prepare, reaches the steering group.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from accounts import operations as accounts
from directory.vocabulary import Audience, Domain
from kernel.access import Role
from referrals.casework import Result
from referrals.jobs import by_practice
from referrals.lifecycle import State
from tests.cast import a_user, actor_of, usual_place
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case, a_contact
from tests.cast_directory import POSTCODE, a_listing, anytown
from tests.cast_figures import DUE_AT, HILLTOP, QUAY, WEAVER, refers
from tests.support.browser import is_for_everybody
from tests.support.seats import EVERY_SEAT

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock


@pytest.fixture
def visit(browser, browser_context_args, site, width, has_scripts):
    """A browser of that seat, signed in with a role: the page, and who it is. Without one, nobody."""
    opened = []

    def come_in(role=None, name="Robin Field"):
        seat = {"java_script_enabled": has_scripts, "viewport": {"width": width, "height": 800}}
        context = browser.new_context(**{**browser_context_args, **seat})
        opened.append(context)
        return context.new_page(), sign_in(context, site, role, name) if role else None

    yield come_in
    for context in opened:
        context.close()


def sign_in(context, site, role, name):
    token = f"{role.value}-{name}".replace(" ", "-").lower()
    with site.database.writing() as session:
        place = usual_place(session, role)
        user = a_user(session, role, at=place, name=name)
        begun = accounts.start_session(session, user, token=token, awaits_code=False, at=NOW)
        begun.organisation_id = place.id
        who = actor_of(user, place, role)
    context.add_cookies([{"name": "petunias", "value": token, "url": site.address}])
    return who


@EVERY_SEAT
def test_the_bengali_mens_cookery_sessions_are_found_by_language_culture_and_food(
    site, visit, has_scripts
):
    with site.database.writing() as session:
        area_id = anytown(session, at=NOW)
        a_listing(
            session, area_id=area_id, group="Riverside Action for Health", at=NOW,
            name="Bengali men's cookery",
            description="Cook together with a local chef in the community centre. Many of us were "
            "never shown how, and want to eat well with diabetes.",
            audiences=(Audience.MEN, Audience.CULTURE), audience_words="Bengali men",
            languages=("Bengali",), domains=(Domain.HEALTHY_EATING,),
        )  # fmt: skip
        a_listing(
            session, area_id=area_id, group="The Community Kitchen", at=NOW, name="Soup kitchen",
            description="Cook soup.", domains=(Domain.HEALTHY_EATING,),
        )  # fmt: skip
    site.work()
    page, _ = visit()
    for asked in ("q=bengali", "q=healthy+eating", "language=bengali", "q=men+cooking"):
        page.goto(site.at(f"/search?{asked}&where={POSTCODE.replace(' ', '+')}"))
        expect(page.get_by_role("link", name="Bengali men's cookery")).to_be_visible()
    page.goto(site.at(f"/search?where={POSTCODE.replace(' ', '+')}"))
    if not page.get_by_role(
        "checkbox", name="Bengali"
    ).is_visible():  # open where the screen is wide
        page.get_by_text("Narrow this down").click()
    page.get_by_role("checkbox", name="Bengali").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("link", name="Soup kitchen")).to_have_count(0)
    page.get_by_role("link", name="Bengali men's cookery").click()
    said = page.inner_text("main")
    for words in (
        "Bengali men", "a local chef", "the community centre", "never shown how", "Languages",
    ):  # fmt: skip
        assert words in said
    is_for_everybody(page, has_scripts)


def change_level(page, level, because):
    page.get_by_role("link", name="Change the support level").click()
    page.get_by_label(level, exact=True).check()
    page.get_by_label("Why has it changed?").fill(because)
    page.get_by_role("button", name="Change it").click()


@EVERY_SEAT
def test_a_widower_who_never_cooked_needs_more_support_and_later_less(site, visit, has_scripts):
    page, asha = visit(Role.LINK_WORKER, "Asha Begum")
    with site.database.writing() as session:
        case = a_case(session, asha, "Arthur Lamb", state=State.IN_PROGRAMME)
        a_yes_to_reports(session, case.person)
    page.goto(site.at(f"/cases/{case.id}"))
    for level, because in (
        ("Minimal support", "He and his wife manage well."),
        ("High support", "His wife died, and she did the cooking."),
        ("Moderate support", "He cooks twice a week at the club."),
    ):
        change_level(page, level, because)
        expect(page.locator("#support ~ p").first).to_contain_text(level)
    is_for_everybody(page, has_scripts)
    nurse, _ = visit(Role.REFERRER, "Nadia Nurse")
    nurse.goto(site.at(f"/referrals/{case.id}"))
    nurse.get_by_text("How it changed").click()
    steps = nurse.locator("details li").all_inner_texts()
    assert ["more support)" in one for one in steps if "High support" in one] == [True]
    assert ["less support)" in one for one in steps if "Moderate support" in one] == [True]
    assert not any("His wife died" in one for one in steps)


def tell_the_manager(page, words):
    page.get_by_label("What came up?").fill(words)
    page.get_by_role("button", name="Tell your manager").click()


def pass_it_on(page, answer):
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("What is done about it?").fill(answer)
    page.get_by_label("Pass it on to the steering group").check()
    page.get_by_role("button", name="Answer").click()


def a_quarter_goes_by(site):
    """Three practices refer, one of them badly, and a fortnight after the quarter its figures are made."""
    with site.database.writing() as session:
        refers(session, WEAVER, accepted=1, missed=9, misfit=8)
        refers(session, HILLTOP, accepted=18)
        refers(session, QUAY, accepted=9)
        by_practice.issue_figures(session, at=DUE_AT)


def lines_of_the_page_in_the_menu(page, words):
    """What each line of its table says."""
    more = page.get_by_role("button", name="More")
    if more.is_visible():
        more.click()
    page.get_by_role("link", name=words).click()
    page.wait_for_url("**/referrals/by-practice")
    return [" ".join(row.split()) for row in page.locator("tbody tr").all_inner_texts()]


def somebody_did_not_come(session, asha):
    """The practice may hear of it."""
    omar = a_case(session, asha, "Omar Khalid")
    a_yes_to_reports(session, omar.person)
    a_contact(session, omar, result=Result.DID_NOT_COME)


@EVERY_SEAT
def test_how_a_practice_refers_is_seen_there_and_reaches_the_steering_group(
    site, visit, has_scripts
):
    page, asha = visit(Role.LINK_WORKER, "Asha Begum")
    with site.database.writing() as session:
        somebody_did_not_come(session, asha)
        misfit = a_case(session, asha, "Ivy Lamb", state=State.RECEIVED)
    page.goto(site.at(f"/cases/{misfit.id}/send-back"))
    page.get_by_label("Our help does not fit").check()
    page.get_by_label("What should the practice know?").fill("She asks for a wheelchair.")
    page.get_by_role("button", name="Send back").click()
    words = "Weaver Street: half of those sent do not come, or need something else."
    page.goto(site.at("/issues/raise"))
    tell_the_manager(page, words)

    practice, _ = visit(Role.PRACTICE_MANAGER, "Pat Manager")
    practice.goto(site.at("/referrals/results"))
    said = practice.inner_text("main")
    assert "1 of 1 (100%) of those accepted" in said and "1 of 2 (50%) of those sent" in said
    is_for_everybody(practice, has_scripts)

    manager, _ = visit(Role.LEAD_MANAGER, "Mo Manager")
    manager.goto(site.at("/issues"))
    pass_it_on(manager, "We visit the practice in May.")

    steering, _ = visit(Role.STEERING_MEMBER, "Sam Steering")
    steering.goto(site.at("/issues"))
    for told in (words, "We visit the practice in May."):
        expect(steering.get_by_text(told)).to_be_visible()
    assert "Ivy" not in steering.content() and "Omar" not in steering.content()
    is_for_everybody(steering, has_scripts)
    a_quarter_goes_by(site)
    lines = lines_of_the_page_in_the_menu(steering, "How practices refer")
    weaver, hilltop = "20 10 10 (about 100%) 10 (about 50%)", "20 20 * *"
    assert {f"{WEAVER} {weaver}", f"{HILLTOP} {hilltop}"} <= set(lines)
    assert "never a penalty by itself" in steering.inner_text("main")
    is_for_everybody(steering, has_scripts)
