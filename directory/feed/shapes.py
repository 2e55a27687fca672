"""What every shape of the feed keeps to: facts that are known, stable ids, addresses that are valid.

Open Referral UK asks for no nulls, no empty text and UUIDs throughout (HSDS-UK 3.0, compliance).
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

Json = dict[str, Any]

LONDON = ZoneInfo("Europe/London")
_OURS = UUID("6f0c2b34-51a7-5a0e-9a35-2f6d1f0b8a47")
_TURNED_OVER = UUID("5a51f0c3-a1d2-0b64-04e1-9b3c6d20f78e").int
"""Nought where a UUID says which version and variant it is, so that those stay."""
_NO_SPACES = re.compile(r"[\s<>\"{}|\\^`\[\]]")
_SAFE = "/%:@!$&'()*+,;=~-._"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def said(**facts: Any) -> Json:
    """The facts that are known: nothing that is None, blank text or an empty list."""
    return {name: fact for name, fact in facts.items() if not _is_gap(fact)}


def _is_gap(fact: Any) -> bool:
    if isinstance(fact, str):
        return not fact.strip()
    return fact is None or (isinstance(fact, list | tuple | dict) and not fact)


def derived(owner: UUID, *kind: str) -> str:
    """The id of a part of something: always the same for the same part."""
    return str(uuid5(_OURS, ":".join((str(owner), *kind))))


def twin(owner: UUID) -> UUID:
    """The id of the one thing that goes with something. The twin of a twin is the first again."""
    return UUID(int=owner.int ^ _TURNED_OVER)


def named(*kind: str) -> UUID:
    """The id of something that has only a name, such as a taxonomy: always the same."""
    return uuid5(_OURS, ":".join(kind))


def web_address(text: str) -> str | None:
    """A web address as RFC 3986 writes it, or None: not http, or not an address at all."""
    text = text.strip()
    if not text or _NO_SPACES.search(text):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[a-z0-9.-]+", host):
        return None
    rest = quote(parts.path, safe=_SAFE)
    for mark, part in (("?", parts.query), ("#", parts.fragment)):
        rest += mark + quote(part, safe=_SAFE + "?") if part else ""
    rest = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", rest)
    return f"{parts.scheme}://{host}{port}{rest}"


def email_address(text: str) -> str | None:
    """An e-mail address, or None."""
    return text.strip() if _EMAIL.fullmatch(text.strip()) else None


def moment(at: datetime) -> str:
    """A moment in UTC to the millisecond, as the standard asks: 2026-03-01T09:30:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock_time(value: time | None, *, on: date) -> str | None:
    """A local time with the offset that London keeps on a day: 10:00Z in winter, 10:00+01:00 in summer."""
    if value is None:
        return None
    local = datetime.combine(on, value, LONDON).isoformat(timespec="minutes")
    return local.partition("T")[2].replace("+00:00", "Z")


def pounds(pence: int | None) -> float | None:
    """Pence as a number of pounds, which is how others count."""
    return None if pence is None else round(pence / 100, 2)
