"""A group answers behind its link, without an account: yes, no, another day, who came, how it went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.limits import Limit
from referrals.lifecycle import ONWARD_LINK, LinkMove, LinkState
from referrals.models import OnwardLink
from referrals.operations import linking
from referrals.operations.linking import Answer, Line
from referrals.queries.answering import get_by_token, get_to_tell
from referrals.vocabulary import (
    GroupAnswer,
    LinkKind,
    Met,
    News,
    Saying,
    StillComing,
    ToldBy,
)

ANSWERS_FROM_NETWORK = Limit(
    "answers of groups from one network",
    60,
    timedelta(hours=1),
    "Many answers came from your network in the last hour. Wait an hour, then try again.",
)


NEWS = {
    GroupAnswer.ACCEPT: News.ACCEPTED,
    GroupAnswer.PROPOSE: News.PROPOSED,
    GroupAnswer.REFUSE: News.REFUSED,
}


@dataclass(frozen=True)
class Told:
    """How far an outcome that was owed was reached, and more if the group likes."""

    met: Met
    words: str = ""


def answer(session: Session, token: str, given: Answer, *, at: datetime) -> None:
    """The group answers; its link worker hears of it."""
    link = get_by_token(session, token, at=at)
    linking.answer(session, _group(link), link, given, told_by=ToldBy.PAGE, at=at)
    linking.tell_worker(link, NEWS[given.kind])


def mark(session: Session, token: str, *, on: date, came: bool, at: datetime) -> None:
    """The group says that the person came on a day, or did not."""
    link = get_to_tell(session, token, at=at)
    linking.mark(session, _group(link), link, on=on, came=came, told_by=ToldBy.PAGE, at=at)


def say_how_it_went(
    session: Session, token: str,
    *, coming: StillComing, words: str, value: str, outcomes: Mapping[str, Told], at: datetime,
) -> bool:  # fmt: skip
    """The group says how it goes; under a sub-contract also what it owes. All else is as it likes.

    Whether its page is still there afterwards, so that it can say more.
    """
    link = get_to_tell(session, token, at=at)
    group = _group(link)
    link.group_says = words.strip() or link.group_says
    link.value_words = value.strip() or link.value_words
    link.changed_at = at
    line = Line(
        Saying.WENT, coming.words, words.strip(), value.strip(),
        [_told(owed, said) for owed, said in outcomes.items() if owed in link.outcomes_owed],
    )  # fmt: skip
    linking.say(session, group, link, line, told_by=ToldBy.PAGE, at=at)
    _move_on(session, group, link, coming, at=at)
    if link.kind is LinkKind.FORMAL and outcomes:
        _receive(session, group, link, outcomes, at=at)
    linking.tell_worker(link, News.TOLD)
    session.flush()
    audit.record(session, group, "said how it went", link, at=at)
    return link.state.hears_group


def _move_on(
    session: Session, group: Actor, link: OnwardLink, coming: StillComing, *, at: datetime
) -> None:
    wanted = {
        StillComing.COMING: LinkMove.ATTEND,
        StillComing.FINISHED: LinkMove.FINISH,
        StillComing.STOPPED: (
            LinkMove.STOP if link.state is LinkState.ATTENDING else LinkMove.NOT_START
        ),
    }[coming]
    if wanted in ONWARD_LINK.open_moves(link.state):
        linking.make(session, group, link, wanted, at=at)


def _receive(
    session: Session, group: Actor, link: OnwardLink, outcomes: Mapping[str, Told], *, at: datetime
) -> None:
    """What the group says of each outcome; when all are told and the work is over, nothing is owed."""
    told = {one["owed"]: one for one in link.outcomes_told}
    for owed in link.outcomes_owed:
        if owed in outcomes:
            told[owed] = _told(owed, outcomes[owed])
    link.outcomes_told = list(told.values())
    is_over = link.state in (LinkState.OUTCOME_DUE, LinkState.OUTCOME_OVERDUE)
    if is_over and set(told) >= set(link.outcomes_owed):
        linking.make(session, group, link, LinkMove.RECEIVE, at=at)


def _told(owed: str, said: Told) -> dict[str, str]:
    return {"owed": owed, "met": said.met.value, "words": said.words}


def _group(link: OnwardLink) -> Actor:
    return Actor(holds=link.group_id)
