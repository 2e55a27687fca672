"""What waits with referrals in the demo world, so that every page and form of theirs can be met."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor, Role
from kernel.periods import day_in_london
from referrals.asked import Answers
from referrals.demo_town import Town
from referrals.lifecycle import ReportState, State
from referrals.models import ActionPlan, Concern, OnwardLink, Person, Referral, Report
from referrals.operations import (
    calendars,
    linking,
    links,
    messages,
    plans,
    refer,
    requests,
    retention,
    safeguarding,
    work,
)
from referrals.operations.links import Choice, Leave
from referrals.queries.messages import keys_page
from referrals.queries.plans import find_plan
from referrals.queries.work import own_profile
from referrals.vocabulary import News, RequestKind, Said, Source, Urgency
from tests.support.pictures import a_picture


def let_referrals_wait(session: Session, *, at: datetime) -> list[str]:
    """A plan that is looked over, one that is being written, danger, links, a photograph, a dry run."""
    town = Town(session, day_in_london(at))
    asha = town.holding(Role.LINK_WORKER)
    maya, noor = _case(session, "Maya Thornton"), _case(session, "Noor Haddad")
    plans.set_goal(session, asha, noor.id, words="My garden, a pot at a time", at=at)
    plans.meet_obstacle(session, asha, noor.id, words="The steps", at=at)
    noor.danger_at = at
    _link(session, town, asha, maya, at=at)
    _photograph(session, asha, at=at)
    plans.start_review(session, asha, maya.id, at=at)
    others = _others(session, town, at=at)
    session.flush()
    _drafts_grow_old(session)
    _worry_is_answered(session, town, at=at)
    colleagues = _case(session, "Bridget Nolan")
    equality = f"/cases/{noor.id}/equality"
    return [*_cases(session, asha), f"/cases/{colleagues.id}/open-anyway", equality, *others]


def _drafts_grow_old(session: Session) -> None:
    """Reports that were drawn up when another link worker had the case, and were not sent."""
    for row in session.scalars(sa.select(Report).where(Report.state == ReportState.DRAFT)):
        then = replace(row.says, link_worker="Ruth Adeyemi")
        row.write(row.occasion, row.words, then, at=row.written_at)


def _worry_is_answered(session: Session, town: Town, *, at: datetime) -> None:
    """A concern that stays open, of which something was done."""
    open_ones = session.scalars(sa.select(Concern.id).where(Concern.closed_at.is_(None)))
    safeguarding.write_down(
        session, town.holding(Role.SAFEGUARDING_LEAD), open_ones.first(), words="Rang the council",
        at=at,
    )  # fmt: skip


def _keys(session: Session, manager: Actor, *, at: datetime) -> None:
    """One that works, and one that was taken back."""
    for name in ("Old server", "EMIS server"):
        messages.make_key(session, manager, name=name, at=at)
    old = next(one for one in keys_page(session, manager).keys if one.name == "Old server")
    messages.take_key_back(session, manager, old.id, at=at)


def _others(session: Session, town: Town, *, at: datetime) -> list[str]:
    """A call that is written down, a key and a calendar, a hold, and a record that is over its time."""
    officer, manager = town.holding(Role.PRIVACY_OFFICER), town.holding(Role.LEAD_MANAGER)
    calendars.make_calendar(session, town.holding(Role.LINK_WORKER), at=at)
    _keys(session, town.holding(Role.PRACTICE_MANAGER), at=at)
    practice = town.organisations["Weaver Street Surgery"]
    call = refer.take_call(session, manager, practice, Answers(name="Rose Okafor"), at=at)
    _long_ago(session, officer, at=at - timedelta(days=9 * 366))
    run = retention.dry_run(session, officer, at=at)
    held, erased, wrong = (
        requests.file_request(
            session, officer, _case(session, name).person_id, kind=kind,
            received_on=day_in_london(at), asks="Please", at=at,
        ).id
        for name, kind in (
            ("Elsie Marsden", RequestKind.ERASURE), ("Bridget Nolan", RequestKind.ERASURE),
            ("Noor Haddad", RequestKind.RECTIFICATION),
        )
    )  # fmt: skip
    requests.hold(session, officer, held, because="A complaint is looked into", at=at)
    asked = (f"/data-requests/{one}" for one in (held, erased, wrong))
    return [f"/referrals/phone/{call.id}", f"/retention/{run.id}", *asked]


def _photograph(session: Session, asha: Actor, *, at: datetime) -> None:
    """The link worker shows her face; her colleagues have initials."""
    now = own_profile(session, asha)
    work.write_profile(
        session, asha, languages=now.languages, training=now.training, about=now.about,
        locality_ids=now.locality_ids, photo=a_picture(), at=at,
    )  # fmt: skip


def _long_ago(session: Session, officer: Actor, *, at: datetime) -> None:
    """Somebody who declined nine years ago, and of whom nothing was heard since."""
    person = Person(
        name="Edgar Holt", lead_id=officer.organisation_id, conditions=[], made_at=at, changed_at=at
    )
    row = Referral(
        person=person, lead_id=officer.organisation_id, state=State.DECLINED, source=Source.PHONE,
        urgency=Urgency.ROUTINE, started_at=at, sent_at=at, moved_at=at,
    )  # fmt: skip
    session.add_all([person, row])
    session.flush()


def _link(session: Session, town: Town, asha: Actor, case: Referral, *, at: datetime) -> None:
    plan = find_plan(session, case.person_id)
    assert plan is not None
    chosen, other = town.listing("Tai chi"), town.listing("Community gardening")
    choice = Choice(
        offered=[chosen, other], own_idea="", chosen=chosen,
        goal_id=plan.content.goals[0].id, said=Said.YES,
    )  # fmt: skip
    made = links.suggest(session, asha, case.id, choice, at=at)
    leave = Leave(said_yes=True, how="Told me")
    links.introduce(session, asha, case.id, made.id, leave=leave, by_letter=False, at=at)
    made.proposes = "Fridays at two"
    linking.tell_worker(made, News.PROPOSED)


def _cases(session: Session, asha: Actor) -> Iterator[str]:
    """One case of the link worker's in each state, each link, and where a practice follows it."""
    by_name = (Person.name, Referral.started_at)  # the same ones each time, whatever their ids
    every = session.scalars(sa.select(Referral).join(Referral.person).order_by(*by_name)).all()
    hers = [row for row in every if row.link_worker_id == asha.user_id]
    for row in [*{row.state: row for row in hers}.values(), _case(session, "Maya Thornton")]:
        yield from (f"/cases/{row.id}", f"/cases/{row.id}/plan")
    of_hers = sa.select(Referral.id).where(Referral.link_worker_id == asha.user_id)
    for table in (OnwardLink, ActionPlan):
        found = session.scalars(
            sa.select(table)
            .join(Person, Person.id == table.person_id)
            .where(table.referral_id.in_(of_hers))
            .order_by(Person.name)
        )
        for one in {one.state: one for one in found}.values():
            tail = f"links/{one.id}" if isinstance(one, OnwardLink) else "plan"
            yield f"/cases/{one.referral_id}/{tail}"
    for row in {(row.practice_id, row.source, row.state): row for row in every}.values():
        yield f"/referrals/{row.id}"


def _case(session: Session, name: str) -> Referral:
    return session.scalars(
        sa.select(Referral).join(Person, Person.id == Referral.person_id).where(Person.name == name)
    ).one()
