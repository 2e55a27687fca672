"""Two more groups of Anytown that its lead NTP pays each month, so that there is something to follow. All are made up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts import operations as accounts
from accounts import queries
from accounts.agreements import Terms
from accounts.operations import LocalBase
from accounts.queries import OrganisationFacts
from accounts.vocabulary import AgreementPurpose, OrganisationKind
from billing.bank_details import BankDetails
from billing.operations.bank_details import confirm_bank_details, propose_bank_details
from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file
from billing.operations.people_paid_for import count_people_paid_for
from billing.operations.remittances import make_remittance
from billing.operations.sub_contracts import agree_sub_contract
from billing.queries.payment_files import make_file_page
from billing.queries.remittances import unpaid
from billing.sub_contracts import Governance, PriceKind, Size, SubContractTerms
from kernel import outbox
from kernel.access import SYSTEM, Actor, Role
from kernel.money import Money
from kernel.periods import FinancialYear, Month, day_in_london

GROUPS = {
    "Anytown Men's Shed": (Money(320_00), Size.TINY, "The shed is open on two mornings a week."),
    "Anytown Repair Café": (Money(540_00), Size.SMALL, "Somebody who repairs is there each Saturday."),
}  # fmt: skip
MADE_AFTER = timedelta(days=4)
PAID_AFTER = (timedelta(days=3), timedelta(days=10), timedelta(days=5))
"""Some months are slower than others."""


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Pay two groups a sum each month since April; the last month is not with the bank yet."""
    today = day_in_london(at)
    (shelter,) = queries.agreements_in_force(
        session, on=today, purpose=AgreementPurpose.SUB_CONTRACT
    )
    lead = queries.get_organisation(session, shelter.first_id)
    manager, finance = (
        _holder(session, lead, role) for role in (Role.LEAD_MANAGER, Role.LEAD_FINANCE)
    )
    first = FinancialYear.containing(today).first_day
    groups = [_agreed(session, manager, lead, name, from_on=first, at=at) for name in GROUPS]
    write_all_lines(session, at=at)
    months = _months_over(first, today)
    with outbox.unheard(session):
        for number, month in enumerate(months):
            _pay(session, manager, groups, month)
            if number == 0:
                _accounts(session, manager, finance, groups, at=month.ends + MADE_AFTER)
            if month != months[-1]:
                _by_bank(session, finance, month, PAID_AFTER[number % len(PAID_AFTER)])
    count_people_paid_for(session, at=at)
    return [f"{len(groups)} more groups of Anytown are paid each month, at /where-money-went."]


def _agreed(
    session: Session, manager: Actor, lead: OrganisationFacts, name: str, *, from_on: date,
    at: datetime,
) -> OrganisationFacts:  # fmt: skip
    """A group, what was agreed with it, and for how much a month."""
    amount, size, what = GROUPS[name]
    group = accounts.add_organisation(
        session, SYSTEM, kind=OrganisationKind.NTP, name=name, area_id=lead.area_id, at=at,
        base=LocalBase("Market Street, Anytown"),
    )  # fmt: skip
    session.flush()
    terms = Terms(AgreementPurpose.SUB_CONTRACT, lead.id, group.id, from_on, None)
    made = accounts.agree(session, SYSTEM, terms, at=at, outcomes=["People come more than once"])
    session.flush()
    bought = SubContractTerms(
        what=what, kind=PriceKind.BLOCK, amount=amount, size=size,
        governance=(Governance.IN_DANGER, Governance.INSURANCE),
    )  # fmt: skip
    agree_sub_contract(session, manager, made.id, bought, from_on=from_on, seen=0, at=at)
    return queries.get_organisation(session, group.id)


def _pay(
    session: Session, manager: Actor, groups: Sequence[OrganisationFacts], month: Month
) -> None:
    for group in groups:
        seen = len(unpaid(session, manager, until=month.last_day, group_id=group.id))
        make_remittance(session, manager, group.id, seen=seen, at=month.ends + MADE_AFTER)


def _accounts(
    session: Session, manager: Actor, finance: Actor, groups: Sequence[OrganisationFacts], *,
    at: datetime,
) -> None:  # fmt: skip
    """One wrote down each account, another confirmed it. No bank has this sort code."""
    for place, group in enumerate(groups):
        details = BankDetails(group.name, "001122", f"0045678{place}")
        kept = propose_bank_details(
            session, manager, group.id, details, checked="Their treasurer read it to me.", at=at
        )
        confirm_bank_details(session, finance, group.id, details, version=kept.version, at=at)


def _by_bank(session: Session, finance: Actor, month: Month, after: timedelta) -> None:
    seen = make_file_page(session, finance).seen
    at = month.ends + MADE_AFTER
    make_payment_file(session, finance, pay_on=day_in_london(at + after), seen=seen, at=at)


def _months_over(first: date, today: date) -> list[Month]:
    """The months from a day on that are over."""
    found, month = [], Month.containing(first)
    while month.last_day < today:
        found.append(month)
        month = month.next
    return found


def _holder(session: Session, lead: OrganisationFacts, role: Role) -> Actor:
    one = queries.holders(session, lead.id, role)[0]
    return Actor(user_id=one.id, organisation_id=lead.id, roles=frozenset({role}), name=one.name)
