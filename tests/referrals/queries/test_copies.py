"""A copy for the person: every canary is in it or waits for a reviewer, and none is lost (G1, P15)."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from referrals.clocks import Clock
from referrals.held import Held, held
from referrals.lifecycle import State
from referrals.operations import refer as operations
from referrals.operations.clocks import make_safe, stop_by_hand
from referrals.operations.heeding import heed
from referrals.queries import copies, refer
from referrals.queries.copies import SECRETS, copy_of, given_of
from referrals.queries.record import linked_tables
from referrals.vocabulary import Source
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_danger import agreed_practice
from tests.cast_referrals import a_person, a_referral, a_referrer
from tests.support.canaries import CODES, FACTS, Planter, found_in


@pytest.fixture
def planted(session):
    row = a_referral(session)
    canaries = Planter().plant(session, row.person_id)
    return row.person_id, canaries


def as_read(session, person_id, part):
    return {one.as_read for one in copy_of(session, person_id).withheld if one.part == part}


def text_of(sections):
    return json.dumps([one.plain for one in sections])


def test_every_canary_is_in_the_copy_or_waits_for_a_reviewer(session, planted):
    person_id, canaries = planted
    copy = copy_of(session, person_id)
    given = set(found_in(text_of(copy.sections), canaries))
    waiting = set(found_in(" ".join(word for one in copy.withheld for word in one.words), canaries))
    assert {f"{one.table}.{one.column}" for one in canaries} >= {
        f"{linked.name}.{column}" for linked in linked_tables()
        for column in linked.columns_with_words if (linked.name, column) not in CODES | FACTS.keys()
    }  # fmt: skip
    assert given | waiting == {
        one for one in canaries if one.column not in SECRETS | held(one.table).elsewhere
    }
    assert not given & waiting
    assert given and waiting


def test_a_reviewer_reads_each_part_under_words(session, planted):
    called = {one.called for one in copy_of(session, planted[0]).withheld}
    assert {"How much support you needed: why", "What was done to keep you safe"} <= called
    assert not [one for one in called if "_" in one or "." in one]


def test_what_a_reviewer_let_go_is_in_it(session, planted):
    person_id, canaries = planted
    copy = copy_of(session, person_id, released=as_read(session, person_id, "referral.why_now"))
    shown = {f"{one.table}.{one.column}" for one in found_in(text_of(copy.sections), canaries)}
    assert "referral.why_now" in shown
    assert "referral.in_place" not in shown


def test_a_carer_who_was_put_right_waits_as_a_carer_does(session, planted):
    waiting = {one.part for one in copy_of(session, planted[0]).withheld}
    assert {"person.carer", "rectification.before", "rectification.after"} <= waiting


def test_nothing_of_another_person_is_in_it(session, planted):
    other = a_referral(session, a_person(session, "Omar Khalid"))
    theirs = Planter(begins=50_000).plant(session, other.person_id)
    copy = copy_of(session, planted[0])
    words = " ".join(word for one in copy.withheld for word in one.words)
    assert found_in(text_of(copy.sections) + words, theirs) == []


def test_of_a_table_that_nobody_looked_through_no_words_are_given(session, planted, monkeypatch):
    person_id, canaries = planted
    monkeypatch.setattr(copies, "held", lambda table: Held(table, table))
    copy = copy_of(session, person_id)
    assert found_in(text_of(copy.sections), canaries) == []


def test_of_safeguarding_nothing_shows_before_its_lead_lets_it_go(session, planted):
    person_id, _ = planted
    copy = copy_of(session, person_id)
    tables = {"concern", "concern_note"}
    assert not tables & {one.table for one in copy.sections}
    parts = [one for one in copy.withheld if one.is_safeguarding]
    assert {one.part for one in parts} == tables
    assert {one.why for one in parts} == {"It is about keeping somebody safe."}
    released = copy_of(session, person_id, released={one.as_read for one in parts})
    assert tables <= {one.table for one in released.sections}


def test_that_danger_was_spoken_of_waits_and_the_copy_does_not_say_so(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    make_safe(session, asha, row.id, how="Rang her", seen=NOON, at=NOON)
    stop_by_hand(session, asha, row.id, Clock.REPORT, how="Rang the nurse", at=NOON)
    copy = copy_of(session, row.person_id)
    assert "danger_word" not in {one.table for one in copy.sections}
    said = text_of(copy.sections)
    assert "danger_at" not in said and Clock.SAFETY.words not in said
    parts = {one.part: one for one in copy.withheld if one.why == copies.HARM}
    assert set(parts) == {"danger_word", "referral.danger_at", "clock_stop.clock"}
    assert all(one.is_quiet and not one.is_safeguarding for one in parts.values())
    released = copy_of(session, row.person_id, released={one.as_read for one in parts.values()})
    assert "In the contact log" in text_of(released.sections)


def test_where_nobody_spoke_of_danger_nothing_of_it_waits(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    stop_by_hand(session, asha, row.id, Clock.REPORT, how="Rang the nurse", at=NOON)
    copy = copy_of(session, row.person_id)
    assert copies.HARM not in {one.why for one in copy.withheld}
    assert "Tell the practice" in text_of(copy.sections)


class TestWhatAPracticeWroteAndDidNotSend:
    """It was told that it alone sees that; the copy is made, and read first, at the lead NTP."""

    WORDS = "It was her son, we guess"

    @pytest.fixture
    def row(self, session):
        return a_case(session, a_link_worker(session), state=State.RETURNED)

    def words(self, session, row):
        copy = copy_of(session, row.person_id)
        return text_of(copy.sections) + str([one.words for one in copy.withheld])

    def test_of_one_that_came_back_is_in_no_copy(self, session, row):
        agreed_practice(session, a_link_worker(session))
        answers = replace(refer.answers_of(row), why_now=self.WORDS)
        seen = refer.seen(row)
        operations.save(session, a_referrer(session), row.id, answers, seen=seen, at=NOON)
        session.flush()
        assert row.saved and self.WORDS not in self.words(session, row)

    def test_of_a_draft_is_in_no_copy(self, session, row):
        a_referral(session, row.person, state=State.DRAFT, why_now=self.WORDS)
        assert self.WORDS not in self.words(session, row)

    def test_of_a_call_that_is_ours_waits_to_be_read(self, session, row):
        call = {"state": State.DRAFT, "source": Source.PHONE, "why_now": self.WORDS}
        a_referral(session, row.person, **call)
        assert self.WORDS in self.words(session, row)


def test_it_is_fit_for_json_and_for_people(session, planted):
    person_id, _ = planted
    assert json.loads(json.dumps(given_of(session, person_id)))["person"]
    rows = [row for one in copy_of(session, person_id).sections for row in one.readable]
    assert all(isinstance(words, str) for row in rows for _, words in row)
    assert ("Born on", "17 May 1948") in rows[0]
    assert "NHS number" in dict(rows[0])
    assert "Version" not in dict(rows[0])


def test_someone_who_is_not_there_has_nothing(session):
    row = a_person(session)
    session.execute(sa.text("DELETE FROM person"))
    assert copy_of(session, row.id).sections == ()
