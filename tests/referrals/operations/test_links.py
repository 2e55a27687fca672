"""Linking somebody onward: a choice is offered, the group learns little, nobody is chased twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from directory.models import Group
from directory.operations import keeping
from kernel.access import SYSTEM
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.introductions import ANSWER_WITHIN, CLOSE_AFTER, OUTCOMES_WITHIN
from referrals.lifecycle import LinkMove, LinkState, Move
from referrals.models import Consent, LinkStep, Referral
from referrals.operations import linking, links
from referrals.operations.linking import Answer
from referrals.operations.links import Choice, Leave
from referrals.queries.answering import get_by_token
from referrals.vocabulary import (
    GroupAnswer,
    LinkKind,
    News,
    Recipient,
    RefusalReason,
    Said,
    ToldBy,
)
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_plans import (
    a_funded_kitchen,
    a_link,
    a_shelter,
    a_token,
    an_agreed_case,
    our_own_walk,
)
from tests.cast_referrals import a_referral

A_DAY = timedelta(days=1)


@pytest.fixture
def lead(session):
    return a_lead_ntp(session)


@pytest.fixture
def asha(session, lead):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def shelter(session, lead):
    return a_shelter(session)


def letters(session):
    return [one.template for one in session.scalars(sa.select(Letter).order_by(Letter.written_at))]


class TestSuggesting:
    @pytest.fixture
    def case(self, session, asha):
        return an_agreed_case(session, asha)

    def choice(self, case, shelter, **changes):
        facts = {
            "offered": [shelter.id], "own_idea": "A dog", "chosen": shelter.id,
            "goal_id": case[1], "said": Said.YES,
        }  # fmt: skip
        return Choice(**(facts | changes))

    def test_what_was_offered_is_kept_beside_what_was_chosen(self, session, asha, case, shelter):
        link = links.suggest(session, asha, case[0].id, self.choice(case, shelter), at=NOON)
        assert [one["name"] for one in link.choices] == ["Dog walking", "A dog"]
        assert (link.title, link.group_name) == ("Dog walking", "Anytown Cat and Dog Shelter")
        assert (link.kind, link.state) == (LinkKind.INFORMAL, LinkState.AGREED)

    def test_at_least_two_things_are_offered(self, session, asha, case, shelter):
        for changes in ({"own_idea": ""}, {"own_idea": "", "offered": [shelter.id] * 2}):
            with pytest.raises(RuleBroken, match="at least two"):
                links.suggest(
                    session, asha, case[0].id, self.choice(case, shelter, **changes), at=NOON
                )

    def test_a_link_needs_a_goal_of_the_plan(self, session, asha, case, shelter):
        with pytest.raises(NotFound):
            links.suggest(
                session, asha, case[0].id, self.choice(case, shelter, goal_id=uuid4()), at=NOON
            )
        bare = a_referral(session, worker=asha)
        with pytest.raises(RuleBroken, match="goal first"):
            links.suggest(session, asha, bare.id, self.choice(case, shelter), at=NOON)

    def test_only_what_was_offered_can_be_chosen(self, session, asha, case, shelter):
        strange = a_shelter(session, group="Others", name="Knitting").id
        with pytest.raises(RuleBroken, match="on the page"):
            links.suggest(
                session, asha, case[0].id, self.choice(case, shelter, chosen=strange), at=NOON
            )

    def test_nobody_is_linked_to_one_activity_twice(self, session, asha, case, shelter):
        links.suggest(session, asha, case[0].id, self.choice(case, shelter), at=NOON)
        with pytest.raises(RuleBroken, match="Dog walking is among their onward links already"):
            links.suggest(session, asha, case[0].id, self.choice(case, shelter), at=NOON)

    def test_an_own_idea_needs_no_group_at_all(self, session, asha, case, shelter):
        link = links.suggest(
            session, asha, case[0].id, self.choice(case, shelter, chosen=None), at=NOON
        )
        assert (link.kind, link.title, link.listing_id) == (LinkKind.SELF_DIRECTED, "A dog", None)

    def test_two_ideas_of_their_own_are_a_choice_where_the_directory_has_nothing(
        self, session, asha, case, shelter
    ):
        ideas = {"offered": [], "chosen": None, "other_idea": "Walk with her sister"}
        link = links.suggest(
            session, asha, case[0].id, self.choice(case, shelter, **ideas), at=NOON
        )
        assert [one["name"] for one in link.choices] == ["A dog", "Walk with her sister"]
        assert link.title == "A dog"

    @pytest.mark.parametrize(
        ("said", "state"),
        [(Said.NO, LinkState.DECLINED), (Said.THINKING, LinkState.SUGGESTED)],
    )
    def test_no_and_not_yet_are_answers_too(self, session, asha, case, shelter, said, state):
        link = links.suggest(
            session, asha, case[0].id, self.choice(case, shelter, said=said), at=NOON
        )
        assert link.state is state

    def test_a_colleague_and_a_manager_link_nobody(self, session, case, shelter):
        for other, refusal in (
            (a_link_worker(session), NotFound), (a_lead_manager(session), NotAllowed),
        ):  # fmt: skip
            with pytest.raises(refusal):
                links.suggest(session, other, case[0].id, self.choice(case, shelter), at=NOON)

    def test_a_service_of_our_own_is_named_so(self, session, asha, lead):
        assert a_link(session, asha, our_own_walk(session, lead)).kind is LinkKind.OWN

    def test_a_sub_contract_that_covers_it_makes_a_formal_link_with_its_outcomes(
        self, session, asha, lead
    ):
        link = a_link(session, asha, a_funded_kitchen(session, lead))
        assert (link.kind, link.outcomes_owed) == (LinkKind.FORMAL, ["They cook once a week"])
        assert link.agreement_id is not None

    def test_a_formal_link_can_be_a_mere_suggestion(self, session, asha, lead):
        link = a_link(session, asha, a_funded_kitchen(session, lead), is_only_suggested=True)
        assert (link.kind, link.agreement_id) == (LinkKind.INFORMAL, None)
        assert link.outcomes_owed == []


class TestIntroducing:
    def test_without_a_yes_the_group_is_told_nothing(self, session, asha, shelter):
        link = a_link(session, asha, shelter, is_asked=False)
        with pytest.raises(RuleBroken) as refused:
            links.introduce(
                session, asha, link.referral_id, link.id, leave=Leave(said_yes=False),
                by_letter=True, at=NOON,
            )  # fmt: skip
        assert refused.value.field == "said_yes"
        assert letters(session) == []

    def test_a_yes_is_kept_for_this_group_alone(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        consent = session.scalar(sa.select(Consent).where(Consent.recipient == Recipient.GROUP))
        assert (consent.recipient_id, consent.how) == (shelter.group_id, "Told me")
        assert link.state is LinkState.INTRODUCED

    def test_the_letter_says_nothing_of_who_the_person_is(self, session, asha, shelter):
        a_link(session, asha, shelter)
        letter = session.scalars(sa.select(Letter)).one()
        kept = f"{letter.facts} {letter.link} {letter.template}"
        assert letter.address == "jo@shelter.example"
        assert not [word for word in ("Maya", "Thornton", "weight", "stairs") if word in kept]

    def test_a_group_without_e_mail_is_told_by_telephone(self, session, asha):
        quiet = a_shelter(session, group="By phone", keeper_email="")
        link = a_link(session, asha, quiet, is_asked=False)
        leave = Leave(said_yes=True)
        more = {"leave": leave, "at": NOON}
        with pytest.raises(RuleBroken, match="Ring them"):
            links.introduce(session, asha, link.referral_id, link.id, by_letter=True, **more)

    def test_told_by_telephone_sends_no_letter(self, session, asha, shelter):
        link = a_link(session, asha, shelter, is_asked=False)
        links.introduce(
            session, asha, link.referral_id, link.id, leave=Leave(said_yes=True), by_letter=False,
            at=NOON,
        )  # fmt: skip
        assert (link.state, letters(session)) == (LinkState.INTRODUCED, [])

    def test_a_link_of_another_person_is_not_found_on_this_case(self, session, asha, shelter):
        link = a_link(session, asha, shelter, is_asked=False)
        other = a_referral(session, worker=asha, person=None)
        with pytest.raises(NotFound):
            links.note(session, asha, other.id, link.id, at=NOON)


class TestTelling:
    def test_the_link_worker_says_what_happened(self, session, asha):
        link = a_link(session, asha, None)
        for move in (LinkMove.ATTEND, LinkMove.FINISH):
            links.tell(
                session, asha, link.referral_id, link.id, move=move, words="Walks daily", at=NOON
            )
        assert link.state is LinkState.FINISHED
        assert session.scalar(sa.select(sa.func.count()).select_from(LinkStep)) == 3

    def test_what_a_group_answers_is_not_hers_to_say(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        with pytest.raises(RuleBroken):
            links.tell(
                session, asha, link.referral_id, link.id, move=LinkMove.ACCEPT, words="", at=NOON
            )

    def test_an_answer_on_the_telephone_is_written_down(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        given = Answer(GroupAnswer.REFUSE, RefusalReason.FULL)
        links.write_answer(session, asha, link.referral_id, link.id, given, at=NOON)
        assert (link.state, link.refusal) == (LinkState.REFUSED, RefusalReason.FULL)
        assert (link.answered_by, link.news) == (ToldBy.WORKER, None)

    def test_paper_is_typed_in_day_by_day_and_put_right(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        more = {"is_from_paper": True, "at": NOON}
        for came in (False, True):
            links.mark(session, asha, link.referral_id, link.id, on=NOON.date(), came=came, **more)
        days = links.queries.attendance_of(session, link.id)
        assert [(one.came, one.told_by) for one in days] == [(True, ToldBy.PAPER)]
        assert link.state is LinkState.ATTENDING

    def test_a_day_to_come_is_refused(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        tomorrow = NOON.date() + A_DAY
        with pytest.raises(RuleBroken, match="still to come"):
            links.mark(
                session, asha, link.referral_id, link.id, on=tomorrow, came=True,
                is_from_paper=False, at=NOON,
            )  # fmt: skip

    def test_taking_back_closes_the_groups_page_and_tells_it(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        token = a_token(session, link)
        links.tell(
            session, asha, link.referral_id, link.id, move=LinkMove.TAKE_BACK, words="", at=NOON
        )
        with pytest.raises(NotFound):
            get_by_token(session, token, at=NOON)
        assert letters(session) == ["referrals/introduction", "referrals/link_ended"]

    def test_what_is_new_is_gone_when_it_was_seen(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        linking.tell_worker(link, News.ACCEPTED)
        links.note(session, asha, link.referral_id, link.id, at=NOON)
        assert link.news is None


class TestChasing:
    def chased(self, session, days):
        return links.chase_groups(session, at=NOON + timedelta(days=days))

    def test_a_formal_link_is_chased_once_and_then_closed_with_everybody_told(
        self, session, asha, lead
    ):
        link = a_link(session, asha, a_funded_kitchen(session, lead))
        days = [ANSWER_WITHIN.days - 1, ANSWER_WITHIN.days, ANSWER_WITHIN.days + 1]
        assert [self.chased(session, day) for day in days] == [0, 1, 0]
        assert self.chased(session, (ANSWER_WITHIN + CLOSE_AFTER).days) == 1
        assert self.chased(session, 90) == 0
        assert (link.state, link.news) == (LinkState.UNANSWERED, News.UNANSWERED)
        assert sorted(letters(session)) == [
            "referrals/asked_again",
            "referrals/introduction",
            "referrals/link_ended",
            "referrals/no_answer",
        ]

    def test_an_informal_link_is_never_chased(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        assert [self.chased(session, day) for day in (10, 20, 365)] == [0, 0, 0]
        assert (link.state, link.news) == (LinkState.INTRODUCED, None)
        assert letters(session) == ["referrals/introduction"]

    def test_a_group_that_no_letter_reaches_is_rung(self, session, asha, lead):
        listing = a_funded_kitchen(session, lead)
        link = a_link(session, asha, listing)
        session.execute(sa.update(Group).values(mail_bounced_at=NOON))
        session.expire_all()
        self.chased(session, ANSWER_WITHIN.days)
        assert link.news is News.RING

    def test_a_group_that_proposed_a_day_waits_for_us(self, session, asha, lead):
        link = a_link(session, asha, a_funded_kitchen(session, lead))
        given = Answer(GroupAnswer.PROPOSE, day="Friday")
        links.write_answer(session, asha, link.referral_id, link.id, given, at=NOON)
        assert self.chased(session, 30) == 0

    def test_late_outcomes_are_asked_for_once(self, session, asha, lead):
        link = a_link(session, asha, a_funded_kitchen(session, lead))
        links.tell(
            session, asha, link.referral_id, link.id, move=LinkMove.FINISH, words="", at=NOON
        )
        assert (link.state, link.outcome_due_on) == (
            LinkState.OUTCOME_DUE,
            NOON.date() + OUTCOMES_WITHIN,
        )
        assert [self.chased(session, day) for day in (14, 15, 16, 60)] == [0, 1, 0, 0]
        assert (link.state, link.news) == (LinkState.OUTCOME_OVERDUE, News.OVERDUE)


class TestWhatHappensByItself:
    def test_an_activity_that_left_the_directory_is_on_the_desk(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        links.listing_left(session, shelter.id, at=NOON)
        assert link.news is News.GONE
        assert [one.id for one in links.queries.links_to_look_at(session, asha)] == [link.id]
        assert links.queries.links_to_look_at(session, a_link_worker(session)) == ()

    def test_a_case_that_ends_takes_back_what_is_open(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        referral = session.get_one(Referral, link.referral_id)
        session.add(referral.make(Move.DECLINE, by=asha, at=NOON))
        for _ in range(2):
            links.case_ended(session, referral.id, at=NOON)
        assert link.state is LinkState.TAKEN_BACK
        assert letters(session).count("referrals/link_ended") == 1

    def test_a_case_that_was_finished_leaves_people_where_they_go(self, session, asha, shelter):
        link = a_link(session, asha, shelter)
        referral = session.get_one(Referral, link.referral_id)
        session.add(referral.make(Move.COMPLETE, by=asha, at=NOON))
        links.case_ended(session, referral.id, at=NOON)
        assert link.state is LinkState.INTRODUCED

    def test_a_yes_that_is_taken_back_closes_the_page_at_once_and_the_link_after(
        self, session, asha, shelter
    ):
        link = a_link(session, asha, shelter)
        token = a_token(session, link)
        consent = links.queries.standing_consent(session, link)
        consent.withdrawn_at = NOON
        session.flush()
        with pytest.raises(NotFound):
            get_by_token(session, token, at=NOON)
        links.consent_ended(session, link.person_id, at=NOON)
        assert link.state is LinkState.TAKEN_BACK

    def test_a_listing_that_nobody_can_see_any_more_is_not_offered(self, session, asha, shelter):
        row, goal_id = an_agreed_case(session, asha)
        keeping.make(session, SYSTEM, shelter, keeping.Move.WITHDRAW, at=NOON)
        choice = Choice([shelter.id], "A dog", shelter.id, goal_id, Said.YES)
        with pytest.raises(RuleBroken):
            links.suggest(session, asha, row.id, choice, at=NOON)
        with pytest.raises(RuleBroken, match="own idea is"):
            links._check(replace(choice, own_idea="", chosen=None), [None, None])


def test_a_formal_link_cannot_be_answered_after_it_was_closed(session, asha, lead):
    link = a_link(session, asha, a_funded_kitchen(session, lead))
    links.chase_groups(session, at=NOON + ANSWER_WITHIN)
    links.chase_groups(session, at=NOON + ANSWER_WITHIN + CLOSE_AFTER)
    for given in (Answer(GroupAnswer.REFUSE, RefusalReason.FULL), Answer(GroupAnswer.ACCEPT)):
        with pytest.raises(RuleBroken, match="over"):
            links.write_answer(session, asha, link.referral_id, link.id, given, at=NOON)
