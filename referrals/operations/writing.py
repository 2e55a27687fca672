"""Writing to a person: the one door through which everything goes, so that their rules hold (P16)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernel import mail, messages
from kernel.mail import Letter, Link
from referrals.contact_rules import takes_texts
from referrals.models import Person
from referrals.queries.writing import NO_WAY_LEFT, takes_email, waiting_for
from referrals.vocabulary import Channel

CHANNELS = {Channel.EMAIL: messages.Channel.EMAIL, Channel.TEXT: messages.Channel.TEXT}


def write_to(
    session: Session,
    person: Person,
    *,
    template: str,
    facts: Mapping[str, Any],
    at: datetime,
    link: Link | None = None,
    is_safe_now: bool = False,
) -> Channel | None:
    """Write by the first way that the person allows and has: text to a mobile, then e-mail; which it was.

    It goes out by day. To somebody who named safe times nothing goes by itself, since no program can
    read them: only at once, when whoever is with them says that it is safe now. None: nothing was
    written. Whoever calls tells a link worker.
    """
    channel = way_to(person)
    if channel is None or (person.safe_times and not is_safe_now):
        return None
    write = mail.write if is_safe_now else mail.write_routine
    write(
        session, template=template, to=_address(person, channel), facts=facts, at=at,
        channel=CHANNELS[channel], link=link, about=person.id,
    )  # fmt: skip
    return channel


def email_alone(
    session: Session, person: Person, *, template: str, facts: Mapping[str, Any],
    is_safe_now: bool, at: datetime,
) -> bool:  # fmt: skip
    """Write what goes by e-mail to the address of today, or not at all; whether it was written.

    For what somebody asked for, and what others must not read: no text is sent instead.
    """
    if not takes_email(person) or (person.safe_times and not is_safe_now):
        return False
    write = mail.write if is_safe_now and person.safe_times else mail.write_routine
    letter = write(session, template=template, to=person.email, facts=facts, at=at, about=person.id)
    letter.is_fixed = True
    return True


def send_waiting_anew(session: Session, person: Person) -> None:
    """Somebody's number, address or rules changed: what has not gone yet goes there now, or nowhere."""
    for letter in waiting_for(session, person.id):
        channel = None if person.safe_times else _way_of(letter, person)
        if channel is None:
            letter.refused, letter.facts, letter.link = NO_WAY_LEFT, {}, {}
        else:
            letter.channel, letter.address = CHANNELS[channel], _address(person, channel)


def _way_of(letter: Letter, person: Person) -> Channel | None:
    """How a letter that waits may go now: one that is fixed as it was meant to, or not at all."""
    if not letter.is_fixed:
        return way_to(person)
    return Channel.EMAIL if takes_email(person) and letter.address == person.email else None


def _address(person: Person, channel: Channel) -> str:
    return person.phone if channel is Channel.TEXT else person.email


def way_to(person: Person) -> Channel | None:
    """How the person is written to: only in ways that they allow and that there are."""
    rules = person.contact_rules
    if takes_texts(person.phone) and rules.allow(Channel.TEXT):
        return Channel.TEXT
    return Channel.EMAIL if takes_email(person) else None
