"""A letter ready to go: its words, the same as a page where there is one, and what is enclosed.

Every letter is whole as plain text: whoever reads no page loses nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How a letter travels."""

    EMAIL = "email"
    TEXT = "text"


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter: its name, its media type as in "application/pdf", its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Dress:
    """What a letter has besides its words: the same as a page, "" for none, and enclosures."""

    html: str = ""
    enclosed: tuple[Enclosure, ...] = ()


PLAIN = Dress()


@dataclass(frozen=True)
class Message:
    """A letter ready to go: what a sender gets."""

    id: UUID
    channel: Channel
    to: str
    subject: str
    text: str
    dated_at: datetime
    dress: Dress = PLAIN


def email_of(message: Message, from_address: str) -> EmailMessage:
    """The letter as an e-mail; its Message-ID is the same however often it is tried."""
    mail = EmailMessage()
    domain = from_address.rpartition("@")[2].strip(" >")
    mail["From"] = from_address
    mail["To"] = message.to
    mail["Subject"] = re.sub(r"[\r\n]+", " ", message.subject)
    mail["Date"] = message.dated_at
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    if message.dress.html:
        mail.add_alternative(message.dress.html, subtype="html")
    for one in message.dress.enclosed:
        kind, _, subtype = one.media_type.partition("/")
        mail.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return mail
