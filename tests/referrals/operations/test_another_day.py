"""The answer to a group that proposes another day: agreed, or not that one; the group is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.lifecycle import LinkState
from referrals.models import Consent
from referrals.operations import another_day, answering, consents, links
from referrals.operations.another_day import Visit
from referrals.operations.linking import Answer
from referrals.queries.answering import answer_page
from referrals.queries.links import link_page
from referrals.queries.person_page import dates_of
from referrals.vocabulary import GroupAnswer, Recipient, RefusalReason
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter, a_token

FRIDAY = Visit(date(2026, 12, 4), time(14))
PROPOSES = Answer(GroupAnswer.PROPOSE, day="Fridays at 2")


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def link(session, asha):
    return a_link(session, asha, a_shelter(session))


@pytest.fixture
def token(session, link):
    token = a_token(session, link)
    answering.answer(session, token, PROPOSES, at=NOON)
    session.flush()
    return token


def agree(session, asha, link, visit=FRIDAY, *, version=None, at=NOON):
    version = link.version if version is None else version
    return another_day.agree(
        session, asha, link.referral_id, link.id, visit, version=version, at=at
    )


def turn_down(session, asha, link, words="Any Tuesday", at=NOON):
    return another_day.turn_down(
        session, asha, link.referral_id, link.id, words=words, version=link.version, at=at
    )


def written(session):
    return [one.template for one in session.scalars(sa.select(Letter).order_by(Letter.written_at))]


def visits(session, link, at=NOON):
    dates = dates_of(session, link.person_id, at=at)
    return [one for one in dates if one.what.startswith("You go to")]


class TestAgreeing:
    def test_it_is_a_yes_with_a_day_and_the_group_is_told_by_its_page(
        self, session, asha, link, token
    ):
        assert agree(session, asha, link)
        assert (link.state, link.proposes, link.news) == (LinkState.ACCEPTED, "", None)
        letter = session.scalars(
            sa.select(Letter).where(Letter.template == "referrals/day_agreed")
        ).one()
        assert letter.facts["day"] == "Friday 4 December 2026 at 2pm"
        assert letter.link["subject_id"] == str(link.id)
        assert answer_page(session, token, at=NOON).comes == "Friday 4 December 2026 at 2pm"

    def test_it_is_the_persons_next_date(self, session, asha, link, token):
        agree(session, asha, link)
        (there,) = visits(session, link)
        assert (there.at, there.what, there.is_day_only) == (
            datetime(2026, 12, 4, 14, tzinfo=UTC), "You go to Dog walking", False,
        )  # fmt: skip
        assert not visits(session, link, at=NOON + timedelta(days=20))
        other = a_link(session, asha, a_shelter(session))
        assert not visits(session, other)

    def test_the_history_keeps_the_day_that_was_proposed_and_the_one_agreed(
        self, session, asha, link, token
    ):
        agree(session, asha, link, Visit(date(2026, 12, 4)))
        page = link_page(session, asha, link.referral_id, link.id, at=NOON)
        told = [(one.what, one.who) for one in page.story]
        assert ("The group proposed another day: Fridays at 2", "the group") in told
        assert ("A day was agreed: Friday 4 December 2026", "Asha Begum") in told
        assert page.comes == "Friday 4 December 2026" and not page.can_answer_day

    @pytest.mark.parametrize(
        "visit", [Visit(date(2026, 11, 21)), Visit(date(2026, 11, 22), time(9)),
                  Visit(date(2028, 1, 1))],
    )  # fmt: skip
    def test_no_day_that_has_gone_or_is_years_away(self, session, asha, link, token, visit):
        with pytest.raises(RuleBroken) as refusal:
            agree(session, asha, link, visit)
        assert refusal.value.field == "on"

    def test_only_the_persons_own_link_worker_and_only_what_was_looked_at(
        self, session, asha, link, token
    ):
        with pytest.raises(NotFound):
            agree(session, a_link_worker(session), link)
        seen = link.version
        answering.answer(session, token, Answer(GroupAnswer.PROPOSE, day="Mondays"), at=NOON)
        session.flush()
        with pytest.raises(Conflict):
            agree(session, asha, link, version=seen)

    def test_where_no_day_waits_there_is_nothing_to_agree_to(self, session, asha, link, token):
        agree(session, asha, link)
        session.flush()
        with pytest.raises(RuleBroken):
            agree(session, asha, link)

    def test_a_group_that_was_told_by_telephone_is_rung(self, session, asha, link, token):
        link.by_letter = False
        session.flush()
        assert not agree(session, asha, link)
        assert "referrals/day_agreed" not in written(session)

    def test_it_stays_while_the_group_proposes_another_and_ends_with_its_no(
        self, session, asha, link, token
    ):
        agree(session, asha, link)
        answering.answer(session, token, PROPOSES, at=NOON)
        session.flush()
        assert link.comes_on == FRIDAY.on and visits(session, link)
        agree(session, asha, link, Visit(date(2026, 12, 11)))
        (there,) = visits(session, link)
        assert there.at.date() == date(2026, 12, 11)
        refuses = Answer(GroupAnswer.REFUSE, RefusalReason.FULL)
        answering.answer(session, token, refuses, at=NOON)
        assert link.comes_on is None and not visits(session, link)


class TestAfterTheirYesWasTakenBack:
    def test_the_group_is_told_nothing_more(self, session, asha, link, token):
        link_letters = sa.select(Letter).where(Letter.sent_at.is_(None))
        assert session.scalars(link_letters).all()
        yes = session.scalars(sa.select(Consent).where(Consent.recipient == Recipient.GROUP)).one()
        consents.take_back(session, asha, link.person_id, yes.id, at=NOON)
        session.flush()
        for act in (agree, turn_down):
            with pytest.raises(RuleBroken, match="took back their yes"):
                act(session, asha, link)
        assert link.comes_on is None
        assert not session.scalars(link_letters).all()


class TestTurningDown:
    def test_the_group_is_told_and_may_answer_once_more(self, session, asha, link, token):
        assert turn_down(session, asha, link)
        assert (link.state, link.proposes, link.news) == (LinkState.INTRODUCED, "", None)
        assert "referrals/day_turned_down" in written(session)
        page = answer_page(session, token, at=NOON)
        assert (page.turned_down, page.suits) == ("Fridays at 2", "Any Tuesday")
        answering.answer(session, token, Answer(GroupAnswer.ACCEPT), at=NOON)
        assert link.state is LinkState.ACCEPTED
        assert answer_page(session, token, at=NOON).turned_down == ""

    def test_the_history_keeps_it(self, session, asha, link, token):
        turn_down(session, asha, link)
        story = link_page(session, asha, link.referral_id, link.id, at=NOON).story
        line = ("That day does not suit them: Fridays at 2", "“Any Tuesday”")
        assert line in [(one.what, one.why) for one in story]

    def test_a_funded_group_has_its_days_for_an_answer_anew(self, session, asha):
        link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)))
        answering.answer(session, a_token(session, link), PROPOSES, at=NOON)
        session.flush()
        turned = NOON + timedelta(days=9)
        turn_down(session, asha, link, at=turned)
        session.flush()
        assert links.chase_groups(session, at=NOON + timedelta(days=12)) == 0
        assert links.chase_groups(session, at=turned + timedelta(days=10)) == 1
        assert links.chase_groups(session, at=turned + timedelta(days=11)) == 0
