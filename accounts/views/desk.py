"""What of accounts waits for somebody: a line of their desk each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from accounts import permissions, queries
from kernel.access import Actor
from kernel.periods import day_in_london
from web.feature import Waiting
from web.templating import as_date


def waiting(session: Any, actor: Actor, at: datetime) -> Sequence[Waiting]:
    """What waits for somebody: invitations unanswered, agreements that end, areas not complete."""
    return [
        *_invitations(session, actor, at),
        *_agreements(session, actor, at),
        *_areas(session, actor),
    ]


def _invitations(session: Any, actor: Actor, at: datetime) -> Iterator[Waiting]:
    if actor.organisation_id is None or not actor.may(permissions.MANAGE_PEOPLE):
        return
    unanswered = queries.unanswered(session, actor.organisation_id, at=at)
    if unanswered:
        who = "1 person has" if unanswered == 1 else f"{unanswered} people have"
        yield Waiting(
            f"{who} not answered your invitation yet.", "Look at invitations",
            url_for("accounts.people", organisation_id=actor.organisation_id), urgency=7,
        )  # fmt: skip


def _agreements(session: Any, actor: Actor, at: datetime) -> Iterator[Waiting]:
    if not actor.may(permissions.MANAGE_AGREEMENTS):
        return
    for line in queries.ending_soon(session, actor, on=day_in_london(at)):
        last_day = line.agreement.until_on
        if last_day is not None:
            yield Waiting(
                f"The agreement of {line.first} with {line.second} ends on {as_date(last_day)}.",
                "Look at the agreement",
                url_for("accounts.agreement", agreement_id=line.agreement.id), urgency=6,
            )  # fmt: skip


def _areas(session: Any, actor: Actor) -> Iterator[Waiting]:
    if not actor.may(permissions.MANAGE_ORGANISATIONS):
        return
    for page in queries.area_pages(session, actor):
        if page.missing:
            yield Waiting(
                f"{page.area.name} is not complete. {page.missing[0]}", "Look at areas",
                url_for("accounts.organisations"), urgency=4,
            )  # fmt: skip
