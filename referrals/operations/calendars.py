"""A link worker's private calendar: a secret address that can be made anew and taken away."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.links import digest_of
from referrals import permissions
from referrals.models import CalendarFeed
from referrals.queries.arranged import own_lead
from referrals.queries.contacts import running_feed

TOKEN_BYTES = 24


def make_calendar(session: Session, actor: Actor, *, at: datetime) -> str:
    """A new secret, shown once and kept as its digest only; the one before works no more."""
    stop_calendar(session, actor, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(
        user_id=actor.user_id, lead_id=own_lead(actor), digest=digest_of(token), made_at=at
    )
    session.add(feed)
    session.flush()
    audit.record(session, actor, "made a calendar address", feed, at=at)
    return token


def stop_calendar(session: Session, actor: Actor, *, at: datetime) -> None:
    """The address works no more."""
    actor.must(permissions.WORK)
    feed = running_feed(session, actor.user_id, own_lead(actor))
    if feed is not None:
        feed.revoked_at = at
        session.flush()
        audit.record(session, actor, "took a calendar address away", feed, at=at)
