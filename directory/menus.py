"""A menu: the activities that somebody collected, and the code by which others find the same menu.

The code is the list itself, so nothing is kept about who collected what (B05).
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from uuid import UUID

from kernel.errors import NotFound, RuleBroken

MOST = 30
_BYTES = 16


def with_one_more(listing_ids: Iterable[UUID], listing_id: UUID) -> tuple[UUID, ...]:
    """The list with another activity at its end. Raises RuleBroken when it is full."""
    listed = tuple(dict.fromkeys(listing_ids))
    if listing_id in listed:
        return listed
    if len(listed) >= MOST:
        raise RuleBroken(f"Your list holds {MOST} activities. Take one off before you add another.")
    return (*listed, listing_id)


def without(listing_ids: Iterable[UUID], listing_id: UUID) -> tuple[UUID, ...]:
    """The list without an activity."""
    return tuple(one for one in listing_ids if one != listing_id)


def code_of(listing_ids: Iterable[UUID]) -> str:
    """The code of a list."""
    together = b"".join(listing_id.bytes for listing_id in listing_ids)
    return urlsafe_b64encode(together).rstrip(b"=").decode()


def listing_ids_in(code: str) -> tuple[UUID, ...]:
    """The list of a code. Raises NotFound when it is not one."""
    try:
        together = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (binascii.Error, ValueError):
        raise NotFound from None
    if len(together) % _BYTES or len(together) > MOST * _BYTES or not together:
        raise NotFound
    parts = (together[at : at + _BYTES] for at in range(0, len(together), _BYTES))
    return tuple(dict.fromkeys(UUID(bytes=part) for part in parts))
