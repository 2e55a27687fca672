"""A link worker shows her face, and the practice that she is named for knows whom it sends people to (B01)."""

from uuid import uuid4

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Page, expect

from accounts import operations as accounts
from accounts.models import User
from kernel.access import Role
from tests.cast import a_lead_ntp, a_link_worker, a_practice, a_user
from tests.cast_referrals import id_of, named_worker, sharing
from tests.support.browser import is_for_everybody
from tests.support.pictures import a_picture, corners_of
from tests.support.seats import WIDTHS


@pytest.fixture(params=WIDTHS)
def visit(request, browser, browser_context_args):
    """A browser of one width."""
    size = {"width": request.param, "height": 800}
    context = browser.new_context(**{**browser_context_args, "viewport": size})
    yield context.new_page()
    context.close()


@pytest.fixture
def tokens(site):
    """Asha, named for a practice, and a nurse who works there: each signed in."""
    with site.database.writing() as session:
        practice, asha = a_practice(session), a_link_worker(session, name="Asha Begum")
        sharing(session, practice, a_lead_ntp(session))
        named_worker(session, practice, asha)
        nurse = a_user(session, Role.REFERRER, at=practice, name="Nadia Nurse")
        users = {"asha": session.get_one(User, id_of(asha)), "nurse": nurse}
        return {name: begun(session, site, user) for name, user in users.items()}


def begun(session, site, user) -> str:
    token = uuid4().hex
    at = site.app.extensions["petunias"].clock()
    accounts.start_session(session, user, token=token, awaits_code=False, at=at)
    return token


def come(page: Page, site, token: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "petunias", "value": token, "url": site.address}])


def is_seen(page: Page) -> bool:
    """Whether the photograph has come, as it is kept."""
    return page.locator("img.face").evaluate("it => it.complete && it.naturalWidth === 240")


def from_a_phone() -> bytes:
    """A photograph that knows where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (54.0, 58.0, 40.0)
    return a_picture(1200, 1600, exif=exif)


def test_she_shows_her_face_and_the_practice_sees_it(site, visit, tokens):
    come(visit, site, tokens["nurse"])
    visit.goto(site.at("/our-practice"))
    expect(visit.locator("svg.face")).to_have_text("AB")

    come(visit, site, tokens["asha"])
    visit.goto(site.at("/my-profile"))
    is_for_everybody(visit)
    chosen = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": from_a_phone()}
    visit.locator("input[name=photo]").set_input_files(chosen)
    visit.get_by_role("button", name="Save").click()
    expect(visit.get_by_text("Your profile is up to date.")).to_be_visible()
    visit.goto(site.at("/my-profile"))
    assert is_seen(visit)
    is_for_everybody(visit)

    come(visit, site, tokens["nurse"])
    for address in ("/our-practice", "/referrals/new"):
        visit.goto(site.at(address))
        assert is_seen(visit)
        is_for_everybody(visit)
        visit.emulate_media(media="print")
        expect(visit.locator("img.face")).to_be_visible()
        visit.emulate_media(media="screen")
    brought = visit.request.get(site.at(visit.locator("img.face").get_attribute("src")))
    assert corners_of(brought.body()) == ["red", "green", "blue", "white"]
    assert b"Exif" not in brought.body()

    come(visit, site, tokens["asha"])
    visit.goto(site.at("/my-profile"))
    visit.get_by_label("Take my photograph away").check()
    visit.get_by_role("button", name="Save").click()
    come(visit, site, tokens["nurse"])
    visit.goto(site.at("/our-practice"))
    expect(visit.locator("svg.face")).to_have_text("AB")
