"""Sub-contracts in tests: the shelter, what was agreed with it, and who acts on either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.models import Agreement
from accounts.vocabulary import AgreementPurpose
from billing.bank_details import BankDetails
from billing.operations.bank_details import confirm_bank_details, propose_bank_details
from billing.operations.sub_contracts import agree_sub_contract
from billing.queries.bank_details import details_of
from billing.queries.sub_contracts import versions_of
from billing.sub_contracts import Governance, PriceKind, Size, SubContractTerms
from kernel.access import SYSTEM, Role
from kernel.money import Money
from referrals.operations import linking
from referrals.vocabulary import ToldBy
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor, an_ntp
from tests.cast_directory import a_listing
from tests.cast_plans import a_link

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from accounts.models import Organisation
    from billing.models import SubContractVersion
    from directory.models import Listing
    from kernel.access import Actor
    from referrals.models import OnwardLink

FIRST_DAY = date(2026, 9, 1)
TODAY = NOON.date()
LAST_DAY = date(2027, 8, 31)


def agreed(**said: Any) -> SubContractTerms:
    """What was agreed with the shelter: £4.50 for each person."""
    facts: dict[str, Any] = {
        "what": "A place on the dog walk", "kind": PriceKind.PERSON, "amount": Money(4_50),
        "size": Size.TINY, "governance": (Governance.IN_DANGER, Governance.INSURANCE),
    }  # fmt: skip
    return SubContractTerms(**facts | said)


def an_agreement(
    session: Session, *, lead: Organisation | None = None, until_on: date | None = LAST_DAY,
    group: Organisation | None = None,
) -> Agreement:  # fmt: skip
    """The lead NTP sub-contracts with the shelter, for a year."""
    lead, group = lead or a_lead_ntp(session), group or an_ntp(session)
    terms = Terms(AgreementPurpose.SUB_CONTRACT, lead.id, group.id, FIRST_DAY, until_on)
    return accounts.agree(
        session, SYSTEM, terms, outcomes=["They walk a dog each week"], at=NOON
    )  # fmt: skip


def a_keeper(session: Session) -> Actor:
    """Somebody of the shelter who signs in."""
    return an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session))


def an_agreed_price(
    session: Session, agreement: Agreement, *, manager: Actor | None = None,
    from_on: date = FIRST_DAY, at: datetime = NOON, **said: Any,
) -> SubContractVersion:  # fmt: skip
    """A price of the agreement, from its first day on."""
    seen = len(versions_of(session, agreement.id))
    return agree_sub_contract(
        session, manager or a_lead_manager(session), agreement.id, agreed(**said), from_on=from_on,
        seen=seen, at=at,
    )  # fmt: skip


@dataclass(frozen=True)
class Paid:
    """A kitchen that is paid for each person who comes, and the link worker who sends them."""

    agreement_id: UUID
    lead_id: UUID
    group_id: UUID
    worker: Actor
    manager: Actor
    listing: Listing

    def came(self, session: Session, *, on: date | None = TODAY) -> OnwardLink:
        """Somebody else is linked to it, and came on a day; with None they did not come yet."""
        link = a_link(session, self.worker, self.listing)
        if on is not None:
            self.mark(session, link, on=on)
        return link

    def mark(
        self, session: Session, link: OnwardLink, *, on: date | None = None, came: bool = True,
        at: datetime = NOON,
    ) -> None:  # fmt: skip
        """It is marked that they came on a day, or did not."""
        linking.mark(
            session, self.worker, link, on=on or TODAY, came=came, told_by=ToldBy.PAGE, at=at
        )

    def price(self, session: Session, amount: Money, *, from_on: date) -> None:
        """Another price, from a day on."""
        agreement = session.get_one(Agreement, self.agreement_id)
        an_agreed_price(session, agreement, manager=self.manager, from_on=from_on, amount=amount)


def a_paid_group(
    session: Session, *, until_on: date | None = None, has_price: bool = True, **said: Any
) -> Paid:
    """The Community Kitchen under a sub-contract with a price."""
    worker, manager = a_link_worker(session), a_lead_manager(session)
    lead, kitchen = a_lead_ntp(session), an_ntp(session, "The Community Kitchen")
    listing = a_listing(
        session, area_id=lead.area_id, group=kitchen.name, name="Cooking together",
        keeper_email="kim@kitchen.example",
    )  # fmt: skip
    listing.group.organisation_id = kitchen.id
    session.flush()
    agreement = an_agreement(session, group=kitchen, until_on=until_on)
    if has_price:
        an_agreed_price(session, agreement, manager=manager, **said)
    return Paid(agreement.id, lead.id, kitchen.id, worker, manager, listing)


ACCOUNT = BankDetails("The Community Kitchen", "204060", "12345678")


def some_bank_details(
    session: Session, paid: Paid, *, details: BankDetails = ACCOUNT, at: datetime = NOON,
    is_confirmed: bool = True,
) -> None:  # fmt: skip
    """Where the kitchen is paid to: the manager proposed it, somebody of finance confirmed it."""
    propose_bank_details(session, paid.manager, paid.group_id, details, checked="I rang Kim", at=at)
    if is_confirmed:
        rows = details_of(session, paid.manager, paid.group_id)
        confirm_bank_details(
            session, an_actor(session, Role.LEAD_FINANCE), paid.group_id, details,
            version=rows[-1].version, at=at,
        )  # fmt: skip
