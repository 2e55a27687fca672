"""One woman and her dog (A-CASE-02); and a group that answers from its letter, without an account.

She is sent for her weight, will not hear of the gym, and buys a dog. One visit, then the telephone:
it is finished as a success, since what she reached counts and not how often she went anywhere.
"""

import secrets
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from accounts import operations as accounts
from kernel.access import Role
from referrals.lifecycle import GoalState, LinkMove, LinkState, PlanState, State
from referrals.models import OnwardLink, Referral
from referrals.operations import linking, plan_steps, plans
from referrals.operations.links import Leave
from referrals.vocabulary import LinkKind
from tests.cast import a_lead_ntp, a_user, actor_of
from tests.cast_plans import (
    GOAL,
    a_funded_kitchen,
    a_link,
    a_shelter,
    a_token,
    an_agreed_case,
    our_own_walk,
    the_plan,
)
from tests.cast_referrals import a_person, a_referral
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_SEAT, EVERY_WIDTH

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock
CHANGED = "I am fitter, I weigh less, and I know everybody who walks a dog by the river."


@pytest.fixture
def asha(site):
    """A link worker who is signed in: who she is, and her token."""
    with site.database.writing() as session:
        lead = a_lead_ntp(session)
        roles = (Role.LINK_WORKER,)
        user = a_user(session, *roles, at=lead, name="Asha Begum")
        token = secrets.token_urlsafe(16)
        accounts.start_session(session, user, token=token, awaits_code=False, at=NOW)
        return actor_of(user, lead, *roles), token


@pytest.fixture
def visit(browser, browser_context_args, site, asha):
    """A browser of a width, with scripts or without; signed in unless it is a group's."""
    opened = []

    def open_one(width, *, has_scripts=True, is_group=False):
        context = browser.new_context(
            **{
                **browser_context_args,
                "java_script_enabled": has_scripts,
                "viewport": {"width": width, "height": 720},
            }
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        if not is_group:
            context.add_cookies([{"name": "petunias", "value": asha[1], "url": site.address}])
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def write_the_goal(page, site):
    """Open her case from the list, and write down what she wants."""
    page.goto(site.at("/cases"))
    page.get_by_role("link", name="Maya Thornton").click()
    page.get_by_role("link", name="Write down the first goal").click()
    page.get_by_label("What do they want, in their own words?").fill(GOAL)
    page.get_by_role("button", name="Keep this goal").click()


def choose(page, *, chosen, said):
    """Tick the gym, and say which of the two it is about."""
    page.get_by_role("link", name="Find something for them").click()
    page.get_by_role("checkbox", name="Gym").check()
    page.get_by_role("button", name="Offer these").click()
    page.get_by_label("Did they have an idea of their own?").fill("A dog of her own")
    page.get_by_role("radio", name=chosen, exact=True).check()
    page.get_by_label(said).check()
    page.get_by_label(GOAL).check()
    page.get_by_role("button", name="Keep this").click()


def finish(page):
    """Finish the work: nothing on the page asks how often she went anywhere."""
    page.get_by_role("button", name="Finish the work").click()
    assert "attend" not in page.inner_text("main").lower()
    page.get_by_label("Reached", exact=True).check()
    page.get_by_label("What came of it, in their own words?").fill("I get up the stairs")
    page.get_by_label("What changed for me?").fill(CHANGED)
    page.get_by_role("button", name="Finish the work").click()


@EVERY_SEAT
def test_one_woman_and_her_dog_is_a_success(site, asha, visit, width, has_scripts):
    with site.database.writing() as session:
        a_shelter(session, group="The gym", name="Gym")
        person = a_person(session, postcode="NE6 1AB")
        case = a_referral(session, person, worker=asha[0], state=State.ASSESSED)
    page = visit(width, has_scripts=has_scripts)
    write_the_goal(page, site)
    choose(page, chosen="Gym", said="No, it is not for them")
    expect(page.get_by_text("Not what they want")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    choose(page, chosen="Their own idea", said="Yes, they want to go")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A dog of her own")
    expect(page.get_by_role("button", name="Ask the group")).to_have_count(0)
    page.get_by_role("link", name="Back").click()

    page.get_by_role("button", name="Agree the plan").click()
    page.get_by_role("button", name="They say yes to it").click()
    page.get_by_role("link", name="A dog of her own").click()
    page.get_by_role("button", name="Say what happened").click()
    page.get_by_label("They have begun").check()
    page.get_by_role("button", name="Keep this").click()
    page.get_by_role("link", name="Back").click()

    finish(page)
    expect(page.get_by_text(CHANGED)).to_be_visible()
    with site.database.reading() as session:
        plan = the_plan(session, case)
        assert session.get_one(Referral, case.id).state is State.COMPLETED
        assert plan.state is PlanState.ENDED
        assert [goal.state for goal in plan.content.goals] == [GoalState.ACHIEVED]
        kinds = session.query(OnwardLink.kind, OnwardLink.state).order_by(OnwardLink.made_at).all()
        assert [tuple(one) for one in kinds] == [
            (LinkKind.INFORMAL, LinkState.DECLINED),
            (LinkKind.SELF_DIRECTED, LinkState.ATTENDING),
        ]


@EVERY_SEAT
def test_a_group_answers_from_its_letter_and_the_link_worker_hears(
    site, asha, visit, width, has_scripts
):
    with site.database.writing() as session:
        a_link(session, asha[0], a_shelter(session), at=NOW)
    letter = next(one for one in site.letters() if one.to == "jo@shelter.example")
    assert not [word for word in ("Maya", "Thornton", "weight") if word in letter.text]

    page = visit(width, has_scripts=has_scripts, is_group=True)
    page.goto(site.at(letter.link))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Maya would like to come to Dog walking"
    )
    assert "Thornton" not in page.content()
    page.get_by_label("Yes, they can come").check()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("You said yes.")).to_be_visible()
    page.get_by_role("link", name="Say how it went").click()
    page.get_by_label("They still come").check()
    page.get_by_label("How did it go?").fill("She laughs a lot")
    page.get_by_role("button", name="Send this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers to us")

    worker = visit(width, has_scripts=has_scripts)
    worker.goto(site.at("/desk"))
    expect(worker.get_by_text("1 group has answered.")).to_be_visible()
    worker.goto(site.at("/cases/to-look-at"))
    worker.get_by_role("link", name="Maya Thornton: Dog walking").click()
    expect(worker.get_by_text("She laughs a lot", exact=True)).to_be_visible()


def arranged(site, asha):
    """Addresses of every page of plans and links, with something on each."""
    with site.database.writing() as session:
        lead = a_lead_ntp(session)
        our_own_walk(session, lead)
        shelter = a_shelter(session, places_left=2)
        row, goal_id = an_agreed_case(
            session, asha[0], person=a_person(session, postcode="NE6 1AB", no_voicemail=True)
        )
        case = f"/cases/{row.id}"
        more = {"due_on": NOW.date(), "listing_id": None, "at": NOW}
        plan_steps.take_on(session, asha[0], row.id, goal_id, text="Walk to the shop", **more)
        plans.meet_obstacle(session, asha[0], row.id, words="The stairs", at=NOW)
        obstacle = the_plan(session, row).content.obstacles[0].id
        fresh = a_link(session, asha[0], shelter, is_asked=False)
        all_of_it = Leave(said_yes=True, phone=True, email=True, access=True)
        formal = a_link(
            session, asha[0], a_funded_kitchen(session, lead), leave=all_of_it, at=NOW, buddy="Jo"
        )
        linking.mark(
            session, asha[0], formal, on=NOW.date(), came=True,
            told_by=linking.ToldBy.WORKER, at=NOW,
        )  # fmt: skip
        token = a_token(session, formal, at=NOW)
        idea = a_link(session, asha[0], None)
        linking.make(session, asha[0], idea, LinkMove.ATTEND, at=NOW)
        waiting = a_link(session, asha[0], shelter, at=NOW)
        letter = a_token(session, waiting, at=NOW)
        linking.tell_worker(waiting, linking.News.ACCEPTED)
        finished, done = an_agreed_case(session, asha[0], person=a_person(session))
        plans.close(
            session, asha[0], finished.id,
            came_of={done: plans.CameOf(plans.GoalMove.ACHIEVE, "I did it")}, changed_for_me="Lots",
            seen=the_plan(session, finished).version, at=NOW,
        )  # fmt: skip
        links = {
            one: f"/cases/{one.referral_id}/links/{one.id}" for one in (fresh, formal, waiting)
        }
        own = [
            case, f"{case}/plan", f"{case}/plan/add-goal", f"{case}/plan/agree",
            f"{case}/plan/goals/{goal_id}/reword", f"{case}/plan/goals/{goal_id}/how-it-goes",
            f"{case}/plan/goals/{goal_id}/add-step", f"{case}/plan/add-obstacle",
            f"{case}/plan/obstacles/{obstacle}", f"{case}/plan/finish-review",
            f"{case}/plan/close", f"{case}/plan/versions/1",
            f"/cases/{finished.id}/plan", f"/cases/{finished.id}/plan/follow-up",
            f"{case}/links/find", f"{case}/links/offer?listing={shelter.id}",
            links[fresh], f"{links[fresh]}/introduce", links[formal], f"{links[waiting]}/answer",
            f"{links[formal]}/attendance", f"{links[formal]}/tell", f"{links[formal]}/register",
            "/cases/to-look-at", "/desk",
        ]  # fmt: skip
    group = [
        f"/answer/{letter}", f"/answer/{token}", f"/answer/{token}/came",
        f"/answer/{token}/how-it-went", "/answer",
    ]  # fmt: skip
    return own, group


@EVERY_WIDTH
def test_nothing_on_the_way_keeps_anybody_out(site, asha, visit, width):
    own, group = arranged(site, asha)
    worker, stranger = visit(width), visit(width, is_group=True)
    looked = []
    for page, paths in ((worker, own), (stranger, group)):
        for path in paths:
            answer = page.goto(site.at(path))
            assert answer.status == 200, path
            looked += [f"{path}: {said}" for said in barriers(page)]
            if sideways(page) > 0:
                looked.append(f"{path}: {sideways(page)} pixels too wide")
    assert looked == []


def test_a_mistake_leads_to_its_field_by_keyboard(site, asha, visit):
    _, group = arranged(site, asha)
    page = visit(320, is_group=True)
    page.goto(site.at(group[0]))
    page.get_by_role("button", name="Send this answer").press("Enter")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose yes, no, or another day.").press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said yes.")).to_be_visible()
