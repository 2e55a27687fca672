"""What somebody is asked next: the parts that they named themselves keep their names."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from kernel.errors import RuleBroken
from outcomes_star import shelf
from outcomes_star.instruments import Asked, Wording
from outcomes_star.operations import readings as operations
from outcomes_star.operations.choosing import Licensed, enter_licence
from outcomes_star.operations.readings import Answered
from outcomes_star.queries.cases import case_of
from outcomes_star.queries.stars import practice_panel, stars
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_readings import TODAY, asked, said
from tests.cast_referrals import a_referrer, sharing

BEFORE = TODAY - timedelta(days=1)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_case(session, asha, state=State.ASSESSED, sent_at=NOON - timedelta(days=40))


class TestNamedByThePerson:
    """MYCaW's shape: two aspects that somebody names themselves, and one of the instrument."""

    MYCAW = "mycaw"
    NUMBERS = MappingProxyType({"concern-1": 5, "concern-2": None, "well-being": 3})

    @pytest.fixture
    def own(self, session, asha, row):
        aspects = {one.code: Asked(one.code) for one in shelf.get(self.MYCAW, 1).aspects}
        licensed = Licensed("7", None, Wording("Ours", aspects=aspects))
        enter_licence(session, a_lead_manager(session), self.MYCAW, 1, licensed, seen=0, at=NOON)
        asked(session, self.MYCAW)
        return row

    def take(self, session, asha, row, *, name="", **more):
        answers = {part: Answered(value) for part, value in self.NUMBERS.items()}
        answers["concern-1"] = Answered(5, name=name)
        made = replace(said(**more), answers=answers)
        return operations.take(session, asha, row.id, self.MYCAW, made, at=NOON)

    def test_a_number_needs_to_say_what_it_is_of(self, session, asha, own):
        with pytest.raises(RuleBroken, match="Say what it is") as refused:
            self.take(session, asha, own)
        assert refused.value.field == "name-concern-1"

    def test_what_was_named_first_stays(self, session, asha, own):
        self.take(session, asha, own, name="My back", on=BEFORE)
        later = self.take(session, asha, own, name="Something else", occasion=Occasion.REVIEW)
        assert [one.goal for one in later.answers] == ["My back", "", ""]
        (found,) = [
            one for one in stars(session, case_of(own), on=TODAY)
            if one.instrument.code == self.MYCAW
        ]  # fmt: skip
        assert [one.name for one in found.picture.rows] == ["My back", "concern-2", "well-being"]

    def test_what_is_the_instruments_is_not_renamed(self, session, asha, own):
        answers = {"well-being": Answered(3, name="Mine")}
        made = replace(said(), answers=answers)
        row = operations.take(session, asha, own.id, self.MYCAW, made, at=NOON)
        assert {one.goal for one in row.answers} == {""}

    def test_a_slip_in_a_name_is_put_right(self, session, asha, own):
        old = self.take(session, asha, own, name="My bakc", on=BEFORE)
        answers = {"concern-1": Answered(5, name="My back")}
        made = replace(said(on=BEFORE), answers=answers)
        operations.correct(session, asha, own.id, old.id, made, because="A slip.", at=NOON)
        later = self.take(session, asha, own, occasion=Occasion.REVIEW)
        assert later.answers[0].goal == "My back"

    def test_the_practice_sees_nothing_of_it(self, session, asha, own):
        sharing(session, a_practice(session), a_lead_ntp(session))
        a_yes_to_reports(session, own.person)
        self.take(session, asha, own, name="My husband drinks")
        nadia = a_referrer(session, at=a_practice(session), name="Nadia Nurse")
        found = practice_panel(session, nadia, own.id, on=TODAY)
        assert self.MYCAW not in {one.instrument.code for one in found}
