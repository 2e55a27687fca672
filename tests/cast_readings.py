"""The cast of readings: an instrument that is asked, and what somebody answered. Nobody here is real."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kernel.access import Actor
from outcomes_star import shelf
from outcomes_star.instruments import Way
from outcomes_star.operations import choosing, loading
from outcomes_star.operations import readings as operations
from outcomes_star.operations.choosing import Licensed
from outcomes_star.operations.readings import Answered, Said
from outcomes_star.queries import find_choice
from outcomes_star.vocabulary import Agrees, Occasion
from tests.cast import NOON, a_lead_manager, a_lead_ntp
from tests.cast_star import made_up_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from accounts.models import Organisation
    from outcomes_star.models import Reading

WHEEL, ONS4, GOALS, STATEMENTS = "petunias-wheel", "ons4", "goal-rating", "i-statements"
TODAY = NOON.date()
LOW = {"health": 2, "moving": 3, "food": 4, "rest": 3, "people": 1, "looking-forward": 2,
       "money": 4, "say": 5}  # fmt: skip
"""A wheel of somebody who sees nobody."""


def asked(
    session: Session, code: str = WHEEL, *, lead: Organisation | None = None, version: int = 1
) -> None:
    """Let a lead NTP ask this: chosen, and agreed to by all four."""
    manager = a_lead_manager(session, at=lead or a_lead_ntp(session))
    assert manager.organisation_id
    if find_choice(session, manager.organisation_id, code, version) is not None:
        return
    choosing.choose(session, manager, code, version, at=NOON)
    for one in Agrees:
        choosing.agree(
            session, manager, code, version, one, on=TODAY, words="They said so.", at=NOON
        )


def asked_statements(session: Session) -> None:
    """Let a lead NTP ask statements in made-up words, as if it had permission."""
    manager, one = a_lead_manager(session, at=a_lead_ntp(session)), shelf.get(STATEMENTS, 1)
    licensed = Licensed("Permission of 3 May", None, made_up_words(one))
    choosing.enter_licence(session, manager, STATEMENTS, 1, licensed, seen=0, at=NOON)
    asked(session, STATEMENTS)


def said(
    numbers: Mapping[str, int | None] = LOW,
    *,
    occasion: Occasion = Occasion.START,
    way: Way = Way.TOGETHER,
    on: date = TODAY,
    **more: Any,
) -> Said:
    """What somebody says of how things are."""
    answers = {part: Answered(value) for part, value in numbers.items()}
    return Said(occasion, way, on, answers, **more)


def a_reading(
    session: Session,
    worker: Actor,
    referral_id: UUID,
    code: str = WHEEL,
    *,
    at: datetime = NOON,
    **more: Any,
) -> Reading:
    """A reading of a case of `worker`."""
    return operations.take(session, worker, referral_id, code, said(**more), at=at)


OURS = "our-wheel"
IN_OTHERS = {"bn": "বাংলা", "ur": "اردو"}
"""Languages of the cast's own wheel, each with the word that stands before every word of it."""


def in_languages(*codes: str) -> str:
    """The file of a wheel of a lead NTP's own, in English and in others: made up, and checked by nobody."""
    text = (shelf.FOLDER / "petunias-wheel-1.toml").read_text()
    ours = text.replace(f'"{WHEEL}"', f'"{OURS}"').replace('"Petunias Wheel"', '"Our Wheel"')
    head, _, english = ours.partition("[language.en]")
    others = [
        re.sub(r'= "', f'= "{IN_OTHERS[code]} ', f"[language.en]{english}").replace(
            "[language.en", f"[language.{code}"
        )
        for code in codes
    ]
    return "\n".join([f"{head}[language.en]{english}", *others])


def in_own_words(text: str) -> str:
    """The same file where the person says who or what "people" is; so it is not for the practice."""
    return text.replace('"people"', '"people"\nown_words = true', 1).replace(', "practice"]', "]")


def to_pick_from(text: str) -> str:
    """The file of such a wheel, as one that people pick from, in a theme."""
    text = text.replace('rule = "mean"', 'rule = "separate"\npicked = true')
    text = text.replace("[[aspects]]\n", '[[aspects]]\ntheme = "life"\n')
    return re.sub(
        r'(\[language\.\w+)(\.points\]\n1 = "(.*)Very hard")',
        r'\1.themes]\nlife = "\3My life"\n\1\2',
        text,
    )


def asked_in(
    session: Session, *codes: str, lead: Organisation | None = None, is_picked: bool = False
) -> None:
    """Let a lead NTP ask its own wheel, in English and in these languages."""
    text = in_languages(*codes)
    loading.load(
        session,
        a_lead_manager(session, at=lead or a_lead_ntp(session)),
        to_pick_from(text) if is_picked else text,
        at=NOON,
    )
    asked(session, OURS, lead=lead)
