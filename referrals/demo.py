"""Sixty people of Anytown who were referred, each with what came of it until today, and some of an earlier year.

Everybody here is made up; NHS numbers are from the range kept for tests.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import outbox
from kernel.database import Database
from kernel.periods import day_in_london
from referrals import demo_desk, demo_earlier, nhs_numbers
from referrals.demo_first import (
    accept,
    assess,
    begin,
    book,
    decline,
    give_up,
    meet_soon,
    miss,
    redirect,
    ring,
    send,
    send_back,
    take_back,
    try_to_ring,
)
from referrals.demo_plans import (
    agree_plan,
    close,
    keep_up,
    link_onward,
    report,
    review,
    slip,
    take_up_again,
)
from referrals.demo_stories import Known, Story
from referrals.demo_town import Town
from referrals.lifecycle import State
from referrals.models import Person, Referral

PEOPLE = Path(__file__).parent / "anytown_people.toml"
FOR_TESTS = 9_990_010_000
"""NHS numbers that begin with 999 are given to nobody."""

MET = (send, accept, ring, book, assess)
AT_WORK = (*MET, report, agree_plan, link_onward, review)
DONE = (*AT_WORK, close, report)
LAPSED = (*DONE, slip, report)
EARLIER = (*MET, report, agree_plan, close, report)
Way = tuple[Callable[[Story], None], ...]
WAYS: Mapping[State, Way] = {
    State.DRAFT: (),
    State.RECEIVED: (send,),
    State.RETURNED: (send, send_back),
    State.WITHDRAWN: (send, take_back),
    State.ALLOCATED: (send, accept),
    State.CONTACTING: (send, accept, try_to_ring),
    State.UNREACHABLE: (send, accept, try_to_ring, try_to_ring, try_to_ring, give_up),
    State.BOOKED: (send, accept, ring, meet_soon),
    State.MISSED: (send, accept, ring, book, miss),
    State.ASSESSED: MET,
    State.REDIRECTED: (send, accept, ring, redirect),
    State.DECLINED: (send, accept, ring, decline),
    State.IN_PROGRAMME: (*AT_WORK, meet_soon),
    State.COMPLETED: DONE,
    State.MAINTAINING: (*DONE, keep_up),
    State.SUSTAINED: (*DONE, keep_up, keep_up),
    State.LAPSED: LAPSED,
    State.REOPENED: (*LAPSED, take_up_again),
}
"""The way to each state in which a referral stays a while, act by act."""


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Make the people of Anytown, once, with all that came of their referrals."""
    with database.writing() as session:
        if session.scalar(sa.select(Person.id).limit(1)) is not None:
            return []
        made = _make(session, at)
    return [f"{len(made)} people of Anytown were referred, and their link workers are at work."]


def _make(session: Session, at: datetime) -> dict[str, Referral]:
    """What lies in the past is heard by nobody; what begins today is."""
    town = Town(session, day_in_london(at))
    with outbox.unheard(session):
        demo_desk.settle(session, town, at=at)
        lately, earlier = _people(day_in_london(at))
        for one in earlier:
            _tell(Story(session, town, one, at), EARLIER)
        made = {one.name: _tell(Story(session, town, one, at)) for one in lately}
        demo_desk.arrange(session, town, made, at=at)
    demo_desk.write_letters(session, town, made, at=at)
    return made


def _people(on: date) -> tuple[list[Known], list[Known]]:
    """Those of lately, and those of an earlier year."""
    lately = tomllib.loads(PEOPLE.read_text())["person"]
    numbers = (str(one) for one in count(FOR_TESTS) if nhs_numbers.is_right(str(one)))
    everybody = [
        Known(place=place, nhs_number=next(numbers), **facts)
        for place, facts in enumerate([*lately, *demo_earlier.people(on=on)])
    ]
    return everybody[: len(lately)], everybody[len(lately) :]


def _tell(story: Story, way: Way | None = None) -> Referral:
    """Everything that happened until today; the referral of which it happened."""
    story.row = begin(story)
    for act in way or WAYS[State(story.known.state)]:
        act(story)
        story.session.flush()
    return story.row
