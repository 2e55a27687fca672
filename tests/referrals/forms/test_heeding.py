"""Words of danger are heeded wherever somebody writes about a person (H3)."""

import inspect
import pkgutil
from importlib import import_module

import pytest
import sqlalchemy as sa

from accounts.models import User
from kernel.access import Role
from referrals import forms
from referrals.forms.heeding import (
    NOBODY_TOLD,
    NOT_AT_ONCE,
    NOT_SENT,
    PASSED_ON,
    TOLD,
    TOLD_EARLIER,
    TOLD_OVER,
    TOLD_OVER_EARLIER,
    AboutPerson,
)
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.links import Leave
from tests.cast import a_lead_manager, a_lead_ntp, a_link_worker, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_plans import a_link, a_shelter, a_token
from tests.cast_referrals import a_referral
from web.fields import LongTextField, TextField
from web.forms import Form

DANGER = "Talks of taking all her tablets"
NUMBERS = "999. Urgent help with mental health: ring NHS 111, option 2. Samaritans: 116 123."
ELSEWHERE = {
    "ReferForm": "the page itself shows the box, and sending makes it urgent",
    "ReferYourselfForm": "the page itself shows the box, and sending makes it urgent",
    "ConcernForm": "the named lead is told, and nobody else may know",
    "CloseConcernForm": "the named lead writes what was done",
    "WriteDownForm": "the named lead writes what was done",
    "MadeSafeForm": "it answers danger, and ends it",
    "LookUpForm": "a number alone",
    "FindForm": "a number or a name",
    "GiveForm": "why a colleague has a case",
    "HandoverForm": "about a caseload",
    "TrainedForm": "about staff",
    "KeyForm": "what a practice calls its own system",
    "ReportingForm": "about a practice",
    "WorkForm": "about work for nobody in particular",
    "ProfileForm": "about oneself",
    "IssueForm": "about the work",
    "AnswerIssueForm": "about the work",
    "ReviewForm": "why parts of a record may go out",
    "PutRightForm": "facts, without a story",
    "HoldForm": "why a record is kept",
    "SignForm": "one's own name",
}
"""Forms with free text that heed nothing by themselves, each with why."""


def all_forms():
    for module in pkgutil.iter_modules(forms.__path__):
        found = import_module(f"referrals.forms.{module.name}")
        for _, kind in inspect.getmembers(found, inspect.isclass):
            if issubclass(kind, Form) and kind.__module__ == found.__name__:
                yield kind


def test_every_form_with_free_text_heeds_danger_or_says_why_it_need_not():
    unheeding = {
        kind.__name__
        for kind in all_forms()
        if not issubclass(kind, AboutPerson)
        and has_free_text(kind)
        and not any(base.__name__ in ELSEWHERE for base in kind.__mro__[1:])
    }
    assert unheeding == set(ELSEWHERE)


def has_free_text(kind):
    fields = [getattr(kind, name) for name in dir(kind) if not name.startswith("__")]
    return any(getattr(one, "field_class", None) in (TextField, LongTextField) for one in fields)


MONDAY = "Monday 23 November"
"""It is Sunday: nobody works before then."""


@pytest.fixture
def case(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        return a_case(session, asha, state=State.ASSESSED)


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("log", {"took": "5", "note": DANGER}),
        ("plan/add-goal", {"words": DANGER}),
        ("support-level", {"level": "high", "because": DANGER}),
        ("decline", {"answer": "no", "because": DANGER}),
    ],
)
def test_on_the_pages_of_a_case_there_is_a_notice_and_the_case_comes_first(
    client, case, database, page, answers
):
    where = client.submit(f"/cases/{case.id}/{page}", answers).location
    words = client.page(where).words
    assert NUMBERS in words
    with database.reading() as session:
        is_flagged = session.scalar(sa.select(Referral.danger_at)) is not None
    assert is_flagged and NOBODY_TOLD not in words
    assert (TOLD in words) is (page != "decline")


ENDS = [
    (State.ASSESSED, "decline", {"answer": "no", "because": DANGER}),
    (State.ASSESSED, "pass-on", {"where_to": DANGER}),
    (State.RECEIVED, "send-back", {"reason": "duplicate", "because": DANGER}),
]


class TestWhereACaseEnds:
    @pytest.fixture
    def ended(self, client, database):
        asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")

        def end(state, page, answers, *, manager=True):
            with database.writing() as session:
                if manager:
                    a_lead_manager(session, name="Ruth Manager")
                row = a_case(session, asha, state=state)
            answer = client.submit(f"/cases/{row.id}/{page}", answers)
            return row, client.page(answer.location)

        return end

    @pytest.mark.parametrize(("state", "page", "answers"), ENDS)
    def test_the_managers_hear_of_it_and_the_page_says_who_was_told(
        self, client, ended, letters, state, page, answers
    ):
        row, there = ended(state, page, answers)
        assert TOLD_OVER.format(those="the link worker and the managers") in there.words
        assert TOLD not in there.words and NOBODY_TOLD not in there.words
        told = [one for one in letters() if "words of danger" in one.subject]
        assert len(told) == 2 and all("nobody goes on with it" in one.text for one in told)
        case = client.page(f"/cases/{row.id}").words
        assert "Somebody may be in danger" in case and "Make sure that they are safe" in case
        assert "by Asha Begum: “" in case and f"{DANGER}”" in case
        client.submit(f"/cases/{row.id}/done/safety", {"how": "Rang the crisis team"})
        assert "Somebody may be in danger" not in client.page(f"/cases/{row.id}").words

    def test_without_a_manager_the_page_names_none(self, ended):
        _, there = ended(*ENDS[0], manager=False)
        assert "We told the link worker." in there.words

    def test_what_was_told_before_the_end_is_told_anew_and_after_it_once(
        self, client, clock, case, letters
    ):
        told = []
        for page, answers in (
            ("log", {"took": "5", "note": DANGER}),
            ("decline", {"answer": "no", "because": DANGER, "is_safe": "y"}),
            ("done/report", {"how": DANGER}),
        ):
            answer = client.submit(f"/cases/{case.id}/{page}", answers)
            told.append(len([one for one in letters() if "words of danger" in one.subject]))
            clock.passes(minutes=5)
        assert told == [1, 2, 2]
        assert (
            TOLD_OVER_EARLIER.format(those="the link worker") in client.page(answer.location).words
        )

    def test_words_of_danger_that_come_with_the_end_stand_after_it(self, client, case):
        client.submit(f"/cases/{case.id}/log", {"took": "5", "note": DANGER})
        answers = {"answer": "no", "because": DANGER, "is_safe": "y"}
        client.submit(f"/cases/{case.id}/decline", answers)
        assert "Somebody may be in danger" in client.page(f"/cases/{case.id}").words

    def test_a_practice_that_takes_it_back_reads_who_was_told(self, client, database, letters):
        nadia = signed_in(client, Role.REFERRER, name="Nadia Nurse")
        with database.writing() as session:
            a_lead_manager(session, name="Ruth Manager")
            row = a_referral(session, state=State.RECEIVED, sent_by=nadia)
            a_yes_to_reports(session, row.person)
        answer = client.submit(f"/referrals/{row.id}/take-back", {"because": DANGER})
        words = client.page(answer.location).words
        assert TOLD_OVER.format(those="the link worker and the managers") in words
        assert len([one for one in letters() if "words of danger" in one.subject]) == 2


def test_a_mistake_on_the_page_holds_no_notice_up(client, case):
    page = client.refused_page(f"/cases/{case.id}/log", {"note": DANGER})
    assert NUMBERS in page.words and NOBODY_TOLD in page.words


def test_the_case_shows_the_box_until_somebody_says_what_was_done(client, case):
    client.submit(f"/cases/{case.id}/log", {"took": "5", "note": DANGER})
    page = client.page(f"/cases/{case.id}")
    assert "Somebody may be in danger" in page.words and "116 123" in page.words
    assert "Make sure that they are safe: by 23 November 2026" in page.words  # NOON is a Sunday
    assert "1 person is said to be in danger." in client.page("/desk").words
    assert "Said to be in danger" in client.page("/cases").words
    for path in ("", "/done/safety"):
        there = client.page(f"/cases/{case.id}{path}")
        assert there.links["In the contact log"] == f"/cases/{case.id}#contacts"
        assert f"by Asha Begum: “{DANGER}”" in there.words
    client.submit(f"/cases/{case.id}/done/safety", {"how": "Rang the crisis team with her"})
    assert "Somebody may be in danger" not in client.page(f"/cases/{case.id}").words
    assert "said to be in danger" not in client.page("/desk").words


def test_danger_that_was_answered_and_comes_again_is_told_of_again(client, clock, case, letters):
    def log():
        return client.submit(f"/cases/{case.id}/log", {"took": "5", "note": DANGER}).location

    def told():
        return len([one for one in letters() if "words of danger" in one.subject])

    assert TOLD in client.page(log()).words and told() == 1
    clock.passes(minutes=5)
    words = client.page(log()).words
    assert TOLD not in words and TOLD_EARLIER in words and told() == 1
    clock.passes(minutes=5)
    client.submit(f"/cases/{case.id}/done/safety", {"how": "Rang her brother"})
    clock.passes(minutes=5)
    assert TOLD in client.page(log()).words and told() == 2


def test_no_contact_takes_the_box_away_and_the_story_tells_of_it(client, clock, case):
    client.submit(f"/cases/{case.id}/log", {"took": "5", "note": DANGER})
    clock.passes(minutes=5)
    client.submit(f"/cases/{case.id}/log", {"took": "5", "note": "We wrote"})
    page = client.page(f"/cases/{case.id}")
    assert "Somebody may be in danger" in page.words
    assert "Words of danger were written In the contact log" in page.words
    assert "Said to be in danger" in client.page("/cases").words
    assert "1 person is said to be in danger." in client.page("/desk").words


def test_the_answer_to_danger_is_no_new_danger(client, clock, case, letters):
    client.submit(f"/cases/{case.id}/log", {"took": "5", "note": DANGER})
    client.page(f"/cases/{case.id}")
    clock.passes(minutes=5)
    how = "The crisis team rings her, she wants to die"
    where = client.submit(f"/cases/{case.id}/done/safety", {"how": how}).location
    words = client.page(where).words
    assert "It is not asked for any more." in words and how in words
    assert NUMBERS not in words and "Somebody may be in danger" not in words
    assert len([one for one in letters() if "words of danger" in one.subject]) == 1


def test_what_is_told_of_a_report_is_heeded(client, case):
    where = client.submit(f"/cases/{case.id}/done/report", {"how": DANGER}).location
    assert TOLD in client.page(where).words


@pytest.fixture
def link(database):
    with database.writing() as session:
        a_lead_ntp(session)
        asha = a_link_worker(session, name="Asha Begum")
        return a_link(session, asha, a_shelter(session), leave=Leave(said_yes=True))


@pytest.fixture
def address(database, link):
    with database.writing() as session:
        return f"/answer/{a_token(session, link)}"


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        ("/how-it-went", {"coming": "coming", "words": DANGER}),
        ("", {"answer": "accept", "words": DANGER}),
        ("", {"answer": "refuse", "reason": "full", "words": DANGER}),
    ],
)
def test_what_a_group_writes_is_heeded_and_its_page_says_one_thing(
    client, address, letters, path, answers
):
    answer = client.submit(f"{address}{path}", answers)
    words = client.page(answer.location).words
    assert NUMBERS in words and NOT_AT_ONCE.format(day=MONDAY) in words
    assert "passed" in words.lower()
    for untrue in (NOBODY_TOLD, NOT_SENT, "on the same day", "We may not read it"):
        assert untrue not in words
    assert any("words of danger" in letter.subject.lower() for letter in letters())


def test_a_group_that_makes_a_mistake_hears_that_nothing_is_sent_yet(client, address, letters):
    before = len(letters())
    page = client.refused_page(address, {"words": DANGER})
    assert NUMBERS in page.words and NOT_SENT in page.words
    assert NOBODY_TOLD not in page.words and "passed" not in page.words.lower()
    assert len(letters()) == before


def test_a_group_whose_case_is_over_hears_no_more_than_is_true(client, database, link, address):
    with database.writing() as session:
        session.get_one(Referral, link.referral_id).state = State.DECLINED
    answer = client.submit(f"{address}/how-it-went", {"coming": "coming", "words": DANGER})
    words = client.page(answer.location).words
    assert (
        PASSED_ON.format(day=MONDAY) in words
        and "We told" not in words
        and NOBODY_TOLD not in words
    )


def test_the_case_says_where_the_words_of_the_group_are(client, app, database, link, address):
    with database.reading() as session:
        worker = session.get_one(Referral, link.referral_id).link_worker_id
    app.test_client().submit(address, {"answer": "accept", "words": DANGER})
    with database.writing() as session:
        user = session.get_one(User, worker)
    signed_in(client, Role.LINK_WORKER, user=user)
    page = client.page(f"/cases/{link.referral_id}")
    where = page.links["What was answered for Dog walking (Anytown Cat and Dog Shelter)"]
    words = client.page(where).words
    assert DANGER in words
    assert "Somebody may be in danger" in words and "116 123" in words
    assert client.page(where).links["Open the case"] == f"/cases/{link.referral_id}"
    client.submit(f"/cases/{link.referral_id}/done/safety", {"how": "Rang her sister"})
    assert "Somebody may be in danger" not in client.page(where).words
    assert "Where the words are" not in client.page(f"/cases/{link.referral_id}").words
