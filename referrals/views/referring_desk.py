"""What waits for whoever refers: referrals that came back, and drafts that were not sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from kernel.access import Actor
from referrals import permissions
from referrals.queries import follow, refer
from web.feature import Waiting
from web.templating import counted


def referring(session: Any, actor: Actor, now: datetime) -> Sequence[Waiting]:
    """The lines of a practice, and those of whoever writes calls down."""
    return [*_of_practice(session, actor), *_of_calls(session, actor)]


def _of_practice(session: Any, actor: Actor) -> Iterator[Waiting]:
    if not actor.may(permissions.REFER):
        return
    returned, drafts = follow.waiting(session, actor)
    if returned:
        yield Waiting(
            f"{counted(returned, 'referral', 'referrals')} came back to you.", "See why",
            url_for("referrals.referrals", show=follow.Show.RETURNED.value), 2,
        )  # fmt: skip
    if drafts:
        yield Waiting(
            f"{counted(drafts, 'referral is', 'referrals are')} not sent yet.", "Go on",
            url_for("referrals.referrals", show=follow.Show.DRAFTS.value), 4,
        )  # fmt: skip


def _of_calls(session: Any, actor: Actor) -> Iterator[Waiting]:
    if not actor.may(permissions.TAKE_CALL):
        return
    calls = len(refer.drafts(session, actor))
    if calls:
        yield Waiting(
            f"{counted(calls, 'call that you took is', 'calls that you took are')} not sent yet.",
            "Go on", url_for("referrals.phone"), 3,
        )  # fmt: skip
