"""Words of danger are heeded wherever somebody writes about a person (H3)."""

import inspect
import pkgutil
from importlib import import_module

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals import forms
from referrals.forms.heeding import NOBODY_TOLD, NOT_AT_ONCE, TOLD, AboutPerson
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.links import Leave
from tests.cast import a_lead_ntp, a_link_worker, signed_in
from tests.cast_caseload import a_case
from tests.cast_plans import a_link, a_shelter, a_token
from web.fields import LongTextField, TextField
from web.forms import Form

DANGER = "Talks of taking all her tablets"
NUMBERS = "999. Urgent help with mental health: ring NHS 111, option 2. Samaritans: 116 123."
ELSEWHERE = {
    "ReferForm": "the page itself shows the box, and sending makes it urgent",
    "ReferYourselfForm": "the page itself shows the box, and sending makes it urgent",
    "ConcernForm": "the named lead is told, and nobody else may know",
    "CloseConcernForm": "the named lead writes what was done",
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
    assert is_flagged is (page != "decline")
    assert (TOLD in words, NOBODY_TOLD in words) == (is_flagged, not is_flagged)


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
    client.submit(f"/cases/{case.id}/done/safety", {"how": "Rang the crisis team with her"})
    assert "Somebody may be in danger" not in client.page(f"/cases/{case.id}").words
    assert "said to be in danger" not in client.page("/desk").words


def test_what_a_group_writes_is_heeded_in_plain_words(client, app, database, letters):
    with database.writing() as session:
        a_lead_ntp(session)
        asha = a_link_worker(session, name="Asha Begum")
        link = a_link(session, asha, a_shelter(session), leave=Leave(said_yes=True))
        token = a_token(session, link)
    answer = client.submit(f"/answer/{token}/how-it-went", {"coming": "coming", "words": DANGER})
    words = client.page(answer.location).words
    assert NUMBERS in words and NOT_AT_ONCE in words
    assert any("words of danger" in letter.subject.lower() for letter in letters())
