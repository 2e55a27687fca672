"""Choosing what people are asked, writing down who agreed to it, and entering a licence (A-OUT-02, A-OUT-03)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.periods import day_in_london
from outcomes_star import permissions
from outcomes_star.instruments import Instrument, Wording
from outcomes_star.licensed import kept, kept_table, read_table
from outcomes_star.models import InstrumentChoice, InstrumentEndorsement, InstrumentLicence
from outcomes_star.queries import agreed_choices, choices, find_choice, get_instrument
from outcomes_star.queries import choosing as queries
from outcomes_star.vocabulary import Agrees
from referrals.queries.arranged import own_lead

NO_WORDS = "Enter your licence and your words first. Then you can choose it."
NO_LICENCE_NEEDED = "It needs no licence: everybody may use it."
CHANGED = "Somebody else changed this licence in the meantime. Open the page again and look."
TO_COME = "This day has not come yet."
ASKED_SINCE = (
    "Somebody was asked since, so it stays. Stop asking this instead, and choose it again."
)
ASKED_ALREADY = (
    "These words were agreed to, so they stay. You can change the terms and the last day."
)


@dataclass(frozen=True)
class Licensed:
    """A licence as it is entered. `table` is as it was typed: a sum and its value in each line."""

    terms: str
    until_on: date | None
    wording: Wording
    table: str = ""


def choose(session: Session, actor: Actor, code: str, version: int, *, at: datetime) -> None:
    """Want to ask people this; the four are asked anew.

    A version that is asked goes on until all four agree to this one. One that waits for them ends.
    """
    lead_id = _lead(actor)
    one = get_instrument(session, lead_id, code, version, on=day_in_london(at))
    if not one.is_worded:
        raise RuleBroken(NO_WORDS)
    asked = agreed_choices(session, lead_id).get(code)
    waiting = [row for row in choices(session, lead_id) if row.code == code and not row.is_agreed]
    if any(row.instrument_version == version for row in (*waiting, *([asked] if asked else []))):
        return
    before = find_choice(session, lead_id, code, version)
    for row in (*waiting, *([before] if before else [])):
        _end(session, actor, row, at=at)
    row = InstrumentChoice(
        lead_id=lead_id, code=code, instrument_version=version, chosen_at=at, by=actor.user_id,
        who=actor.called,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "chose an instrument", row, at=at, code=code, of_version=version)


def stop(session: Session, actor: Actor, code: str, version: int, *, at: datetime) -> None:
    """Ask people this no more, nor an earlier version. What they answered stays."""
    lead_id = _lead(actor)
    choice = queries.get_choice(session, lead_id, code, version)
    is_asked = choice is agreed_choices(session, lead_id).get(code)
    rows = [row for row in choices(session, lead_id) if row.code == code and row.is_agreed]
    for row in rows if is_asked else [choice]:
        _end(session, actor, row, at=at)


def _end(session: Session, actor: Actor, row: InstrumentChoice, *, at: datetime) -> None:
    row.ended_at = at
    session.flush()
    audit.record(session, actor, "stopped asking an instrument", row, at=at, code=row.code)


def agree(
    session: Session, actor: Actor, code: str, version: int, agrees: Agrees,
    *, on: date, words: str, at: datetime,
) -> None:  # fmt: skip
    """Write down that one of the four agreed: on which day, and who said so. It is said once."""
    choice = queries.get_choice(session, _lead(actor), code, version)
    if on > day_in_london(at):
        raise RuleBroken(TO_COME, field="on")
    if queries.find_endorsement(choice, agrees) is not None:
        raise Conflict("This was written down already. Open the page again to see it.")
    row = InstrumentEndorsement(
        choice_id=choice.id, agrees=agrees, on=on, words=words, by=actor.user_id,
        who=actor.called, at=at,
    )  # fmt: skip
    choice.endorsements.append(row)
    session.flush()
    audit.record(session, actor, "wrote down an agreement to an instrument", row, at=at,
                 agrees=agrees.value)  # fmt: skip


def take_back(
    session: Session, actor: Actor, code: str, version: int, agrees: Agrees,
    *, because: str, at: datetime,
) -> None:  # fmt: skip
    """Take back what was written down by mistake, with the reason, while nobody was asked since."""
    lead_id = _lead(actor)
    choice = queries.get_choice(session, lead_id, code, version)
    row = queries.find_endorsement(choice, agrees)
    if row is None:
        raise NotFound
    if queries.was_asked_since(session, choice, row.at):
        raise RuleBroken(ASKED_SINCE)
    row.taken_back_at, row.taken_back_by, row.taken_back_who = at, actor.user_id, actor.called
    row.because = because
    session.flush()
    audit.record(session, actor, "took back an agreement to an instrument", row, at=at,
                 agrees=agrees.value)  # fmt: skip


def enter_licence(
    session: Session, actor: Actor, code: str, version: int, said: Licensed,
    *, seen: int, at: datetime,
) -> None:  # fmt: skip
    """Enter a licence and the words that came with it. `seen` is the version looked at, 0 for none yet."""
    lead_id = _lead(actor)
    one = get_instrument(session, lead_id, code, version)
    if not one.needs_licence:
        raise RuleBroken(NO_LICENCE_NEEDED)
    row = queries.find_licence(session, lead_id, code, version)
    if (row.version if row else 0) != seen:
        raise Conflict(CHANGED)
    row = _said(session, one, row, said, lead_id=lead_id)
    row.entered_at, row.by, row.who = at, actor.user_id, actor.called
    session.flush()
    audit.record(session, actor, "entered a licence", row, at=at, code=code, of_version=version)


def _said(
    session: Session, one: Instrument, row: InstrumentLicence | None, said: Licensed,
    *, lead_id: UUID,
) -> InstrumentLicence:  # fmt: skip
    wording, table = kept(said.wording), kept_table(read_table(one, said.table))
    is_same = row is not None and (row.wording, row.conversion) == (wording, table)
    if (
        row is not None
        and not is_same
        and queries.is_settled(session, lead_id, one.code, one.version)
    ):
        raise RuleBroken(ASKED_ALREADY)
    if row is None:
        row = InstrumentLicence(lead_id=lead_id, code=one.code, instrument_version=one.version)
        session.add(row)
    row.terms, row.until_on = said.terms, said.until_on
    row.wording, row.conversion = wording, table
    return row


def _lead(actor: Actor) -> UUID:
    actor.must(permissions.CHOOSE)
    return own_lead(actor)
