"""A practice that may not hear cannot tell how far somebody has come, in no place (B26)."""

import pytest

from kernel.errors import NotFound, RuleBroken
from kernel.periods import day_in_london
from referrals.lifecycle import OPEN, State
from referrals.operations import working
from referrals.operations.refer import NOT_SHOWN, take_back
from referrals.queries import follow, refer
from referrals.queries.called_off import words_of
from referrals.queries.hearing import ITS_OWN
from referrals.vocabulary import ReturnReason
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer

LATER = [state for state in State if state not in ITS_OWN]


@pytest.fixture
def nadia(session):
    return a_referrer(session)


def agree(session, row):
    a_yes_to_reports(session, row.person)
    session.flush()


def sent(session, nadia, state, name="Maya Thornton", **facts):
    person = a_person(session, name, nhs_number=facts.pop("nhs_number", ""))
    return a_referral(session, person, state=state, sent_by=nadia, sent_at=NOON, **facts)


def results(session, nadia):
    return follow.results(session, nadia, since=day_in_london(NOON), from_moment=NOON)


@pytest.mark.parametrize("state", LATER)
def test_the_look_up_says_no_more_than_that_it_was_received(session, nadia, state):
    row = sent(session, nadia, state, nhs_number=NHS_NUMBER)
    (found,) = refer.looked_up(session, nadia, NHS_NUMBER)
    assert found.state is State.RECEIVED
    agree(session, row)
    (found,) = refer.looked_up(session, nadia, NHS_NUMBER)
    assert found.state is state


def test_who_takes_a_call_at_the_lead_ntp_knows_how_it_stands(session, nadia):
    sent(session, nadia, State.DECLINED, nhs_number=NHS_NUMBER)
    (found,) = refer.looked_up(session, a_lead_manager(session), NHS_NUMBER)
    assert found.state is State.DECLINED


@pytest.mark.parametrize("state", LATER)
def test_the_results_count_it_as_received_and_in_no_other_line(session, nadia, state):
    row = sent(session, nadia, state, accepted_at=NOON)
    told = results(session, nadia)
    assert told.by_state == ((State.RECEIVED.words, 1),)
    assert (told.sent, told.held_back, told.accepted, told.missed) == (1, 1, 0, 0)
    agree(session, row)
    told = results(session, nadia)
    assert (told.by_state, told.held_back, told.accepted) == (
        ((words_of(state, is_ours=False), 1),),
        0,
        1,
    )


def test_what_came_back_to_the_practice_is_its_own_to_count(session, nadia):
    sent(session, nadia, State.RETURNED, return_reason=ReturnReason.INAPPROPRIATE)
    told = results(session, nadia)
    assert (told.by_state, told.inappropriate) == (((State.RETURNED.words, 1),), 1)


def test_its_place_in_the_list_does_not_tell_that_it_moved(session, nadia):
    first = sent(session, nadia, State.ASSESSED, "Ada")
    second = sent(session, nadia, State.ASSESSED, "Ben")
    agree(session, second)
    first.sent_at, second.sent_at = NOON.replace(hour=8), NOON.replace(hour=9)
    second.moved_at = second.sent_at

    def names():
        session.flush()
        listed = follow.referrals(session, nadia, show=follow.Show.UNDER_WAY, page=1)
        return [line.name for line in listed.lines]

    first.moved_at = NOON
    assert names() == ["Ben", "Ada"]
    second.moved_at, first.sent_at = NOON.replace(hour=7), NOON.replace(hour=6)
    assert names() == ["Ben", "Ada"]


class TestALaterEpisode:
    """It is begun by the link worker, in her own words; the practice did not ask for it."""

    WORDS = "Her husband drinks and hits her"

    @pytest.fixture
    def again(self, session, nadia):
        asha = a_link_worker(session)
        row = sent(session, nadia, State.DECLINED, worker=asha)
        return working.reopen(session, asha, row.id, why_now=self.WORDS, at=NOON)

    def test_is_not_there_for_a_practice_that_may_not_hear(self, session, nadia, again):
        with pytest.raises(NotFound):
            follow.follow_page(session, nadia, again.id)
        listed = follow.referrals(session, nadia, show=follow.Show.UNDER_WAY, page=1)
        assert again.id not in {line.id for line in listed.lines}
        assert results(session, nadia).sent == 1

    def test_is_there_without_her_words_for_one_that_may(self, session, nadia, again):
        """What the practice is to read stands in a report, which the person sees first."""
        agree(session, again)
        page = follow.follow_page(session, nadia, again.id)
        assert (page.is_opened_again, page.answers.why_now, page.danger) == (True, "", None)
        listed = follow.referrals(session, nadia, show=follow.Show.UNDER_WAY, page=1)
        assert [line.danger for line in listed.lines if line.id == again.id] == [None]

    def test_is_not_the_practices_to_take_back(self, session, nadia, again):
        agree(session, again)
        assert not follow.follow_page(session, nadia, again.id).can_take_back
        with pytest.raises(RuleBroken, match="Their link worker opened this again"):
            take_back(session, nadia, again.id, because="x", at=NOON)


@pytest.mark.parametrize("state", [state for state in State if state in OPEN or state in LATER])
def test_taking_back_gives_one_answer_however_far_it_has_come(session, nadia, state):
    row = sent(session, nadia, state)
    with pytest.raises(RuleBroken) as refused:
        take_back(session, nadia, row.id, because="She moved away", at=NOON)
    assert refused.value.message == NOT_SHOWN
    assert not follow.follow_page(session, nadia, row.id).can_take_back
