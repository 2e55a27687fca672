"""What was saved and not sent comes back as it was typed, and no line of it is taken for another."""

import json
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import Role
from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.lifecycle import State
from referrals.models import Person, Referral
from referrals.unfinished import (
    BEFORE_SENDING,
    FIELDS,
    half_typed,
    is_behind,
    named,
    of_draft,
    of_returned,
    saved_over,
)
from referrals.vocabulary import Urgency
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import named_worker, sharing

MAYA = {
    "name": "Maya Thornton", "phone": "07700 900123", "why_now": "Sees nobody.", "consent": "told",
}  # fmt: skip
SEND, SAVE = "Send referral", "Save and finish later"
SENT = Answers(name="Maya Thornton", why_now="She sees nobody.")
TYPED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=30)
HALF = st.dictionaries(st.sampled_from(list(FIELDS)), TYPED)
WORDS = st.builds(
    Answers,
    name=TYPED, why_now=TYPED, conditions=st.lists(TYPED).map(tuple), unfinished=HALF,
    born_on=st.none() | st.dates(), rules=st.builds(ContactRules, no_text=st.booleans()),
    urgency=st.sampled_from(list(Urgency)),
)  # fmt: skip


def as_kept(saved):
    """As it comes back from the database."""
    return json.loads(json.dumps(saved))


@given(HALF)
def test_beside_a_draft_stands_what_cannot_be_read_yet(typed):
    kept = as_kept(of_draft(Answers(unfinished=typed)))
    answers = saved_over(SENT, kept, person_version=3)
    assert (answers.name, answers.why_now, answers.unfinished) == (SENT.name, SENT.why_now, typed)


@given(WORDS)
def test_of_one_that_came_back_all_answers_come_back(answers):
    kept = as_kept(of_returned(answers, person_version=3))
    assert saved_over(SENT, kept, person_version=3) == answers


@given(WORDS, st.sampled_from([{}, {"person_version": 2}]))
def test_of_a_person_who_was_put_right_since_only_the_referrals_words_come_back(answers, then):
    kept = {"answers": as_kept(of_returned(answers, person_version=0))["answers"], **then}
    now = saved_over(SENT, kept, person_version=3)
    assert (now.why_now, now.urgency) == (answers.why_now, answers.urgency)
    assert replace(now, why_now=SENT.why_now, urgency=SENT.urgency) == SENT
    assert is_behind(kept, person_version=3)


def test_where_nothing_was_saved_what_was_sent_stands():
    assert saved_over(SENT, {}, person_version=3) == SENT and not is_behind({}, person_version=3)
    assert of_draft(SENT) == {}


def test_nothing_but_invisible_letters_is_nothing():
    assert half_typed({"phone": " \u200b", "email": " a@ "}) == {"email": "a@"}


def test_words_that_look_like_something_unfinished_are_words():
    said = Answers(why_now="Not finished, phone number: alone", unfinished={"phone": "0770 half"})
    sent = Answers(why_now=said.why_now, born_on=date(1948, 3, 27))
    for saved in (of_draft(said), of_returned(said, person_version=3)):
        answers = saved_over(sent, saved, person_version=3)
        assert (answers.why_now, answers.unfinished) == (said.why_now, said.unfinished)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["phone"], "phone number"),
        (["phone", "born_on"], "phone number and date of birth"),
        (["phone", "postcode", "born_on"], "phone number, postcode and date of birth"),
        ([], ""),
    ],
)
def test_a_sentence_names_them(names, says):
    assert named(dict.fromkeys(names, "x")) == says


HALF = {
    "name": "Maya Thornton", "why_now": "Sees nobody.", "phone": "07700 9", "email": "maya@",
    "postcode": "NE6", "nhs_number": "999 000", "born_on-day": "31", "born_on-month": "2",
    "born_on-year": "",
}  # fmt: skip


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


class TestSavingWhatIsNotFinished:
    """Whoever is called away keeps all that they typed; what cannot be read waits at its field."""

    def saved(self, client, answers, address="/referrals/new"):
        answer = client.submit(address, answers, button=SAVE)
        assert answer.status_code == 303
        return answer.location

    def shown(self, page, *fields):
        sent = dict(page.form("name", button=SEND).filled({}))
        return {name: sent.get(name, "") for name in fields}

    def test_all_of_it_comes_back_at_its_field_as_it_was_typed(self, client, nadia):
        page = client.page(self.saved(client, HALF))
        assert self.shown(page, *HALF) == HALF
        assert (
            "Not finished yet: phone number, e-mail address, postcode, NHS number and date"
            in page.words
        )
        assert page.mistakes == [BEFORE_SENDING] * 5

    def test_saved_again_it_comes_back_again(self, client, nadia):
        where = self.saved(client, HALF)
        assert self.saved(client, {"access_needs": "Step-free"}, where) == where
        page = client.page(where)
        assert self.shown(page, *HALF) == HALF
        assert self.shown(page, "access_needs") == {"access_needs": "Step-free"}

    def test_nothing_is_sent_until_it_can_be_read(self, client, nadia, database):
        where = self.saved(client, {**HALF, "consent": "told"})
        refused = client.refused_page(where, {"consent": "told"}, button=SEND)
        assert "Enter a phone number, like 01632 960 123." in refused.mistakes
        assert kept(database) == [State.DRAFT]
        empty = dict.fromkeys(
            ("email", "postcode", "nhs_number", "born_on-day", "born_on-month"), ""
        )
        client.submit(where, {**MAYA, **empty, "why_now": "Sees nobody."}, button=SEND)
        assert kept(database) == [State.SENT]
        with database.reading() as session:
            row = session.scalars(sa.select(Referral)).one()
            assert (row.why_now, row.person.phone) == ("Sees nobody.", "07700 900123")

    def test_what_could_be_read_before_stays_until_it_is_finished(self, client, nadia, database):
        where = self.saved(client, {"name": "Maya", "phone": "07700 900123"})
        self.saved(client, {"phone": "07700 9"}, where)
        with database.reading() as session:
            assert session.scalars(sa.select(Person.phone)).one() == "07700 900123"
        assert self.shown(client.page(where), "phone") == {"phone": "07700 9"}

    def test_other_mistakes_are_named_as_ever(self, client, nadia, database):
        page = client.refused_page("/referrals/new", {"name": "x" * 201}, button=SAVE)
        assert page.mistakes == ["Use 200 letters or fewer."]
        assert kept(database) == []
