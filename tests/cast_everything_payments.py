"""What waits with the payments to groups in the demo world, so that every page and form of them can be met."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.models import Organisation
from accounts.operations import LocalBase
from accounts.vocabulary import AgreementPurpose, OrganisationKind
from billing.bank_details import BankDetails
from billing.models import GroupLine, PaymentFileLine, Remittance
from billing.operations.bank_details import propose_bank_details
from billing.operations.remittances import make_remittance
from billing.queries.remittances import unpaid
from billing.sub_contracts import PriceKind
from kernel.access import SYSTEM, Actor, Role
from kernel.periods import Month, day_in_london


def let_payments_wait(session: Session, *, at: datetime) -> list[str]:
    """A remittance that the bank was not told of, something that is still to pay, and a change of an account."""
    paid = session.scalars(sa.select(Remittance).order_by(Remittance.number)).first()
    assert paid is not None
    finance = Actor(
        user_id=uuid4(), organisation_id=paid.lead_id,
        roles=frozenset({Role.LEAD_FINANCE, Role.LEAD_MANAGER}), name="Robin Field",
    )  # fmt: skip
    owe_more(session, at=at)
    month = Month.containing(at).previous.previous
    lines = unpaid(session, finance, until=month.last_day, group_id=paid.group_id)
    make_remittance(session, finance, paid.group_id, seen=len(lines), at=month.next.begins)
    owe_more(session, at=at)
    lead = session.get_one(Organisation, paid.lead_id)
    club = accounts.add_organisation(
        session, SYSTEM, kind=OrganisationKind.NTP, name="Anytown Chess Club",
        area_id=lead.area_id, at=at, base=LocalBase("Market Square"),
    )  # fmt: skip
    session.flush()
    terms = Terms(AgreementPurpose.SUB_CONTRACT, lead.id, club.id, day_in_london(at), None)
    accounts.agree(session, SYSTEM, terms, outcomes=["They play each week"], at=at)
    account = BankDetails("Anytown Chess Club", "204060", "12345678")
    propose_bank_details(session, finance, club.id, account, checked="Rang them", at=at)
    in_file = session.scalars(sa.select(PaymentFileLine.remittance_id)).first()
    banks = [f"/remittances/groups/{one}/bank" for one in (club.id, paid.group_id)]
    return [*banks, f"/remittances/{in_file}"]


def owe_more(session: Session, *, at: datetime) -> None:
    """The night found one person more on a day that was paid already."""
    line = session.scalars(
        sa.select(GroupLine)
        .where(GroupLine.kind == PriceKind.PERSON)
        .order_by(GroupLine.number.desc(), GroupLine.on)
    ).first()
    assert line is not None
    facts = {one.name: getattr(line, one.name) for one in GroupLine.__table__.columns}
    del facts["id"]
    session.add(GroupLine(**facts | {"number": line.number + 1, "at": at}))
    session.flush()
