"""The link to a person's own page: sent as they allow, ended at will, opened with their date of birth."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from kernel import links, messages
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.lifecycle import State
from referrals.operations import person_page
from referrals.queries import person_page as queries
from referrals.queries.case import story
from referrals.queries.person_page import PURPOSE
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_referrals import a_person, a_referral, a_referrer

BORN = date(1948, 5, 17)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def a_link(session, person, at=NOON):
    return links.issue(
        session, purpose=PURPOSE, subject_id=person.id, lifetime=person_page.LIFETIME, at=at
    )


def opened(session, token, born_on=BORN, at=NOON):
    return person_page.open_page(session, token, born_on=born_on, network="192.0.2.1", at=at)


class TestSending:
    def test_it_goes_by_a_way_that_the_person_allows(self, session, asha):
        row = a_referral(session, a_person(session, no_text=True), worker=asha)
        assert person_page.send_link(session, asha, row.id, at=NOON) is Channel.EMAIL
        letter = session.scalars(sa.select(Letter)).one()
        assert (letter.address, letter.about_id) == ("maya@example.org", row.person_id)
        assert letter.channel is messages.Channel.EMAIL

    def test_who_wants_neither_gets_it_on_paper(self, session, asha):
        row = a_referral(session, a_person(session, no_text=True, no_email=True), worker=asha)
        with pytest.raises(RuleBroken, match="Print the page"):
            person_page.send_link(session, asha, row.id, at=NOON)

    def test_without_a_date_of_birth_nothing_would_open_it(self, session, asha):
        row = a_referral(session, a_person(session, born_on=None), worker=asha)
        with pytest.raises(RuleBroken, match="date of birth"):
            person_page.send_link(session, asha, row.id, at=NOON)

    def test_a_new_link_ends_the_old_one_and_one_on_its_way(self, session, asha):
        row = a_referral(session, worker=asha)
        old = a_link(session, row.person)
        for _ in range(2):
            person_page.send_link(session, asha, row.id, at=NOON)
        with pytest.raises(RuleBroken):
            opened(session, old)
        waiting = session.scalars(sa.select(Letter).where(Letter.refused == "")).all()
        assert len(waiting) == 1

    def test_who_named_safe_times_gets_it_only_when_it_is_one_now(self, session, asha):
        row = a_referral(session, a_person(session, safe_times="Mornings"), worker=asha)
        with pytest.raises(RuleBroken, match="Mornings"):
            person_page.send_link(session, asha, row.id, at=NOON)
        assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0
        person_page.send_link(session, asha, row.id, is_safe_now=True, at=NOON)
        panel = queries.link_panel(session, asha, row.id, at=NOON)
        assert (panel.goes_at, panel.safe_times) == (NOON, "Mornings")

    def test_what_could_not_go_at_a_safe_time_does_not_go_later(self, session, asha):
        row = a_referral(session, a_person(session, safe_times="Mornings"), worker=asha)
        person_page.send_link(session, asha, row.id, is_safe_now=True, at=NOON)
        session.flush()
        for minutes, held in ((10, 0), (16, 1), (30, 0)):
            later = NOON + timedelta(minutes=minutes)
            assert person_page.hold_back(session, at=later) == held
        letter = session.scalars(sa.select(Letter)).one()
        assert letter.refused and not letter.link
        (line,) = [one for one in story(session, row.id) if "was not sent" in one.what]
        assert line.why == "It could not go out while it was safe. Send it again at a safe time."
        other = a_referral(session, a_person(session, "Omar Khalid"), worker=asha)
        person_page.send_link(session, asha, row.id, is_safe_now=True, at=NOON)
        assert not any("was not sent" in one.what for one in story(session, other.id))
        assert sum("was not sent" in one.what for one in story(session, row.id)) == 1

    def test_at_night_the_page_says_that_it_goes_in_the_morning(self, session, asha):
        row, night = a_referral(session, worker=asha), NOON + timedelta(hours=10)
        person_page.send_link(session, asha, row.id, at=night)
        panel = queries.link_panel(session, asha, row.id, at=night)
        assert panel.goes_at == datetime(2026, 11, 23, 8, tzinfo=UTC) and not panel.is_day
        assert person_page.hold_back(session, at=night + timedelta(hours=1)) == 0

    @pytest.mark.parametrize("who", [a_lead_manager, a_referrer])
    def test_only_a_link_worker_sends_it(self, session, asha, who):
        row = a_referral(session, worker=asha)
        with pytest.raises(NotAllowed):
            person_page.send_link(session, who(session), row.id, at=NOON)

    def test_once_it_is_over_whoever_has_them_now_sends_it(self, session, asha):
        row = a_referral(session, worker=asha, state=State.DECLINED)
        person_page.send_link(session, asha, row.id, at=NOON)
        bee = a_link_worker(session, name="Bee New")
        theirs = a_referral(session, row.person, worker=bee)
        for act in (person_page.send_link, person_page.take_link_back, queries.link_panel):
            with pytest.raises(NotFound):
                act(session, asha, row.id, at=NOON)
        person_page.send_link(session, bee, theirs.id, at=NOON)
        assert queries.link_panel(session, bee, theirs.id, at=NOON).can_act

    def test_a_colleague_does_not_find_the_case(self, session, asha):
        row = a_referral(session, worker=asha)
        for act in (person_page.send_link, person_page.take_link_back):
            with pytest.raises(NotFound):
                act(session, a_link_worker(session), row.id, at=NOON)


class TestTakingBack:
    def test_it_opens_nothing_any_more(self, session, asha):
        row = a_referral(session, worker=asha)
        token = a_link(session, row.person)
        person_page.take_link_back(session, asha, row.id, at=NOON)
        with pytest.raises(RuleBroken):
            opened(session, token)

    def test_a_letter_on_its_way_is_stopped(self, session, asha):
        row = a_referral(session, worker=asha)
        person_page.send_link(session, asha, row.id, at=NOON)
        person_page.take_link_back(session, asha, row.id, at=NOON)
        letter = session.scalars(sa.select(Letter)).one()
        assert (letter.refused, letter.link) == ("taken back", {})


class TestOpening:
    def test_with_link_and_date_it_opens_as_often_as_they_like(self, session, asha):
        row = a_referral(session, worker=asha)
        token = a_link(session, row.person)
        for _ in range(3):
            assert opened(session, token).called == "Maya Thornton"

    def test_a_wrong_link_and_a_wrong_date_are_refused_in_the_same_words(self, session, asha):
        row = a_referral(session, worker=asha)
        token = a_link(session, row.person)
        said = []
        for link, born_on in ((token, date(1948, 5, 18)), ("no-such-link", BORN)):
            with pytest.raises(RuleBroken) as refused:
                opened(session, link, born_on)
            said.append((refused.value.message, refused.value.field))
        assert said[0] == said[1]

    def test_it_ends_by_itself(self, session, asha):
        row = a_referral(session, worker=asha)
        token = a_link(session, row.person)
        with pytest.raises(RuleBroken):
            opened(session, token, at=NOON + timedelta(days=91))

    def test_a_link_for_something_else_does_not_open_it(self, session, asha):
        row = a_referral(session, worker=asha)
        token = links.issue(
            session, purpose="keep", subject_id=row.person_id, lifetime=timedelta(days=1), at=NOON
        )
        with pytest.raises(RuleBroken):
            opened(session, token)

    def test_that_it_was_opened_is_audited_without_a_name(self, session, asha):
        row = a_referral(session, worker=asha)
        opened(session, a_link(session, row.person))
        line = session.info["audit"][-1]
        assert (line.act, line.subject_id, line.details) == (
            "opened their own page", row.person_id, {},
        )  # fmt: skip


def test_tries_are_counted_the_same_for_any_link():
    one, other = person_page.tries("abc", "192.0.2.1"), person_page.tries("xyz", "192.0.2.1")
    assert [limit for limit, _ in one] == [limit for limit, _ in other]
    assert "abc" not in str(one)
