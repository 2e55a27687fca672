"""What a report says, as one value: kept and read the same, never more than was shown, and named."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.periods import holidays_in_england
from referrals.lifecycle import State
from referrals.reporting import (
    OCCASIONS,
    PRSB,
    Change,
    CodeLine,
    Content,
    Line,
    Occasion,
    Section,
    as_prsb,
    changes,
    fitting,
    is_late,
)

SECTIONS = (
    Section("stands", "Where it stands", "outcomes", (Line("Since", "22 November 2026"),)),
    Section("agreed", "What was agreed", "plan and requested actions", (Line("", "Walks."),)),
    Section("next", "What happens next", "plan and requested actions", (Line("", "A call."),)),
)
CONTENT = Content(
    name="Maya Thornton", born_on="1948-05-17", nhs_number="999 000 0018",
    practice="Weaver Street Surgery", lead="Better Services Enterprise", link_worker="Asha Begum",
    occasion=Occasion.ASSESSMENT, sections=SECTIONS,
    codes=(CodeLine("871731000000106", "Referral", "2026-11-22"),),
)  # fmt: skip
WORDS = st.text(max_size=20)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4))
def test_what_was_kept_reads_the_same_and_has_the_same_digest(parts):
    sections = tuple(
        Section(key, title, "outcomes", (Line(title, words),)) for key, title, words in parts
    )
    content = replace(CONTENT, sections=sections)
    again = Content.of(json.loads(json.dumps(content.kept())))
    assert again == content
    assert again.digest == content.digest


def test_any_change_shows_in_the_digest():
    for changed in (CONTENT.without(["next"]), replace(CONTENT, name="May"), CONTENT.only_codes()):
        assert changed.digest != CONTENT.digest


def test_what_is_left_out_is_gone_and_the_rest_stays():
    assert [one.key for one in CONTENT.without(["agreed"]).sections] == ["stands", "next"]


def test_codes_only_says_who_and_the_codes_and_no_more():
    only = CONTENT.only_codes()
    assert (only.sections, only.codes, only.name) == ((), CONTENT.codes, CONTENT.name)


@pytest.mark.parametrize("state", State)
def test_a_short_report_is_offered_only_where_the_state_says_the_same(state):
    short = [one for one in fitting(state) if one.is_short]
    assert short == ([OCCASIONS[state]] if state in OCCASIONS and OCCASIONS[state].is_short else [])
    assert {Occasion.ASSESSMENT, Occasion.REVIEW} <= set(fitting(state))
    assert (Occasion.LAPSE in fitting(state)) is (state is State.LAPSED)


def test_every_state_that_owes_a_report_has_one_occasion():
    assert set(OCCASIONS) == {
        State.ASSESSED, State.COMPLETED, State.REDIRECTED, State.LAPSED, State.UNREACHABLE,
        State.DECLINED, State.RETURNED,
    }  # fmt: skip
    assert [one for one in Occasion if one.is_short] == [
        Occasion.UNREACHABLE,
        Occasion.DECLINED,
        Occasion.RETURNED,
    ]


class TestTheStandardsNames:
    said = as_prsb(CONTENT, number=1, sent_on="2026-11-22", shown="They read it.")

    def test_only_section_names_of_the_standard_are_used(self):
        assert set(self.said["sections"]) <= set(PRSB)
        assert self.said["sections"]["person demographics"]["NHS number"] == "999 000 0018"

    def test_two_parts_of_one_section_stand_together(self):
        assert self.said["sections"]["plan and requested actions"] == [
            {"name": "What was agreed", "words": "Walks."},
            {"name": "What happens next", "words": "A call."},
        ]

    def test_it_is_a_draft_and_claims_nothing(self):
        assert self.said["status"] == "draft"
        assert "No conformance is claimed" in self.said["conformance"]

    def test_codes_name_their_system(self):
        assert self.said["codes"] == [
            {
                "system": "http://snomed.info/sct", "code": "871731000000106", "term": "Referral",
                "on": "2026-11-22",
            }
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent_on", "today", "late"),
    [
        (date(2026, 11, 23), date(2026, 11, 25), False),
        (date(2026, 11, 23), date(2026, 11, 26), True),
        (date(2026, 12, 24), date(2026, 12, 30), False),  # Christmas: the 24th and 29th, 30th
        (date(2026, 12, 24), date(2026, 12, 31), True),
        (date(2026, 11, 27), date(2026, 12, 1), False),
    ],
)
def test_a_report_is_late_after_so_many_working_days(sent_on, today, late):
    assert is_late(sent_on, today=today, within=2, holidays=holidays_in_england()) is late


class TestWhatChangedSince:
    def content(self, **more):
        sections = tuple(
            Section(title.lower(), title, "outcomes", lines) for title, lines in more.items()
        )
        return Content("Maya", "", "", "Elm", "Lead", "Asha", Occasion.REVIEW, (), sections)

    def test_nothing_is_said_of_what_is_the_same(self):
        one = self.content(Links=(Line("", "Tai chi: asked"),))
        assert changes(one, one) == ()

    def test_the_lines_that_went_and_those_that_came_are_named(self):
        same = Line("Since", "Monday")
        then = self.content(Links=(Line("", "Tai chi: asked"), same), Goals=(same,))
        now = self.content(Links=(Line("", "Tai chi: they said no"), same), Support=(same,))
        assert changes(then, now) == (
            Change("Links", ("Tai chi: asked",), ("Tai chi: they said no",)),
            Change("Goals", ("Since: Monday",), ()),
            Change("Support", (), ("Since: Monday",)),
        )

    def test_another_name_or_code_is_a_change_too(self):
        then = self.content()
        code = CodeLine("871731000000106", "Referral", "2026-11-22")
        now = replace(then, name="Maya Ray", codes=(code,))
        assert [one.title for one in changes(then, now)] == [
            "Who it is about, and from", "Codes for the record",
        ]  # fmt: skip
