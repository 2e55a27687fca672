"""Making the file by which the bank pays groups: each remittance in one, and only to confirmed accounts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.bank_details import check_pay_day
from billing.models import BouncedPayment, PaymentFile, PaymentFileLine
from billing.queries.payment_files import check_sum, get_paying_file, ready_to_pay
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

MEANWHILE = "What is to be paid has changed in the meantime. Look at it again."
NOT_WITH_THE_BANK = (
    "The bank is not to pay this now: somebody said already that it was not paid. Look at it again."
)


def make_payment_file(
    session: Session, actor: Actor, *, pay_on: date, seen: str, at: datetime
) -> PaymentFile:
    """Pay all remittances that can be paid, by one file; `seen` is the check sum of what was looked at.

    Raises Conflict where others are to be paid now, or to another account; RuleBroken where there is none.
    """
    actor.must(permissions.PAY_GROUPS)
    check_pay_day(pay_on, today=day_in_london(at))
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
        PaymentFileLine(
            file_id=made.id, remittance_id=one.remittance.id, details_id=one.details.id,
            again_id=one.again_id,
        )
        for one in ready
    )  # fmt: skip
    session.flush()
    audit.record(
        session, actor, "made a payment file", made, at=at, payments=len(ready), pay_on=pay_on,
        pence=sum(one.remittance.pence for one in ready),
    )  # fmt: skip
    return made


def say_not_paid(
    session: Session, actor: Actor, remittance_id: UUID, *, because: str, seen: str,
    at: datetime,
) -> BouncedPayment:  # fmt: skip
    """Say that the bank did not pay a remittance, and why: it goes into the next payment file.

    `seen` is the file that was to pay it. Raises NotFound for a remittance of somebody else, Conflict where
    another file is to pay it now, or none.
    """
    found = get_paying_file(session, actor, remittance_id)
    if found is None or str(found.id) != seen:
        raise Conflict(NOT_WITH_THE_BANK)
    made = BouncedPayment(
        file_id=found.id, remittance_id=remittance_id, because=because, by=actor.user_id,
        who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "said that the bank did not pay", made, at=at, remittance=remittance_id,
        pay_on=found.pay_on,
    )  # fmt: skip
    return made
