"""Generated worlds: 2 areas, 2 lead NTPs, 3 practices, everybody who might look, and people referred."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts import operations as accounts
from accounts.models import Organisation
from accounts.rules import ROLES_OF
from billing.models import Voucher
from billing.operations.vouchers import spend_session
from kernel.access import SYSTEM, Actor, Role
from referrals.deadlines import due_on
from referrals.lifecycle import DATA_REQUEST, State
from referrals.models import CaseOpening, Consent, DataRequest, LeadSettings, Person, RetentionRun
from referrals.vocabulary import RequestKind
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_ntp,
    a_practice,
    a_user,
    actor_of,
    an_area,
    an_ntp,
)
from tests.cast_charges import (
    a_case_with_a_band,
    a_paying_contract,
    a_payment,
    a_rewarded_case,
    charge,
)
from tests.cast_readings import asked
from tests.cast_referrals import a_person, a_referral
from tests.support.places import Held, Place, WorkOf, photographed

WORKERS = 2
"""Link workers of each lead NTP: one and a colleague."""

STATES = [state for state in State if state is not State.DRAFT]


@dataclass(frozen=True)
class Persona:
    """Somebody who looks: by what name we speak of them, and what they may act as."""

    name: str
    client: FlaskClient
    roles: frozenset[Role]
    organisation_id: UUID | None
    user_id: UUID | None
    held: Held | None = None


class World:
    """A world made from a seed. `personas` is everybody; the rest is in the database."""

    def __init__(self, app: Flask, *, seed: int) -> None:
        self.app, self.chance = app, random.Random(seed)
        self.personas: list[Persona] = [self._come("anyone", "", frozenset(), None, None)]
        with app.extensions["petunias"].database.writing() as session:
            self._fill(session)

    def _fill(self, session: Session) -> None:
        near, far = an_area(session), an_area(session, "Elsewhere")
        places = (
            self._place(session, a_lead_ntp(session), ["Weaver Street", "Old Quay"], near),
            self._place(
                session, a_lead_ntp(session, "Elsewhere Links", area=far), ["Hilltop"], far
            ),
        )
        for area in (near, far):
            body = a_commissioning_body(session, f"Commissioners of {area.name}", area=area)
            group = an_ntp(session, f"Choir of {area.name}", area=area)
            self._everybody(session, body)
            self._everybody(session, group)
        for place in places:
            asked(session, lead=place.lead)
            self._fallen(session, place)
            self._people(session, place)
            self._work(session, place, is_whole=place is places[0])
        self._charged(session, places[0])

    def _place(self, session, lead, names, area) -> Place:
        practices = tuple(a_practice(session, name, area=area) for name in names)
        for practice in practices:
            self._everybody(session, practice)
        return Place(lead, practices, tuple(self._everybody(session, lead)))

    def _everybody(self, session: Session, at: Organisation) -> Iterator[Actor]:
        """Somebody in every role that there is at a place; the link workers among them."""
        workers = []
        for role in sorted(ROLES_OF[at.kind]):
            for _ in range(WORKERS if role is Role.LINK_WORKER else 1):
                user = a_user(session, role, at=at, name=f"{role.label} {len(self.personas)}")
                self._sign_in(session, user, f"{user.name} of {at.name}", {role}, at)
                if role is Role.LINK_WORKER:
                    workers.append(actor_of(user, at, role))
        return iter(workers)

    def _fallen(self, session: Session, place: Place) -> None:
        """Those who had cases as link workers: one left, one was let go, one is idle, one does other work."""
        for name in ("leaver", "suspended", "idle", "demoted"):
            user = a_user(
                session, Role.LINK_WORKER, at=place.lead, name=f"{name} {uuid4().hex[:6]}"
            )
            worker = actor_of(user, place.lead, Role.LINK_WORKER)
            a_referral(session, self._person(session, place), worker=worker)
            session.add(photographed(user.id, place.lead.id))
            self._sign_in(session, user, f"{name} of {place.lead.name}", set(), None,
                          minutes=31 if name == "idle" else 0)  # fmt: skip
            if name == "leaver":
                user.left_at = NOON
            elif name == "suspended":
                accounts.let_leave(session, SYSTEM, user_id=user.id,
                                   organisation_id=place.lead.id, at=NOON)  # fmt: skip
            elif name == "demoted":
                now = {Role.DIRECTORY_EDITOR}
                accounts.change_roles(session, SYSTEM, user_id=user.id,
                                      organisation_id=place.lead.id, roles=now, at=NOON)  # fmt: skip
                at = place.lead
                self._sign_in(session, user, f"{name} at {at.name}, now an editor", now, at)

    def _people(self, session: Session, place: Place) -> None:
        for practice in place.practices:
            for worker in place.workers:
                state = self.chance.choice(STATES)
                a_referral(session, self._person(session, place, practice), state=state,
                           worker=worker)  # fmt: skip
            a_referral(session, self._person(session, place, practice), state=State.DRAFT,
                       worker=place.workers[0])  # fmt: skip
        gone = a_referral(session, self._person(session, place), worker=place.workers[0])
        self._take_back(session, gone.person_id)
        opened = a_referral(session, self._person(session, place), worker=place.workers[0])
        self._rights(session, place, [gone.person_id, opened.person_id])
        session.add(
            CaseOpening(
                user_id=place.workers[1].user_id, referral_id=opened.id, because="For the world",
                at=NOON, until=NOON + timedelta(hours=12),
            )
        )  # fmt: skip

    def _work(self, session: Session, place: Place, *, is_whole: bool) -> None:
        """What hangs on cases, and those who hold a link to some of it without an account."""
        work = WorkOf(session, place, lambda: self._person(session, place))
        work.lay_out()
        work.call_of(self._one(Role.LEAD_MANAGER, place).user_id)
        if is_whole:
            work.every_state()
        for held in work.held:
            client = FlaskClient(self.app, self.app.response_class)
            name = f"{held.who} of {place.lead.name}"
            self.personas.append(Persona(name, client, frozenset(), None, None, held))

    def _charged(self, session: Session, place: Place) -> None:
        """Somebody whose year of help was charged and who has paid, and somebody who has free sessions, one of them spent."""
        a_paying_contract(session)
        names = [f"Somebody {self.chance.randrange(10**9):09}" for _ in range(2)]
        row = a_case_with_a_band(session, place.workers[0], name=names[0])
        charge(session, row)
        a_payment(session, place.workers[0], row)
        rewarded = a_rewarded_case(session, place.workers[0], name=names[1])
        found = sa.select(Voucher.code).where(Voucher.referral_id == rewarded.id)
        code = session.scalars(found).one()
        spend_session(session, code, place=place.lead.name, left=6, at=NOON)

    def _one(self, role: Role, place: Place) -> Persona:
        return next(
            one for one in self.personas
            if one.roles == {role} and one.organisation_id == place.lead.id
        )  # fmt: skip

    def _rights(self, session: Session, place: Place, person_ids: list[UUID]) -> None:
        """Requests about records, a list to sign, and who is named for safeguarding."""
        named = self._one(Role.SAFEGUARDING_LEAD, place)
        session.add(
            LeadSettings(lead_id=place.lead.id, safeguarding_lead_id=named.user_id, changed_at=NOON)
        )
        for person_id in person_ids:
            session.add(
                DataRequest(
                    person_id=person_id, lead_id=place.lead.id, kind=RequestKind.ACCESS,
                    state=DATA_REQUEST.start, received_on=NOON.date(), filed_at=NOON,
                    due_on=due_on(NOON.date()),
                )
            )  # fmt: skip
        session.add(RetentionRun(lead_id=place.lead.id, person_ids=[], made_at=NOON))
        session.flush()

    def _person(
        self, session: Session, place: Place, practice: Organisation | None = None
    ) -> Person:
        name = f"Somebody {self.chance.randrange(10**9):09}"
        return a_person(session, name, lead=place.lead, practice=practice or place.practices[0])

    def _take_back(self, session: Session, person_id: UUID) -> None:
        for consent in session.scalars(sa.select(Consent).where(Consent.person_id == person_id)):
            consent.withdrawn_at = NOON

    def _sign_in(self, session, user, name, roles, at, *, minutes: int = 0) -> None:
        token = uuid4().hex
        accounts.start_session(session, user, token=token, awaits_code=False,
                               at=NOON - timedelta(minutes=minutes))  # fmt: skip
        self.personas.append(
            self._come(name, token, frozenset(roles), at.id if at else None, user.id)
        )

    def _come(self, name, token, roles, organisation_id, user_id) -> Persona:
        client = FlaskClient(self.app, self.app.response_class)
        if token:
            client.set_cookie("petunias", token)
        return Persona(name, client, roles, organisation_id, user_id)
