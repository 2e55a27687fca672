"""Loading an instrument: refused in words, the same again changes nothing, never edited once it was asked."""

import pytest
import sqlalchemy as sa

from kernel.errors import NotAllowed, NotFound, RuleBroken
from outcomes_star.models import LoadedInstrument
from outcomes_star.operations.choosing import choose, stop
from outcomes_star.operations.loading import load, load_for_all, unload
from outcomes_star.queries import catalogue
from outcomes_star.shelf import FOLDER
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, a_reading, asked

TEXT = (FOLDER / "petunias-wheel-1.toml").read_text()
OURS = TEXT.replace('"petunias-wheel"', '"our-wheel"').replace('"Petunias Wheel"', '"Our Wheel"')


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


def test_it_is_there_for_the_lead_ntp_that_loaded_it_and_no_other(session, manager):
    assert load(session, manager, OURS, at=NOON).name == "Our Wheel"
    other = a_lead_ntp(session, "Southbank", is_host=False)
    assert ("our-wheel", 1) in catalogue(session, manager.organisation_id)
    assert ("our-wheel", 1) not in catalogue(session, other.id)


def test_the_operator_loads_for_everybody(session, manager):
    load_for_all(session, OURS, at=NOON)
    assert ("our-wheel", 1) in catalogue(session, manager.organisation_id)


def test_the_same_again_changes_nothing(session, manager):
    for _ in range(2):
        load(session, manager, OURS, at=NOON)
    assert len(session.scalars(sa.select(LoadedInstrument)).all()) == 1


def test_what_nobody_was_asked_can_be_loaded_anew(session, manager):
    load(session, manager, OURS, at=NOON)
    load(session, manager, OURS.replace("Very hard", "Really hard"), at=NOON)
    there = catalogue(session, manager.organisation_id)["our-wheel", 1]
    assert there.wording("en").points[1] == "Really hard"


def test_once_somebody_was_asked_only_a_new_version_is_taken(session, manager):
    load(session, manager, OURS, at=NOON)
    asked(session, "our-wheel")
    asha = a_link_worker(session)
    a_reading(session, asha, a_case(session, asha).id, "our-wheel", numbers=LOW)
    changed = OURS.replace("Very hard", "Really hard")
    with pytest.raises(RuleBroken, match=r"Version 1 of Our Wheel was agreed to.*version 2"):
        load(session, manager, changed, at=NOON)
    load(session, manager, changed.replace("version = 1", "version = 2"), at=NOON)
    there = catalogue(session, manager.organisation_id)
    assert there["our-wheel", 1].wording("en").points[1] == "Very hard"
    assert there["our-wheel", 2].wording("en").points[1] == "Really hard"


def test_once_anybody_agreed_to_its_words_they_stay(session, manager):
    load(session, manager, OURS, at=NOON)
    asked(session, "our-wheel")
    with pytest.raises(RuleBroken, match="was agreed to"):
        load(session, manager, OURS.replace("Very hard", "Really hard"), at=NOON)


@pytest.mark.parametrize("is_operator_first", [True, False])
def test_one_code_and_version_has_one_text(session, manager, is_operator_first):
    other = OURS.replace("Very hard", "Really hard")
    first, second = (
        (
            lambda: load_for_all(session, OURS, at=NOON),
            lambda: load(session, manager, other, at=NOON),
        )
        if is_operator_first
        else (
            lambda: load(session, manager, OURS, at=NOON),
            lambda: load_for_all(session, other, at=NOON),
        )
    )
    first()
    with pytest.raises(RuleBroken, match="Somebody else has loaded version 1 of Our Wheel"):
        second()


def test_what_is_shipped_is_not_replaced(session, manager):
    with pytest.raises(RuleBroken, match="comes with Petunias"):
        load(session, manager, TEXT.replace("Very hard", "Hard as nails"), at=NOON)


def test_every_complaint_is_said(session, manager):
    with pytest.raises(RuleBroken) as refused:
        load(
            session,
            manager,
            OURS.replace('rule = "mean"', 'rule = "mode"\ncolour = "red"'),
            at=NOON,
        )
    assert "“colour” is nothing that we know." in refused.value.message
    assert "“rule” is one of" in refused.value.message
    assert refused.value.field == "file"


def test_a_link_worker_loads_nothing(session):
    with pytest.raises(NotAllowed):
        load(session, a_link_worker(session), OURS, at=NOON)


class TestTakingBack:
    def test_what_nobody_chose_is_taken_back_and_may_be_loaded_with_other_words(
        self, session, manager
    ):
        load(session, manager, OURS, at=NOON)
        unload(session, manager, "our-wheel", 1, at=NOON)
        assert ("our-wheel", 1) not in catalogue(session, manager.organisation_id)
        load(session, manager, OURS.replace("Very hard", "Really hard"), at=NOON)

    def test_what_was_chosen_once_stays(self, session, manager):
        load(session, manager, OURS, at=NOON)
        choose(session, manager, "our-wheel", 1, at=NOON)
        stop(session, manager, "our-wheel", 1, at=NOON)
        with pytest.raises(RuleBroken, match="It was chosen once"):
            unload(session, manager, "our-wheel", 1, at=NOON)

    def test_what_is_shipped_or_was_loaded_by_others_is_not_found(self, session, manager):
        load_for_all(session, OURS, at=NOON)
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        load(session, other, OURS.replace('"our-wheel"', '"their-wheel"'), at=NOON)
        for code in ("petunias-wheel", "our-wheel", "their-wheel"):
            with pytest.raises(NotFound):
                unload(session, manager, code, 1, at=NOON)
        with pytest.raises(NotAllowed):
            unload(session, a_link_worker(session), "our-wheel", 1, at=NOON)
