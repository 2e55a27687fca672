"""A group answers without an account: what it says is kept, and its link worker hears of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import outbox
from kernel.errors import NotFound, RuleBroken
from kernel.outbox import OutboxItem
from referrals.events import OnwardLinkRefused
from referrals.lifecycle import LinkState
from referrals.operations import answering
from referrals.operations.answering import Told
from referrals.operations.linking import Answer
from referrals.queries.links import link_page
from referrals.vocabulary import GroupAnswer, Met, News, RefusalReason, StillComing, ToldBy
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter, a_token

YES = Answer(GroupAnswer.ACCEPT, words="Come on Tuesday")
OWED = "They cook once a week"


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def link(session, asha):
    return a_link(session, asha, a_shelter(session))


@pytest.fixture
def token(session, link):
    return a_token(session, link)


def test_yes_is_heard_and_the_page_stays_open(session, link, token):
    answering.answer(session, token, YES, at=NOON)
    assert (link.state, link.news, link.answered_by) == (
        LinkState.ACCEPTED,
        News.ACCEPTED,
        ToldBy.PAGE,
    )
    answering.answer(session, token, Answer(GroupAnswer.ACCEPT), at=NOON)
    assert link.group_says == "Come on Tuesday"


def test_no_needs_a_reason_and_may_be_put_right(session, link, token):
    with pytest.raises(RuleBroken) as refused:
        answering.answer(session, token, Answer(GroupAnswer.REFUSE), at=NOON)
    assert refused.value.field == "reason"
    answering.answer(session, token, Answer(GroupAnswer.REFUSE, RefusalReason.FULL), at=NOON)
    assert (link.state, link.refusal, link.news) == (
        LinkState.REFUSED,
        RefusalReason.FULL,
        News.REFUSED,
    )
    answering.answer(session, token, YES, at=NOON)
    assert (link.state, link.news) == (LinkState.ACCEPTED, News.ACCEPTED)


def test_a_refusal_is_announced_by_id_alone(session, link, token):
    heard = []

    @outbox.on(OnwardLinkRefused)
    def listen(session, event, *, at):
        heard.append(event)

    answering.answer(session, token, Answer(GroupAnswer.REFUSE, RefusalReason.FULL), at=NOON)
    session.flush()
    kept = [one for one in session.scalars(sa.select(OutboxItem)) if "listen" in one.listener]
    outbox._subscriptions.pop(kept[0].listener)
    assert [one.payload for one in kept] == [{"link_id": str(link.id)}]


def test_another_day_is_named_and_waits_for_the_link_worker(session, link, token):
    with pytest.raises(RuleBroken) as refused:
        answering.answer(session, token, Answer(GroupAnswer.PROPOSE), at=NOON)
    assert refused.value.field == "day"
    answering.answer(session, token, Answer(GroupAnswer.PROPOSE, day="Friday at 2"), at=NOON)
    assert (link.state, link.proposes, link.news) == (
        LinkState.INTRODUCED,
        "Friday at 2",
        News.PROPOSED,
    )


def test_nobody_came_before_they_were_spoken_of(session, link, token):
    with pytest.raises(
        RuleBroken, match="first spoke of this group on 22 November 2026"
    ) as refusal:
        answering.mark(
            session, token, on=NOON.date() - timedelta(days=1), came=True, at=NOON
        )  # fmt: skip
    assert refusal.value.field == "on"


def test_a_day_that_somebody_came_begins_it(session, link, token):
    answering.mark(session, token, on=NOON.date(), came=False, at=NOON)
    assert link.state is LinkState.INTRODUCED
    answering.mark(session, token, on=NOON.date(), came=True, at=NOON)
    assert link.state is LinkState.ATTENDING


@pytest.mark.parametrize(
    ("coming", "state"),
    [
        (StillComing.COMING, LinkState.ATTENDING),
        (StillComing.FINISHED, LinkState.FINISHED),
        (StillComing.STOPPED, LinkState.DID_NOT_START),
    ],
)
def test_an_informal_group_says_how_it_went_and_owes_nothing(session, link, token, coming, state):
    answering.say_how_it_went(
        session, token, coming=coming, words="She laughs a lot", value="More company",
        outcomes={OWED: Told(Met.MET)}, at=NOON,
    )  # fmt: skip
    assert (link.state, link.value_words, link.news) == (state, "More company", News.TOLD)
    assert link.outcomes_told == []


class TestUnderASubContract:
    @pytest.fixture
    def link(self, session, asha):
        outcomes = (OWED, "They eat with others")
        listing = a_funded_kitchen(session, a_lead_ntp(session), outcomes=outcomes)
        return a_link(session, asha, listing)

    def say(self, session, token, coming, *met):
        outcomes = {owed: Told(Met.MET, "Soup") for owed in met}
        more = {"words": "", "value": "", "outcomes": outcomes, "at": NOON}
        answering.say_how_it_went(session, token, coming=coming, **more)

    def test_when_all_outcomes_are_told_nothing_is_owed_any_more(self, session, link, token):
        self.say(session, token, StillComing.FINISHED, OWED, "They eat with others")
        assert link.state is LinkState.OUTCOME_RECEIVED
        assert link.outcomes_told[0] == {"owed": OWED, "met": "met", "words": "Soup"}

    def test_what_is_missing_stays_owed(self, session, link, token):
        self.say(session, token, StillComing.FINISHED, OWED)
        assert link.state is LinkState.OUTCOME_DUE
        self.say(session, token, StillComing.FINISHED, "They eat with others")
        assert link.state is LinkState.OUTCOME_RECEIVED

    def test_an_outcome_that_is_not_owed_is_not_kept(self, session, link, token):
        self.say(session, token, StillComing.COMING, "They run a marathon")
        assert link.outcomes_told == []


@pytest.mark.parametrize("days", [0, 181])
def test_a_token_that_is_wrong_or_too_old_finds_nothing(session, link, token, days):
    wrong = token if days else "made-up"
    at = NOON + timedelta(days=days)
    acts = [
        lambda: answering.answer(session, wrong, YES, at=at),
        lambda: answering.mark(session, wrong, on=NOON.date(), came=True, at=at),
        lambda: answering.say_how_it_went(
            session, wrong, coming=StillComing.COMING, words="", value="", outcomes={}, at=at
        ),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert (link.state, link.news) == (LinkState.INTRODUCED, None)


def test_each_answer_is_a_line_of_its_own_and_none_is_overwritten(session, asha, link, token):
    friday = Answer(GroupAnswer.PROPOSE, day="Friday at 2", words="Ring Kim first")
    monday = Answer(GroupAnswer.PROPOSE, day="Monday", words="Kim is away")
    for hours, given in enumerate((friday, monday, YES)):
        answering.answer(session, token, given, at=NOON + timedelta(hours=hours))
    later = NOON + timedelta(hours=4)
    for words in ("She likes the dogs", "She brought cake"):
        answering.say_how_it_went(
            session, token, coming=StillComing.COMING, words=words, value="", outcomes={}, at=later
        )
    page = link_page(session, asha, link.referral_id, link.id, at=later)
    told = [(one.what, one.why) for one in page.story]
    for line in (
        ("The group proposed another day: Friday at 2", "“Ring Kim first”"),
        ("The group proposed another day: Monday", "“Kim is away”"),
        ("The group added", "“Come on Tuesday”"),
        ("The group said how it goes: They still come", "“She likes the dogs”"),
        ("The group said how it goes: They still come", "“She brought cake”"),
    ):
        assert told.count(line) == 1
    assert page.group_says == "She brought cake"
    assert [one.who for one in page.story if "Friday" in one.what] == ["the group"]


def test_what_it_said_of_an_outcome_before_is_kept_too(session, asha):
    link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)))
    token = a_token(session, link)
    for met in (Met.NOT_MET, Met.MET):
        answering.say_how_it_went(
            session, token, coming=StillComing.COMING, words="", value="",
            outcomes={OWED: Told(met)}, at=NOON,
        )  # fmt: skip
    story = link_page(session, asha, link.referral_id, link.id, at=NOON).story
    said = [one.why for one in story if one.what.startswith("The group said how it goes")]
    assert sorted(said) == [f"{OWED}: No", f"{OWED}: Yes"]
