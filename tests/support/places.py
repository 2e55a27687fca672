"""A lead NTP's work as worlds have it: a case in every state, and one of everything that hangs on a case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from accounts.models import Organisation
from kernel import links as one_use
from kernel.access import Actor, Role
from outcomes_star.operations import readings
from referrals.casework import ContactKind, Danger, Result, WorkKind
from referrals.criteria import MentalHealth, Mobility, OngoingInput
from referrals.lifecycle import PlanMove, State
from referrals.models import (
    ActionPlan,
    Appointment,
    Assessment,
    CalendarFeed,
    Concern,
    Consent,
    Contact,
    Issue,
    OnwardLink,
    Person,
    PracticeKey,
    Referral,
    TrainedInCarePlanning,
    WorkEntry,
    WorkerProfile,
)
from referrals.operations import links as linking
from referrals.operations import person_page, plan_steps, plans, reports
from referrals.operations.links import Choice, Leave
from referrals.operations.reports import Showing
from referrals.queries.answering import ANSWER
from referrals.queries.person_page import PURPOSE
from referrals.reporting import Occasion, Shown, Words
from referrals.vocabulary import Channel, Purpose, Recipient, Said, Source
from tests.cast import NOON
from tests.cast_directory import a_listing
from tests.cast_plans import the_plan
from tests.cast_readings import WHEEL, a_reading, said
from tests.cast_referrals import a_referral, id_of, named_worker, sharing
from tests.support.pictures import a_portrait

A_WEEK = timedelta(days=7)
FOLLOWED = {
    State.COMPLETED: (PlanMove.AGREE, PlanMove.START, PlanMove.END),
    State.MAINTAINING: (PlanMove.AGREE, PlanMove.START, PlanMove.END, PlanMove.MAINTAIN),
}


@dataclass(frozen=True)
class Place:
    """A lead NTP with its practices and its link workers."""

    lead: Organisation
    practices: tuple[Organisation, ...]
    workers: tuple[Actor, ...]


@dataclass(frozen=True)
class Held:
    """What somebody without an account holds: a page, its token, and about whom."""

    who: str
    pages: tuple[str, ...]
    token: str
    person_id: UUID


def photographed(user_id: UUID, lead_id: UUID) -> WorkerProfile:
    """The profile of somebody with a photograph."""
    return WorkerProfile(
        user_id=user_id, lead_id=lead_id, locality_ids=[], changed_at=NOON, photo=a_portrait(),
        photographed_at=NOON,
    )  # fmt: skip


class WorkOf:
    """Lays out the work of a place; `person` makes somebody new at the place."""

    def __init__(self, session: Session, place: Place, person: Callable[[], Person]) -> None:
        self.session, self.place, self.person = session, place, person
        self.worker = place.workers[0]
        self.held: list[Held] = []

    def lay_out(self) -> None:
        """Everything, once."""
        practice = self.place.practices[0]
        sharing(self.session, practice, self.place.lead)
        named_worker(self.session, practice, self.worker)
        self._faces()
        self._arranged(practice)
        self._calls(practice)
        self._case_with_plan_and_links()
        self._case_under_review()
        self._case_with_reports()
        self._met()
        self._asked()
        self.session.flush()

    def _asked(self) -> None:
        """Somebody was asked how things are, by the link worker and at the practice."""
        row = self._case(State.ASSESSED)
        a_reading(self.session, self.worker, row.id)
        nurse = Actor(
            organisation_id=row.practice_id, roles=frozenset({Role.REFERRER}), name="Nurse"
        )
        yearly = said(is_another=True)
        readings.take_at_review(self.session, nurse, row.id, WHEEL, yearly, at=NOON)

    def every_state(self) -> None:
        """A case of the first link worker in every state; where work is done, its plan too."""
        for state in State:
            if state is not State.DRAFT:
                row = self._case(state)
                for move in FOLLOWED.get(state, ()):
                    self._ended(row, move)
                self._tried(row, 3)
        self.session.flush()

    def _case(self, state: State) -> Referral:
        row = a_referral(self.session, self.person(), state=state, worker=self.worker)
        self.session.add(
            Consent(
                person_id=row.person_id, recipient=Recipient.PRACTICE,
                recipient_id=row.practice_id, purpose=Purpose.REPORT, given_at=NOON,
            )
        )  # fmt: skip
        self.session.flush()
        return row

    def _ended(self, row: Referral, move: PlanMove) -> None:
        """A move of the plan of a case, without asking what operations ask."""
        found = self.session.query(ActionPlan).filter_by(person_id=row.person_id).first()
        plan = found or ActionPlan.begin(person_id=row.person_id, referral_id=row.id, at=NOON)
        self.session.add(plan)
        self.session.flush()
        self.session.add(plan.make(move, by=self.worker, at=NOON))

    def _tried(self, row: Referral, times: int) -> None:
        for _ in range(times):
            self.session.add(
                Contact(
                    referral_id=row.id, kind=ContactKind.MEETING, channel=Channel.PHONE,
                    result=Result.NO_ANSWER, minutes=1, by=self.worker.user_id, who="Asha",
                    happened_at=NOON, recorded_at=NOON,
                )
            )  # fmt: skip

    def _faces(self) -> None:
        """Photographs of both link workers; only the first is named for a practice."""
        for one in self.place.workers:
            self.session.add(photographed(id_of(one), self.place.lead.id))

    def _arranged(self, practice: Organisation) -> None:
        """What belongs to nobody in particular: issues, work, keys, who is trained, a calendar."""
        lead, worker_id = self.place.lead, id_of(self.worker)
        token = uuid4().hex
        self.session.add_all([
            Issue(lead_id=lead.id, area_id=lead.area_id, words="No buses", raised_by=worker_id,
                  raised_at=NOON),
            WorkEntry(lead_id=lead.id, user_id=worker_id, kind=next(iter(WorkKind)),
                      on=NOON.date(), where_or_who="A market", minutes=5, recorded_at=NOON),
            TrainedInCarePlanning(practice_id=practice.id, name="Nina", role="Nurse",
                                  trained_on=NOON.date(), recorded_at=NOON),
            PracticeKey(practice_id=practice.id, name="EMIS", digest=uuid4().hex, made_at=NOON),
            CalendarFeed(user_id=worker_id, lead_id=lead.id, digest=one_use.digest_of(token),
                         made_at=NOON),
        ])  # fmt: skip
        self.calendar = token

    def _calls(self, practice: Organisation) -> None:
        """A call that the link worker is writing down, and one that she wrote down for a colleague."""
        for state, worker in ((State.DRAFT, self.worker), (State.ALLOCATED, self.place.workers[1])):
            row = a_referral(
                self.session, self.person(), state=state, worker=worker, source=Source.PHONE
            )
            row.started_by = self.worker.user_id

    def call_of(self, manager_id: UUID) -> None:
        """A call that the manager is writing down."""
        row = a_referral(
            self.session, self.person(), state=State.DRAFT, worker=self.worker, source=Source.PHONE
        )
        row.started_by = manager_id

    def _planned(self) -> tuple[Referral, UUID]:
        row = self._case(State.ASSESSED)
        goal_id = plans.set_goal(self.session, self.worker, row.id, words="To walk", at=NOON)
        plan_steps.take_on(
            self.session, self.worker, row.id, goal_id, text="Shoes", due_on=None, listing_id=None,
            at=NOON,
        )  # fmt: skip
        plans.meet_obstacle(self.session, self.worker, row.id, words="The stairs", at=NOON)
        seen = the_plan(self.session, row).version
        plans.agree(self.session, self.worker, row.id, seen=seen, at=NOON)
        return row, goal_id

    def _case_with_plan_and_links(self) -> None:
        """Somebody with a plan, with a group that was asked and may answer, and with one that was not."""
        row, goal_id = self._planned()
        for is_asked, called in ((True, "Walks"), (False, "Talks")):
            listing = a_listing(
                self.session, area_id=self.place.lead.area_id,
                group=f"{called} of {self.place.lead.name}",
                keeper_email=f"{uuid4().hex[:8]}@walks.example",
            )  # fmt: skip
            link = linking.suggest(
                self.session, self.worker, row.id,
                Choice([listing.id], "A dog", listing.id, goal_id, Said.YES), at=NOON,
            )  # fmt: skip
            if is_asked:
                self._ask(row, link)
        token = one_use.issue(
            self.session, purpose=PURPOSE, subject_id=row.person_id,
            lifetime=person_page.LIFETIME, at=NOON,
        )  # fmt: skip
        self.held.append(Held("the person", ("referrals.my_plan",), token, row.person_id))

    def _ask(self, row: Referral, link: OnwardLink) -> None:
        leave = Leave(said_yes=True, how="Told me", phone=True, email=True, access=True)
        linking.introduce(
            self.session, self.worker, row.id, link.id, leave=leave, by_letter=True, at=NOON
        )
        token = one_use.issue(
            self.session, purpose=ANSWER, subject_id=link.id, lifetime=A_WEEK * 4, at=NOON
        )
        pages = ("referrals.answer", "referrals.answer_came", "referrals.answer_went")
        self.held.append(Held("the group", pages, token, row.person_id))

    def _case_under_review(self) -> None:
        row, _ = self._planned()
        plans.start_review(self.session, self.worker, row.id, at=NOON)

    def _case_with_reports(self) -> None:
        """A report that was sent and one that is being written."""
        row = self._case(State.ASSESSED)
        words = Words("She joins the walk.", "", "")
        sent = reports.write(self.session, self.worker, row.id, Occasion.ASSESSMENT, words, at=NOON)
        reports.send(
            self.session, self.worker, row.id, sent.id, Showing(Shown.READ), digest=sent.digest,
            at=NOON,
        )  # fmt: skip
        reports.write(self.session, self.worker, row.id, Occasion.REVIEW, words, at=NOON)

    def _met(self) -> None:
        """Somebody whose first meeting is booked, and about whom there is a concern."""
        for state in (State.BOOKED, State.IN_PROGRAMME):
            row = self._case(state)
            self.session.add(
                Appointment(
                    referral_id=row.id, channel=Channel.FACE_TO_FACE, minutes=45,
                    begins_at=NOON + timedelta(hours=20), booked_by=self.worker.user_id,
                    booked_at=NOON, changed_at=NOON,
                )
            )  # fmt: skip
        self.session.add(
            Assessment(
                referral_id=row.id, number=1, co_morbidities=1, mental_health=MentalHealth.WELL,
                mobility=Mobility.SOME, ongoing_input=OngoingInput.MINIMAL, profile={},
                by=self.worker.user_id, who="Asha", at=NOON,
            )
        )  # fmt: skip
        self.session.add(
            Concern(
                person_id=row.person_id, referral_id=row.id, lead_id=row.lead_id,
                danger=Danger.NOW, words="Bruises", raised_by=id_of(self.worker), raised_at=NOON,
            )
        )  # fmt: skip
