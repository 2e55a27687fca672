"""What Anytown's lead NTP agreed with the cat and dog shelter. The shelter and every price are made up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from accounts.vocabulary import AgreementPurpose
from billing.bank_details import BankDetails
from billing.operations.bank_details import confirm_bank_details, propose_bank_details
from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file
from billing.operations.remittances import make_remittance
from billing.operations.sub_contracts import agree_sub_contract, check_sub_contract
from billing.queries.payment_files import make_file_page
from billing.queries.remittances import unpaid
from billing.sub_contracts import Check, Finding, Governance, PriceKind, Size, SubContractTerms
from kernel import outbox
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import Month, day_in_london

AGREED = SubContractTerms(
    what="A place on the dog walk, with a dog that suits, and a cup of tea afterwards.",
    kind=PriceKind.PERSON,
    amount=Money(4_50),
    size=Size.TINY,
    governance=(Governance.IN_DANGER, Governance.INSURANCE, Governance.PRIVATE),
    standard="Who comes for the first time is met at the gate, by name.",
    notice_weeks=4,
)
ACCOUNT = BankDetails("Anytown Cat and Dog Shelter", "001122", "00345678")
"""No bank has this sort code."""
LOOKED = timedelta(days=40)
DONE_BY = timedelta(days=20)
PAID = timedelta(days=3)


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Let the manager of the lead NTP write down what was agreed, and what she found."""
    today = day_in_london(at)
    agreements = accounts.agreements_in_force(
        session, on=today, purpose=AgreementPurpose.SUB_CONTRACT
    )
    for one in agreements:
        _agree(session, _manager(session, one), one, at=at)
    write_all_lines(session, at=at)
    for one in agreements:
        _pay(session, one, today=today)
    return [f"{len(agreements)} group of Anytown is paid by who came, at /agreements."]


def _agree(session: Session, manager: Actor, agreement: AgreementFacts, *, at: datetime) -> None:
    today = day_in_london(at)
    agree_sub_contract(
        session, manager, agreement.id, AGREED, from_on=agreement.from_on, seen=0, at=at
    )
    check_sub_contract(
        session, manager, agreement.id,
        Check(
            today - LOOKED, Finding.MOSTLY, "The gate was locked when the first walkers came.",
            "Gwen leaves a second key with the café next door.", today + DONE_BY,
        ),
        at=at,
    )  # fmt: skip


def _pay(session: Session, agreement: AgreementFacts, *, today: date) -> None:
    """The month of the first walks was paid when it was over; what came later is to pay."""
    manager, group_id = _manager(session, agreement), agreement.second_id
    lines = unpaid(session, manager, until=today, group_id=group_id)
    month = Month.containing(lines[0].on if lines else today)
    seen = sum(one.on in month for one in lines)
    if seen and month.last_day < today:
        with outbox.unheard(session):
            made_at = month.ends + PAID
            make_remittance(session, manager, group_id, seen=seen, at=made_at)
            _by_bank(session, agreement, at=made_at)


def _by_bank(session: Session, agreement: AgreementFacts, *, at: datetime) -> None:
    """One wrote down the account of the shelter, another confirmed it, and the bank was told to pay."""
    finance = _holder(session, agreement, Role.LEAD_FINANCE)
    kept = propose_bank_details(
        session, _manager(session, agreement), agreement.second_id, ACCOUNT,
        checked="Gwen read it to me when I rang the shelter.", at=at,
    )  # fmt: skip
    confirm_bank_details(
        session, finance, agreement.second_id, ACCOUNT, version=kept.version, at=at
    )
    seen = make_file_page(session, finance).seen
    make_payment_file(session, finance, pay_on=day_in_london(at), seen=seen, at=at)


def _manager(session: Session, agreement: AgreementFacts) -> Actor:
    return _holder(session, agreement, Role.LEAD_MANAGER)


def _holder(session: Session, agreement: AgreementFacts, role: Role) -> Actor:
    one = accounts.holders(session, agreement.first_id, role)[0]
    return Actor(
        user_id=one.id, organisation_id=agreement.first_id, roles=frozenset({role}), name=one.name
    )
