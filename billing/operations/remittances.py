"""Paying a group for what was counted: one remittance for a month, frozen, and told to its keeper (S7 to S9)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from billing import permissions
from billing.contract_words import said_day
from billing.models import GroupLine, Remittance, RemittanceLine
from billing.operations.numbering import next_number
from billing.queries.group_lines import lock, shown
from billing.queries.remittances import agreements_of_lines, find_remittance, unpaid
from billing.remittances import Advice, AdviceLine, must_be_payable
from billing.vocabulary import Series
from directory.queries.keepers import addresses_of_keepers
from kernel import mail
from kernel.access import Actor
from kernel.errors import Conflict
from kernel.periods import Month, day_in_london

MADE_ALREADY = "This group has its remittance of that month already. Look at it first."
COUNTED_MEANWHILE = "Something else was counted in the meantime. Look at the lines again."


def make_remittance(
    session: Session, actor: Actor, group_id: UUID, *, seen: int, at: datetime
) -> Remittance:
    """Pay a group all that was counted until the end of last month and was not paid yet.

    What the next night counts goes into the next one: only what could be looked at is paid. `seen` is how many
    lines were looked at: Conflict where there are others now, or where somebody else has just made it. RuleBroken
    where it would come to nothing.
    """
    actor.must(permissions.MAKE_REMITTANCES)
    today = day_in_london(at)
    month = Month.containing(today).previous
    for agreement_id in agreements_of_lines(session, actor, group_id):
        lock(session, agreement_id)
    if find_remittance(session, actor, group_id, month):
        raise Conflict(MADE_ALREADY)
    lines = unpaid(session, actor, until=month.last_day, group_id=group_id)
    must_be_payable(one.amount for one in lines)
    if len(lines) != seen:
        raise Conflict(COUNTED_MEANWHILE)
    lead = accounts.get_organisation(session, lines[0].lead_id)
    group = accounts.get_organisation(session, group_id)
    number = next_number(session, lead.id, Series.REMITTANCE)
    advice = Advice(
        number, lead.name, group.name, month.first_day, today, tuple(_line(one) for one in lines)
    )
    made = _kept(session, actor, advice, lines, at=at)
    _tell(session, made, advice, at=at)
    audit.record(
        session, actor, "made a remittance", made, at=at, number=number, group=group_id,
        month=month.first_day, pence=made.pence,
    )  # fmt: skip
    return made


def _line(row: GroupLine) -> AdviceLine:
    one = shown(row)
    return AdviceLine(one.on, one.activity, one.what, one.each, one.amount, one.is_late)


def _kept(
    session: Session, actor: Actor, advice: Advice, lines: Sequence[GroupLine], *, at: datetime
) -> Remittance:
    made = Remittance(
        lead_id=lines[0].lead_id, group_id=lines[0].group_id, number=advice.number,
        month=advice.month, pence=advice.total.pence, kept=advice.to_json(),
        digest=advice.digest, by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(RemittanceLine(remittance_id=made.id, line_id=one.id) for one in lines)
    session.flush()
    return made


def _tell(session: Session, made: Remittance, advice: Advice, *, at: datetime) -> None:
    """Write to whoever keeps the group's listings true: how much, for what, and what to do if it is wrong."""
    lead = accounts.get_organisation(session, made.lead_id)
    facts = {
        "lead": {"name": lead.name, "phone": lead.phone, "hours": lead.hours},
        "group": advice.group, "month": advice.period.label, "total": str(advice.total),
        "number": advice.number, "reference": advice.reference, "check": advice.check,
        "lines": [
            {"on": said_day(one.on), "activity": one.activity, "said": one.said,
             "amount": str(one.amount)}
            for one in advice.lines
        ],
    }  # fmt: skip
    for address in addresses_of_keepers(session, made.group_id):
        mail.write_routine(
            session, template="billing/remittance", to=address, facts=facts, about=made.group_id,
            at=at,
        )  # fmt: skip
