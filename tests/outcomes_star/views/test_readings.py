"""Asking somebody how things are: on the case, put right, printed, and seen by nobody else."""

from datetime import timedelta
from typing import ClassVar

import pytest

from kernel.access import Role
from outcomes_star.operations import loading
from outcomes_star.queries.readings import readings_of
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import GoalMove, State
from referrals.operations import plans
from tests.cast import NOON, a_lead_manager, signed_in
from tests.cast_caseload import a_case
from tests.cast_plans import a_goal, the_plan
from tests.cast_readings import (
    GOALS,
    LOW,
    OURS,
    STATEMENTS,
    a_reading,
    asked,
    asked_statements,
    in_languages,
    in_own_words,
)
from tests.support.pages import Page, words_of

FILLED = {f"point-{part}": str(number) for part, number in LOW.items()}


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        asked(session)
        return a_case(session, asha, state=State.ASSESSED)


def ask(row, code="petunias-wheel"):
    return f"/cases/{row.id}/ask/{code}"


def test_the_case_offers_to_ask_and_shows_it_afterwards(client, row):
    page = client.page(f"/cases/{row.id}")
    assert "They were not asked yet." in page.words
    assert page.links["Ask them now: Petunias Wheel"] == ask(row)
    answer = client.submit(ask(row), FILLED)
    assert answer.location == f"/cases/{row.id}/stars/petunias-wheel/1"
    words = client.page(answer.location).words
    assert "At the start, 22 November 2026. My health: 2 (hard)" in words
    assert "People: 1 (very hard)" in words
    assert "Ask again: Petunias Wheel" in client.page(f"/cases/{row.id}").links


def test_where_it_is_hard_a_goal_is_offered_and_the_goal_says_what_it_is_about(
    client, row, database, asha
):
    with database.writing() as session:
        a_reading(session, asha, row.id)
    page = client.page(f"/cases/{row.id}/stars/petunias-wheel/1")
    assert "My health: 2 (hard)." in page.words and "People: 1 (very hard)." in page.words
    assert {one for one in page.links if one.startswith("Find a goal")} == {
        f"Find a goal for it: {one}" for one in ("People", "My health", "Looking forward")
    }
    address = page.links["Find a goal for it: People"]
    assert "Hard now: People" in client.page(address).words
    client.submit(address, {"words": "I want somebody to walk with."})
    assert "It is about People." in client.page(f"/cases/{row.id}/plan").words


def test_an_area_that_is_none_is_left_out(client, row, database):
    client.submit(f"/cases/{row.id}/plan/add-goal?area=<script>", {"words": "Walk"})
    with database.reading() as session:
        (goal,) = the_plan(session, row).content.goals
    assert (goal.words, goal.area) == ("Walk", "")


def test_a_number_that_is_none_and_nothing_at_all_are_refused_and_nothing_is_lost(client, row):
    page = client.refused_page(ask(row), {"words": "I sleep better.", "point-health": "left-out"})
    assert "Answer at least one part. You can leave the others out." in page.mistakes
    assert dict(page.form("words").filled({}))["words"] == "I sleep better."


def test_left_out_is_kept_apart_from_what_was_said(client, row, database):
    client.submit(
        ask(row), FILLED | {"point-money": "left-out", "note-people": "Since her husband died."}
    )
    with database.reading() as session:
        (made,) = readings_of(session, row.id)
        assert made.numbers["money"] is None
        assert {one.note for one in made.answers} == {"", "Since her husband died."}
    words = client.page(f"/cases/{row.id}/stars/petunias-wheel/1").words
    assert "left out" in words and "People: Since her husband died." in words


class TestOverlooked:
    """A part where nothing was chosen is asked about once, with everything kept."""

    SOME: ClassVar = {name: number for name, number in FILLED.items() if name != "point-say"}
    ASKS = "You did not answer “My say”. Answer it, or leave it out."

    def test_it_is_asked_about_on_the_page_and_nothing_is_lost(self, client, row, database):
        assert "leaves_out" not in dict(client.page(ask(row)).form("words").filled({}))
        page = client.refused_page(ask(row), self.SOME | {"words": "I sleep better."})
        assert page.mistakes == [self.ASKS]
        filled = dict(page.form("words").filled({}))
        assert (filled["point-people"], filled["words"]) == ("1", "I sleep better.")
        sent = dict(page.form("words").filled({"point-say": "5"}))
        assert client.post(ask(row), data=sent).status_code == 303
        with database.reading() as session:
            assert readings_of(session, row.id)[0].numbers == LOW

    def test_one_tick_leaves_out_all_that_have_no_number(self, client, row, database):
        page = client.refused_page(ask(row), {"point-people": "1", "way": "paper"})
        assert len(page.mistakes) == 7
        sent = dict(page.form("words").filled({"leaves_out": "y"}))
        assert client.post(ask(row), data=sent).status_code == 303
        with database.reading() as session:
            (made,) = readings_of(session, row.id)
            assert [one for one in made.numbers.values() if one is not None] == [1]

    def test_what_is_no_number_is_refused_beside_what_was_overlooked(self, client, row):
        sent = dict(client.page(ask(row)).form("words").filled({})) | {"point-food": "2027-02-30"}
        answer = client.post(ask(row), data=sent)
        assert answer.status_code == 422 and "You did not answer" in answer.text

    def test_left_out_one_by_one_is_not_asked_about(self, client, row):
        answer = client.submit(ask(row), self.SOME | {"point-say": "left-out"})
        assert answer.status_code == 303

    def test_words_of_danger_are_kept_at_once(self, client, row, database):
        client.submit(ask(row), self.SOME | {"words": "I want to die."})
        with database.reading() as session:
            assert readings_of(session, row.id)[0].words == "I want to die."

    def test_what_was_sent_late_without_a_connection_is_kept(self, client, row):
        text = client.get(ask(row)).text
        assert 'data-when-late="leaves_out"' in text
        sent = dict(Page(text).form("words").filled(self.SOME)) | {"leaves_out": "y"}
        assert client.post(ask(row), data=sent).status_code == 303


def test_a_second_of_the_day_is_asked_about_on_the_page(client, row):
    client.submit(ask(row), FILLED)
    page = client.refused_page(ask(row), FILLED)
    assert any("one of this day already" in one for one in page.mistakes)
    assert client.submit(ask(row), FILLED).status_code == 422


def test_words_of_danger_bring_the_numbers_and_put_the_case_first(client, row):
    client.submit(ask(row), FILLED | {"words": "I want to die."})
    assert "Samaritans: 116 123" in client.page(f"/cases/{row.id}").words
    assert "Make sure that they are safe" in client.page(f"/cases/{row.id}").words


def test_it_is_put_right_and_the_page_says_so(client, row, database, asha):
    with database.writing() as session:
        made = a_reading(session, asha, row.id, words="Quite bad.")
    address = f"/cases/{row.id}/readings/{made.id}/put-right"
    shown = dict(client.page(address).form("because").filled({}))
    assert (shown["point-people"], shown["words"]) == ("1", "Quite bad.")
    client.submit(address, {"because": "A slip of the thumb.", "point-people": "3"})
    words = client.page(f"/cases/{row.id}/stars/petunias-wheel/1").words
    assert "People: 3 (in between)" in words and "It was put right: A slip of the thumb." in words
    client.page(address, status=404)


def test_what_is_not_of_this_person_is_taken_away(client, row, database, asha):
    with database.writing() as session:
        made = a_reading(session, asha, row.id, words="Quite bad.")
    address = f"/cases/{row.id}/readings/{made.id}/put-right"
    client.submit(address, {"because": "Another Maya.", "is_not_theirs": "y"})
    words = client.page(f"/cases/{row.id}").words
    assert "It is taken away." in words and "Quite bad." not in words
    client.page(address, status=404)


def test_two_times_are_drawn_together_and_told_apart_without_colour(client, row, database, asha):
    with database.writing() as session:
        a_reading(session, asha, row.id)
        better = {part: min(number + 1, 5) for part, number in LOW.items()}
        a_reading(
            session, asha, row.id, numbers=better, occasion=Occasion.END, is_another=True,
            at=NOON + timedelta(hours=1),
        )  # fmt: skip
    page = client.page(f"/cases/{row.id}/stars/petunias-wheel/1")
    assert "of 8 parts, 7 better, 1 about the same." in page.words
    assert page.words.count("There are 2 of this day.") == 2
    (drawn,) = [one for one in page.tree.iter() if one.get("class") == "star"]
    dashes = {one.get("stroke-dasharray") for one in drawn.iter() if one.get("stroke-width") == "3"}
    assert len(dashes) > 1


def test_it_is_printed_and_made_a_pdf(client, row, database, asha):
    with database.writing() as session:
        a_reading(session, asha, row.id, words="I sleep better.")
    address = f"/cases/{row.id}/stars/petunias-wheel/1"
    words = client.page(f"{address}/print").words
    assert "take it to your yearly review" in words and "“I sleep better.”" not in words
    assert "“I sleep better.”" in client.page(f"{address}/print?words=yes").words
    answer = client.get(f"{address}/star.pdf")
    assert answer.content_type == "application/pdf" and answer.data.startswith(b"%PDF")


def test_a_sheet_for_paper_asks_the_same(client, row):
    words = client.page(f"{ask(row)}/paper").words
    assert (
        "How is it with the people around you?" in words and "1: Very hard, 5: Very good" in words
    )
    assert "Name: Maya Thornton" in words


def test_goals_are_rated_one_by_one(client, row, database, asha):
    with database.writing() as session:
        asked(session, GOALS)
    assert "There are no goals yet." in client.page(f"/cases/{row.id}").words
    with database.writing() as session:
        goal = a_goal(session, asha, row, "Up the stairs again")
    page = client.page(ask(row, GOALS))
    assert "Up the stairs again" in page.words
    client.submit(ask(row, GOALS), {f"point-{goal}": "4"})
    assert "Up the stairs again: 4" in client.page(f"/cases/{row.id}/stars/goal-rating/1").words


def test_no_answer_goes_to_another_goal_when_the_plan_changes_meanwhile(
    client, row, database, asha
):
    with database.writing() as session:
        asked(session, GOALS)
        first = a_goal(session, asha, row, "Up the stairs again")
        second = a_goal(session, asha, row, "Sleep through")
    form = client.page(ask(row, GOALS)).form("words")
    sent = dict(form.filled({f"point-{first}": "9", f"point-{second}": "2"}))
    with database.writing() as session:
        version = the_plan(session, row).version
        plans.move_goal(
            session, asha, row.id, first, move=GoalMove.ACHIEVE, result="", seen=version, at=NOON
        )
    answer = client.post(ask(row, GOALS), data=sent)
    assert answer.status_code == 422 and "What is asked has changed" in answer.text
    again = dict(Page(answer.text).form("words").filled({}))
    assert again[f"point-{second}"] == "2"
    assert client.post(ask(row, GOALS), data=again).status_code == 303
    with database.reading() as session:
        assert readings_of(session, row.id)[0].numbers == {str(second): 2}


def test_what_somebody_names_themselves_is_asked_once_and_stays(client, row, database, asha):
    with database.writing() as session:
        loading.load(session, a_lead_manager(session), in_own_words(in_languages()), at=NOON)
        asked(session, OURS)
    assert "write-line" in client.get(f"{ask(row, OURS)}/paper").text.partition("Looking")[0]
    page = client.refused_page(ask(row, OURS), FILLED)
    assert "Say what it is, or leave its number out." in page.mistakes
    assert "People: what is it, in their own words?" in page.words
    client.submit(ask(row, OURS), FILLED | {"name-people": "My neighbour"})
    page = client.page(ask(row, OURS))
    assert "My neighbour" in page.words and "People: what is it" not in page.words
    page = client.page(f"/cases/{row.id}/stars/{OURS}/1")
    assert "My neighbour: 1 (very hard)" in page.words and "A goal may help" not in page.words
    assert "Send it by e-mail" not in page.links
    shown = dict(client.page(page.links[put_right(page)]).form("because").filled({}))
    assert shown["name-people"] == "My neighbour"


def put_right(page):
    return next(name for name in page.links if name.startswith("Put it right"))


def test_what_was_not_asked_has_no_page(client, row):
    client.page(f"/cases/{row.id}/stars/ons4/1", status=404)
    client.page(ask(row, "ons4"), status=404)


def test_a_colleague_finds_nothing(client, row, database):
    signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    for address in (ask(row), f"/cases/{row.id}/stars/petunias-wheel/1"):
        assert client.get(address).status_code == 404


def test_a_manager_reads_and_writes_nothing(client, row, database, asha):
    with database.writing() as session:
        made = a_reading(session, asha, row.id)
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(f"/cases/{row.id}/stars/petunias-wheel/1")
    assert "Ask again" not in page.links and "Find a goal for it: People" not in page.links
    assert client.get(ask(row)).status_code in {403, 404}
    assert client.get(f"/cases/{row.id}/readings/{made.id}/put-right").status_code in {403, 404}


class TestPicking:
    @pytest.fixture
    def address(self, database, row):
        with database.writing() as session:
            asked_statements(session)
        return ask(row, STATEMENTS)

    def test_first_they_pick_by_theme_and_only_that_is_asked(self, client, database, row, address):
        page = client.page(address)
        assert "Made-up theme-6" in page.words and "Made-up statement-6-4" in page.words
        assert page.form("pick").method == "GET"
        picked = client.page(f"{address}?picking=y&pick=statement-2-1&pick=statement-1-3")
        assert "Made-up theme-2" in picked.words and "Made-up theme-3" not in picked.words
        answer = client.submit(
            f"{address}?pick=statement-2-1&pick=statement-1-3",
            {"point-statement-2-1": "1", "point-statement-1-3": "left-out"},
        )
        with database.reading() as session:
            (made,) = readings_of(session, row.id)
            assert len(made.numbers) == 26
            assert {part: one for part, one in made.numbers.items() if one is not None} == {
                "statement-2-1": 1
            }
        words = client.page(answer.location).words
        assert "Made-up statement-2-1 1 (not true for me yet)" in words
        assert "25 others were not picked." in words and "Made-up statement-1-3" not in words
        assert "Made-up statement-2-1: 1 (not true for me yet). Find a goal" in words

    def test_what_they_spoke_about_before_is_ticked(self, client, database, asha, row, address):
        with database.writing() as session:
            a_reading(session, asha, row.id, STATEMENTS, numbers={"statement-3-1": 2})
        filled = client.page(address).form("pick").filled({})
        assert [value for name, value in filled if name == "pick"] == ["statement-3-1"]

    @pytest.mark.parametrize("picked", ["picking=y", "picking=y&pick=the-cat"])
    def test_nothing_picked_is_asked_about_again(self, client, address, picked):
        words = client.page(f"{address}?{picked}").words
        assert "Tick at least one." in words and "Made-up statement-1-1" in words
        assert "Tick at least one." not in client.page(address).words

    def test_the_paper_has_all_of_them(self, client, address):
        words = client.page(f"{address}/paper").words
        assert "Made-up statement-1-1" in words and "Made-up statement-6-4" in words
        assert "You leave out the others." in words

    def test_putting_right_shows_all_of_them_and_loses_none(
        self, client, database, asha, row, address
    ):
        with database.writing() as session:
            made = a_reading(session, asha, row.id, STATEMENTS, numbers={"statement-3-1": 2})
        address = f"/cases/{row.id}/readings/{made.id}/put-right"
        page = client.page(address)
        (folded,) = [
            one
            for one in page.tree.iter("details")
            if "What they did not speak about" in words_of(one)
        ]
        assert "Made-up statement-3-2" in words_of(folded)
        assert "Made-up statement-3-1" not in words_of(folded)
        client.submit(
            address,
            {"because": "A slip.", "point-statement-3-1": "3", "point-statement-3-2": "1"},
        )
        with database.reading() as session:
            (now,) = readings_of(session, row.id)
            assert (now.numbers["statement-3-1"], now.numbers["statement-3-2"]) == (3, 1)

    def test_without_permission_nobody_is_asked(self, client, row):
        client.page(ask(row, STATEMENTS), status=404)
        assert "statements" not in client.page(f"/cases/{row.id}").words


class TestBeforeTheEnd:
    """Where the work is finished the end is asked for, and is no duty."""

    def test_what_has_no_reading_of_the_end_is_named_and_asked_as_the_end(
        self, client, row, database, asha
    ):
        with database.writing() as session:
            a_reading(session, asha, row.id)
        finish = f"/cases/{row.id}/plan/close"
        page = client.page(finish)
        assert "Ask the star once more before you finish" in page.words
        assert "You can finish without it." in page.words
        address = page.links["Petunias Wheel"]
        assert "At the end, By the person with their link worker" in client.page(address).words
        sent = client.page(address).form("words").filled(FILLED)
        again = Page(client.post(address, data=dict(sent)).text).form("words")
        client.post(address, data=dict(again.filled({"is_another": "y"})))
        with database.reading() as session:
            assert readings_of(session, row.id)[-1].occasion is Occasion.END
        assert "Ask the star" not in client.page(finish).words

    def test_an_odd_occasion_in_the_address_is_none(self, client, row):
        for odd in ("annual", "never", "<script>"):
            assert "At the start, By" in client.page(f"{ask(row)}?occasion={odd}").words
