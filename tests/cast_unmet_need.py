"""Unmet need in tests: who writes it down, and something that was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directory.vocabulary import Domain
from kernel.access import Actor, Role
from tests.cast import NOON, a_practice, an_actor
from unmet_need.needs import Told
from unmet_need.operations import record

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from unmet_need.models import UnmetNeed

COOKING = Told((Domain.HEALTHY_EATING,))


def a_nurse(session: Session, **more: Any) -> Actor:
    """Somebody of a practice who hears what people want."""
    more.setdefault("at", a_practice(session))
    return an_actor(session, Role.REFERRER, **more)


def a_need(
    session: Session, actor: Actor | None = None, told: Told = COOKING, **more: Any
) -> UnmetNeed:
    """Somebody wanted to cook with others, and could not."""
    more = {"locality_id": None, "at": NOON, **more}
    made = record(session, actor or a_nurse(session), told, **more)
    session.flush()
    return made
