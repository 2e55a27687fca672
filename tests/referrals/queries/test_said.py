"""What was said of a link, a line each."""

from referrals.operations import linking
from referrals.operations.linking import Line
from referrals.queries.said import said_of, turned_down, words_of
from referrals.vocabulary import Saying
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
