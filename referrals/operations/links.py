"""A link worker links somebody onward: offers a choice, asks the group, and writes down what it says."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.operations.keeping import CODE_LENGTH, CODE_LETTERS, code_of
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals.introductions import Chase, chase
from referrals.lifecycle import LinkMove, LinkState
from referrals.models import Consent, OnwardLink, Referral
from referrals.operations import linking
from referrals.operations.linking import Answer
from referrals.operations.writing import write_to
from referrals.queries import links as queries
from referrals.queries import offers as directory_offers
from referrals.queries.offers import Offer, Terms
from referrals.queries.plans import find_plan, get_ended, get_own_case
from referrals.queries.said import turned_down_at
from referrals.vocabulary import (
    LinkKind,
    News,
    Purpose,
    Recipient,
    Said,
    ToldBy,
)

NO_LETTER = "No letter reaches this group. Ring them, then choose “I have told them myself”."
SELF_DIRECTED = Terms(LinkKind.SELF_DIRECTED)


@dataclass(frozen=True)
class Choice:
    """What was put before somebody, which of it this is about, and what they said.

    `chosen` is a listing, or None for the person's own idea.
    """

    offered: Sequence[UUID]
    own_idea: str
    chosen: UUID | None
    goal_id: UUID
    said: Said
    buddy: str = ""
    is_only_suggested: bool = False
    other_idea: str = ""

    @property
    def ideas(self) -> tuple[str, ...]:
        """What the person thought of without any group."""
        return tuple(idea for idea in (self.own_idea, self.other_idea) if idea)


@dataclass(frozen=True)
class Leave:
    """What the person agreed that a group may be told, and how they said so."""

    said_yes: bool
    how: str = ""
    phone: bool = False
    email: bool = False
    access: bool = False


def suggest(
    session: Session, actor: Actor, referral_id: UUID, choice: Choice, *, at: datetime
) -> OnwardLink:
    """Keep what was offered and what the person said to it. At least two things are offered (B0-57)."""
    referral = get_own_case(session, actor, referral_id)
    plan = find_plan(session, referral.person_id)
    if plan is None or not plan.state.is_active:
        raise RuleBroken("Write down a goal first: a link serves one.")
    plan.content.goal(choice.goal_id)
    offers = directory_offers.offers(
        session, referral.lead_id, choice.offered, on=day_in_london(at)
    )
    _check(choice, offers)
    _check_is_new(session, referral.person_id, choice)
    link = _link(referral, plan.id, choice, offers, at=at)
    session.add(link)
    session.flush()
    audit.record(session, actor, "suggested an activity", link, at=at)
    if choice.said is not Said.THINKING:
        move = LinkMove.AGREE if choice.said is Said.YES else LinkMove.DECLINE
        linking.make(session, actor, link, move, at=at)
    return link


def _check(choice: Choice, offers: Sequence[Offer]) -> None:
    if len(offers) + len(choice.ideas) < directory_offers.LEAST_CHOICES:
        raise RuleBroken(
            "Offer at least two things: activities, or ideas of their own.",
            field="own_idea",
        )
    if choice.chosen is None and not choice.own_idea:
        raise RuleBroken("Write down what their own idea is.", field="own_idea")
    if choice.chosen is not None and choice.chosen not in {one.listing_id for one in offers}:
        raise RuleBroken("Choose one of the answers on the page.", field="chosen")


def _check_is_new(session: Session, person_id: UUID, choice: Choice) -> None:
    for one in queries.open_links_of(session, person_id) if choice.chosen else ():
        if one.listing_id == choice.chosen:
            raise RuleBroken(
                f"{one.title} is among their onward links already. Choose another.", field="chosen"
            )


def _link(
    referral: Referral, plan_id: UUID, choice: Choice, offers: Sequence[Offer], *, at: datetime
) -> OnwardLink:
    chosen = next((one for one in offers if one.listing_id == choice.chosen), None)
    terms = _terms(chosen, choice)
    return OnwardLink(
        person_id=referral.person_id, referral_id=referral.id, plan_id=plan_id,
        lead_id=referral.lead_id, goal_id=choice.goal_id, kind=terms.kind,
        state=LinkState.SUGGESTED, agreement_id=terms.agreement_id,
        listing_id=chosen.listing_id if chosen else None,
        group_id=chosen.group_id if chosen else None,
        title=chosen.name if chosen else choice.own_idea,
        group_name=chosen.group if chosen else "",
        choices=_choices(choice, offers), outcomes_owed=list(terms.outcomes), outcomes_told=[],
        places_left=chosen.places_left if chosen else None, buddy=choice.buddy,
        short_code=code_of(secrets.randbelow(len(CODE_LETTERS) ** CODE_LENGTH)),
        made_at=at, changed_at=at, moves_made=0,
    )  # fmt: skip


def _terms(chosen: Offer | None, choice: Choice) -> Terms:
    if chosen is None:
        return SELF_DIRECTED
    is_let_off = chosen.terms.kind is LinkKind.FORMAL and choice.is_only_suggested
    return Terms(LinkKind.INFORMAL) if is_let_off else chosen.terms


def _choices(choice: Choice, offers: Sequence[Offer]) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = [
        {"listing": str(one.listing_id), "name": one.name, "places_left": one.places_left}
        for one in offers
    ]
    own: list[dict[str, object]] = [
        {"listing": "", "name": idea, "places_left": None} for idea in choice.ideas
    ]
    return [*listed, *own]


def introduce(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    *, leave: Leave, by_letter: bool, at: datetime,
) -> None:  # fmt: skip
    """Ask the group, once the person said that it may be told of them; by letter, or told already."""
    link = queries.get_own_link(session, actor, referral_id, link_id)
    if not leave.said_yes:
        raise RuleBroken("Ask them first: the group is told nothing without their yes.",
                         field="said_yes")  # fmt: skip
    linking.make(session, actor, link, LinkMove.INTRODUCE, at=at)
    _keep_consent(session, actor, link, leave, at=at)
    link.tells_phone, link.tells_email, link.tells_access = leave.phone, leave.email, leave.access
    link.introduced_at, link.by_letter = at, by_letter
    if by_letter and not linking.write_to_group(
        session, link, "referrals/introduction", at=at, with_link=True,
        facts={
            "is_formal": link.kind is LinkKind.FORMAL,
            "is_near": link.person.locality_id is not None,
        },
    ):  # fmt: skip
        raise RuleBroken(NO_LETTER, field="how_asked")


def _keep_consent(
    session: Session, actor: Actor, link: OnwardLink, leave: Leave, *, at: datetime
) -> None:
    if queries.standing_consent(session, link) is None:
        session.add(
            Consent(
                person_id=link.person_id, recipient=Recipient.GROUP, recipient_id=link.group_id,
                purpose=Purpose.INTRODUCE, how=leave.how, given_at=at, recorded_by=actor.user_id,
            )
        )  # fmt: skip
        session.flush()


def tell(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    *, move: LinkMove, words: str, at: datetime,
) -> None:  # fmt: skip
    """The link worker says what happened."""
    link = queries.get_own_link(session, actor, referral_id, link_id)
    if move not in queries.TOLD_BY_WORKER:
        raise RuleBroken("Choose one of the answers on the page.", field="move")
    link.news = None
    if move is LinkMove.TAKE_BACK:
        linking.take_back(session, actor, link, because=words, at=at)
    else:
        linking.make(session, actor, link, move, at=at, because=words)


def write_answer(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    given: Answer, *, at: datetime,
) -> None:  # fmt: skip
    """The group said it on the telephone, or on paper: the link worker writes it down."""
    link = queries.get_own_link(session, actor, referral_id, link_id)
    link.news = None
    linking.answer(session, actor, link, given, told_by=ToldBy.WORKER, at=at)


def mark(
    session: Session, actor: Actor, referral_id: UUID, link_id: UUID,
    *, on: date, came: bool, is_from_paper: bool, at: datetime,
) -> None:  # fmt: skip
    """Type in a day from the paper register, or as it was told."""
    link = queries.get_own_link(session, actor, referral_id, link_id)
    told_by = ToldBy.PAPER if is_from_paper else ToldBy.WORKER
    linking.mark(session, actor, link, on=on, came=came, told_by=told_by, at=at)


def note(session: Session, actor: Actor, referral_id: UUID, link_id: UUID, *, at: datetime) -> None:
    """The link worker has seen what is new."""
    link = queries.get_own_link(session, actor, referral_id, link_id)
    link.news = None
    audit.record(session, actor, "saw what is new about a link", link, at=at)


# ---- what the program does by itself ---------------------------------------------------------


def chase_groups(session: Session, *, at: datetime) -> int:
    """Ask once more, close what nobody answered, and say which outcomes are late; how many."""
    done = 0
    for link in queries.formal_links_waiting(session):
        if link.state is LinkState.INTRODUCED:
            done += _chase(session, link, at=at)
        elif link.outcome_due_on and link.outcome_due_on < day_in_london(at):
            linking.make(session, SYSTEM, link, LinkMove.RUN_LATE, at=at)
            linking.write_to_group(session, link, "referrals/outcomes_owed", at=at, with_link=True)
            linking.tell_worker(link, News.OVERDUE)
            done += 1
    return done


def _chase(session: Session, link: OnwardLink, *, at: datetime) -> int:
    if link.introduced_at is None or link.proposes:
        return 0
    asked_at = turned_down_at(session, link.id) or link.introduced_at
    is_chased = link.chased_at is not None and link.chased_at >= asked_at
    due = chase(
        link.kind,
        introduced_on=day_in_london(asked_at),
        chased_on=day_in_london(link.chased_at) if link.chased_at and is_chased else None,
        today=day_in_london(at),
    )
    match due:
        case Chase.ASK_AGAIN:
            _ask_again(session, link, at=at)
        case Chase.CLOSE:
            _close_unanswered(session, link, at=at)
    return int(due is not Chase.NOTHING)


def _ask_again(session: Session, link: OnwardLink, *, at: datetime) -> None:
    link.chased_at = at
    facts = {"is_formal": True}
    if not linking.write_to_group(
        session, link, "referrals/asked_again", at=at, with_link=True, facts=facts
    ):
        linking.tell_worker(link, News.RING)
    audit.record(session, SYSTEM, "asked a group once more", link, at=at)


def _close_unanswered(session: Session, link: OnwardLink, *, at: datetime) -> None:
    """Nobody answered: the group, the person and the link worker are told, and nobody is asked again."""
    linking.make(session, SYSTEM, link, LinkMove.GIVE_UP, at=at)
    linking.write_to_group(session, link, "referrals/link_ended", at=at)
    lead = queries.lead_words(session, link.lead_id)
    write_to(session, link.person, template="referrals/no_answer", facts={"lead": lead}, at=at)
    linking.tell_worker(link, News.UNANSWERED)


def listing_left(session: Session, listing_id: UUID, *, at: datetime) -> None:
    """An activity left the directory: whoever linked somebody to it hears so."""
    for link in queries.open_links_to(session, listing_id):
        linking.tell_worker(link, News.GONE)
        audit.record(session, SYSTEM, "noted that an activity has left", link, at=at)


def case_ended(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """A case is over: what no group was asked yet is taken back; all of it, unless it was finished."""
    referral = get_ended(session, referral_id)
    if referral is None:
        return
    for link in queries.open_links_of(session, referral.person_id):
        is_of_case = link.referral_id == referral.id
        if is_of_case and not (referral.state.is_followed and link.state.is_with_group):
            linking.take_back(session, SYSTEM, link, because=referral.state.words, at=at)


def consent_ended(session: Session, person_id: UUID, *, at: datetime) -> None:
    """A person took back their yes: groups that they no longer want to know of them are told.

    Without a yes to our help every link ends, of whichever episode, and whether or not a group knew.
    """
    for link in queries.open_links_of(session, person_id):
        knows = link.state.is_with_group or not queries.is_helped(session, link)
        if knows and queries.standing_consent(session, link) is None:
            linking.take_back(session, SYSTEM, link, because="They took back their yes.", at=at)
