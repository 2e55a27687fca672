"""A practice follows its referrals."""

import pytest

from accounts.vocabulary import DataItem
from kernel.access import Role
from referrals.clocks import Clock
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models import Consent, PracticeArrangement, Referral
from referrals.operations.clocks import stop
from referrals.operations.moving import make_move
from referrals.operations.working import reopen, send_back
from referrals.queries.follow import WORDED
from referrals.queries.report_sections import composed
from referrals.reporting import Occasion
from referrals.vocabulary import ReturnReason, SupportLevel, Urgency
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_answer import WORDS, a_draft, a_sent_report, a_yes_to_reports
from tests.cast_caseload import a_contact
from tests.cast_referrals import (
    a_person,
    a_referral,
    a_referrer,
    named_worker,
    needs,
    sharing,
)

DANGER = "She talks of taking all her tablets"


@pytest.fixture
def nadia(client):
    return signed_in(client, Role.REFERRER, name="Nadia Nurse")


def some(database, nadia, state, **facts):
    with database.writing() as session:
        row = a_referral(session, a_person(session), state=state, sent_by=nadia, **facts)
        a_yes_to_reports(session, row.person)
        return row


def test_the_list_shows_each_referrals_line_of_steps(client, nadia, database):
    some(database, nadia, State.ALLOCATED)
    words = client.page("/referrals").words
    assert "Maya Thornton ✓ Sent: Done ✓ Received: Done ● Accepted: Now" in words
    assert "Under way (1) Not sent yet (0) Sent back to us (0) Over (0)" in words


@pytest.mark.parametrize(
    ("state", "show"),
    [(State.DRAFT, "drafts"), (State.RETURNED, "returned"), (State.COMPLETED, "over"),
     (State.WITHDRAWN, "over"), (State.ASSESSED, "under-way"), (State.LAPSED, "under-way")],
)  # fmt: skip
def test_each_kind_has_its_own_list(client, nadia, database, state, show):
    some(database, nadia, state)
    for one in ("drafts", "returned", "over", "under-way"):
        is_there = "Maya Thornton" in client.page(f"/referrals?show={one}").words
        assert is_there is (one == show)


def test_another_practices_are_not_there(client, nadia, database):
    with database.writing() as session:
        other = a_practice(session, "Orchard Park Surgery")
        row = a_referral(
            session, a_person(session, practice=other), sent_by=a_referrer(session, at=other)
        )
    assert "Maya Thornton" not in client.page("/referrals").words
    client.page(f"/referrals/{row.id}", status=404)


def test_a_page_beyond_the_last_or_a_strange_question_shows_a_list(client, nadia):
    for query in ("page=99", "page=-1", "page=x", "show=nothing"):
        assert "There is nothing here." in client.page(f"/referrals?{query}").words


def test_a_referral_that_came_back_says_why_and_can_be_completed(client, nadia, database):
    row = some(database, nadia, State.RETURNED, return_reason=ReturnReason.TOO_LITTLE)
    page = client.page(f"/referrals/{row.id}")
    assert "It came back: We need to know more." in page.words
    assert "■ Sent back to the practice" in page.words
    assert page.links["Complete it and send it again"] == f"/referrals/{row.id}/draft"
    assert "1 referral came back to you." in client.page("/desk").words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("We need to know more. We need her date of birth.", None),
        ("We need her date of birth.", "We need to know more. We need her date of birth."),
        ("", "We need to know more."),
    ],
)
def test_why_it_came_back_is_said_once(client, nadia, database, words, says):
    with database.writing() as session:
        row = a_referral(session, a_person(session), state=State.RECEIVED, sent_by=nadia)
        make_move(
            session, a_link_worker(session), row, Move.RETURN, at=NOON, because=words,
            reason=ReturnReason.TOO_LITTLE.value,
        )  # fmt: skip
        row.return_reason = ReturnReason.TOO_LITTLE
    page = client.page(f"/referrals/{row.id}")
    assert f"It came back: {says or words} Complete it and send it again" in page.words


def test_why_it_came_back_is_gone_once_it_is_sent_again_but_from_its_history(
    client, nadia, database
):
    with database.writing() as session:
        asha = a_link_worker(session)
        row = a_referral(
            session, a_person(session), state=State.RECEIVED, sent_by=nadia, worker=asha
        )
        a_yes_to_reports(session, row.person)
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), asha)
        send_back(session, asha, row.id, reason=ReturnReason.TOO_LITTLE, because="", at=NOON)
    answers = {"why_now": "More words.", "consent": "told"}
    client.submit(f"/referrals/{row.id}/draft", answers, button="Send referral")
    page = client.page(f"/referrals/{row.id}")
    assert "It came back" not in page.words
    assert page.words.count("We need to know more.") == 1
    with database.reading() as session:
        again = session.get_one(Referral, row.id)
        assert (again.state, again.return_reason) == (State.SENT, None)
        asked = composed(session, again, Occasion.ASSESSMENT, WORDS, shared=list(DataItem))
        assert "We need to know more" not in str(asked.kept())


def test_the_yes_stands_there_and_how_it_was_given(client, nadia, database):
    row = some(database, nadia, State.ALLOCATED)
    with database.writing() as session:
        for one in session.query(Consent):
            one.how = "on paper"
    words = client.page(f"/referrals/{row.id}").words
    assert "What the person said yes to Weaver Street Surgery: " in words
    assert "Given on 22 November 2026, on paper." in words


def test_a_draft_waits_on_the_desk_and_opens_as_a_form(client, nadia, database):
    row = some(database, nadia, State.DRAFT)
    assert "1 referral is not sent yet." in client.page("/desk").words
    assert client.get(f"/referrals/{row.id}").location == f"/referrals/{row.id}/draft"


def test_it_is_taken_back_with_a_reason(client, nadia, database):
    row = some(database, nadia, State.ALLOCATED)
    page = client.refused_page(f"/referrals/{row.id}/take-back", button="Take it back")
    assert page.mistakes == ["Say why, so that the link worker knows."]
    client.submit(f"/referrals/{row.id}/take-back", {"because": "She moved away"})
    assert "She moved away" in client.page(f"/referrals/{row.id}").words
    with database.reading() as session:
        assert session.get(Referral, row.id).state is State.WITHDRAWN


class TestWhatThePracticeHears:
    """The support level and the reasons only with the person's yes, and not where it takes codes only."""

    @pytest.fixture
    def row(self, nadia, database):
        with database.writing() as session:
            person, asha = a_person(session), a_link_worker(session, name="Asha Begum")
            row = a_referral(session, person, sent_by=nadia, worker=asha)
            session.add(needs(person, SupportLevel.HIGH, by=asha))
            make_move(session, asha, row, Move.DECLINE, at=NOON, because="Her sister is visiting")
        return row

    def agree(self, database, row):
        with database.writing() as session:
            a_yes_to_reports(session, session.merge(row).person)

    def test_with_a_yes_it_reads_how_it_stands_and_not_what_the_link_worker_wrote(
        self, client, database, row
    ):
        self.agree(database, row)
        words = client.page(f"/referrals/{row.id}").words
        assert "High support (first noted)." in words and "■ Not this time" in words
        assert "For the test" not in words and "sister" not in words

    def test_without_it_reads_that_it_was_received_and_nothing_that_came_after(self, client, row):
        words = client.page(f"/referrals/{row.id}").words
        assert "✓ Sent: Done ● Received: Now" in words
        assert "the person has not agreed that your practice hears of it" in words
        for secret in ("Not this time", "High support", "sister", "871711000000103", "Accepted by"):
            assert secret not in words
        listed = client.page("/referrals?show=under-way").words
        assert "Maya Thornton" in listed
        assert "What comes of it is not shown here, and it may be over" in listed
        assert "Maya Thornton" not in client.page("/referrals?show=over").words
        assert "Maya Thornton" not in client.page("/reports/codes").words

    def test_what_the_person_left_out_of_a_report_is_not_seen_here_either(
        self, client, database, row
    ):
        self.agree(database, row)
        with database.writing() as session:
            report = a_sent_report(session, person=session.merge(row).person, agrees=False)
            report.left_out = ["support"]
        assert "High support" not in client.page(f"/referrals/{row.id}").words
        assert "■ Not this time" in client.page(f"/referrals/{row.id}").words
        with database.writing() as session:
            session.merge(report).left_out = ["stands"]
        assert "Not this time" not in client.page(f"/referrals/{row.id}").words
        assert "Not this time" not in client.page("/referrals?show=over").words

    def test_nor_where_the_practice_takes_codes_only(self, client, database, row):
        self.agree(database, row)
        with database.writing() as session:
            session.add(
                PracticeArrangement(practice_id=row.practice_id, codes_only=True, changed_at=NOON)
            )
        assert "sister" not in client.page(f"/referrals/{row.id}").words


SECRET = "He takes her money"


def before(move):
    return next(one for one in State if move in REFERRAL.open_moves(one))


@pytest.mark.parametrize("move", [one for one in Move if one not in WORDED])
def test_of_what_the_link_worker_wrote_the_practice_reads_why_it_came_back_and_no_more(
    client, nadia, database, move
):
    row = some(database, nadia, before(move))
    with database.writing() as session:
        asha = a_link_worker(session)
        make_move(session, asha, session.merge(row), move, at=NOON, because=SECRET)
    words = client.page(f"/referrals/{row.id}").words
    assert REFERRAL.moves[move].after.words in words
    assert (SECRET in words) is (move is Move.RETURN)
    assert SECRET not in client.page("/referrals?show=over").words


def test_in_how_many_days_somebody_was_tried_is_no_free_text(client, nadia, database):
    row = some(database, nadia, State.CONTACTING)
    with database.writing() as session:
        make_move(
            session, a_link_worker(session), session.merge(row), Move.GIVE_UP, at=NOON,
            because="Tried on 3 different days",
        )  # fmt: skip
    assert "Tried on 3 different days" in client.page(f"/referrals/{row.id}").words


def test_why_a_link_worker_opened_a_case_again_is_not_the_practices_to_read(
    client, nadia, database
):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        old = a_referral(session, state=State.DECLINED, sent_by=nadia, worker=asha)
        a_yes_to_reports(session, old.person)
        row = reopen(session, asha, old.id, why_now=DANGER, at=NOON)
    for page in (f"/referrals/{row.id}", "/referrals"):
        words = client.page(page).words
        assert "Maya Thornton" in words and "tablets" not in words and "danger" not in words
    with database.reading() as session:
        asked = composed(
            session, session.get_one(Referral, row.id), Occasion.ASSESSMENT, WORDS,
            shared=list(DataItem),
        )  # fmt: skip
    assert "Sent on" in str(asked.kept()) and DANGER not in str(asked.kept())


def test_what_the_practice_writes_of_such_a_case_when_it_came_back_is_its_own(
    client, nadia, database
):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        old = a_referral(session, state=State.DECLINED, sent_by=nadia, worker=asha)
        a_yes_to_reports(session, old.person)
        row = reopen(session, asha, old.id, why_now=DANGER, at=NOON)
        send_back(
            session,
            asha,
            row.id,
            reason=ReturnReason.TOO_LITTLE,
            because="",
            made_safe=NOON,
            at=NOON,
        )
    address = f"/referrals/{row.id}/draft"
    assert DANGER not in client.get(address).text
    client.submit(address, {"why_now": "She asked us for help."}, button="Save and finish later")
    assert "She asked us for help." in client.get(address).text


def test_a_call_being_written_down_elsewhere_is_not_on_the_list(client, nadia, database):
    from referrals.vocabulary import Source

    row = some(database, nadia, State.DRAFT, source=Source.PHONE)
    assert "Not sent yet (0)" in client.page("/referrals").words
    client.page(f"/referrals/{row.id}", status=404)


class TestWhatCameBack:
    """The reports about a referral, and its codes, stand with it."""

    def test_a_report_that_was_sent_and_the_codes_to_copy(self, client, nadia, database):
        with database.writing() as session:
            report = a_sent_report(session, state=State.ASSESSED, sent_by=nadia)
        page = client.page(f"/referrals/{report.referral_id}")
        assert page.links["After the first meeting"] == f"/reports/{report.id}"
        assert "871731000000106" in page.words

    def test_a_draft_is_not_there(self, client, nadia, database):
        with database.writing() as session:
            report = a_draft(session, state=State.SENT, sent_by=nadia)
        words = client.page(f"/referrals/{report.referral_id}").words
        assert "Reports to us" not in words and "Codes for the record" not in words


class TestWhoWouldLikeHelpAgain:
    WHY = "Her daughter has moved in."

    def stays_closed(self, database, row):
        with database.writing() as session:
            stop(session, a_link_worker(session), row.id, Clock.AGAIN, at=NOON, how=self.WHY)

    def test_it_is_under_way_until_somebody_says_why_the_case_stays_closed(
        self, client, nadia, database
    ):
        row = some(database, nadia, State.LAPSED)
        assert f"/referrals/{row.id}" in client.page("/referrals").links.values()
        self.stays_closed(database, row)
        assert f"/referrals/{row.id}" not in client.page("/referrals").links.values()
        over = client.page("/referrals?show=over")
        assert "Under way (0) Not sent yet (0) Sent back to us (0) Over (1)" in over.words
        assert "The case stays closed" in over.words
        words = client.page(f"/referrals/{row.id}").words
        assert "On 22 November 2026 we wrote down that the case stays closed." in words
        assert self.WHY not in words

    def test_nothing_of_it_without_a_yes_to_reports(self, client, nadia, database):
        with database.writing() as session:
            row = a_referral(session, a_person(session), state=State.LAPSED, sent_by=nadia)
        before = client.page(f"/referrals/{row.id}").words, client.page("/referrals").words
        self.stays_closed(database, row)
        after = client.page(f"/referrals/{row.id}").words, client.page("/referrals").words
        assert before == after


class TestByWhenAnUrgentOneIsReached:
    DAY = "It is urgent: Asha Begum is to try to reach them by 24 November 2026."

    @pytest.fixture
    def asha(self, database):
        with database.writing() as session:
            return a_link_worker(session, name="Asha Begum")

    def test_the_page_says_the_day_of_the_clock_until_they_were_reached(
        self, client, nadia, database, asha
    ):
        row = some(database, nadia, State.ALLOCATED, worker=asha, urgency=Urgency.URGENT)
        assert self.DAY in client.page(f"/referrals/{row.id}").words
        with database.writing() as session:
            a_contact(session, row)
        assert "It is urgent" not in client.page(f"/referrals/{row.id}").words

    def test_it_is_as_it_was_when_sent_for_who_may_not_hear_of_it(
        self, client, nadia, database, asha
    ):
        with database.writing() as session:
            row = a_referral(
                session, a_person(session), worker=asha, state=State.ASSESSED, sent_by=nadia,
                urgency=Urgency.URGENT,
            )  # fmt: skip
            a_contact(session, row)
        assert self.DAY in client.page(f"/referrals/{row.id}").words

    def test_sooner_than_usual_has_a_day_too(self, client, nadia, database, asha):
        row = some(database, nadia, State.ALLOCATED, worker=asha, urgency=Urgency.SOON)
        says = "Sooner than usual: Asha Begum is to try to reach them by 27 November 2026."
        assert says in client.page(f"/referrals/{row.id}").words

    def test_others_are_told_no_day(self, client, nadia, database, asha):
        row = some(database, nadia, State.ALLOCATED, worker=asha, urgency=Urgency.ROUTINE)
        assert "is to try to reach them" not in client.page(f"/referrals/{row.id}").words
