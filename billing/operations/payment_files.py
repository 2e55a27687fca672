"""Making the file by which the bank pays groups: each remittance in one, and only to confirmed accounts."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.models import PaymentFile, PaymentFileLine
from billing.queries.payment_files import check_sum, ready_to_pay
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

MEANWHILE = "What is to be paid has changed in the meantime. Look at it again."


def make_payment_file(
    session: Session, actor: Actor, *, pay_on: date, seen: str, at: datetime
) -> PaymentFile:
    """Pay all remittances that can be paid, by one file; `seen` is the check sum of what was looked at.

    Raises Conflict where others are to be paid now, or to another account; RuleBroken where there is none.
    """
    actor.must(permissions.PAY_GROUPS)
    if pay_on < day_in_london(at):
        raise RuleBroken("Choose today or a later day.", field="pay_on")
    ready = ready_to_pay(session, actor)
    if not ready:
        raise RuleBroken("There is nothing that can be paid.")
    if check_sum(ready) != seen:
        raise Conflict(MEANWHILE)
    made = PaymentFile(
        lead_id=ready[0].remittance.lead_id, pay_on=pay_on, by=actor.user_id, who=actor.called,
        at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(
        PaymentFileLine(file_id=made.id, remittance_id=one.remittance.id, details_id=one.details.id)
        for one in ready
    )
    session.flush()
    audit.record(
        session, actor, "made a payment file", made, at=at, payments=len(ready), pay_on=pay_on,
        pence=sum(one.remittance.pence for one in ready),
    )  # fmt: skip
    return made
