"""What is published is read by a commissioner, a professional, a group and, if it agrees, by everybody."""

import secrets
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from accounts import operations as accounts
from kernel.access import Role
from tests.cast import a_commissioning_body, a_practice, a_user
from tests.cast_plans import a_shelter
from tests.cast_published import go
from tests.support.browser import barriers, sideways

NOW = datetime.now(UTC)  # noqa: TID251 a real site has a real clock


@pytest.fixture
def anytown(site):
    """Nine people who went to the shelter's dog walking, and whoever reads of them."""
    with site.database.writing() as session:
        walks = a_shelter(session)
        go(session, walks, 9)
        tokens = {"anybody": "", "the group": secrets.token_urlsafe(16)}
        accounts.start_link_session(
            session, holds=walks.group_id, token=tokens["the group"], at=NOW
        )
        for role, place in (
            (Role.COMMISSIONER, a_commissioning_body(session)),
            (Role.REFERRER, a_practice(session)),
        ):
            tokens[role.label] = secrets.token_urlsafe(16)
            user = a_user(session, role, at=place, name=f"Somebody, {role.label}")
            accounts.start_session(
                session, user, token=tokens[role.label], awaits_code=False, at=NOW
            )
        return SimpleNamespace(site=site, walks=walks.id, tokens=tokens)


@pytest.fixture
def seen_by(browser, browser_context_args, anytown, width):
    """The page that somebody sees, on a screen of a width."""
    contexts = []

    def visit(who: str):
        size = {"viewport": {"width": width, "height": 800}}
        contexts.append(browser.new_context(**browser_context_args | size))
        if token := anytown.tokens[who]:
            cookie = {"name": "petunias", "value": token, "url": anytown.site.address}
            contexts[-1].add_cookies([cookie])
        return contexts[-1].new_page()

    yield visit
    for one in contexts:
        one.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_each_reads_what_is_for_them_and_the_group_decides_of_the_public(anytown, seen_by, width):
    page = seen_by("commissioner")
    page.goto(anytown.site.at("/published/how-people-moved"))
    assert page.get_by_text("nobody can be worked out by taking one number").is_visible()
    assert (barriers(page), sideways(page)) == ([], 0)

    listing = anytown.site.at(f"/listings/{anytown.walks}")
    professional = seen_by("referrer")
    professional.goto(listing)
    heading = professional.get_by_role("heading", name="What people who went said")
    assert heading.is_visible()
    assert (barriers(professional), sideways(professional)) == ([], 0)

    line = "About 10 people who went here were asked about the help"
    stranger = seen_by("anybody")
    stranger.goto(listing)
    assert not stranger.get_by_text(line).is_visible()
    group = seen_by("the group")
    group.goto(anytown.site.at(f"/your-listings/{anytown.walks}"))
    assert (barriers(group), sideways(group)) == ([], 0)
    group.get_by_role("button", name="Show it to everybody").click()
    expect(group.get_by_text("Everybody can read it now.")).to_be_visible()
    stranger.reload()
    assert stranger.get_by_text(line).is_visible()
    assert (barriers(stranger), sideways(stranger)) == ([], 0)
    group.get_by_role("button", name="Show it to nobody but professionals").click()
    expect(group.get_by_role("button", name="Show it to everybody")).to_be_visible()
    stranger.reload()
    assert not stranger.get_by_text(line).is_visible()
