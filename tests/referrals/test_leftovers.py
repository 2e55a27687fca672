"""Lines of a pasted summary that filled nothing in are named, and no others."""

import pytest
import sqlalchemy as sa
from flask import g
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kernel.access import Role
from referrals.forms.refer import FILL
from referrals.leftovers import MOST_LINES, unused
from referrals.models import Referral
from referrals.views.refer import filled, read_summary
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import NHS_NUMBER, named_worker, sharing
from tests.support.pages import Page

SUMMARY = """\
Name: Maya Thornton
DOB: 17/05/1948
Phone: 07700 900123
Conditions:
Asthma
Reason for referral: She is lonely.
"""


def test_a_summary_that_was_understood_leaves_nothing():
    assert unused(SUMMARY) == ()
    assert unused("") == ()


def test_a_line_that_filled_nothing_in_is_named_as_it_was_pasted():
    assert unused(f"{SUMMARY}\nBlood   pressure 140/90\n") == ("Blood pressure 140/90",)


def test_what_is_said_twice_is_not_named():
    assert unused(f"{SUMMARY}\nMaya Thornton\n") == ()


@pytest.mark.parametrize(
    "line", ["NHS number: 943 476 5918", "DOB: 17/05/1948 NHS No: 943 476 5918"]
)
def test_an_nhs_number_that_fails_its_check_is_named(line):
    (found,) = unused(f"Name: Maya Thornton\n{line}\n")
    assert found.startswith("NHS") and found.endswith("943 476 5918")
    assert unused(f"Name: Maya Thornton\n{line[:-1]}9\n") == ()


def test_a_very_long_text_is_not_gone_through():
    assert unused("Odd words\n" * (MOST_LINES + 1)) == ()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Home tel: 0191 498 0777  Mobile: 07700 900123", ("07700 900123",)),
        ("Home tel: 0191 498 0777\nMobile: 07700 900123", ("Mobile: 07700 900123",)),
        ("Tel: 0191 498 0777, 0191 498 0777", ()),
        ("Tel: 0191 498 0777\nDOB: 01/02/1950", ()),
    ],
)
def test_a_second_telephone_is_never_lost_without_a_word(line, left):
    assert unused(f"Name: Maya Thornton\n{line}") == left


@pytest.fixture
def nadia(client, database):
    """A nurse at a practice that may refer to Asha."""
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    return signed_in(client, Role.REFERRER, name="Nadia Nurse")


def kept(database):
    with database.reading() as session:
        return session.scalars(sa.select(Referral.state)).all()


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["name", "phone"]), st.text()))
def test_what_was_pasted_and_what_was_typed_is_never_lost(pasted, typed):
    """Whatever is understood of it: the text itself stays in its field."""
    answers = filled(MultiDict({**typed, "summary": pasted}))
    assert answers["summary"] == pasted
    assert {name: answers[name] for name, value in typed.items() if value} == {
        name: value for name, value in typed.items() if value
    }


def test_what_was_not_understood_of_a_summary_is_named_above_the_form(client, nadia):
    pasted = "Name: Maya Thornton\nBlood pressure 140/90\nNHS number: 943 476 5918\n"
    answer = client.submit("/referrals/new", {"summary": pasted}, button="Fill in from this")
    said = (
        "<strong>We did not understand these lines. Put them where they belong, or leave them out."
    )
    named = answer.text.partition(said)[2].partition("</ul>")[0]
    assert "<li>Blood pressure 140/90</li>" in named
    assert "<li>NHS number: 943 476 5918</li>" in named
    assert "Maya" not in named
    assert "We did not understand" not in client.page("/referrals/new").words


def test_a_pasted_summary_fills_what_is_empty_and_keeps_what_was_typed(client, nadia, database):
    answer = client.submit(
        "/referrals/new",
        {"name": "Mrs T", "summary": "Name: THORNTON, Maya\nDOB: 17-May-1948\nInterpreter: yes\n"
         f"NHS Number: {NHS_NUMBER}\nTel: 07700 900123"},
        button="Fill in from this",
    )  # fmt: skip
    assert answer.status_code == 200
    sent = dict(Page(answer.text).form("name", button="Send referral").filled({}))
    assert (sent["name"], sent["phone"]) == ("Mrs T", "07700 900123")
    assert (sent["born_on-month"], sent["nhs_number"]) == ("5", "999 000 0018")
    assert sent["needs_interpreter"] == "y"
    assert kept(database) == []


def test_a_summary_is_read_while_nobody_waits_for_the_database(app):
    sent = {"act": FILL, "summary": "Name: THORNTON, Maya"}
    with app.test_request_context("/referrals/new", method="POST", data=sent):
        read_summary()
        assert g.filled["name"] == "Maya Thornton" and "session" not in g
