"""Choosing what people are asked: nobody is asked before all four agree, or without a licence that runs."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from outcomes_star import shelf
from outcomes_star.instruments import Asked, Wording
from outcomes_star.licensed import sums_of
from outcomes_star.models import InstrumentEndorsement
from outcomes_star.operations.choosing import (
    Licensed,
    agree,
    choose,
    enter_licence,
    stop,
    take_back,
)
from outcomes_star.operations.loading import load_for_all
from outcomes_star.queries import in_use
from outcomes_star.shelf import FOLDER
from outcomes_star.vocabulary import Agrees
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_readings import TODAY, WHEEL, a_reading, asked

STAR, SWEMWBS = "well-being-star", "swemwbs"


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


def codes(session, lead_id, on=TODAY):
    return [one.instrument.code for one in in_use(session, lead_id, on=on)]


def say(session, manager, one, *, on=TODAY, code=WHEEL):
    agree(session, manager, code, 1, one, on=on, words="Six people of the walk.", at=NOON)


def licensed(code=STAR, *, title="Our own words", until_on=None, table=""):
    aspects = {
        one.code: Asked(f"Part {one.code}", "How is it?") for one in shelf.get(code, 1).aspects
    }
    return Licensed("Licence 7", until_on, Wording(title, aspects=aspects), table)


class TestTheFour:
    def test_nobody_is_asked_before_all_four_agree(self, session, manager):
        choose(session, manager, WHEEL, 1, at=NOON)
        for one in Agrees:
            assert codes(session, manager.organisation_id) == []
            say(session, manager, one)
        assert codes(session, manager.organisation_id) == [WHEEL]

    def test_each_is_written_down_once_on_a_day_that_has_come(self, session, manager):
        choose(session, manager, WHEEL, 1, at=NOON)
        with pytest.raises(RuleBroken, match="has not come"):
            say(session, manager, Agrees.PEOPLE, on=TODAY + timedelta(days=1))
        say(session, manager, Agrees.PEOPLE)
        with pytest.raises(Conflict, match="written down already"):
            say(session, manager, Agrees.PEOPLE)

    def test_what_was_not_chosen_is_not_agreed_to(self, session, manager):
        with pytest.raises(NotFound):
            say(session, manager, Agrees.PEOPLE)

    def test_choosing_it_again_asks_nobody_anew(self, session, manager):
        asked(session)
        choose(session, manager, WHEEL, 1, at=NOON)
        assert codes(session, manager.organisation_id) == [WHEEL]

    def test_what_is_stopped_is_asked_no_more(self, session, manager):
        asked(session)
        stop(session, manager, WHEEL, 1, at=NOON)
        assert codes(session, manager.organisation_id) == []

    def test_it_counts_for_one_lead_ntp(self, session, manager):
        asked(session)
        other = a_lead_ntp(session, "Southbank", is_host=False)
        assert codes(session, other.id) == []
        with pytest.raises(NotFound):
            stop(session, a_lead_manager(session, at=other), WHEEL, 1, at=NOON)

    def test_a_link_worker_chooses_nothing(self, session):
        with pytest.raises(NotAllowed):
            choose(session, a_link_worker(session), WHEEL, 1, at=NOON)


def the_next(session, *, version=2):
    """The wheel's next version, loaded for everybody."""
    text = (FOLDER / "petunias-wheel-1.toml").read_text()
    load_for_all(session, text.replace("version = 1", f"version = {version}"), at=NOON)


def versions(session, manager):
    found = in_use(session, manager.organisation_id, on=TODAY)
    return [one.instrument.version for one in found]


LATER = NOON + timedelta(hours=1)


class TestTheNextVersion:
    @pytest.fixture
    def second(self, session, manager):
        """Version 1 is asked; version 2 is chosen, and waits for the four."""
        asked(session)
        the_next(session)
        choose(session, manager, WHEEL, 2, at=LATER)

    def agree(self, session, manager, *, version=2, at=LATER):
        for one in Agrees:
            agree(session, manager, WHEEL, version, one, on=TODAY, words="Yes.", at=at)

    def test_the_old_one_is_asked_until_all_four_agree(self, session, manager, second):
        for one in Agrees:
            assert versions(session, manager) == [1]
            agree(session, manager, WHEEL, 2, one, on=TODAY, words="Yes.", at=LATER)
        assert versions(session, manager) == [2]

    def test_one_that_waits_ends_when_another_is_chosen(self, session, manager, second):
        the_next(session, version=3)
        choose(session, manager, WHEEL, 3, at=LATER)
        with pytest.raises(NotFound):
            agree(session, manager, WHEEL, 2, Agrees.PEOPLE, on=TODAY, words="Yes.", at=LATER)
        self.agree(session, manager, version=3)
        assert versions(session, manager) == [3]

    def test_one_that_waits_is_given_up_and_the_old_one_goes_on(self, session, manager, second):
        stop(session, manager, WHEEL, 2, at=LATER)
        assert versions(session, manager) == [1]

    def test_when_the_new_one_is_stopped_the_old_one_does_not_come_back(
        self, session, manager, second
    ):
        self.agree(session, manager)
        stop(session, manager, WHEEL, 2, at=LATER)
        assert versions(session, manager) == []

    def test_back_to_the_old_one_the_four_agree_anew(self, session, manager, second):
        self.agree(session, manager)
        latest = LATER + timedelta(hours=1)
        choose(session, manager, WHEEL, 1, at=latest)
        assert versions(session, manager) == [2]
        self.agree(session, manager, version=1, at=latest)
        assert versions(session, manager) == [1]

    def test_with_one_agreement_taken_back_the_old_one_is_asked_again(
        self, session, manager, second
    ):
        self.agree(session, manager)
        back(session, manager, Agrees.STAFF, version=2)
        assert versions(session, manager) == [1]


def back(session, manager, one, *, version=1):
    take_back(session, manager, WHEEL, version, one, because="The wrong meeting.", at=LATER)


class TestTakingBack:
    def test_it_is_kept_with_the_reason_and_can_be_said_anew(self, session, manager):
        choose(session, manager, WHEEL, 1, at=NOON)
        say(session, manager, Agrees.PEOPLE)
        back(session, manager, Agrees.PEOPLE)
        (row,) = session.scalars(sa.select(InstrumentEndorsement))
        assert (row.taken_back_at, row.because) == (LATER, "The wrong meeting.")
        say(session, manager, Agrees.PEOPLE)
        with pytest.raises(Conflict):
            say(session, manager, Agrees.PEOPLE)

    def test_nobody_is_asked_meanwhile(self, session, manager):
        asked(session)
        back(session, manager, Agrees.COMMISSIONER)
        assert codes(session, manager.organisation_id) == []

    def test_once_somebody_was_asked_it_stays(self, session, manager):
        asked(session)
        asha = a_link_worker(session)
        a_reading(session, asha, a_case(session, asha).id, at=LATER)
        with pytest.raises(RuleBroken, match="Somebody was asked since"):
            back(session, manager, Agrees.PEOPLE)

    def test_what_was_not_said_is_not_found(self, session, manager):
        choose(session, manager, WHEEL, 1, at=NOON)
        with pytest.raises(NotFound):
            back(session, manager, Agrees.PEOPLE)

    def test_another_lead_ntps_and_a_link_workers_is_refused(self, session, manager):
        asked(session)
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            back(session, other, Agrees.PEOPLE)
        with pytest.raises(NotAllowed):
            back(session, a_link_worker(session), Agrees.PEOPLE)


class TestLicences:
    def test_without_words_it_cannot_be_chosen(self, session, manager):
        with pytest.raises(RuleBroken, match="Enter your licence"):
            choose(session, manager, STAR, 1, at=NOON)

    def test_with_a_licence_and_words_it_is_asked_while_the_licence_runs(self, session, manager):
        said = licensed(until_on=TODAY + timedelta(days=30))
        enter_licence(session, manager, STAR, 1, said, seen=0, at=NOON)
        asked(session, STAR)
        lead = manager.organisation_id
        assert codes(session, lead, TODAY + timedelta(days=30)) == [STAR]
        assert codes(session, lead, TODAY + timedelta(days=31)) == []

    def test_its_words_are_one_lead_ntps_own(self, session, manager):
        enter_licence(session, manager, STAR, 1, licensed(), seen=0, at=NOON)
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(RuleBroken, match="Enter your licence"):
            choose(session, other, STAR, 1, at=NOON)

    def test_what_is_free_takes_no_licence(self, session, manager):
        with pytest.raises(RuleBroken, match="needs no licence"):
            enter_licence(session, manager, WHEEL, 1, licensed(WHEEL), seen=0, at=NOON)

    def test_one_that_is_converted_needs_its_whole_table(self, session, manager):
        with pytest.raises(RuleBroken, match="one line for each sum"):
            enter_licence(session, manager, SWEMWBS, 1, licensed(SWEMWBS), seen=0, at=NOON)
        table = "\n".join(f"{one} {one}.5" for one in sums_of(shelf.get(SWEMWBS, 1)))
        enter_licence(session, manager, SWEMWBS, 1, licensed(SWEMWBS, table=table), seen=0, at=NOON)

    def test_of_two_who_enter_one_the_second_is_told(self, session, manager):
        enter_licence(session, manager, STAR, 1, licensed(), seen=0, at=NOON)
        with pytest.raises(Conflict, match="in the meantime"):
            enter_licence(session, manager, STAR, 1, licensed(), seen=0, at=NOON)

    def test_once_people_were_asked_the_words_stay_and_the_terms_may_change(self, session, manager):
        enter_licence(session, manager, STAR, 1, licensed(), seen=0, at=NOON)
        asked(session, STAR)
        asha = a_link_worker(session)
        numbers = {one.code: 2 for one in shelf.get(STAR, 1).aspects}
        a_reading(session, asha, a_case(session, asha).id, STAR, numbers=numbers)
        with pytest.raises(RuleBroken, match="so they stay"):
            enter_licence(session, manager, STAR, 1, licensed(title="Other"), seen=1, at=NOON)
        session.expire_all()
        longer = licensed(until_on=TODAY + timedelta(days=400))
        enter_licence(session, manager, STAR, 1, longer, seen=1, at=NOON)
