"""The host's own pages."""

import pytest

from directory.queries.hosting import BOOKS
from kernel.access import Role
from tests.cast import a_lead_ntp, signed_in

DAY = {"day": "20", "month": "11", "year": "2026"}
ANSWERS = {
    "promotion": {
        "done_on": DAY,
        "what": "A stall",
        "network": "The market",
        "reached": "200",
    },
    "launch-messages": {"stakeholder": "The public", "message": "It is here"},
    "service-levels": {"about": "Availability", "promise": "99.9%", "supplier": "Us"},
    "owners": {"part": "Campaigns for it", "name": "Jo Green", "role": "Press officer"},
    "test-panel": {
        "called": "Sam",
        "tried_on": DAY,
        "tried": "Find a walk",
        "found": "Found it at once",
        "useful": "yes",
        "accessible": "no",
    },
}


@pytest.fixture(autouse=True)
def host(app):
    with app.extensions["petunias"].database.writing() as session:
        a_lead_ntp(session)


def flat(answers):
    """Answers with each day in its three parts."""
    found = {}
    for name, value in answers.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{name}-{part}" if part else name: one for part, one in parts}
    return found


def test_the_first_page_leads_everywhere(client):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page("/directory/host")
    inside = [href for href in page.links.values() if href.startswith("/directory/")]
    assert len(set(inside)) >= 12
    for href in inside:
        client.page(href)


def test_an_editor_is_not_led_to_what_only_managers_do(client):
    signed_in(client, Role.DIRECTORY_EDITOR)
    links = client.page("/directory/host").links.values()
    assert "/directory/host/settings" not in links and "/directory/draw" not in links
    client.page("/directory/host/settings", status=403)


class TestSettings:
    def test_the_clocks_are_set(self, client):
        signed_in(client, Role.LEAD_MANAGER)
        client.submit("/directory/host/settings", {"due_after_days": "60", "prize_pounds": "50"})
        form = client.page("/directory/host/settings").form("due_after_days")
        assert dict(form.filled({}, None))["due_after_days"] == "60"

    def test_a_step_that_comes_before_the_last_is_said_at_its_field(self, client):
        signed_in(client, Role.LEAD_MANAGER)
        page = client.refused_page("/directory/host/settings", {"lower_after_days": "3"})
        assert page.mistakes == [
            "Enter more than 14 days, so that each step comes after the one before."
        ]

    def test_the_second_manager_is_told(self, client):
        signed_in(client, Role.LEAD_MANAGER)
        form = client.page("/directory/host/settings").form("due_after_days")
        sent = dict(form.filled({"due_after_days": "80"}, None))
        client.submit("/directory/host/settings", {"due_after_days": "70"})
        assert client.post("/directory/host/settings", data=sent).status_code == 409

    def test_how_it_was_bought_is_noted(self, client):
        signed_in(client, Role.DIRECTORY_EDITOR)
        client.submit("/directory/host/procurement", {"note": "Three quotes."})
        assert "Three quotes." in client.get("/directory/host/procurement").text


class TestRecords:
    @pytest.mark.parametrize("slug", BOOKS)
    def test_a_line_is_added_and_shown(self, client, slug):
        signed_in(client, Role.DIRECTORY_EDITOR)
        address = f"/directory/host/{slug}"
        assert client.submit(address, flat(ANSWERS[slug])).status_code == 303
        words = client.page(address).words
        shown = [one for one in ANSWERS[slug].values() if isinstance(one, str) and len(one) > 5]
        assert [one for one in shown if one not in words] == []

    @pytest.mark.parametrize("slug", BOOKS)
    def test_an_empty_form_is_refused_at_its_fields(self, client, slug):
        signed_in(client, Role.DIRECTORY_EDITOR)
        name = next(iter(flat(ANSWERS[slug])))
        assert client.refused_page(f"/directory/host/{slug}", {name: ""}).mistakes

    @pytest.mark.parametrize(
        ("slug", "button"),
        [
            ("launch-messages", "It was sent today: The public"),
            ("service-levels", "It no longer holds: Availability"),
            ("owners", "No longer: Campaigns for it"),
        ],
    )
    def test_a_line_is_closed_with_one_press(self, client, slug, button):
        signed_in(client, Role.DIRECTORY_EDITOR)
        address = f"/directory/host/{slug}"
        client.submit(address, flat(ANSWERS[slug]))
        assert client.submit(address, button=button).status_code == 303
        assert button not in client.page(address).words


@pytest.mark.parametrize("path", ["", "/settings", "/owners", "/benefit", "/feedback"])
@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.COMMISSIONER, Role.SAFEGUARDING_LEAD])
def test_others_see_none_of_it(client, path, role):
    signed_in(client, role)
    assert client.get(f"/directory/host{path}").status_code in {403, 404}
