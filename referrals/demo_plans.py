"""The longer part of a story: the plan, the groups, what the practice hears, and how it ends."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.casework import ContactKind, Result
from referrals.demo_stories import Story
from referrals.lifecycle import GoalMove, LinkMove, ReportState, State
from referrals.models import ActionPlan, OnwardLink
from referrals.operations import (
    contacts,
    linking,
    links,
    plan_steps,
    plans,
    reports,
    support,
    working,
)
from referrals.operations.contacts import Said as Talked
from referrals.operations.linking import Answer
from referrals.operations.links import Choice, Leave
from referrals.operations.plans import CameOf
from referrals.operations.reports import Showing
from referrals.queries.plans import find_plan
from referrals.queries.reports import latest_of
from referrals.reporting import Shown, Words
from referrals.vocabulary import (
    Channel,
    GroupAnswer,
    HowItGoes,
    Met,
    News,
    RefusalReason,
    Said,
    SupportLevel,
    ToldBy,
)

SIX_WEEKS = 42
OTHER_OFFER, BY_THE_WATER = "Community gardening", "Knit and natter"
FIRST_STEP = "Think of one thing that used to be good"
SHELTER_SAYS = "Came, and came back. The dog asks for them."


# ---- the plan --------------------------------------------------------------------------------


def the_plan(story: Story) -> ActionPlan:
    """The action plan of a story."""
    found = find_plan(story.session, story.row.person_id)
    if found is None:
        raise LookupError(f"{story.known.name} has no plan.")
    return found


def agree_plan(story: Story) -> None:
    """A goal in the person's words, small steps, and their yes."""
    session, worker, row, known = story.session, story.worker, story.row, story.known
    story.after(4, 10)
    goal_id = plans.set_goal(session, worker, row.id, words=known.goal, at=story.now)
    for number, text in enumerate(known.steps or (FIRST_STEP,), start=1):
        due_on = day_in_london(story.now) + timedelta(weeks=2 * number)
        plan_steps.take_on(
            session, worker, row.id, goal_id, text=text, due_on=due_on, listing_id=None,
            at=story.now,
        )  # fmt: skip
    if known.place % 2:
        plans.meet_obstacle(session, worker, row.id, words="The bus stops at six", at=story.now)
    plans.agree(session, worker, row.id, seen=the_plan(story).version, at=story.now)


def review(story: Story) -> None:
    """After six weeks they look the plan over, if it is that long ago."""
    if story.ahead(SIX_WEEKS) > story.end:
        return
    session, worker, row = story.session, story.worker, story.row
    story.after(SIX_WEEKS, 13)
    _talk(story, ContactKind.REVIEW, 30)
    step = the_plan(story).content.goals[0].steps[0]
    plan_steps.finish_step(session, worker, row.id, step.id, at=story.now)
    plans.start_review(session, worker, row.id, at=story.now)
    plans.finish_review(
        session, worker, row.id, words="It goes better than either of us thought.",
        review_on=None, seen=the_plan(story).version, at=story.now,
    )  # fmt: skip
    _need_less(story)


def _need_less(story: Story) -> None:
    """Somebody who came far needs less support than at first."""
    level, person = SupportLevel(story.known.level or "minimal"), story.row.person
    if level is not person.support_level:
        support.change_level(
            story.session, story.worker, story.row.id, level=level, on=day_in_london(story.now),
            because="Does most of it without me now", seen=f"{person.id}:{person.version}",
            at=story.now,
        )  # fmt: skip


def _talk(story: Story, kind: ContactKind, minutes: int) -> None:
    said = Talked(Channel.FACE_TO_FACE, Result.REACHED, minutes, story.now, kind=kind)
    contacts.log_contact(story.session, story.worker, story.row.id, said, at=story.now)


def close(story: Story) -> None:
    """The work is done: what came of the goal, and what changed for them."""
    story.after(40, 15)
    _talk(story, ContactKind.MEETING, 35)
    came_of = {
        goal.id: CameOf(GoalMove.ACHIEVE, story.known.changed)
        for goal in the_plan(story).content.open_goals
    }
    plans.close(
        story.session, story.worker, story.row.id, came_of=came_of,
        changed_for_me=story.known.changed, seen=the_plan(story).version, at=story.now,
    )  # fmt: skip
    links.case_ended(story.session, story.row.id, at=story.now)
    reports.prepare(story.session, story.row.id, at=story.now)


def keep_up(story: Story) -> None:
    """On the day of the next review they are asked how it goes, and it goes well."""
    _wait_for_review(story)
    plans.follow_up(
        story.session, story.worker, story.row.id, goes=HowItGoes.KEEPING,
        words=story.known.changed, at=story.now,
    )  # fmt: skip


def slip(story: Story) -> None:
    """On the day of the next review it has slipped."""
    _wait_for_review(story)
    plans.follow_up(
        story.session, story.worker, story.row.id, goes=HowItGoes.LAPSED,
        words="The dark evenings came, and with them the old habits.", at=story.now,
    )  # fmt: skip
    reports.prepare(story.session, story.row.id, at=story.now)


def _wait_for_review(story: Story) -> None:
    coming = the_plan(story).review_on
    if coming is not None:
        story.after((coming - day_in_london(story.now)).days, 10)
    _talk(story, ContactKind.REVIEW, 20)


def take_up_again(story: Story) -> None:
    """They begin anew, with the same link worker; the new referral names the old one."""
    why_now = "He rang himself, and asked for the shed again."
    working.reopen(story.session, story.worker, story.row.id, why_now=why_now, at=story.after(9))


# ---- the groups ------------------------------------------------------------------------------


def link_onward(story: Story) -> None:
    """They are offered a choice, choose, and the group answers as the list says."""
    if not story.known.goes_to and not story.known.own_idea:
        return
    link = _choose(story)
    does = GROUP_DOES.get(story.known.group)
    if does is not None:
        does(story, link)


def _choose(story: Story) -> OnwardLink:
    known, town = story.known, story.town
    chosen = town.listing(known.goes_to) if known.goes_to else None
    other = BY_THE_WATER if known.goes_to == OTHER_OFFER else OTHER_OFFER
    choice = Choice(
        offered=[one for one in (chosen, town.listing(other)) if one],
        own_idea=known.own_idea,
        chosen=chosen,
        goal_id=the_plan(story).content.goals[0].id,
        said=Said.THINKING if known.group == "thinking" else Said.YES,
    )
    return links.suggest(story.session, story.worker, story.row.id, choice, at=story.after(1))


def ask_group(story: Story, link: OnwardLink, *, by_letter: bool = False) -> None:
    """The group is told what the person agreed to, on the telephone or by letter."""
    links.introduce(
        story.session, story.worker, story.row.id, link.id,
        leave=Leave(said_yes=True, how="Told me when we met", phone=True), by_letter=by_letter,
        at=story.after(0),
    )  # fmt: skip


def _answer(story: Story, link: OnwardLink, answer: Answer) -> None:
    ask_group(story, link)
    links.write_answer(
        story.session, story.worker, story.row.id, link.id, answer, at=story.after(2, 12)
    )


def _accepts(story: Story, link: OnwardLink) -> None:
    _answer(story, link, Answer(GroupAnswer.ACCEPT, words="We look forward to it."))


def _attends(story: Story, link: OnwardLink) -> None:
    _accepts(story, link)
    for came in (True, False, True):
        story.after(5, 16)
        links.mark(
            story.session, story.worker, story.row.id, link.id, on=day_in_london(story.now),
            came=came, is_from_paper=False, at=story.now,
        )  # fmt: skip


def _finishes(story: Story, link: OnwardLink) -> None:
    """It is finished; what was owed under an agreement comes in."""
    _attends(story, link)
    _says(story, link, LinkMove.FINISH, "Goes by themselves now")
    if link.outcomes_owed:
        group = Actor(holds=link.group_id)
        link.outcomes_told = [
            {"owed": owed, "met": Met.MET.value, "words": SHELTER_SAYS}
            for owed in link.outcomes_owed
        ]
        linking.make(story.session, group, link, LinkMove.RECEIVE, at=story.after(3))


def _stops(story: Story, link: OnwardLink) -> None:
    _attends(story, link)
    _says(story, link, LinkMove.STOP, "Once was enough, and that is fine")


def _says(story: Story, link: OnwardLink, move: LinkMove, words: str) -> None:
    links.tell(
        story.session, story.worker, story.row.id, link.id, move=move, words=words,
        at=story.after(6),
    )  # fmt: skip


def _is_full(story: Story, link: OnwardLink) -> None:
    _answer(story, link, Answer(GroupAnswer.REFUSE, RefusalReason.FULL, words="Full until spring."))


def _proposes(story: Story, link: OnwardLink) -> None:
    """The group would like another day, and the link worker has not seen it yet."""
    ask_group(story, link)
    answer = Answer(GroupAnswer.PROPOSE, day="The second Tuesday in the month, at 8am")
    group = Actor(holds=link.group_id)
    linking.answer(story.session, group, link, answer, told_by=ToldBy.PAGE, at=story.after(2, 12))
    linking.tell_worker(link, News.PROPOSED)


GROUP_DOES: Mapping[str, Callable[[Story, OnwardLink], None]] = {
    "accepts": _accepts,
    "attends": _attends,
    "finished": _finishes,
    "stopped": _stops,
    "full": _is_full,
    "another-day": _proposes,
}
"""What a group does when it is asked; those that are still thought about or to be asked do nothing."""


# ---- what the practice hears -----------------------------------------------------------------


def report(story: Story) -> None:
    """The report that is owed goes out, once the person has read it; most are read at the practice."""
    draft = latest_of(story.session, story.row.id)
    if draft is None or draft.state is not ReportState.DRAFT:
        return
    words = Words(agreed=story.known.goal, next_steps="We meet again in two weeks.")
    if story.row.state is not State.ASSESSED:
        words = Words(agreed=story.known.changed, next_steps="I ring in six months.")
    reports.rewrite(
        story.session, story.worker, story.row.id, draft.id, draft.occasion, words,
        at=story.after(1),
    )  # fmt: skip
    reports.send(
        story.session, story.worker, story.row.id, draft.id, Showing(Shown.READ),
        digest=draft.digest, at=story.now,
    )  # fmt: skip
    _read(story, draft.id)


def _read(story: Story, report_id: UUID) -> None:
    """The practice reads it within two days; what came later than that still waits there."""
    if story.ahead(2) < story.end and story.known.place % 4:
        referrer = story.town.referrer(story.known.practice)
        reports.acknowledge(story.session, referrer, report_id, at=story.ahead(2))
