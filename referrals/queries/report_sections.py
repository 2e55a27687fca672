"""What each part of a report says. A journey adds its part as a row of SECTIONS, and needs no other.

A section goes only if the two organisations agreed to share what it `needs`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts.vocabulary import DataItem
from referrals import nhs_numbers
from referrals.lifecycle import Move
from referrals.models import Referral, ReferralMove, SupportLevelChange
from referrals.queries import report_parts as parts
from referrals.queries.called_off import stands
from referrals.queries.case import is_of_link_worker, name_of, organisation_name
from referrals.queries.codes import codes_of
from referrals.queries.report_parts import day_words, facts
from referrals.reporting import (
    STANDS,
    SUPPORT,
    CodeLine,
    Content,
    Line,
    Occasion,
    Section,
    Words,
)


@dataclass(frozen=True)
class Told:
    """What a section is made from."""

    session: Session
    referral: Referral
    words: Words


@dataclass(frozen=True)
class Contributor:
    """A part of every report. `lines` may be empty, and then the part is left away."""

    key: str
    title: str
    prsb: str
    needs: DataItem
    lines: Callable[[Told], Sequence[Line]]
    is_in_short: bool = False


def _of(made: Callable[[Session, Referral], Sequence[Line]]) -> Callable[[Told], Sequence[Line]]:
    """A part that is read from the referral alone, whatever the link worker writes beside it."""
    return lambda told: made(told.session, told.referral)


def _stands(told: Told) -> Sequence[Line]:
    """Where the referral stands, since when, and why if it came back."""
    row = told.referral
    reason = row.return_reason.words if row.return_reason else ""
    return facts(
        ("", stands(told.session, row)), ("Since", day_words(row.moved_at)),
        ("Why it came back", reason), ("More about why", _because(told) if reason else ""),
    )  # fmt: skip


def _because(told: Told) -> str:
    wanted = sa.select(ReferralMove.because).where(
        ReferralMove.referral_id == told.referral.id, ReferralMove.move == Move.RETURN
    )
    return told.session.scalar(wanted.order_by(ReferralMove.number.desc()).limit(1)) or ""


def _referral(told: Told) -> Sequence[Line]:
    """When it was sent and why; of a case that was opened again no words were the practice's."""
    row = told.referral
    sent = day_words(row.sent_at) if row.sent_at else ""
    why_now = "" if is_of_link_worker(told.session, row) else row.why_now
    return facts(("Sent on", sent), ("Why now", why_now))


def _matters(told: Told) -> Sequence[Line]:
    return facts(("", told.referral.what_matters))


def _support(told: Told) -> Sequence[Line]:
    level = told.referral.person.support_level
    since = told.session.scalar(
        sa.select(sa.func.max(SupportLevelChange.on)).where(
            SupportLevelChange.person_id == told.referral.person_id
        )
    )
    return facts(
        ("Support level", level.words if level else ""),
        ("Since", day_words(since) if since else ""),
    )


SECTIONS: tuple[Contributor, ...] = (
    Contributor(
        STANDS, "Where it stands", "outcomes", DataItem.OUTCOME, _stands, is_in_short=True
    ),
    Contributor("referral", "Your referral", "referral details", DataItem.REASON, _referral),
    Contributor("matters", "What matters to them", "about me", DataItem.REASON, _matters),
    Contributor(
        "first-meeting", "The first meeting", "assessment", DataItem.OUTCOME,
        _of(parts.first_meeting_lines),
    ),
    Contributor(SUPPORT, "How much support they need", "assessment", DataItem.OUTCOME, _support),
    Contributor(
        "goals", "Their goals, and how each went", "plan and requested actions",
        DataItem.ACTION_PLAN, _of(parts.goal_lines),
    ),
    Contributor(
        "links", "What they were linked to", "activities and services", DataItem.ACTION_PLAN,
        _of(parts.link_lines),
    ),
    Contributor(
        "contacts", "Our contacts with them", "activities and services", DataItem.ATTENDANCE,
        _of(parts.contact_lines),
    ),
    Contributor(
        "changed", "What changed for them", "outcomes", DataItem.OUTCOME, _of(parts.outcome_lines)
    ),
    Contributor(
        "agreed", "What was agreed", "plan and requested actions", DataItem.ACTION_PLAN,
        lambda told: facts(("", told.words.agreed)),
    ),
    Contributor(
        "next", "What happens next", "plan and requested actions", DataItem.ACTION_PLAN,
        lambda told: facts(("", told.words.next_steps)),
    ),
    Contributor(
        "asks", "What we ask of you", "plan and requested actions", DataItem.OUTCOME,
        lambda told: facts(("", told.words.asks)), is_in_short=True,
    ),
)  # fmt: skip


def composed(
    session: Session, referral: Referral, occasion: Occasion, words: Words,
    *, shared: Collection[DataItem],
) -> Content:  # fmt: skip
    """A report as it would read now."""
    person, told = referral.person, Told(session, referral, words)
    return Content(
        name=person.name, born_on=person.born_on.isoformat() if person.born_on else "",
        nhs_number=nhs_numbers.shown(person.nhs_number),
        practice=organisation_name(session, referral.practice_id),
        lead=organisation_name(session, referral.lead_id),
        link_worker=name_of(session, referral.link_worker_id), occasion=occasion,
        codes=tuple(CodeLine(one.code, one.term, one.on.isoformat())
                    for one in codes_of(session, referral.id)),
        sections=tuple(_sections(told, occasion, shared)),
    )  # fmt: skip


def allowed(keys: Collection[str], shared: Collection[DataItem]) -> set[str]:
    """Those of some sections that may be shared."""
    return {one.key for one in SECTIONS if one.key in keys and one.needs in shared}


def _sections(told: Told, occasion: Occasion, shared: Collection[DataItem]) -> Iterator[Section]:
    for one in SECTIONS:
        if one.needs in shared and (one.is_in_short or not occasion.is_short):
            lines = tuple(one.lines(told))
            if lines:
                yield Section(one.key, one.title, one.prsb, lines)
