"""The first part of a story: from the practice to a link worker, and to the first meeting."""

from datetime import datetime, time, timedelta

from kernel.periods import LONDON, day_in_london
from referrals.asked import Answers
from referrals.casework import ContactKind, NotThisTime, Result
from referrals.contact_rules import ContactRules
from referrals.criteria import PROFILE, Level, MentalHealth, Mobility, OngoingInput
from referrals.demo_stories import Known, Story
from referrals.demo_town import LIVE_AT
from referrals.models import Referral
from referrals.operations import (
    acknowledging,
    allocating,
    assessing,
    contacts,
    meeting,
    refer,
    reports,
    working,
)
from referrals.operations.assessing import Found
from referrals.operations.contacts import Said
from referrals.operations.meeting import Booking
from referrals.operations.refer import Agreed
from referrals.vocabulary import Channel, ReturnReason, SupportLevel, Urgency

OFFICE = "The Old Library, Weaver Street"
NO_NUMBER = 9
"""One in ten, the last of each, is referred without an NHS number."""


def begin(story: Story) -> Referral:
    """The practice writes it down."""
    referrer = story.town.referrer(story.known.practice)
    return refer.start(story.session, referrer, _answers(story.known), at=story.now)


def _answers(known: Known) -> Answers:
    has_mail = known.place % 3 == 0
    return Answers(
        name=known.name,
        nhs_number="" if known.place % 10 == NO_NUMBER else known.nhs_number,
        born_on=known.born,
        phone=f"07700 900{known.place + 100}",
        email=f"{known.first_name.lower()}.{known.place}@people.example" if has_mail else "",
        postcode=LIVE_AT[known.practice],
        language=known.language,
        needs_interpreter=known.interpreter,
        access_needs=known.access,
        carer=known.carer,
        conditions=tuple(known.conditions),
        rules=ContactRules(no_voicemail=known.no_voicemail),
        why_now=known.why,
        what_matters=known.matters,
        urgency=Urgency.SOON if known.level == SupportLevel.HIGH else Urgency.ROUTINE,
    )


def send(story: Story) -> None:
    """It is sent, acknowledged at once, and given to whoever it is for."""
    session, row, known = story.session, story.row, story.known
    referrer = story.town.referrer(known.practice)
    agreed = Agreed("Told me at the surgery", may_report=True)
    refer.send(session, referrer, row, agreed, is_somebody_else=False, at=story.now)
    acknowledging.acknowledge(session, row.id, at=story.now)
    if not known.worker:
        row.go_to(lead_id=row.lead_id, link_worker_id=None)
    elif (to := story.worker.user_id) and to != row.link_worker_id:
        allocating.give(
            session, story.town.manager(known.practice), row.id, to=to, had=row.link_worker_id,
            because="Knows the street they live in", at=story.after(0),
        )  # fmt: skip


def send_back(story: Story) -> None:
    """The link worker sends it back with what the practice should know."""
    reason = ReturnReason.TOO_LITTLE if "?" in story.known.says else ReturnReason.INAPPROPRIATE
    working.send_back(
        story.session, story.worker, story.row.id, reason=reason, because=story.known.says,
        at=story.after(1),
    )  # fmt: skip
    reports.prepare(story.session, story.row.id, at=story.now)


def take_back(story: Story) -> None:
    """The practice takes it back."""
    referrer = story.town.referrer(story.known.practice)
    refer.take_back(
        story.session, referrer, story.row.id, because=story.known.says, at=story.after(1)
    )


def accept(story: Story) -> None:
    """The link worker takes them on."""
    working.accept(story.session, story.worker, story.row.id, at=story.after(1))


# ---- getting in touch, and the first meeting -------------------------------------------------


def _note(story: Story, result: Result, minutes: int, note: str) -> None:
    said = Said(Channel.PHONE, result, minutes, story.now, kind=ContactKind.ATTEMPT, note=note)
    contacts.log_contact(story.session, story.worker, story.row.id, said, at=story.now)


def try_to_ring(story: Story) -> None:
    """Nobody answers."""
    story.after(2, 11)
    _note(story, Result.NO_ANSWER, 3, "It rang out. Try in the evening.")


def ring(story: Story) -> None:
    """They talk, for the first time."""
    story.after(2, 11)
    _note(story, Result.REACHED, 12, f"{story.known.first_name} is glad of the call.")


def give_up(story: Story) -> None:
    """Three tries, and no answer."""
    working.give_up(story.session, story.worker, story.row.id, at=story.after(1))
    reports.prepare(story.session, story.row.id, at=story.now)


def book(story: Story) -> None:
    """The first meeting is booked, and its day comes."""
    begins = story.ahead(4, 14)
    _book(story, begins)
    story.now = min(begins + timedelta(hours=1), story.end)


def meet_soon(story: Story) -> None:
    """A meeting is booked that is still to come, if the list says so."""
    if story.known.meets is None:
        return
    day = day_in_london(story.end) + timedelta(days=story.known.meets)
    begins = datetime.combine(day, time(10 + story.known.place % 6), LONDON)
    _book(story, begins.astimezone(story.end.tzinfo))


def _book(story: Story, begins_at: datetime) -> None:
    booking = Booking(
        Channel.FACE_TO_FACE, begins_at, 45, place=OFFICE,
        has_interpreter=story.known.interpreter,
    )  # fmt: skip
    story.after(0)
    meeting.book(
        story.session, story.worker, story.row.id, booking, at=min(story.now, _eve(begins_at))
    )


def _eve(begins_at: datetime) -> datetime:
    return begins_at - timedelta(minutes=30)


def miss(story: Story) -> None:
    """They could not come."""
    said = Said(
        Channel.FACE_TO_FACE, Result.DID_NOT_COME, 0, story.now, ContactKind.FIRST_MEETING,
        reason="Nobody could take them",
    )  # fmt: skip
    contacts.log_contact(story.session, story.worker, story.row.id, said, at=story.now)


def assess(story: Story) -> None:
    """The first meeting is held."""
    known = story.known
    at_first = SupportLevel.MODERATE if story.is_past else SupportLevel(known.level or "minimal")
    found = Found(
        co_morbidities=len(known.conditions),
        mental_health=list(MentalHealth)[known.place % 4],
        mobility=list(Mobility)[known.place % 3],
        ongoing_input=list(OngoingInput)[known.place % 3],
        support_level=at_first,
        because="",
        profile={one: list(Level)[(known.place + at) % 3] for at, one in enumerate(PROFILE)},
    )
    assessing.assess(
        story.session, story.worker, story.row.id, found, channel=Channel.FACE_TO_FACE,
        minutes=40 + known.place % 30, happened_at=story.now, at=story.now,
    )  # fmt: skip
    reports.prepare(story.session, story.row.id, at=story.now)


def decline(story: Story) -> None:
    """They say that it is not for them."""
    story.after(3)
    working.decline(
        story.session, story.worker, story.row.id, answer=NotThisTime.NOT_NOW,
        because="May ring again in the spring", at=story.now,
    )  # fmt: skip
    reports.prepare(story.session, story.row.id, at=story.now)


def redirect(story: Story) -> None:
    """Others can help better."""
    working.redirect(
        story.session, story.worker, story.row.id, where_to=story.known.says, at=story.after(1)
    )
    reports.prepare(story.session, story.row.id, at=story.now)
