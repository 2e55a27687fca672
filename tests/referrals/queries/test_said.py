"""What was said of a link, a line each."""

from datetime import timedelta

import pytest

from kernel.errors import NotFound
from referrals.clocks import Clock
from referrals.operations import clocks, linking
from referrals.operations.linking import Line
from referrals.queries.said import said_in_danger, said_of, turned_down, words_of
from referrals.vocabulary import Saying, ToldBy
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_plans import a_link, a_shelter


def test_a_bare_yes_is_told_by_its_move_alone_and_the_newest_word_decides(session):
    a_lead_ntp(session)
    asha = a_link_worker(session)
    link = a_link(session, asha, a_shelter(session))
    for line in (Line(Saying.ACCEPT), Line(Saying.NOT_THAT_DAY, "Fridays")):
        linking.say(session, asha, link, line, told_by=None, at=NOON)
    session.flush()
    assert [one.number for one in words_of(session, link.id)] == [2, 1]
    assert [one.what for one in said_of(session, link.id)] == [
        "That day does not suit them: Fridays"
    ]
    assert turned_down(session, link.id).answer == "Fridays"
    linking.say(session, asha, link, Line(Saying.PROPOSE, "Mondays"), told_by=None, at=NOON)
    assert turned_down(session, link.id) is None


class TestWhereTheWordsAre:
    @pytest.fixture
    def asha(self, session):
        a_lead_ntp(session)
        return a_link_worker(session)

    def in_danger(self, session, asha, link, at=NOON):
        words = Line(Saying.WENT, "They still come", "Talks of taking all her tablets")
        linking.say(session, asha, link, words, told_by=ToldBy.PAGE, at=at)
        session.flush()

    def test_they_are_those_about_this_person_and_no_other(self, session, asha):
        hers, others = (a_link(session, asha, a_shelter(session)) for _ in range(2))
        self.in_danger(session, asha, others)
        assert said_in_danger(session, asha, hers.referral_id, at=NOON) == ()
        self.in_danger(session, asha, hers)
        (found,) = said_in_danger(session, asha, hers.referral_id, at=NOON)
        assert (found.link_id, found.title, found.at) == (hers.id, "Dog walking", NOON)

    def test_what_was_done_for_another_case_or_about_another_clock_hides_nothing(
        self, session, asha
    ):
        hers, others = (a_link(session, asha, a_shelter(session)) for _ in range(2))
        self.in_danger(session, asha, hers)
        later = NOON + timedelta(hours=1)
        for referral_id, clock in (
            (others.referral_id, Clock.SAFETY), (hers.referral_id, Clock.REPORT),
        ):  # fmt: skip
            clocks.stop(session, asha, referral_id, clock, how="Rang", at=later)
        session.flush()
        assert said_in_danger(session, asha, hers.referral_id, at=later)
        clocks.stop(session, asha, hers.referral_id, Clock.SAFETY, how="Rang", at=later)
        session.flush()
        assert not said_in_danger(session, asha, hers.referral_id, at=later)

    def test_a_colleague_is_told_of_none(self, session, asha):
        hers = a_link(session, asha, a_shelter(session))
        self.in_danger(session, asha, hers)
        with pytest.raises(NotFound):
            said_in_danger(session, a_link_worker(session), hers.referral_id, at=NOON)
