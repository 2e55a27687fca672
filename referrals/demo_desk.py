"""What else there is on the desks of those who refer, work with people and look after the work."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.vocabulary import Domain
from kernel.access import Role
from kernel.periods import day_in_london
from referrals.casework import Danger, Inequality, WorkKind
from referrals.clocks import Limits
from referrals.demo_town import SERVES, Town
from referrals.models import OnwardLink, Referral
from referrals.operations import (
    allocating,
    arranging,
    by_practice,
    links,
    naming,
    openings,
    our_practice,
    person_page,
    requests,
    safeguarding,
    signposting,
    work,
)
from referrals.operations.links import Leave
from referrals.operations.work import Work
from referrals.queries.links import open_links_of
from referrals.queries.our_practice import Reporting
from referrals.vocabulary import RequestKind

LONG_AGO = timedelta(days=980)
HAS_ISSUE = (
    "Four people this month were sent home from the food bank because they had no paper slip. "
    "A slip by telephone would help."
)
PROFILES: Mapping[str, tuple[str, str]] = {
    "Asha Begum": ("English, Bengali", "I have lived by the river all my life."),
    "Daniel Crowe": ("English", "I was a bus driver for twenty years."),
    "Fiona Marsh": ("English, British Sign Language", "I like gardens and plain speaking."),
    "Kofi Mensah": ("English, Twi", "I ran a barber's shop. People tell me things."),
    "Ruth Ellwood": ("English", "I was a nurse on a heart ward."),
    "Tessa Ward": ("English", "I know every dog in Southbank."),
}
"""The languages of each link worker, and what they say of themselves."""

COMES_FIRST: Mapping[str, Inequality] = {
    "Craig Bolton": Inequality.HOMELESS,
    "Grace Adeyemi": Inequality.CARER,
    "Rashid Karim": Inequality.ETHNIC_MINORITY,
}


def settle(session: Session, town: Town, *, at: datetime) -> None:
    """What was settled before the first referral: clocks, who serves whom, what was agreed."""
    begun = at - LONG_AGO
    named = {Role.LEAD_MANAGER: town.holding(Role.SAFEGUARDING_LEAD).user_id}
    arranging.change_settings(
        session, town.holding(Role.LEAD_MANAGER), Limits(), takes_self_referrals=True,
        safeguarding_lead_id=named[Role.LEAD_MANAGER], version=0, at=begun,
    )  # fmt: skip
    for practice, workers in SERVES.items():
        for number, name in enumerate(workers):
            user_id = town.named(name).user_id
            if user_id is not None:
                naming.name_worker(
                    session, town.manager(practice), town.organisations[practice],
                    user_id=user_id, at=begun + timedelta(minutes=number),
                )  # fmt: skip
    _introduce_workers(session, town, at=begun)
    _settle_practice(session, town, at=begun)


def _introduce_workers(session: Session, town: Town, *, at: datetime) -> None:
    for name, (languages, about) in PROFILES.items():
        worker = town.named(name)
        here = [one.id for one in accounts.localities(session)][:2]
        work.write_profile(
            session, worker, languages=languages, training="Health coaching", about=about,
            locality_ids=here, at=at,
        )  # fmt: skip


def _settle_practice(session: Session, town: Town, *, at: datetime) -> None:
    manager = town.holding(Role.PRACTICE_MANAGER)
    for name, role in (("Nadia Nurse", "Practice nurse"), ("Dr Omar Field", "GP")):
        our_practice.add_trained(
            session, manager, name=name, role=role, trained_on=day_in_london(at), at=at
        )
    reporting = Reporting(
        frequency="After the first meeting, and at the end", content="What was agreed, what came of it",
        channel="On this site",
    )  # fmt: skip
    our_practice.settle_reporting(session, manager, reporting, at=at)


def arrange(session: Session, town: Town, made: Mapping[str, Referral], *, at: datetime) -> None:
    """What happened lately, beside the stories."""
    _work(session, town, at=at)
    _worry(session, town, made, at=at)
    for name, group in COMES_FIRST.items():
        manager = town.holding(Role.LEAD_MANAGER)
        allocating.put_first(session, manager, made[name].id, group=group, at=at)
    nurse = town.holding(Role.REFERRER)
    for days, domain in enumerate((Domain.BEFRIENDING, Domain.WELFARE_RIGHTS, None, None)):
        signposting.count_signpost(session, nurse, domain, at=at - timedelta(days=days * 3))
    requests.file_request(
        session, town.holding(Role.PRIVACY_OFFICER), made["Angela Prior"].person_id,
        kind=RequestKind.ACCESS, received_on=day_in_london(at) - timedelta(days=10),
        asks="I would like to read everything that is kept about me.", at=at - timedelta(days=9),
    )  # fmt: skip
    by_practice.issue_due(session, at=at)


def _work(session: Session, town: Town, *, at: datetime) -> None:
    """Work that is for no one person, and an issue that it brought up."""
    today = day_in_london(at)
    for name, kind, days, where, met in (
        ("Asha Begum", WorkKind.OUTREACH, 2, "The mosque on Weaver Street", 14),
        ("Asha Begum", WorkKind.GROUP_SUPPORT, 8, "Shapla Community Kitchen", 3),
        ("Daniel Crowe", WorkKind.OUTREACH, 5, "The food bank", 22),
        ("Fiona Marsh", WorkKind.PARTNERSHIP, 6, "The housing office", 2),
        ("Tessa Ward", WorkKind.NEW_GROUP, 4, "A knitting circle in the ferry house", 7),
    ):
        done = Work(kind, today - timedelta(days=days), where, 90, met, met // 2)
        work.log_work(session, town.named(name), done, at=at)
    work.raise_issue(session, town.named("Daniel Crowe"), words=HAS_ISSUE, at=at)


def _worry(session: Session, town: Town, made: Mapping[str, Referral], *, at: datetime) -> None:
    """A safeguarding concern, and a colleague's case that was opened with a reason."""
    yesterday = at - timedelta(days=1)
    safeguarding.raise_concern(
        session, town.named("Ruth Ellwood"), made["Eileen Fairley"].id, danger=Danger.SOON,
        words="The back door was open and the gas was on. The neighbour has gone away.",
        at=yesterday,
    )  # fmt: skip
    openings.open_anyway(
        session, town.named("Daniel Crowe"), made["Noor Haddad"].id,
        because="Asha was at the dentist, and Noor rang in tears", at=yesterday,
    )  # fmt: skip
    equality = {"ethnic_group": "asian", "sex": "female"}
    work.keep_equality_answers(
        session, town.named("Asha Begum"), made["Noor Haddad"].id, equality, at=at
    )


def write_letters(
    session: Session, town: Town, made: Mapping[str, Referral], *, at: datetime
) -> None:
    """Two letters that go out today: the shelter is asked, and somebody gets the link to their page."""
    asked, walker = made["Samuel Obi"], town.named("Fiona Marsh")
    (link,) = _links(session, asked)
    leave = Leave(said_yes=True, how="Told me when we met", phone=True)
    links.introduce(session, walker, asked.id, link.id, leave=leave, by_letter=True, at=at)
    person_page.send_link(session, town.named("Asha Begum"), made["Maya Thornton"].id, at=at)


def _links(session: Session, row: Referral) -> list[OnwardLink]:
    return list(open_links_of(session, row.person_id))
