"""How somebody may be reached (reliability.md P16): said once, and kept by everything that sends.

A letter to a shared home, or a message on a shared phone, can do harm.
"""

import re
from dataclasses import dataclass

from referrals.vocabulary import Channel

MOBILE = re.compile(r"(?:\+?44|0)7[1-9]\d{8}")


def takes_texts(phone: str) -> bool:
    """Whether a number is a mobile's: it begins with 07, and 070 is none."""
    return MOBILE.fullmatch("".join(phone.replace("(0)", "").split())) is not None


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

    @property
    def words(self) -> tuple[str, ...]:
        """The rules as they stand beside every way of reaching the person; none when there are none."""
        ruled_out = (
            ("Do not ring.", self.no_phone),
            ("Leave no message.", self.no_voicemail),
            ("Send no text messages.", self.no_text),
            ("Send no e-mail.", self.no_email),
            ("Send nothing by post.", self.no_post),
        )
        times = (f"Safe times: {self.safe_times}",) if self.safe_times else ()
        return (*(words for words, holds in ruled_out if holds), *times)
