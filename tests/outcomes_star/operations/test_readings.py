"""Readings: who may write them down, when, what is refused, and that nothing is ever overwritten."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel import links
from kernel.errors import NotAllowed, NotFound, RuleBroken
from outcomes_star import shelf
from outcomes_star.instruments import Asked, Way, Wording
from outcomes_star.models import Reading
from outcomes_star.operations import readings as operations
from outcomes_star.operations.choosing import Licensed, enter_licence
from outcomes_star.queries.cases import TAKES, case_of, own_case
from outcomes_star.queries.readings import readings_of
from outcomes_star.queries.stars import practice_panel, stars
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from referrals.models import Consent
from referrals.operations.person_page import PURPOSE
from referrals.vocabulary import Purpose
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_plans import a_goal, the_plan
from tests.cast_readings import GOALS, LOW, TODAY, WHEEL, asked, said
from tests.cast_referrals import a_referral, a_referrer, sharing

LATER = TODAY - timedelta(days=1)


@pytest.fixture
def asha(session):
    asked(session)
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_case(session, asha, state=State.ASSESSED, sent_at=NOON - timedelta(days=40))


def take(session, actor, row, code=WHEEL, **more):
    return operations.take(session, actor, row.id, code, said(**more), at=NOON)


class TestTaking:
    def test_it_keeps_what_was_said_and_what_was_left_out(self, session, asha, row):
        made = take(session, asha, row, numbers=LOW | {"money": None}, words="I sleep better.")
        assert made.numbers == LOW | {"money": None}
        assert (made.who, made.words, made.lead_id) == (
            "Asha Begum",
            "I sleep better.",
            row.lead_id,
        )
        assert {one.aspect for one in made.answers if one.value is None} == {"money"}

    def test_what_was_not_sent_at_all_was_left_out_too(self, session, asha, row):
        made = take(session, asha, row, numbers={"people": 1})
        assert len(made.answers) == 8 and made.numbers["food"] is None

    @pytest.mark.parametrize(
        ("more", "field", "says"),
        [
            ({"numbers": LOW | {"people": 6}}, "people", "from 1 to 5"),
            ({"numbers": LOW | {"people": 0}}, "people", "from 1 to 5"),
            ({"numbers": dict.fromkeys(LOW)}, None, "at least one part"),
            ({"on": TODAY + timedelta(days=1)}, "taken_on", "has not come"),
            ({"on": TODAY - timedelta(days=400)}, "taken_on", "more than a year ago"),
            ({"on": TODAY - timedelta(days=41)}, "taken_on", "referred on 13 October 2026"),
            ({"way": Way.PRACTICE, "numbers": LOW}, None, ""),
        ],
    )
    def test_what_cannot_be_is_refused_where_it_was_typed(
        self, session, asha, row, more, field, says
    ):
        if not says:  # a way that the wheel knows is taken
            assert take(session, asha, row, **more).way is Way.PRACTICE
            return
        with pytest.raises(RuleBroken, match=says) as refused:
            take(session, asha, row, **more)
        assert refused.value.field == field

    @pytest.mark.parametrize("state", [one for one in State if one is not State.DRAFT])
    def test_somebody_is_asked_once_a_link_worker_has_them(self, session, asha, state):
        row = a_case(session, asha, state=state)
        if state in TAKES:
            assert take(session, asha, row).person_id == row.person_id
        else:
            with pytest.raises(RuleBroken, match="is not asked now"):
                take(session, asha, row)

    def test_what_is_not_asked_here_is_not_found(self, session, asha, row):
        with pytest.raises(NotFound):
            take(session, asha, row, "ons4")

    def test_there_is_one_start(self, session, asha, row):
        take(session, asha, row, on=LATER)
        with pytest.raises(RuleBroken, match="a start already, of 21 November 2026") as refused:
            take(session, asha, row)
        assert refused.value.field == "occasion"
        assert take(session, asha, row, occasion=Occasion.REVIEW).occasion is Occasion.REVIEW

    def test_a_start_comes_before_all_others(self, session, asha, row):
        take(session, asha, row, occasion=Occasion.REVIEW, on=LATER)
        with pytest.raises(RuleBroken, match="asked on 21 November 2026 already"):
            take(session, asha, row)

    def test_of_one_day_the_start_is_first_though_it_was_typed_in_last(self, session, asha, row):
        for occasion in (Occasion.REVIEW, Occasion.END, Occasion.START):
            take(session, asha, row, occasion=occasion, is_another=True)
        assert readings_of(session, row.id)[0].occasion is Occasion.START

    def test_two_on_a_day_are_asked_about(self, session, asha, row):
        take(session, asha, row)
        with pytest.raises(RuleBroken, match="one of this day already") as refused:
            take(session, asha, row, occasion=Occasion.REVIEW)
        assert refused.value.field == "is_another"
        take(session, asha, row, occasion=Occasion.REVIEW, is_another=True)
        assert len(readings_of(session, row.id)) == 2

    def test_nothing_at_all_on_a_day_that_has_one_is_said_to_be_nothing(self, session, asha, row):
        take(session, asha, row)
        with pytest.raises(RuleBroken, match="Answer at least one part"):
            take(session, asha, row, numbers=dict.fromkeys(LOW), occasion=Occasion.REVIEW)

    def test_each_goal_is_rated_in_the_words_of_the_day(self, session, asha, row):
        asked(session, GOALS)
        goal = a_goal(session, asha, row, "Up the stairs again")
        made = take(session, asha, row, GOALS, numbers={str(goal): 3})
        assert [(one.goal, one.value, one.goal_id) for one in made.answers] == [
            ("Up the stairs again", 3, goal)
        ]
        with pytest.raises(RuleBroken, match="from 0 to 10"):
            take(session, asha, row, GOALS, numbers={str(goal): 11}, occasion=Occasion.REVIEW,
                 on=LATER)  # fmt: skip

    def test_without_a_goal_there_is_nothing_to_rate(self, session, asha, row):
        asked(session, GOALS)
        with pytest.raises(RuleBroken, match="Write down a goal first"):
            take(session, asha, row, GOALS, numbers={str(uuid4()): 3})

    def test_whose_open_case_a_colleague_has_is_asked_by_them(self, session, asha):
        done = a_case(session, asha, state=State.COMPLETED)
        daniel = a_link_worker(session, name="Daniel Crowe")
        theirs = a_referral(session, done.person, state=State.ASSESSED, worker=daniel)
        with pytest.raises(NotFound):
            take(session, asha, done, occasion=Occasion.FOLLOW_UP)
        assert take(session, daniel, theirs).referral_id == theirs.id

    def test_a_colleagues_case_is_not_found_and_a_manager_writes_none(self, session, asha, row):
        with pytest.raises(NotFound):
            take(session, a_link_worker(session, name="Daniel Crowe"), row)
        with pytest.raises(NotAllowed):
            take(session, a_lead_manager(session), row)


class TestPuttingRight:
    def put(self, session, actor, old, **more):
        new = said(**{"numbers": LOW | {"people": 3}} | more)
        return operations.correct(
            session, actor, old.referral_id, old.id, new, because="A slip of the thumb.", at=NOON
        )

    def test_the_new_one_stands_and_the_old_one_is_kept(self, session, asha, row):
        old = take(session, asha, row)
        new = self.put(session, asha, old)
        assert [one.id for one in readings_of(session, row.id)] == [new.id]
        kept = session.get_one(Reading, old.id)
        assert (kept.numbers["people"], kept.replaced_at) == (1, NOON)
        assert (new.corrects_id, new.because) == (old.id, "A slip of the thumb.")

    def test_it_keeps_its_place_among_those_of_its_day(self, session, asha, row):
        old = take(session, asha, row)
        later = operations.take(
            session, asha, row.id, WHEEL, said(occasion=Occasion.REVIEW, is_another=True),
            at=NOON + timedelta(hours=1),
        )  # fmt: skip
        review = said(occasion=Occasion.REVIEW, numbers=LOW | {"people": 3})
        right = operations.correct(
            session, asha, row.id, later.id, review, because="3.", at=NOON + timedelta(hours=2)
        )
        new = operations.correct(
            session, asha, row.id, old.id, said(), because="x", at=NOON + timedelta(hours=3)
        )
        assert [one.id for one in readings_of(session, row.id)] == [new.id, right.id]
        assert (new.first_recorded_at, right.first_recorded_at) == (NOON, NOON + timedelta(hours=1))

    def test_one_that_was_never_theirs_is_taken_away_and_kept(self, session, asha, row):
        old = take(session, asha, row)
        operations.take_away(
            session, asha, row.id, old.id, because="Another Maya.", at=NOON + timedelta(hours=1)
        )
        assert readings_of(session, row.id) == []
        kept = session.get_one(Reading, old.id)
        assert (kept.numbers, kept.taken_away_because) == (LOW, "Another Maya.")
        take(session, asha, row)
        with pytest.raises(NotFound):
            operations.take_away(session, asha, row.id, old.id, because="Twice.", at=NOON)

    def test_nobody_takes_away_what_a_colleague_or_a_practice_wrote(self, session, asha, row):
        old = take(session, asha, row)
        with pytest.raises(NotFound):
            operations.take_away(
                session,
                a_link_worker(session, name="Daniel Crowe"),
                row.id,
                old.id,
                because="x",
                at=NOON,
            )
        with pytest.raises(NotAllowed):
            operations.take_review_away(session, asha, row.id, old.id, because="x", at=NOON)

    def test_what_was_replaced_is_not_put_right_again(self, session, asha, row):
        old = take(session, asha, row)
        self.put(session, asha, old)
        with pytest.raises(NotFound):
            self.put(session, asha, old)

    def test_a_wrong_number_leaves_the_old_one(self, database):
        with database.writing() as session:
            asked(session)
            asha = a_link_worker(session)
            old = take(session, asha, a_case(session, asha))
        with pytest.raises(RuleBroken), database.writing() as session:
            self.put(session, asha, old, numbers={"people": 9})
        with database.reading() as session:
            assert session.get_one(Reading, old.id).replaced_at is None

    def test_a_goal_keeps_the_words_it_was_asked_in(self, session, asha, row):
        from referrals.operations import plans

        asked(session, GOALS)
        goal = a_goal(session, asha, row, "Up the stairs")
        old = take(session, asha, row, GOALS, numbers={str(goal): 3})
        plans.reword(
            session,
            asha,
            row.id,
            goal,
            words="Down to the sea",
            seen=the_plan(session, row).version,
            at=NOON,
        )
        new = self.put(session, asha, old, numbers={str(goal): 4})
        assert [(one.goal, one.value) for one in new.answers] == [("Up the stairs", 4)]


class TestWhatSomebodySaidThemselves:
    def test_a_slip_in_a_number_is_put_right_and_their_words_stay(self, session, asha, row):
        token = links.issue(
            session, purpose=PURPOSE, subject_id=row.person_id, lifetime=timedelta(days=9), at=NOON
        )
        page = operations.open_questions(
            session, token, born_on=date(1948, 5, 17), network="here", code=WHEEL, at=NOON
        )
        old = operations.take_by_person(session, page, said(way=Way.LINK, words="Mine."), at=NOON)
        new = said(numbers=LOW | {"people": 3}, words="Hers.")
        made = operations.correct(
            session, asha, row.id, old.id, new, because="She rang: 3, not 1.", at=NOON
        )
        assert (made.words, made.way, made.numbers["people"]) == ("Mine.", Way.LINK, 3)


class TestAfterAHandover:
    def test_licensed_words_of_another_lead_are_shown_to_nobody_and_the_numbers_are(
        self, session, asha, row
    ):
        manager = a_lead_manager(session)
        star = shelf.get("well-being-star", 1)
        aspects = {one.code: Asked(f"Secret {one.code}") for one in star.aspects}
        licensed = Licensed("7", None, Wording("Secret star", aspects=aspects))
        enter_licence(session, manager, star.code, 1, licensed, seen=0, at=NOON)
        asked(session, star.code)
        numbers = {one.code: 2 for one in star.aspects}
        take(session, asha, row, star.code, numbers=numbers)
        moved = replace(case_of(row), lead_id=a_lead_ntp(session, "Southbank", is_host=False).id)
        (found,) = [
            one for one in stars(session, moved, on=TODAY) if one.instrument.code == star.code
        ]
        assert found.picture.title == "Well-being Star"
        assert [one.name for one in found.picture.rows][:2] == ["Part 1", "Part 2"]


class TestAtThePractice:
    @pytest.fixture
    def nadia(self, session):
        sharing(session, a_practice(session), a_lead_ntp(session))
        return a_referrer(session, at=a_practice(session), name="Nadia Nurse")

    def take(self, session, actor, row, **more):
        return operations.take_at_review(session, actor, row.id, WHEEL, said(**more), at=NOON)

    def test_it_is_the_yearly_review_whatever_was_sent(self, session, asha, row, nadia):
        a_yes_to_reports(session, row.person)
        made = self.take(session, nadia, row)
        assert (made.occasion, made.way) == (Occasion.ANNUAL, Way.PRACTICE)
        assert made.practice_id == row.practice_id

    def test_without_the_persons_yes_there_is_nothing(self, session, asha, row, nadia):
        with pytest.raises(NotFound):
            self.take(session, nadia, row)

    def test_without_an_agreement_to_share_scores_there_is_nothing(self, session, asha, row):
        a_yes_to_reports(session, row.person)
        nadia = a_referrer(session, at=a_practice(session))
        with pytest.raises(NotFound):
            self.take(session, nadia, row)
        assert practice_panel(session, nadia, row.id, on=TODAY) == ()

    def test_of_goals_it_sees_nothing(self, session, asha, row, nadia):
        a_yes_to_reports(session, row.person)
        asked(session, GOALS)
        goal = a_goal(session, asha, row, "Leave my husband")
        take(session, asha, row, GOALS, numbers={str(goal): 3})
        take(session, asha, row)
        found = practice_panel(session, nadia, row.id, on=TODAY)
        assert [one.instrument.code for one in found] == [WHEEL]

    def test_after_a_no_to_support_it_writes_nothing(self, session, asha, nadia):
        row = a_case(session, asha, state=State.SUSTAINED, sent_at=NOON - timedelta(days=40))
        a_yes_to_reports(session, row.person)
        self.take(session, nadia, row)
        for one in session.scalars(sa.select(Consent).where(Consent.purpose == Purpose.SUPPORT)):
            one.withdrawn_at = NOON
        session.flush()
        with pytest.raises(NotFound):
            self.take(session, nadia, row, is_another=True)

    def test_another_practice_finds_nothing(self, session, asha, row):
        a_yes_to_reports(session, row.person)
        other = a_referrer(session, at=a_practice(session, "Old Quay Practice"))
        with pytest.raises(NotFound):
            self.take(session, other, row)

    def test_a_link_worker_does_not_put_it_right(self, session, asha, row, nadia):
        a_yes_to_reports(session, row.person)
        made = self.take(session, nadia, row)
        with pytest.raises(NotFound):
            operations.correct(session, asha, row.id, made.id, said(), because="x", at=NOON)


class TestByTheirOwnLink:
    @pytest.fixture
    def token(self, session, row):
        return links.issue(
            session, purpose=PURPOSE, subject_id=row.person_id, lifetime=timedelta(days=9), at=NOON
        )

    def questions(self, session, token, born_on=date(1948, 5, 17), code=WHEEL):
        return operations.open_questions(
            session, token, born_on=born_on, network="here", code=code, at=NOON
        )

    def test_they_are_let_in_asked_and_it_is_kept_as_theirs(self, session, asha, row, token):
        page = self.questions(session, token)
        made = operations.take_by_person(session, page, said(way=Way.LINK), at=NOON)
        assert (made.by, made.who, made.way) == (None, "the person themselves", Way.LINK)
        assert own_case(session, row.person_id).referral_id == made.referral_id

    @pytest.mark.parametrize(
        ("token", "born_on"), [("no such link", date(1948, 5, 17)), (None, date(1950, 1, 1))]
    )
    def test_a_wrong_link_and_a_wrong_date_are_told_the_same(
        self, session, asha, row, token, born_on
    ):
        good = links.issue(
            session, purpose=PURPOSE, subject_id=row.person_id, lifetime=timedelta(days=9), at=NOON
        )
        with pytest.raises(RuleBroken, match="with this link and this date"):
            self.questions(session, token or good, born_on)

    def test_what_is_not_asked_is_said_in_words(self, session, asha, token):
        with pytest.raises(RuleBroken, match="not asked any more"):
            self.questions(session, token, code="tarot")


def test_every_reading_is_audited(database):
    with database.writing() as session:
        asked(session)
        asha = a_link_worker(session)
        made = take(session, asha, a_case(session, asha))
    with database.reading() as session:
        wanted = sa.select(AuditLine.act).where(AuditLine.subject_id == made.id)
        assert session.scalars(wanted).all() == ["wrote down a reading"]
