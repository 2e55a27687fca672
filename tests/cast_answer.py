"""The cast of the answer back: a consent to reports, and a report at any point of its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kernel.access import Actor
from referrals.models import Consent, Report
from referrals.operations import reports
from referrals.operations.reports import Showing
from referrals.reporting import Occasion, Shown, Words
from referrals.vocabulary import Purpose, Recipient
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice
from tests.cast_referrals import a_person, a_referral, id_of, sharing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from referrals.models import Person

WORDS = Words(
    agreed="She joins the Tuesday walk.", next_steps="Asha rings her in two weeks.",
    asks="Look at her tablets with her.",
)  # fmt: skip


def a_yes_to_reports(session: Session, person: Person) -> None:
    """The person's yes to reports to their practice."""
    session.add(
        Consent(
            person_id=person.id, recipient=Recipient.PRACTICE, recipient_id=person.practice_id,
            purpose=Purpose.REPORT, given_at=NOON,
        )
    )  # fmt: skip
    session.flush()


def a_draft(
    session: Session, *, worker: Actor | None = None, person: Person | None = None,
    occasion: Occasion = Occasion.ASSESSMENT, agrees: bool = True, shares: bool = True,
    **facts: Any,
) -> Report:  # fmt: skip
    """A report that was not sent, of a case of `worker`; the two organisations share everything."""
    worker = worker or a_link_worker(session, name="Asha Begum")
    if shares:
        sharing(session, a_practice(session), a_lead_ntp(session))
    person = person or a_person(session)
    row = a_referral(session, person, worker=worker, **facts)
    if agrees:
        a_yes_to_reports(session, person)
    return reports.write(session, worker, row.id, occasion, WORDS, at=NOON)


def a_sent_report(session: Session, *, shown: Shown = Shown.READ, **more: Any) -> Report:
    """A report that was shown and sent."""
    worker = more.pop("worker", None) or a_link_worker(session, name="Asha Begum")
    draft = a_draft(session, worker=worker, **more)
    reports.send(
        session, worker, draft.referral_id, draft.id, Showing(shown), digest=draft.digest, at=NOON
    )
    assert id_of(worker) == draft.sent_by
    return draft
