"""Groups that were paid in tests: how many people came to each in which month, and quarters that are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file
from billing.operations.people_paid_for import count_people_paid_for
from billing.operations.remittances import make_remittance
from billing.queries.bank_details import details_of, held_of
from billing.queries.payment_files import make_file_page
from billing.queries.remittances import unpaid
from billing.sub_contracts import Size
from kernel.access import Role
from kernel.periods import Month, Quarter, day_in_london
from tests.cast import an_actor, an_ntp
from tests.cast_contracts import a_signed_contract
from tests.cast_directory import a_listing
from tests.cast_sub_contracts import (
    Paid,
    a_paid_group,
    an_agreed_price,
    an_agreement,
    some_bank_details,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from billing.models import Remittance
    from kernel.database import Database
    from referrals.models import OnwardLink

WINTER = Quarter(date(2027, 1, 1))
JANUARY = Month(WINTER.first_day)
CLOSED_ON = date(2027, 5, 1)
"""The first day on which nothing can be added to the winter."""
FIFTH = timedelta(days=4)
A_DAY = timedelta(days=1)


def another_paid_group(session: Session, first: Paid, name: str, **said: object) -> Paid:
    """Another group under a sub-contract of the same lead NTP."""
    group = an_ntp(session, name)
    listing = a_listing(
        session, area_id=group.area_id, group=name, name=f"{name}: come along",
        keeper_email="pat@group.example",
    )  # fmt: skip
    listing.group.organisation_id = group.id
    session.flush()
    agreement = an_agreement(session, group=group, until_on=None)
    an_agreed_price(session, agreement, manager=first.manager, **said)
    return Paid(agreement.id, first.lead_id, group.id, first.worker, first.manager, listing)


def came_in(session: Session, paid: Paid, people: int, month: Month) -> None:
    """So many different people came, all on one day of a month."""
    for _ in range(people):
        came_on(session, paid, paid.came(session, on=None), month.first_day + FIFTH)


def came_on(
    session: Session, paid: Paid, link: OnwardLink, day: date, *, came: bool = True
) -> None:
    """It was marked when the month was over that somebody came on a day, or did not."""
    paid.mark(session, link, on=day, came=came, at=Month.containing(day).ends)


def pay_for(
    session: Session, month: Month, *groups: Paid, by_bank: bool = True
) -> list[Remittance]:
    """What was counted until the end of a month is told to groups on the fifth of the next, and paid on the sixth."""
    at = month.ends + FIFTH
    write_all_lines(session, at=at)
    made = []
    for one in groups:
        seen = len(unpaid(session, one.manager, until=month.last_day, group_id=one.group_id))
        made.append(make_remittance(session, one.manager, one.group_id, seen=seen, at=at))
    if by_bank:
        pay_by_bank(session, *groups, at=at)
    return made


def pay_by_bank(session: Session, *groups: Paid, at: datetime) -> None:
    """The bank pays groups on the next day, and whoever else has confirmed bank details."""
    for one in groups:
        if held_of(details_of(session, one.manager, one.group_id)) is None:
            some_bank_details(session, one, at=at)
    finance = an_actor(session, Role.LEAD_FINANCE)
    seen = make_file_page(session, finance).seen
    make_payment_file(session, finance, pay_on=day_in_london(at + A_DAY), seen=seen, at=at)


def close_winter(session: Session, *groups: Paid, by_bank: bool = True) -> None:
    """The winter is paid in one month, and counted once it is closed."""
    pay_for(session, JANUARY, *groups, by_bank=by_bank)
    count_people_paid_for(session, at=closing(WINTER))


def closing(quarter: Quarter) -> datetime:
    """The first moment at which nothing can be added to a quarter."""
    return Month.containing(quarter.next.first_day).ends


@dataclass(frozen=True)
class Town:
    """Three groups that were paid in the winter: nine people at the kitchen, three and two elsewhere."""

    contract_id: UUID
    kitchen: Paid

    @property
    def address(self) -> str:
        """Where the money of the contract went."""
        return f"/where-money-went/{self.contract_id}"

    @property
    def winter(self) -> str:
        """The same, for the financial year that the winter belongs to."""
        return f"{self.address}?year=2026"


def built(
    database: Database, *, of_kitchen: int = 9, of_chess: int = 3, of_walks: int = 2,
    closes: bool = True, by_bank: bool = True, **said: Any,
) -> Town:  # fmt: skip
    """The town of a signed contract; nobody came where a number is 0."""
    with database.writing() as session:
        contract = a_signed_contract(session, **said)
        kitchen = a_paid_group(session)
        groups = [kitchen]
        came_in(session, kitchen, of_kitchen, JANUARY)
        for name, people in (("Chess club", of_chess), ("Walks", of_walks)):
            if people:
                one = another_paid_group(session, kitchen, name, size=Size.SMALL)
                came_in(session, one, people, JANUARY)
                groups.append(one)
        if closes:
            close_winter(session, *groups, by_bank=by_bank)
        else:
            pay_for(session, JANUARY, *groups, by_bank=by_bank)
        return Town(contract.id, kitchen)
