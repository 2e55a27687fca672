"""The pages of what was agreed with a group, and the sheet that a tiny group can read."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from billing.operations.group_lines import write_all_lines
from kernel.access import Role
from tests.cast import NOON, an_ntp, signed_in
from tests.cast_sub_contracts import a_paid_group, an_agreement
from tests.journeys.test_plain_words import HIGHEST_GRADE, LONGEST_SENTENCE, grade, sentences
from web import paper

A_DAY = timedelta(days=1)
ANSWERS = {
    "what": "A place on the dog walk, and a cup of tea.", "kind": "person", "amount": "4.50",
    "size": "tiny", "governance": ["in-danger", "insurance", "private", "checked"],
    "standard": "We meet who is new at the door, by name.", "notice_weeks": "4",
    "from_on-day": "1", "from_on-month": "9", "from_on-year": "2026",
}  # fmt: skip
LOOK = {
    "on-day": "20", "on-month": "11", "on-year": "2026", "finding": "mostly",
    "words": "The hall was cold.", "action": "They ask for a heater.", "action_by-day": "1",
    "action_by-month": "12", "action_by-year": "2026",
}  # fmt: skip


@pytest.fixture
def agreement(app):
    with app.extensions["petunias"].database.writing() as session:
        return f"/agreements/{an_agreement(session).id}"


@pytest.fixture
def manager(client):
    return signed_in(client, Role.LEAD_MANAGER)


@pytest.fixture
def sub(agreement):
    return agreement.replace("/agreements/", "/sub-contracts/")


def agree(client, sub, **answers):
    sent = client.submit(f"{sub}/agree", ANSWERS | answers)
    assert sent.location, sent.get_data(as_text=True)
    return client.page(sent.location)


class TestAgreeing:
    def test_the_page_of_the_agreement_says_what_is_missing_and_leads_there(
        self, client, agreement, sub, manager
    ):
        page = client.page(agreement)
        assert "Nobody has written down yet what is bought here" in page.words
        assert f"{sub}/agree" in page.links.values() and f"{sub}/sheet" not in page.links.values()

    def test_it_says_that_it_was_done_and_shows_all_of_it(self, client, agreement, sub, manager):
        page = agree(client, sub)
        assert "What you agreed is written down." in page.words
        assert "£4.50 for each person, each time they come" in page.words
        assert "You have insurance for what you do" in page.words
        assert "Before one side ends it 4 weeks" in page.words
        assert "More is asked" not in page.words

    def test_what_is_out_of_proportion_is_said(self, client, sub, manager):
        page = agree(client, sub, governance=["insurance", "accounts"])
        assert "More is asked of this group than fits its size" in page.words

    def test_mistakes_stand_at_their_fields(self, client, sub, manager):
        page = client.refused_page(f"{sub}/agree", ANSWERS | {"amount": "0"})
        assert "Enter an amount of more than £0." in page.words
        page = client.refused_page(f"{sub}/agree", {"what": "Walks", "amount": "lots"})
        assert "Choose what we pay for." in page.words and "Choose who does" in page.words

    def test_a_change_stands_on_the_page_and_on_the_sheet(self, client, sub, manager):
        agree(client, sub)
        later = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2027"}
        page = agree(client, sub, amount="6", **later)
        price = "£6.00 for each person, each time they come"
        assert f"From 1 January 2027: {price}." in page.words
        words = client.page(f"{sub}/sheet").words
        assert f"{price}. This is from 1 January 2027 on." in words
        assert "Until then what we agreed before holds: £4.50 for each person" in words

    def test_a_change_shows_what_holds_and_asks_for_a_day(self, client, sub, manager):
        agree(client, sub)
        page = client.page(f"{sub}/agree")
        assert "What was agreed before stays as it is" in page.words
        page = agree(client, sub, amount="5.00", **{"from_on-year": "2027", "from_on-month": "1"})
        assert "From 1 January 2027: £5.00" in page.words


class TestLooking:
    def test_it_says_that_it_was_done_and_what_is_done_about_it(
        self, client, agreement, sub, manager
    ):
        assert "Nobody has looked yet." in client.page(agreement).words
        page = client.page(client.submit(f"{sub}/check", LOOK).location)
        assert "What you found is written down." in page.words
        assert "Mostly as we agreed. The hall was cold." in page.words
        assert "They ask for a heater. By 1 December 2026." in page.words

    def test_it_says_when_that_day_is_over(self, client, agreement, sub, manager, clock):
        client.submit(f"{sub}/check", LOOK)
        clock.passes(days=12)
        signed_in(client, Role.LEAD_MANAGER)
        assert "was not looked at since" in client.page(agreement).words

    def test_what_good_looks_like_stands_beside_it(self, client, sub, manager):
        agree(client, sub)
        assert "We meet who is new at the door" in client.page(f"{sub}/check").words

    def test_what_is_wrong_needs_something_that_is_done(self, client, sub, manager):
        page = client.refused_page(f"{sub}/check", LOOK | {"action": ""})
        assert "Write what is done about it." in page.words


class TestTheSheet:
    def test_a_child_of_ten_can_read_it(self, client, sub, manager):
        agree(client, sub)
        page = client.get(f"{sub}/sheet").get_data(as_text=True)
        said = sentences(page)
        assert len(said) > 8
        assert [one for one in said if len(one.split()) > LONGEST_SENTENCE] == []
        assert grade(" ".join(said)) <= HIGHEST_GRADE

    def test_it_is_one_page(self, client, sub, manager):
        agree(client, sub)
        made = paper.pdf_of(client.get(f"{sub}/sheet").get_data(as_text=True))
        assert len(PdfReader(BytesIO(made)).pages) == 1

    def test_the_group_reads_it_too(self, client, sub, manager):
        agree(client, sub, kind="block", amount="60")
        signed_in(client, Role.GROUP_EDITOR, at=an_ntp)
        words = client.page(f"{sub}/sheet").words
        assert "£60.00 a month, however many come." in words
        assert "You never have to send us a bill." in words
        assert "The last day is 31 August 2027." in words
        assert "we say so 4 weeks ahead" in words
        assert "For Anytown Cat and Dog Shelter" in words

    def test_nobody_else_does(self, client, sub, manager):
        agree(client, sub)
        signed_in(client, Role.GROUP_EDITOR, at=lambda session: an_ntp(session, "Chess club"))
        client.page(f"{sub}/sheet", status=404)
        signed_in(client, Role.LINK_WORKER)
        client.page(f"{sub}/sheet", status=404)


def test_whoever_reads_only_finds_no_buttons(client, agreement, sub, manager):
    agree(client, sub)
    for role, place in ((Role.GROUP_EDITOR, an_ntp), (Role.LEAD_FINANCE, None)):
        signed_in(client, role, at=place)
        page = client.page(agreement)
        assert "£4.50 for each person" in page.words
        assert (
            f"{sub}/agree" not in page.links.values() and f"{sub}/check" not in page.links.values()
        )
        assert f"{sub}/sheet" in page.links.values()
        client.page(f"{sub}/agree", status=404)


def test_whoever_has_no_part_in_money_finds_none_on_the_agreement(client, agreement, sub, manager):
    agree(client, sub)
    signed_in(client, Role.LINK_WORKER)
    assert "£4.50" not in client.page(agreement).words


class TestWhatWasCounted:
    @pytest.fixture
    def lines(self, app):
        with app.extensions["petunias"].database.writing() as session:
            paid = a_paid_group(session)
            link = paid.came(session)
            paid.came(session)
            write_all_lines(session, at=NOON + A_DAY)
            paid.mark(session, link, came=False)
            write_all_lines(session, at=NOON + 2 * A_DAY)
            return f"/sub-contracts/{paid.agreement_id}/lines"

    def test_it_says_how_many_on_which_day_and_what_it_comes_to(self, client, lines, manager):
        page = client.page(lines)
        assert "All together: £4.50" in page.words
        assert page.rows[1:] == [
            ["22 November 2026", "Cooking together", "2 people", "£4.50", "£9.00"],
            ["22 November 2026", "Cooking together", "Taken back: 1 person", "£4.50", "−£4.50"],
        ]

    def test_the_group_reads_it_too_and_nobody_else(self, client, lines):
        kitchen, club = (
            (lambda session, name=name: an_ntp(session, name))
            for name in ("The Community Kitchen", "Chess club")
        )
        signed_in(client, Role.GROUP_EDITOR, at=kitchen)
        assert "All together: £4.50" in client.page(lines).words
        signed_in(client, Role.GROUP_EDITOR, at=club)
        client.page(lines, status=404)
        signed_in(client, Role.LINK_WORKER)
        client.page(lines, status=404)

    def test_before_anything_was_counted_it_says_so(self, client, sub, manager):
        assert "Nothing was counted yet." in client.page(f"{sub}/lines").words
