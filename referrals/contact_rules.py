"""How somebody may be reached (reliability.md P16): said once, and kept by everything that sends.

A letter to a shared home, or a message on a shared phone, can do harm.
"""

import re
from dataclasses import dataclass

from kernel.errors import RuleBroken
from referrals.vocabulary import Channel

MOBILE = re.compile(r"(?:\+?44|0)7[1-9]\d{8}")


def takes_texts(phone: str) -> bool:
    """Whether a number is a mobile's: it begins with 07, and 070 is none."""
    return MOBILE.fullmatch("".join(phone.replace("(0)", "").split())) is not None


DO_NOT_RING = "Do not ring."


@dataclass(frozen=True)
class Way:
    """What we have of a way of reaching somebody, and what they `said` against it."""

    channel: Channel
    term: str
    value: str
    said: str = ""

    @property
    def is_phone(self) -> bool:
        """Whether it is a number to ring."""
        return self.channel is Channel.PHONE


@dataclass(frozen=True)
class ContactRules:
    """What a person said about being reached. Until they say otherwise nothing is ruled out."""

    no_phone: bool = False
    no_voicemail: bool = False
    no_text: bool = False
    no_email: bool = False
    no_post: bool = False
    safe_times: str = ""

    def allow(self, channel: Channel) -> bool:
        """Whether somebody may be reached in this way at all."""
        return not {
            Channel.PHONE: self.no_phone,
            Channel.TEXT: self.no_text,
            Channel.EMAIL: self.no_email,
            Channel.LETTER: self.no_post,
        }.get(channel, False)

    def leave_a_way(self, *, phone: str, email: str, address: str) -> bool:
        """Whether we could reach somebody at all, by what we have and they allow."""
        return any(
            has_it and self.allow(channel)
            for channel, has_it in (
                (Channel.PHONE, bool(phone)),
                (Channel.TEXT, takes_texts(phone)),
                (Channel.EMAIL, bool(email)),
                (Channel.LETTER, bool(address)),
            )
        )

    def ways(self, *, phone: str, email: str, address: str) -> tuple[Way, ...]:
        """The ways that we have of reaching somebody, those first that they allow."""
        there = (
            Way(Channel.PHONE, "Phone", phone, DO_NOT_RING if self.no_phone else ""),
            Way(Channel.EMAIL, "E-mail", email, "Send no e-mail." if self.no_email else ""),
            Way(
                Channel.LETTER, "Address", address, "Send nothing by post." if self.no_post else ""
            ),
        )
        return tuple(sorted((one for one in there if one.value), key=lambda one: bool(one.said)))

    def must_agree_to(self, channel: Channel, *, is_agreed: bool) -> None:
        """Raises RuleBroken for a call to somebody who said not to ring, and did not agree to this one."""
        if channel is Channel.PHONE and self.no_phone and not is_agreed:
            raise RuleBroken(
                "They said: do not ring. Tick the box if they agreed to this call, "
                "or choose another way.",
                field="is_call_agreed",
            )

    @property
    def words(self) -> tuple[str, ...]:
        """The rules as they stand beside every way of reaching the person; none when there are none."""
        ruled_out = (
            (DO_NOT_RING, self.no_phone),
            ("Leave no message.", self.no_voicemail),
            ("Send no text messages.", self.no_text),
            ("Send no e-mail.", self.no_email),
            ("Send nothing by post.", self.no_post),
        )
        times = (f"Safe times: {self.safe_times}",) if self.safe_times else ()
        return (*(words for words, holds in ruled_out if holds), *times)
