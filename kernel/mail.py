"""Letters and texts: rows in the same transaction as their cause, sent by the worker, never lost.

A letter says one thing and holds at most one link. The link is made when the letter goes out, so no
token is ever kept. A letter that nobody waits for goes out by day, from 8am to 8pm in London. Senders:
files in the data folder (the default), SMTP, GOV.UK Notify.
"""

import smtplib
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import links, outbox
from kernel.database import Base, one_of
from kernel.errors import RuleBroken
from kernel.events import Event
from kernel.messages import PLAIN, Channel, Dress, Message, email_of
from kernel.periods import LONDON

DAY_BEGINS, DAY_ENDS = time(8), time(20)


@dataclass(frozen=True)
class Link:
    """A one-use link to be made when the letter goes out: `path` ends where the token begins."""

    purpose: str
    subject_id: UUID
    path: str
    lifetime: timedelta


class Letter(Base):
    """A letter to somebody: who, which template, what it is told; what became of it.

    One that `is_fixed` goes to this address in this way, or not at all.
    """

    __tablename__ = "letter"

    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    address: Mapped[str]
    template: Mapped[str]
    facts: Mapped[dict[str, Any]]
    link: Mapped[dict[str, Any]]
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(default="")
    is_fixed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


@dataclass(frozen=True)
class LetterWritten(Event):
    """A letter that somebody waits for is to be sent: a link, a code, what they asked for."""

    letter_id: UUID


@dataclass(frozen=True)
class RoutineLetterWritten(Event):
    """A letter that nobody waits for is to be sent, by day."""

    letter_id: UUID


class Sender(Protocol):
    """Something that takes messages away. It raises Undeliverable when trying again is no use."""

    def send(self, message: Message) -> None: ...

    def forget(self, letter_id: UUID) -> None:
        """Take away any copy of a letter that is kept here."""


class Undeliverable(Exception):
    """The address does not take letters; trying again would not help."""


PERMANENT = 5
"""The first digit of a mail server's answer that will not change."""

Renderer = Callable[[str, Mapping[str, Any]], str]
Dresser = Callable[[str, Mapping[str, Any]], Dress]


def undressed(_template: str, _facts: Mapping[str, Any]) -> Dress:
    """A letter has its words and nothing else."""
    return PLAIN


@dataclass
class PostRoom:
    """What sending needs, wired once at the start: the sender, the templates, our public address."""

    sender: Sender
    render: Renderer
    public_address: str
    from_name: str = "Petunias"
    dress: Dresser = undressed


_rooms: list[PostRoom] = []


def open_post_room(room: PostRoom) -> None:
    """Say how letters are sent from now on."""
    _rooms[:] = [room]


def write(
    session: Session,
    *,
    template: str,
    to: str,
    facts: Mapping[str, Any],
    at: datetime,
    channel: Channel = Channel.EMAIL,
    link: Link | None = None,
    about: UUID | None = None,
) -> Letter:
    """Write a letter that somebody waits for.

    It goes out after the transaction is certain, and not if it is undone. `template` names
    `templates/email/<template>.txt`; its first line is the subject.
    """
    letter = Letter(channel=channel, template=template, about_id=about, written_at=at,
                    **_words(to, facts, link))  # fmt: skip
    return _post(session, letter, LetterWritten(letter.id), at=at)


def write_routine(
    session: Session,
    *,
    template: str,
    to: str,
    facts: Mapping[str, Any],
    at: datetime,
    channel: Channel = Channel.EMAIL,
    link: Link | None = None,
    about: UUID | None = None,
) -> Letter:
    """Write a routine letter, that nobody waits for: as `write` does, but it goes out by day."""
    letter = Letter(channel=channel, template=template, about_id=about, written_at=at,
                    **_words(to, facts, link))  # fmt: skip
    return _post(session, letter, RoutineLetterWritten(letter.id), at=at)


def _post(
    session: Session, letter: Letter, written: LetterWritten | RoutineLetterWritten, *, at: datetime
) -> Letter:
    """Keep a letter to be sent; nobody gets one of what is done unheard."""
    if not outbox.is_unheard(session):
        session.add(letter)
        outbox.announce(session, written, at=at)
    return letter


def _words(to: str, facts: Mapping[str, Any], link: Link | None) -> dict[str, Any]:
    if "\n" in to or "\r" in to or not to:
        raise RuleBroken("Enter an e-mail address or phone number that we can write to.")
    return {"address": to, "facts": dict(facts), "link": _kept(link)}


def _kept(link: Link | None) -> dict[str, Any]:
    if link is None:
        return {}
    return {
        "purpose": link.purpose,
        "subject_id": str(link.subject_id),
        "path": link.path,
        "seconds": int(link.lifetime.total_seconds()),
    }


def by_day(at: datetime) -> datetime:
    """The first moment from now on that is between 8am and 8pm in London: now, if it is."""
    here = at.astimezone(LONDON)
    if DAY_BEGINS <= here.time() < DAY_ENDS:
        return at
    day = here.date() if here.time() < DAY_BEGINS else here.date() + timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS, LONDON).astimezone(UTC)


@outbox.on(LetterWritten)
def send_at_once(session: Session, event: LetterWritten, *, at: datetime) -> None:
    """Send a letter that somebody waits for, whatever the hour."""
    if letter := _unsent(session, event.letter_id):
        _send(session, letter, dated_at=letter.written_at, at=at)


@outbox.on(RoutineLetterWritten)
def send_by_day(session: Session, event: RoutineLetterWritten, *, at: datetime) -> None:
    """Send a letter that nobody waits for, if it is day; else put it off until the morning."""
    if (morning := by_day(at)) > at:
        outbox.announce(session, event, at=at, due_at=morning)
    elif letter := _unsent(session, event.letter_id):
        _send(session, letter, dated_at=by_day(letter.written_at), at=at)


def _unsent(session: Session, letter_id: UUID) -> Letter | None:
    letter = session.get(Letter, letter_id)
    return None if letter is None or letter.sent_at or letter.refused else letter


def _send(session: Session, letter: Letter, *, dated_at: datetime, at: datetime) -> None:
    """Send a letter, once; forget what it said when it has gone."""
    room = _rooms[0]
    try:
        room.sender.send(message_of(session, letter, room, dated_at=dated_at, at=at))
    except Undeliverable as error:
        letter.refused = str(error)
    else:
        letter.sent_at = at
    letter.facts, letter.link = {}, {}


def message_of(
    session: Session, letter: Letter, room: PostRoom, *, dated_at: datetime, at: datetime
) -> Message:
    """The letter as it leaves: template filled in, its one link made."""
    facts = {
        **letter.facts,
        "link": _link_address(session, letter, room, at=at),
        "service_name": room.from_name,
        "public_address": room.public_address,
    }
    words = room.render(letter.template, facts)
    subject, _, text = words.strip().partition("\n")
    return Message(
        letter.id,
        letter.channel,
        letter.address,
        subject.strip(),
        text.strip() + "\n",
        dated_at,
        room.dress(letter.template, facts) if letter.channel is Channel.EMAIL else PLAIN,
    )


def _link_address(session: Session, letter: Letter, room: PostRoom, *, at: datetime) -> str:
    if not letter.link:
        return ""
    token = links.issue(
        session,
        purpose=letter.link["purpose"],
        subject_id=UUID(letter.link["subject_id"]),
        lifetime=timedelta(seconds=letter.link["seconds"]),
        at=at,
    )
    return f"{room.public_address}{letter.link['path']}{token}"


def drop_waiting(session: Session, about: Collection[UUID]) -> int:
    """Let letters about some records, or with a link to one, not go out any more; how many."""
    gone = session.execute(
        sa.delete(Letter).where(_tells_of(about), Letter.sent_at.is_(None), Letter.refused == "")
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def forget_about(session: Session, about: Collection[UUID]) -> int:
    """Take away every letter about some records, or with a link to one, and any copy; how many."""
    letters = session.scalars(sa.select(Letter).where(_tells_of(about))).all()
    for letter in letters:
        _rooms[0].sender.forget(letter.id)
        session.delete(letter)
    return len(letters)


def _tells_of(about: Collection[UUID]) -> sa.ColumnElement[bool]:
    """A letter to a group is about the group; the link in it leads to the person's record."""
    leads_to = sa.type_coerce(Letter.link, sa.JSON)["subject_id"].as_string()
    return sa.or_(Letter.about_id.in_(about), leads_to.in_([str(one) for one in about]))


def refused_letters(session: Session) -> int:
    """How many letters could not be delivered: shown to staff."""
    return (
        session.scalar(sa.select(sa.func.count()).select_from(Letter).where(Letter.refused != ""))
        or 0
    )


@dataclass
class FileSender:
    """Letters as files: `<folder>/*.eml`, texts as `*.txt`. The default, and what the demo shows."""

    folder: Path
    from_address: str

    def send(self, message: Message) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = f"{message.dated_at:%Y%m%d-%H%M%S}-{message.id}"
        if message.channel is Channel.TEXT:
            (self.folder / f"{stem}.txt").write_text(f"To: {message.to}\n\n{message.text}")
        else:
            (self.folder / f"{stem}.eml").write_bytes(bytes(email_of(message, self.from_address)))

    def forget(self, letter_id: UUID) -> None:
        for file in self.folder.glob(f"*-{letter_id}.*"):
            file.unlink(missing_ok=True)


@dataclass
class SmtpSender:
    """Letters through a mail server that shows a good certificate. Texts need GOV.UK Notify."""

    host: str
    port: int
    from_address: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    seconds: int = 20

    def send(self, message: Message) -> None:
        if message.channel is Channel.TEXT:
            raise Undeliverable("Text messages need GOV.UK Notify.")
        with smtplib.SMTP(self.host, self.port, timeout=self.seconds) as server:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            try:
                server.send_message(email_of(message, self.from_address))
            except smtplib.SMTPRecipientsRefused as error:
                code = next(iter(error.recipients.values()))[0]
                if code // 100 == PERMANENT:
                    raise Undeliverable(f"The mail server refused the address ({code}).") from error
                raise

    def forget(self, letter_id: UUID) -> None:
        """Nothing is kept here; what a mail server keeps is its own."""


@dataclass
class NotifySender:
    """GOV.UK Notify, with one e-mail and one text template that take `subject` and `body`.

    Written to its documented interface and not tried against the real service.
    """

    client: Any
    email_template: str
    text_template: str

    def send(self, message: Message) -> None:
        facts = {"subject": message.subject, "body": message.text}
        if message.channel is Channel.TEXT:
            self.client.send_sms_notification(
                phone_number=message.to,
                template_id=self.text_template,
                personalisation={"body": message.text},
                reference=str(message.id),
            )
        else:
            self.client.send_email_notification(
                email_address=message.to,
                template_id=self.email_template,
                personalisation=facts,
                reference=str(message.id),
            )

    def forget(self, letter_id: UUID) -> None:
        """Nothing is kept here; GOV.UK Notify forgets by itself after seven days."""
