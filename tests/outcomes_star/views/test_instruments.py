"""The pages of what people can be asked."""

from io import BytesIO

import pytest

from kernel.access import Role
from outcomes_star.forms.readings import ScoreForm, asking
from outcomes_star.instruments import Scale
from outcomes_star.operations.loading import load_for_all
from outcomes_star.questions import Question
from outcomes_star.shelf import FOLDER
from outcomes_star.vocabulary import Agrees
from tests.cast import NOON, signed_in
from tests.cast_readings import asked

WHEEL = "/instruments/petunias-wheel/1"


@pytest.mark.parametrize(
    "role", [Role.LINK_WORKER, Role.LEAD_MANAGER, Role.PRACTICE_MANAGER, Role.STEERING_MEMBER]
)
def test_whoever_has_to_agree_finds_each(client, role):
    signed_in(client, role)
    page = client.page("/instruments")
    assert page.links["Petunias Wheel"] == WHEEL
    assert "Well-being Star" in page.links and "needs a licence" in page.words
    for address in {one for one in page.links.values() if one.startswith("/instruments/")}:
        assert client.page(address).heading


@pytest.mark.parametrize(
    ("role", "page"), [(Role.LEAD_MANAGER, "/inbox"), (Role.PRACTICE_MANAGER, "/our-practice")]
)
def test_managers_are_led_there_by_what_they_look_after(client, role, page):
    signed_in(client, role)
    assert "/instruments" in client.page(page).links.values()


def test_others_do_not(client):
    signed_in(client, Role.ANALYST)
    assert client.get("/instruments").status_code == 403
    assert client.get(WHEEL).status_code == 404


def test_it_says_what_is_asked_and_draws_a_star(client):
    signed_in(client, Role.LINK_WORKER)
    page = client.page(WHEEL)
    assert "How much is there that you look forward to?" in page.words
    assert "3: In between" in page.words
    assert "Start, made up" in page.words
    (star,) = [one for one in page.tree.iter() if one.get("class") == "star"]
    assert star.get("role") == "img" and star.get("aria-labelledby") == "example-title example-says"
    assert len([one for one in star.iter() if one.tag.endswith("polygon")]) == 5 + 2


def test_where_lower_is_better_it_says_so(client):
    signed_in(client, Role.LINK_WORKER)
    words = client.page("/instruments/ons4/1").words
    assert words.count("here a lower number is better") == 1
    assert "Open Government Licence" in words and "Never added together" in words


def test_of_what_is_licensed_it_shows_numbers_alone(client):
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page("/instruments/well-being-star/1").words
    assert "until a lead NTP has a licence" in words and "8 questions, each from 1 to 5" in words


@pytest.mark.parametrize("address", ["/instruments/ons4/9", "/instruments/tarot/1"])
def test_what_is_not_there_is_not_found(client, address):
    signed_in(client, Role.LINK_WORKER)
    assert client.get(address).status_code == 404


class TestChoosing:
    @pytest.fixture
    def manager(self, client):
        return signed_in(client, Role.LEAD_MANAGER)

    def test_it_is_chosen_and_asked_once_all_four_have_agreed(self, client, manager):
        address = "/instruments/ons4/1"
        client.submit(address, button="We want to ask this")
        for one in Agrees:
            assert "Before the first use all four of these agree" in client.page(address).words
            client.submit(f"{address}/agree/{one.value}", {"words": "They said so."})
        assert "All four agree, so people can be asked." in client.page(address).words
        assert "You ask this." in client.page("/instruments").words
        assert "Asked by Better Services Enterprise." in client.page(address).words

    def test_who_agreed_is_written_down_for_what_was_chosen_only(self, client, manager):
        client.page("/instruments/ons4/1/agree/people", status=404)
        client.submit("/instruments/ons4/1", button="We want to ask this")
        client.page("/instruments/ons4/1/agree/the-cat", status=404)
        page = client.refused_page("/instruments/ons4/1/agree/people", {"on-year": "2027"})
        assert "Say who agreed." in page.mistakes

    def test_a_licence_brings_words_and_ends(self, client, manager, clock):
        address = "/instruments/well-being-star/1"
        words = {f"title-{at}": f"Part of ours {at}" for at in range(8)}
        until = {"until_on-day": "30", "until_on-month": "11", "until_on-year": "2026"}
        terms = {"terms": "Licence 7", "title": "Our star"}
        client.submit(f"{address}/licence", {**words, **until, **terms})
        assert "Part of ours 3" in client.page(address).words
        client.submit(address, button="We want to ask this")
        for one in Agrees:
            client.submit(f"{address}/agree/{one.value}", {"words": "They said so."})
        assert "so people can be asked" in client.page(address).words
        clock.passes(days=20)
        signed_in(client, Role.LEAD_MANAGER, name="Later Manager")
        words = client.page(address).words
        assert "Your licence has ended on 30 November 2026" in words
        assert "Nobody is asked now" in words and "so people can be asked" not in words

    def test_permission_for_statements_brings_the_areas_own_wording(self, client, manager):
        address = "/instruments/i-statements/1"
        words = client.page(address).words
        assert "26 questions in 6 themes, each from 1 to 3" in words
        shown = dict(client.page(f"{address}/licence").form("terms").filled({}))
        assert shown["named-1"] == "Not true for me yet" and "question-0" not in shown
        said = {f"title-{at}": f"Made up {at}" for at in range(26)}
        said |= {f"theme-{at}": f"Theme of ours {at}" for at in range(6)}
        client.submit(
            f"{address}/licence", said | {"terms": "Permission of 3 May", "title": "What is true?"}
        )
        words = client.page(address).words
        assert "Theme of ours 5" in words and "Made up 25" in words and "3: True for me" in words
        assert "The person picks those that they want to speak about." in words
        shown = dict(client.page(f"{address}/licence").form("terms").filled({}))
        assert (shown["theme-0"], shown["title-25"]) == ("Theme of ours 0", "Made up 25")

    def test_a_licence_without_its_words_is_refused_where_they_are_missing(self, client, manager):
        page = client.refused_page("/instruments/swemwbs/1/licence", {"terms": "Licence 7"})
        assert "Enter the table that came with your licence." in page.mistakes
        assert page.mistakes.count("Enter what it is called.") >= 7

    def test_what_needs_no_licence_has_no_page_for_one(self, client, manager):
        client.page("/instruments/ons4/1/licence", status=404)

    def test_a_file_is_loaded_or_every_complaint_is_said(self, client, manager):
        text = (FOLDER / "ons4-1.toml").read_text().replace('"ons4"', '"our-four"')
        answer = upload(client, text)
        assert answer.location == "/instruments/our-four/1"
        answer = upload(
            client, text.replace('"our-four"', '"Our Four"').replace("version = 1", "version = 0")
        )
        assert answer.status_code == 422
        assert "Say its code" in answer.text and "Say which version this is" in answer.text
        assert "plain text in UTF-8" in upload(client, b"\xff\xfe").text

    def test_the_old_version_is_asked_until_all_four_agree_to_the_new_one(
        self, client, manager, database
    ):
        with database.writing() as session:
            asked(session)
            text = (FOLDER / "petunias-wheel-1.toml").read_text()
            load_for_all(session, text.replace("version = 1", "version = 2"), at=NOON)
        new = WHEEL.replace("/1", "/2")
        client.submit(new, button="We want to ask this")
        assert "It goes on being asked until all four agree to this one." in client.page(new).words
        words = client.page("/instruments").words
        assert "You ask version 1 of it." in words
        assert "You chose it. Not all have agreed yet." in words
        for one in Agrees:
            client.submit(f"{new}/agree/{one.value}", {"words": "They said so."})
        assert "so people can be asked" in client.page(new).words
        assert "You ask another version now." in client.page(WHEEL).words

    def test_a_mistake_is_taken_back_and_the_reason_stays_on_the_page(self, client, manager):
        address = "/instruments/ons4/1"
        client.submit(address, button="We want to ask this")
        client.submit(f"{address}/agree/staff", {"words": "They said so."})
        back = client.page(address).links[
            "A mistake? Take it back: Link workers and GPs find it useful"
        ]
        assert "Say what was wrong." in client.refused_page(back, {"because": ""}).mistakes
        client.submit(back, {"because": "It was about another one."})
        page = client.page(address)
        assert "was taken back by" in page.words and "It was about another one." in page.words
        assert f"{address}/agree/staff" in page.links.values()
        client.page(back, status=404)

    def test_a_file_that_nobody_chose_is_taken_back(self, client, manager):
        text = (FOLDER / "ons4-1.toml").read_text().replace('"ons4"', '"our-four"')
        address = upload(client, text).location
        answer = client.submit(address, button="Take the file back")
        assert answer.location == "/instruments"
        client.page(address, status=404)
        assert "Take the file back" not in client.page(WHEEL).words

    def test_others_choose_nothing(self, client):
        signed_in(client, Role.LINK_WORKER)
        assert "Do you ask this?" not in client.page(WHEEL).words
        assert client.get("/instruments/load").status_code == 403


def upload(client, content):
    content = content.encode() if isinstance(content, str) else content
    sent = dict(client.page("/instruments/load").form("file").filled({}))
    return client.post("/instruments/load", data=sent | {"file": (BytesIO(content), "ours.toml")})


def test_many_points_are_a_list_to_choose_from(client, database):
    hundred = Question("p", "p", "How sure?", "", "", Scale(0, 100), {})
    with client.application.test_request_context():
        drawn = str(asking(ScoreForm, [hundred])(meta={"csrf": False})["point-p"]())
    assert drawn.count("<option") == 102 and "radio" not in drawn
