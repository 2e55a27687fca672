"""A band is chosen by who knows the person; what was suggested and why is frozen with it (A-TAR-03)."""

import pytest

from audit.models import AuditLine
from billing.bands import Band
from billing.operations.bands import choose_band
from billing.queries.bands import band_page, band_panel, choices_of_case
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from referrals.casework import NotThisTime
from referrals.criteria import MentalHealth, Mobility, OngoingInput, TariffFacts
from referrals.lifecycle import Move
from referrals.operations.assessing import assess_again
from referrals.operations.working import decline, reopen
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_billing import an_assessed_case, found
from tests.cast_caseload import a_case


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def case(session, asha):
    return an_assessed_case(session, asha)


def choose(session, actor, row, band=Band.LOW, *, because="", seen=0):
    return choose_band(session, actor, row.id, band, because=because, seen=seen, at=NOON)


def test_both_what_was_suggested_and_what_was_chosen_are_kept_with_the_evidence(
    session, asha, case
):
    made = choose(session, asha, case, Band.HIGH, because="Her sister has moved away")
    assert (made.band, made.suggested, made.is_override) == (Band.HIGH, ["low"], True)
    assert made.facts == TariffFacts(
        1, MentalHealth.LOW, Mobility.MOBILE, OngoingInput.MINIMAL, assessment_minutes=45, missed=0
    )
    assert (made.who, made.because) == (asha.called, "Her sister has moved away")


def test_what_becomes_known_later_changes_nothing_that_was_chosen(session, asha, case):
    made = choose(session, asha, case)
    harder = found(
        co_morbidities=5, mental_health=MentalHealth.DEPRESSED, mobility=Mobility.LIMITED,
        ongoing_input=OngoingInput.INTENSE,
    )  # fmt: skip
    assess_again(session, asha, case.id, harder, at=NOON)
    assert (made.band, made.suggested, made.facts.co_morbidities) == (Band.LOW, ["low"], 1)


def test_against_what_is_suggested_it_needs_a_reason(session, asha, case):
    with pytest.raises(RuleBroken, match="Write why it is not low") as refused:
        choose(session, asha, case, Band.MEDIUM)
    assert refused.value.field == "because"


def test_where_both_fit_neither_needs_a_reason(session, asha):
    row = an_assessed_case(
        session, asha, co_morbidities=2, mental_health=MentalHealth.ANXIOUS, mobility=Mobility.SOME
    )
    for number, band in enumerate((Band.LOW, Band.MEDIUM)):
        assert choose(session, asha, row, band, seen=number).suggested == ["low", "medium"]
    assert [one.band for one in choices_of_case(session, row.id)] == [Band.MEDIUM, Band.LOW]


def test_the_same_once_more_is_the_choice_that_stands(session, asha, case):
    made = choose(session, asha, case, Band.HIGH, because="Her sister has moved away")
    again = choose(session, asha, case, Band.HIGH, because="Her sister has moved away", seen=1)
    assert again is made and len(choices_of_case(session, case.id)) == 1
    other = choose(session, asha, case, Band.HIGH, because="She lives alone now", seen=1)
    assert (other.number, other.because) == (2, "She lives alone now")


def test_the_same_is_another_choice_once_more_is_known(session, asha, case):
    choose(session, asha, case)
    assess_again(session, asha, case.id, found(co_morbidities=0), at=NOON)
    assert choose(session, asha, case, seen=1).number == 2


def test_nobody_elses_choice_is_ticked(session, asha, case):
    choose(session, asha, case)
    assert band_page(session, asha, case.id).band is Band.LOW
    other = a_link_worker(session, name="Omar Aziz")
    case.give_to(other.user_id)
    session.flush()
    page = band_page(session, other, case.id)
    assert page.band is None and page.history[0].band is Band.LOW
    assert choose(session, other, case, seen=1).number == 2


def test_before_the_first_meeting_there_is_none(session, asha):
    row = a_case(session, asha)
    with pytest.raises(RuleBroken, match="Record the first meeting first"):
        choose(session, asha, row)


def test_of_a_case_that_ended_without_help_none_is_chosen(session, asha, case):
    decline(session, asha, case.id, answer=NotThisTime.NO, because="", at=NOON)
    with pytest.raises(RuleBroken, match="A band is for a year of help"):
        choose(session, asha, case)


def test_nor_once_such_a_case_was_opened_again(session, asha, case):
    decline(session, asha, case.id, answer=NotThisTime.NO, because="", at=NOON)
    reopen(session, asha, case.id, why_now="She would like to walk", at=NOON)
    session.flush()
    with pytest.raises(RuleBroken, match="Choose one in the case that was opened"):
        choose(session, asha, case)
    assert band_page(session, asha, case.id).refusal
    assert band_panel(session, asha, case.id, at=NOON) is None


def test_of_a_case_that_gave_its_help_and_was_opened_again_one_is_chosen(session, asha, case):
    for move in (Move.BEGIN, Move.COMPLETE, Move.LAPSE):
        session.add(case.make(move, by=asha, at=NOON))
    reopen(session, asha, case.id, why_now="Her sister left", at=NOON)
    session.flush()
    assert choose(session, asha, case).band is Band.LOW


def test_who_looked_at_an_older_choice_looks_again(session, asha, case):
    choose(session, asha, case)
    with pytest.raises(Conflict, match="chosen meanwhile"):
        choose(session, asha, case, Band.LOW, seen=0)


def test_it_is_their_link_workers_choice_alone(session, asha, case):
    other = a_link_worker(session, name="Omar Aziz")
    with pytest.raises(NotFound):
        choose(session, other, case)
    for actor in (a_lead_manager(session), an_actor(session, Role.COMMISSIONER)):
        with pytest.raises(NotAllowed):
            choose(session, actor, case)


def test_it_is_in_the_audit_without_the_reason(database):
    with database.writing() as session:
        asha = a_link_worker(session)
        row = an_assessed_case(session, asha)
        choose(session, asha, row, Band.HIGH, because="Her sister has moved away")
    with database.reading() as session:
        (line,) = session.query(AuditLine).filter_by(act="chose a band")
        assert "referral" in line.details and "sister" not in repr(line.details)
