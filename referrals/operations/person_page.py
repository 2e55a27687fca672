"""A person's own page: its link is sent, taken back, and opened with their date of birth."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import limits, links
from kernel.access import ANYONE, SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit
from kernel.links import digest_of
from kernel.mail import Link
from referrals.models import Person
from referrals.operations.writing import write_to
from referrals.queries import person_page as queries
from referrals.queries.person_page import PURPOSE, TEMPLATE, OwnPage
from referrals.queries.writing import TOO_LATE
from referrals.vocabulary import Channel

LIFETIME = timedelta(days=90)
SAFE_FOR = timedelta(minutes=15)
"""How long it stays a safe time once a link worker said so."""
PATH = "/my-plan/"
WRONG = (
    "We cannot open a page with this link and this date. Look at the date again. "
    "Or ask your link worker for a new link."
)
NO_DATE = "We do not know their date of birth, which opens the page. Add it first."
NO_WAY = (
    "They want neither texts nor e-mail, or we have no mobile number and no e-mail address. "
    "Print the page for them instead."
)
NOT_SAFE = (
    "They named safe times: “{times}”. Send the link at such a time, and tick that it is a safe time "
    "now. Nothing was sent."
)
HELD = {TEMPLATE: "held back the link to a person's page"}
ENDED = "ended the link to a person's page after many wrong dates"
HELD_EMAIL = "held back an e-mail to a person"
WAIT = "You have tried a few times. Wait a quarter of an hour, then try again."

TRIES_HERE = Limit("dates for a link from a network", 5, timedelta(minutes=15), WAIT)
"""For a link from one place: whoever holds the same link elsewhere is not kept out by it."""
TRIES_FROM_NETWORK = Limit("dates from a network", 30, timedelta(minutes=15), WAIT)
TRIES_FOR_LINK = Limit("dates for a link", 60, timedelta(days=1),
                       "This page was tried very often today. Ring your link worker.")  # fmt: skip
"""Only who holds the link can reach it, so no stranger locks anybody out."""
WRONG_DATES = Limit("wrong dates for a link in all", 20, timedelta(days=3660), WRONG)
"""Whoever holds the link guesses no further: then it ends. Only dates for a link that works are counted."""


def send_link(
    session: Session, actor: Actor, referral_id: UUID, *, is_safe_now: bool = False, at: datetime
) -> Channel:
    """Send the person the link to their page, in a way that they allow. An earlier link ends.

    It goes by day; at once, where they named safe times and the link worker says that it is one now.
    """
    person = queries.get_person_of_case(session, actor, referral_id)
    if person.born_on is None:
        raise RuleBroken(NO_DATE)
    if person.safe_times and not is_safe_now:
        raise RuleBroken(NOT_SAFE.format(times=person.safe_times), field="is_safe_now")
    _end(session, person, at=at)
    lead = accounts.get_organisation(session, person.lead_id)
    channel = write_to(
        session, person, template=TEMPLATE, facts={"lead": lead.name, "phone": lead.phone}, at=at,
        link=Link(PURPOSE, person.id, PATH, LIFETIME),
        is_safe_now=is_safe_now and bool(person.safe_times),
    )  # fmt: skip
    if channel is None:
        raise RuleBroken(NO_WAY)
    audit.record(session, actor, "sent a person the link to their page", person, at=at,
                 by=channel)  # fmt: skip
    return channel


def take_link_back(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> None:
    """Let the person's link work no more, and stop one that is still on its way."""
    person = queries.get_person_of_case(session, actor, referral_id)
    _end(session, person, at=at)
    audit.record(session, actor, "took back the link to a person's page", person, at=at)


def _end(session: Session, person: Person, *, at: datetime) -> None:
    links.revoke(session, purpose=PURPOSE, subject_id=person.id, at=at)
    for letter in queries.waiting_letters(session, person.id):
        letter.refused, letter.facts, letter.link = "taken back", {}, {}


def hold_back(session: Session, *, at: datetime) -> int:
    """Let no link or e-mail go out late to somebody who named safe times; how many were held back.

    It was safe when the link worker pressed. Where the message could not be handed over then, the
    program may not choose the moment itself.
    """
    late = queries.late_at_safe_times(session, before=at - SAFE_FOR)
    for letter, person in late:
        letter.refused, letter.facts, letter.link = TOO_LATE, {}, {}
        audit.record(session, SYSTEM, HELD.get(letter.template, HELD_EMAIL), person, at=at)
    return len(late)


def tries(token: str, network: str) -> list[tuple[Limit, str]]:
    """What a try counts against. The same whether there is such a link or not."""
    link = digest_of(token)
    return [
        (TRIES_HERE, f"{link} {network}"), (TRIES_FROM_NETWORK, network), (TRIES_FOR_LINK, link),
    ]  # fmt: skip


def open_page(
    session: Session, token: str, *, born_on: date, network: str, at: datetime
) -> OwnPage:
    """The page of somebody who came by their link and date of birth."""
    person = let_in(session, token, born_on=born_on, network=network, at=at)
    return queries.own_page(session, person, at=at)


def let_in(session: Session, token: str, *, born_on: date, network: str, at: datetime) -> Person:
    """Who comes by a link and date of birth. Raises RuleBroken, whichever was wrong."""
    person = queries.find_by_link(session, token, born_on=born_on, at=at)
    if person is None:
        raise RuleBroken(WRONG, field="born_on")
    limits.reset(session, TRIES_HERE, f"{digest_of(token)} {network}", at=at)
    audit.record(session, ANYONE, "opened their own page", person, at=at)
    return person


def note_wrong_date(session: Session, token: str, *, at: datetime) -> None:
    """Count a wrong date for a link; after twenty in all the link ends, and its link worker is told.

    In a transaction of its own, since that of the form is undone. Whoever guesses hears nothing of it.
    """
    if links.find(session, token, purpose=PURPOSE, at=at) is None:
        return
    limits.count(session, WRONG_DATES, digest_of(token), at=at)
    if not limits.is_reached(session, WRONG_DATES, digest_of(token), at=at):
        return
    person_id = links.fail(session, token, purpose=PURPOSE, at=at)
    person = session.get(Person, person_id) if person_id else None
    if person is not None:
        audit.record(session, SYSTEM, ENDED, person, at=at)
