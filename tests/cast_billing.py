"""The cast of billing: cases whose first meeting was held. Nobody here is real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from referrals.criteria import MentalHealth, Mobility, OngoingInput
from referrals.operations.assessing import Found, assess
from referrals.vocabulary import Channel, SupportLevel
from tests.cast import NOON
from tests.cast_caseload import a_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernel.access import Actor
    from referrals.models import Referral


def found(**more: Any) -> Found:
    """What a link worker found: somebody whom the guide's table puts into the low band."""
    facts: dict[str, Any] = {
        "co_morbidities": 1, "mental_health": MentalHealth.LOW, "mobility": Mobility.MOBILE,
        "ongoing_input": OngoingInput.MINIMAL, "support_level": SupportLevel.MINIMAL,
        "because": "", "profile": {},
    }  # fmt: skip
    return Found(**facts | more)


def an_assessed_case(
    session: Session, worker: Actor, name: str = "Maya Thornton", *, minutes: int = 45, **more: Any
) -> Referral:
    """A case of a link worker's whose first meeting was held at NOON."""
    row = a_case(session, worker, name)
    assess(
        session, worker, row.id, found(**more), channel=Channel.FACE_TO_FACE, minutes=minutes,
        happened_at=NOON, at=NOON,
    )  # fmt: skip
    return row
